"""Whether an item is an entry: by what it leads with, by what is left beside its links, and by what stands under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from bibdb.identifiers import Scheme
from bibdb.readers.asides import read_aside
from bibdb.readers.headlines import Headline, is_reference, tell
from bibdb.readers.items import Item, Shape, Style
from bibdb.readers.label_names import names_at
from bibdb.readers.pieces import Piece, is_asset
from bibdb.readers.references import read_reference
from bibdb.readers.titles import tells_work
from bibdb.values import LinkKind

__all__ = ["Verdict", "facts_alone", "heading_titles", "judge"]

_Listed = Sequence[tuple[Item, list[Piece]]]

_HEAD = re.compile(r"^[\s\W\d_]*$")
# A mark before a title: `[Python] `Name <…>`_`.
_MARK = re.compile(r"^[\W\d_]*[\[(【][^\[\]()【】]{1,30}[\])】]\W*$")
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|we|you|your|this|that|these|which|our|can|will|should|please|see|it|its|here|check|thanks|find|"
    r"there|they|if|also|feel|i'm|i|my|let|read|using|used|based)\b",
    re.IGNORECASE,
)
_SCHOLARLY = frozenset(
    {Scheme.ARXIV, Scheme.DOI, Scheme.OPENREVIEW, Scheme.ACL, Scheme.PMLR, Scheme.CVF, Scheme.NEURIPS}
)
_SECTIONS = re.compile(
    r"^[\W\d]*(?:references?|bibliography|links?|resources?|papers?"
    r"|publications?|introduction|overview|related (?:work|papers?)"
    r"|further reading|"
    r"see also|notes?|misc\w*|other|books?|videos?|talks?|blogs?|blog ?posts?|tutorials?|courses?|surveys?|code"
    r"|datasets?|tools?|summary|"
    r"abstract|appendix|conclusions?|contents?|table of contents|acknowledge?ments?|readings?|reading list|articles?"
    r"|background|"
    r"contributing|licen[sc]e|about|todo|done|usage|installation|documentation|authors?|contact|changelog|faq)\W*$",
    re.IGNORECASE,
)
_PAGES = re.compile(r"[\s,;]*\b\d+ (?:pages?|pp\.?|p\.)\s*$")
_LONGEST_TITLE = 400


class Verdict(StrEnum):
    """What an item is: an entry by its own words, an entry only where no other owns it, or prose."""

    LEADS = "leads"
    BARE = "bare"
    PROSE = "prose"


def judge(item: Item, pieces: Sequence[Piece], following: Iterator[tuple[Item, list[Piece]]]) -> Verdict:
    """Say whether a text item is an entry."""
    if item.given is not None and item.given.wanted:
        return Verdict.LEADS
    links = [piece for piece in pieces if piece.url and not is_asset(piece.url)]
    text = tell([piece for piece in pieces if not piece.url])
    if not links:
        return _without_links(item, text, pieces, following)
    if item.shape is Shape.ROW:
        return Verdict.LEADS
    if item.shape is Shape.QUOTE:
        return Verdict.PROSE
    if item.shape is Shape.FOOTNOTE:
        return Verdict.LEADS if len(text) < 1500 else Verdict.PROSE
    return _with_links(item, pieces, links, text)


def _with_links(item: Item, pieces: Sequence[Piece], links: Sequence[Piece], text: str) -> Verdict:
    first = next(number for number, piece in enumerate(pieces) if piece.url)
    before = tell(pieces[:first])
    titled = next((piece for piece in links if tells_work(piece)), None)
    if (_HEAD.match(before) or _MARK.match(before)) and titled is links[0]:
        return Verdict.LEADS if item.shape is Shape.LIST_ITEM or not _is_running(pieces, first) else Verdict.PROSE
    if all(piece.generic for piece in links):
        if not any(map(str.isalpha, _words_beside(pieces))):
            return Verdict.BARE
        return _titled_before(item, pieces, links, before, text)
    return _lead_in(item, pieces, before, titled, text)


def _words_beside(pieces: Sequence[Piece]) -> str:
    return re.sub(
        r"\b(?:arxiv|doi|url|link|pdf|paper|code|https?)\b",
        "",
        tell([p for p in pieces if not p.url]),
        flags=re.IGNORECASE,
    )


def _is_running(pieces: Sequence[Piece], first: int) -> bool:
    """Whether a paragraph that begins with a link goes on as a sentence: prose about many things, or about a page."""
    after = tell(pieces[first + 1 : first + 2])
    whole = tell(pieces)
    if pieces[first].kind is not LinkKind.PAPER and len(whole) > 200 and re.match(r"^(?:\([^()]*\)\s*)?[a-z]", after):
        if _SENTENCE.search(after[:80]):
            return True
    several = sum(1 for piece in pieces if piece.url and tells_work(piece)) > 2
    return several and bool(re.match(r"^[a-z]", after)) and bool(_SENTENCE.search(after))


def _titled_before(item: Item, pieces: Sequence[Piece], links: Sequence[Piece], before: str, text: str) -> Verdict:
    """Judge words with generic links: a title before them, or a sentence that they are part of."""
    styled = any(piece.style is Style.STRONG and len(piece.text.split()) > 1 for piece in pieces if not piece.url)
    scholarly = any(piece.identifier is not None and piece.identifier.scheme in _SCHOLARLY for piece in links)
    if is_reference(text, linked=True):
        return Verdict.LEADS
    if len(before) > _LONGEST_TITLE and not (styled and len(text) < 3 * _LONGEST_TITLE):
        return Verdict.PROSE
    if item.shape is Shape.PARAGRAPH and (len(text) > 900 or all(piece.referred for piece in links)):
        return Verdict.PROSE
    if styled and (scholarly or not _SENTENCE.search(before)):
        return Verdict.LEADS
    if not before:
        return Verdict.BARE if item.shape is not Shape.PARAGRAPH or len(text) < 80 else Verdict.PROSE
    sentence = len(_SENTENCE.findall(before)) > (1 if scholarly else 0)
    if item.shape is Shape.LIST_ITEM:
        return Verdict.PROSE if sentence and len(before.split()) > 12 else Verdict.LEADS
    return Verdict.PROSE if sentence or len(before.split()) > 30 else Verdict.LEADS


def _lead_in(item: Item, pieces: Sequence[Piece], before: str, titled: Piece | None, text: str) -> Verdict:
    """Judge a link with words after other words: authors, a date, a name given to it, or a sentence round it."""
    facts = read_aside(before, trusted=True)
    if not facts.left.strip(" :;,.-–—\"'“([)]"):
        return Verdict.LEADS
    names = names_at(before)
    if names is not None and names.strength >= 2 and (titled is not None or is_reference(text)):
        return Verdict.LEADS
    if is_reference(text):
        return Verdict.LEADS
    words = len(before.split())
    if before.endswith((":", "–", "—", "-")) and words <= 8 and not _SENTENCE.search(before):
        return Verdict.LEADS
    if item.shape is Shape.LIST_ITEM and words <= 14 and not _SENTENCE.search(before):
        return Verdict.LEADS
    styled = any(piece.style is Style.STRONG and len(piece.text.split()) > 2 for piece in pieces[:2])
    if styled and item.shape is Shape.LIST_ITEM:
        return Verdict.LEADS
    return Verdict.PROSE


def _without_links(
    item: Item, text: str, pieces: Sequence[Piece], following: Iterator[tuple[Item, list[Piece]]]
) -> Verdict:
    """Judge a text without links: a formatted reference, or a title whose links are set in under it."""
    if item.shape is Shape.QUOTE:
        return Verdict.PROSE
    if item.shape in {Shape.LIST_ITEM, Shape.FOOTNOTE, Shape.ROW} or len(text) < 600:
        if is_reference(text):
            return Verdict.LEADS
    if item.shape is not Shape.LIST_ITEM or not text or len(text) > _LONGEST_TITLE:
        return Verdict.PROSE
    papers: set[str] = set()
    for below, beside in following:
        if below.level <= item.level or below.shape not in {Shape.LIST_ITEM, Shape.PARAGRAPH}:
            break
        if any(piece.url and tells_work(piece) for piece in beside):
            return Verdict.PROSE
        papers.update(str(piece.identifier) for piece in beside if piece.url and piece.kind is LinkKind.PAPER)
    del pieces
    return Verdict.LEADS if len(papers) == 1 and len(text.split()) > 1 else Verdict.PROSE


def heading_titles(item: Item, pieces: Sequence[Piece], listed: _Listed, number: int) -> bool:
    """Whether a heading is an entry: it leads with a link, says so by its syntax, or titles the links under it."""
    text = tell(pieces)
    links = [piece for piece in pieces if piece.url and not is_asset(piece.url)]
    leaf, body = _under(item, listed, number)
    if item.given is not None and item.given.wanted:
        return leaf or bool(links)
    if links:
        titled = next((piece for piece in links if tells_work(piece)), None)
        first = next(at for at, piece in enumerate(pieces) if piece.url)
        leads = bool(_HEAD.match(tell(pieces[:first]))) and titled is links[0]
        paper = any(piece.kind is LinkKind.PAPER for piece in links)
        return leads or titled is not None or paper or (leaf and not _SECTIONS.match(text))
    return leaf and len(text.split()) >= 2 and not _SECTIONS.match(text) and _titles_body(body)


def _under(item: Item, listed: _Listed, number: int) -> tuple[bool, list[tuple[Item, list[Piece]]]]:
    """Give whether no deeper heading follows, and the items up to the next heading (a few)."""
    body: list[tuple[Item, list[Piece]]] = []
    for at in range(number + 1, min(number + 40, len(listed))):
        below = listed[at][0]
        if below.shape is Shape.HEADING:
            return below.level <= item.level, body
        if below.shape is not Shape.BLANK:
            body.append(listed[at])
    return True, body


def _titles_body(body: Sequence[tuple[Item, list[Piece]]]) -> bool:
    """Whether what stands under a heading is about one paper: generic links that lead to one, and none with words."""
    papers: dict[str, int] = {}
    for place, (item, pieces) in enumerate(body[:12]):
        if item.shape in {Shape.CODE, Shape.META, Shape.FOOTNOTE, Shape.ROW}:
            continue
        if _has_title(item, pieces):
            return False
        for piece in pieces:
            if piece.url and tells_work(piece) and place < 4:
                return False
            if piece.url and piece.kind is LinkKind.PAPER and piece.identifier is not None:
                papers.setdefault(str(piece.identifier), place)
    return len(papers) == 1 and min(papers.values()) < 6


def _has_title(item: Item, pieces: Sequence[Piece]) -> bool:
    """Whether an item has words for a title beside its links, and not only facts and what the links are called."""
    if not any(piece.url and not is_asset(piece.url) for piece in pieces):
        return False
    if item.shape is not Shape.LIST_ITEM:
        return bool(pieces) and pieces[0].style is Style.STRONG and len(pieces[0].text.split()) > 1
    text = tell([piece for piece in pieces if not piece.url])
    left = read_aside(text, trusted=True).left
    return len(re.findall(r"[^\W\d_]{2,}", left)) >= 2 and not re.match(r"[\w ]{1,24}:", left.strip())


def facts_alone(text: str) -> Headline | None:
    """Read a short line that is nothing but authors, a date or a venue."""
    if not text or len(text) > 600:
        return None
    found = read_reference(text)
    if found is not None and found.title is None:
        return Headline(authors=found.authors, date=found.date, venue=found.venue)
    facts = read_aside(_PAGES.sub("", text), trusted=True)
    if facts.empty or facts.left.strip(" .,;"):
        return None
    return Headline(authors=facts.authors, date=facts.best_date, venue=facts.venue)
