"""What sources said: a changed answer adds a row, the same answer writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import insert, select, text, update
from sqlmodel import Session

from bibdb.db.difference import next_id
from bibdb.db.models import table
from bibdb.db.settled import Answer, AnswerKind
from bibdb.db.storage import as_json, moment, stamp
from bibdb.db.values import LATEST_RECORDS, record_of
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import fingerprint, record_to_json
from bibdb.values import NotFound, Record

__all__ = ["answers", "latest_records", "save_not_found", "save_record"]


def save_record(session: Session, record: Record) -> bool:
    """Store what a source said, unless it said the same the last time before; gives whether it is news."""
    records = table("record")
    form = record_to_json(record)
    digest = fingerprint(record)
    before = (
        select(records.c.fingerprint)
        .where(
            records.c.scheme == str(record.identifier.scheme),
            records.c.value == record.identifier.value,
            records.c.source == record.source,
            records.c.kind == str(record.kind),
            records.c.retrieved_at <= form["retrieved_at"],
        )
        .order_by(records.c.retrieved_at.desc(), records.c.id.desc())
        .limit(1)
    )
    known = session.connection().execute(before).scalar() == digest
    if not known:
        row = {name: form.get(name) for name in ("scheme", "value", "source", "kind", "type", "evidence")}
        row |= {name: as_json(form.get(name, [])) for name in ("fields", "same_as", "relations")}
        row |= {"id": next_id(session, records), "version": record.version, "fingerprint": digest}
        session.connection().execute(insert(records), row | {"retrieved_at": form["retrieved_at"]})
    answered = _answer(session, record.identifier, record.source, Answer(AnswerKind.FOUND, "", record.retrieved_at))
    return answered or not known


def save_not_found(session: Session, not_found: NotFound, at: datetime) -> bool:
    """Remember that a source answered that there is none; gives whether that is news."""
    return _answer(session, not_found.identifier, not_found.source, Answer(AnswerKind.NOT_FOUND, not_found.reason, at))


def _answer(session: Session, identifier: Identifier, source: str, answer: Answer) -> bool:
    """Keep the last answer, and when it was given; an older one (a snapshot's) is passed over. Whether it is news."""
    rows = table("answer")
    which = {"scheme": str(identifier.scheme), "value": identifier.value, "source": source}
    said = {"outcome": str(answer.kind), "reason": answer.reason, "answered_at": stamp(answer.answered_at)}
    named = [rows.c[name] == value for name, value in which.items()]
    stored = (
        session.connection().execute(select(rows.c.outcome, rows.c.reason, rows.c.answered_at).where(*named)).first()
    )
    if stored is None:
        session.connection().execute(insert(rows), which | said)
        return True
    if stored.answered_at > said["answered_at"] or said.items() <= stored._asdict().items():
        return False
    session.connection().execute(update(rows).where(*named).values(said))
    return (stored.outcome, stored.reason) != (answer.kind, answer.reason)


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
