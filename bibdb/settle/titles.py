"""Entries that name no scholarly identifier, judged against the scholarly records by title, authors and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from bibdb.components import Node
from bibdb.db.settled import EntryRow
from bibdb.identifiers import Identifier, Scheme
from bibdb.ledger import Corrections
from bibdb.matching import Accepted, Verdict, blocks, compare, judge
from bibdb.settle.claims import SCHOLARLY
from bibdb.settle.collection import Collection
from bibdb.values import Query, Record, RelationKind

__all__ = ["accepted", "open_entries", "query_of", "verdicts"]


def query_of(entry: EntryRow, subject: Node, collection: Collection) -> Query:
    """Say what an entry seeks: its title, its authors, the year of its date, and what its repository tells."""
    year = entry.date.year if entry.date is not None else None
    title = entry.title or entry.label
    if not isinstance(subject, Identifier) or subject.scheme is not Scheme.GITHUB:
        return Query(title, entry.authors, year)
    told = [record for record in collection.records_of.get(subject, ()) if record.source != "local"]
    made = next((record.fields.submitted for record in told if record.fields.submitted), None)
    return Query(
        title,
        entry.authors,
        year if year is not None or made is None else made.year,
        owner=subject.value.partition("/")[0],
        about=next((record.fields.abstract for record in told if record.fields.abstract), ""),
        cites=tuple(other for record in told for kind, other in record.relations if kind is RelationKind.CODE_OF),
    )


def verdicts(
    collection: Collection, subjects: Mapping[int, Node], corrections: Corrections
) -> Iterator[tuple[EntryRow, Verdict]]:
    """Judge each entry that stands for something without a scholarly identifier, against the records there are.

    What the person has decided already is not judged. Only records that share a block of the title are compared, so
    that the time grows with the collection and not with its square.
    """
    queries = [
        (entry, query_of(entry, subjects[entry.id], collection))
        for entry in open_entries(collection, subjects, corrections)
    ]
    index = _index(collection, {block for _, query in queries for block in _blocks(query)})
    for entry, query in queries:
        cut = _cut_from(subjects[entry.id], corrections)
        cited = (record for identifier in query.cites for record in collection.records_of.get(identifier, ()))
        found = chain(cited, (record for block in _blocks(query) for record in index.get(block, ())))
        near = {id(record): record for record in found if record.identifier not in cut}
        if near:
            yield entry, judge([compare(query, record) for record in near.values()])


def _blocks(query: Query) -> AbstractSet[str]:
    return blocks(query.title) | blocks(query.about)


def _index(collection: Collection, wanted: AbstractSet[str]) -> Mapping[str, Sequence[Record]]:
    """Give the scholarly records by those blocks of their titles that are wanted."""
    index: dict[str, list[Record]] = {}
    if not wanted:
        return index
    for record in collection.records:
        if record.identifier.scheme in SCHOLARLY and record.fields.title:
            for block in blocks(record.fields.title) & wanted:
                index.setdefault(block, []).append(record)
    return index


def open_entries(collection: Collection, subjects: Mapping[int, Node], corrections: Corrections) -> Iterator[EntryRow]:
    """Give the entries whose subject is no scholarly identifier, by itself or by the person's word."""
    decided = {node for pair in corrections.ties() for node in pair}
    for entry in collection.entries:
        node = subjects[entry.id]
        scholarly = isinstance(node, Identifier) and node.scheme in SCHOLARLY
        if not scholarly and node not in decided:
            yield entry


def accepted(
    collection: Collection, subjects: Mapping[int, Node], corrections: Corrections
) -> Sequence[tuple[Node, Identifier]]:
    """Give for each such entry's node the identifier of the record that it was judged to be."""
    return [
        (subjects[entry.id], verdict.match.record.identifier)
        for entry, verdict in verdicts(collection, subjects, corrections)
        if isinstance(verdict, Accepted)
    ]


def _cut_from(node: Node, corrections: Corrections) -> set[Node]:
    return {other for pair in corrections.cuts() for other in pair if node in pair}
