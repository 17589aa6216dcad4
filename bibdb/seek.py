"""Looking by title for what the lists name without an identifier: a bare title, a project page, a repository.

What is found is stored as records, like any other answer; settling then judges which entry is which paper, so that
nothing is decided here and everything can be decided again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bibdb.db.settled import EntryRow
from bibdb.errors import UnavailableError
from bibdb.identifiers import Identifier
from bibdb.ledger import Corrections
from bibdb.matching import DEFAULT, Accepted, compare, judge
from bibdb.resolve import Request, resolve
from bibdb.settle.collection import Collection, subject_nodes
from bibdb.settle.titles import open_entries, query_of, verdicts
from bibdb.sources.settings import SERVICES
from bibdb.sync import Sessions, load_collection
from bibdb.text import fold, words
from bibdb.values import Foreseeing, Found, Query, Record, Source
from bibdb.wanted import FREE, completing

__all__ = ["SEARCHED", "Memory", "Sought", "seek", "sought_queries"]

SEARCHED = ("snapshot", "arxiv", "semanticscholar", "crossref")
"""The sources that are searched by title, in order; the first that gives one clear answer ends the search."""

_FEWEST_WORDS = 3
_NAME = re.compile(r"[a-z0-9-][A-Z]|[A-Z]{3}|[A-Za-z]\d|\d[A-Za-z]|\w-[A-Z]")
_HOLDS = timedelta(days=30)


@dataclass(slots=True)
class Sought:
    """What a search did: how many titles were looked for, how many records it found, and who kept silent, and why."""

    titles: int = 0
    found: int = 0
    silent: dict[str, str] = field(default_factory=dict)


class Memory:
    """Which titles were searched for where, and when: no part of the collection, kept in the cache directory."""

    def __init__(self, directory: Path | None, holds: timedelta = _HOLDS) -> None:
        """Remember in a directory; None remembers nothing. An answer holds for a while."""
        self._path = directory / "searched.json" if directory is not None else None
        self._since = (datetime.now(UTC) - holds).timestamp()
        self._known = {place: at for place, at in self._read() if at >= self._since}

    def has(self, query: Query, source: str) -> bool:
        """Whether a source has answered this search lately."""
        return self._place(query, source) in self._known

    def add(self, query: Query, source: str) -> None:
        """Remember that a source has answered this search."""
        self._known[self._place(query, source)] = datetime.now(UTC).timestamp()

    def save(self) -> None:
        """Write the file; a cache that cannot be written is done without."""
        if self._path is None:
            return
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(self._known), "utf-8")
            fresh.replace(self._path)
        except OSError:
            return

    def _read(self) -> Iterator[tuple[str, float]]:
        """Read the file; what is missing or damaged counts as nothing."""
        try:
            told = json.loads(self._path.read_bytes()) if self._path is not None else {}
        except (OSError, ValueError):
            return
        if isinstance(told, dict):
            yield from ((place, at) for place, at in told.items() if isinstance(at, int | float))

    def _place(self, query: Query, source: str) -> str:
        return f"{source} {hashlib.blake2b(fold(query.title).encode(), digest_size=12).hexdigest()}"


def sought_queries(collection: Collection, corrections: Corrections) -> list[Query]:
    """Say what is sought: entries that may be papers and are not known to be one, each title once."""
    subjects = subject_nodes(collection)
    known = {
        entry.id for entry, verdict in verdicts(collection, subjects, corrections) if isinstance(verdict, Accepted)
    }
    return list(
        dict.fromkeys(
            query_of(entry, subjects[entry.id], collection)
            for entry in open_entries(collection, subjects, corrections)
            if entry.id not in known and _may_be_title(entry)
        )
    )


def _may_be_title(entry: EntryRow) -> bool:
    """Whether an entry's words may be a paper's title: some words, or a coined name."""
    title = entry.title or entry.label
    return len(words(title)) >= _FEWEST_WORDS or _NAME.search(title) is not None


def seek(
    sessions: Sessions,
    sources: Sequence[Source],
    corrections: Corrections,
    memory: Memory,
    sought: Sought,
    *,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
) -> None:
    """Search for every entry that may be a paper, and store what is near enough to be judged; `sought` is told.

    What a repository asks to be cited is fetched first. A search that was answered lately is not repeated.
    """
    with sessions() as session:
        collection = load_collection(session)
    queries = sought_queries(collection, corrections)
    if queries:
        sought.silent |= _unasked(sources)
    _store(sessions, _fetch_cited(collection, queries, sources), sought)
    for source in sources:
        if isinstance(source, Foreseeing):
            source.foresee([worded for query in queries for worded in _wordings(query)])
    for number, query in enumerate(queries, 1):
        progress("searching", number, len(queries))
        _store(sessions, _search(query, sources, memory, sought), sought)
        sought.titles += 1
    memory.save()


def _unasked(sources: Sequence[Source]) -> dict[str, str]:
    """Name the services that would be searched and are not among the sources: offline, or where others were chosen."""
    asked = {source.name for source in sources}
    missing = (name for name in SEARCHED if name in SERVICES and name not in asked)
    return {name: f"{SERVICES[name].label} was not asked" for name in missing}


def _store(sessions: Sessions, records: Sequence[Record], sought: Sought) -> None:
    from bibdb.db.store import save_record

    if records:
        with sessions() as session:
            sought.found += sum(save_record(session, record) for record in records)


def _fetch_cited(collection: Collection, queries: Sequence[Query], sources: Sequence[Source]) -> list[Record]:
    """Ask for what repositories ask to be cited, in as few requests as it takes."""
    cited: dict[Identifier, None] = dict.fromkeys(each for query in queries for each in query.cites)
    unknown = [Request(each) for each in cited if each not in collection.records_of]
    outcomes = resolve(unknown, sources, completing=completing)
    return [outcome.record for outcome in outcomes if isinstance(outcome, Found)]


def _search(query: Query, sources: Sequence[Source], memory: Memory, sought: Sought) -> list[Record]:
    """Ask one source after the other, until one record is clearly it; a silent source is not asked again."""
    near: list[Record] = []
    for source in sources:
        if source.name not in SEARCHED or source.name in sought.silent:
            continue
        for asked in _wordings(query):
            found = _ask(asked, source, memory, sought)
            near += [record for record in found if compare(query, record).distance <= DEFAULT.far]
            if near:
                break
        if isinstance(judge([compare(query, record) for record in near]), Accepted):
            break
    return near


def _wordings(query: Query) -> Iterator[Query]:
    """Give the title as it is, and then a coined name at its head alone: subtitles change."""
    yield query
    head = re.split(r":\s|\s[-–—|]\s", query.title, maxsplit=1)[0].strip()
    if head != query.title and _NAME.search(head):
        yield replace(query, title=head)


def _ask(query: Query, source: Source, memory: Memory, sought: Sought) -> Sequence[Record]:
    """Search one source, unless it has answered this lately or has fallen silent."""
    if source.name in sought.silent or (source.name not in FREE and memory.has(query, source.name)):
        return ()
    try:
        found = source.search(query)
    except UnavailableError as silence:
        sought.silent[source.name] = str(silence)
        return ()
    memory.add(query, source.name)
    return found
