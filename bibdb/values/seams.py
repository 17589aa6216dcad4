"""The seams of the house: what a reader, a source and a writer are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Protocol, runtime_checkable

from bibdb.identifiers import Identifier, Scheme
from bibdb.values.lists import Document
from bibdb.values.works import Work
from bibdb.values.world import Outcome, Query, Record

__all__ = [
    "Facts",
    "Foreseeing",
    "ListWriter",
    "Reader",
    "Source",
    "Writer",
]


Facts = Mapping[int, Work]
"""For each entry of a document (its index), the work that it is about."""

Reader = Callable[[bytes, PurePath], Iterator[Document]]
Writer = Callable[[Iterable[Work]], Iterator[str]]
ListWriter = Callable[[Document, Facts], str]


class Source(Protocol):
    """A service (or file) that knows works: the two things it can be asked."""

    @property
    def name(self) -> str:
        """The name under which its records are kept."""
        ...

    @property
    def authoritative(self) -> bool:
        """Whether its *not found* means that there is none; a snapshot's only means: ask the next."""
        ...

    @property
    def schemes(self) -> frozenset[Scheme]:
        """The schemes of identifiers that it can be asked for."""
        ...

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Ask for identifiers, in as few requests as it allows: exactly one outcome each, in any order."""
        ...

    def search(self, query: Query) -> Sequence[Record]:
        """Ask for works by title; the best first. A source that cannot search gives none."""
        ...


@runtime_checkable
class Foreseeing(Protocol):
    """A source that goes through all it has for one search, and can do so once for many."""

    def foresee(self, queries: Sequence[Query]) -> None:
        """Be told what will be searched for."""
        ...
