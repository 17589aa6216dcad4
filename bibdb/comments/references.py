"""Journal references as authors write them: `Phys.Rev. D98 (2018) 030001`, `JHEP 05 (2019) 123`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibdb.text import collapse, strip_controls
from bibdb.venues import Venue, VenueKind, find_mentions, find_venue

__all__ = ["JournalReference", "journal_reference"]


@dataclass(frozen=True, slots=True)
class JournalReference:
    """The parts of a reference; `journal` is the full name where the table knows it (`venue`), else as written.

    None where the text does not say, or not clearly.
    """

    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    year: int | None = None
    venue: Venue | None = None


_LONGEST = 1000
_YEAR = re.compile(r"(?<![\d.:/-])(1[89]\d\d|20[0-4]\d)(?![\d])")
_PAREN_YEAR = re.compile(r"\(\s*(?:[A-Z][a-z]{2,8}\.?,?\s+)?(1[89]\d\d|20[0-4]\d)\s*\)")
_VOLUME = re.compile(r"\bvol(?:ume|\.)?\s*\.?\s*([A-Z]?\.?\s?\d+(?:\.?[A-Z])?)\b", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:no|issue|iss|number|num|n)\b\.?\s*°?\s*(\d+(?:[-–]\d+)?)\b", re.IGNORECASE)
_PAGES = re.compile(r"\b(?:pp?|pages?|pgs?)\b\.?\s*([A-Z]?\d+(?:\s*[-–—]+\s*[A-Z]?\d+)?)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:article|art|id|paper)\b\.?\s*(?:no\.?|number|id)?\s*:?\s*([A-Z]?\d+)", re.IGNORECASE)
_PAGE = r"[A-Za-z]{0,4}\d+(?:\s?[-–—]+\s?[A-Z]?\d+)?"
# Behind the journal's name stand volume, issue in brackets, then pages; year and spelt-out issue were taken out.
_NUMBERS = re.compile(
    r"[\s,.:;]*(?P<letter>[A-H](?=\s?\d))?\s?(?P<volume>\d{1,5})"
    r"(?:\s?\((?P<issue>\d{1,4}(?:[-–]\d+)?)\)|\s?[,:]\s?(?P<other>\d{1,3})(?=\s?[,:]\s?\d))?"
    rf"(?:[\s,:;.]+(?P<page>{_PAGE}))?"
)
_LAST = re.compile(rf"[;,]\s*({_PAGE})\W*$")
_JOURNAL_END = re.compile(r"\s*[,:;(]|\s+(?=\d)|\s+[A-H]?\d|\s+vol\b", re.IGNORECASE)
_LEADING_YEAR = re.compile(r"^(?:19|20)\d\d\s+")


def journal_reference(text: str) -> JournalReference | None:
    """Take a reference apart; None where the text is empty."""
    written = collapse(strip_controls(text[:_LONGEST]))
    if not written:
        return None
    year = _year(written)
    bare = _PAREN_YEAR.sub(" ; ", written) if _PAREN_YEAR.search(written) else written
    mention = next((each for each in find_mentions(bare) if each.venue.kind is not VenueKind.PREPRINT), None)
    name, rest = _divided(bare, mention.end if mention else None)
    venue = mention.venue if mention else find_venue(name)
    journal = venue.container_title() if venue else _LEADING_YEAR.sub("", name)
    return JournalReference(journal=journal or None, year=year, venue=venue, **_numbers(rest, year))


def _year(text: str) -> int | None:
    bracketed = _PAREN_YEAR.findall(text)
    years = bracketed or _YEAR.findall(text)
    return int(years[-1]) if years else None


def _divided(text: str, known: int | None) -> tuple[str, str]:
    """Part a reference behind the journal's name."""
    if known is not None:
        return text[:known], text[known:]
    end = _JOURNAL_END.search(text)
    cut = end.start() if end and end.start() else len(text)
    return text[:cut].strip(" .,"), text[cut:]


def _numbers(rest: str, year: int | None) -> dict[str, str | None]:
    """Find volume, issue and pages: by their words where they have some, else by their order."""
    volume, issue = _spelt(_VOLUME, rest), _spelt(_ISSUE, rest)
    page = _spelt(_PAGES, rest) or _spelt(_ARTICLE, rest)
    bare = _ISSUE.sub(" ", rest)
    bare = re.sub(rf"[\s,;]+{year}\b", " ;", bare) if year else bare
    if volume is not None:
        last = _LAST.search(bare)
        return {"volume": volume, "issue": issue, "page": page or (_dashed(last[1]) if last else None)}
    found = _NUMBERS.match(bare)
    if found is None:
        return {"volume": None, "issue": issue, "page": page}
    last = _LAST.search(bare, found.end())
    return {
        "volume": f"{found['letter'] or ''}{found['volume']}",
        "issue": issue or found["issue"] or found["other"],
        "page": page or _dashed(found["page"] or (last[1] if last else None)),
    }


def _spelt(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return _dashed(match[1]) if match else None


def _dashed(pages: str | None) -> str | None:
    return None if pages is None else re.sub(r"\s*[-–—]+\s*", "-", pages).replace(" ", "")
