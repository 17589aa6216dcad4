"""From what people wrote and what sources said to works: components, editions, types, keys.

Nothing here reads or writes; `sync` loads the rows and stores what comes out. A rebuild from the same lists, ledger,
corrections and records gives the same works under the same keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bibdb.components import Node
from bibdb.db.settled import SettledWork
from bibdb.identifiers import Identifier
from bibdb.ledger import Corrections, Keys
from bibdb.merge import cited
from bibdb.settle.claims import kind_of
from bibdb.settle.collection import Collection, Draft, subject_nodes
from bibdb.settle.disagreements import disagreements
from bibdb.settle.drafts import describe, gather, is_firm, resolution
from bibdb.settle.naming import aliases, give_keys
from bibdb.settle.relations import Related, relations
from bibdb.settle.sameness import tie
from bibdb.values import EditionKind, Record, Resolution

__all__ = ["Collection", "Sketch", "disagreements", "settle", "sketch"]


@dataclass(frozen=True, slots=True)
class Sketch:
    """Which works there are, before anything is known of them; `beside` names the paper beside which a node stands."""

    drafts: list[Draft]
    beside: Mapping[Node, Identifier]


def sketch(collection: Collection, corrections: Corrections) -> Sketch:
    """Group what lists and sources name into works, in list order."""
    subjects = subject_nodes(collection)
    same = tie(collection, corrections, subjects)
    return Sketch(gather(collection, same.ties, subjects), same.beside)


def settle(
    collection: Collection, keys: Keys, corrections: Corrections, *, complete: Callable[[Record], bool]
) -> list[SettledWork]:
    """Make the works of a collection, in list order, and write the keys of the settled ones into `keys`.

    `complete` tells whether a record has all that its source can give.
    """
    sketched = sketch(collection, corrections)
    drafts = sketched.drafts
    for draft in drafts:
        describe(draft, collection, corrections)
    resolutions = [resolution(draft, collection, complete) for draft in drafts]
    firm = [is_firm(draft, known, collection) for draft, known in zip(drafts, resolutions, strict=True)]
    give_keys(drafts, firm, keys, collection)
    related = relations(drafts, collection, corrections, sketched.beside)
    return [
        _settled(draft, known, related.get(draft.key, ()), aliases(draft, keys))
        for draft, known in zip(drafts, resolutions, strict=True)
    ]


def _settled(draft: Draft, known: Resolution, related: Related, others: tuple[str, ...]) -> SettledWork:
    kinds = [edition.kind for edition in draft.editions]
    preprint = kinds.index(EditionKind.PREPRINT) if EditionKind.PREPRINT in kinds else None
    return SettledWork(
        key=draft.key,
        aliases=others,
        type=draft.type,
        resolution=known,
        listed=draft.listed,
        editions=draft.editions,
        cited=cited(draft.editions),
        identifiers=tuple(
            (identifier, preprint if kind_of(frozenset({identifier})) is EditionKind.PREPRINT else None)
            for identifier in draft.identifiers
        ),
        relations=related,
        entry_ids=tuple(entry.id for entry in draft.entries),
        link_ids=tuple(sorted({link.id for link in draft.mentions})),
    )
