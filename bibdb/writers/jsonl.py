"""JSON lines: every work with all that is known of it, one object a line; and records, as a snapshot holds them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bibdb.serial import fields_to_json, record_to_json
from bibdb.text import escape_invisible
from bibdb.values import Edition, Listing, Record, Work

__all__ = ["work_to_json", "write", "write_records"]


def write(works: Iterable[Work]) -> Iterator[str]:
    """Write a JSON object a line for each work, with invisible characters escaped: some end a line for some readers."""
    for work in works:
        yield _line(work_to_json(work))


def write_records(records: Iterable[Record]) -> Iterator[str]:
    """Write a JSON object a line for each record: a snapshot that `sync` reads back."""
    for record in records:
        yield _line(record_to_json(record))


def _line(value: dict[str, Any]) -> str:
    return escape_invisible(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) + "\n"


def work_to_json(work: Work) -> dict[str, Any]:
    """Give a work's JSON form: `editions` with `cited` naming the kind that is cited, identifiers as `scheme:value`."""
    return {
        "key": work.key,
        "type": str(work.type),
        "resolution": str(work.resolution),
        "aliases": list(work.aliases),
        "identifiers": [str(identifier) for identifier in work.identifiers],
        "cited": str(work.cited.kind),
        "editions": [_edition(edition) for edition in work.editions],
        "listings": [_listing(listing) for listing in work.listings],
        "links": [
            {"url": link.url, "kind": str(link.kind), "role": str(link.role), "text": link.text} for link in work.links
        ],
        "relations": [{"kind": str(kind), "key": key} for kind, key in work.relations],
        "added_at": work.added_at.isoformat() if work.added_at else None,
        "listed": work.listed,
    }


def _edition(edition: Edition) -> dict[str, Any]:
    evidence = {"evidence": str(edition.evidence)} if edition.evidence else {}
    return {"kind": str(edition.kind), **evidence, **fields_to_json(edition)}


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        "document": listing.document,
        "container": listing.container,
        "line": listing.line,
        "physical_line": listing.physical_line,
        "section": listing.section,
        "label": listing.label,
        "date": listing.date,
        "venue": listing.venue,
        "tags": list(listing.tags),
        "note": listing.note,
    }
