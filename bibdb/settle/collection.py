"""What settling starts from: the rows of the lists, the records of the sources, the works as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bibdb.components import Node, label_node
from bibdb.db.settled import EntryRow, LinkRow, WorkRow
from bibdb.identifiers import Identifier
from bibdb.merge import Claim, cited
from bibdb.resolve import STAND_INS
from bibdb.text import fold
from bibdb.values import Edition, LinkRole, Record, WorkType

__all__ = ["Collection", "Draft", "subject_link", "subject_nodes"]


@dataclass(frozen=True)
class Collection:
    """Everything that settling needs: the lists' rows, the sources' records, and the works as they were.

    `silent` are the identifiers for which a source was asked just now and did not answer.
    """

    entries: Sequence[EntryRow]
    links: Sequence[LinkRow]
    records: Sequence[Record]
    not_found: frozenset[Identifier] = frozenset()
    works: Sequence[WorkRow] = ()
    silent: frozenset[Identifier] = frozenset()

    @cached_property
    def records_of(self) -> Mapping[Identifier, list[Record]]:
        """Give the records of each identifier."""
        by_identifier: dict[Identifier, list[Record]] = {}
        for record in self.records:
            by_identifier.setdefault(record.identifier, []).append(record)
        return by_identifier

    @cached_property
    def unanswered(self) -> frozenset[Identifier]:
        """Give the silent identifiers of which nobody but an aggregator, or the address itself, has spoken."""
        return frozenset(
            identifier
            for identifier in self.silent
            if all(record.source in STAND_INS | {"local"} for record in self.records_of.get(identifier, ()))
        )

    @cached_property
    def links_of(self) -> Mapping[int, list[LinkRow]]:
        """Give the links of each entry."""
        by_entry: dict[int, list[LinkRow]] = {}
        for link in self.links:
            if link.entry_id is not None:
                by_entry.setdefault(link.entry_id, []).append(link)
        return by_entry


@dataclass(slots=True)
class Draft:
    """A work in the making."""

    nodes: list[Node]
    entries: list[EntryRow] = field(default_factory=list)
    mentions: list[LinkRow] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    editions: tuple[Edition, ...] = ()
    type: WorkType = WorkType.PAPER
    key: str = ""

    @property
    def identifiers(self) -> list[Identifier]:
        """Give the identifiers among the nodes."""
        return [node for node in self.nodes if isinstance(node, Identifier)]

    @property
    def listed(self) -> bool:
        """Whether a list names it."""
        return bool(self.entries or self.mentions)

    @property
    def edition(self) -> Edition:
        """Give the edition to cite."""
        return self.editions[cited(self.editions)]


def subject_nodes(collection: Collection) -> dict[int, Node]:
    """Give the node that each entry is about: its subject's identifier, or its folded label."""
    nodes: dict[int, Node] = {}
    for entry in collection.entries:
        subject = subject_link(collection, entry)
        named = subject.identifier if subject is not None else None
        nodes[entry.id] = named if named is not None else label_node(fold(entry.title or entry.label))
    return nodes


def subject_link(collection: Collection, entry: EntryRow) -> LinkRow | None:
    """Give the link that an entry is about, if it has one."""
    links = collection.links_of.get(entry.id, ())
    return next((link for link in links if link.role is LinkRole.SUBJECT), None)
