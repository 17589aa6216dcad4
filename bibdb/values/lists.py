"""What a person wrote: documents with their blocks, sections, entries and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier
from bibdb.values.world import Fields, WorkType

__all__ = [
    "Block",
    "BlockRole",
    "Document",
    "Entry",
    "Finding",
    "Link",
    "LinkKind",
    "LinkRole",
    "Section",
    "Severity",
    "locus_of",
]


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
        return locus_of(self.container, physical, self.path, line)


def locus_of(container: str | None, physical: int | None, path: str, line: int) -> str:
    """Name a place by file and line; inside a dump by the dump's line, with the member's behind it."""
    place = f"{path}:{line}"
    if container is None:
        return place
    return f"{container} ({place})" if physical is None else f"{container}:{physical} ({place})"
