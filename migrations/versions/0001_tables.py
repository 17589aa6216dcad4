"""The tables and the search index.

Revision: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# `bibd` in ASCII: tells a bibdb database from any other file that Alembic has made.
APPLICATION_ID = 0x62696264

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
    title, authors, abstract, notes, extra, tokenize = 'unicode61 remove_diacritics 2'
)
"""

# What the enumerations of `bibdb.values` held at this revision.
SCHEMES = (
    "'arxiv', 'doi', 'openreview', 'acl', 'pmlr', 'cvf', 'neurips', 'dblp', 'github', 'huggingface', "
    "'youtube', 'isbn', 'url'"
)
WORK_TYPES = (
    "'paper', 'book', 'chapter', 'thesis', 'report', 'software', 'model', 'dataset', 'webpage', 'video', "
    "'course', 'post'"
)
LINK_KINDS = (
    "'paper', 'code', 'data', 'model', 'project', 'demo', 'slides', 'video', 'poster', 'review', "
    "'discussion', 'post', 'list', 'other'"
)
LINK_ROLES = "'subject', 'mention'"
EDITION_KINDS = "'preprint', 'publication'"
EVIDENCE = "'publisher', 'aggregator', 'author'"
RESOLUTIONS = "'resolved', 'partial', 'pending', 'label', 'not-found'"
RELATION_KINDS = "'code-of', 'project-of', 'supersedes', 'part-of', 'retracts'"

TABLES = (
    "document",
    "section",
    "entry",
    "link",
    "work",
    "alias",
    "edition",
    "author",
    "editor",
    "category",
    "identifier",
    "relation",
    "record",
    "answer",
    "indexed",
    "sync_run",
)


def upgrade() -> None:
    lists()
    works()
    records()
    op.execute(SEARCH)
    op.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def downgrade() -> None:
    op.execute("DROP TABLE search")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("PRAGMA application_id = 0")


def lists() -> None:
    table(
        "document",
        *numbers("id"),
        *maybe_texts("container"),
        *texts("path", "format"),
        *maybe_texts("title"),
        *texts("sha256", "read_at"),
        *numbers("position"),
        *maybe_texts("lines"),
        *blobs("content"),
        primary_key("document", "id"),
        valid_json("document", "lines"),
    )
    op.create_index("ix_document_container_path", "document", ["container", "path"], unique=True)
    op.create_index("ix_document_path", "document", ["path"], unique=True, sqlite_where=sa.text("container IS NULL"))
    table(
        "section",
        *numbers("id", "document_id"),
        *maybe_numbers("parent_id"),
        *numbers("position", "level"),
        *texts("title", "path"),
        *numbers("line"),
        primary_key("section", "id"),
        points("section", "document_id", "document", "CASCADE"),
        points("section", "parent_id", "section", "CASCADE"),
    )
    op.create_index("ix_section_document_id", "section", ["document_id"])
    op.create_index("ix_section_parent_id", "section", ["parent_id"])
    table(
        "entry",
        *numbers("id", "document_id"),
        *maybe_numbers("section_id", "work_id"),
        *numbers("position", "line", "end_line", "label_end_line"),
        *texts("label"),
        *maybe_texts("date", "venue", "title"),
        *texts("authors", "tags", "note"),
        *maybe_texts("key", "type", "fields"),
        primary_key("entry", "id"),
        valid_json("entry", "authors"),
        valid_json("entry", "fields"),
        valid_json("entry", "tags"),
        one_of("entry", "type", WORK_TYPES),
        points("entry", "document_id", "document", "CASCADE"),
        points("entry", "section_id", "section", "SET NULL"),
        points("entry", "work_id", "work", "SET NULL"),
    )
    op.create_index("ix_entry_document_id_position", "entry", ["document_id", "position"])
    op.create_index("ix_entry_section_id", "entry", ["section_id"])
    op.create_index("ix_entry_work_id", "entry", ["work_id"])
    table(
        "link",
        *numbers("id", "document_id"),
        *maybe_numbers("section_id", "entry_id", "work_id"),
        *numbers("position", "line"),
        *texts("url", "text", "role", "kind"),
        *maybe_texts("scheme", "value"),
        *maybe_numbers("version"),
        primary_key("link", "id"),
        sa.CheckConstraint("(scheme IS NULL) = (value IS NULL)", name=op.f("ck_link_identifier")),
        one_of("link", "kind", LINK_KINDS),
        one_of("link", "role", LINK_ROLES),
        one_of("link", "scheme", SCHEMES),
        points("link", "document_id", "document", "CASCADE"),
        points("link", "entry_id", "entry", "SET NULL"),
        points("link", "section_id", "section", "SET NULL"),
        points("link", "work_id", "work", "SET NULL"),
    )
    op.create_index("ix_link_document_id_position", "link", ["document_id", "position"])
    op.create_index("ix_link_entry_id", "link", ["entry_id"])
    op.create_index("ix_link_scheme_value", "link", ["scheme", "value"])
    op.create_index("ix_link_section_id", "link", ["section_id"])
    op.create_index("ix_link_url", "link", ["url"])
    op.create_index("ix_link_work_id", "link", ["work_id"])


def works() -> None:
    table(
        "work",
        *numbers("id"),
        *texts("key", "type", "resolution"),
        *numbers("listed"),
        *maybe_numbers("cited_edition_id"),
        *maybe_texts("added_at"),
        primary_key("work", "id"),
        flag("work", "listed"),
        one_of("work", "resolution", RESOLUTIONS),
        one_of("work", "type", WORK_TYPES),
        points("work", "cited_edition_id", "edition", "SET NULL", deferred=True),
        sa.UniqueConstraint("key", name="uq_work_key"),
    )
    op.create_index("ix_work_cited_edition_id", "work", ["cited_edition_id"])
    table(
        "alias",
        *texts("key"),
        *numbers("work_id"),
        primary_key("alias", "key"),
        points("alias", "work_id", "work", "CASCADE"),
    )
    op.create_index("ix_alias_work_id", "alias", ["work_id"])
    table(
        "edition",
        *numbers("id", "work_id", "position"),
        *texts("kind"),
        *maybe_texts(
            "title",
            "submitted",
            "issued",
            "container_title",
            "container_title_short",
            "event_title",
            "collection_title",
            "publisher",
            "publisher_place",
            "volume",
            "issue",
            "page",
            "number",
            "genre",
            "edition",
            "chapter_number",
            "organization",
            "entry_type",
            "howpublished",
            "isbn",
            "issn",
            "url",
            "doi",
            "language",
            "keywords",
            "arxiv_id",
        ),
        *maybe_numbers("version"),
        *maybe_texts("updated", "primary_category", "comment", "journal_ref", "license"),
        *maybe_numbers("withdrawn", "retracted"),
        *maybe_texts("note", "evidence"),
        *texts("origin", "known_empty"),
        *maybe_texts("abstract"),
        primary_key("edition", "id"),
        one_of("edition", "evidence", EVIDENCE),
        valid_json("edition", "keywords"),
        one_of("edition", "kind", EDITION_KINDS),
        valid_json("edition", "known_empty"),
        valid_json("edition", "origin"),
        flag("edition", "retracted"),
        flag("edition", "withdrawn"),
        points("edition", "work_id", "work", "CASCADE"),
    )
    op.create_index("ix_edition_arxiv_id", "edition", ["arxiv_id"])
    op.create_index("ix_edition_work_id_position", "edition", ["work_id", "position"])
    table(
        "author",
        *numbers("edition_id", "position"),
        *texts("name"),
        *maybe_texts("given", "family", "suffix"),
        *numbers("literal"),
        *maybe_texts("affiliation"),
        primary_key("author", "edition_id", "position"),
        flag("author", "literal"),
        points("author", "edition_id", "edition", "CASCADE"),
    )
    op.create_index("ix_author_name", "author", ["name"])
    table(
        "editor",
        *numbers("edition_id", "position"),
        *texts("name"),
        *maybe_texts("given", "family", "suffix"),
        *numbers("literal"),
        *maybe_texts("affiliation"),
        primary_key("editor", "edition_id", "position"),
        flag("editor", "literal"),
        points("editor", "edition_id", "edition", "CASCADE"),
    )
    table(
        "category",
        *numbers("edition_id", "position"),
        *texts("term"),
        primary_key("category", "edition_id", "position"),
        points("category", "edition_id", "edition", "CASCADE"),
    )
    op.create_index("ix_category_term", "category", ["term"])
    table(
        "identifier",
        *texts("scheme", "value"),
        *numbers("work_id"),
        *maybe_numbers("edition_id"),
        *numbers("position"),
        primary_key("identifier", "scheme", "value"),
        one_of("identifier", "scheme", SCHEMES),
        points("identifier", "edition_id", "edition", "SET NULL"),
        points("identifier", "work_id", "work", "CASCADE"),
    )
    op.create_index("ix_identifier_edition_id", "identifier", ["edition_id"])
    op.create_index("ix_identifier_work_id", "identifier", ["work_id"])
    table(
        "relation",
        *numbers("work_id"),
        *texts("kind"),
        *numbers("other_work_id"),
        primary_key("relation", "work_id", "kind", "other_work_id"),
        one_of("relation", "kind", RELATION_KINDS),
        points("relation", "other_work_id", "work", "CASCADE"),
        points("relation", "work_id", "work", "CASCADE"),
    )
    op.create_index("ix_relation_other_work_id", "relation", ["other_work_id"])
    table(
        "indexed",
        *numbers("work_id"),
        *texts("digest"),
        primary_key("indexed", "work_id"),
        points("indexed", "work_id", "work", "CASCADE"),
    )


def records() -> None:
    table(
        "record",
        *numbers("id"),
        *texts("scheme", "value", "source"),
        *maybe_numbers("version"),
        *texts("retrieved_at", "kind", "type"),
        *maybe_texts("evidence"),
        *texts("fields", "same_as", "relations", "fingerprint"),
        primary_key("record", "id"),
        one_of("record", "evidence", EVIDENCE),
        valid_json("record", "fields"),
        one_of("record", "kind", EDITION_KINDS),
        valid_json("record", "relations"),
        valid_json("record", "same_as"),
        one_of("record", "scheme", SCHEMES),
        one_of("record", "type", WORK_TYPES),
    )
    op.create_index("ix_record_identifier", "record", ["scheme", "value", "source", "kind", "retrieved_at"])
    table(
        "answer",
        *texts("scheme", "value", "source", "outcome", "reason", "answered_at"),
        primary_key("answer", "scheme", "value", "source"),
        sa.CheckConstraint("outcome IN ('found', 'not-found')", name=op.f("ck_answer_outcome")),
        one_of("answer", "scheme", SCHEMES),
    )
    table(
        "sync_run",
        *numbers("id"),
        *texts("started_at", "finished_at", "counts"),
        primary_key("sync_run", "id"),
        valid_json("sync_run", "counts"),
    )


def table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sqlite_strict=True)


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def maybe_texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names]


def numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def maybe_numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer()) for name in names]


def blobs(*names: str) -> list[sa.Column[bytes]]:
    return [sa.Column(name, sa.LargeBinary(), nullable=False) for name in names]


def primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def points(table: str, column: str, other: str, action: str, *, deferred: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{other}.id"],
        name=f"fk_{table}_{column}",
        ondelete=action,
        deferrable=deferred or None,
        initially="DEFERRED" if deferred else None,
    )


def one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_{table}_{column}"))


def flag(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN (0, 1)", name=op.f(f"ck_{table}_{column}"))


def valid_json(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IS NULL OR json_valid({column})", name=op.f(f"ck_{table}_{column}"))
