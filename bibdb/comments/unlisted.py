"""Venues that the table does not have, where a comment spells them out: `Journal of …`, `Conference on …`."""

from __future__ import annotations

import re

from bibdb.text import collapse
from bibdb.venues import Venue, VenueKind, find_year

__all__ = ["spelt_out"]

_WORD = r"[A-Z][\w/&'-]*"
_NAME = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_WORD}\s+){{0,6}}?(?P<kind>Conference|Symposium|Congress|Transactions|Journal|Letters|Magazine)"
    rf"(?:,?\s+(?:(?:on|of|for|in|and|the|&)\s+)*{_WORD})*)(?:,?\s*\(?\s*(?P<short>[A-Z][A-Za-z&+-]*[A-Z]\w*)\b)?"
)
_MEETINGS = {"Conference", "Symposium", "Congress"}
_NO_NAME = re.compile(r"\b(?:Workshop|Main|This|Our|Track|Special|Submitted|Impact)\b")
_HEAD = re.compile(r"^(?:(?:The|Proceedings|In)\s+)+")
# `…, Innsbruck`, `… in May`: where and when, unless the list goes on with `and`.
_PLACE = re.compile(r",(?![^,]*,? (?:and|&) )(?!.*,? (?:and|&) ).*$|\s+in\s+\w+$")
_PUBLISHERS = {"IEEE", "ACM", "AES", "IET"}


def spelt_out(text: str) -> tuple[Venue, int | None] | None:
    """Find a venue's full name, and the year that stands with it; None where no name of three words is there."""
    for found in _NAME.finditer(text):
        name = _PLACE.sub("", _HEAD.sub("", collapse(found["name"])))
        if len(name.split()) < 3 or _NO_NAME.search(name):
            continue
        kind = VenueKind.CONFERENCE if found["kind"] in _MEETINGS else VenueKind.JOURNAL
        short = found["short"] if found["short"] not in _PUBLISHERS else None
        return Venue(short or name, name, kind), find_year(text)
    return None
