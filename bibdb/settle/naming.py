"""The citation keys of works: the ledger's first, then what they had, then new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bibdb.citekeys import choose, stand_in, title_words
from bibdb.identifiers import Scheme
from bibdb.ledger import Keys
from bibdb.ledger.keys import is_citation_key
from bibdb.settle.claims import SCHOLARLY
from bibdb.settle.collection import Collection, Draft
from bibdb.values import Edition, Name

__all__ = ["aliases", "give_keys"]


def give_keys(drafts: Sequence[Draft], firm: Sequence[bool], keys: Keys, collection: Collection) -> None:
    """Give every work its key: the ledger's, the person's own, or a new one, in list order.

    A key becomes law when what is known of its work is firm, and of every work before it that the same kind of source
    could know, or that has the same word to offer: whichever of two alike was answered first must not decide which has
    the plain key. Until then it is a key for now, and stays as an alias if the facts lead to another and no other
    work comes to it.
    """
    former = {identifier: work.key for work in collection.works for identifier in work.identifiers}
    used: set[str] = set()
    waiting: list[tuple[Draft, bool]] = []
    silent: set[Scheme] = set()
    for draft, is_firm in zip(drafts, firm, strict=True):
        schemes = {identifier.scheme for identifier in draft.identifiers}
        settled = is_firm and not schemes & silent
        if not is_firm:
            silent |= schemes & SCHOLARLY
            silent |= {identifier.scheme for identifier in draft.identifiers if identifier in collection.unanswered}
        lawful = keys.key_of(draft.nodes)
        if lawful is None or lawful in used:
            waiting.append((draft, settled))
            continue
        draft.key = lawful
        used.add(lawful)
        _make_law(draft, keys, collection)
    contested: set[str] = set()
    decided: list[Draft] = []
    for draft, settled in waiting:
        draft.key = _new_key(draft, _Taken(used, keys))
        used.add(draft.key)
        weighed = _weighed(draft)
        if settled and contested.isdisjoint(weighed):
            decided.append(draft)
        else:
            contested |= weighed
    for draft in decided:
        before = next((former[node] for node in draft.identifiers if node in former), None)
        _make_law(draft, keys, collection, before if before not in used else None)


def _weighed(draft: Draft) -> set[str]:
    """Give the words of the title that were weighed for the key: those up to the one that it has."""
    words = title_words(_named(draft).title or "")
    chosen = next((place for place, word in enumerate(words) if draft.key.endswith(word)), len(words))
    return set(words[: chosen + 1])


def _make_law(draft: Draft, keys: Keys, collection: Collection, former: str | None = None) -> None:
    """Write a work's key into the ledger under each of its names; a former key stays as an alias.

    A name that nobody has answered for yet may turn out to be another work's, and waits.
    """
    unnamed = [node for node in draft.nodes if keys.key_of([node]) is None and node not in collection.unanswered]
    if unnamed and former is not None and former != draft.key and former not in keys:
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
    own = next((entry.key for entry in draft.entries if entry.key and is_citation_key(entry.key)), None)
    if own is not None and own not in taken:
        return own
    first, edition = draft.editions[0], _named(draft)
    authors = edition.authors or ()
    if edition.arxiv_id:
        # Some of arXiv's interfaces take names apart, by rules of their own, and some do not: the key must not depend
        # on which of them has answered.
        authors = tuple(Name(name.display, literal=name.literal) for name in authors)
    date = first.submitted or first.issued or draft.edition.issued
    owned = (identifier for identifier in draft.identifiers if identifier.scheme not in SCHOLARLY)
    return choose(
        edition.title or "",
        authors,
        date.year if date is not None else None,
        stand_in(next(owned, None)),
        taken=taken,
    )


def _named(draft: Draft) -> Edition:
    """Give the edition by which a work is named: its first, if that has a title."""
    return draft.editions[0] if draft.editions[0].title else draft.edition


def aliases(draft: Draft, keys: Keys) -> tuple[str, ...]:
    """Give the other keys of a work: its former ones, a person's own, and those of works that were joined to it."""
    others = {key for node in draft.nodes if (key := keys.key_of([node])) is not None}
    others |= {entry.key for entry in draft.entries if entry.key}
    for key in list(others):
        others |= set(keys.aliases_of(key))
    return tuple(sorted((others | set(keys.aliases_of(draft.key))) - {draft.key}))
