"""The frozen values that pass between the database and those who settle what the lists and the world say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier
from bibdb.values import Edition, Fields, LinkKind, LinkRole, RelationKind, Resolution, WorkType


class Status(StrEnum):
    """What became of something that was saved."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class AnswerKind(StrEnum):
    """What a source answered; silence is no answer."""

    FOUND = "found"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What saving a document changed: of its entries, how many are new, updated in what they say, unchanged, gone."""

    document_id: int
    status: Status
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source last answered about an identifier, and since when it says so."""

    kind: AnswerKind
    reason: str
    answered_at: datetime


Answers: TypeAlias = Mapping[tuple[Identifier, str], Answer]
"""The last answers, by identifier and source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """A stored entry; `section` is the path of titles from the top, `work_key` the work it has been given."""

    id: int
    document_id: int
    document: str
    container: str | None
    position: int
    section: tuple[str, ...]
    line: int
    end_line: int
    label_end_line: int
    label: str
    title: str | None
    date: PartialDate | None
    venue: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    note: str
    key: str | None
    type: WorkType | None
    fields: Fields | None
    work_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A stored link; `entry_id` is None in prose, `in_label` says that it stands in its entry's label."""

    id: int
    document_id: int
    document: str
    container: str | None
    entry_id: int | None
    line: int
    url: str
    text: str
    role: LinkRole
    kind: LinkKind
    identifier: Identifier | None
    in_label: bool
    work_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A stored work, as far as settling needs to know it."""

    id: int
    key: str
    type: WorkType
    resolution: Resolution
    listed: bool
    added_at: datetime | None
    aliases: tuple[str, ...]
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledWork:
    """A work as it shall be stored.

    It is the stored work that shares an identifier (the one with its key, if there are several), else the one that has
    its key, else one that has an alias as its key. `cited` is an index into `editions`; an identifier stands with the
    index of the edition it is of, or None. Relations name the other work by its key. Without `added_at` a stored work
    keeps its own.
    """

    key: str
    type: WorkType
    resolution: Resolution
    editions: tuple[Edition, ...]
    cited: int = 0
    listed: bool = True
    added_at: datetime | None = None
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[Identifier, int | None], ...] = ()
    relations: tuple[tuple[RelationKind, str], ...] = ()
    entry_ids: tuple[int, ...] = ()
    link_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What saving works changed: the keys that are new, updated, and no longer named by any list since this time."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.new or self.updated or self.unlisted or self.gone)
