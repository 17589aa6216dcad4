"""Foreign JSON, read with suspicion: each function gives its type or nothing, whatever the service sent."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier
from bibdb.sources.http import Absent, Garbled, Refused, Silence
from bibdb.sources.preprint import LARGEST_TEXT, abstract_text, plain, written_by
from bibdb.values import Found, Name, NotFound, Outcome, Record, Unavailable

__all__ = [
    "Clock",
    "address_of",
    "ask_each",
    "date_of",
    "day_of",
    "items",
    "json_of",
    "mapping",
    "name_of",
    "now",
    "number",
    "paragraphs",
    "text",
]

Clock = Callable[[], datetime]

_MOST_DIGITS = 18
_ADDRESS = re.compile(r"((?:https?|ftp)://)(?:[^/?#\s]*@)?([^/?#\s@][^\s]*)", re.IGNORECASE)
_ELEMENTS = """
a alternatives b bold br div em font i inline-formula italic li list list-item math monospace p roman sc sec small span
strong styled-content sub sup tex-math title tt u ul underline
"""
# Elements of JATS, HTML and MathML; anything else between angle brackets is text (`<think>`, `n < m > k`).
_TAG = re.compile(
    rf"</?(?:(?:jats|mml|m|html):\w[\w-]{{0,40}}|{'|'.join(sorted(_ELEMENTS.split(), key=len, reverse=True))})"
    r"(?:\s[^<>]{0,400})?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"</?(?:jats:|html:)?(?:br|div|li|list|list-item|p|sec|title|ul)(?:\s[^<>]{0,400})?/?>", re.IGNORECASE
)
_HEADING = re.compile(r"\s*<(jats:)?title>\s*abstract\W{0,2}\s*</(jats:)?title>", re.IGNORECASE)


def now() -> datetime:
    """Give the time, by which records are dated."""
    return datetime.now(UTC)


def json_of(body: bytes) -> Any:  # noqa: ANN401 - JSON holds anything
    """Parse JSON; Garbled says what came instead."""
    bare = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not bare:
        raise Garbled("an empty page")
    if bare.startswith(b"<"):
        raise Garbled("a web page")
    try:
        return json.loads(bare, parse_int=_whole)
    except (ValueError, RecursionError):
        raise Garbled("something that breaks off or is no JSON") from None


def _whole(digits: str) -> int | None:
    """Read a whole number; one that no field has is nothing, and must not spoil what stands beside it."""
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def mapping(value: object) -> Mapping[str, Any]:
    """Give an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> Sequence[Any]:
    """Give a list, or an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str | None:
    """Give a text on one line, without markup and control characters; None for nothing, or too much."""
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > LARGEST_TEXT:
        return None
    return plain(_without_markup(str(value), " ")) or None


def paragraphs(value: object) -> str | None:
    """Give an abstract as `abstract_text` does, without the heading that only says that it is one."""
    if not isinstance(value, str) or len(value) > LARGEST_TEXT:
        return None
    return abstract_text(_without_markup(_HEADING.sub("", value, count=1), "\n\n")) or None


def _without_markup(text: str, block: str) -> str:
    """Take out markup and resolve entities; publishers escape both once more at times."""
    for _ in range(2):
        text = html.unescape(_TAG.sub("", _BLOCK.sub(block, text))) if "<" in text or "&" in text else text
    return text


def number(value: object) -> int | None:
    """Give a whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def date_of(*parts: object) -> PartialDate | None:
    """Make a date of year, month and day, as far as they are given and possible."""
    numbers = [
        int(part)
        for part in parts[:3]
        if isinstance(part, int) or (isinstance(part, str) and part.isdecimal() and len(part) <= _MOST_DIGITS)
    ]
    for length in range(len(numbers), 0, -1):
        try:
            return PartialDate(*numbers[:length])
        except ValueError:
            continue
    return None


def day_of(value: object) -> PartialDate | None:
    """Give the date at the head of an ISO 8601 text, or of a number of milliseconds since 1970."""
    if isinstance(value, str):
        return PartialDate.parse(value)
    milliseconds = number(value)
    if milliseconds is not None and 0 < milliseconds < 10**13:
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
        return PartialDate(moment.year, moment.month, moment.day)
    return None


def address_of(value: object) -> str | None:
    """Give an address of the web, without the name and password that may stand in it."""
    match = _ADDRESS.fullmatch(text(value) or "")
    return match[1] + match[2] if match else None


def name_of(given: object, family: object, suffix: object = None, literal: object = None) -> Name | None:
    """Make a name of its parts, or of a literal name where there is no family name."""
    first, last, behind = text(given), text(family), text(suffix)
    if not last:
        whole = text(literal) or first
        return Name(whole, literal=literal is not None) if whole else None
    if not first:
        return next(iter(written_by([last])), None)
    display = " ".join(part for part in (first, last, behind) if part)
    return Name(display, given=first, family=last, suffix=behind)


def ask_each(
    source: str, identifiers: Sequence[Identifier], ask: Callable[[Identifier], Record | None]
) -> Iterator[Outcome]:
    """Ask for identifiers one by one, and make an outcome of every way that this can end."""
    for identifier in dict.fromkeys(identifiers):
        try:
            record = ask(identifier)
        except Absent:
            yield NotFound(identifier, source)
        except Refused as refused:
            yield Unavailable(identifier, source, str(refused))
        except Silence as silence:
            yield Unavailable(identifier, source, silence.reason, silence.retry_at)
        else:
            yield Found(record) if record is not None else NotFound(identifier, source)
