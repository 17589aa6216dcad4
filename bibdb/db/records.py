"""What sources said: a changed answer adds a row, the same answer writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import count
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, insert, select, text
from sqlmodel import Session

from bibdb.db.difference import chunks, next_id, write
from bibdb.db.models import table
from bibdb.db.settled import Answer, AnswerKind, Answers
from bibdb.db.values import FORMER_RECORDS, LATEST_RECORDS, record_of
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import moment, stamp, texts_and_fingerprint
from bibdb.values import NotFound, Record

__all__ = ["answers", "former_titles", "latest_records", "save_not_found", "save_record", "save_records"]

Place = tuple[str, str, str, str]
"""Scheme, value, source and edition kind: where a source says one thing at a time."""
Key = tuple[str, str, str]
"""Scheme, value and source."""
Row = tuple[Any, ...]
"""A row of a table as the driver takes it, in the order of some of its columns."""

_CHUNK = 500  # an engine takes only so many parameters in one statement
_RECORD = (
    "id", "scheme", "value", "source", "kind", "type", "evidence", "fields", "same_as", "relations", "version",
    "fingerprint", "retrieved_at",
)  # fmt: skip
_SAID = ("scheme", "value", "source", "kind", "retrieved_at", "id", "fingerprint")
_FOUND = str(AnswerKind.FOUND)
_ANSWER = ("scheme", "value", "source", "outcome", "reason", "answered_at")


def save_record(session: Session, record: Record) -> bool:
    """Store what a source said, unless it said the same the last time before; gives whether it is news."""
    return save_records(session, [record]) > 0


def save_records(session: Session, records: Sequence[Record]) -> int:
    """Store what sources said, each unless the source said the same the last time before; gives how many are news."""
    return sum(_save_chunk(session, chunk) for chunk in chunks(records, _CHUNK))


def save_not_found(session: Session, not_found: NotFound, at: datetime) -> bool:
    """Remember that a source answered that there is none; gives whether that is news."""
    identifier = not_found.identifier
    row = (*_named(identifier), not_found.source, str(AnswerKind.NOT_FOUND), not_found.reason, stamp(at))
    return bool(_save_answers(session, [row], _answers_about(session, [identifier])))


def _save_chunk(session: Session, records: Sequence[Record]) -> int:
    stored = _answers_about(session, [record.identifier for record in records])
    heard = {key[:2] for key in stored}
    # A record never stands without its source's answer: where nobody has answered, none need be sought.
    said = _said_about(session, [each.identifier for each in records if heard and _named(each.identifier) in heard])
    free = count(next_id(session, table("record")))
    new: list[Row] = []
    found: list[Row] = []
    changed: set[int] = set()
    for number, record in enumerate(records):
        texts, digest = texts_and_fingerprint(record)
        at = stamp(record.retrieved_at)
        scheme, value = _named(record.identifier)
        found.append((scheme, value, record.source, _FOUND, "", at))
        known = said.setdefault((scheme, value, record.source, str(record.kind)), [])
        before = max([each for each in known if each[0] <= at], default=None)
        if before is None or before[2] != digest:
            new.append(_row(record, texts, next(free), at, digest))
            known.append((at, new[-1][0], digest))
            changed.add(number)
    _insert(session, "record", _RECORD, new)
    return len(changed | _save_answers(session, found, stored))


def _row(record: Record, texts: Mapping[str, str], number: int, at: str, digest: str) -> Row:
    """Make a row of the columns of `_RECORD`."""
    return (
        number,
        *_named(record.identifier),
        record.source,
        str(record.kind),
        str(record.type),
        None if record.evidence is None else str(record.evidence),
        texts["fields"],
        texts["same_as"],
        texts["relations"],
        record.version,
        digest,
        at,
    )


def _save_answers(session: Session, given: Sequence[Row], stored: Mapping[Key, Row]) -> set[int]:
    """Keep the last answers, and when they were given; an older one (a snapshot's) is passed over.

    Gives which of them (by index) are news. Rows have the columns of `_ANSWER`.
    """
    news: set[int] = set()
    wanted: dict[Key, Row] = {}
    for number, row in enumerate(given):
        key = row[:3]
        before = wanted.get(key) or stored.get(key)
        if before is not None and (before[5] > row[5] or row == before):
            continue
        if before is None or before[3:5] != row[3:5]:
            news.add(number)
        wanted[key] = row
    _insert(session, "answer", _ANSWER, [row for key, row in wanted.items() if key not in stored])
    again = [key for key in wanted if key in stored]
    was, shall = ({key: dict(zip(_ANSWER, rows[key], strict=True)) for key in again} for rows in (stored, wanted))
    write(session, table("answer"), shall.values(), was)
    return news


def _answers_about(session: Session, identifiers: Iterable[Identifier]) -> dict[Key, Row]:
    """Give what sources last answered for these identifiers, in the columns of `_ANSWER`."""
    return {row[:3]: row for row in _about(session, "answer", _ANSWER, identifiers)}


def _said_about(session: Session, identifiers: Iterable[Identifier]) -> dict[Place, list[tuple[str, int, str]]]:
    """Give when what was said of these identifiers: time, row and digest of each answer."""
    said: dict[Place, list[tuple[str, int, str]]] = {}
    for row in _about(session, "record", _SAID, identifiers):
        said.setdefault(row[:4], []).append(row[4:])
    return said


def _about(session: Session, name: str, columns: tuple[str, ...], identifiers: Iterable[Identifier]) -> Iterator[Row]:
    """Give columns of a table's rows about these identifiers, scheme by scheme, as its index has them."""
    values: dict[str, set[str]] = {}
    for identifier in identifiers:
        values.setdefault(str(identifier.scheme), set()).add(identifier.value)
    connection = session.connection()
    for scheme, named in values.items():
        question = _question(name, columns, len(named), connection.dialect)
        yield from map(tuple, connection.exec_driver_sql(question, (scheme, *named)).fetchall())


@lru_cache(maxsize=16)
def _question(name: str, columns: tuple[str, ...], number: int, dialect: Dialect) -> str:
    """Give the statement that asks about so many values: most batches are alike, and making it costs more than it."""
    rows = table(name)
    statement = select(*(rows.c[column] for column in columns)).where(
        rows.c.scheme == "", rows.c.value.in_([""] * number)
    )
    return str(statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True}))


def _insert(session: Session, name: str, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Insert rows of these columns as the driver takes them: it is most of what storing costs."""
    if rows:
        connection = session.connection()
        statement, places = _insertion(name, columns, connection.dialect)
        connection.exec_driver_sql(statement, list(map(itemgetter(*places), rows)))


@lru_cache(maxsize=4)
def _insertion(name: str, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[int, ...]]:
    """Give the statement, and the places in `columns` of what it wants."""
    compiled = insert(table(name)).compile(dialect=dialect, column_keys=columns)
    return str(compiled), tuple(columns.index(column) for column in compiled.positiontup or columns)


def _named(identifier: Identifier) -> tuple[str, str]:
    return str(identifier.scheme), identifier.value


def latest_records(session: Session) -> Iterator[Record]:
    """Give the last record of each identifier, source and edition kind, in the order in which they came."""
    for row in session.connection().execute(text(f"{LATEST_RECORDS} ORDER BY id")):
        yield record_of(row)


def former_titles(session: Session) -> Mapping[Identifier, Sequence[str]]:
    """Give the titles that works had by answers that others have followed."""
    former: dict[Identifier, list[str]] = {}
    for row in session.connection().execute(text(f"{FORMER_RECORDS} ORDER BY id")):
        record = record_of(row)
        if record.fields.title:
            former.setdefault(record.identifier, []).append(record.fields.title)
    return former


def answers(session: Session) -> Answers:
    """Give which source has answered for which identifier."""
    return {
        (Identifier(Scheme(row.scheme), row.value), row.source): Answer(
            AnswerKind(row.outcome), row.reason, moment(row.answered_at)
        )
        for row in session.connection().execute(select(table("answer")))
    }
