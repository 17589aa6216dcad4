from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.db.folding import fold_for_search
from bibdb.db.query import Query
from bibdb.db.read import open_database
from bibdb.db.search import search
from tests.db.samples import fill

HARD = {
    "lukasz": "Łukasz", "dorde": "Đorđe", "oystein": "Øystein", "aesir": "Æsir", "strasse": "Straße",
    "isik": "Işık", "fluffy": "ﬂuﬀy", "nguyen": "Nguyễn", "thorr": "Þorr", "poincare": "Poincaré",
}  # fmt: skip


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("search") / "data.sqlite"
    fill(path)
    with closing(open_database(path)) as connection:
        yield connection


def keys(connection: sqlite3.Connection, text: str) -> list[str]:
    return [hit.key for hit in search(connection, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lists", ["lists", "los2030lists"]),
        ("naive outlive", ["los2030lists"]),
        ("naïve OUTLIVE", ["los2030lists"]),
        ("zazolc", ["los2030lists"]),
        ("author:łoś", ["los2030lists"]),
        ("title:naive", []),
        ("note:first", ["los2030lists"]),
        ('"clever ones"', ["los2030lists"]),
        ('"ones clever"', []),
        ("lists -people", ["lists"]),
        ("peop*", ["los2030lists"]),
        ("peop", ["los2030lists"]),
        ("year:2031", ["los2030lists"]),
        ("year:2029-2031 lists", ["los2030lists"]),
        ("year:1999 lists", []),
        ("3001.00001", ["los2030lists"]),
        ("10.1234/lists", ["los2030lists"]),
        ("ListConf", ["los2030lists"]),
        ('title without "a link"', ["own1"]),
        ("", []),
        ("-lists", []),
        ("C++ & foo-bar (", []),
    ],
)
def test_what_is_found(connection: sqlite3.Connection, text: str, found: list[str]) -> None:
    assert sorted(keys(connection, text)) == sorted(found)


def test_a_title_counts_more_than_an_abstract(connection: sqlite3.Connection) -> None:
    hits = search(connection, "lists")
    assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)
    assert len(search(connection, "lists", limit=1)) == 1


def test_a_hit_shows_where_it_was_found(connection: sqlite3.Connection) -> None:
    (hit,) = search(connection, "NAIVE outlive")
    assert hit.title == "On Lists"
    assert hit.authors == "Zażółć Łoś; The List Group"
    assert hit.year == 2031
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["naïve", "outlive"]
    assert "\n" not in hit.snippet


def test_a_year_alone_shows_the_title(connection: sqlite3.Connection) -> None:
    (hit,) = search(connection, "year:2031")
    assert hit.marks == ()
    assert hit.snippet


@pytest.mark.parametrize(("typed", "written"), HARD.items())
def test_letters_that_people_type_in_ascii(typed: str, written: str) -> None:
    assert fold_for_search(written) == typed


def test_scripts_without_blanks_are_found_in_part() -> None:
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE VIRTUAL TABLE search USING fts5(title)")
        memory.execute("INSERT INTO search VALUES (?)", (fold_for_search("大语言模型 LLM综述"),))
        for text, count in {"语言": 1, "模型": 1, "言语": 0, "LLM": 1, "综述": 1}.items():
            found = memory.execute("SELECT count(*) FROM search WHERE search MATCH ?", (Query.parse(text).match(),))
            assert found.fetchone() == (count,), text


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from('abł"*-:()^+{}\\ \n\0year:author:title:NEARANDORNOT語é'), max_size=30)
    | st.text(max_size=30)
)
def test_no_text_is_an_error(connection: sqlite3.Connection, text: str) -> None:
    search(connection, text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["naive", "lists", "people", "clever", "los"]), min_size=1, max_size=3))
def test_more_words_find_less(connection: sqlite3.Connection, words: list[str]) -> None:
    every = set(keys(connection, " ".join(words)))
    assert all(every <= set(keys(connection, word)) for word in words)
