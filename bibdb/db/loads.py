"""What settling needs to know of what is stored, as frozen rows in the order of the lists."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import select, text
from sqlmodel import Session

from bibdb.dates import PartialDate
from bibdb.db.documents import SECTION_MARK
from bibdb.db.models import table
from bibdb.db.settled import EntryRow, LinkRow, WorkRow
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import fields_from_json, moment
from bibdb.values import LinkKind, LinkRole, Resolution, WorkType

__all__ = ["load_entries", "load_links", "load_works"]

_ENTRIES = """
    SELECT entry.*, document.path AS document, document.container, section.path AS section, work.key AS work_key
    FROM entry
    JOIN document ON document.id = entry.document_id
    LEFT JOIN section ON section.id = entry.section_id
    LEFT JOIN work ON work.id = entry.work_id
    ORDER BY document.position, document.container, document.path, entry.position
"""
_LINKS = """
    SELECT link.*, document.path AS document, document.container, work.key AS work_key,
        coalesce(link.line BETWEEN entry.line AND entry.label_end_line, 0) AS in_label
    FROM link
    JOIN document ON document.id = link.document_id
    LEFT JOIN entry ON entry.id = link.entry_id
    LEFT JOIN work ON work.id = link.work_id
    ORDER BY document.position, document.container, document.path, link.position
"""


def load_entries(session: Session) -> Iterator[EntryRow]:
    """Give all entries, in the order of the lists."""
    for row in session.connection().execute(text(_ENTRIES)).mappings():
        yield EntryRow(
            id=row["id"],
            document_id=row["document_id"],
            document=row["document"],
            container=row["container"],
            position=row["position"],
            section=tuple(row["section"].split(SECTION_MARK)) if row["section"] is not None else (),
            line=row["line"],
            end_line=row["end_line"],
            label_end_line=row["label_end_line"],
            label=row["label"],
            title=row["title"],
            date=None if row["date"] is None else PartialDate.parse(row["date"]),
            venue=row["venue"],
            authors=tuple(json.loads(row["authors"])),
            tags=tuple(json.loads(row["tags"])),
            note=row["note"],
            key=row["key"],
            type=None if row["type"] is None else WorkType(row["type"]),
            fields=None if row["fields"] is None else fields_from_json(json.loads(row["fields"])),
            work_key=row["work_key"],
        )


def load_links(session: Session) -> Iterator[LinkRow]:
    """Give all links, in the order of the lists."""
    for row in session.connection().execute(text(_LINKS)).mappings():
        identified = row["scheme"] is not None
        yield LinkRow(
            id=row["id"],
            document_id=row["document_id"],
            document=row["document"],
            container=row["container"],
            entry_id=row["entry_id"],
            line=row["line"],
            url=row["url"],
            text=row["text"],
            role=LinkRole(row["role"]),
            kind=LinkKind(row["kind"]),
            identifier=Identifier(Scheme(row["scheme"]), row["value"], row["version"]) if identified else None,
            in_label=bool(row["in_label"]),
            work_key=row["work_key"],
        )


def load_works(session: Session) -> Iterator[WorkRow]:
    """Give all works, in the order in which they came."""
    connection = session.connection()
    aliases: dict[int, list[str]] = {}
    for key, work_id in connection.execute(select(table("alias")).order_by(table("alias").c.key)):
        aliases.setdefault(work_id, []).append(key)
    rows = table("identifier")
    identifiers: dict[int, list[Identifier]] = {}
    named = select(rows.c.work_id, rows.c.scheme, rows.c.value).order_by(rows.c.work_id, rows.c.position)
    for work_id, scheme, value in connection.execute(named):
        identifiers.setdefault(work_id, []).append(Identifier(Scheme(scheme), value))
    for row in connection.execute(select(table("work")).order_by(table("work").c.id)):
        yield WorkRow(
            id=row.id,
            key=row.key,
            type=WorkType(row.type),
            resolution=Resolution(row.resolution),
            listed=bool(row.listed),
            added_at=None if row.added_at is None else moment(row.added_at),
            aliases=tuple(aliases.get(row.id, ())),
            identifiers=tuple(identifiers.get(row.id, ())),
        )
