from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from bibdb.db.engine import writing
from bibdb.db.settled import Changes, SettledWork
from bibdb.db.store import load_works, prune, save_document, save_record, save_works
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import Edition, EditionKind, Name, RelationKind, Resolution, WorkType
from tests.db.samples import (
    ARXIV,
    DOI,
    LISTS,
    NOON,
    PAPER,
    RECORD,
    SOFTWARE,
    TITLE,
    WORKS,
    attached,
    digest,
    fill,
)


def rows(session: Session, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.connection().execute(text(sql))]


def ids(session: Session) -> dict[str, int]:
    return {key: number for number, key in rows(session, "SELECT id, key FROM work")}


@pytest.fixture
def saved(session: Session) -> Session:
    """A session in which the sample collection is stored."""
    save_document(session, LISTS, NOON)
    save_record(session, RECORD)
    save_works(session, attached(session), NOON)
    return session


def test_new_works_are_stored_with_all_that_is_theirs(session: Session) -> None:
    save_document(session, LISTS, NOON)
    changes = save_works(session, attached(session), NOON)
    assert changes == Changes(new=("los2030lists", "lists", "own1"))
    stored = list(load_works(session))
    assert [work.key for work in stored] == ["los2030lists", "lists", "own1"]
    assert (stored[0].identifiers, stored[0].aliases, stored[0].added_at) == ((ARXIV, DOI), ("lists-old",), NOON)
    assert rows(
        session,
        "SELECT kind, cited_edition_id = edition.id FROM work JOIN edition ON work_id = work.id WHERE key = 'los2030lists'",
    ) == [("preprint", 0), ("publication", 1)]
    assert rows(session, "SELECT term FROM category ORDER BY position") == [("cs.DL",), ("cs.IR",)]
    assert rows(session, "SELECT kind, other_work_id FROM relation") == [("code-of", stored[0].id)]
    assert rows(session, "SELECT work_id FROM entry ORDER BY position") == [(work.id,) for work in stored]


def test_the_same_again_leaves_the_file(filled: Path) -> None:
    before = digest(filled)
    assert not fill(filled)
    assert digest(filled) == before


@pytest.mark.parametrize(
    "change",
    [
        {"editions": (replace(PAPER.editions[0], title="On Better Łists"), PAPER.editions[1])},
        {"editions": (replace(PAPER.editions[0], authors=(Name("A. Other"),)), PAPER.editions[1])},
        {"editions": (replace(PAPER.editions[0], categories=("cs.DL",)), PAPER.editions[1])},
        {"editions": (PAPER.editions[0], replace(PAPER.editions[1], editors=()))},
        {"editions": PAPER.editions[:1], "cited": 0, "identifiers": ((ARXIV, 0), (DOI, None))},
        {"cited": 0},
        {"aliases": ()},
        {"aliases": ("lists-old", "other")},
        {"resolution": Resolution.PARTIAL},
        {"identifiers": ((ARXIV, 0),)},
        {"relations": ((RelationKind.PART_OF, "lists"),)},
        {"listed": False},
    ],
)
def test_a_change_is_written_to_the_same_work(saved: Session, change: dict[str, Any]) -> None:
    before = ids(saved)
    works = attached(saved, (replace(PAPER, **change), SOFTWARE, TITLE))
    changes = save_works(saved, works, NOON + timedelta(days=1))
    assert (changes.new, changes.updated, changes.gone) == ((), (works[0].key,), ())
    assert ids(saved)[works[0].key] == before["los2030lists"]
    assert not save_works(saved, works)
    assert next(load_works(saved)).added_at == NOON


def test_a_new_key_changes_no_id(saved: Session) -> None:
    before = ids(saved)["los2030lists"]
    related = replace(SOFTWARE, relations=((RelationKind.CODE_OF, "los2030better"),))
    works = attached(saved, (replace(PAPER, key="los2030better", aliases=("los2030lists",)), related, TITLE))
    assert save_works(saved, works).updated == ("los2030better",)
    assert ids(saved)["los2030better"] == before


def test_works_can_change_their_keys_among_each_other(saved: Session) -> None:
    before = ids(saved)
    works = [replace(PAPER, key="lists"), replace(SOFTWARE, key="los2030lists", relations=()), TITLE]
    changes = save_works(saved, attached(saved, works))
    assert changes.updated == ("lists", "los2030lists")
    assert ids(saved)["lists"] == before["los2030lists"]
    assert ids(saved)["los2030lists"] == before["lists"]


def test_a_title_that_is_resolved_stays_the_same_work(saved: Session) -> None:
    before = ids(saved)["own1"]
    found = replace(TITLE, resolution=Resolution.RESOLVED, identifiers=((Identifier(Scheme.DOI, "10.1/x"), 0),))
    save_works(saved, attached(saved, (PAPER, SOFTWARE, found)))
    renamed = replace(found, key="title2030", aliases=("own1",))
    save_works(saved, attached(saved, (PAPER, SOFTWARE, renamed)))
    assert ids(saved)["title2030"] == before


def test_two_works_that_turn_out_to_be_one_are_merged(saved: Session) -> None:
    preprint = replace(PAPER, editions=PAPER.editions[:1], cited=0, identifiers=((ARXIV, 0),), aliases=())
    article = replace(PAPER, key="los2031", editions=PAPER.editions[1:], cited=0, identifiers=((DOI, 0),), aliases=())
    save_works(saved, attached(saved, (preprint, article)))
    assert set(ids(saved)) == {"los2030lists", "los2031", "own1", "lists"}
    merged = replace(PAPER, aliases=("los2031",))
    changes = save_works(saved, attached(saved, (merged, SOFTWARE, TITLE)))
    assert changes.gone == ("los2031",)
    assert rows(saved, "SELECT scheme FROM identifier WHERE work_id = 1 ORDER BY position") == [("arxiv",), ("doi",)]
    assert rows(saved, "SELECT key, work_id FROM alias") == [("los2031", 1)]
    assert not save_works(saved, attached(saved, (merged, SOFTWARE, TITLE)))


def test_a_work_that_turns_out_to_be_two_is_divided(saved: Session) -> None:
    preprint = replace(PAPER, editions=PAPER.editions[:1], cited=0, identifiers=((ARXIV, 0),))
    article = replace(PAPER, key="los2031", editions=PAPER.editions[1:], cited=0, identifiers=((DOI, 0),), aliases=())
    changes = save_works(saved, attached(saved, (preprint, article, TITLE)))
    assert (changes.new, changes.updated) == (("los2031",), ("los2030lists",))
    assert changes.unlisted == ("lists",)


def test_what_no_list_names_stays_unlisted_until_it_is_pruned(saved: Session) -> None:
    save_document(saved, replace(LISTS, entries=LISTS.entries[1:], links=()), NOON)
    unlisted = replace(PAPER, listed=False)
    works = [
        unlisted,
        *(
            replace(work, entry_ids=(row[0],))
            for work, row in zip(WORKS[1:], rows(saved, "SELECT id FROM entry ORDER BY position"), strict=True)
        ),
    ]
    changes = save_works(saved, works)
    assert changes.unlisted == ("los2030lists",)
    assert not save_works(saved, works)
    assert rows(saved, "SELECT key FROM papers WHERE NOT listed") == [("los2030lists",)]
    assert prune(saved) == ["los2030lists"]
    assert prune(saved) == []
    for table in ("record", "answer", "author", "alias", "relation"):
        assert rows(saved, f"SELECT * FROM {table}") == [], table
    assert rows(saved, "SELECT count(*) FROM search") == [(2,)]
    assert rows(saved, "PRAGMA foreign_key_check") == []


def test_a_stored_work_that_is_not_given_is_no_longer_listed(saved: Session) -> None:
    changes = save_works(saved, attached(saved, WORKS[:2]))
    assert changes.unlisted == ("own1",)
    assert not save_works(saved, attached(saved, WORKS[:2]))
    changes = save_works(saved, attached(saved, WORKS))
    assert (changes.new, changes.updated) == ((), ("own1",))


def test_the_index_follows_what_is_stored(saved: Session) -> None:
    def found(word: str) -> list[tuple[Any, ...]]:
        return rows(saved, f"SELECT key FROM search JOIN work ON work.id = search.rowid WHERE search MATCH '{word}'")

    assert found("zazolc") == [("los2030lists",)]
    assert found("naive") == [("los2030lists",)]
    entry = replace(LISTS.entries[0], note="about cats")
    save_document(saved, replace(LISTS, entries=(entry, *LISTS.entries[1:])), NOON)
    save_works(saved, attached(saved))
    assert found("cats") == [("los2030lists",)]
    assert found("first") == []
    assert rows(saved, "SELECT count(*) FROM search") == [(3,)]


identifiers = st.sampled_from([Identifier(Scheme.DOI, f"10.1/{number}") for number in range(6)])


@st.composite
def collections(draw: st.DrawFn) -> list[SettledWork]:
    """Make works that share neither identifiers nor keys."""
    order = draw(st.permutations(list(range(6))))
    cuts = sorted(draw(st.sets(st.integers(0, 6), max_size=3)) | {0, 6})
    keys = draw(st.permutations("abcdefg"))
    groups = [order[start:end] for start, end in itertools.pairwise(cuts)]
    works = []
    for key, group in zip(keys, groups, strict=False):
        kinds = draw(st.lists(st.sampled_from(list(EditionKind)), min_size=1, max_size=2))
        editions = tuple(Edition(kind=kind, title=key) for kind in kinds)
        named = tuple((Identifier(Scheme.DOI, f"10.1/{number}"), 0) for number in group)
        works.append(
            SettledWork(key=key, type=WorkType.PAPER, resolution=Resolution.LABEL, editions=editions, identifiers=named)
        )
    return works


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("works") / "data.sqlite"


@settings(max_examples=20, deadline=None)
@given(runs=st.lists(collections(), min_size=1, max_size=3))
def test_any_history_ends_with_what_was_given_last(scratch: Path, runs: Sequence[list[SettledWork]]) -> None:
    with writing(scratch) as sessions, sessions.begin() as session:
        session.connection().execute(text("DELETE FROM work"))
        for works in runs:
            save_works(session, works, NOON)
        last = runs[-1]
        stored = [work for work in load_works(session) if work.listed]
        assert {(work.key, work.identifiers) for work in stored} == {
            (work.key, tuple(identifier for identifier, _ in work.identifiers)) for work in last
        }
        assert not save_works(session, last)
        assert rows(session, "PRAGMA foreign_key_check") == []
        assert rows(session, "SELECT count(*) FROM search") == rows(session, "SELECT count(*) FROM work")


def test_the_index_is_sound(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
