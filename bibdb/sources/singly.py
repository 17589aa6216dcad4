"""The frame of a source that is asked for one thing after the other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.http import Http
from bibdb.sources.shapes import Clock, ask_each, now
from bibdb.values import Outcome, Query, Record

__all__ = ["Singly"]


class Singly(ABC):
    """A source with one request for each identifier, and by itself without a search."""

    name: ClassVar[str]
    schemes: ClassVar[frozenset[Scheme]]
    authoritative: ClassVar[bool] = True

    def __init__(self, http: Http, clock: Clock = now) -> None:
        """Ask through one connection; the clock dates the records."""
        self._http = http
        self._clock = clock

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Ask for one identifier after the other."""
        return ask_each(self.name, identifiers, self._ask)

    def search(self, query: Query) -> Sequence[Record]:
        """Give nothing: what is here is known by its address."""
        del query
        return []

    @abstractmethod
    def _ask(self, identifier: Identifier, /) -> Record | None:
        """Ask for one; None when there is no such thing. Raises Absent, Refused or Silence."""
