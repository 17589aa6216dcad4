"""From stored rows to frozen values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import record_from_json
from bibdb.values import Edition, EditionKind, Evidence, LinkKind, LinkRole, Listing, Name, Record, WorkLink

__all__ = [
    "EDITION_COLUMNS",
    "FORMER_RECORDS",
    "LATEST_RECORDS",
    "RECORD_COLUMNS",
    "edition_of",
    "identifier_of",
    "link_of",
    "listing_of",
    "record_of",
]

_TEXTS = (
    "title", "abstract", "container_title", "container_title_short", "event_title", "collection_title", "publisher",
    "publisher_place", "volume", "issue", "page", "number", "genre", "edition",
    "chapter_number", "organization", "entry_type", "howpublished", "isbn", "issn", "url", "doi", "language",
    "arxiv_id", "primary_category", "comment", "journal_ref", "license", "note", "version",
)  # fmt: skip
_OTHERS = (
    "submitted", "issued", "updated", "keywords", "withdrawn", "retracted", "kind", "evidence", "origin", "known_empty",
)  # fmt: skip
EDITION_COLUMNS = (*_TEXTS, *_OTHERS)
"""The columns that `edition_of` reads, in its order."""

RECORD_COLUMNS = (
    "scheme", "value", "source", "version", "retrieved_at", "kind", "type", "evidence", "fields", "same_as",
    "relations",
)  # fmt: skip
"""The columns that `record_of` reads, in its order."""

_LATEST = """
    SELECT first_value(id) OVER (PARTITION BY scheme, value, source, kind ORDER BY retrieved_at DESC, id DESC)
    FROM record
"""
LATEST_RECORDS = f"SELECT {', '.join(RECORD_COLUMNS)} FROM record WHERE id IN ({_LATEST})"  # noqa: S608 - our own names
"""The last record of each identifier, source and edition kind."""
FORMER_RECORDS = f"SELECT {', '.join(RECORD_COLUMNS)} FROM record WHERE id NOT IN ({_LATEST})"  # noqa: S608
"""The records that another has followed."""

# Looked up, as calling an enumeration costs as much as the rest of a row.
_EDITION_KINDS: Mapping[str, EditionKind] = {str(each): each for each in EditionKind}
_EVIDENCE: Mapping[str | None, Evidence | None] = {None: None, **{str(each): each for each in Evidence}}
_LINK_KINDS: Mapping[str, LinkKind] = {str(each): each for each in LinkKind}
_LINK_ROLES: Mapping[str, LinkRole] = {str(each): each for each in LinkRole}
_SCHEMES: Mapping[str, Scheme] = {str(each): each for each in Scheme}


def edition_of(
    row: Sequence[Any], authors: Sequence[Name], editors: Sequence[Name], categories: Sequence[str]
) -> Edition:
    """Make an edition of a row of `EDITION_COLUMNS` and what stands in other tables; no rows there mean unknown."""
    count = len(_TEXTS)
    submitted, issued, updated, keywords, withdrawn, retracted, kind, evidence, origin, empty = row[count:]
    none = _strings(empty)
    return Edition(
        **{name: value for name, value in zip(_TEXTS, row, strict=False) if value is not None},
        submitted=_date(submitted),
        issued=_date(issued),
        updated=_date(updated),
        keywords=None if keywords is None else _strings(keywords),
        withdrawn=None if withdrawn is None else bool(withdrawn),
        retracted=None if retracted is None else bool(retracted),
        kind=_EDITION_KINDS[kind],
        evidence=_EVIDENCE[evidence],
        origin=_mapping(origin),
        authors=tuple(authors) if authors or "authors" in none else None,
        editors=tuple(editors) if editors or "editors" in none else None,
        categories=tuple(categories) if categories or "categories" in none else None,
    )


def listing_of(row: Sequence[Any], physical_line: int | None) -> Listing:
    """Make a listing of (path, container, line, section, label, date, venue, title, authors, tags, note)."""
    path, container, line, section, label, date, venue, title, authors, tags, note = row
    return Listing(
        document=path,
        container=container,
        line=line,
        section=section or "",
        label=label,
        date=date,
        venue=venue,
        title=title,
        authors=_strings(authors),
        tags=_strings(tags),
        note=note,
        physical_line=physical_line,
    )


def link_of(row: Sequence[Any]) -> WorkLink:
    """Make a link of (work, url, kind, text, role, …)."""
    _work_id, url, kind, text, role, *_order = row
    return WorkLink(url=url, kind=_LINK_KINDS[kind], text=text, role=_LINK_ROLES[role])


def record_of(row: Sequence[Any]) -> Record:
    """Make a record of a row of `RECORD_COLUMNS`."""
    form = dict(zip(RECORD_COLUMNS, row, strict=True))
    parts = {name: json.loads(form[name]) for name in ("fields", "same_as", "relations")}
    form["record_version"] = form.pop("version")
    return record_from_json(form | parts)


def identifier_of(row: Sequence[Any]) -> Identifier:
    """Make an identifier of (work, scheme, value)."""
    _work_id, scheme, value = row
    return Identifier(_SCHEMES[scheme], value)


# The same few texts come again and again, and what they are read into is not changed by anyone.


@lru_cache(maxsize=8192)
def _date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


@lru_cache(maxsize=1024)
def _strings(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=1024)
def _mapping(text: str) -> Mapping[str, str]:
    found: dict[str, str] = json.loads(text)
    return found
