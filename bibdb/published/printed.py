"""Whether what a source found is a publication: no copy on another server of preprints, no data beside the paper."""

from __future__ import annotations

import re

from bibdb.identifiers import Identifier, Scheme
from bibdb.values import EditionKind, Fields, Record, WorkType
from bibdb.venues import Track, VenueKind, parse_venue

__all__ = ["is_at_workshop", "is_on_server", "is_printed", "may_be_printed"]

# Whose DOIs are preprints, data and deposits: arXiv, bioRxiv and medRxiv (by their numbers), SSRN, OSF and its
# communities, Research Square, TechRxiv, Preprints.org, ChemRxiv, Authorea, ResearchGate, Zenodo, figshare
# (https://www.crossref.org/06members/50go-live.html, https://doi.datacite.org).
_DEPOSITS = re.compile(
    r"10\.(?:48550/|1101/(?:\d{6}|20\d\d\.)|64898/|2139/ssrn|312(?:19|34|35|23)/|21203/rs|36227/|20944/|26434/|22541/|13140/"
    r"|5281/|6084/)",
    re.IGNORECASE,
)
_NO_PAPERS = frozenset({WorkType.DATASET, WorkType.SOFTWARE, WorkType.MODEL, WorkType.WEBPAGE})


def is_printed(record: Record) -> bool:
    """Whether a record is of a paper that appeared somewhere."""
    return (
        record.kind is EditionKind.PUBLICATION
        and record.type not in _NO_PAPERS
        and may_be_printed(record.identifier)
        and not is_on_server(record.fields)
    )


def may_be_printed(identifier: Identifier) -> bool:
    """Whether an identifier may be a publication's."""
    return identifier.scheme is not Scheme.ARXIV and not (
        identifier.scheme is Scheme.DOI and _DEPOSITS.match(identifier.value)
    )


def is_on_server(fields: Fields) -> bool:
    """Whether all the places that are named are servers of preprints: `CoRR 2024`, `SSRN Electronic Journal`."""
    claims = [parse_venue(name) for name in _places(fields)]
    return bool(claims) and all(claim.venue is not None and claim.venue.kind is VenueKind.PREPRINT for claim in claims)


def is_at_workshop(fields: Fields) -> bool:
    """Whether a paper appeared in a workshop: where a conference has it too, that is its publication."""
    return any(parse_venue(name).track is Track.WORKSHOP for name in _places(fields))


def _places(fields: Fields) -> list[str]:
    return [name for name in (fields.event_title, fields.container_title, fields.container_title_short) if name]
