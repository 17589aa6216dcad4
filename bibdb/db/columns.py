"""The kinds of columns and checks that the tables are made of, in the storage form of SQLite."""
# No `from __future__ import annotations` here: SQLModel reads the annotations as types.

from enum import StrEnum
from typing import Any, ClassVar, Literal

from sqlalchemy import CheckConstraint, Integer, MetaData, Table, Text
from sqlmodel import Field, SQLModel

__all__ = [
    "STRICT",
    "Base",
    "a_number",
    "a_text",
    "flag",
    "maybe_number",
    "maybe_text",
    "one_of",
    "part_of",
    "row_id",
    "table",
    "valid_json",
]

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


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """Check that a column holds one of an enumeration's values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def valid_json(column: str) -> CheckConstraint:
    """Check that a column holds JSON, if anything."""
    # json_valid(NULL) is 0 in SQLite before 3.45.
    return CheckConstraint(f"{column} IS NULL OR json_valid({column})", name=column)


def flag(column: str) -> CheckConstraint:
    """Check that a column holds 0 or 1, if anything."""
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


def row_id() -> Any:  # noqa: ANN401 - SQLModel's fields are typed by their annotation
    """Make the primary key of rows that have a number."""
    return Field(primary_key=True, sa_type=Integer)


def part_of(target: str, action: Literal["CASCADE", "SET NULL"] = "CASCADE", **options: Any) -> Any:  # noqa: ANN401 - as `row_id`
    """Make a column that points to a row of another table; `action` is what happens when that row goes."""
    return Field(foreign_key=target, ondelete=action, sa_type=Integer, **options)


def a_text(**options: Any) -> Any:  # noqa: ANN401 - as `row_id`
    """Make a column of text that is always there."""
    return Field(sa_type=Text, **options)


def maybe_text() -> Any:  # noqa: ANN401 - as `row_id`
    """Make a column of text that may be unknown."""
    return Field(default=None, sa_type=Text)


def a_number() -> Any:  # noqa: ANN401 - as `row_id`
    """Make a column of a number that is always there."""
    return Field(sa_type=Integer)


def maybe_number() -> Any:  # noqa: ANN401 - as `row_id`
    """Make a column of a number that may be unknown."""
    return Field(default=None, sa_type=Integer)
