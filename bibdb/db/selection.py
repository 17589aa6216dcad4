"""Which works are asked for, as a value and as SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bibdb.db.query import Query
from bibdb.text import fold
from bibdb.values import Resolution, WorkType

__all__ = ["Order", "Selection", "selected"]


class Order(StrEnum):
    """In which order works come."""

    KEY = "key"
    LIST = "list"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which works: all conditions that are given must hold.

    `section`, `tag` and `author` are found in any spelling of case and accents, section and author also in part;
    `category` is a whole one (`cs.CL`) or an archive (`cs`); `year` the year of the date to cite, or the first and
    last of several; `query` a search as in `Library.search`; `keys` citation keys or aliases. `order` is by key, by
    first place in the lists, or the latest first. `bare` works come without listings, links and relations: all that
    most bibliographies need, in half the time.
    """

    section: str | None = None
    tag: str | None = None
    year: int | tuple[int, int] | None = None
    author: str | None = None
    category: str | None = None
    type: WorkType | None = None
    resolution: Resolution | None = None
    query: str | None = None
    keys: tuple[str, ...] = ()
    listed: bool | None = None
    citeable: bool = False
    order: Order = Order.KEY
    bare: bool = False


Condition = tuple[str, tuple[object, ...]]

_ORDERS = {
    Order.KEY: "work.key",
    Order.LIST: """(
        SELECT min(printf('%09d %09d', document.position, entry.position))
        FROM entry JOIN document ON document.id = entry.document_id WHERE entry.work_id = work.id
    ) NULLS LAST, work.id""",
    Order.ISSUED: "cited.issued DESC NULLS LAST, work.key",
}


def selected(selection: Selection) -> tuple[str, list[object]]:
    """Give the SELECT of the ids of the works, in order, and its parameters; it uses the function `fold`."""
    conditions = list(_conditions(selection))
    where = " AND ".join(f"({sql})" for sql, _values in conditions) or "1"
    sql = f"""
        SELECT work.id FROM work LEFT JOIN edition AS cited ON cited.id = work.cited_edition_id
        WHERE {where} ORDER BY {_ORDERS[selection.order]}
    """  # noqa: S608 - our own text
    return sql, [value for _sql, values in conditions for value in values]


def _conditions(selection: Selection) -> Iterator[Condition]:
    if selection.section is not None:
        yield _section(selection.section)
    if selection.tag is not None:
        yield _tag(selection.tag)
    if selection.year is not None:
        first, last = (selection.year, selection.year) if isinstance(selection.year, int) else selection.year
        yield "substr(cited.issued, 1, 4) BETWEEN ? AND ?", (f"{first:04}", f"{last:04}")
    if selection.author is not None:
        yield _author(selection.author)
    if selection.category is not None:
        yield _category(selection.category)
    if selection.type is not None:
        yield "work.type = ?", (str(selection.type),)
    if selection.resolution is not None:
        yield "work.resolution = ?", (str(selection.resolution),)
    if selection.query is not None:
        yield _query(selection.query)
    if selection.keys:
        yield _keys(selection.keys)
    if selection.listed is not None:
        yield "work.listed = ?", (int(selection.listed),)
    if selection.citeable:
        types = [str(each) for each in WorkType if each.citeable]
        yield f"work.type IN ({_marks(types)})", tuple(types)


def _section(name: str) -> Condition:
    listed = "SELECT entry.work_id FROM entry JOIN section ON section.id = entry.section_id"
    return f"work.id IN ({listed} WHERE instr(fold(section.path), ?))", (fold(name),)


def _tag(name: str) -> Condition:
    return "work.id IN (SELECT entry.work_id FROM entry, json_each(entry.tags) WHERE fold(value) = ?)", (fold(name),)


def _author(name: str) -> Condition:
    return "EXISTS (SELECT 1 FROM author WHERE edition_id = cited.id AND instr(fold(name), ?))", (fold(name),)


def _category(term: str) -> Condition:
    filed = "SELECT edition.work_id FROM category JOIN edition ON edition.id = category.edition_id"
    return f"work.id IN ({filed} WHERE lower(term) = lower(?) OR lower(term) LIKE lower(?) || '.%')", (term, term)


def _query(text: str) -> Condition:
    query = Query.parse(text)
    return f"work.id IN ({query.sql('search.rowid')})", query.parameters


def _keys(keys: tuple[str, ...]) -> Condition:
    marks = _marks(keys)
    return f"work.key IN ({marks}) OR work.id IN (SELECT work_id FROM alias WHERE key IN ({marks}))", (*keys, *keys)  # noqa: S608


def _marks(values: tuple[str, ...] | list[str]) -> str:
    return ", ".join("?" * len(values))
