"""Looking by title for what the lists name without an identifier: a bare title, a project page, a repository.

What is found is stored as records, like any other answer; settling then judges which entry is which paper, so that
nothing is decided here and everything can be decided again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bibdb.db.settled import EntryRow
from bibdb.errors import UnavailableError
from bibdb.ledger import Corrections
from bibdb.matching import DEFAULT, Accepted, compare, judge
from bibdb.settle.collection import Collection, subject_nodes
from bibdb.settle.titles import open_entries, query_of, verdicts
from bibdb.sync import Sessions, load_collection
from bibdb.text import words
from bibdb.values import Query, Record, Source

__all__ = ["SEARCHED", "Sought", "seek", "sought_entries"]

SEARCHED = ("snapshot", "arxiv", "semanticscholar", "crossref")
"""The sources that are searched by title, in order; the first that gives one clear answer ends the search."""

_FEWEST_WORDS = 3


@dataclass(slots=True)
class Sought:
    """What a search did: how many titles were looked for, how many records it found, and who kept silent, and why."""

    titles: int = 0
    found: int = 0
    silent: dict[str, str] = field(default_factory=dict)


def sought_entries(collection: Collection, corrections: Corrections) -> list[EntryRow]:
    """Give the entries that may be papers and are not known to be one: titles of some words, not yet judged."""
    subjects = subject_nodes(collection)
    known = {
        entry.id for entry, verdict in verdicts(collection, subjects, corrections) if isinstance(verdict, Accepted)
    }
    return [
        entry
        for entry in open_entries(collection, subjects, corrections)
        if entry.id not in known and len(words(entry.title or entry.label)) >= _FEWEST_WORDS
    ]


def seek(
    sessions: Sessions,
    sources: Sequence[Source],
    corrections: Corrections,
    *,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
) -> Sought:
    """Search for every entry that may be a paper, and store what is near enough to be judged."""
    from bibdb.db.store import save_record

    sought = Sought()
    with sessions() as session:
        entries = sought_entries(load_collection(session), corrections)
    for number, entry in enumerate(entries, 1):
        progress("searching", number, len(entries))
        records = _search(query_of(entry), sources, sought)
        sought.titles += 1
        with sessions() as session:
            sought.found += sum(save_record(session, record) for record in records)
    return sought


def _search(query: Query, sources: Sequence[Source], sought: Sought) -> list[Record]:
    """Ask one source after the other, until one record is clearly it; a silent source is not asked again."""
    near: list[Record] = []
    for source in sources:
        if source.name not in SEARCHED or source.name in sought.silent:
            continue
        try:
            found = source.search(query)
        except UnavailableError as silence:
            sought.silent[source.name] = str(silence)
            continue
        near += [record for record in found if compare(query, record).distance <= DEFAULT.far]
        if isinstance(judge([compare(query, record) for record in near]), Accepted):
            break
    return near
