"""All reading: a plain read-only connection, and frozen values out of it, in bounded memory."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from bibdb.db.location import open_read_only, refused
from bibdb.db.schema import require_current
from bibdb.db.selection import Selection, selected
from bibdb.db.values import EDITION_COLUMNS, edition_of, identifier_of, link_of, listing_of
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import moment
from bibdb.text import fold
from bibdb.values import Edition, LinkKind, LinkRole, Listing, Name, RelationKind, Resolution, Work, WorkLink, WorkType

__all__ = ["explained", "open_database", "snapshot", "works", "works_of"]

_BATCH = 250  # works at a time: few queries each, and little memory
_IDS = "(SELECT value FROM json_each(?))"
Value = TypeVar("Value")


def open_database(path: Path) -> sqlite3.Connection:
    """Open a database to read; refuses one that is missing, older, newer or foreign (see `bibdb.db.schema`)."""
    require_current(path)
    connection = open_read_only(path)
    connection.isolation_level = None
    connection.execute("PRAGMA query_only = ON")
    connection.create_function("fold", 1, lambda text: fold(text or ""), deterministic=True)
    return connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's own errors (a file that another program holds, or damaged) into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise refused(path, error) from error


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read inside be of one moment, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def works(connection: sqlite3.Connection, selection: Selection | None = None) -> Iterator[Work]:
    """Give the works that are selected, in its order; memory is bounded."""
    chosen = selection or Selection()
    sql, parameters = selected(chosen)
    with snapshot(connection):
        cursor = connection.execute(sql, parameters)
        while batch := [work_id for (work_id,) in cursor.fetchmany(_BATCH)]:
            yield from works_of(connection, batch, bare=chosen.bare)


def works_of(connection: sqlite3.Connection, ids: Sequence[int], *, bare: bool = False) -> Iterator[Work]:
    """Give the works with these ids, in this order: a handful of queries for all of them.

    `bare` leaves out where they are listed and what they are linked and tied to.
    """
    chosen = json.dumps(ids)
    rows = {row[0]: row[1:] for row in connection.execute(_WORKS, (chosen,))}
    editions = _editions(connection, chosen)
    aliases = _grouped(connection, _ALIASES, chosen, itemgetter(1))
    identifiers = _grouped(connection, _IDENTIFIERS, chosen, identifier_of)
    listings = {} if bare else _listings(connection, chosen)
    links = {} if bare else _grouped(connection, _LINKS, chosen, link_of)
    relations = {} if bare else _grouped(connection, _RELATIONS, chosen, _relation)
    for work_id in ids:
        key, kind, resolution, listed, cited, added_at = rows[work_id]
        own = editions[work_id]
        yield Work(
            key=key,
            type=WorkType(kind),
            resolution=Resolution(resolution),
            editions=tuple(own.values()),
            cited=own[cited],
            identifiers=tuple(identifiers.get(work_id, ())),
            aliases=tuple(aliases.get(work_id, ())),
            listings=tuple(listings.get(work_id, ())),
            links=_links(links.get(work_id, ()), kind, identifiers.get(work_id, ())),
            relations=tuple(relations.get(work_id, ())),
            added_at=None if added_at is None else moment(added_at),
            listed=bool(listed),
        )


def _links(found: Sequence[WorkLink], kind: str, known_as: Sequence[Identifier]) -> tuple[WorkLink, ...]:
    """Give a work's links, each once; a page that stands for a paper known by another name is its project."""
    links = dict.fromkeys(found)
    if kind != WorkType.PAPER or all(identifier.scheme is Scheme.URL for identifier in known_as):
        return tuple(links)
    return tuple(
        replace(link, kind=LinkKind.PROJECT) if link.kind is LinkKind.OTHER and link.role is LinkRole.SUBJECT else link
        for link in links
    )


_WORKS = f"SELECT id, key, type, resolution, listed, cited_edition_id, added_at FROM work WHERE id IN {_IDS}"  # noqa: S608
_ALIASES = f"SELECT work_id, key FROM alias WHERE work_id IN {_IDS} ORDER BY key"  # noqa: S608
_IDENTIFIERS = f"SELECT work_id, scheme, value FROM identifier WHERE work_id IN {_IDS} ORDER BY position"  # noqa: S608
_RELATIONS = f"""
    SELECT relation.work_id, relation.kind, other.key
    FROM relation JOIN work AS other ON other.id = relation.other_work_id
    WHERE relation.work_id IN {_IDS} ORDER BY relation.kind, other.key
"""  # noqa: S608
_LISTINGS = f"""
    SELECT entry.work_id, document.path, document.container, entry.line, section.path, entry.label, entry.date,
        entry.venue, entry.title, entry.authors, entry.tags, entry.note, document.id
    FROM entry JOIN document ON document.id = entry.document_id LEFT JOIN section ON section.id = entry.section_id
    WHERE entry.work_id IN {_IDS}
    ORDER BY document.position, document.container, document.path, entry.position
"""  # noqa: S608
_LINES = f"SELECT id, lines FROM document WHERE lines IS NOT NULL AND id IN {_IDS}"  # noqa: S608
_LINKS = f"""
    SELECT link.work_id, link.url, link.kind, link.text, link.role, link.document_id, link.position
    FROM link WHERE link.work_id IN {_IDS}
    UNION ALL
    SELECT entry.work_id, link.url, link.kind, link.text, link.role, link.document_id, link.position
    FROM entry JOIN link ON link.entry_id = entry.id AND link.work_id IS NULL
    WHERE entry.work_id IN {_IDS}
    ORDER BY 6, 7
"""  # noqa: S608
_EDITIONS = f"""
    SELECT work_id, id, {", ".join(EDITION_COLUMNS)} FROM edition WHERE work_id IN {_IDS} ORDER BY work_id, position
"""  # noqa: S608
_NAMES = f"""
    SELECT edition_id, name, given, family, suffix, literal, affiliation
    FROM {{}} WHERE edition_id IN {_IDS} ORDER BY edition_id, position
"""  # noqa: S608
_CATEGORIES = f"SELECT edition_id, term FROM category WHERE edition_id IN {_IDS} ORDER BY edition_id, position"  # noqa: S608


def _listings(connection: sqlite3.Connection, chosen: str) -> dict[int, list[Listing]]:
    """Give where works are listed; the lines of a dump's member, which may be many, are read once for all of them."""
    rows = connection.execute(_LISTINGS, (chosen,)).fetchall()
    documents = json.dumps(sorted({row[-1] for row in rows}))
    lines = {document: json.loads(found) for document, found in connection.execute(_LINES, (documents,))}
    groups: dict[int, list[Listing]] = defaultdict(list)
    for work_id, *row, document in rows:
        physical = lines.get(document, ())
        line = row[2]
        groups[work_id].append(listing_of(row, physical[line - 1] if 0 < line <= len(physical) else None))
    return groups


def _editions(connection: sqlite3.Connection, chosen: str) -> dict[int, dict[int, Edition]]:
    """Give the editions of the chosen works, by work and by their own id."""
    rows = connection.execute(_EDITIONS, (chosen,)).fetchall()
    ids = json.dumps([row[1] for row in rows])
    authors = _names(connection, "author", ids)
    editors = _names(connection, "editor", ids)
    categories = _grouped(connection, _CATEGORIES, ids, itemgetter(1))
    editions: dict[int, dict[int, Edition]] = defaultdict(dict)
    for row in rows:
        work_id, edition_id = row[:2]
        editions[work_id][edition_id] = edition_of(
            row[2:], authors.get(edition_id, ()), editors.get(edition_id, ()), categories.get(edition_id, ())
        )
    return editions


def _relation(row: Sequence[Any]) -> tuple[RelationKind, str]:
    return RelationKind(row[1]), str(row[2])


def _names(connection: sqlite3.Connection, table: str, editions: str) -> dict[int, list[Name]]:
    rows = connection.execute(_NAMES.format(table), (editions,))
    return {
        edition_id: [
            Name(display, given, family, suffix, literal == 1, affiliation)
            for _, display, given, family, suffix, literal, affiliation in own
        ]
        for edition_id, own in groupby(rows, itemgetter(0))
    }


def _grouped(
    connection: sqlite3.Connection, sql: str, chosen: str, make: Callable[[Sequence[Any]], Value]
) -> dict[int, list[Value]]:
    """Group what is made of rows by the first column."""
    groups: dict[int, list[Value]] = defaultdict(list)
    for row in connection.execute(sql, (chosen,) * sql.count("?")):
        groups[row[0]].append(make(row))
    return groups
