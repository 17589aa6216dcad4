"""What the world said: names, fields, records, and the outcomes of asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier

__all__ = [
    "EditionKind",
    "Evidence",
    "Fields",
    "Found",
    "Name",
    "NotFound",
    "Outcome",
    "Query",
    "Record",
    "RelationKind",
    "Resolution",
    "Unavailable",
    "WorkType",
]


class WorkType(StrEnum):
    """What a work is."""

    PAPER = "paper"
    BOOK = "book"
    CHAPTER = "chapter"
    THESIS = "thesis"
    REPORT = "report"
    SOFTWARE = "software"
    MODEL = "model"
    DATASET = "dataset"
    WEBPAGE = "webpage"
    VIDEO = "video"
    COURSE = "course"
    POST = "post"

    @property
    def citeable(self) -> bool:
        """Whether a bibliography holds it without being asked to."""
        return self not in {WorkType.WEBPAGE, WorkType.VIDEO, WorkType.COURSE, WorkType.POST}


class EditionKind(StrEnum):
    """One life of a work."""

    PREPRINT = "preprint"
    PUBLICATION = "publication"


class Resolution(StrEnum):
    """How much is known of a work."""

    RESOLVED = "resolved"  # a source answered, with all it can give
    PARTIAL = "partial"  # a source answered, and could give more
    PENDING = "pending"  # a source could know it and has not answered yet
    LABEL = "label"  # known by its label (and URL) alone
    NOT_FOUND = "not-found"  # the sources answered: there is none


class Evidence(StrEnum):
    """Who says that a work was published."""

    PUBLISHER = "publisher"
    AGGREGATOR = "aggregator"
    AUTHOR = "author"


class RelationKind(StrEnum):
    """A tie between works (or identifiers) that is not sameness."""

    CODE_OF = "code-of"
    PROJECT_OF = "project-of"
    SUPERSEDES = "supersedes"
    PART_OF = "part-of"
    RETRACTS = "retracts"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written on a paper. `display` is always there; the parts where a source gave them.

    `literal` marks a collaboration or other name without parts. `given` may include particles' words as written;
    CSL's non-dropping particles stay at the head of `family` (`van der Maaten`).
    """

    display: str
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    literal: bool = False
    affiliation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Bibliographic fields under CSL's names; None is unknown, empty is known to be none.

    `entry_type`, `organization` and `howpublished` are what a person's bibliographic file says beyond CSL: its own type
    of entry (`inbook`, `manual`), who held or sponsored beside the publisher, and how an unusual work was made public.
    """

    title: str | None = None
    authors: tuple[Name, ...] | None = None
    editors: tuple[Name, ...] | None = None
    abstract: str | None = None
    submitted: PartialDate | None = None
    issued: PartialDate | None = None
    container_title: str | None = None
    container_title_short: str | None = None
    event_title: str | None = None
    collection_title: str | None = None
    publisher: str | None = None
    publisher_place: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    number: str | None = None
    genre: str | None = None
    edition: str | None = None
    chapter_number: str | None = None
    organization: str | None = None
    entry_type: str | None = None
    howpublished: str | None = None
    isbn: str | None = None
    issn: str | None = None
    url: str | None = None
    doi: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] | None = None
    # arXiv
    arxiv_id: str | None = None
    version: int | None = None
    updated: PartialDate | None = None
    primary_category: str | None = None
    categories: tuple[str, ...] | None = None
    comment: str | None = None
    journal_ref: str | None = None
    license: str | None = None
    withdrawn: bool | None = None
    retracted: bool | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one source said of one identifier at one time.

    `kind` says which edition it speaks of. `same_as` are other identifiers of the same work that it names;
    `relations` other ties. `evidence` stands on records of a publication. `fingerprint` is a digest of the answer's
    content, not of its time, where somebody has made it (`serial.fingerprint`).
    """

    identifier: Identifier
    source: str
    kind: EditionKind
    type: WorkType
    fields: Fields
    retrieved_at: datetime
    version: int | None = None
    same_as: tuple[Identifier, ...] = ()
    relations: tuple[tuple[RelationKind, Identifier], ...] = ()
    evidence: Evidence | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The source knows the identifier."""

    record: Record


@dataclass(frozen=True, slots=True)
class NotFound:
    """The source answered, and there is none (or the identifier is refused as malformed: `reason`)."""

    identifier: Identifier
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The source did not answer; `reason` is a sentence for people. Never the same as NotFound."""

    identifier: Identifier
    source: str
    reason: str
    retry_at: datetime | None = None


Outcome = Found | NotFound | Unavailable


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought when no identifier is known.

    Of a repository that carries a paper's name, `owner` is whose it is, `about` what it says of itself, and `cites`
    what it asks to be cited for it.
    """

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    owner: str = ""
    about: str = ""
    cites: tuple[Identifier, ...] = ()
