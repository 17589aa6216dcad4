"""The collection in Python: `with Library() as library: …`. Everything here only reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from bibdb.db import holdings, lookup, read, sql
from bibdb.db import search as index
from bibdb.db.holdings import Status, StoredDocument
from bibdb.db.location import Location, path_of
from bibdb.db.search import Hit
from bibdb.db.selection import Order, Selection
from bibdb.db.sql import Rows
from bibdb.values import Record, Work

__all__ = ["Hit", "Library", "Order", "Rows", "Selection", "Status", "StoredDocument"]


class Library:
    """A collection, opened to read.

    `location` is a path or a `sqlite:///` URL. Raises DatabaseError (and its kinds) when there is no database that
    this bibdb can read, and leaves the file as it is. Works and rows come as they are asked for, so that a large
    collection needs little memory; close the library, or use it in a `with` block.
    """

    def __init__(self, location: Location = "data.sqlite") -> None:
        """Open the collection."""
        self._path = path_of(location)
        with read.explained(self._path):
            self._connection = read.open_database(self._path)

    def __enter__(self) -> Self:
        """Give the library itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the library."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
        """Run a query against the views (`docs/schema.md`); QueryError when it is wrong or would write."""
        return sql.run(self._path, query, parameters)

    def works(self, selection: Selection | None = None) -> Iterator[Work]:
        """Give the works that are selected, all without a selection."""
        with read.explained(self._path):
            yield from read.works(self._connection, selection)

    def work(self, name: str) -> Work:
        """Give one work by key, alias, identifier (in any form) or URL; NotFoundError names the nearest keys."""
        with read.explained(self._path):
            return lookup.find(self._connection, name)

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Find works by words, the best first.

        All words must be found, in titles, authors, abstracts, notes, labels, keys or venues; `"two words"` stand
        together, `begin*` may go on, `-word` must not be there; `author:`, `title:`, `abstract:`, `note:` say where,
        `year:2024` or `year:2020-2024` when. Case and accents do not count.
        """
        with read.explained(self._path):
            return index.search(self._connection, text, limit)

    def documents(self) -> Iterator[StoredDocument]:
        """Give the lists as they were read, with their bytes."""
        with read.explained(self._path):
            yield from holdings.documents(self._connection)

    def facts(self, document_id: int) -> dict[int, Work]:
        """Give the work of each entry of a list, by the entry's place in it (from 0)."""
        with read.explained(self._path):
            return holdings.facts(self._connection, document_id)

    def records(self) -> Iterator[Record]:
        """Give what each source last said of each identifier: what `export records` writes."""
        with read.explained(self._path):
            yield from holdings.records(self._connection)

    def status(self) -> Status:
        """Count what the collection holds."""
        with read.explained(self._path):
            return holdings.status(self._connection)
