"""What sources said: a changed answer adds a row, the same answer writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select, text
from sqlmodel import Session

from bibdb.db.difference import Key, Row, chunks, next_id, write
from bibdb.db.models import table
from bibdb.db.settled import Answer, AnswerKind
from bibdb.db.storage import moment, stamp
from bibdb.db.values import LATEST_RECORDS, record_of
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import texts_and_fingerprint
from bibdb.values import NotFound, Record

__all__ = ["answers", "latest_records", "save_not_found", "save_record", "save_records"]

Place = tuple[str, str, str, str]
"""Scheme, value, source and edition kind: where a source says one thing at a time."""

_CHUNK = 500  # an engine takes only so many parameters in one statement


def save_record(session: Session, record: Record) -> bool:
    """Store what a source said, unless it said the same the last time before; gives whether it is news."""
    return save_records(session, [record]) > 0


def save_records(session: Session, records: Sequence[Record]) -> int:
    """Store what sources said, each unless the source said the same the last time before; gives how many are news."""
    return sum(_save_chunk(session, chunk) for chunk in chunks(records, _CHUNK))


def _save_chunk(session: Session, records: Sequence[Record]) -> int:
    said = _said_before(session, [record.identifier for record in records])
    free = count(next_id(session, table("record")))
    new: list[Row] = []
    changed: set[int] = set()
    for number, record in enumerate(records):
        texts, digest = texts_and_fingerprint(record)
        at = stamp(record.retrieved_at)
        known = said.setdefault(_place(record), [])
        before = max((each for each in known if each[0] <= at), default=None)
        if before is None or before[2] != digest:
            new.append(_row(record, texts, next(free), at, digest))
            known.append((at, new[-1]["id"], digest))
            changed.add(number)
    _insert(session, "record", new)
    found = [
        (record.identifier, record.source, Answer(AnswerKind.FOUND, "", record.retrieved_at)) for record in records
    ]
    return len(changed | _save_answers(session, found))


def _said_before(session: Session, identifiers: Sequence[Identifier]) -> dict[Place, list[tuple[str, int, str]]]:
    """Give when what was said of these identifiers: time, row and digest of each answer."""
    said: dict[Place, list[tuple[str, int, str]]] = {}
    columns = ("scheme", "value", "source", "kind", "retrieved_at", "id", "fingerprint")
    for row in _about(session, "record", columns, identifiers):
        said.setdefault((row[0], row[1], row[2], row[3]), []).append((row[4], row[5], row[6]))
    return said


def _about(
    session: Session, name: str, columns: Sequence[str], identifiers: Sequence[Identifier]
) -> Iterator[tuple[Any, ...]]:
    """Give columns of a table's rows about these identifiers, scheme by scheme, as its index has them."""
    rows = table(name)
    values: dict[str, set[str]] = {}
    for identifier in identifiers:
        values.setdefault(str(identifier.scheme), set()).add(identifier.value)
    for scheme, named in values.items():
        statement = select(*(rows.c[column] for column in columns)).where(
            rows.c.scheme == scheme, rows.c.value.in_(named)
        )
        yield from (tuple(row) for row in session.connection().execute(statement))


def _insert(session: Session, name: str, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns, as the driver takes them: it is most of what storing costs."""
    if rows:
        connection = session.connection()
        columns = list(rows[0])
        statement = insert(table(name)).compile(dialect=connection.dialect, column_keys=columns)
        places = statement.positiontup or columns
        connection.exec_driver_sql(str(statement), [tuple(row[column] for column in places) for row in rows])


def _place(record: Record) -> Place:
    return str(record.identifier.scheme), record.identifier.value, record.source, str(record.kind)


def _row(record: Record, texts: Mapping[str, str], number: int, at: str, digest: str) -> Row:
    return {
        "id": number,
        "scheme": str(record.identifier.scheme),
        "value": record.identifier.value,
        "source": record.source,
        "kind": str(record.kind),
        "type": str(record.type),
        "evidence": None if record.evidence is None else str(record.evidence),
        "fields": texts["fields"],
        "same_as": texts.get("same_as", "[]"),
        "relations": texts.get("relations", "[]"),
        "version": record.version,
        "fingerprint": digest,
        "retrieved_at": at,
    }


def save_not_found(session: Session, not_found: NotFound, at: datetime) -> bool:
    """Remember that a source answered that there is none; gives whether that is news."""
    answer = Answer(AnswerKind.NOT_FOUND, not_found.reason, at)
    return bool(_save_answers(session, [(not_found.identifier, not_found.source, answer)]))


def _save_answers(session: Session, given: Sequence[tuple[Identifier, str, Answer]]) -> set[int]:
    """Keep the last answers, and when they were given; an older one (a snapshot's) is passed over.

    Gives which of them (by index) are news.
    """
    names = ("scheme", "value", "source", "outcome", "reason", "answered_at")
    about = _about(session, "answer", names, [identifier for identifier, _, _ in given])
    stored: dict[Key, Row] = {row[:3]: dict(zip(names, row, strict=True)) for row in about}
    news: set[int] = set()
    wanted: dict[Key, Row] = {}
    for number, (identifier, source, answer) in enumerate(given):
        key = str(identifier.scheme), identifier.value, source
        row = dict(zip(names, (*key, str(answer.kind), answer.reason, stamp(answer.answered_at)), strict=True))
        before = wanted.get(key) or stored.get(key)
        if before is not None and (before["answered_at"] > row["answered_at"] or row == before):
            continue
        if before is None or (before["outcome"], before["reason"]) != (row["outcome"], row["reason"]):
            news.add(number)
        wanted[key] = row
    _insert(session, "answer", [row for key, row in wanted.items() if key not in stored])
    again = {key: row for key, row in wanted.items() if key in stored}
    write(session, table("answer"), again.values(), {key: stored[key] for key in again})
    return news


def latest_records(session: Session) -> Iterator[Record]:
    """Give the last record of each identifier, source and edition kind, in the order in which they came."""
    for row in session.connection().execute(text(f"{LATEST_RECORDS} ORDER BY id")):
        yield record_of(row)


def answers(session: Session) -> Mapping[tuple[Identifier, str], Answer]:
    """Give which source has answered for which identifier."""
    return {
        (Identifier(Scheme(row.scheme), row.value), row.source): Answer(
            AnswerKind(row.outcome), row.reason, moment(row.answered_at)
        )
        for row in session.connection().execute(select(table("answer")))
    }
