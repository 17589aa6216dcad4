from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bibdb.db.engine import writing
from bibdb.db.store import load_entries, save_document, save_run
from bibdb.errors import DatabaseError
from tests.db.samples import LISTS, NOON, digest


def alone(path: Path) -> bool:
    """Whether the database is one file, in the mode in which it travels."""
    with closing(sqlite3.connect(path)) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    return [file.name for file in path.parent.iterdir()] == [path.name] and mode == "delete"


def test_a_run_that_only_reads_leaves_the_bytes(filled: Path) -> None:
    before = digest(filled)
    with writing(filled) as sessions, sessions.begin() as session:
        assert len(list(load_entries(session))) == 3
    assert digest(filled) == before
    assert alone(filled)


def test_what_was_written_ahead_is_in_the_one_file_afterwards(empty: Path) -> None:
    with writing(empty) as sessions:
        for _run in range(3):
            with sessions.begin() as session:
                save_run(session, NOON, NOON, {})
        assert empty.with_name("data.sqlite-wal").exists()
    assert alone(empty)
    with closing(sqlite3.connect(empty)) as connection:
        assert connection.execute("SELECT count(*) FROM sync_run").fetchone() == (3,)


def interrupted(path: Path) -> None:
    with writing(path) as sessions:
        for run in range(3):
            with sessions.begin() as session:
                save_document(session, LISTS, NOON)
                save_run(session, NOON, NOON, {"run": run})
                if run == 2:
                    raise KeyboardInterrupt


def test_a_stop_loses_only_the_batch_in_flight(empty: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(empty)
    assert alone(empty)
    with closing(sqlite3.connect(empty)) as connection:
        assert connection.execute("SELECT count(*) FROM sync_run").fetchone() == (2,)


def test_readers_go_on_reading_while_a_batch_is_written(filled: Path) -> None:
    with writing(filled) as sessions:
        with sessions.begin() as session:
            save_run(session, NOON, NOON, {})
        with sessions.begin() as session, closing(sqlite3.connect(filled, timeout=0)) as reader:
            session.connection().execute(text("DELETE FROM work"))
            assert reader.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    assert alone(filled)


def test_a_reader_that_stays_keeps_nobody_from_writing(filled: Path) -> None:
    with closing(sqlite3.connect(filled, timeout=0)) as reader:
        with writing(filled) as sessions:
            with sessions.begin() as session:
                save_run(session, NOON, NOON, {})
            with sessions.begin() as session:
                save_run(session, NOON, NOON, {})
                assert reader.execute("SELECT count(*) FROM sync_run").fetchone() == (2,)
        assert reader.execute("SELECT count(*) FROM sync_run").fetchone() == (3,)


def test_foreign_keys_and_checks_hold(filled: Path) -> None:
    wrong = [
        "INSERT INTO alias VALUES ('x', 99)",
        "UPDATE work SET type = 'poem'",
        "UPDATE work SET listed = 2",
        "UPDATE entry SET tags = '[broken'",
        "UPDATE entry SET line = 'three'",
        "UPDATE link SET scheme = NULL WHERE value IS NOT NULL",
        "UPDATE work SET key = 'same'",
    ]
    for statement in wrong:
        with pytest.raises(IntegrityError), writing(filled) as sessions, sessions.begin() as session:
            session.connection().execute(text(statement))


def test_a_damaged_file_is_a_sentence(filled: Path) -> None:
    data = bytearray(filled.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    filled.write_bytes(data)
    with pytest.raises(DatabaseError, match="is damaged"), writing(filled) as sessions, sessions.begin() as session:
        list(load_entries(session))


def test_damage_that_shows_only_later_is_a_sentence_too(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entry'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(filled.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    filled.write_bytes(data)
    with pytest.raises(DatabaseError, match="is damaged"), writing(filled) as sessions, sessions.begin() as session:
        list(load_entries(session))
