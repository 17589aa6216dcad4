"""The tables, as SQLModel classes: one class a table, columns in their storage form.

What SQLite stores is what stands here: text, integers and bytes (the tables are STRICT). Lists and mappings are JSON
text, moments ISO 8601 text in UTC (`2030-05-01T12:00:00Z`), dates ISO 8601 text with the precision that is known,
flags 0 or 1, enumerations their value. Only the modules behind `bibdb.db.store` make and change rows.
"""
# No `from __future__ import annotations` here: SQLModel reads the annotations as types.

from enum import StrEnum
from typing import Any, ClassVar, Literal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlmodel import Field, SQLModel

from bibdb.identifiers import Scheme
from bibdb.values import EditionKind, Evidence, LinkKind, LinkRole, RelationKind, Resolution, WorkType

STRICT = {"sqlite_strict": True}


class Base(SQLModel):
    """What all tables share: the metadata, whose constraints all have names (batch migrations need them)."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


def table(name: str) -> Table:
    """Give a table of the schema by its name."""
    return Base.metadata.tables[name]


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _json(column: str) -> CheckConstraint:
    # json_valid(NULL) is 0 in SQLite before 3.45.
    return CheckConstraint(f"{column} IS NULL OR json_valid({column})", name=column)


def _flag(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


def _id() -> Any:  # noqa: ANN401 - SQLModel's fields are typed by their annotation
    return Field(primary_key=True, sa_type=Integer)


def _part(target: str, action: Literal["CASCADE", "SET NULL"] = "CASCADE", **options: Any) -> Any:  # noqa: ANN401 - as `_id`
    return Field(foreign_key=target, ondelete=action, sa_type=Integer, **options)


def _text(**options: Any) -> Any:  # noqa: ANN401 - as `_id`
    return Field(sa_type=Text, **options)


def _maybe() -> Any:  # noqa: ANN401 - as `_id`
    return Field(default=None, sa_type=Text)


def _number() -> Any:  # noqa: ANN401 - as `_id`
    return Field(sa_type=Integer)


def _maybe_number() -> Any:  # noqa: ANN401 - as `_id`
    return Field(default=None, sa_type=Integer)


class Document(Base, table=True):
    """One list, with its bytes; `position` is its place among the lists, `lines` a dump's physical lines."""

    __tablename__ = "document"
    __table_args__ = (
        # Two indexes, as NULL is never equal to NULL: a file, and a member of a dump.
        Index("ix_document_path", "path", unique=True, sqlite_where=text("container IS NULL")),
        Index("ix_document_container_path", "container", "path", unique=True),
        _json("lines"),
        STRICT,
    )

    id: int = _id()
    container: str | None = _maybe()
    path: str = _text()
    format: str = _text()
    title: str | None = _maybe()
    sha256: str = _text()
    read_at: str = _text()
    position: int = _number()
    lines: str | None = _maybe()
    content: bytes = Field(sa_type=LargeBinary)


class Section(Base, table=True):
    """A heading of a document and what stands under it; `path` joins the titles from the top with ` > `."""

    __tablename__ = "section"
    __table_args__ = (STRICT,)

    id: int = _id()
    document_id: int = _part("document.id", index=True)
    parent_id: int | None = _part("section.id", default=None, index=True)
    position: int = _number()
    level: int = _number()
    title: str = _text()
    path: str = _text()
    line: int = _number()


class Entry(Base, table=True):
    """One item of a list, and the work that it is about."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_document_id_position", "document_id", "position"),
        _json("authors"),
        _json("tags"),
        _json("fields"),
        _one_of("type", WorkType),
        STRICT,
    )

    id: int = _id()
    document_id: int = _part("document.id")
    section_id: int | None = _part("section.id", "SET NULL", default=None, index=True)
    work_id: int | None = _part("work.id", "SET NULL", default=None, index=True)
    position: int = _number()
    line: int = _number()
    end_line: int = _number()
    label_end_line: int = _number()
    label: str = _text()
    date: str | None = _maybe()
    venue: str | None = _maybe()
    title: str | None = _maybe()
    authors: str = _text()
    tags: str = _text()
    note: str = _text()
    key: str | None = _maybe()
    type: str | None = _maybe()
    fields: str | None = _maybe()


class Link(Base, table=True):
    """An external link of a document; `entry_id` is unknown for one in prose."""

    __tablename__ = "link"
    __table_args__ = (
        Index("ix_link_document_id_position", "document_id", "position"),
        Index("ix_link_scheme_value", "scheme", "value"),
        _one_of("role", LinkRole),
        _one_of("kind", LinkKind),
        _one_of("scheme", Scheme),
        CheckConstraint("(scheme IS NULL) = (value IS NULL)", name="identifier"),
        STRICT,
    )

    id: int = _id()
    document_id: int = _part("document.id")
    section_id: int | None = _part("section.id", "SET NULL", default=None, index=True)
    entry_id: int | None = _part("entry.id", "SET NULL", default=None, index=True)
    work_id: int | None = _part("work.id", "SET NULL", default=None, index=True)
    position: int = _number()
    line: int = _number()
    url: str = _text(index=True)
    text: str = _text()
    role: str = _text()
    kind: str = _text()
    scheme: str | None = _maybe()
    value: str | None = _maybe()
    version: int | None = _maybe_number()


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
        _one_of("type", WorkType),
        _one_of("resolution", Resolution),
        _flag("listed"),
        STRICT,
    )

    id: int = _id()
    key: str = _text(unique=True)
    type: str = _text()
    resolution: str = _text()
    listed: int = _number()
    cited_edition_id: int | None = Field(default=None, sa_type=Integer, index=True)
    added_at: str | None = _maybe()


class Alias(Base, table=True):
    """Another citation key under which a work is known: a former one, or a person's own."""

    __tablename__ = "alias"
    __table_args__ = (STRICT,)

    key: str = _text(primary_key=True)
    work_id: int = _part("work.id", index=True)


class Edition(Base, table=True):
    """One life of a work: the claims that won; `origin` maps each field to its source.

    `known_empty` lists the fields of several values (authors, editors, categories) of which a source said that there
    are none; without it, no rows means unknown.
    """

    __tablename__ = "edition"
    __table_args__ = (
        Index("ix_edition_work_id_position", "work_id", "position"),
        _one_of("kind", EditionKind),
        _one_of("evidence", Evidence),
        _json("keywords"),
        _json("origin"),
        _json("known_empty"),
        _flag("withdrawn"),
        _flag("retracted"),
        STRICT,
    )

    id: int = _id()
    work_id: int = _part("work.id")
    position: int = _number()
    kind: str = _text()
    title: str | None = _maybe()
    submitted: str | None = _maybe()
    issued: str | None = _maybe()
    container_title: str | None = _maybe()
    container_title_short: str | None = _maybe()
    event_title: str | None = _maybe()
    collection_title: str | None = _maybe()
    publisher: str | None = _maybe()
    publisher_place: str | None = _maybe()
    volume: str | None = _maybe()
    issue: str | None = _maybe()
    page: str | None = _maybe()
    number: str | None = _maybe()
    genre: str | None = _maybe()
    isbn: str | None = _maybe()
    issn: str | None = _maybe()
    url: str | None = _maybe()
    doi: str | None = _maybe()
    language: str | None = _maybe()
    keywords: str | None = _maybe()
    arxiv_id: str | None = _text(default=None, index=True)
    version: int | None = _maybe_number()
    updated: str | None = _maybe()
    primary_category: str | None = _maybe()
    comment: str | None = _maybe()
    journal_ref: str | None = _maybe()
    license: str | None = _maybe()
    withdrawn: int | None = _maybe_number()
    retracted: int | None = _maybe_number()
    note: str | None = _maybe()
    evidence: str | None = _maybe()
    origin: str = _text()
    known_empty: str = _text()
    abstract: str | None = _maybe()  # the longest stands last: rows are read without it


class Author(Base, table=True):
    """An author of an edition, in order; `literal` marks a collaboration."""

    __tablename__ = "author"
    __table_args__ = (_flag("literal"), STRICT)

    edition_id: int = _part("edition.id", primary_key=True)
    position: int = Field(primary_key=True, sa_type=Integer)
    name: str = _text(index=True)
    given: str | None = _maybe()
    family: str | None = _maybe()
    suffix: str | None = _maybe()
    literal: int = _number()
    affiliation: str | None = _maybe()


class Editor(Base, table=True):
    """An editor of an edition's container, in order."""

    __tablename__ = "editor"
    __table_args__ = (_flag("literal"), STRICT)

    edition_id: int = _part("edition.id", primary_key=True)
    position: int = Field(primary_key=True, sa_type=Integer)
    name: str = _text()
    given: str | None = _maybe()
    family: str | None = _maybe()
    suffix: str | None = _maybe()
    literal: int = _number()
    affiliation: str | None = _maybe()


class Category(Base, table=True):
    """A category of an edition (arXiv's), in order."""

    __tablename__ = "category"
    __table_args__ = (STRICT,)

    edition_id: int = _part("edition.id", primary_key=True)
    position: int = Field(primary_key=True, sa_type=Integer)
    term: str = _text(index=True)


class IdentifierRow(Base, table=True):
    """An identifier and the one work that it is of."""

    __tablename__ = "identifier"
    __table_args__ = (_one_of("scheme", Scheme), STRICT)

    scheme: str = _text(primary_key=True)
    value: str = _text(primary_key=True)
    work_id: int = _part("work.id", index=True)
    edition_id: int | None = _part("edition.id", "SET NULL", default=None, index=True)
    position: int = _number()


class Relation(Base, table=True):
    """A tie between two works that is not sameness."""

    __tablename__ = "relation"
    __table_args__ = (_one_of("kind", RelationKind), STRICT)

    work_id: int = _part("work.id", primary_key=True)
    kind: str = _text(primary_key=True)
    other_work_id: int = _part("work.id", primary_key=True, index=True)


class RecordRow(Base, table=True):
    """What one source said of one identifier; a changed answer adds a row."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_identifier", "scheme", "value", "source", "kind", "retrieved_at"),
        _one_of("scheme", Scheme),
        _one_of("kind", EditionKind),
        _one_of("type", WorkType),
        _one_of("evidence", Evidence),
        _json("fields"),
        _json("same_as"),
        _json("relations"),
        STRICT,
    )

    id: int = _id()
    scheme: str = _text()
    value: str = _text()
    source: str = _text()
    version: int | None = _maybe_number()
    retrieved_at: str = _text()
    kind: str = _text()
    type: str = _text()
    evidence: str | None = _maybe()
    fields: str = _text()
    same_as: str = _text()
    relations: str = _text()
    fingerprint: str = _text()


class AnswerRow(Base, table=True):
    """Whether a source knows an identifier; without a row, it has not answered yet."""

    __tablename__ = "answer"
    __table_args__ = (
        _one_of("scheme", Scheme),
        CheckConstraint("outcome IN ('found', 'not-found')", name="outcome"),
        STRICT,
    )

    scheme: str = _text(primary_key=True)
    value: str = _text(primary_key=True)
    source: str = _text(primary_key=True)
    outcome: str = _text()
    reason: str = _text()
    answered_at: str = _text()


class Indexed(Base, table=True):
    """The digest of what the search index holds of a work, so that only what changed is indexed anew."""

    __tablename__ = "indexed"
    __table_args__ = (STRICT,)

    work_id: int = _part("work.id", primary_key=True)
    digest: str = _text()


class SyncRun(Base, table=True):
    """A run of `sync` that changed something."""

    __tablename__ = "sync_run"
    __table_args__ = (_json("counts"), STRICT)

    id: int = _id()
    started_at: str = _text()
    finished_at: str = _text()
    counts: str = _text()
