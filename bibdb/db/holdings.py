"""What the collection holds: its lists as they were read, and how much there is of what."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bibdb.db.read import snapshot, works_of
from bibdb.db.values import LATEST_RECORDS, record_of
from bibdb.serial import moment
from bibdb.values import Record, Resolution, Work, WorkType

__all__ = ["Status", "StoredDocument", "documents", "facts", "records", "status"]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A list as it was read: `content` is its bytes."""

    id: int
    container: str | None
    path: str
    format: str
    title: str | None
    read_at: datetime
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How much there is; `works` and `resolutions` count the works that are listed, `records` by source."""

    documents: int
    entries: int
    links: int
    works: dict[WorkType, int]
    resolutions: dict[Resolution, int]
    unlisted: int
    records: dict[str, int]
    last_run: datetime | None


def documents(connection: sqlite3.Connection) -> Iterator[StoredDocument]:
    """Give the lists, in their order."""
    rows = connection.execute(
        "SELECT id, container, path, format, title, read_at, content FROM document ORDER BY position, container, path"
    )
    for number, container, path, form, title, read_at, content in rows:
        yield StoredDocument(number, container, path, form, title, moment(read_at), content)


def records(connection: sqlite3.Connection) -> Iterator[Record]:
    """Give what each source last said of each identifier, by identifier and source."""
    for row in connection.execute(f"{LATEST_RECORDS} ORDER BY scheme, value, source, kind"):
        yield record_of(row)


def facts(connection: sqlite3.Connection, document_id: int) -> dict[int, Work]:
    """Give the work of each entry of a document, by the entry's place in it (from 0)."""
    with snapshot(connection):
        found = connection.execute(
            "SELECT position, work_id FROM entry WHERE document_id = ? AND work_id IS NOT NULL", (document_id,)
        ).fetchall()
        ids = list(dict.fromkeys(work_id for _position, work_id in found))
        by_id = dict(zip(ids, works_of(connection, ids), strict=True))
    return {position: by_id[work_id] for position, work_id in found}


def status(connection: sqlite3.Connection) -> Status:
    """Count what the collection holds."""
    with snapshot(connection):
        (last,) = connection.execute("SELECT max(finished_at) FROM sync_run").fetchone()
        works, resolutions = _counts(connection, "work", "type"), _counts(connection, "work", "resolution")
        return Status(
            documents=_count(connection, "document"),
            entries=_count(connection, "entry"),
            links=_count(connection, "link"),
            works={WorkType(name): count for name, count in works.items()},
            resolutions={Resolution(name): count for name, count in resolutions.items()},
            unlisted=_count(connection, "work WHERE NOT listed"),
            records=_counts(connection, "record", "source"),
            last_run=None if last is None else moment(last),
        )


def _count(connection: sqlite3.Connection, rows: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()  # noqa: S608 - our own names
    return int(count)


def _counts(connection: sqlite3.Connection, table: str, column: str) -> dict[str, int]:
    where = "WHERE listed" if table == "work" else ""
    sql = f"SELECT {column}, count(*) FROM {table} {where} GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608 - our own names
    return dict(connection.execute(sql).fetchall())
