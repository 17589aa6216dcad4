"""A user's own SQL, read-only by the engine: the text is never looked at to decide what it may do."""

from __future__ import annotations

import difflib
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bibdb.db.location import open_read_only
from bibdb.errors import QueryError

__all__ = ["VIEWS", "Rows", "run"]

VIEWS = ("papers", "reading_list", "authors", "links", "claims")

_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_PRAGMAS = frozenset({"table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list"})
# These would set something when given a value. FTS5 itself reads data_version.
_BARE_PRAGMAS = frozenset({"database_list", "user_version", "application_id", "data_version"})
_FUNCTIONS_REFUSED = frozenset({"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"})
_STEPS = 100_000  # of SQLite's machine, some milliseconds, between two looks at Ctrl-C
_UNKNOWN = re.compile(r"no such (table|column): (?:\w+\.)?(\w+)")


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: the names of its columns, and its rows, read as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Give the rows."""
        return self.rows

    def dicts(self) -> Iterator[dict[str, Any]]:
        """Give each row as a mapping from column to value."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


def run(path: Path, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
    """Run one statement that reads; QueryError says what is wrong with any other, and nothing is changed."""
    connection = open_read_only(path)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(lambda: 0, _STEPS)
        cursor = _execute(connection, query, parameters)
    except BaseException:
        connection.close()
        raise
    if cursor.description is None:
        connection.close()
        raise QueryError("Give a statement that reads, such as: select key, title from papers")
    return Rows(tuple(column[0] for column in cursor.description), _rows(connection, cursor))


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _by: str | None) -> int:
    allowed = (
        action in _READING
        # SQLite asks this when it opens a virtual table (FTS5, json_each); writing there is impossible anyway.
        or (action == sqlite3.SQLITE_UPDATE and first == "sqlite_master")
        or (action == sqlite3.SQLITE_FUNCTION and second not in _FUNCTIONS_REFUSED)
        or (action == sqlite3.SQLITE_PRAGMA and (first in _PRAGMAS or (first in _BARE_PRAGMAS and second is None)))
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _execute(
    connection: sqlite3.Connection, query: str, parameters: Sequence[Any] | Mapping[str, Any]
) -> sqlite3.Cursor:
    try:
        return connection.execute(query, parameters)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _failure(connection, error) from error


def _rows(connection: sqlite3.Connection, cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    try:
        yield from cursor
    except sqlite3.Error as error:
        raise _failure(connection, error) from error
    finally:
        connection.close()


def _failure(connection: sqlite3.Connection, error: Exception) -> BaseException:
    """Say in one sentence what is wrong with a query."""
    message = str(error)
    if message == "interrupted":
        # The progress handler met Ctrl-C inside SQLite, which keeps no exception.
        return KeyboardInterrupt()
    if "not authorized" in message or "prohibited" in message or "readonly" in message:
        return QueryError("Only reading is allowed here (SELECT …); nothing was changed.")
    if "one statement at a time" in message:
        return QueryError("Give one statement at a time.")
    unknown = _UNKNOWN.search(message)
    if unknown is None:
        return QueryError(f"The query cannot be run: {message}.")
    what, name = unknown.groups()
    return QueryError(f"There is no {what} {name}{_nearest(connection, what, name)}")


def _nearest(connection: sqlite3.Connection, what: str, name: str) -> str:
    connection.set_authorizer(None)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('view', 'table')")]
    names = tables
    if what == "column":
        names = [row[1] for table in VIEWS for row in connection.execute(f"PRAGMA table_info({table})")]
    close = difflib.get_close_matches(name.lower(), dict.fromkeys(names), n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; the views are {', '.join(VIEWS)} (docs/schema.md says what they hold)."
