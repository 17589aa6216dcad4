from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bibdb.db import read
from bibdb.db.holdings import documents, facts, status
from bibdb.db.lookup import find
from bibdb.db.read import open_database, works
from bibdb.db.selection import Order, Selection
from bibdb.errors import DatabaseError, NotFoundError
from bibdb.values import LinkKind, LinkRole, Listing, RelationKind, Resolution, WorkLink, WorkType
from tests.db.samples import ARXIV, CODE, DOI, LISTS, NOON, PREPRINT, PUBLICATION


@pytest.fixture
def connection(filled: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_database(filled)) as connection:
        yield connection


def test_a_work_comes_back_as_it_was_settled(connection: sqlite3.Connection) -> None:
    work = find(connection, "los2030lists")
    assert work.editions == (PREPRINT, PUBLICATION)
    assert work.cited == PUBLICATION
    assert (work.type, work.resolution, work.listed) == (WorkType.PAPER, Resolution.RESOLVED, True)
    assert (work.identifiers, work.aliases, work.added_at) == ((ARXIV, DOI), ("lists-old",), NOON)
    assert work.listings == (
        Listing(
            document="README.md",
            container="seeds/dump.txt",
            line=3,
            section="Papers",
            label="(2030 Apr) On Łists",
            date="2030-04",
            venue=None,
            title="On Łists",
            authors=(),
            tags=(),
            note="- the *first* one\n",
            physical_line=13,
        ),
    )
    assert work.listings[0].locus == LISTS.locus(3) == "seeds/dump.txt:13 (README.md:3)"
    assert work.links == (
        WorkLink(url="https://arxiv.org/abs/3001.00001v2", kind=LinkKind.PAPER, text="On Łists"),
        WorkLink(url="https://example.org/talk", kind=LinkKind.VIDEO, text="talk", role=LinkRole.MENTION),
    )


def test_the_others_too(connection: sqlite3.Connection) -> None:
    software, title = find(connection, "lists"), find(connection, "own1")
    assert software.relations == ((RelationKind.CODE_OF, "los2030lists"),)
    assert software.listings[0].tags == ("Paper Collection",)
    assert software.cited.authors is None
    assert (title.identifiers, title.links) == ((), ())
    assert title.listings[0].section == "Papers > Long ones"


@pytest.mark.parametrize(
    ("selection", "keys"),
    [
        ({}, ["lists", "los2030lists", "own1"]),
        ({"order": Order.LIST}, ["los2030lists", "lists", "own1"]),
        ({"order": Order.ISSUED}, ["los2030lists", "lists", "own1"]),
        ({"section": "LONG"}, ["own1"]),
        ({"section": "papers"}, ["lists", "los2030lists", "own1"]),
        ({"section": "%"}, ["lists", "los2030lists", "own1"]),
        ({"tag": "paper collection"}, ["lists"]),
        ({"tag": "paper"}, []),
        ({"year": 2031}, ["los2030lists"]),
        ({"year": (2030, 2032)}, ["los2030lists"]),
        ({"year": 2030}, []),
        ({"author": "zazolc los"}, ["los2030lists"]),
        ({"author": "Łoś"}, ["los2030lists"]),
        ({"author": "nobody"}, []),
        ({"category": "CS.ir"}, ["los2030lists"]),
        ({"category": "cs"}, ["los2030lists"]),
        ({"category": "c"}, []),
        ({"type": WorkType.SOFTWARE}, ["lists"]),
        ({"resolution": Resolution.LABEL}, ["own1"]),
        ({"query": "naive"}, ["los2030lists"]),
        ({"query": "year:2031"}, ["los2030lists"]),
        ({"query": "!!!"}, []),
        ({"keys": ("own1", "lists-old", "none")}, ["los2030lists", "own1"]),
        ({"listed": True}, ["lists", "los2030lists", "own1"]),
        ({"listed": False}, []),
        ({"citeable": True, "section": "papers", "type": WorkType.PAPER}, ["los2030lists", "own1"]),
    ],
)
def test_selections(connection: sqlite3.Connection, selection: dict[str, Any], keys: list[str]) -> None:
    assert [work.key for work in works(connection, Selection(**selection))] == keys


def test_batches_do_not_show(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(works(connection))
    monkeypatch.setattr(read, "_BATCH", 2)
    assert list(works(connection)) == whole
    assert not connection.in_transaction


def test_works_can_be_read_inside_each_other(connection: sqlite3.Connection) -> None:
    pairs = [(one.key, other.key) for one in works(connection) for other in works(connection)]
    assert len(pairs) == 9


@pytest.mark.parametrize(
    "name",
    [
        "los2030lists", " los2030lists ", "LOS2030LISTS", "lists-old", "3001.00001", "arXiv:3001.00001v1",
        "https://arxiv.org/pdf/3001.00001v2", "10.1234/lists", "https://doi.org/10.1234/LISTS", "https://example.org/talk",
    ],
)  # fmt: skip
def test_a_work_has_many_names(connection: sqlite3.Connection, name: str) -> None:
    assert find(connection, name).key == "los2030lists"


def test_a_key_comes_before_what_else_a_name_may_be(connection: sqlite3.Connection) -> None:
    assert find(connection, "lists").key == "lists"
    assert find(connection, str(CODE)).key == "lists"


@pytest.mark.parametrize(
    ("name", "words"),
    [("los2030list", "the nearest keys are los2030lists"), ("3001.99999", "3001.99999"), ("\\'\"%", "Nothing in the")],
)
def test_a_name_that_nothing_has(connection: sqlite3.Connection, name: str, words: str) -> None:
    with pytest.raises(NotFoundError, match=words):
        find(connection, name)


def test_lists_come_back_with_their_bytes_and_their_facts(connection: sqlite3.Connection) -> None:
    (document,) = documents(connection)
    assert (document.container, document.path, document.content) == ("seeds/dump.txt", "README.md", LISTS.content)
    known = facts(connection, document.id)
    assert {place: work.key for place, work in known.items()} == {0: "los2030lists", 1: "lists", 2: "own1"}


def test_the_collection_is_counted(connection: sqlite3.Connection) -> None:
    found = status(connection)
    assert (found.documents, found.entries, found.links, found.unlisted) == (1, 3, 4, 0)
    assert found.works == {WorkType.PAPER: 2, WorkType.SOFTWARE: 1}
    assert found.resolutions == {Resolution.LABEL: 1, Resolution.PARTIAL: 1, Resolution.RESOLVED: 1}
    assert found.records == {"arxiv": 1}
    assert found.last_run == NOON


def test_nothing_can_be_written(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM work")


def test_a_damaged_file_is_an_error_of_ours(filled: Path) -> None:
    data = bytearray(filled.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    filled.write_bytes(data)
    with pytest.raises(DatabaseError, match="is damaged"), read.explained(filled):
        list(works(read.open_database(filled)))
