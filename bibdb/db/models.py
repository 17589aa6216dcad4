"""The tables, as SQLModel classes: one class a table, columns in their storage form.

What SQLite stores is what stands here: text, integers and bytes (the tables are STRICT). Lists and mappings are JSON
text, moments ISO 8601 text in UTC (`2030-05-01T12:00:00Z`), dates ISO 8601 text with the precision that is known,
flags 0 or 1, enumerations their value. Only the modules behind `bibdb.db.store` make and change rows.
"""
# No `from __future__ import annotations` here: SQLModel reads the annotations as types.

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, LargeBinary
from sqlalchemy import text as sql
from sqlmodel import Field

from bibdb.db.columns import (
    STRICT,
    Base,
    a_number,
    a_text,
    flag,
    maybe_number,
    maybe_text,
    one_of,
    part_of,
    row_id,
    table,
    valid_json,
)
from bibdb.identifiers import Scheme
from bibdb.values import EditionKind, Evidence, LinkKind, LinkRole, RelationKind, Resolution, WorkType

__all__ = ["Base", "table"]


class Document(Base, table=True):
    """One list, with its bytes; `position` is its place among the lists, `lines` a dump's physical lines."""

    __tablename__ = "document"
    __table_args__ = (
        # Two indexes, as NULL is never equal to NULL: a file, and a member of a dump.
        Index("ix_document_path", "path", unique=True, sqlite_where=sql("container IS NULL")),
        Index("ix_document_container_path", "container", "path", unique=True),
        valid_json("lines"),
        STRICT,
    )

    id: int = row_id()
    container: str | None = maybe_text()
    path: str = a_text()
    format: str = a_text()
    title: str | None = maybe_text()
    sha256: str = a_text()
    read_at: str = a_text()
    position: int = a_number()
    lines: str | None = maybe_text()
    content: bytes = Field(sa_type=LargeBinary)


class Section(Base, table=True):
    """A heading of a document and what stands under it; `path` joins the titles from the top with ` > `."""

    __tablename__ = "section"
    __table_args__ = (STRICT,)

    id: int = row_id()
    document_id: int = part_of("document.id", index=True)
    parent_id: int | None = part_of("section.id", default=None, index=True)
    position: int = a_number()
    level: int = a_number()
    title: str = a_text()
    path: str = a_text()
    line: int = a_number()


class Entry(Base, table=True):
    """One item of a list, and the work that it is about."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_document_id_position", "document_id", "position"),
        valid_json("authors"),
        valid_json("tags"),
        valid_json("fields"),
        one_of("type", WorkType),
        STRICT,
    )

    id: int = row_id()
    document_id: int = part_of("document.id")
    section_id: int | None = part_of("section.id", "SET NULL", default=None, index=True)
    work_id: int | None = part_of("work.id", "SET NULL", default=None, index=True)
    position: int = a_number()
    line: int = a_number()
    end_line: int = a_number()
    label_end_line: int = a_number()
    label: str = a_text()
    date: str | None = maybe_text()
    venue: str | None = maybe_text()
    title: str | None = maybe_text()
    authors: str = a_text()
    tags: str = a_text()
    note: str = a_text()
    key: str | None = maybe_text()
    type: str | None = maybe_text()
    fields: str | None = maybe_text()


class Link(Base, table=True):
    """An external link of a document; `entry_id` is unknown for one in prose."""

    __tablename__ = "link"
    __table_args__ = (
        Index("ix_link_document_id_position", "document_id", "position"),
        Index("ix_link_scheme_value", "scheme", "value"),
        one_of("role", LinkRole),
        one_of("kind", LinkKind),
        one_of("scheme", Scheme),
        CheckConstraint("(scheme IS NULL) = (value IS NULL)", name="identifier"),
        STRICT,
    )

    id: int = row_id()
    document_id: int = part_of("document.id")
    section_id: int | None = part_of("section.id", "SET NULL", default=None, index=True)
    entry_id: int | None = part_of("entry.id", "SET NULL", default=None, index=True)
    work_id: int | None = part_of("work.id", "SET NULL", default=None, index=True)
    position: int = a_number()
    line: int = a_number()
    url: str = a_text(index=True)
    text: str = a_text()
    role: str = a_text()
    kind: str = a_text()
    scheme: str | None = maybe_text()
    value: str | None = maybe_text()
    version: int | None = maybe_number()


class Work(Base, table=True):
    """A citeable thing under its citation key; `listed` is 0 when no list names it any more."""

    __tablename__ = "work"
    __table_args__ = (
        # Deferred: work and edition point at each other, and are written in one transaction.
        ForeignKeyConstraint(
            ["cited_edition_id"],
            ["edition.id"],
            ondelete="SET NULL",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,  # breaks the circle when tables are sorted; SQLite gets it in CREATE TABLE all the same
        ),
        one_of("type", WorkType),
        one_of("resolution", Resolution),
        flag("listed"),
        STRICT,
    )

    id: int = row_id()
    key: str = a_text(unique=True)
    type: str = a_text()
    resolution: str = a_text()
    listed: int = a_number()
    cited_edition_id: int | None = Field(default=None, sa_type=Integer, index=True)
    added_at: str | None = maybe_text()


class Alias(Base, table=True):
    """Another citation key under which a work is known: a former one, or a person's own."""

    __tablename__ = "alias"
    __table_args__ = (STRICT,)

    key: str = a_text(primary_key=True)
    work_id: int = part_of("work.id", index=True)


class Edition(Base, table=True):
    """One life of a work: the claims that won; `origin` maps each field to its source.

    `known_empty` lists the fields of several values (authors, editors, categories) of which a source said that there
    are none; without it, no rows means unknown.
    """

    __tablename__ = "edition"
    __table_args__ = (
        Index("ix_edition_work_id_position", "work_id", "position"),
        one_of("kind", EditionKind),
        one_of("evidence", Evidence),
        valid_json("keywords"),
        valid_json("origin"),
        valid_json("known_empty"),
        flag("withdrawn"),
        flag("retracted"),
        STRICT,
    )

    id: int = row_id()
    work_id: int = part_of("work.id")
    position: int = a_number()
    kind: str = a_text()
    title: str | None = maybe_text()
    submitted: str | None = maybe_text()
    issued: str | None = maybe_text()
    container_title: str | None = maybe_text()
    container_title_short: str | None = maybe_text()
    event_title: str | None = maybe_text()
    collection_title: str | None = maybe_text()
    publisher: str | None = maybe_text()
    publisher_place: str | None = maybe_text()
    volume: str | None = maybe_text()
    issue: str | None = maybe_text()
    page: str | None = maybe_text()
    number: str | None = maybe_text()
    genre: str | None = maybe_text()
    edition: str | None = maybe_text()
    chapter_number: str | None = maybe_text()
    organization: str | None = maybe_text()
    entry_type: str | None = maybe_text()
    howpublished: str | None = maybe_text()
    isbn: str | None = maybe_text()
    issn: str | None = maybe_text()
    url: str | None = maybe_text()
    doi: str | None = maybe_text()
    language: str | None = maybe_text()
    keywords: str | None = maybe_text()
    arxiv_id: str | None = a_text(default=None, index=True)
    version: int | None = maybe_number()
    updated: str | None = maybe_text()
    primary_category: str | None = maybe_text()
    comment: str | None = maybe_text()
    journal_ref: str | None = maybe_text()
    license: str | None = maybe_text()
    withdrawn: int | None = maybe_number()
    retracted: int | None = maybe_number()
    note: str | None = maybe_text()
    evidence: str | None = maybe_text()
    origin: str = a_text()
    known_empty: str = a_text()
    abstract: str | None = maybe_text()  # the longest stands last: rows are read without it


class Person(Base):
    """A name on an edition, in order from 1; `literal` marks a collaboration."""

    edition_id: int = part_of("edition.id", primary_key=True)
    position: int = Field(primary_key=True, sa_type=Integer)
    name: str = a_text()
    given: str | None = maybe_text()
    family: str | None = maybe_text()
    suffix: str | None = maybe_text()
    literal: int = a_number()
    affiliation: str | None = maybe_text()


class Author(Person, table=True):
    """An author of an edition."""

    __tablename__ = "author"
    __table_args__ = (Index("ix_author_name", "name"), flag("literal"), STRICT)


class Editor(Person, table=True):
    """An editor of an edition's container."""

    __tablename__ = "editor"
    __table_args__ = (flag("literal"), STRICT)


class Category(Base, table=True):
    """A category of an edition (arXiv's), in order."""

    __tablename__ = "category"
    __table_args__ = (STRICT,)

    edition_id: int = part_of("edition.id", primary_key=True)
    position: int = Field(primary_key=True, sa_type=Integer)
    term: str = a_text(index=True)


class IdentifierRow(Base, table=True):
    """An identifier and the one work that it is of."""

    __tablename__ = "identifier"
    __table_args__ = (one_of("scheme", Scheme), STRICT)

    scheme: str = a_text(primary_key=True)
    value: str = a_text(primary_key=True)
    work_id: int = part_of("work.id", index=True)
    edition_id: int | None = part_of("edition.id", "SET NULL", default=None, index=True)
    position: int = a_number()


class Relation(Base, table=True):
    """A tie between two works that is not sameness."""

    __tablename__ = "relation"
    __table_args__ = (one_of("kind", RelationKind), STRICT)

    work_id: int = part_of("work.id", primary_key=True)
    kind: str = a_text(primary_key=True)
    other_work_id: int = part_of("work.id", primary_key=True, index=True)


class RecordRow(Base, table=True):
    """What one source said of one identifier; a changed answer adds a row."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_identifier", "scheme", "value", "source", "kind", "retrieved_at"),
        one_of("scheme", Scheme),
        one_of("kind", EditionKind),
        one_of("type", WorkType),
        one_of("evidence", Evidence),
        valid_json("fields"),
        valid_json("same_as"),
        valid_json("relations"),
        STRICT,
    )

    id: int = row_id()
    scheme: str = a_text()
    value: str = a_text()
    source: str = a_text()
    version: int | None = maybe_number()
    retrieved_at: str = a_text()
    kind: str = a_text()
    type: str = a_text()
    evidence: str | None = maybe_text()
    fields: str = a_text()
    same_as: str = a_text()
    relations: str = a_text()
    fingerprint: str = a_text()


class AnswerRow(Base, table=True):
    """Whether a source knows an identifier; without a row, it has not answered yet."""

    __tablename__ = "answer"
    __table_args__ = (
        one_of("scheme", Scheme),
        CheckConstraint("outcome IN ('found', 'not-found')", name="outcome"),
        STRICT,
    )

    scheme: str = a_text(primary_key=True)
    value: str = a_text(primary_key=True)
    source: str = a_text(primary_key=True)
    outcome: str = a_text()
    reason: str = a_text()
    answered_at: str = a_text()


class Indexed(Base, table=True):
    """The digest of what the search index holds of a work, so that only what changed is indexed anew."""

    __tablename__ = "indexed"
    __table_args__ = (STRICT,)

    work_id: int = part_of("work.id", primary_key=True)
    digest: str = a_text()


class SyncRun(Base, table=True):
    """A run of `sync` that changed something."""

    __tablename__ = "sync_run"
    __table_args__ = (valid_json("counts"), STRICT)

    id: int = row_id()
    started_at: str = a_text()
    finished_at: str = a_text()
    counts: str = a_text()
