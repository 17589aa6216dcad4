"""One work by any of its names: key, alias, identifier or URL."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Iterator

from bibdb.db.read import snapshot, works_of
from bibdb.errors import NotFoundError
from bibdb.values import Work

__all__ = ["find"]

_BY_KEY = "SELECT id FROM work WHERE key = ? UNION ALL SELECT work_id FROM alias WHERE key = ?"
_BY_KEY_IN_ANY_CASE = "SELECT id FROM work WHERE lower(key) = lower(?) ORDER BY id"
_BY_IDENTIFIER = "SELECT work_id FROM identifier WHERE scheme = ? AND value = ?"
_BY_LINKED_IDENTIFIER = """
    SELECT coalesce(link.work_id, entry.work_id) FROM link LEFT JOIN entry ON entry.id = link.entry_id
    WHERE link.scheme = ? AND link.value = ? AND coalesce(link.work_id, entry.work_id) IS NOT NULL
    ORDER BY link.role = 'subject' DESC, link.id
"""
_BY_URL = """
    SELECT coalesce(link.work_id, entry.work_id) FROM link LEFT JOIN entry ON entry.id = link.entry_id
    WHERE link.url IN (?, ?) AND coalesce(link.work_id, entry.work_id) IS NOT NULL
    ORDER BY link.role = 'subject' DESC, link.id
"""


def find(connection: sqlite3.Connection, name: str) -> Work:
    """Give the work that a name is of; NotFoundError names the keys that are nearest."""
    with snapshot(connection):
        for sql, parameters in _questions(name.strip()):
            row = connection.execute(f"SELECT * FROM ({sql}) LIMIT 1", parameters).fetchone()  # noqa: S608 - our own
            if row is not None:
                return next(works_of(connection, [row[0]]))
        raise NotFoundError(_message(connection, name))


def _questions(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    # Only a name that is looked up pays for the patterns of identifiers.
    from bibdb.identifiers import Scheme, canonical_url, first, identify

    yield _BY_KEY, (name, name)
    identifier = identify(name) or first(name)
    if identifier is not None:
        # Repositories are the same in whatever case they are written.
        as_written = "value = ? COLLATE NOCASE" if identifier.scheme is Scheme.GITHUB else "value = ?"
        for sql in (_BY_IDENTIFIER, _BY_LINKED_IDENTIFIER):
            yield sql.replace("value = ?", as_written), (str(identifier.scheme), identifier.value)
    yield _BY_URL, (name, canonical_url(name))
    yield _BY_KEY_IN_ANY_CASE, (name,)


def _message(connection: sqlite3.Connection, name: str) -> str:
    keys = [key for (key,) in connection.execute("SELECT key FROM work UNION SELECT key FROM alias ORDER BY 1")]
    close = difflib.get_close_matches(name.strip(), keys, n=3, cutoff=0.6)
    near = f"; the nearest keys are {', '.join(close)}" if close else ""
    return f"Nothing in the collection has the key, identifier or URL {name.strip()!r}{near}."
