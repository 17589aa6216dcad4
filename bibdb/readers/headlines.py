"""What an item says of its work: the title found among links, emphasis and words, and the facts beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bibdb.dates import PartialDate
from bibdb.readers.asides import Facts, read_aside, read_group
from bibdb.readers.items import BREAK, Style
from bibdb.readers.label_dates import find_dates
from bibdb.readers.labels import Flaw, LabelParts, clean_title, split_label
from bibdb.readers.links import is_generic
from bibdb.readers.pieces import Piece
from bibdb.readers.references import names_of, read_reference, read_venue
from bibdb.readers.titles import is_dated, title_at
from bibdb.values import LinkKind

__all__ = ["Headline", "headline", "is_reference", "label_only", "tell"]

_SPACE = re.compile(r"\s+")
_SILENCE = "\x1f"
_SILENT_BRACKETS = re.compile(r"[\[(（【]([^\[\]()（）【】]{0,200}\x1f[^\[\]()（）【】]{0,200}|\s*)[\])）】]")
_SILENT_NAME = re.compile(
    r"(?:[|/·•,;]\s*)?\b(?:doi|arxiv|url|pdf|link|isbn|eprint"
    r"|available (?:at|from|online)|retrieved from|see|code|paper|project|website|page|preprint|at)\s*:?\s*(?=\x1f)",
    re.IGNORECASE,
)
_LEFTOVERS = re.compile(
    r"(?:(?<=\s)|^)(?:[|/·•]\s*)+(?=\s|$)|\b(?:doi|arxiv|url|pdf|link|isbn|eprint)\s*:\s*(?=[.,;\])]|$)", re.IGNORECASE
)
_PREFIX = re.compile(r"^[\s\W\d_]*$")
_QUOTES = '"“”«»„'
_CLOSING = '"”»’*_'
_FINAL_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,80})[)\]]\s*$")
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|we|you|this|that|these|which|our|can|will|should|please|it|there|they|if|i)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\s*(?:\[[\w+-]{1,12}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+")
_MARKED_LEAD = re.compile(r"\s*\[([^\[\]]{2,30})\]\s+")
_COUNT = re.compile(r"^\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+")
_POINTERS = frozenset(
    """
    read view open documentation docs reference changelog
    paper papers pdf link links here this url arxiv doi html abstract abs full text source slides code video project
    page website home demo bib bibtex http https
    """.split()  # noqa: SIM905  the words read best as text
)
_ARXIV = re.compile(r"arxiv\s*:", re.IGNORECASE)
# What arXiv puts before titles in the title of its pages.
_IDENTIFIED = re.compile(
    r"^\[(?:arXiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\]\s+(?=\S)", re.IGNORECASE
)
_MARKED = re.compile(r"(?<=[^\W\d_]{2})\d+$")
_TITLED = re.compile(r"^(?:Paper )?Title\s*:\s+(?=\S)", re.IGNORECASE)
_INITIAL = re.compile(r"\b[A-Z]\.|\bet al")
_STROKE = re.compile(r"\s*[-–]?\s*")
_LONG = 260


@dataclass(slots=True)
class Headline:
    """What was understood: `rest` is what the item says beyond its label, `subject` an index into its pieces."""

    label: str = ""
    title: str | None = None
    date: PartialDate | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    rest: str = ""
    subject: int | None = None
    flaws: list[Flaw] = field(default_factory=list)


def headline(pieces: Sequence[Piece]) -> Headline:
    """Read an item that is known to be an entry."""
    segments = [_merged(segment) for segment in _segments(pieces)]
    first = _main(segments)
    main = segments.pop(first) if segments else []
    at = title_at(main)
    result = _around(main, at) if at is not None else _unmarked(main)
    for segment in segments:
        _add_segment(result, segment)
    result.title = _TITLED.sub("", result.title) if result.title else None
    result.authors = tuple(filter(None, (_MARKED.sub("", name) for name in result.authors)))
    result.subject = _subject(pieces, main[at] if at is not None else None)
    return result


def _main(segments: Sequence[Sequence[Piece]]) -> int:
    """Choose the line of the title: the first, but for a mark of a few words above one that is set off."""
    for number, segment in enumerate(segments[:3]):
        words = [piece for piece in segment if not (piece.url and piece.generic)]
        text = tell(words)
        if is_dated(text):
            continue
        if any(piece.url or (piece.style is Style.STRONG and len(piece.text.split()) > 1) for piece in words):
            return number
        if len(text.split()) > 3:
            break
    return next((number for number, segment in enumerate(segments[:2]) if not is_dated(tell(segment))), 0)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Join what is emphasised in several strokes: `*Polynomials and* `K`-*theoretic sequences*`."""
    merged: list[Piece] = []
    for piece in pieces:
        last, gap = (merged[-2], merged[-1]) if len(merged) > 1 else (None, piece)
        styled = piece.style in {Style.EMPHASIS, Style.STRONG} and not (piece.url or gap.url)
        if styled and last and not last.url and last.style is piece.style and _STROKE.fullmatch(gap.text):
            merged[-2:] = [Piece(last.text + gap.text + piece.text, last.line, last.style)]
        else:
            merged.append(piece)
    return merged


def label_only(pieces: Sequence[Piece]) -> Headline:
    """Give an item's text and subject where the syntax has said what it is about."""
    return Headline(label=tell(pieces), subject=_subject(pieces, None))


def _segments(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Part an item where its lines end on purpose (`<br>`, blocks of a card); blank parts are left out."""
    segments: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.url:
            segments[-1].append(piece)
            continue
        for number, part in enumerate(piece.text.split(BREAK)):
            if number:
                segments.append([])
            if part:
                segments[-1].append(Piece(part, piece.line, piece.style))
    kept = [segment for segment in segments if any(piece.url or piece.text.strip() for piece in segment)]
    # Links alone on a first line say less than the words after them.
    while len(kept) > 1 and all((piece.url and piece.generic) or _PREFIX.match(piece.text) for piece in kept[0]):
        kept.append(kept.pop(0))
        if all((piece.url and piece.generic) or _PREFIX.match(piece.text) for piece in kept[0]):
            break
    return kept


def _around(pieces: Sequence[Piece], at: int) -> Headline:
    """Read the facts on both sides of a title whose place is known."""
    title = pieces[at].text
    before, after = _COUNT.sub("", f"{_spoken(pieces[:at])} "), _spoken(pieces[at + 1 :])
    inner = _inner(title)
    result = Headline(title=clean_title(inner.title or _IDENTIFIED.sub("", title).strip().strip(_QUOTES)) or None)
    facts = Facts()
    _take_before(before.strip().strip(_QUOTES), facts, result)
    if not facts.authors and (names := _names_after(pieces, at)):
        facts.authors = names
        after = _spoken(pieces[at + 2 :])
    result.rest = _take_after(after.lstrip(_CLOSING), facts, cited=bool(facts.authors))
    shown = after[: len(after) - len(result.rest)] if result.rest and after.endswith(result.rest) else after
    result.rest = result.rest.lstrip(" ,;.|").rstrip(" ,;|")
    result.label = _label(before, title, shown)
    result.date = _finer(facts.best_date, inner.date)
    result.venue = facts.venue or inner.venue
    result.authors = facts.authors or inner.authors
    result.tags = (*result.tags, *facts.tags, *inner.tags)
    result.flaws += [*facts.flaws, *inner.findings]
    return result


def _names_after(pieces: Sequence[Piece], at: int) -> tuple[str, ...]:
    """Read authors that stand alone between a title and an emphasised journal."""
    if at + 2 >= len(pieces) or pieces[at + 1].url or pieces[at + 2].style is not Style.EMPHASIS:
        return ()
    return names_of(re.sub(r"\s*\bin\s*:?\s*$", "", pieces[at + 1].text, flags=re.IGNORECASE))


def _inner(title: str) -> LabelParts:
    """Take a title's own text apart; commas in it are no list of authors unless it is a whole reference."""
    title = _IDENTIFIED.sub("", title)
    parts = split_label(title)
    if not parts.authors or re.search(r"\bet\.? al\b|\b[A-Z]\.\s", title):
        return parts
    if parts.date and parts.title and len(parts.title.split()) > 3:
        return parts
    bracket = _FINAL_BRACKET.search(title)
    facts = read_group(bracket[1]) if bracket else None
    if bracket is None or facts is None or facts.authors:
        return LabelParts(clean_title(title))
    return LabelParts(clean_title(title[: bracket.start()]), facts.best_date, facts.venue, (), tuple(facts.tags))


def _take_after(after: str, facts: Facts, *, cited: bool) -> str:
    """Read what stands behind a title, and give what is none of authors, venue and date."""
    if cited:
        venue, date, rest = read_venue(after)
        if venue or date:
            facts.venue, facts.year = facts.venue or venue, facts.year or date
            return rest
    bare = after.lstrip(_CLOSING + " ,.;:–—-|").removeprefix("by ")
    lead = re.match(r"(.{3,400}?)\s*(?:(?=[(\[])|\.\s|$)", bare)
    if lead and (names := names_of(lead[1])) and (len(names) > 1 or _INITIAL.search(lead[1])):
        facts.authors, bare = names, bare[lead.end() :].lstrip(" ,.;")
    listed = after.startswith((",", "by ", "By ", "–", "—", "-", "."))
    for text in dict.fromkeys((bare, bare.partition(" (")[0], bare.partition(". ")[0])):
        aside = read_aside(text, trusted=listed and len(text) < 120)
        if not aside.empty and (aside.authors or text is not bare or not re.match(r"\w+\s+(?:and|&)\s", bare)):
            facts.add(aside)
            rest = aside.left if text is bare else aside.left + bare[len(text) :]
            break
    else:
        rest = bare
        head = find_dates(bare[:60])
        if head and re.match(r"[\s.;,)]|$", bare[head[0].end :]):
            facts.take_date(head[0].date)
    return rest if len(rest.strip()) > 1 else ""


def _take_before(before: str, facts: Facts, result: Headline) -> None:
    """Read what stands before a title: names, a date, a venue, a mark in brackets, or a name given to it."""
    if not before:
        return
    dated = find_dates(before)
    head = (
        before[: dated[-1].start].rstrip(" (,.;") if dated and not before[dated[-1].end :].strip(" ).,:;") else before
    )
    if names := names_of(head if dated else before):
        facts.authors = names
        if dated:
            facts.take_date(dated[-1].date)
        return
    aside = read_aside(before, trusted=True)
    if not aside.left.strip(" :-–—,.;"):
        facts.add(aside)
        return
    parts = split_label(before + " x" if before.endswith(("]", ")")) else before)
    if parts.date or parts.venue or parts.tags:
        facts.date, facts.venue = parts.date, parts.venue
        result.tags = parts.tags
        if parts.authors:
            facts.authors = parts.authors


def _finer(first: PartialDate | None, second: PartialDate | None) -> PartialDate | None:
    if first is None or second is None:
        return first or second
    return second if second.precision > first.precision else first


def _label(before: str, title: str, after: str) -> str:
    return " ".join(f"{before.strip()} {title.strip()} {after.strip()}".split())


def _unmarked(pieces: Sequence[Piece]) -> Headline:
    """Read an item in which nothing is set off: its words without its generic links."""
    text = _spoken(pieces)
    found = read_reference(_NUMBER.sub("", _spoken(pieces, named=True)))
    if found is not None and (found.date or found.venue):
        return Headline(text, found.title, found.date, found.venue, found.authors, rest=found.rest)
    whole = text
    text, rest, facts = _before_links(pieces, text)
    parts = split_label(text)
    marked = _MARKED_LEAD.match(whole)
    if marked and not parts.authors and (found := read_reference(whole[marked.end() :])) and found.date:
        said = read_group(marked[1]) or Facts()
        return Headline(
            whole, found.title, found.date, said.venue or found.venue, found.authors, tuple(said.tags), found.rest
        )
    result = Headline(
        text, parts.title, parts.date, parts.venue, parts.authors, parts.tags, rest, flaws=list(parts.findings)
    )
    result.title = re.sub(r"^[-–—:|]+\s+|(?:\s+[-–—:]+|:)$", "", result.title or "") or None
    result.date = _finer(parts.date, facts.best_date)
    result.venue = parts.venue or facts.venue
    result.authors = parts.authors or facts.authors
    if result.title and (re.fullmatch(r"[\W\d_]*", result.title) or result.title.lower() in _POINTERS):
        result.title = None
    if result.title is None and not re.search(r"[^\W\d_]", text):
        result.title = next(
            (piece.text for piece in pieces if piece.url and not piece.bare and _is_name(piece.text)), None
        )
        result.label = result.title or tell(pieces)
    return result


def _before_links(pieces: Sequence[Piece], text: str) -> tuple[str, str, Facts]:
    """Part a text at its first link: words before it are the title, those behind it facts and then a remark."""
    first = next((number for number, piece in enumerate(pieces) if _silent(piece)), len(pieces))
    before, after = _spoken(pieces[: first + 1]).rstrip(" ([{"), _spoken(pieces[first + 1 :]).lstrip(" )]},.;")
    if not re.search(r"[^\W\d_]{2}", before) or not after:
        return text, "", Facts()
    facts = read_aside(after)
    rest = facts.left.strip(" ,;.|")
    return before, rest if re.search(r"\w", rest) else "", facts


def _is_name(text: str) -> bool:
    """Whether the text of a link that stands alone is what it leads to, although it is a word like `PyTorch`."""
    return bool(re.fullmatch(r"[^\W\d_][\w .+-]{2,60}", text)) and text.lower() not in _POINTERS


def _silent(piece: Piece) -> bool:
    """Whether a piece is a link that adds no words: generic, or an address. An identifier's own words are kept."""
    if not piece.url:
        return False
    return piece.generic


def _spoken(pieces: Sequence[Piece], *, named: bool = False) -> str:
    """Give the text of pieces in one line, without links that add no words and the brackets and bars round them.

    `named` keeps `arXiv:…`, which in a reference stands where the venue would.
    """
    text = "".join(
        _SILENCE if _silent(piece) and not (named and _ARXIV.match(piece.text)) else piece.text for piece in pieces
    )
    for _ in range(2):
        text = _SILENT_BRACKETS.sub(
            lambda match: _SILENCE if is_generic(match[1].replace(_SILENCE, " ").strip(" |,/")) else match[0], text
        )
    text = _SILENT_NAME.sub(" ", text).replace(_SILENCE, " ")
    return _SPACE.sub(" ", _LEFTOVERS.sub(" ", text)).strip()


def _add_segment(result: Headline, segment: Sequence[Piece]) -> None:
    """Read a line after the title's: authors, venue or date; else it is a note."""
    text = _spoken(segment)
    if not re.search(r"\w", text):
        return
    facts = read_aside(text, trusted=len(text) < 1500 and not result.authors) if len(text) < 3000 else Facts(left=text)
    if facts.left.strip() and (facts.left.strip() == text or len(facts.left) > _LONG):
        facts = Facts(left=text)
    result.date = _finer(result.date, facts.date or (facts.year if result.date is None else None))
    result.venue = result.venue or facts.venue
    result.authors = result.authors or facts.authors
    result.tags = (*result.tags, *facts.tags)
    if facts.left.strip() == text:
        result.rest = f"{result.rest}\n{text}".strip()
    else:
        result.label = f"{result.label} {text}"


def _subject(pieces: Sequence[Piece], title: Piece | None) -> int | None:
    """Choose the link that an entry is about: the paper, else what its title links to, else the first."""
    links = [number for number, piece in enumerate(pieces) if piece.url]
    if not links:
        return None
    linked = next((number for number in links if pieces[number] is title), None)
    papers = [number for number in links if pieces[number].kind is LinkKind.PAPER]
    if linked is not None and (linked in papers or not papers):
        return linked
    named = [number for number in papers if pieces[number].generic or linked is None]
    return named[0] if named else linked if linked is not None else links[0]


def is_reference(text: str, *, linked: bool = False) -> bool:
    """Whether a text is a formatted reference: it has authors, a date, and words left for a title.

    Beside a link (`linked`) it need not look like a title.
    """
    if not 20 <= len(text) <= 1500 or not re.search(r"(?:19|20)\d\d", text):
        return False
    found = read_reference(_NUMBER.sub("", text))
    if found is not None and found.date:
        return found.title is None or linked or len(found.authors) > 2 or _reads_as_title(found.title)
    parts = split_label(text)
    if not (parts.authors and parts.date and parts.title) or len(parts.title.split()) < 2:
        return False
    return text[:1] not in _QUOTES and _reads_as_title(parts.title)


def _reads_as_title(text: str) -> bool:
    return len(text.split()) <= 35 and len(_SENTENCE.findall(text)) < (2 if len(text.split()) < 15 else 1)


def tell(pieces: Sequence[Piece]) -> str:
    """Give the visible text of pieces in one line."""
    return _SPACE.sub(" ", "".join(piece.text for piece in pieces)).strip()
