"""What changed in the world: new versions, withdrawals, retractions, publications, and works that were added."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from bibdb.library import Library
from bibdb.merge import Claim
from bibdb.serial import fields_from_json
from bibdb.settle.claims import acceptance_claim
from bibdb.values import EditionKind, Fields

__all__ = ["Event", "News", "news"]

_RECORDS = """
    SELECT work.key, record.scheme || ':' || record.value AS identifier, record.source, record.kind,
        record.retrieved_at, record.fields
    FROM record
    JOIN identifier ON identifier.scheme = record.scheme AND identifier.value = record.value
    JOIN work ON work.id = identifier.work_id
    ORDER BY work.key, identifier, record.source, record.kind, record.retrieved_at, record.id
"""
_ADDED = "SELECT key, added_at FROM work WHERE added_at >= ? ORDER BY added_at, key"


class Event(StrEnum):
    """What happened to a work."""

    ADDED = "added"
    VERSION = "new version"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    RETRACTED = "retracted"
    PUBLISHED = "published"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One event: when it was learned, and what of."""

    at: str
    key: str
    event: Event
    detail: str = ""


def news(library: Library, since: datetime) -> list[News]:
    """Give what was learned since a moment, the latest first."""
    start = f"{since:%Y-%m-%dT%H:%M:%SZ}"
    found = [News(at=str(at), key=str(key), event=Event.ADDED) for key, at in library.sql(_ADDED, [start]).rows]
    added = {each.key for each in found}
    found += [each for each in _changes(library) if each.at >= start and each.key not in added]
    return sorted(found, key=lambda each: (each.at, each.key), reverse=True)


def _changes(library: Library) -> Iterator[News]:
    """Compare each answer with the one before it from the same source; a first publication is news of its own."""
    answers: dict[tuple[str, str, str, str], list[tuple[str, Fields]]] = {}
    for key, identifier, source, kind, at, fields in library.sql(_RECORDS).rows:
        place = (str(key), str(identifier), str(source), str(kind))
        answers.setdefault(place, []).append((str(at), fields_from_json(json.loads(str(fields)))))
    published: set[str] = set()
    for (key, _identifier, _source, kind), told in answers.items():
        if kind == EditionKind.PUBLICATION and told[0][1].container_title and key not in published:
            published.add(key)
            yield News(at=told[0][0], key=key, event=Event.PUBLISHED, detail=told[0][1].container_title or "")
            if told[0][1].retracted:
                yield News(at=told[0][0], key=key, event=Event.RETRACTED)
        for (_, before), (at, after) in pairwise(told):
            yield from (
                News(at=at, key=key, event=event, detail=detail) for event, detail in _differences(before, after)
            )


def _differences(before: Fields, after: Fields) -> Iterator[tuple[Event, str]]:
    if before.version and after.version and after.version > before.version:
        yield Event.VERSION, f"v{before.version} → v{after.version}"
    if after.withdrawn and before.withdrawn is not True:
        yield Event.WITHDRAWN, after.comment or ""
    if before.withdrawn and after.withdrawn is False:
        yield Event.RESTORED, after.comment or ""
    if after.retracted and not before.retracted:
        yield Event.RETRACTED, ""
    accepted = _accepted(after)
    if accepted and not _accepted(before):
        yield Event.PUBLISHED, f"{accepted}, says its author"
    if before.title and after.title and before.title != after.title:
        yield Event.RENAMED, f"{before.title} → {after.title}"


def _accepted(fields: Fields) -> str | None:
    """Name the place where a preprint's own words say that it was published."""
    claim = acceptance_claim(Claim(source="comment", kind=EditionKind.PREPRINT, fields=fields))
    return None if claim is None else claim.fields.event_title or claim.fields.container_title
