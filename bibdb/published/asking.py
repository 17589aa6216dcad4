"""Asking for publications: by identifier first, then by title and authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from bibdb.db.settled import Answer, AnswerKind, Answers
from bibdb.errors import UnavailableError
from bibdb.identifiers import Identifier, Scheme
from bibdb.library import Library
from bibdb.matching import same_work
from bibdb.published.printed import is_at_workshop, is_printed, may_be_printed
from bibdb.published.telling import State
from bibdb.settle.claims import SCHOLARLY
from bibdb.silences import together
from bibdb.sync import BATCH, Sessions
from bibdb.values import (
    EditionKind,
    Evidence,
    Found,
    NotFound,
    Outcome,
    Query,
    Record,
    Resolution,
    Source,
    Unavailable,
    Work,
    WorkType,
)

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["BY_IDENTIFIER", "BY_TITLE", "Inquiry", "ask_publications", "recall"]

BY_IDENTIFIER = "semanticscholar"
"""The source that names a preprint's publication by the preprint's identifier, a hundred in a request."""

BY_TITLE = ("dblp", "openreview", "crossref")
"""The sources that are searched by title for what the identifier did not tell, in order."""

_FIRM = frozenset({Evidence.PUBLISHER, Evidence.AGGREGATOR})
_NONE = "no publication of this title and these authors"
_HOLDS = timedelta(days=30)
_TOLD = "SELECT DISTINCT scheme, value FROM record"
_ANSWERS = "SELECT scheme, value, source, outcome, reason, answered_at FROM answer"


@dataclass(slots=True)
class Inquiry:
    """What asking about preprints came to: who has answered, and who kept silent, with the reason.

    `told` are the identifiers of which somebody has told something.
    """

    answered: Answers = field(default_factory=dict)
    told: frozenset[Identifier] = frozenset()
    silent: dict[Identifier, dict[str, str]] = field(default_factory=dict)

    def state_of(self, preprint: Identifier) -> tuple[State, str | None]:
        """Tell a preprint without a publication: none was found only if everyone who can know has answered."""
        if reasons := self.silent.get(preprint):
            return State.COULD_NOT_ASK, "; ".join(together(Counter(reasons.values())))
        asked = [name for name in (BY_IDENTIFIER, *BY_TITLE) if (preprint, name) in self.answered]
        everyone = len(asked) == 1 + len(BY_TITLE)
        return (State.NONE_FOUND if everyone else State.NOT_ASKED), None

    def has_fresh(self, preprint: Identifier, source: str, since: datetime) -> bool:
        """Whether a source has answered about a preprint since a moment."""
        answer = self.answered.get((preprint, source))
        return answer is not None and answer.answered_at >= since


def recall(library: Library) -> Inquiry:
    """Give what earlier inquiries came to."""
    answered: dict[tuple[Identifier, str], Answer] = {}
    for scheme, value, source, outcome, reason, at in library.sql(_ANSWERS).rows:
        place = Identifier(Scheme(str(scheme)), str(value)), str(source)
        answered[place] = Answer(AnswerKind(outcome), str(reason), datetime.fromisoformat(str(at)))
    told = (Identifier(Scheme(str(scheme)), str(value)) for scheme, value in library.sql(_TOLD).rows)
    return Inquiry(answered, frozenset(told))


def ask_publications(
    sessions: Sessions,
    sources: Sequence[Source],
    works: Sequence[Work],
    inquiry: Inquiry,
    *,
    holds: timedelta = _HOLDS,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
) -> None:
    """Ask for the publications of works that only their authors call published, or nobody; store what is found.

    Who has answered within the time that an answer `holds` is not asked again; `inquiry` is told who keeps silent.
    """
    since = datetime.now(UTC) - holds
    named = {source.name: source for source in sources}
    wanted = {identifier: work for work in works if (identifier := _open_preprint(work)) is not None}
    due = [each for each in wanted if not inquiry.has_fresh(each, BY_IDENTIFIER, since)]
    published = set(_ask_by_identifier(sessions, named.get(BY_IDENTIFIER), due, inquiry))
    for number, (identifier, work) in enumerate(wanted.items(), 1):
        progress("asking for publications", number, len(wanted))
        if identifier not in published and not _names_publication(work, inquiry):
            searched = [name for name in BY_TITLE if not inquiry.has_fresh(identifier, name, since)]
            outcomes = list(_ask_by_title(identifier, work, [(name, named.get(name)) for name in searched], inquiry))
            with sessions() as session:
                _store(session, outcomes)


def _open_preprint(work: Work) -> Identifier | None:
    edition = work.edition(EditionKind.PUBLICATION)
    firm = edition is not None and edition.evidence in _FIRM
    return None if firm else work.identifier(Scheme.ARXIV)


def _names_publication(work: Work, inquiry: Inquiry) -> bool:
    """Whether a publication is named that nobody has told of yet: it is asked for by its identifier."""
    named = (each for each in work.identifiers if each.scheme in SCHOLARLY and may_be_printed(each))
    return any(each not in inquiry.told for each in named)


def _ask_by_identifier(
    sessions: Sessions, source: Source | None, due: Sequence[Identifier], inquiry: Inquiry
) -> Iterator[Identifier]:
    """Ask about many at once, and give those of which a publication was named."""
    if source is None:
        _keep_silence(inquiry, due, BY_IDENTIFIER, f"{BY_IDENTIFIER} was not to be asked")
        return
    outcomes = iter(source.fetch(due) if due else ())
    while batch := list(islice(outcomes, BATCH)):
        with sessions() as session:
            _store(session, batch)
        for outcome in batch:
            if isinstance(outcome, Found) and any(map(may_be_printed, outcome.record.same_as)):
                yield outcome.record.identifier
            elif isinstance(outcome, Unavailable):
                _keep_silence(inquiry, [outcome.identifier], source.name, outcome.reason)


def _store(session: Session, outcomes: Iterable[Outcome]) -> None:
    from bibdb.db.store import save_not_found, save_record

    for outcome in outcomes:
        if isinstance(outcome, Found):
            save_record(session, outcome.record)
        elif isinstance(outcome, NotFound):
            save_not_found(session, outcome, datetime.now(UTC))


def _ask_by_title(
    identifier: Identifier, work: Work, searchers: Sequence[tuple[str, Source | None]], inquiry: Inquiry
) -> Iterator[Outcome]:
    """Search for a publication of the same title and authors; the first that is found is tied to the preprint.

    One in a workshop is only kept where nobody knows of another.
    """
    ours, in_workshop = _as_records(identifier, work), None
    for name, source in searchers:
        if source is None or not ours:
            reason = _unknown(work) if source is not None else f"{name} was not to be asked"
            _keep_silence(inquiry, [identifier], name, reason)
            continue
        try:
            match = _matching(ours, source)
        except UnavailableError as silence:
            _keep_silence(inquiry, [identifier], name, str(silence))
            continue
        if match is not None and not is_at_workshop(match.fields):
            inquiry.silent.pop(identifier, None)
            yield _tied(match, identifier)
            return
        in_workshop = in_workshop or match
        if match is None:
            yield NotFound(identifier, name, _NONE)
    if in_workshop is not None:
        yield _tied(in_workshop, identifier)


def _unknown(work: Work) -> str:
    """Say why there is no title to search for."""
    missing = work.resolution is Resolution.NOT_FOUND
    return "there is no such preprint: look at the link" if missing else "nothing is known of the preprint yet"


def _tied(match: Record, preprint: Identifier) -> Found:
    return Found(replace(match, same_as=tuple(dict.fromkeys((*match.same_as, preprint)))))


def _as_records(identifier: Identifier, work: Work) -> list[Record]:
    """Give the work under each of its titles: its authors may say that it was published under another one."""
    titles = dict.fromkeys(edition.title for edition in work.editions if edition.title and edition.authors)
    known = {edition.title: edition for edition in reversed(work.editions)}
    return [
        Record(
            identifier=identifier,
            source="work",
            kind=EditionKind.PREPRINT,
            type=WorkType.PAPER,
            fields=known[title],
            retrieved_at=datetime.now(UTC),
        )
        for title in titles
    ]


def _matching(ours: Sequence[Record], source: Source) -> Record | None:
    """Search for a work under each of its titles; a conference or journal goes before a workshop."""
    for each in ours:
        fields = each.fields
        year = fields.submitted.year if fields.submitted else None
        query = Query(fields.title or "", tuple(name.display for name in fields.authors or ()), year)
        matches = [hit for hit in source.search(query) if is_printed(hit) and same_work(each, hit)]
        if matches:
            return min(matches, key=lambda hit: is_at_workshop(hit.fields))
    return None


def _keep_silence(inquiry: Inquiry, identifiers: Iterable[Identifier], source: str, reason: str) -> None:
    for identifier in identifiers:
        inquiry.silent.setdefault(identifier, {})[source] = reason
