"""What is known of a work's publication, beside what its list claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bibdb.identifiers import Identifier, Scheme, web_address
from bibdb.settle.claims import SCHOLARLY
from bibdb.values import Edition, EditionKind, Evidence, Work
from bibdb.venues import VenueClaim, parse_venue

__all__ = ["Agreement", "Publication", "State", "publications"]


class State(StrEnum):
    """What is known of a work's publication."""

    PUBLISHED = "published"
    NONE_FOUND = "none found"
    COULD_NOT_ASK = "could not ask"
    NOT_ASKED = "not asked"


class Agreement(StrEnum):
    """How the venue in a list's label compares with what is known."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is known of one work's publication; `reason` says who kept silent, or what was named and is not known.

    `claimed` is the venue that a list's label gives, None where none gives one.
    """

    key: str
    title: str
    state: State
    venue: str | None = None
    issued: str | None = None
    evidence: Evidence | None = None
    url: str | None = None
    reason: str | None = None
    claimed: str | None = None
    agreement: Agreement | None = None


def publications(
    works: Iterable[Work], state_of: Callable[[Identifier], tuple[State, str | None]]
) -> Iterator[Publication]:
    """Tell of each work that has a preprint where it was published; `state_of` what asking about a preprint came to."""
    for work in works:
        preprint = work.identifier(Scheme.ARXIV)
        if preprint is not None:
            yield _publication(work, preprint, state_of)


def _publication(
    work: Work, preprint: Identifier, state_of: Callable[[Identifier], tuple[State, str | None]]
) -> Publication:
    edition = work.edition(EditionKind.PUBLICATION)
    claimed, agreement = _claimed(work, edition)
    if edition is not None and (edition.container_title or edition.event_title):
        return Publication(
            key=work.key,
            title=edition.title or work.cited.title or "",
            state=State.PUBLISHED,
            venue=edition.event_title or edition.container_title_short or edition.container_title,
            issued=str(edition.issued) if edition.issued is not None else None,
            evidence=edition.evidence,
            url=edition.url or (web_address(Identifier(Scheme.DOI, edition.doi)) if edition.doi else None),
            claimed=claimed,
            agreement=agreement,
        )
    state, reason = state_of(preprint)
    named = next((each for each in work.identifiers if each.scheme in SCHOLARLY - {Scheme.ARXIV}), None)
    if named is not None:
        # Somebody has named a publication, so that there is one; where it appeared nobody has told.
        state, reason = State.COULD_NOT_ASK, f"{named} is named, and nobody has told where it appeared"
    return Publication(
        key=work.key,
        title=work.cited.title or "",
        state=state,
        url=web_address(named) if named is not None else None,
        reason=reason,
        claimed=claimed,
        agreement=agreement,
    )


def _claimed(work: Work, edition: Edition | None) -> tuple[str | None, Agreement | None]:
    """Give the first venue that a list claims, and how it compares; a workshop is a venue of its own."""
    claims = [claim for listing in work.listings if listing.venue and (claim := parse_venue(listing.venue)).at_venue]
    if not claims:
        return None, None
    if edition is None:
        return claims[0].raw, Agreement.UNCONFIRMED
    return claims[0].raw, Agreement.AGREES if _is_at(claims[0], edition) else Agreement.DIFFERS


def _is_at(claim: VenueClaim, edition: Edition) -> bool:
    """Whether an edition appeared where a label says: the venue, and the year where both name one."""
    names = (edition.event_title, edition.container_title_short, edition.container_title, edition.collection_title)
    found = [told for name in names if name and (told := parse_venue(name)).venue is not None]
    years = {told.year for told in found if told.year} or ({edition.issued.year} if edition.issued else set())
    same_year = claim.year is None or not years or claim.year in years
    return same_year and any(told.venue == claim.venue and told.track == claim.track for told in found)
