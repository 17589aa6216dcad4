"""The loop: read the lists, store them, ask what is wanted, record each outcome, settle, report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from bibdb.db.settled import AnswerKind, Answers, Changes, DocumentChange, SettledWork, Status
from bibdb.identifiers import Identifier
from bibdb.ledger import Corrections, Keys
from bibdb.readers import read
from bibdb.readers.files import Listing, Problem, find_lists, load
from bibdb.resolve import Asked, Request, resolve
from bibdb.settle import Collection, disagreements, settle
from bibdb.values import Document, Finding, Found, NotFound, Outcome, Record, Resolution, Source, Unavailable
from bibdb.wanted import Freshness, completing, is_complete, is_last_word, wanted

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["Progress", "Report", "Sessions", "load_collection", "sync", "update"]

BATCH = 100
"""Outcomes in a transaction: the most that a stop at any instant can lose."""

_ROUNDS = 5
"""An answer may name more to ask for (a preprint's publication), and that again; a chain of names is short."""

Sessions = Callable[[], AbstractContextManager["Session"]]
Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and of how many."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run did."""

    listing: Listing = field(default_factory=lambda: find_lists(()))
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    documents: list[tuple[Document, DocumentChange]] = field(default_factory=list)
    forgotten: int = 0
    asked: Asked = field(default_factory=Asked)
    requests: dict[str, int] = field(default_factory=dict)
    found: int = 0
    not_found: list[NotFound] = field(default_factory=list)
    unavailable: list[Unavailable] = field(default_factory=list)
    unsearched: dict[str, str] = field(default_factory=dict)
    works: list[SettledWork] = field(default_factory=list)
    repeated: dict[str, list[str]] = field(default_factory=dict)
    """The places of each work that is listed more than once, by its key."""
    changes: Changes = field(default_factory=Changes)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[tuple[str, Finding]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the run wrote anything."""
        moved = any(change.status is not Status.UNCHANGED for _, change in self.documents)
        return bool(moved or self.forgotten or self.found or self.changes)

    @property
    def unresolved(self) -> list[SettledWork]:
        """Give the works that are not known: not answered yet, not found, or only a title."""
        return [work for work in self.works if work.listed and _is_unresolved(work)]

    @property
    def partial(self) -> list[SettledWork]:
        """Give the works of which a source could say more."""
        return [work for work in self.works if work.listed and work.resolution is Resolution.PARTIAL]

    @property
    def taken_back(self) -> list[SettledWork]:
        """Give the works that were withdrawn by their authors or retracted by their publisher."""
        return [work for work in self.works if work.listed and any(e.withdrawn or e.retracted for e in work.editions)]

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """Give what a person should look at in lists and corrections, with the place."""
        for document, _ in self.documents:
            yield from ((document.locus(finding.line), finding) for finding in document.findings)
        yield from self.remarks

    def counts(self) -> dict[str, int]:
        """Give what a run is remembered by."""
        statuses = Counter(str(change.status) for _, change in self.documents)
        return {
            "documents": len(self.documents),
            "documents_new": statuses["new"],
            "documents_updated": statuses["updated"],
            "documents_gone": self.forgotten,
            "entries": sum(len(document.entries) for document, _ in self.documents),
            "entries_new": sum(change.new for _, change in self.documents),
            "entries_updated": sum(change.updated for _, change in self.documents),
            "entries_gone": sum(change.gone for _, change in self.documents),
            "links": sum(len(document.links) for document, _ in self.documents),
            "records_new": self.found,
            "works": len(self.works),
            "works_new": len(self.changes.new),
            "works_updated": len(self.changes.updated),
            "works_unlisted": len(self.changes.unlisted),
            "works_unresolved": len(self.unresolved),
            "works_partial": len(self.partial),
            "works_taken_back": len(self.taken_back),
        }


def _is_unresolved(work: SettledWork) -> bool:
    if work.resolution is Resolution.LABEL:
        described = any(source.startswith("file:") for source in work.editions[work.cited].origin.values())
        return not work.identifiers and not described
    return work.resolution in {Resolution.PENDING, Resolution.NOT_FOUND}


def sync(
    paths: Sequence[Path],
    sessions: Sessions,
    sources: Sequence[Source],
    keys: Keys,
    corrections: Corrections,
    *,
    freshness: Freshness,
    format: str | None = None,  # noqa: A002 - the option's own name
    search: Callable[[], object] | None = None,
    progress: Progress = lambda _what, _done, _all: None,
) -> Report:
    """Bring the collection up to date with the lists at `paths`; a second call writes nothing and asks nothing.

    `search` is called once, when all that was asked for by identifier has been answered: what it stores is settled too.
    Each step is one short transaction (the answers: one a batch), so that a stop loses at most the batch in flight.
    """
    report = Report(listing=find_lists(paths))
    with sessions() as session:
        _store_documents(session, paths, report, format)
    update(sessions, sources, keys, corrections, report, freshness=freshness, search=search, progress=progress)
    return report


def update(
    sessions: Sessions,
    sources: Sequence[Source],
    keys: Keys,
    corrections: Corrections,
    report: Report,
    *,
    freshness: Freshness,
    search: Callable[[], object] | None = None,
    progress: Progress = lambda _what, _done, _all: None,
) -> None:
    """Ask what is wanted, record each outcome, settle: what `sync` does once the lists are read."""
    report.remarks = [(f"{corrections.path}:{finding.line}", finding) for finding in corrections.findings]
    asked: set[Identifier] = set()
    for _round in range(_ROUNDS):
        with sessions() as session:
            given = _answers(session)
            collection = _loaded(session, given)
            named = wanted(collection, corrections, given, sources, freshness, keys=keys)
            requests = [each for each in named if each.identifier not in asked]
            if not requests and search is None:
                _settle(session, collection, keys, corrections, report)
                return
            del given, collection, named  # what is loaded next takes their room
        if not requests and search is not None:
            search()
            search = None
        asked |= {each.identifier for each in requests}
        for batch in _batches(_asked(requests, sources, report, progress)):
            with sessions() as session:
                _store_outcomes(session, batch, report)
    with sessions() as session:
        _settle(session, load_collection(session), keys, corrections, report)


def _store_documents(session: Session, paths: Iterable[Path], report: Report, format_: str | None) -> None:
    from bibdb.db.store import forget_documents, save_document

    kept: set[tuple[str | None, str]] = set()
    unreadable: set[str] = {str(problem.path) for problem in report.listing.problems}
    for file in report.listing.files:
        data = load(file)
        if isinstance(data, Problem):
            report.problems.append(data)
            unreadable.add(str(file))
            continue
        for document in read(data, file, format_):
            kept.add((document.container, document.path))
            if fault := next((each for each in document.findings if each.rule == "reader-fault"), None):
                # What was stored of it stays: a reader's own fault must not unlist works, or give them new keys.
                what = fault.message.partition(": read as")[0]
                report.problems.append(Problem(file, f"{what}; what is stored of it was left as it was"))
                continue
            change = save_document(session, document, report.started, position=len(report.documents))
            report.documents.append((document, change))
    report.problems.extend(report.listing.problems)
    report.forgotten = forget_documents(session, kept, [str(path) for path in paths], spared=unreadable)


def load_collection(session: Session) -> Collection:
    """Load everything that settling needs."""
    return _loaded(session, _answers(session))


def _answers(session: Session) -> Answers:
    from bibdb.db.store import answers

    return answers(session)


def _loaded(session: Session, given: Answers) -> Collection:
    from bibdb.db.store import latest_records, load_entries, load_links, load_works

    refused = {
        identifier
        for (identifier, source), answer in given.items()
        if answer.kind is AnswerKind.NOT_FOUND and is_last_word(identifier, source)
    }
    return Collection(
        entries=tuple(load_entries(session)),
        links=tuple(load_links(session)),
        records=tuple(latest_records(session)),
        not_found=frozenset(refused),
        works=tuple(load_works(session)),
    )


def _asked(
    requests: Sequence[Request], sources: Sequence[Source], report: Report, progress: Progress
) -> Iterator[Outcome]:
    for number, outcome in enumerate(resolve(requests, sources, completing=completing, asked=report.asked), 1):
        progress("asking", min(number, len(requests)), len(requests))
        yield outcome


def _batches(outcomes: Iterator[Outcome]) -> Iterator[list[Outcome]]:
    while batch := list(islice(outcomes, BATCH)):
        yield batch


def _store_outcomes(session: Session, outcomes: Iterable[Outcome], report: Report) -> None:
    from bibdb.db.store import save_not_found, save_records

    records: list[Record] = []
    for outcome in outcomes:
        match outcome:
            case Found(record):
                records.append(record)
            case NotFound():
                save_not_found(session, outcome, datetime.now(UTC))
                report.not_found.append(outcome)
            case Unavailable():
                report.unavailable.append(outcome)
            case _:
                assert_never(outcome)
    report.found += save_records(session, records)


def _settle(session: Session, collection: Collection, keys: Keys, corrections: Corrections, report: Report) -> None:
    from bibdb.db.store import former_titles, save_run, save_works

    collection = replace(collection, silent=frozenset(each.identifier for each in report.unavailable))
    # What one registry does not know, another may have known.
    report.not_found = [each for each in report.not_found if each.identifier not in collection.records_of]
    # Two runs may stand side by side: the transaction has the database to itself, and now the ledger.
    with keys.held():
        report.works = settle(collection, keys, corrections, complete=is_complete)
        report.changes = save_works(session, report.works)
        # Before the transaction ends: a key that the database shows is in the ledger already.
        keys.save()
    places = _places(collection, report)
    report.repeated = {
        work.key: [places[entry_id] for entry_id in work.entry_ids] for work in report.works if len(work.entry_ids) > 1
    }
    told = disagreements(collection, report.works, former_titles(session))
    report.remarks += [(places[entry.id], finding) for entry, finding in told]
    if report.changed:
        save_run(session, report.started, datetime.now(UTC), report.counts())


def _places(collection: Collection, report: Report) -> dict[int, str]:
    """Name each entry's place; that of a list which this run has not read, without the line of the dump."""
    documents = {(document.container, document.path): document for document, _ in report.documents}
    return {
        entry.id: document.locus(entry.line) if document is not None else f"{entry.document}:{entry.line}"
        for entry in collection.entries
        for document in (documents.get((entry.container, entry.document)),)
    }
