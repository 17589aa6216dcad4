"""Which identifiers name the same work: what sources, lists and the person say, the most trusted first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bibdb.components import Node, Ties
from bibdb.db.settled import EntryRow, LinkRow
from bibdb.identifiers import Identifier
from bibdb.ledger import Corrections
from bibdb.matching import same_work
from bibdb.merge import rank
from bibdb.resolve import STAND_INS
from bibdb.settle.claims import SCHOLARLY
from bibdb.settle.collection import Collection
from bibdb.settle.titles import accepted
from bibdb.values import LinkKind, Record

__all__ = ["Sameness", "tie"]

_SAME_IN_ITEM = frozenset({LinkKind.PAPER, LinkKind.REVIEW})


@dataclass(frozen=True, slots=True)
class Sameness:
    """What is the same, and what only stands beside: a repository or page under the title of a paper that has its own
    entry.
    """

    ties: Ties
    beside: Mapping[Node, Identifier]


def tie(collection: Collection, corrections: Corrections, subjects: Mapping[int, Node]) -> Sameness:
    """Tie what is the same, the most trusted statements first."""
    ties = Ties(corrections.cuts())
    for one, other in corrections.ties():
        ties.join(one, other)
    for record in _in_order_of_trust(collection.records, corrections):
        for other in record.same_as:
            ties.join(record.identifier, other)
    for entry in collection.entries:
        node = subjects[entry.id]
        ties.find(node)
        for link in collection.links_of.get(entry.id, ()):
            if link.identifier is not None and link.identifier != node and _is_same(entry, node, link, collection):
                ties.join(node, link.identifier)
    return Sameness(ties, _tie_by_title(collection, subjects, corrections, ties))


def _in_order_of_trust(records: Sequence[Record], corrections: Corrections) -> Sequence[Record]:
    """Put records so that what stands against a cut is what is trusted least, and not what was answered last."""
    if not corrections.cuts():
        return records  # then the order makes no difference
    return sorted(records, key=lambda each: (rank(each.source, each.kind), each.source, str(each.identifier)))


def _tie_by_title(
    collection: Collection, subjects: Mapping[int, Node], corrections: Corrections, ties: Ties
) -> Mapping[Node, Identifier]:
    """Tie entries to the papers whose titles they carry; give those that only stand beside a listed paper."""
    listed = {ties.find(node) for node in subjects.values()}
    beside: dict[Node, Identifier] = {}
    for node, identifier in accepted(collection, subjects, corrections):
        if isinstance(node, Identifier) and ties.find(identifier) in listed:
            beside[node] = identifier
        else:
            ties.join(identifier, node)
    return beside


def _is_same(entry: EntryRow, node: Node, link: LinkRow, collection: Collection) -> bool:
    """Whether a further identifier of an entry names the same work as its subject."""
    identifier = link.identifier
    if identifier is None or identifier.scheme not in SCHOLARLY:
        return False
    if entry.fields is not None:
        return isinstance(node, Identifier) and node.scheme in SCHOLARLY and node.scheme is not identifier.scheme
    theirs = _told(collection, identifier)
    ours = _told(collection, node) if isinstance(node, Identifier) else []
    if ours and theirs:
        return any(same_work(one, other) for one in ours for other in theirs)
    beside = link.in_label and link.kind in _SAME_IN_ITEM
    return beside and isinstance(node, Identifier) and node.scheme in SCHOLARLY - {identifier.scheme}


def _told(collection: Collection, identifier: Identifier) -> Sequence[Record]:
    """Give what is known of an identifier: what an aggregator said counts only until somebody nearer has spoken."""
    records = collection.records_of.get(identifier, [])
    return [record for record in records if record.source not in STAND_INS] or records
