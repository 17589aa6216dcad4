from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bibdb.db import location
from bibdb.db.engine import writing
from bibdb.db.schema import State, prepare, require_current, revisions, state
from bibdb.errors import (
    BibdbError,
    DatabaseError,
    ForeignDatabaseError,
    NewerDatabaseError,
    OlderDatabaseError,
    UsageError,
)
from tests.db.samples import digest


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def newer(path: Path) -> None:
    prepare(path)
    execute(path, "UPDATE alembic_version SET version_num = '9999'")


def other_sqlite(path: Path) -> None:
    execute(path, "CREATE TABLE paper (title)", "INSERT INTO paper VALUES ('mine')")


def other_alembic(path: Path) -> None:
    execute(path, "CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('0001')")


def text(path: Path) -> None:
    path.write_text("a list, and no database\n" * 200, encoding="utf-8")


def cut(path: Path) -> None:
    prepare(path)
    path.write_bytes(path.read_bytes()[:50])


REFUSED = [
    (newer, NewerDatabaseError, "newer"),
    (other_sqlite, ForeignDatabaseError, "not a bibdb database"),
    (other_alembic, ForeignDatabaseError, "not a bibdb database"),
    (text, ForeignDatabaseError, "not a bibdb database"),
    (cut, DatabaseError, "is damaged"),
]


@pytest.mark.parametrize(("make", "error", "words"), REFUSED)
@pytest.mark.parametrize("use", [prepare, require_current])
def test_what_is_not_ours_is_refused_and_left_as_it_was(
    tmp_path: Path, make: Callable[[Path], None], error: type[BibdbError], words: str, use: Callable[[Path], None]
) -> None:
    path = tmp_path / "data.sqlite"
    make(path)
    before = digest(path)
    with pytest.raises(error, match=words) as raised:
        use(path)
    assert raised.value.exit_code == 3
    assert "\n" not in str(raised.value)
    assert str(path) in str(raised.value)
    assert digest(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["data.sqlite"]


@pytest.mark.parametrize("use", [prepare, require_current])
def test_a_locked_file_is_refused(empty: Path, monkeypatch: pytest.MonkeyPatch, use: Callable[[Path], None]) -> None:
    monkeypatch.setattr(location, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(empty)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseError, match="in use by another program"):
            use(empty)


def test_a_second_writer_is_told_so(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(empty)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="in use"), writing(empty) as sessions, sessions.begin() as session:
            session.connection()


@pytest.mark.parametrize("use", [prepare, require_current])
def test_a_folder_is_refused(tmp_path: Path, use: Callable[[Path], None]) -> None:
    with pytest.raises(DatabaseError, match="is not a file"):
        use(tmp_path)


def test_what_cannot_be_looked_at_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be opened"):
        require_current(tmp_path / ("long" * 100))


def test_a_crash_is_repaired_by_the_next_run(filled: Path) -> None:
    # What a killed writer leaves: a file in WAL mode, and beside it what it had written ahead.
    crash = """
        import os, sqlite3, sys
        connection = sqlite3.connect(sys.argv[1])
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO sync_run VALUES (7, 'a', 'b', '{}')")
        connection.commit()
        os._exit(1)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(crash), str(filled)], check=False)
    assert filled.with_name("data.sqlite-wal").exists()
    require_current(filled)
    with writing(filled):
        pass
    assert [file.name for file in filled.parent.iterdir()] == ["data.sqlite"]
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("SELECT max(id) FROM sync_run").fetchone() == (7,)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no folder"):
        prepare(tmp_path / "nowhere" / "data.sqlite")


def test_reading_says_what_to_run(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    with pytest.raises(DatabaseError, match="run `bibdb sync`"):
        require_current(path)
    assert not path.exists()
    path.touch()
    with pytest.raises(DatabaseError, match="is empty"):
        require_current(path)


def test_an_older_one_is_refused_to_readers(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibdb.db.schema.revisions", lambda: (*revisions(), "9998"))
    before = digest(empty)
    with pytest.raises(OlderDatabaseError, match="run `bibdb sync`"):
        require_current(empty)
    assert digest(empty) == before


def test_missing_and_empty_files_become_databases(tmp_path: Path) -> None:
    touched = tmp_path / "touched.sqlite"
    touched.touch()
    for path in (tmp_path / "new.sqlite", touched, tmp_path / "per%cent #1?.sqlite"):
        prepare(path)
        assert state(path) is State.CURRENT
        require_current(path)


def test_preparing_twice_changes_nothing(empty: Path) -> None:
    before = digest(empty)
    prepare(empty)
    assert digest(empty) == before


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("data.sqlite", "data.sqlite"),
        (Path("a/b.sqlite"), "a/b.sqlite"),
        ("sqlite:///data.sqlite", "data.sqlite"),
        ("sqlite:////tmp/my%20data.sqlite?x=1", "/tmp/my data.sqlite"),
    ],
)
def test_locations(given: str | Path, path: str) -> None:
    assert location.path_of(given) == Path(path)


@pytest.mark.parametrize("given", ["postgresql://host/name", "sqlite://", "sqlite:///", "https://example.org/a.sqlite"])
def test_other_locations_are_wrong_usage(given: str) -> None:
    with pytest.raises(UsageError, match="only a path or sqlite"):
        location.path_of(given)
