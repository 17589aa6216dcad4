"""What follows from lists and records: works, their editions, and where they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bibdb.identifiers import Identifier, Scheme
from bibdb.values.lists import LinkKind, LinkRole, locus_of
from bibdb.values.world import EditionKind, Evidence, Fields, RelationKind, Resolution, WorkType

__all__ = [
    "Edition",
    "Listing",
    "Work",
    "WorkLink",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(Fields):
    """One life of a work: the winning claims. `origin` says for each field which record (`source`) won it."""

    kind: EditionKind
    evidence: Evidence | None = None
    origin: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Where a work is listed: one entry, with the person's words about it.

    `line` is the document's own; `physical_line` that of the dump (`container`) which holds the document.
    """

    document: str
    container: str | None
    line: int
    section: str
    label: str
    date: str | None
    venue: str | None
    title: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    note: str
    physical_line: int | None = None

    @property
    def locus(self) -> str:
        """Name the place for a person, as `Document.locus` does."""
        return locus_of(self.container, self.physical_line, self.document, self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLink:
    """A link that belongs to a work, as a list gave it."""

    url: str
    kind: LinkKind
    text: str = ""
    role: LinkRole = LinkRole.SUBJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A citeable thing: one or more editions under one citation key.

    `cited` is the edition that a bibliography cites (the publication where there is one); every work has at least
    one edition, if only from its label. `listed` is false for a work that no list names any more.
    """

    key: str
    type: WorkType
    resolution: Resolution
    editions: tuple[Edition, ...]
    cited: Edition
    identifiers: tuple[Identifier, ...] = ()
    aliases: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    links: tuple[WorkLink, ...] = ()
    relations: tuple[tuple[RelationKind, str], ...] = ()
    added_at: datetime | None = None
    listed: bool = True

    def edition(self, kind: EditionKind) -> Edition | None:
        """Give the edition of that kind, if the work has one."""
        return next((edition for edition in self.editions if edition.kind is kind), None)

    def identifier(self, scheme: Scheme) -> Identifier | None:
        """Give the first identifier of that scheme."""
        return next((identifier for identifier in self.identifiers if identifier.scheme is scheme), None)
