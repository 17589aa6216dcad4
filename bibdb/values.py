"""The frozen values that the rooms of the house hand to each other.

Everything here is data without behaviour that matters: no database, no network, no files. Text is Unicode;
lines are counted from 1; bibliographic fields carry the names of CSL's variables. In `Fields`, None means
*unknown* (nobody said) and an empty string or tuple means *known to be empty* (the source said: there is none).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Protocol

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme

# ---------------------------------------------------------------- what a person wrote


class BlockRole(StrEnum):
    """What a run of a document's bytes is there for; a closed list."""

    HEADING = "heading"
    ENTRY = "entry"
    NOTE = "note"
    PROSE = "prose"
    TABLE_ROW = "table row"
    IMAGE = "image"
    CODE = "code"
    BLANK = "blank"
    FRONT_MATTER = "front matter"


class LinkRole(StrEnum):
    """Whether a link is what its entry is about, or is only spoken of."""

    SUBJECT = "subject"
    MENTION = "mention"


class LinkKind(StrEnum):
    """What a link is for."""

    PAPER = "paper"
    CODE = "code"
    DATA = "data"
    MODEL = "model"
    PROJECT = "project"
    DEMO = "demo"
    SLIDES = "slides"
    VIDEO = "video"
    POSTER = "poster"
    REVIEW = "review"
    DISCUSSION = "discussion"
    POST = "post"
    LIST = "list"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a document's bytes with one role; the blocks of a document, put together, are the document."""

    role: BlockRole
    line: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `parent` is an index into `Document.sections`."""

    title: str
    level: int
    line: int
    parent: int | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An external link or identifier of a document. `entry` and `section` are indexes into the document's lists.

    `url` is as written (mended where it was broken and its meaning is plain; the canonical one where only an
    identifier stands in the text). A subject link is what its entry is about: each entry has at most one; its
    other links are mentions with a kind.
    """

    line: int
    url: str
    text: str
    role: LinkRole
    kind: LinkKind = LinkKind.OTHER
    identifier: Identifier | None = None
    entry: int | None = None
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a reading list.

    `label` is the entry's own text as written, without its notes and without markup; `title`, `date`, `venue`,
    `authors` and `tags` are taken from it. `note` is what the person wrote about it, as written. `end_line` is the
    last line that belongs to it, notes included; `label_end_line` the last line of the label itself. `key` is the
    person's own citation key and `fields` what a bibliographic file says (None for prose lists).
    """

    line: int
    end_line: int
    label_end_line: int
    section: int | None
    label: str
    title: str | None = None
    date: PartialDate | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    key: str | None = None
    fields: Fields | None = None
    type: WorkType | None = None


class Severity(StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about one place: `rule` is a short stable name, `message` one sentence."""

    rule: str
    message: str
    line: int
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Document:
    """One list: a file, or a member file of a repository dump (then `container` names the dump).

    `lines` gives, for a member of a dump, the physical line in the dump of each of the member's lines (index 0 is
    line 1); it is empty where both are the same. `content` is the document's bytes, equal to the joined blocks.
    """

    path: str
    format: str
    content: bytes
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    entries: tuple[Entry, ...] = ()
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()
    container: str | None = None
    title: str | None = None
    lines: Sequence[int] = ()

    def locus(self, line: int) -> str:
        """Name a place for a person: `README.md:7`, or `seeds/dump.txt:324 (README.md:128)` inside a dump."""
        physical = self.lines[line - 1] if 0 < line <= len(self.lines) else line
        return _locus(self.container, physical, self.path, line)


def _locus(container: str | None, physical: int | None, path: str, line: int) -> str:
    place = f"{path}:{line}"
    if container is None:
        return place
    return f"{container} ({place})" if physical is None else f"{container}:{physical} ({place})"


# ---------------------------------------------------------------- what the world said


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
    """Bibliographic fields under CSL's names; None is unknown, empty is known to be none."""

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


# ---------------------------------------------------------------- what follows from both


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
        return _locus(self.container, self.physical_line, self.document, self.line)


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


# ---------------------------------------------------------------- the seams

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
