"""Where preprints were published: what is known, and asking those who may know.

Three answers that are never confused: published (and who says so), none found (all who were asked answered), could
not ask (somebody kept silent, so nothing follows).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bibdb.errors import UnavailableError
from bibdb.identifiers import Identifier, Scheme, web_address
from bibdb.matching import same_work
from bibdb.sync import Sessions, load_collection
from bibdb.values import (
    EditionKind,
    Evidence,
    Found,
    Query,
    Record,
    Source,
    Unavailable,
    Work,
)

__all__ = ["BY_IDENTIFIER", "BY_TITLE", "Publication", "State", "ask_publications", "publications"]

BY_IDENTIFIER = "semanticscholar"
"""The source that names a preprint's publication by the preprint's identifier, a hundred in a request."""

BY_TITLE = ("dblp", "openreview", "crossref")
"""The sources that are searched by title for what the identifier did not tell, in order."""

_FIRM = frozenset({Evidence.PUBLISHER, Evidence.AGGREGATOR})


class State(StrEnum):
    """What is known of a work's publication."""

    PUBLISHED = "published"
    NONE_FOUND = "none found"
    COULD_NOT_ASK = "could not ask"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is known of one work's publication; `reason` says who kept silent."""

    key: str
    title: str
    state: State
    venue: str | None = None
    issued: str | None = None
    evidence: Evidence | None = None
    url: str | None = None
    reason: str | None = None


def publications(
    works: Iterable[Work], answers: dict[Identifier, State], silent: dict[str, str]
) -> Iterator[Publication]:
    """Tell of each work that has a preprint where it was published; `answers` are what asking it came to."""
    for work in works:
        preprint = work.identifier(Scheme.ARXIV)
        if preprint is None:
            continue
        edition = work.edition(EditionKind.PUBLICATION)
        title = (edition or work.cited).title or ""
        if edition is None or not (edition.container_title or edition.event_title):
            state = answers.get(preprint, State.NOT_ASKED)
            reason = "; ".join(silent.values()) if state is State.COULD_NOT_ASK else None
            yield Publication(key=work.key, title=title, state=state, reason=reason)
            continue
        yield Publication(
            key=work.key,
            title=title,
            state=State.PUBLISHED,
            venue=edition.event_title or edition.container_title_short or edition.container_title,
            issued=str(edition.issued) if edition.issued is not None else None,
            evidence=edition.evidence,
            url=edition.url or (web_address(Identifier(Scheme.DOI, edition.doi)) if edition.doi else None),
        )


def ask_publications(
    sessions: Sessions,
    sources: Sequence[Source],
    works: Sequence[Work],
    *,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
) -> tuple[dict[Identifier, State], dict[str, str]]:
    """Ask for the publications of works that only their authors call published, or nobody; store what is found.

    Gives for each preprint asked about what came of it, and the sentence of each source that kept silent.
    """
    from bibdb.db.store import save_record

    named = {source.name: source for source in sources}
    wanted = {identifier: work for work in works if (identifier := _open_preprint(work)) is not None}
    silent: dict[str, str] = {}
    found: dict[Identifier, list[Record]] = {identifier: [] for identifier in wanted}
    for record in _by_identifier(list(wanted), named.get(BY_IDENTIFIER), silent):
        found[record.identifier].append(record)
    searchers = [named[name] for name in BY_TITLE if name in named]
    with sessions() as session:
        records_of = load_collection(session).records_of
    states: dict[Identifier, State] = {}
    for number, identifier in enumerate(wanted, 1):
        progress("asking for publications", number, len(wanted))
        if not _names_publication(found[identifier]):
            known = [record for record in records_of.get(identifier, ()) if record.fields.title]
            found[identifier] += _by_title(identifier, known, searchers, silent)
        with sessions() as session:
            for record in found[identifier]:
                save_record(session, record)
        states[identifier] = State.COULD_NOT_ASK if silent or not searchers else State.NONE_FOUND
    return states, silent


def _open_preprint(work: Work) -> Identifier | None:
    edition = work.edition(EditionKind.PUBLICATION)
    firm = edition is not None and edition.evidence in _FIRM
    return None if firm else work.identifier(Scheme.ARXIV)


def _by_identifier(
    identifiers: Sequence[Identifier], source: Source | None, silent: dict[str, str]
) -> Iterator[Record]:
    if source is None or not identifiers:
        return
    for outcome in source.fetch(identifiers):
        if isinstance(outcome, Found):
            yield outcome.record
        elif isinstance(outcome, Unavailable):
            silent[source.name] = outcome.reason


def _names_publication(records: Iterable[Record]) -> bool:
    return any(other.scheme is not Scheme.ARXIV for record in records for other in record.same_as)


def _by_title(
    identifier: Identifier, known: Sequence[Record], searchers: Sequence[Source], silent: dict[str, str]
) -> list[Record]:
    """Search for a publication of the same title and authors; the first that is found is tied to the preprint."""
    if not known:
        return []
    ours = known[-1]
    query = Query(
        ours.fields.title or "",
        tuple(name.display for name in ours.fields.authors or ()),
        ours.fields.submitted.year if ours.fields.submitted else None,
    )
    for source in searchers:
        if source.name in silent:
            continue
        try:
            hits = source.search(query)
        except UnavailableError as silence:
            silent[source.name] = str(silence)
            continue
        published = (hit for hit in hits if hit.kind is EditionKind.PUBLICATION and same_work(ours, hit))
        match = next(published, None)
        if match is not None:
            return [replace(match, same_as=tuple(dict.fromkeys((*match.same_as, identifier))))]
    return []
