"""What `outline` works with: the records it makes, and how the leaves of a document stand to each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bibdb.readers.asides import Facts, read_aside
from bibdb.readers.inline import Anchor, Inline
from bibdb.readers.label_names import names_at, plain_names
from bibdb.readers.labels import undecorated
from bibdb.readers.leaves import Leaf, Shape
from bibdb.readers.links import is_generic
from bibdb.readers.prose import is_running
from bibdb.readers.subjects import Rank, Subject, find_subject
from bibdb.values import BlockRole, LinkKind, Section

__all__ = [
    "Outline",
    "Place",
    "Record",
    "adopt",
    "bodies",
    "extents",
    "is_paper",
    "lines_with_subjects",
    "only_address",
    "open_section",
    "take",
    "take_facts",
]


@dataclass(slots=True)
class Record:
    """An entry in the making: what it is about, and the leaves and lines that it has."""

    subject: Subject
    line: int
    label_end: int
    end: int
    section: int | None
    leaf: Leaf
    inline: Inline | None


@dataclass(slots=True)
class Place:
    """Where a leaf stands: its section, the entry that it belongs to, and the role of its lines."""

    section: int | None
    entry: int | None
    role: BlockRole


@dataclass(slots=True)
class Outline:
    """What was understood: one place for each leaf; `splits` are paragraphs that hold several entries, line by line."""

    sections: list[Section] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    splits: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)


def extents(leaves: Sequence[Leaf]) -> list[int]:
    """Give for each leaf the last one that stands inside it (itself but for list items)."""
    ends = list(range(len(leaves)))
    opened: list[int] = []
    for index, leaf in enumerate(leaves):
        around = leaf.parent if leaf.item == index else leaf.item
        while opened and opened[-1] != around:
            ends[opened.pop()] = index - 1
        if leaf.item == index:
            opened.append(index)
    for index in opened:
        ends[index] = len(leaves) - 1
    return ends


def bodies(leaves: Sequence[Leaf]) -> dict[int, int]:
    """Give for each heading the last leaf before the next heading of its level or above."""
    bodies: dict[int, int] = {}
    opened: list[int] = []
    for index, leaf in enumerate(leaves):
        if leaf.shape is Shape.HEADING and leaf.item is None:
            while opened and leaves[opened[-1]].level >= leaf.level:
                bodies[opened.pop()] = index - 1
            opened.append(index)
    bodies.update(dict.fromkeys(opened, len(leaves) - 1))
    return bodies


def lines_with_subjects(leaf: Leaf) -> list[tuple[int, int, Subject]]:
    """Give the entries of a paragraph of which most lines are one each: (start, end, subject)."""
    text = leaf.inline.text
    if "\n" not in text or sum(not anchor.generic for anchor in leaf.inline.anchors) < 2:
        return []
    lines: list[tuple[int, Subject | None]] = []
    for start, part in leaf.inline.lines():
        subject = find_subject(part) if part.text.strip() else None
        lines.append((start, subject if subject is not None and _starts(subject) else None))
    firsts = [(start, subject) for start, subject in lines if subject is not None]
    if len(firsts) < 2 or lines[0][1] is None or len(firsts) * 2 < len(lines):
        return []
    stops = [start - 1 for start, _ in firsts[1:]] + [len(text)]
    return [(start, stop, subject) for (start, subject), stop in zip(firsts, stops, strict=True)]


def _starts(subject: Subject) -> bool:
    """Whether a line is an entry of its own in a paragraph: it has a title that is a link's, and does not go on."""
    anchor: Anchor | None = subject.anchor
    return subject.rank >= Rank.LINK and anchor is not None and not subject.prose


def open_section(sections: list[Section], current: int | None, heading: Leaf) -> int:
    """Add the section that a heading opens below the current one, or beside those above it; give its index."""
    title = " ".join(heading.inline.text.split())
    parent = current
    while parent is not None and sections[parent].level >= heading.level:
        parent = sections[parent].parent
    path = (*sections[parent].path, title) if parent is not None and len(sections[parent].path) < 32 else (title,)
    sections.append(Section(title, heading.level, heading.line, parent, path))
    return len(sections) - 1


def only_address(
    leaves: Sequence[Leaf], subject_of: Callable[[int], Subject | None], first: int, last: int
) -> int | None:
    """Give the only leaf in a range that is nothing but a paper's address, if it comes early."""
    found = [
        index
        for index in range(first, min(last, first + 40) + 1)
        if leaves[index].shape in {Shape.ITEM, Shape.PARAGRAPH}
        and leaves[index].inline.anchors
        and (subject := subject_of(index)) is not None
        and subject.rank is Rank.ADDRESS
        and subject.anchor is not None
        and (subject.anchor.scholarly or subject.anchor.kind is LinkKind.PAPER)
    ]
    return found[0] if found and (len(found) == 1 or found[0] == first) and found[0] - first < 6 else None


def take_facts(subject: Subject, inline: Inline) -> bool:
    """Take authors, venue and date from a line that says nothing else; whether it is one."""
    text = undecorated(inline.text.strip())
    if not text or (text.count(" ") > 6 and "," not in text) or is_running(text):
        return False
    styled = bool(inline.emphasis) and inline.emphasis[0][0] <= 1
    facts = read_aside(text, trusted=styled)
    if not facts.certain and (names := names_at(text)) is not None and names.strength and plain_names(text):
        facts = Facts(authors=names.names, certain=True)  # two full names and nothing else
    if facts.left.strip(" .,;*_") or not facts.certain or is_generic(text):
        return False
    take(subject, facts)
    return bool(facts.authors) or not facts.empty


def take(subject: Subject, facts: Facts) -> None:
    """Give a subject the facts that it does not know yet, and the more precise date."""
    subject.authors = subject.authors or facts.authors
    subject.venue = subject.venue or facts.venue
    best = facts.best_date
    if best and (subject.date is None or best.precision > subject.date.precision):
        subject.date = best


def adopt(subject: Subject, leaf: Leaf) -> None:
    """Give a subject without a link the paper's link that stands alone in a line below it."""
    below = find_subject(leaf.inline) if leaf.shape in {Shape.ITEM, Shape.PARAGRAPH} else None
    if below is not None and below.rank is Rank.ADDRESS and below.anchor is not None:
        if below.anchor.scholarly or below.anchor.kind is LinkKind.PAPER:
            subject.anchor = below.anchor


def is_paper(leaf: Leaf, subject: Subject | None) -> bool:
    """Whether a leaf that is about `subject` is an entry beyond doubt, by itself."""
    if leaf.shape is Shape.ROW:
        return any(anchor.scholarly for cell in leaf.cells for anchor in cell.anchors)
    if subject is None or subject.rank is not Rank.PAPER or subject.prose or subject.anchor is None:
        return False
    return subject.anchor.scholarly or subject.anchor.generic or subject.date is not None
