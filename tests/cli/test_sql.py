from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Bibdb

QUERY = "select key, title, year from papers order by issued desc limit 2"


def test_table(bibdb: Bibdb, collection: Path) -> None:
    assert bibdb("sql", QUERY).out.splitlines() == [
        "key           title     year",
        "------------  --------  ----",
        "los2030lists  On Lists  2031",
        "lists         lists",
    ]


def test_json(bibdb: Bibdb, collection: Path) -> None:
    expected = [
        {"key": "los2030lists", "title": "On Lists", "year": 2031},
        {"key": "lists", "title": "lists", "year": None},
    ]
    assert json.loads(bibdb("sql", "--json", QUERY).out) == expected
    assert json.loads(bibdb("sql", "-f", "json", QUERY).out) == expected
    assert json.loads(bibdb("sql", "--json", "select 1 where 0").out) == []


def test_csv_defuses_formulas(bibdb: Bibdb, collection: Path) -> None:
    out = bibdb("sql", "-f", "csv", "select '=1+1' as a, -1 as b, 'x,\"y\"' as c, null as d, '@x' as e").out
    assert list(csv.reader(io.StringIO(out))) == [["a", "b", "c", "d", "e"], ["'=1+1", "-1", 'x,"y"', "", "'@x"]]


def test_markdown(bibdb: Bibdb, collection: Path) -> None:
    out = bibdb("sql", "-f", "markdown", "select 'a|b' as x, 'c' || char(10) || 'd' as y").out
    assert out == "| x | y |\n| --- | --- |\n| a\\|b | c d |\n"


def test_output_file(bibdb: Bibdb, collection: Path, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    ran = bibdb("sql", "-f", "csv", "-o", str(path), "select 1 as a")
    assert (ran.out, path.read_bytes()) == ("", b"a\r\n1\r\n")
    assert bibdb("sql", "-o", str(tmp_path), "select 1").code == 3


def test_query_from_stdin(bibdb: Bibdb, collection: Path) -> None:
    assert json.loads(bibdb("sql", "--json", "-", stdin="select 2 as a").out) == [{"a": 2}]


@pytest.mark.parametrize(
    "query",
    [
        "delete from work",
        "drop table work",
        "create table t (a)",
        "pragma user_version = 9",
        "attach 'x.sqlite' as x",
        "vacuum into 'y.sqlite'",
        "select load_extension('x')",
    ],
)
def test_nothing_can_be_changed(query: str, bibdb: Bibdb, collection: Path) -> None:
    before = hashlib.sha256(collection.read_bytes()).hexdigest()
    ran = bibdb("sql", query)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("bibdb: ")
    assert hashlib.sha256(collection.read_bytes()).hexdigest() == before
    assert [path.name for path in collection.parent.iterdir()] == [collection.name]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select * from paper", "did you mean papers?"),
        ("select titel from papers", "did you mean title?"),
        ("selct 1", "The query cannot be run"),
        ("select 1; select 2", "one statement"),
        ("", "Give a statement"),
    ],
)
def test_a_wrong_query_is_explained(query: str, said: str, bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb("sql", query)
    assert (ran.code, ran.out) == (3, "")
    assert said in ran.err
