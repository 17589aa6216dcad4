from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from bibdb.db.settled import Answer, AnswerKind
from bibdb.db.store import answers, former_titles, latest_records, save_not_found, save_record
from bibdb.values import EditionKind, Evidence, Fields, NotFound, Record, RelationKind
from tests.db.samples import ARXIV, CODE, DOI, NOON, RECORD

DAY = timedelta(days=1)
NEXT = replace(
    RECORD, fields=replace(RECORD.fields, title="On Longer Łists", version=3), version=3, retrieved_at=NOON + DAY
)


def count(session: Session) -> int:
    return int(session.connection().execute(text("SELECT count(*) FROM record")).scalar_one())


def written(session: Session) -> int:
    return int(session.connection().execute(text("SELECT total_changes()")).scalar_one())


def test_a_record_comes_back(session: Session) -> None:
    full = replace(RECORD, relations=((RelationKind.CODE_OF, CODE),), evidence=Evidence.AUTHOR)
    assert save_record(session, full)
    assert list(latest_records(session)) == [full]


def test_the_same_answer_is_no_news_and_a_changed_one_adds_a_row(session: Session) -> None:
    assert save_record(session, RECORD)
    before = written(session)
    assert not save_record(session, RECORD)
    assert written(session) == before
    assert not save_record(session, replace(RECORD, retrieved_at=NOON + DAY / 2))
    assert count(session) == 1
    assert save_record(session, NEXT)
    assert count(session) == 2
    assert [record.version for record in latest_records(session)] == [3]


def test_an_answer_that_goes_back_is_the_latest_again(session: Session) -> None:
    for record in (RECORD, NEXT, replace(RECORD, retrieved_at=NOON + 2 * DAY)):
        assert save_record(session, record)
    assert [record.version for record in latest_records(session)] == [2]


def test_an_older_snapshot_does_not_hide_what_is_newer(session: Session) -> None:
    assert save_record(session, NEXT)
    assert save_record(session, RECORD)
    before = written(session)
    assert not save_record(session, RECORD)
    assert written(session) == before
    assert [record.version for record in latest_records(session)] == [3]
    assert answers(session)[ARXIV, "arxiv"].answered_at == NOON + DAY


def test_each_source_and_edition_speaks_for_itself(session: Session) -> None:
    others = [
        replace(RECORD, source="datacite"),
        replace(RECORD, kind=EditionKind.PUBLICATION),
        replace(RECORD, identifier=DOI),
    ]
    for record in (RECORD, *others):
        save_record(session, record)
    assert len(list(latest_records(session))) == 4


def test_not_found_is_remembered_and_is_not_silence(session: Session) -> None:
    assert answers(session) == {}
    assert save_not_found(session, NotFound(ARXIV, "arxiv", "no such paper"), NOON)
    assert answers(session) == {(ARXIV, "arxiv"): Answer(AnswerKind.NOT_FOUND, "no such paper", NOON)}
    assert not save_not_found(session, NotFound(ARXIV, "arxiv", "no such paper"), NOON + DAY)
    assert answers(session)[ARXIV, "arxiv"].answered_at == NOON + DAY
    assert save_record(session, replace(RECORD, retrieved_at=NOON + 2 * DAY))
    assert answers(session)[ARXIV, "arxiv"].kind is AnswerKind.FOUND


def test_empty_fields_stay_empty_and_unknown_ones_unknown(session: Session) -> None:
    save_record(session, replace(RECORD, fields=Fields(title="x", authors=(), comment="")))
    record: Record = next(latest_records(session))
    assert (record.fields.authors, record.fields.comment, record.fields.abstract) == ((), "", None)


def test_titles_that_were(session: Session) -> None:
    assert save_record(session, RECORD)
    assert former_titles(session) == {}
    assert save_record(session, NEXT)
    assert former_titles(session) == {ARXIV: [RECORD.fields.title]}
