"""arXiv's public bulk metadata: one JSON object a line, one line a paper, as its OAI-PMH interface tells it (raw).

The fields are id, submitter, title, authors, authors_parsed, categories, comments, journal-ref, doi, report-no,
license, abstract, versions and update_date (https://www.kaggle.com/datasets/Cornell-University/arxiv). Text is TeX
with hard-wrapped lines; the file says of every paper whether it has a comment, a journal and a DOI.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bibdb.comments import is_withdrawn
from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.accents import decode_accents
from bibdb.sources.preprint import (
    LARGEST_TEXT,
    abstract_text,
    categories,
    doi_of,
    plain,
    preprint_record,
    written_by,
)
from bibdb.values import Fields, Name, Record

__all__ = ["SOURCE", "bulk_fields", "record_from_bulk"]

SOURCE = "oai"
_VERSION = re.compile(r"v([1-9]\d{0,5})")
_SPLIT_AUTHORS = re.compile(r"\s*(?:,|\band\b)\s*")
_AFFILIATION = re.compile(r"\([^()]*\)")


def record_from_bulk(row: Mapping[str, Any]) -> Record:
    """Make a record of one line; ValueError with a sentence when it is none.

    It is dated by `update_date` (the metadata's last change), for the file does not say when it was written.
    """
    told = row.get("id")
    if not isinstance(told, str):
        raise ValueError(f"the id {told!r} is no text: as a number it loses its zeros")  # noqa: TRY004 - one kind of refusal
    paper = identify(told)
    if paper is None or paper.scheme is not Scheme.ARXIV:
        raise ValueError(f"{told[:60]!r} is no arXiv id")
    fields = bulk_fields(row, paper)
    return preprint_record(paper, SOURCE, fields, _changed(row, fields.updated))


def bulk_fields(row: Mapping[str, Any], paper: Identifier) -> Fields:
    """Make the fields of a row; its dates are those of the versions. ValueError when a text is none."""
    comment, abstract = _tex(row, "comments"), _tex(row, "abstract", wrapped=True)
    doi = doi_of(_text(row, "doi"))
    dates = _versions(row.get("versions"))
    terms = categories((_text(row, "categories") or "").split())
    return Fields(
        title=_tex(row, "title"),
        authors=_authors(row),
        abstract=abstract,
        submitted=dates.get(1),
        version=max(dates, default=None),
        updated=dates[max(dates)] if dates else None,
        primary_category=terms[0] if terms else None,
        categories=terms or None,
        comment=comment or "",
        journal_ref=_tex(row, "journal-ref") or "",
        doi=doi.value if doi else "",
        license=plain(_text(row, "license")),
        arxiv_id=paper.value,
        url=f"https://arxiv.org/abs/{paper.value}",
        withdrawn=is_withdrawn(comment or "", abstract or ""),
    )


def _text(row: Mapping[str, Any], name: str) -> str | None:
    """Give a field that is text or nothing."""
    value = row.get(name)
    if value is None or (isinstance(value, str) and len(value) <= LARGEST_TEXT):
        return value
    raise ValueError(f"its {name} is no text, or has more than {LARGEST_TEXT:,} characters")


def _tex(row: Mapping[str, Any], name: str, *, wrapped: bool = False) -> str | None:
    text = _text(row, name)
    if not text:
        return None
    decoded = decode_accents(text)
    return abstract_text(decoded) if wrapped else plain(decoded)


def _authors(row: Mapping[str, Any]) -> tuple[Name, ...] | None:
    parsed = row.get("authors_parsed")
    if isinstance(parsed, list) and all(isinstance(each, list) for each in parsed):
        split = tuple(name for parts in parsed if (name := _name(parts)) is not None)
        if split:
            return split
    text = _text(row, "authors")
    if not text:
        return None
    return written_by(_SPLIT_AUTHORS.split(_AFFILIATION.sub("", decode_accents(plain(text))))) or None


def _name(parts: list[Any]) -> Name | None:
    """Make a name of family name, given names, suffix; a family name alone, or a group, is a name without parts."""
    texts = [part if isinstance(part, str) else "" for part in (*parts, "", "", "")[:3]]
    family, given, suffix = (plain(decode_accents(part)) for part in texts)
    display = written_by([" ".join(part for part in (given, family, suffix) if part)])
    if not display or not given or display[0].literal:
        return display[0] if display else None
    return Name(display[0].display, given=given, family=family, suffix=suffix or None)


def _versions(told: object) -> dict[int, PartialDate]:
    """Read `[{version: v1, created: RFC 822}, …]`; what has no number or no date is left out."""
    dates: dict[int, PartialDate] = {}
    for each in told if isinstance(told, list) else []:
        match = _VERSION.fullmatch(str(each.get("version"))) if isinstance(each, dict) else None
        day = _day(each.get("created")) if match else None
        if match and day:
            dates[int(match[1])] = day
    return dates


def _day(created: object) -> PartialDate | None:
    try:
        moment = parsedate_to_datetime(str(created))
        return PartialDate(moment.year, moment.month, moment.day)
    except (ValueError, TypeError):
        return None


def _changed(row: Mapping[str, Any], updated: PartialDate | None) -> datetime:
    day = PartialDate.parse(str(row.get("update_date"))) or updated
    if day is None or day.precision < 3:
        raise ValueError("it has neither an update_date nor versions with dates")
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
