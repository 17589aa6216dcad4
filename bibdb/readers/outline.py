"""Which leaves of a document are entries, which are their notes, and what stands in which section.

A paragraph, heading or list item that leads with a link, or with a title that links follow, is an entry, and so are a
`Name: address` line and a dated title without a link. What follows a paragraph or heading that is an entry is its note
up to the next entry or heading; what stands inside a list item that is an entry is its note. A list item that is about
nothing itself heads the items below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bibdb.readers.asides import Facts
from bibdb.readers.below import best_anchor, keyed_below, links_below, listed_links
from bibdb.readers.inline import Anchor, Inline
from bibdb.readers.leaves import Leaf, Shape
from bibdb.readers.structure import (
    Outline,
    Place,
    Record,
    adopt,
    bodies,
    extents,
    is_paper,
    lines_with_subjects,
    only_address,
    open_section,
    take,
    take_facts,
)
from bibdb.readers.subjects import Rank, Subject, find_subject
from bibdb.readers.tables import read_table
from bibdb.values import BlockRole

__all__ = ["outline"]


def outline(leaves: Sequence[Leaf]) -> Outline:
    """Understand the leaves of a document, in order; linear in their number."""
    return _Reader(leaves).read()


class _Reader:
    """Goes through the leaves once, with what it has to know of those ahead worked out before."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        self._found = Outline()
        self._subjects: list[Subject | bool | None] = [False] * len(leaves)
        self._ends = extents(leaves)
        self._bodies = bodies(leaves)
        self._groups: dict[int, list[int]] = defaultdict(list)
        for index, leaf in enumerate(leaves):
            if leaf.group is not None and (leaf.shape is Shape.ITEM or leaf.shape is Shape.ROW):
                self._groups[leaf.group].append(index)
        self._counts: list[int] | None = None
        self._listed: dict[int, bool] = {}
        self._papered: dict[int, bool] = {}
        self._section: int | None = None
        self._owner: int | None = None  # the paragraph or heading entry that owns what follows
        self._entry_of: dict[int, int | None] = {}  # by list item: the entry that it is or belongs to
        self._rows: dict[int, dict[int, Subject | None]] = {}
        self._claimed: dict[int, int] = {}  # leaves whose links belong to an entry before them

    def read(self) -> Outline:
        """Place every leaf."""
        for index, leaf in enumerate(self._leaves):
            self._found.places.append(self._place(index, leaf))
        return self._found

    def _place(self, index: int, leaf: Leaf) -> Place:
        if index in self._claimed:
            return self._note(leaf, self._claimed[index])
        match leaf.shape:
            case Shape.HEADING if leaf.item is None:
                return self._heading(index, leaf)
            case Shape.ITEM:
                return self._item(index, leaf)
            case Shape.ROW:
                return self._row(index, leaf)
            case Shape.PARAGRAPH | Shape.HEADING:
                return self._paragraph(index, leaf)
            case Shape.CODE:
                return self._aside(leaf, BlockRole.CODE)
            case Shape.IMAGE:
                return self._aside(leaf, BlockRole.IMAGE)
            case _:
                return self._aside(leaf, BlockRole.PROSE)

    # ------------------------------------------------------------ what is known of a leaf

    def _subject(self, index: int) -> Subject | None:
        found = self._subjects[index]
        if found is False:
            leaf = self._leaves[index]
            shown = leaf.shape in {Shape.ITEM, Shape.PARAGRAPH, Shape.HEADING}
            found = self._subjects[index] = find_subject(leaf.inline) if shown else None
        assert not isinstance(found, bool)
        return found

    def _papers(self, first: int, last: int) -> int:
        """Count the leaves from `first` to `last` that are entries beyond doubt, by themselves."""
        if self._counts is None:
            self._counts = [0]
            for index, leaf in enumerate(self._leaves):
                self._counts.append(self._counts[-1] + self._is_paper(index, leaf))
        return self._counts[last + 1] - self._counts[first]

    def _is_paper(self, index: int, leaf: Leaf) -> bool:
        shown = bool(leaf.inline.anchors) and leaf.shape in {Shape.ITEM, Shape.PARAGRAPH, Shape.HEADING}
        return is_paper(leaf, self._subject(index) if shown else None)

    # ------------------------------------------------------------ headings

    def _heading(self, index: int, leaf: Leaf) -> Place:
        self._owner = None
        subject = self._subject(index)
        last = self._bodies[index]
        if (
            subject is not None
            and subject.rank >= Rank.LINK
            and not subject.prose
            and self._papers(index + 1, last) < 2
        ):
            if not any(self._leaves[each].shape is Shape.ROW for each in range(index + 1, min(last + 1, index + 4))):
                self._owner = self._enter(leaf, leaf.inline, subject)
                return Place(self._section, self._owner, BlockRole.ENTRY)
        if (place := self._titled_by_heading(index, leaf, subject, last)) is not None:
            return place
        self._section = open_section(self._found.sections, self._section, leaf)
        return Place(self._section, None, BlockRole.HEADING)

    def _titled_by_heading(self, index: int, leaf: Leaf, subject: Subject | None, last: int) -> Place | None:
        """Read a heading over a paper's bare links as that paper's title."""
        if (
            subject is None
            or subject.rank is not Rank.PLAIN
            or leaf.inline.anchors
            or len(leaf.inline.text.split()) < 2
        ):
            return None
        address = only_address(self._leaves, self._subject, index + 1, last)
        if address is None or self._papers(index + 1, last):
            return None
        if any(self._leaves[each].shape is Shape.HEADING for each in range(index + 1, address)):
            return None
        self._owner = self._claim(leaf, subject, address)
        self._absorb_authors(index)
        return Place(self._section, self._owner, BlockRole.ENTRY)

    # ------------------------------------------------------------ paragraphs

    def _paragraph(self, index: int, leaf: Leaf) -> Place:
        if leaf.item is not None:
            return self._aside(leaf, BlockRole.PROSE)
        if leaf.quoted and self._owner is not None:
            return self._note(leaf, self._owner)
        if not leaf.quoted and (starts := lines_with_subjects(leaf)):
            return self._several(index, leaf, starts)
        subject = self._subject(index)
        if subject is not None and subject.anchor is None and self._owner is not None:
            if take_facts(self._found.records[self._owner].subject, leaf.inline):
                return self._note(leaf, self._owner)
        if subject is not None and self._opens_entry(index, leaf, subject):
            self._owner = self._enter(leaf, leaf.inline, subject)
            self._absorb_authors(index)
            return Place(self._section, self._owner, BlockRole.ENTRY)
        if subject is not None and (place := self._titled_paragraph(index, leaf, subject)):
            return place
        return self._aside(leaf, BlockRole.PROSE)

    def _opens_entry(self, index: int, leaf: Leaf, subject: Subject) -> bool:
        """Whether a paragraph is an entry: stricter than for list items, since running text leads with links too."""
        if subject.prose or (leaf.quoted and subject.rank < Rank.PAPER):
            return False
        if subject.rank is Rank.ADDRESS:
            bare = subject.anchor is not None and (subject.anchor.scholarly or not subject.anchor.badge)
            return self._owner is None and bare and not subject.label.strip()
        if subject.rank < Rank.LINK:
            return False
        rest = leaf.inline.text[subject.label_end :]
        if len(rest.split()) > 60 and subject.rank < Rank.PAPER:
            return False
        following = index + 1
        group = self._leaves[following].group if following < len(self._leaves) else None
        return not (subject.rank is Rank.LINK and group is not None and self._is_list_of_papers(group))

    def _titled_paragraph(self, index: int, leaf: Leaf, subject: Subject) -> Place | None:
        """Read a strong line over a paper's bare links as that paper's title; its authors may stand between."""
        if (place := self._titled_list(index, leaf, subject)) is not None:
            return place
        if subject.rank is not Rank.PLAIN or not leaf.inline.strong:
            return None
        for each in range(index + 1, min(index + 4, len(self._leaves))):
            following = self._leaves[each]
            if following.item is not None or following.shape is not Shape.PARAGRAPH:
                return None
            if only_address(self._leaves, self._subject, each, each) is not None:
                self._owner = self._claim(leaf, subject, each)
                self._absorb_authors(index)
                return Place(self._section, self._owner, BlockRole.ENTRY)
            facts = take_facts(subject, following.inline)
            if following.inline.anchors or not (facts or following.inline.text.count(" ") < 12):
                return None
        return None

    def _titled_list(self, index: int, leaf: Leaf, subject: Subject) -> Place | None:
        """Read a strong line over a list of nothing but its links (`Paper: …`, `Code: …`) as their title."""
        group = self._leaves[index + 1].group if index + 1 < len(self._leaves) else None
        if subject.anchor is not None or subject.prose or group is None or not leaf.inline.strong:
            return None
        anchors = listed_links(self._leaves, self._groups[group]) if leaf.inline.strong[0][0] < 3 else None
        if anchors is None:
            return None
        subject.anchor = best_anchor(anchors)
        self._owner = self._enter(leaf, leaf.inline, subject)
        return Place(self._section, self._owner, BlockRole.ENTRY)

    def _several(self, index: int, leaf: Leaf, starts: list[tuple[int, int, Subject]]) -> Place:
        """Enter each line of a paragraph that is a list without bullets."""
        parts, first, text = [], leaf.line, leaf.inline.text
        for start, end, subject in starts:
            inline = Inline(text[start:end], marks=[(0, leaf.inline.source(start))])
            last = min(first + inline.text.rstrip("\n").count("\n"), leaf.end)
            entry = self._enter(replace(leaf, line=first, end=last), inline, subject)
            parts.append((start, end, entry))
            first = min(first + inline.text.count("\n") + 1, leaf.end)  # a lone carriage return begins no line
        self._found.splits[index] = parts
        self._owner = parts[-1][2]
        return Place(self._section, None, BlockRole.ENTRY)

    def _aside(self, leaf: Leaf, role: BlockRole) -> Place:
        """Place what is no entry: it belongs to the entry around or above it, if there is one."""
        entry = self._entry_of.get(leaf.item) if leaf.item is not None else None
        if entry is None:
            entry = self._owner
        if entry is None:
            return Place(self._section, None, role)
        noted = self._note(leaf, entry)
        return noted if role is BlockRole.PROSE else replace(noted, role=role)

    def _note(self, leaf: Leaf, entry: int) -> Place:
        record = self._found.records[entry]
        if record.subject.anchor is None and leaf.inline.anchors:
            adopt(record.subject, leaf)
        record.end = max(record.end, leaf.end)
        role = BlockRole.NOTE if leaf.line > record.label_end else BlockRole.ENTRY
        return Place(record.section, entry, role)

    # ------------------------------------------------------------ list items

    def _item(self, index: int, leaf: Leaf) -> Place:
        above = self._entry_of.get(leaf.parent) if leaf.parent is not None else None
        if above is None and leaf.parent is None and leaf.group is not None and self._owner is not None:
            if self._is_list_of_papers(leaf.group):
                self._owner = None
        if above is None:
            above = self._owner
        if above is not None:
            self._entry_of[index] = above
            return self._note(leaf, above)
        subject = self._subject(index)
        entry = self._item_entry(index, leaf, subject)
        self._entry_of[index] = entry
        if entry is None:
            return Place(self._section, None, BlockRole.PROSE)
        self._absorb_authors(index, entry)
        return Place(self._section, entry, BlockRole.ENTRY)

    def _item_entry(self, index: int, leaf: Leaf, subject: Subject | None) -> int | None:
        last = self._ends[index]
        if subject is None:
            return None
        anchor = subject.anchor
        if anchor is None and subject.title and (linked := links_below(self._leaves, index, last)) is not None:
            return self._claim_below(leaf, subject, *linked)
        if subject.keyed and leaf.parent is not None:
            return None  # `Paper: [Title](…)` belongs to the item above, which is no entry
        if subject.rank is Rank.PAPER and (anchor is not None and anchor.scholarly):
            return self._enter(leaf, leaf.inline, subject)
        below = self._papers(index + 1, last) if last > index else 0
        if subject.rank is Rank.PAPER:
            return None if anchor is None and below else self._enter(leaf, leaf.inline, subject)
        if subject.rank is Rank.LINK:
            return None if below > 1 else self._enter(leaf, leaf.inline, subject)
        if subject.rank is Rank.ADDRESS:
            whole = (not subject.label.strip() and not (anchor and anchor.badge)) or (
                anchor is not None and anchor.scholarly
            )
            return self._enter(leaf, leaf.inline, subject) if whole and not below else None
        return self._plain_item(index, leaf, subject, below)

    def _plain_item(self, index: int, leaf: Leaf, subject: Subject, below: int) -> int | None:
        """Decide on an item of words alone: a title over its address, or one of a list of titles."""
        if below:
            return None
        last = self._ends[index]
        address = only_address(self._leaves, self._subject, index + 1, last) if last > index else None
        if address is None and not leaf.inline.anchors:
            address = keyed_below(self._leaves, index, last)
        if address is not None and self._subject(address) is not None:
            return self._claim(leaf, subject, address)
        if leaf.group is not None and self._is_listed(leaf.group) and len(leaf.inline.text.split()) > 1:
            return self._enter(leaf, leaf.inline, subject)
        return None

    def _is_listed(self, group: int) -> bool:
        """Whether most items of a list are entries by themselves, so that one of words alone is one too."""
        if group not in self._listed:
            items = self._groups[group]
            sure = sum(
                (subject := self._subject(each)) is not None
                and (
                    subject.rank is Rank.PAPER
                    or (
                        subject.rank is Rank.PLAIN
                        and self._ends[each] > each
                        and only_address(self._leaves, self._subject, each + 1, self._ends[each]) is not None
                    )
                )
                for each in items
            )
            self._listed[group] = sure * 2 >= len(items) and sure >= 2
        return self._listed[group]

    def _is_list_of_papers(self, group: int) -> bool:
        """Whether a list is one of papers beyond doubt, and no note to the entry above it."""
        if group not in self._papered:
            items = self._groups[group]
            sure = sum(self._is_paper(each, self._leaves[each]) for each in items)
            self._papered[group] = sure >= 3 and sure * 2 > len(items)
        return self._papered[group]

    # ------------------------------------------------------------ rows

    def _row(self, index: int, leaf: Leaf) -> Place:
        assert leaf.group is not None
        if leaf.group not in self._rows:
            rows = self._groups[leaf.group]
            found = read_table([self._leaves[each] for each in rows])
            self._rows[leaf.group] = dict(zip(rows, found, strict=True))
        subject = self._rows[leaf.group].get(index)
        if subject is None:
            return Place(self._section, self._owner, BlockRole.TABLE_ROW)
        return Place(self._section, self._enter(leaf, None, subject), BlockRole.TABLE_ROW)

    # ------------------------------------------------------------ entering

    def _enter(self, leaf: Leaf, inline: Inline | None, subject: Subject) -> int:
        end = leaf.end
        if inline is not None:
            end = leaf.line + inline.text[: subject.label_end].rstrip("\n ").count("\n")
            end = leaf.end if end > leaf.end or subject.label_end >= len(inline.text.rstrip()) else end
        self._found.records.append(Record(subject, leaf.line, end, leaf.end, self._section, leaf, inline))
        return len(self._found.records) - 1

    def _claim(self, leaf: Leaf, subject: Subject, address: int) -> int:
        """Enter a title whose links stand in another leaf."""
        linked = self._subject(address)
        assert linked is not None
        subject.anchor = linked.anchor
        subject.rank = Rank.PAPER
        subject.date, subject.venue = subject.date or linked.date, subject.venue or linked.venue
        entry = self._enter(leaf, leaf.inline, subject)
        self._claimed[address] = entry
        if self._leaves[address].shape is Shape.ITEM:
            self._entry_of[address] = entry
        return entry

    def _claim_below(self, leaf: Leaf, subject: Subject, at: int, anchors: list[Anchor], facts: Facts) -> int:
        """Enter a title whose links and facts stand in the next paragraph of its item."""
        subject.anchor = best_anchor(anchors)
        subject.rank = Rank.PAPER
        take(subject, facts)
        entry = self._enter(leaf, leaf.inline, subject)
        self._found.records[entry].label_end = self._leaves[at].end
        self._claimed[at] = entry
        return entry

    def _absorb_authors(self, index: int, entry: int | None = None) -> None:
        """Take authors, venue and date from lines under a title that say nothing else."""
        entry = self._owner if entry is None else entry
        assert entry is not None
        record = self._found.records[entry]
        last = self._ends[index] if self._leaves[index].shape is Shape.ITEM else index + 1
        label = True
        for each in range(index + 1, min(last, index + 7, len(self._leaves) - 1) + 1):
            leaf = self._leaves[each]
            if leaf.shape not in {Shape.PARAGRAPH, Shape.ITEM} or (leaf.shape is Shape.ITEM) != (
                leaf.item != self._leaves[index].item
            ):
                break
            if leaf.inline.anchors or len(leaf.inline.text) > 2000 or not take_facts(record.subject, leaf.inline):
                label = False
                continue
            if label and record.label_end == self._leaves[each - 1].end:
                record.label_end = leaf.end
