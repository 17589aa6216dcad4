"""Entries that name no scholarly identifier, judged against the scholarly records by title, authors and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bibdb.components import Node
from bibdb.db.settled import EntryRow
from bibdb.identifiers import Identifier
from bibdb.matching import Accepted, Verdict, blocks, compare, judge
from bibdb.settle.claims import SCHOLARLY
from bibdb.settle.collection import Collection
from bibdb.values import Query, Record

__all__ = ["accepted", "query_of", "verdicts"]


def query_of(entry: EntryRow) -> Query:
    """Say what an entry seeks: its title, its authors, the year of its date."""
    year = entry.date.year if entry.date is not None else None
    return Query(entry.title or entry.label, entry.authors, year)


def verdicts(collection: Collection, subjects: Mapping[int, Node]) -> Iterator[tuple[EntryRow, Verdict]]:
    """Judge each entry that stands for something without a scholarly identifier, against the records there are.

    Only records that share a block of the title are compared, so that the time grows with the collection and not with
    its square.
    """
    index: dict[str, list[Record]] = {}
    for record in collection.records:
        if record.identifier.scheme in SCHOLARLY and record.fields.title:
            for block in blocks(record.fields.title):
                index.setdefault(block, []).append(record)
    for entry in collection.entries:
        node = subjects[entry.id]
        if isinstance(node, Identifier) and node.scheme in SCHOLARLY:
            continue
        query = query_of(entry)
        near = {id(record): record for block in blocks(query.title) for record in index.get(block, ())}
        if near:
            yield entry, judge([compare(query, record) for record in near.values()])


def accepted(collection: Collection, subjects: Mapping[int, Node]) -> Sequence[tuple[Node, Identifier]]:
    """Give for each such entry's node the identifier of the record that it was judged to be."""
    return [
        (subjects[entry.id], verdict.match.record.identifier)
        for entry, verdict in verdicts(collection, subjects)
        if isinstance(verdict, Accepted)
    ]
