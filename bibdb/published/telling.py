"""What is known of a work's publication, beside what its list claims."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bibdb.identifiers import Identifier, Scheme, web_address
from bibdb.published.printed import is_on_server, may_be_printed
from bibdb.settle.claims import SCHOLARLY
from bibdb.values import Edition, EditionKind, Evidence, Work
from bibdb.venues import Track, VenueClaim, parse_venue

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
    works: Iterable[Work],
    state_of: Callable[[Identifier], tuple[State, str | None]],
    told: Collection[Identifier] = frozenset(),
) -> Iterator[Publication]:
    """Tell of each work that has a preprint where it was published.

    `state_of` says what asking about a preprint came to; `told` are the identifiers of which somebody has told.
    """
    for work in works:
        preprint = work.identifier(Scheme.ARXIV)
        if preprint is not None:
            edition = _printed(work)
            yield (
                _published(work, preprint, edition)
                if edition is not None
                else _unpublished(work, state_of(preprint), told)
            )


def _printed(work: Work) -> Edition | None:
    """Give the edition that appeared somewhere, and not only on another server of preprints."""
    edition = work.edition(EditionKind.PUBLICATION)
    if edition is None or not (edition.container_title or edition.event_title) or is_on_server(edition):
        return None
    return edition


def _published(work: Work, preprint: Identifier, edition: Edition) -> Publication:
    claimed = _claimed(work)
    registered = Identifier(Scheme.DOI, edition.doi) if edition.doi else None
    says_so = preprint if edition.evidence is Evidence.AUTHOR else None  # the preprint's page holds its comment
    address = registered or says_so
    return Publication(
        key=work.key,
        title=edition.title or work.cited.title or "",
        state=State.PUBLISHED,
        venue=edition.event_title or edition.container_title_short or edition.container_title,
        issued=str(edition.issued) if edition.issued is not None else None,
        evidence=edition.evidence,
        url=edition.url or (web_address(address) if address is not None else None),
        claimed=claimed.raw if claimed is not None else None,
        agreement=None if claimed is None else Agreement.AGREES if _is_at(claimed, edition) else Agreement.DIFFERS,
    )


def _unpublished(work: Work, asked: tuple[State, str | None], told: Collection[Identifier]) -> Publication:
    named = next((each for each in work.identifiers if _is_open(each, told)), None)
    claimed = _claimed(work)
    state, reason = asked
    if named is not None:
        # Somebody has named a publication, so that there is one; where it appeared nobody has told.
        state, reason = State.COULD_NOT_ASK, f"{named} is named, and nobody has told where it appeared"
    return Publication(
        key=work.key,
        title=work.cited.title or "",
        state=state,
        url=web_address(named) if named is not None else None,
        reason=reason,
        claimed=claimed.raw if claimed is not None else None,
        agreement=Agreement.UNCONFIRMED if claimed is not None else None,
    )


def _is_open(identifier: Identifier, told: Collection[Identifier]) -> bool:
    """Whether an identifier may be a publication's, and nobody has told of it."""
    return identifier.scheme in SCHOLARLY and may_be_printed(identifier) and identifier not in told


def _claimed(work: Work) -> VenueClaim | None:
    """Give the first venue that a list claims; a workshop is a venue of its own."""
    claims = (parse_venue(listing.venue) for listing in work.listings if listing.venue)
    return next((claim for claim in claims if claim.at_venue), None)


def _is_at(claim: VenueClaim, edition: Edition) -> bool:
    """Whether an edition appeared where a label says: the venue, and the year where both name one."""
    names = (edition.event_title, edition.container_title_short, edition.container_title, edition.collection_title)
    found = [told for name in names if name and (told := parse_venue(name)).venue is not None]
    years = {told.year for told in found if told.year} or ({edition.issued.year} if edition.issued else set())
    same_year = claim.year is None or not years or claim.year in years
    return same_year and any(told.venue == claim.venue and _is_same_volume(claim, told) for told in found)


def _is_same_volume(claim: VenueClaim, told: VenueClaim) -> bool:
    """Whether two tracks are printed together: findings and workshops stand apart, the others often go unsaid."""
    if claim.track == told.track:
        return True
    return claim.track.at_venue and told.track.at_venue and Track.FINDINGS not in {claim.track, told.track}
