from __future__ import annotations

import gc
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bibdb.db.sql import VIEWS, run
from bibdb.errors import QueryError
from tests.db.samples import digest

SCHEMA = Path(__file__).parents[2] / "docs" / "schema.md"

COLUMNS = {
    "papers": "key type title authors year issued submitted updated venue arxiv_id version primary_category doi url"
    " abstract sections listed",
    "reading_list": "document line section label date title note key arxiv_id doi",
    "authors": "key position name given family suffix literal",
    "links": "key document line section url text role kind scheme value version",
    "claims": "key edition field value source retrieved_at wins",
}


@pytest.mark.parametrize("view", VIEWS)
def test_the_columns_are_the_contract(filled: Path, view: str) -> None:
    assert run(filled, f"SELECT * FROM {view}").columns == tuple(COLUMNS[view].split())


def test_papers(filled: Path) -> None:
    first, second, third = run(filled, "SELECT * FROM papers ORDER BY key DESC").dicts()
    assert first["key"] == "own1"
    assert first["sections"] == "Papers > Long ones"
    assert first["year"] is None
    assert second | {"abstract": ""} == {
        "key": "los2030lists",
        "type": "paper",
        "title": "On Lists",
        "authors": "Zażółć Łoś; The List Group",
        "year": 2031,
        "issued": "2031-07",
        "submitted": "2030-01-02",
        "updated": "2030-03-04",
        "venue": "ListConf",
        "arxiv_id": "3001.00001",
        "version": 2,
        "primary_category": "cs.DL",
        "doi": "10.1234/lists",
        "url": "https://arxiv.org/abs/3001.00001",
        "abstract": "",
        "sections": "Papers",
        "listed": 1,
    }
    assert (third["type"], third["url"]) == ("software", "https://github.com/los/lists")


def test_the_other_views(filled: Path) -> None:
    def rows(query: str) -> list[tuple[object, ...]]:
        return list(run(filled, query))

    assert rows("SELECT line, section, date, key, arxiv_id FROM reading_list") == [
        (3, "Papers", "2030-04", "los2030lists", "3001.00001"),
        (7, "Papers", None, "lists", None),
        (11, "Papers > Long ones", None, "own1", None),
    ]
    assert rows("SELECT position, name, family, literal FROM authors") == [
        (1, "Zażółć Łoś", "Łoś", 0),
        (2, "The List Group", None, 1),
    ]
    assert rows("SELECT key, line, kind, value FROM links ORDER BY line") == [
        ("los2030lists", 3, "paper", "3001.00001"),
        ("los2030lists", 4, "video", None),
        ("lists", 7, "code", "los/lists"),
        (None, 13, "other", None),
    ]
    assert rows("SELECT field, value, source, wins FROM claims WHERE key = 'los2030lists' AND field <> 'authors'") == [
        ("title", "On Łists", "arxiv", 1),
        ("submitted", "2030-01-02", "arxiv", 0),
        ("version", 2, "arxiv", 0),
        ("comment", "", "arxiv", 0),
    ]


def test_parameters(filled: Path) -> None:
    assert list(run(filled, "SELECT key FROM papers WHERE year = ?", [2031])) == [("los2030lists",)]
    assert list(run(filled, "SELECT :a", {"a": 1}).dicts()) == [{":a": 1}]


ALLOWED = [
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
    "SELECT json_extract(fields, '$.title') FROM record",
    "SELECT rowid FROM search WHERE search MATCH 'lists' ORDER BY rank",
    "PRAGMA table_info(papers)",
    "SELECT name FROM pragma_table_info('papers')",
    "EXPLAIN QUERY PLAN SELECT * FROM papers",
    "VALUES (1), (2)",
    "SELECT count(*) FROM sqlite_master",
    "PRAGMA user_version",
]


@pytest.mark.parametrize("query", ALLOWED)
def test_reading_is_allowed(filled: Path, query: str) -> None:
    assert list(run(filled, query))


REFUSED = [
    "delete from work",
    "DELETE FROM papers",
    "UPDATE work SET key = 'x'",
    "UPDATE sqlite_master SET sql = ''",
    "INSERT INTO alias VALUES ('x', 1)",
    "REPLACE INTO alias VALUES ('x', 1)",
    "WITH x AS (SELECT 1) DELETE FROM work",
    "DROP TABLE work",
    "CREATE TABLE x (y)",
    "CREATE TEMP TABLE x (y)",
    "CREATE TEMP VIEW x AS SELECT 1",
    "ALTER TABLE work ADD COLUMN x",
    "ATTACH 'other.sqlite' AS other",
    "ATTACH ':memory:' AS other",
    "DETACH main",
    "VACUUM",
    "VACUUM INTO 'copy.sqlite'",
    "REINDEX",
    "ANALYZE",
    "BEGIN",
    "SAVEPOINT x",
    "PRAGMA query_only = OFF",
    "PRAGMA user_version = 3",
    "PRAGMA journal_mode = WAL",
    "PRAGMA writable_schema = ON",
    "PRAGMA wal_checkpoint",
    "INSERT INTO search (search) VALUES ('rebuild')",
    "SELECT load_extension('x')",
    "SELECT 1; DELETE FROM work",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("query", REFUSED)
def test_everything_else_is_refused_and_changes_nothing(filled: Path, query: str) -> None:
    before = digest(filled)
    with pytest.raises(QueryError) as raised:
        list(run(filled, query))
    assert raised.value.exit_code == 3
    assert digest(filled) == before
    assert [file.name for file in filled.parent.iterdir()] == [filled.name]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("delete from work", "Only reading is allowed"),
        ("SELECT titel FROM papers", "no column titel; did you mean title?"),
        ("SELECT p.yaer FROM papers p", "no column yaer; did you mean year?"),
        ("SELECT * FROM paper", "no table paper; did you mean papers?"),
        ("SELECT * FROM xyzzy", "the views are papers, reading_list"),
        ("SELEC key", "syntax error"),
        ("SELECT ?", "cannot be run"),
        ("SELECT json('{')", "malformed JSON"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT 1\0", "cannot be run"),
    ],
)
def test_a_wrong_query_is_explained(filled: Path, query: str, words: str) -> None:
    with pytest.raises(QueryError, match=re.escape(words)):
        list(run(filled, query))


def test_rows_come_as_they_are_asked_for(filled: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    rows = run(filled, endless)
    assert [next(rows.rows) for _ in range(3)] == [(1,), (2,), (3,)]
    rows.rows.close()  # type: ignore[attr-defined]
    gc.collect()


def test_ctrl_c_ends_a_long_query(filled: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bibdb.db.sql import run; print('ready', flush=True)\n"
        "try: list(run(Path(sys.argv[1]), 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT count(*) FROM n'))\n"
        "except KeyboardInterrupt: sys.exit(130)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(filled)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=20) == 130
        finally:
            process.kill()


# ---------------------------------------------------------------- docs/schema.md


def described() -> dict[str, dict[str, str]]:
    """Read the tables of docs/schema.md: for each view its columns and their sentences."""
    views: dict[str, dict[str, str]] = {}
    view = ""
    for line in SCHEMA.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"### `(\w+)`", line):
            view = heading[1]
        elif row := re.fullmatch(r"\| `(\w+)` \| (.+) \|", line):
            views.setdefault(view, {})[row[1]] = row[2]
    return views


@pytest.mark.parametrize("view", VIEWS)
def test_every_column_has_its_sentence(view: str) -> None:
    columns = described()[view]
    assert list(columns) == COLUMNS[view].split()
    assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in columns.values()), columns


def test_the_picture_shows_every_table(filled: Path) -> None:
    picture = SCHEMA.read_text(encoding="utf-8").split("```")[1]
    with closing(sqlite3.connect(filled)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name <> 'alembic_version'"
        ).fetchall()
    assert {name for (name,) in tables} <= set(re.findall(r"\w+", picture))


def test_the_examples_of_the_document_run(filled: Path) -> None:
    text = SCHEMA.read_text(encoding="utf-8")
    examples = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    assert len(examples) >= 4
    for example in examples:
        assert run(filled, example).columns
