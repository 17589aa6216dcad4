"""Where an edition appeared: a journal, or the proceedings of a conference, under its full or short name.

Sources write one venue in many ways (`ICLR`, `NeurIPS 2023`, `J. Mach. Learn. Res.`). The table of venues gives the
name where a source gave only an abbreviation, and the short name on request; a title that a publisher spelled out
(`Proceedings of the 41st …`, `Findings of …: EMNLP 2023`) stays as it is. Workshops are never called by the name of
the conference that they were held at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bibdb.values import Edition
from bibdb.venues import Track, Venue, VenueClaim, VenueKind, find_venue, parse_venue

__all__ = ["Place", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """A journal or proceedings; neither where it is unknown."""

    name: str | None = None
    series: str | None = None
    journal: bool = False
    proceedings: bool = False


_NOWHERE = Place()
_SPELLED_OUT = re.compile(r"\b(?:proceedings|findings|advances|workshops?|transactions|lecture notes)\b", re.IGNORECASE)
_FINDINGS = re.compile(r"Findings of the Association for Computational Linguistics:\s*(\w+)")
_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|conference|workshops?|symposium|findings|meeting|congress|advances in neural|lecture notes)\b",
    re.IGNORECASE,
)
# Journals that are called proceedings.
_JOURNALS = re.compile(
    r"\b(?:national academy|vldb endowment|acm on|royal society|(?:london|american) mathematical society|ieee$)",
    re.IGNORECASE,
)


def place_of(edition: Edition, *, short: bool = False) -> Place:
    """Tell where an edition appeared; nowhere yet, for most preprints."""
    name = edition.container_title or edition.event_title or edition.container_title_short
    if not name:
        return Place(series=edition.collection_title) if edition.collection_title else _NOWHERE
    claim = _claim(name)
    journal = _is_journal(edition, name, claim)
    if not short and edition.origin.get("container_title", "").startswith("file:"):
        return Place(name, edition.collection_title, journal, not journal)  # the person's own words
    venue = claim.venue
    if venue is not None and (venue.kind is VenueKind.JOURNAL) is journal:
        name = _short(name, claim, venue) if short else _full(name, claim, venue)
    elif short:
        name = edition.container_title_short or name
    return Place(name, edition.collection_title, journal, not journal)


@lru_cache(maxsize=4096)
def _claim(name: str) -> VenueClaim:
    """Read a venue; a journal only where the name is its and nothing more (`Science` in `Lecture Notes in …`)."""
    claim = parse_venue(name)
    if claim.venue is not None and claim.venue.kind is VenueKind.JOURNAL and find_venue(name) is None:
        return VenueClaim(name)
    return claim


def _is_journal(edition: Edition, name: str, claim: VenueClaim) -> bool:
    if edition.entry_type in {"article", "inproceedings", "conference"}:
        return edition.entry_type == "article"
    if claim.venue is not None and claim.venue.kind is not VenueKind.PREPRINT:
        return claim.venue.kind is VenueKind.JOURNAL
    if edition.event_title:
        return False
    return bool(_JOURNALS.search(name)) or edition.issue is not None or not _PROCEEDINGS.search(name)


def _full(name: str, claim: VenueClaim, venue: Venue) -> str:
    spelled_out = _SPELLED_OUT.search(name) and len(name.split()) > 3
    return name if spelled_out else venue.container_title(claim.track)


def _short(name: str, claim: VenueClaim, venue: Venue) -> str:
    if claim.track is Track.FINDINGS:
        meeting = _FINDINGS.search(name)
        return f"Findings of {meeting[1] if meeting else venue.short}"
    if claim.track.at_venue or venue.kind is VenueKind.WORKSHOP:
        return venue.short
    return _full(name, claim, venue)
