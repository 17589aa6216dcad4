"""Venues: where works are published, under all the names that lists and comments give them."""

from __future__ import annotations

from bibdb.venues.labels import VenueClaim, parse_venue
from bibdb.venues.mentions import Mention, find_mentions, find_year
from bibdb.venues.table import Track, Venue, VenueKind, find_venue, venues
from bibdb.venues.tracks import Presentation, find_presentation, find_track

__all__ = [
    "Mention",
    "Presentation",
    "Track",
    "Venue",
    "VenueClaim",
    "VenueKind",
    "find_mentions",
    "find_presentation",
    "find_track",
    "find_venue",
    "find_year",
    "parse_venue",
    "venues",
]
