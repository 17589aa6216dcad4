"""The writing side of SQLite: an engine whose transactions are honest, and a file that is one when it is closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from bibdb.db import location as place
from bibdb.db.schema import prepare

__all__ = ["make_engine", "writing"]

_CHANGED = "bibdb_changed"
_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@contextmanager
def writing(location: place.Location) -> Iterator[sessionmaker[Session]]:
    """Open a database to write, made or migrated as needed; a session is one transaction: `with sessions.begin() as s`.

    A run that changes nothing leaves the file's bytes alone. One that does writes ahead (WAL) while it lasts, so that
    readers go on reading; afterwards the file is one file again. Raises the errors of `bibdb.db.schema.prepare`, and
    DatabaseError when another program holds the file.
    """
    path = place.path_of(location)
    prepare(path)
    engine = make_engine(path)
    try:
        yield sessionmaker(engine, class_=Session, expire_on_commit=False)
    except DatabaseError as error:
        if isinstance(error, IntegrityError | ProgrammingError):
            raise  # a fault of ours, not the file's
        raise place.refused(path, error) from error
    finally:
        engine.dispose()
        _close(path)


def make_engine(path: Path, *, foreign_keys: bool = True, write_ahead: bool = True) -> Engine:
    """Make an engine that begins transactions itself, and takes the write lock when they begin."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": place.BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own BEGIN comes too late (after DDL, never for reads): with None it sends nothing.
        connection.isolation_level = None
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.info.pop(_CHANGED, False):
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    if write_ahead:
        event.listen(engine, "before_cursor_execute", _notice_change)
    return engine


def _notice_change(connection: Connection, _cursor: object, statement: str, *_rest: Any) -> None:  # noqa: ANN401
    """Let the transaction after the first change write ahead.

    The mode stands in the file, so a run that only reads must not set it; and it cannot change inside a transaction.
    """
    if _CHANGED not in connection.info and statement.lstrip().upper().startswith(_CHANGES):
        connection.info[_CHANGED] = True


def _close(path: Path) -> None:
    """Fold what was written ahead into the file, unless another program still has it open: the last one does it."""
    with closing(sqlite3.connect(path, timeout=place.BUSY_SECONDS)) as connection:
        if connection.execute("PRAGMA journal_mode").fetchone() == ("delete",):
            return
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError:
            return
