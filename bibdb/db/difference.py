"""Writing by difference: a row that is stored as it shall be is not written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, Table, bindparam, delete, func, insert, select, update
from sqlmodel import Session

__all__ = ["Difference", "chunks", "next_id", "pair", "rows_of", "write"]

Row = dict[str, Any]
Key = tuple[Any, ...]
Item = TypeVar("Item")
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Difference:
    """The keys of the rows that were inserted, updated and deleted."""

    inserted: tuple[Key, ...] = ()
    updated: tuple[Key, ...] = ()
    deleted: tuple[Key, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.inserted or self.updated or self.deleted)

    def touched(self, column: int = 0) -> set[Any]:
        """Give the values of one key column over all rows that were written."""
        return {key[column] for keys in (self.inserted, self.updated, self.deleted) for key in keys}


def rows_of(session: Session, table: Table, **values: object) -> dict[Key, Row]:
    """Give the stored rows by primary key, all or those with the given values."""
    statement = select(table).where(*(table.c[name] == value for name, value in values.items()))
    names = tuple(table.c.keys())
    places = [names.index(column.name) for column in table.primary_key]
    return {
        tuple(row[place] for place in places): dict(zip(names, row, strict=True))
        for row in session.connection().execute(statement).fetchall()
    }


def write(session: Session, table: Table, wanted: Iterable[Row], stored: Mapping[Key, Row]) -> Difference:
    """Make the stored rows the wanted ones: delete, then update, then insert what differs.

    Wanted rows need not name every column: one that is not named is left as it is.
    """
    names = [column.name for column in table.primary_key]
    new = {tuple(row[name] for name in names): row for row in wanted}
    inserted = {key: row for key, row in new.items() if key not in stored}
    updated = {key: row for key, row in new.items() if key in stored and _differs(row, stored[key])}
    deleted = [key for key in stored if key not in new]
    _delete(session, table, deleted)
    _update(session, table, updated.values())
    for batch in chunks(list(inserted.values()), BATCH):
        session.connection().execute(insert(table), batch)
    return Difference(tuple(inserted), tuple(updated), tuple(deleted))


def _differs(row: Row, stored: Row) -> bool:
    return row != stored and not row.items() <= stored.items()


def _delete(session: Session, table: Table, keys: Sequence[Key]) -> None:
    if not keys:
        return
    columns = list(table.primary_key)
    statement = delete(table).where(*(column == bindparam(f"the_{column.name}") for column in columns))
    rows = [{f"the_{column.name}": part for column, part in zip(columns, key, strict=True)} for key in keys]
    session.connection().execute(statement, rows)


def _update(session: Session, table: Table, rows: Collection[Row]) -> None:
    if not rows:
        return
    columns = list(table.primary_key)
    statement = update(table).where(*(column == bindparam(f"the_{column.name}") for column in columns))
    names = {column.name for column in columns}
    parameters = [{f"the_{name}" if name in names else name: value for name, value in row.items()} for row in rows]
    session.connection().execute(statement, parameters)


def next_id(session: Session, table: Table) -> int:
    """Give the first free id; the transaction holds the write lock, so it stays free."""
    return int(session.connection().execute(_highest(table)).scalar_one() or 0) + 1


@cache
def _highest(table: Table) -> Select[Any]:
    return select(func.max(table.c.id))


def pair(
    wanted: Sequence[Item],
    stored: Mapping[int, Row],
    names: Sequence[tuple[Callable[[Item], Hashable], Callable[[Row], Hashable]]],
) -> dict[int, int]:
    """Pair wanted items (by index) with stored rows (by id).

    Each of `names` names an item and a row; equal names, the first with the first, are the same thing. What is left
    over after one is tried with the next.
    """
    pairs: dict[int, int] = {}
    for of_item, of_row in names:
        taken = set(pairs.values())
        free: dict[Hashable, list[int]] = {}
        for row_id, row in stored.items():
            if row_id not in taken:
                free.setdefault(of_row(row), []).append(row_id)
        for queue in free.values():
            queue.reverse()
        for index, item in enumerate(wanted):
            if index not in pairs and (queue := free.get(of_item(item), [])):
                pairs[index] = queue.pop()
    return pairs


def chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Cut a sequence into pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
