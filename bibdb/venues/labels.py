"""What a list's label says of a venue: `ICLR 2025 Workshop`, `NIPS(NeurIPS) 2017`, `CVPR'24`."""

from __future__ import annotations

from dataclasses import dataclass

from bibdb.venues.mentions import Mention, find_mentions, find_year
from bibdb.venues.table import Track, Venue, VenueKind, find_venue
from bibdb.venues.tracks import Presentation, find_presentation, find_track

__all__ = ["VenueClaim", "parse_venue"]


@dataclass(frozen=True, slots=True)
class VenueClaim:
    """A venue as somebody wrote it (`raw`), and what is understood of it; `venue` is None for an unknown one."""

    raw: str
    venue: Venue | None = None
    year: int | None = None
    track: Track = Track.MAIN
    presentation: Presentation | None = None

    @property
    def at_venue(self) -> bool:
        """Whether it claims publication at the venue, and not a preprint or a workshop beside it."""
        if self.venue is None or self.venue.kind is VenueKind.PREPRINT:
            return False
        return self.track.at_venue or self.venue.kind is VenueKind.WORKSHOP


def parse_venue(text: str) -> VenueClaim:
    """Read a label's venue; every text gives a claim, at worst with nothing but the text and a year."""
    mentions = find_mentions(text)
    venue = mentions[0].venue if mentions else find_venue(text)
    year = next((mention.year for mention in mentions if mention.year), None) or find_year(text)
    if venue is None:
        return VenueClaim(text, year=year, track=find_track(text), presentation=find_presentation(text))
    return VenueClaim(text, venue, year, _track(text, mentions, venue), find_presentation(text))


def _track(text: str, mentions: list[Mention], venue: Venue) -> Track:
    if any(mention.workshop for mention in mentions):
        return Track.WORKSHOP
    if venue.kind is VenueKind.WORKSHOP and not venue.own_workshop:
        return Track.WORKSHOP
    spoken = text
    for mention in mentions:  # words of the venue's own name say nothing of the track
        spoken = spoken.replace(text[mention.start : mention.end], "Venue")
    return find_track(spoken, own_workshop=venue.own_workshop)
