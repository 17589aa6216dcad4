"""Where the title of an item stands: in a link's own words, or in what is set off as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibdb.readers.asides import read_aside
from bibdb.readers.items import Style
from bibdb.readers.label_dates import find_dates
from bibdb.readers.label_names import names_at
from bibdb.readers.pieces import Piece
from bibdb.readers.references import names_of
from bibdb.readers.venuewords import is_venue

__all__ = ["is_dated", "tells_work", "title_at"]

_PREFIX = re.compile(r"^[\s\W\d_]*$")
_NUMBERED = re.compile(r"^(?:\[\d{1,3}\]|\(?\d{1,3}[.)])\s+")
_FIELD = re.compile(
    r"^(?:abstract|algorithm|authors?|code|contributions?|data|date|demo|keywords?|links?|note|paper|pdf"
    r"|project|published|summary|tags?|title|tl;?dr|topics?|url|venue|year)s?\s*:",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"^[\s,.]*(?:\(?(?:19|20)\d\d|[Vv]ol|\d{1,4}\b|[A-Z]\b|no\.)")


def tells_work(piece: Piece) -> bool:
    """Whether a link's text can be a title: not generic, not a venue, and not only names and dates."""
    if not piece.url or piece.generic:
        return False
    if is_venue(piece.text) and len(piece.text.split()) < 9:
        return False
    facts = read_aside(piece.text)
    return bool(facts.left.strip()) or not facts.certain


def title_at(pieces: Sequence[Piece]) -> int | None:
    """Find the piece that is the title: a link's own text, else what is set off as one."""
    before = ""
    for number, piece in enumerate(pieces):
        if tells_work(piece):
            if (
                len(before.split()) > 3
                and not _is_aside(before)
                and (styled := _styled_at(pieces[:number], pieces)) is not None
            ):
                return styled
            return number if _may_precede(before, piece) else _styled_at(pieces, pieces)
        before += "" if piece.url else piece.text
    styled = _styled_at(pieces, pieces)
    if styled is None and not re.search(r"[^\W\d_]", before):
        # Nothing but links: the words of the first are the title, whatever they look like.
        return next((number for number, piece in enumerate(pieces) if piece.url and not piece.generic), None)
    return styled


def _is_aside(text: str) -> bool:
    """Whether a text before a title is only what stands beside one."""
    text = text.strip(" \t\n*_-–—•:,.;")
    if not text or _PREFIX.match(text):
        return True
    facts = read_aside(text, trusted=True)
    return not facts.left.strip(" :;,.-–—\"'“([)]")


def _may_precede(before: str, piece: Piece) -> bool:
    """Whether what stands before a link with words leaves it to be the title."""
    stripped = before.strip()
    if _is_aside(stripped) or len(stripped.split()) <= 4 or stripped.endswith((":", "“", '"', "–", "—", "- ")):
        return True
    bare = _NUMBERED.sub("", stripped.lstrip("*- "))
    names = names_at(bare)
    if (names is not None and names.strength >= 2) or len(names_of(bare)) > 1:
        return True
    return len(piece.text.split()) >= 4 and len(stripped) < 120 and not stripped.endswith((".", "?", "!"))


def _styled_at(pieces: Sequence[Piece], whole: Sequence[Piece]) -> int | None:
    """Find what is set off as a title: strong words first, then quoted, then emphasised ones that are no journal."""
    plain = [number for number, piece in enumerate(pieces) if not piece.url]
    for number in plain:
        piece = pieces[number]
        if piece.style is Style.STRONG and _titles(piece, 2) and len(piece.text) < 400:
            return number
    for number in plain:
        piece = pieces[number]
        if piece.style is Style.EMPHASIS and _titles(piece, 3) and not _is_container(whole, number):
            return number
    return None


def _titles(piece: Piece, words: int) -> bool:
    text = piece.text.strip()
    if len(text.split()) < words or _FIELD.match(text) or (is_venue(text) and len(text.split()) < 9):
        return False
    if is_dated(text):
        return False
    names = names_at(text)
    return names is None or names.end < len(text.rstrip(" .,;:")) or names.strength < 2


def _is_container(pieces: Sequence[Piece], number: int) -> bool:
    """Whether emphasised words are a journal: numbers follow, and enough words for a title stand before."""
    after = "".join(piece.text for piece in pieces[number + 1 : number + 4] if not piece.url)
    before = "".join(piece.text for piece in pieces[:number] if not piece.url)
    names = names_at(before.strip())
    remaining = before.strip()[names.end :] if names else before
    return len(remaining.split()) >= 4 and (
        bool(_VOLUME.match(after)) or before.rstrip().endswith(("In", "in", ".", "?", '."', "”", '"'))
    )


def is_dated(text: str) -> bool:
    """Whether a line is nothing but a date."""
    dates = find_dates(text)
    return len(dates) == 1 and not (text[: dates[0].start] + text[dates[0].end :]).strip(" .,:()[]–—-")
