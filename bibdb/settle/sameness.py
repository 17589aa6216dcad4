"""Which identifiers name the same work: what sources, lists and the person say, the most trusted first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

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
from bibdb.text import fold
from bibdb.values import LinkKind, Record, WorkType

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
    _tie_alike(collection, subjects, ties)
    return Sameness(ties, _tie_by_title(collection, subjects, corrections, ties))


def _in_order_of_trust(records: Sequence[Record], corrections: Corrections) -> Sequence[Record]:
    """Put records so that what stands against a cut is what is trusted least, and not what was answered last."""
    if not corrections.cuts():
        return records  # then the order makes no difference
    return sorted(records, key=lambda each: (rank(each.source, each.kind), each.source, str(each.identifier)))


def _tie_alike(collection: Collection, subjects: Mapping[int, Node], ties: Ties) -> None:
    """Tie what is listed under several schemes and is one paper by the same title and people: a preprint and its
    publication, a DOI and a submission.

    Of two under one scheme (a paper for a meeting and the longer one for a journal) none is taken for the other.
    """
    titled: dict[str, list[Record]] = {}
    for node in dict.fromkeys(subjects.values()):
        record = _speaking(collection, node)
        if record is not None:
            titled.setdefault(fold(record.fields.title or ""), []).append(record)
    alike = [records for records in titled.values() if len(records) > 1]
    members = ties.components() if alike else {}
    for records in alike:
        nodes = {node for each in records for node in members[ties.find(each.identifier)]}
        schemes = [node.scheme for node in nodes if isinstance(node, Identifier) and node.scheme in SCHOLARLY]
        one_each = len(schemes) == len(set(schemes))
        if one_each and all(same_work(one, other) for one, other in combinations(records, 2)):
            for other in records[1:]:
                ties.join(records[0].identifier, other.identifier)


def _speaking(collection: Collection, node: Node) -> Record | None:
    """Give what is told best of a paper, if title and people are, and by more than an aggregator."""
    if not isinstance(node, Identifier) or node.scheme not in SCHOLARLY:
        return None
    told = (each for each in collection.records_of.get(node, ()) if each.source not in STAND_INS)
    named = (each for each in told if each.type is WorkType.PAPER and each.fields.title and each.fields.authors)
    return min(named, key=lambda each: (rank(each.source, each.kind), each.source), default=None)


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
