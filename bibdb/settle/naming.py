"""The citation keys of works: the ledger's first, then what they had, then new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bibdb.citekeys import choose, stand_in
from bibdb.ledger import Keys
from bibdb.settle.claims import SCHOLARLY
from bibdb.settle.collection import Collection, Draft
from bibdb.values import Resolution

__all__ = ["aliases", "give_keys"]


def give_keys(drafts: Sequence[Draft], resolutions: Sequence[Resolution], keys: Keys, collection: Collection) -> None:
    """Give every work its key: the ledger's, the one it had, the person's own, or a new one.

    A key becomes law when its work is settled; one that is still pending has a key for now, which stays as an alias
    if the facts then suggest a better one.
    """
    before = {identifier: work for work in collection.works for identifier in work.identifiers}
    used: set[str] = set()
    waiting: list[tuple[Draft, Resolution]] = []
    for draft, resolution in zip(drafts, resolutions, strict=True):
        former = next((before[node] for node in draft.identifiers if node in before), None)
        lawful = keys.key_of(draft.nodes)
        if lawful is None and former is not None and former.resolution is not Resolution.PENDING:
            lawful = former.key
        if lawful is None or lawful in used:
            waiting.append((draft, resolution))
            continue
        draft.key = lawful
        used.add(lawful)
        _make_law(draft, keys)
    for draft, resolution in waiting:
        draft.key = _new_key(draft, _Taken(used, keys))
        used.add(draft.key)
        former = next((before[node] for node in draft.identifiers if node in before), None)
        if resolution is not Resolution.PENDING:
            _make_law(draft, keys, former.key if former is not None else None)


def _make_law(draft: Draft, keys: Keys, former: str | None = None) -> None:
    """Write a work's key into the ledger under each of its names; a former key stays as an alias."""
    unnamed = [node for node in draft.nodes if keys.key_of([node]) is None]
    if former is not None and former != draft.key and former not in keys:
        keys.assign(unnamed[0], former)
        keys.rename(former, draft.key)
    for node in unnamed:
        keys.assign(node, draft.key)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The keys that are taken: in this run, and by law."""

    used: set[str]
    keys: Keys

    def __contains__(self, key: object) -> bool:
        return key in self.used or key in self.keys


def _new_key(draft: Draft, taken: _Taken) -> str:
    own = next((entry.key for entry in draft.entries if entry.key), None)
    if own is not None and own not in taken:
        return own
    first = draft.editions[0]
    edition = first if first.title else draft.edition
    date = first.submitted or first.issued or draft.edition.issued
    owned = (identifier for identifier in draft.identifiers if identifier.scheme not in SCHOLARLY)
    return choose(
        edition.title or "",
        edition.authors or (),
        date.year if date is not None else None,
        stand_in(next(owned, None)),
        taken=taken,
    )


def aliases(draft: Draft, keys: Keys) -> tuple[str, ...]:
    """Give the other keys of a work: its former ones, a person's own, and those of works that were joined to it."""
    others = {key for node in draft.nodes if (key := keys.key_of([node])) is not None}
    others |= {entry.key for entry in draft.entries if entry.key}
    for key in list(others):
        others |= set(keys.aliases_of(key))
    return tuple(sorted((others | set(keys.aliases_of(draft.key))) - {draft.key}))
