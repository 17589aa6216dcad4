"""Ask the sources, in order and in batches, until each identifier has the best answer that can be had.

A record from a snapshot serves where nothing better answers; a record that its own source could complete is asked
for again; *not found* needs every source that knows the scheme to have said so, and silence is never an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bibdb.errors import BibdbError, UnavailableError
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import Found, NotFound, Outcome, Record, Source, Unavailable

__all__ = ["FINAL", "STAND_INS", "Asked", "Request", "resolve"]

FINAL: Mapping[Scheme, str] = {
    Scheme.ARXIV: "arxiv",
    Scheme.ACL: "acl",
    Scheme.OPENREVIEW: "openreview",
    Scheme.GITHUB: "github",
    Scheme.HUGGINGFACE: "huggingface",
    Scheme.YOUTUBE: "youtube",
}
"""The source whose *not found* is the last word for a scheme; elsewhere all of them must say so."""

STAND_INS = frozenset({"openalex", "semanticscholar"})
"""Aggregators: asked here only where all nearer sources are silent or do not know."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted of whom: `sources` are the names of those to ask (None: all that know the scheme, in order)."""

    identifier: Identifier
    sources: frozenset[str] | None = None


@dataclass(slots=True)
class Asked:
    """How many identifiers each source was asked for, filled while `resolve` is consumed."""

    identifiers: dict[str, int] = field(default_factory=dict)


def resolve(
    requests: Iterable[Request],
    sources: Sequence[Source],
    *,
    completing: Callable[[Record], frozenset[str] | None],
    asked: Asked | None = None,
) -> Iterator[Outcome]:
    """Yield what each source says, as it says it; at the end one verdict for each identifier nobody knows.

    `completing` names the sources that can add to a record: none if it is complete, None for all that come later
    (an address that speaks for itself). Every record is yielded (each is a claim), that of a stand-in without what it
    calls the same work: it is asked only because others keep silent, and which works there are must not depend on that.
    Once an identifier follows `NotFound`, if the first who was asked does not know it (another may have known it), or
    `Unavailable`, if a source that was asked kept silent: a record may then still lack something.
    """
    tally = asked if asked is not None else Asked()
    open_requests = {request.identifier: request for request in requests}
    failures: dict[Identifier, list[NotFound | Unavailable]] = {}
    for source in sources:
        wanted = [identifier for identifier, request in open_requests.items() if _concerns(request, source)]
        if not wanted:
            continue
        tally.identifiers[source.name] = tally.identifiers.get(source.name, 0) + len(wanted)
        for outcome in _fetched(source, wanted):
            match outcome:
                case Found(record):
                    _narrow(open_requests, record.identifier, completing(record))
                    yield Found(replace(record, same_as=())) if source.name in STAND_INS else outcome
                case NotFound(identifier):
                    if source.authoritative:
                        failures.setdefault(identifier, []).append(outcome)
                    if FINAL.get(identifier.scheme) == source.name:
                        open_requests.pop(identifier, None)
                case Unavailable(identifier):
                    failures.setdefault(identifier, []).append(outcome)
    for answers in failures.values():
        yield _verdict(answers)


def _fetched(source: Source, wanted: Sequence[Identifier]) -> Iterator[Outcome]:
    """Yield what a source says. A fault of its own is its silence: what it owed waits, and no other source stops."""
    owed = dict.fromkeys(wanted)
    try:
        for outcome in source.fetch(wanted):
            owed.pop(outcome.record.identifier if isinstance(outcome, Found) else outcome.identifier, None)
            yield outcome
    except UnavailableError as silence:
        yield from (Unavailable(identifier, source.name, str(silence)) for identifier in owed)
    except BibdbError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is
        why = f"The source {source.name} failed by a fault of its own ({type(fault).__name__})"
        yield from (Unavailable(identifier, source.name, why) for identifier in owed)


def _narrow(requests: dict[Identifier, Request], identifier: Identifier, sources: frozenset[str] | None) -> None:
    """After a record, ask only those who can complete it."""
    if identifier not in requests or sources is None:
        return
    if sources:
        requests[identifier] = Request(identifier, sources)
    else:
        del requests[identifier]


def _concerns(request: Request, source: Source) -> bool:
    if request.identifier.scheme not in source.schemes:
        return False
    return request.sources is None or source.name in request.sources


def _verdict(answers: Sequence[NotFound | Unavailable]) -> NotFound | Unavailable:
    """*Not found* if the last word was said, or if nobody kept silent; else the first silence."""
    last_word = FINAL.get(answers[0].identifier.scheme)
    for answer in answers:
        if isinstance(answer, NotFound) and answer.source == last_word:
            return answer
    return next((answer for answer in answers if isinstance(answer, Unavailable)), answers[0])
