"""Ties between works that are not sameness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bibdb.components import Node
from bibdb.identifiers import Identifier
from bibdb.ledger import Corrections
from bibdb.settle.collection import Collection, Draft
from bibdb.values import RelationKind, WorkType

__all__ = ["Related", "relations"]

_BESIDE = {WorkType.SOFTWARE: RelationKind.CODE_OF, WorkType.WEBPAGE: RelationKind.PROJECT_OF}

Related = tuple[tuple[RelationKind, str], ...]


def relations(
    drafts: Sequence[Draft], collection: Collection, corrections: Corrections, beside: Mapping[Node, Identifier]
) -> dict[str, Related]:
    """Give each work's ties to others, by key: those that records and the person name, and a repository's or page's to
    the paper whose title it carries.
    """
    key_of = {node: draft.key for draft in drafts for node in draft.nodes}
    found: dict[str, Related] = {}
    for draft in drafts:
        pairs = [
            (kind, key_of[other])
            for kind, other in _named(draft, collection, corrections, beside)
            if other in key_of and key_of[other] != draft.key
        ]
        if pairs:
            found[draft.key] = tuple(dict.fromkeys(pairs))
    return found


def _named(
    draft: Draft, collection: Collection, corrections: Corrections, beside: Mapping[Node, Identifier]
) -> Iterator[tuple[RelationKind, Node]]:
    for identifier in draft.identifiers:
        for record in collection.records_of.get(identifier, ()):
            yield from record.relations
    for block in corrections.of(*draft.nodes):
        yield from block.relations
    kind = _BESIDE.get(draft.type)
    if kind is not None:
        yield from ((kind, beside[node]) for node in draft.nodes if node in beside)
