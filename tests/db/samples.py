"""A small fabricated collection, and the steps that store it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from bibdb.dates import PartialDate
from bibdb.db.engine import writing
from bibdb.db.settled import Changes, SettledWork
from bibdb.db.store import load_entries, load_links, save_document, save_record, save_run, save_works
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import (
    Document,
    Edition,
    EditionKind,
    Entry,
    Evidence,
    Fields,
    Link,
    LinkKind,
    LinkRole,
    Name,
    Record,
    RelationKind,
    Resolution,
    Section,
    WorkType,
)

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
ARXIV = Identifier(Scheme.ARXIV, "3001.00001", 2)
DOI = Identifier(Scheme.DOI, "10.1234/lists")
CODE = Identifier(Scheme.GITHUB, "los/lists")
AUTHORS = (Name("Zażółć Łoś", "Zażółć", "Łoś"), Name("The List Group", literal=True))

LISTS = Document(
    path="README.md",
    container="seeds/dump.txt",
    format="markdown",
    content=b"# Lists\n\nAll about lists.\n",
    blocks=(),
    title="Lists",
    lines=(11, 12, 13),
    sections=(
        Section("Papers", 1, 1, None, ("Papers",)),
        Section("Long ones", 2, 9, 0, ("Papers", "Long ones")),
    ),
    entries=(
        Entry(3, 5, 3, 0, "(2030 Apr) On Łists", "On Łists", PartialDate(2030, 4), note="- the *first* one\n"),
        Entry(7, 7, 7, 0, "lists: code", "lists", tags=("Paper Collection",), authors=("Z. Łoś",), venue="ListConf"),
        Entry(11, 11, 11, 1, "A title without a link", "A title without a link", key="own1", type=WorkType.PAPER),
    ),
    links=(
        Link(3, "https://arxiv.org/abs/3001.00001v2", "On Łists", LinkRole.SUBJECT, LinkKind.PAPER, ARXIV, 0, 0),
        Link(4, "https://example.org/talk", "talk", LinkRole.MENTION, LinkKind.VIDEO, None, 0, 0),
        Link(7, "https://github.com/los/lists", "lists", LinkRole.SUBJECT, LinkKind.CODE, CODE, 1, 0),
        Link(13, "https://example.org/", "more", LinkRole.MENTION, LinkKind.OTHER, None, None, 1),
    ),
)

RECORD = Record(
    identifier=ARXIV,
    source="arxiv",
    kind=EditionKind.PREPRINT,
    type=WorkType.PAPER,
    fields=Fields(title="On Łists", authors=AUTHORS, submitted=PartialDate(2030, 1, 2), comment="", version=2),
    retrieved_at=NOON,
    version=2,
    same_as=(DOI,),
)

PREPRINT = Edition(
    kind=EditionKind.PREPRINT,
    title="On Łists",
    authors=AUTHORS,
    abstract="We study lists that people keep, and find that naïve lists outlive clever ones.",
    submitted=PartialDate(2030, 1, 2),
    issued=PartialDate(2030, 1, 2),
    arxiv_id="3001.00001",
    version=2,
    updated=PartialDate(2030, 3, 4),
    primary_category="cs.DL",
    categories=("cs.DL", "cs.IR"),
    editors=(),
    keywords=(),
    withdrawn=False,
    comment="",
    url="https://arxiv.org/abs/3001.00001",
    origin={"title": "arxiv", "authors": "arxiv"},
)
PUBLICATION = Edition(
    kind=EditionKind.PUBLICATION,
    title="On Lists",
    authors=AUTHORS,
    editors=(Name("Ed Itor", "Ed", "Itor"),),
    issued=PartialDate(2031, 7),
    container_title="Proceedings of the List Conference",
    container_title_short="ListConf",
    keywords=("lists", "people"),
    doi="10.1234/lists",
    evidence=Evidence.PUBLISHER,
    origin={"title": "crossref"},
)

PAPER = SettledWork(
    key="los2030lists",
    aliases=("lists-old",),
    type=WorkType.PAPER,
    resolution=Resolution.RESOLVED,
    editions=(PREPRINT, PUBLICATION),
    cited=1,
    identifiers=((ARXIV, 0), (DOI, 1)),
)
SOFTWARE = SettledWork(
    key="lists",
    type=WorkType.SOFTWARE,
    resolution=Resolution.PARTIAL,
    editions=(Edition(kind=EditionKind.PUBLICATION, title="lists"),),
    identifiers=((CODE, 0),),
    relations=((RelationKind.CODE_OF, "los2030lists"),),
)
TITLE = SettledWork(
    key="own1",
    type=WorkType.PAPER,
    resolution=Resolution.LABEL,
    editions=(Edition(kind=EditionKind.PREPRINT, title="A title without a link"),),
)
WORKS = (PAPER, SOFTWARE, TITLE)


def attached(session: Session, works: Sequence[SettledWork] = WORKS) -> list[SettledWork]:
    """Give the works their entries and links by place: the first work the first entry, and so on."""
    entries = [entry.id for entry in load_entries(session)]
    subjects = {link.entry_id: link.id for link in load_links(session) if link.role is LinkRole.SUBJECT}
    return [
        replace(work, entry_ids=(entry,), link_ids=(subjects[entry],) if entry in subjects else ())
        for work, entry in zip(works, entries, strict=False)
    ]


def fill(path: Path, works: Sequence[SettledWork] = WORKS) -> Changes:
    """Make a database with the whole collection."""
    with writing(path) as sessions:
        with sessions.begin() as session:
            save_document(session, LISTS, NOON)
            save_record(session, RECORD)
        with sessions.begin() as session:
            changes = save_works(session, attached(session, works), NOON)
            if changes:
                save_run(session, NOON, NOON, {"works": len(works)})
    return changes


def digest(path: Path) -> str:
    """Give a digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
