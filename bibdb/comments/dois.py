"""Venues that a DOI names: publishers write acronym and year into the suffix."""

from __future__ import annotations

import re

from bibdb.venues import Track, VenueClaim, parse_venue

__all__ = ["venue_of_doi"]

_IEEE = re.compile(r"10\.(?:1109|23919)/(?P<name>[a-z&-]+)(?:\d{2,6})?\.(?P<year>(?:19|20)\d\d)\.", re.IGNORECASE)
_ACL = re.compile(r"10\.18653/v1/(?P<year>\d{4})\.(?P<name>findings-)?(?P<venue>[a-z]+)", re.IGNORECASE)
_FIXED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), venue)
    for pattern, venue in (
        (r"10\.24963/ijcai\.(\d{4})/", "IJCAI"),
        (r"10\.21437/interspeech\.(\d{4})-", "Interspeech"),
        (r"10\.1609/aaai\.v\d+", "AAAI"),
        (r"10\.1162/tacl_a_", "TACL"),
        (r"10\.1103/physrevlett\.", "PRL"),
        (r"10\.1103/physrevd\.", "PRD"),
        (r"10\.1103/physrevb\.", "PRB"),
        (r"10\.1103/physreva\.", "PRA"),
        (r"10\.1103/physreve\.", "PRE"),
        (r"10\.1103/physrevx\.", "PRX"),
        (r"10\.1007/jhep\d\d\((\d{4})\)", "JHEP"),
        (r"10\.1093/mnras/", "MNRAS"),
        (r"10\.1051/0004-6361/", "A&A"),
        (r"10\.1088/1475-7516/(\d{4})/", "JCAP"),
    )
)


def venue_of_doi(doi: str) -> VenueClaim | None:
    """Read the venue (and year) out of a DOI; None where its suffix tells none that the table has."""
    ieee = _IEEE.match(doi)
    if ieee:
        claim = parse_venue(f"IEEE {ieee['name'].upper()} {ieee['year']}")
        return claim if claim.venue is not None else None
    acl = _ACL.match(doi)
    if acl:
        claim = parse_venue(f"{acl['venue'].upper()} {acl['year']}")
        track = Track.FINDINGS if acl["name"] else claim.track
        return VenueClaim(doi, claim.venue, claim.year, track) if claim.venue is not None else None
    for pattern, name in _FIXED:
        if match := pattern.match(doi):
            year = int(match[1]) if pattern.groups else None
            return VenueClaim(doi, parse_venue(name).venue, year)
    return None
