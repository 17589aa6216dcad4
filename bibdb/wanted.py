"""Whom to ask for what: nothing that is known and fresh, and everything else of the sources that can know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain

from bibdb.components import Node
from bibdb.db.settled import Answer, AnswerKind, Answers
from bibdb.identifiers import Identifier
from bibdb.ledger import Corrections, Keys
from bibdb.ledger.subjects import subject_of
from bibdb.resolve import FINAL, Request
from bibdb.settle import Collection, sketch
from bibdb.settle.claims import SCHOLARLY
from bibdb.settle.collection import subject_nodes
from bibdb.sources.coverage import missing
from bibdb.values import LinkRole, Record, Source

__all__ = ["FREE", "LOCAL", "Freshness", "completing", "is_complete", "is_last_word", "wanted"]

LOCAL = frozenset({"local"})
"""Sources that only repeat what an address says by itself."""

SNAPSHOT = "snapshot"
FREE = frozenset({SNAPSHOT, "local"})
"""Sources that cost no request."""

_YOUNG = timedelta(days=31)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How long an answer holds: `max_age` counts only with `refresh`; a *not found* is asked again after `retry`.

    What is younger than a month holds a day at the most: preprints change in their first weeks.
    """

    refresh: bool = False
    max_age: timedelta = timedelta(days=30)
    retry: timedelta = _DAY
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


def is_complete(record: Record) -> bool:
    """Whether a record has all that its own source can give."""
    return record.source not in LOCAL and not missing(record)


def completing(record: Record) -> frozenset[str] | None:
    """Name the sources that can add to a record: its own where it is partial, all where only an address spoke."""
    if record.source in LOCAL:
        return None
    return frozenset({record.source}) if missing(record) else frozenset()


def wanted(
    collection: Collection,
    corrections: Corrections,
    answers: Answers,
    sources: Sequence[Source],
    freshness: Freshness,
    *,
    keys: Keys,
) -> list[Request]:
    """Give what to ask for, in list order and each identifier once; `keys` remember what was found by its title."""
    nodes = dict.fromkeys(subject_nodes(collection).values())
    open_nodes = [node for node in nodes if not isinstance(node, Identifier) or node.scheme not in SCHOLARLY]
    named = dict.fromkeys(chain(_identifiers(collection, corrections), _remembered(open_nodes, collection, keys)))
    found = (
        _request(identifier, collection.records_of.get(identifier, ()), answers, sources, freshness)
        for identifier in named
    )
    asked = [request for request in found if request is not None]
    if any(source.name == SNAPSHOT for source in sources):
        answered = {identifier for identifier, _ in answers}
        kept = (each for each in _remembered(nodes, collection, keys) if each not in named and each not in answered)
        asked += [Request(identifier, frozenset({SNAPSHOT})) for identifier in kept]
    return asked


def _remembered(nodes: Iterable[Node], collection: Collection, keys: Keys) -> Iterator[Identifier]:
    """Give by what other scholarly names the ledger knows the works of entries: they were found by title once. Where an
    entry has no such name itself, a database that is built anew must find its paper without a search; of a paper's
    publication, the records that were kept tell whose it is.
    """
    known = {key for node in nodes if (key := keys.key_of([node])) is not None}
    for name, key in keys.entries.items() if known else ():
        subject = subject_of(name) if key in known else ""
        if isinstance(subject, Identifier) and subject.scheme in SCHOLARLY and subject not in collection.records_of:
            yield subject


def _identifiers(collection: Collection, corrections: Corrections) -> Iterator[Identifier]:
    """Give what entries are about, the scholarly works that are mentioned, and by what other names sources, titles and
    the person know what is listed: a preprint's publication, the paper of a project page.
    """
    for link in collection.links:
        if link.identifier is not None and (link.role is LinkRole.SUBJECT or link.identifier.scheme in SCHOLARLY):
            # Without the version that a list happens to name: the facts are those of the current one.
            yield Identifier(link.identifier.scheme, link.identifier.value)
    for draft in sketch(collection, corrections).drafts:
        if draft.listed:
            yield from (identifier for identifier in draft.identifiers if identifier.scheme in SCHOLARLY)


def _request(
    identifier: Identifier,
    records: Sequence[Record],
    answers: Answers,
    sources: Sequence[Source],
    freshness: Freshness,
) -> Request | None:
    able = [source.name for source in sources if identifier.scheme in source.schemes]
    services = [name for name in able if name not in FREE]
    if not services:
        return Request(identifier) if able else None
    first = FINAL.get(identifier.scheme, services[0])
    given = [answers[identifier, name] for name in services if (identifier, name) in answers]
    complete = [record for record in records if is_complete(record)]
    tellers = _tellers(identifier, records, first, frozenset(able) - FREE, answers)
    own = [answers[identifier, name] for name in tellers or {first} if (identifier, name) in answers]
    if freshness.refresh and any(_is_old(answer, records, freshness) for answer in own or given):
        return Request(identifier, tellers or None)
    if any(record.source == first for record in complete):
        return None
    refused = [answers[identifier, name] for name in services if _refuses(answers, identifier, name)]
    if refused and all(freshness.now - answer.answered_at < freshness.retry for answer in refused):
        return None
    if complete:
        # A stand-in has answered: only who knows better is asked again, and a registry that knows it not is nobody.
        elsewhere = identifier.scheme not in FINAL and _refuses(answers, identifier, first)
        return Request(identifier, frozenset({first})) if first in able and not elsewhere else None
    partial = frozenset(record.source for record in records if record.source not in LOCAL)
    return Request(identifier, partial | {first} | FREE if partial else None)


def _tellers(
    identifier: Identifier,
    records: Sequence[Record],
    first: str,
    able: frozenset[str],
    answers: Answers,
) -> frozenset[str]:
    """Name who can tell what is new of an identifier: who knows it best; where that registry knows it not, those that
    do. Nobody where the best has not told yet: then everybody may be asked.
    """
    told = frozenset(record.source for record in records) & able
    if first in told:
        return frozenset({first})
    return told if identifier.scheme not in FINAL and _refuses(answers, identifier, first) else frozenset()


def is_last_word(identifier: Identifier, source: str) -> bool:
    """Whether a source's *not found* is the verdict: the one source of a scheme that has one, else the one kept."""
    return FINAL.get(identifier.scheme, source) == source


def _refuses(answers: Answers, identifier: Identifier, source: str) -> bool:
    answer = answers.get((identifier, source))
    return answer is not None and answer.kind is AnswerKind.NOT_FOUND and is_last_word(identifier, source)


def _is_old(answer: Answer, records: Sequence[Record], freshness: Freshness) -> bool:
    dates = (record.fields.updated or record.fields.submitted or record.fields.issued for record in records)
    newest = max((date for date in dates if date is not None), default=None)
    allowed = freshness.max_age
    if newest is not None:
        written = datetime(newest.year, newest.month or 1, newest.day or 1, tzinfo=UTC)
        allowed = min(allowed, _DAY) if freshness.now - written < _YOUNG else allowed
    return freshness.now - answer.answered_at > allowed
