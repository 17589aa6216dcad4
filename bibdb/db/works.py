"""Works and all that belongs to them: matched with what is stored, then written by difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Text, delete, select, text, update
from sqlmodel import Session

from bibdb.db.difference import Key, Row, next_id, pair, rows_of, write
from bibdb.db.index import save_index
from bibdb.db.models import table
from bibdb.db.settled import Changes, SettledWork
from bibdb.serial import FIELD_NAMES, as_json, stamp
from bibdb.values import Edition, Name

__all__ = ["prune", "save_works"]

_LISTS = ("authors", "editors", "categories")
_COLUMNS = tuple(name for name in FIELD_NAMES if name not in _LISTS)
_CHILDREN = ("edition", "alias", "identifier", "relation", "author", "editor", "category")


@dataclass(slots=True)
class _Plan:
    """The rows that shall be, by table; `works` pairs each settled work (by index) with its id."""

    ids: Mapping[int, int]
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in ("work", *_CHILDREN)})


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is stored: rows by table and primary key."""

    works: dict[Key, Row]
    children: dict[str, dict[Key, Row]]

    def work_of(self, row: Row) -> int | None:
        """Give the id of the work that a row belongs to."""
        if "work_id" in row:
            return int(row["work_id"])
        edition = self.children["edition"].get((row["edition_id"],))
        return None if edition is None else int(edition["work_id"])


def save_works(session: Session, works: Sequence[SettledWork], at: datetime | None = None) -> Changes:
    """Store the works: ids stay, and what is stored already is not written again.

    `works` is the whole collection. A stored work that is not among them, but whose identifier or key has passed to
    one that is, has been merged into it and goes; any other stays, no longer listed. `at` (now, unless given) is when
    new works were added. Entries and links are given their work, and the search index follows.
    """
    stored = _load(session)
    matched = _match(works, stored)
    merged, left = _leftovers(works, matched, stored)
    plan = _plan(session, works, matched, stored, at or datetime.now(UTC))
    touched = _write(session, plan, stored, merged | left, left)
    for name in ("entry", "link"):
        _attach(session, name, works, plan.ids)
    unlisted = _unlist(session, plan, stored, left)
    if merged:
        session.connection().execute(delete(table("work")).where(table("work").c.id.in_(merged)))
    save_index(session, plan.rows)
    known = {key[0] for key in stored.works}
    new = [work.key for index, work in enumerate(works) if plan.ids[index] not in known]
    updated = [work.key for index, work in enumerate(works) if plan.ids[index] in touched & known]
    gone = [stored.works[(work_id,)]["key"] for work_id in sorted(merged)]
    return Changes(tuple(new), tuple(updated), tuple(unlisted), tuple(gone), len(works) - len(new) - len(updated))


def _load(session: Session) -> _Stored:
    return _Stored(rows_of(session, table("work")), {name: rows_of(session, table(name)) for name in _CHILDREN})


# ---------------------------------------------------------------- which stored work is which


def _match(works: Sequence[SettledWork], stored: _Stored) -> dict[int, int]:
    """Pair settled works (by index) with the ids of stored ones, each at most once: all by identifier, then by key."""
    by_key = {row["key"]: row["id"] for row in stored.works.values()}
    by_identifier = {key: row["work_id"] for key, row in stored.children["identifier"].items()}
    matched: dict[int, int] = {}
    taken: set[int] = set()

    def take(index: int, candidates: Sequence[int | None]) -> None:
        found = next((each for each in candidates if each is not None and each not in taken), None)
        if index not in matched and found is not None:
            matched[index] = found
            taken.add(found)

    for index, work in enumerate(works):
        shared = [by_identifier.get((str(each.scheme), each.value)) for each, _edition in work.identifiers]
        own = by_key.get(work.key)
        take(index, [own, *shared] if own in shared else shared)
    for index, work in enumerate(works):
        take(index, [by_key.get(key) for key in (work.key, *work.aliases)])
    return matched


def _leftovers(works: Sequence[SettledWork], matched: Mapping[int, int], stored: _Stored) -> tuple[set[int], set[int]]:
    """Tell the stored works that are not among the given ones apart: merged into one of them, or merely left."""
    rest = {key[0] for key in stored.works} - set(matched.values())
    given = {(str(each.scheme), each.value) for work in works for each, _edition in work.identifiers}
    keys = {key for work in works for key in (work.key, *work.aliases)}
    merged = {row["work_id"] for key, row in stored.children["identifier"].items() if key in given}
    merged |= {row["id"] for row in stored.works.values() if row["key"] in keys}
    return rest & merged, rest - merged


# ---------------------------------------------------------------- which rows there shall be


def _plan(
    session: Session, works: Sequence[SettledWork], matched: Mapping[int, int], stored: _Stored, at: datetime
) -> _Plan:
    new = iter(range(next_id(session, table("work")), 2**62))
    plan = _Plan({index: matched[index] if index in matched else next(new) for index in range(len(works))})
    edition_ids = _edition_ids(session, works, plan, stored)
    keys = {work.key: plan.ids[index] for index, work in enumerate(works)}
    for index, work in enumerate(works):
        work_id = plan.ids[index]
        editions = edition_ids[index]
        before = stored.works.get((work_id,))
        plan.rows["work"].append(_work_row(work, work_id, editions, before["added_at"] if before else stamp(at)))
        for position, (edition_id, edition) in enumerate(zip(editions, work.editions, strict=True)):
            _plan_edition(plan, edition, {"id": edition_id, "work_id": work_id, "position": position})
        plan.rows["alias"] += ({"key": key, "work_id": work_id} for key in work.aliases if key not in keys)
        plan.rows["identifier"] += _identifier_rows(work, work_id, editions)
        plan.rows["relation"] += (
            {"work_id": work_id, "kind": str(kind), "other_work_id": keys[other]}
            for kind, other in work.relations
            if other in keys
        )
    return plan


def _edition_ids(session: Session, works: Sequence[SettledWork], plan: _Plan, stored: _Stored) -> list[list[int]]:
    """Give the editions of each work their ids: the stored ones of the same kind, the first with the first."""
    flat = [(plan.ids[index], edition) for index, work in enumerate(works) for edition in work.editions]
    pairs = pair(
        flat,
        {key[0]: row for key, row in stored.children["edition"].items()},
        [(lambda item: (item[0], str(item[1].kind)), lambda row: (row["work_id"], row["kind"]))],
    )
    new = iter(range(next_id(session, table("edition")), 2**62))
    ids = iter([pairs[place] if place in pairs else next(new) for place in range(len(flat))])
    return [[next(ids) for _edition in work.editions] for work in works]


def _work_row(work: SettledWork, work_id: int, editions: Sequence[int], added_at: str | None) -> Row:
    return {
        "id": work_id,
        "key": work.key,
        "type": str(work.type),
        "resolution": str(work.resolution),
        "listed": int(work.listed),
        "cited_edition_id": editions[work.cited] if editions else None,
        "added_at": added_at if work.added_at is None else stamp(work.added_at),
    }


def _identifier_rows(work: SettledWork, work_id: int, editions: Sequence[int]) -> Iterator[Row]:
    for position, (identifier, edition) in enumerate(work.identifiers):
        yield {
            "scheme": str(identifier.scheme),
            "value": identifier.value,
            "work_id": work_id,
            "edition_id": None if edition is None else editions[edition],
            "position": position,
        }


def _plan_edition(plan: _Plan, edition: Edition, row: Row) -> None:
    values = {name: _plain(getattr(edition, name)) for name in _COLUMNS}
    empty = [name for name in _LISTS if getattr(edition, name) == ()]
    more = {
        "kind": str(edition.kind),
        "evidence": None if edition.evidence is None else str(edition.evidence),
        "origin": as_json(dict(sorted(edition.origin.items()))),
        "known_empty": as_json(empty),
    }
    plan.rows["edition"].append(row | values | more)
    plan.rows["author"] += _name_rows(row["id"], edition.authors or ())
    plan.rows["editor"] += _name_rows(row["id"], edition.editors or ())
    plan.rows["category"] += (
        {"edition_id": row["id"], "position": position, "term": term}
        for position, term in enumerate(edition.categories or (), 1)
    )


def _plain(value: object) -> object:
    """Give a field in its storage form."""
    match value:
        case None | str():
            return value
        case bool() | int():
            return int(value)
        case tuple():
            return as_json(value)
        case _:
            return str(value)


def _name_rows(edition_id: int, names: Iterable[Name]) -> Iterator[Row]:
    for position, name in enumerate(names, 1):
        yield {
            "edition_id": edition_id,
            "position": position,
            "name": name.display,
            "given": name.given,
            "family": name.family,
            "suffix": name.suffix,
            "literal": int(name.literal),
            "affiliation": name.affiliation,
        }


# ---------------------------------------------------------------- writing


def _write(session: Session, plan: _Plan, stored: _Stored, others: set[int], left: set[int]) -> set[int]:
    """Write the rows; give the ids of the works of which something changed."""
    _free_keys(session, plan, stored)
    theirs = {key: row for key, row in stored.works.items() if key[0] not in others}
    touched = write(session, table("work"), plan.rows["work"], theirs).touched()
    work_of_edition = {row["id"]: row["work_id"] for row in plan.rows["edition"]}
    for name in _CHILDREN:
        columns = [column.name for column in table(name).primary_key]
        wanted = {tuple(row[column] for column in columns): row for row in reversed(plan.rows[name])}
        rows = {
            key: row for key, row in stored.children[name].items() if key in wanted or stored.work_of(row) not in left
        }
        difference = write(session, table(name), reversed(wanted.values()), rows)
        for key in (*difference.inserted, *difference.updated):
            row = wanted[key]
            touched.add(row["work_id"] if "work_id" in row else work_of_edition[row["edition_id"]])
        touched |= {stored.work_of(stored.children[name][key]) for key in difference.deleted}
    return touched


def _free_keys(session: Session, plan: _Plan, stored: _Stored) -> None:
    """Take away the keys that pass to another work, so that no two works have one key in between."""
    wanted = {row["key"]: row["id"] for row in plan.rows["work"]}
    passing = [row["id"] for row in stored.works.values() if wanted.get(row["key"], row["id"]) != row["id"]]
    if passing:
        works = table("work")
        statement = update(works).where(works.c.id.in_(passing)).values(key="#" + works.c.id.cast(Text))
        session.connection().execute(statement)


def _attach(session: Session, name: str, works: Sequence[SettledWork], ids: Mapping[int, int]) -> None:
    """Point the entries or links at their works; those of no work at none."""
    rows = table(name)
    work_of = {
        row_id: ids[index]
        for index, work in enumerate(works)
        for row_id in (work.entry_ids if name == "entry" else work.link_ids)
    }
    stored = {
        (row.id,): {"id": row.id, "work_id": row.work_id}
        for row in session.connection().execute(select(rows.c.id, rows.c.work_id))
    }
    write(session, rows, [{"id": key[0], "work_id": work_of.get(key[0])} for key in stored], stored)


def _unlist(session: Session, plan: _Plan, stored: _Stored, left: set[int]) -> list[str]:
    """Mark the works that are left as not listed; give the keys of all that were listed until now and are no more."""
    works = table("work")
    fresh = [work_id for work_id in sorted(left) if stored.works[(work_id,)]["listed"]]
    if fresh:
        session.connection().execute(update(works).where(works.c.id.in_(fresh)).values(listed=0))
    keys = [stored.works[(work_id,)]["key"] for work_id in fresh]
    for row in plan.rows["work"]:
        before = stored.works.get((row["id"],))
        if before is not None and before["listed"] and not row["listed"]:
            keys.append(row["key"])
    return keys


_UNNAMED = """
    SELECT id FROM work WHERE listed = 0
        AND id NOT IN (SELECT work_id FROM entry WHERE work_id IS NOT NULL)
        AND id NOT IN (SELECT work_id FROM link WHERE work_id IS NOT NULL)
"""
_THEIRS = f"""
    SELECT 1 FROM identifier WHERE identifier.work_id IN ({_UNNAMED})
        AND identifier.scheme = {{0}}.scheme AND identifier.value = {{0}}.value
"""  # noqa: S608 - our own text


def prune(session: Session) -> list[str]:
    """Remove the works that no list names any more, with what sources said of them; give their keys."""
    connection = session.connection()
    keys = [key for (key,) in connection.execute(text(f"SELECT key FROM work WHERE id IN ({_UNNAMED}) ORDER BY key"))]  # noqa: S608
    if keys:
        for name in ("record", "answer"):
            connection.execute(text(f"DELETE FROM {name} WHERE EXISTS ({_THEIRS.format(name)})"))  # noqa: S608
        connection.execute(text(f"DELETE FROM work WHERE id IN ({_UNNAMED})"))  # noqa: S608
    return keys
