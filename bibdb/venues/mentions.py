"""Where a text names venues, and of which year it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bibdb.venues.table import Venue, VenueKind, find_venue, name_words, trie

__all__ = ["Mention", "find_mentions", "find_year"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A venue's name in a text, from `start` to `end`; `workshop` when the name itself says so (`CVPRW`).

    `acronym` tells the short name from a spelt-out one.
    """

    venue: Venue
    start: int
    end: int
    acronym: bool
    workshop: bool = False
    year: int | None = None


_ORDINAL_WORDS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth
"""
_ORDINALS = _ORDINAL_WORDS.split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_TENTHS = {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60}
_MEETING = re.compile(
    rf"\b(?:(\d+)\s?(?:st|nd|rd|th)|((?:{'|'.join(_TENS)})[ -])?({'|'.join((*_ORDINALS, *_TENTHS))}))\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d.:])(?:19[5-9]\d|20[0-4]\d)(?![\d:])(?!\s*(?:pages|pp\b))")
_YEAR_BEHIND = re.compile(
    r"[\s,:(\[_-]*(?:(?:main|findings?|conference|long|short|papers?|workshops?|track|industry|demo|proceedings|"
    r"journal|spotlight|oral|poster|annual meeting)\b[\s,:(\[_-]*){0,3}(?P<long>19[5-9]\d|20[0-4]\d)(?!\d)"
    r"|\s?(?P<mark>[-'’‘`´_]?)\s?(?P<short>[0-4]\d)(?![\d.]|,?\s*\(?20\d\d|\s*(?:pages|pp\b|pgs|figures|tables|-page))",
    re.IGNORECASE,
)
_NOT_A_VENUE_BEHIND = re.compile(
    r"[\s'-]*(?:(?:20\d\d)[\s'-]*)?(?:anthology|rolling|ARR\b|style|template|format\b|formatting|sty\b|latex|reviewers?|rebuttal|policy|"
    r"digital library|transactions on|transactions\b|letters\b|newsletter|explorations|"
    r"(?:international )?(?:conference|symposium) on|fellow|student member|member|"
    r"copyright|guidelines)",
    re.IGNORECASE,
)
# `CL4Health`, `CPC3`: more than a year is glued to the name.
_WORD_GOES_ON = re.compile(r"(?!(?:\d\d|(?:19|20)\d\d)(?![^\W_]))\d+\w?|(?:\d\d){1,2}[^\W\d_]{2}")
_JOINED = re.compile(r"-([A-Z]{2,})\b")  # `EC-TEL` is no EC, but `EMNLP-IJCNLP` is EMNLP
_VOLUME_OF_ADVANCES = re.compile(r"Advances in (?:[A-Z]\w+ )+Systems,? (?:vol(?:ume|\.) )?(\d\d)\b", re.IGNORECASE)
_WORKSHOP_BEHIND = re.compile(r"\W*workshop", re.IGNORECASE)
_BESIDE = re.compile(r"-W\b")  # `ICC-W 2025`
_YEAR_AT_ONCE = re.compile(r"\s?[-'’]?\s?(?:(?:19|20)\d\d|\d\d)(?!\d)")
_PUBLISHERS = {"Springer", "Elsevier", "Wiley", "IEEE", "ACM", "MDPI", "APS", "AIP", "IOP", "OUP", "Journal"}
_NAME_GOES_ON = re.compile(
    r"\s+(?:and|&|in)\s+(?:the\s+)?[A-Z]|\s+(?:of|for|with|on(?!\s+[A-Z][a-z]{2,8}\s\d|\s+\d))\s|[-/]\w|\s[+x]\s"
    r"|\.\s+[A-Z][a-z]{1,7}\.|\s+(?!Journal|Vol|Special|Magazine|DOI|MDPI)[A-Z]"
)
# `… on Image Processing and Media Computing (ICIPMC)`, `Asian Conference on …`: the names of other meetings.
_MEETING_GOES_ON = re.compile(
    r"\s+in\s+(?:Design|Education|Medicine|Healthcare|Industry|Asia|Engineering)\b"
    r"|\s+(?:and|&|for|with)\s+(?!the\s)[A-Z][a-z]+(?! Conference)"
    r"|(?:,?\s+(?:and\s+|&\s+)?[A-Z][a-z]+)+\s*\([A-Z]\w*[A-Z]\w*"
)
_ELSEWHERE = re.compile(
    r"\b(?:Asian?|European|Chinese|China|Indian?|Nordic|Baltic|African?|Latin|American|Pacific|Mediterranean|Iberian|"
    r"Ibero-American|Brazilian|Austral\w+|Canadian|German|Italian|French|Spanish|Japan\w*|Korean?|Iranian|Arab\w*|"
    r"Russian|Polish|Turkish|UK|Swiss|Dutch|National|(?:South|North|East|West|Central)\w*|Student|Undergraduate)\s+$"
)
# `Mod. Phys. Lett. B`: an abbreviated word before an abbreviated name begins the name of another journal.
_NAME_BEGINS_BEFORE = re.compile(
    r"(?<![\w.])(?!(?:Publ?|Proc|Vols?|Figs?|Refs?|Eds?|Secs?|Sect|Jour)\.)[A-Z][a-z]{0,5}\.\s?$"
)
_MEETING_WORD = re.compile(r"conference|symposi|meeting|congress|workshop|colloquium|summit|chapter", re.IGNORECASE)
_FULL_BEFORE = re.compile(
    r"\b(?:Conference|Symposium|Congress|Workshop|Colloquium)\s+(?:on|of|for)\s+([^().;]{8,150}?)\s*\((?:IEEE |ACM )?$"
)
_IN_LONGER_NAMES = {
    "advances",
    "frontiers",
    "trends",
    "topics",
    "progress",
    "perspectives",
    "series",
    "studies",
    "lectures",
}
_EVERYWHERE = {"international", "conference", "systems", "science", "applications", "technology", "annual"}
_SIGN = re.compile(r"[&@*]")


def find_mentions(text: str) -> list[Mention]:
    """Find the venues that a text names, in order, the longest name at each place, with their years.

    A mention without a year near by has that of another mention of its venue, else the year of the meeting's number.
    """
    return list(_mentions(text))


@lru_cache(maxsize=64)  # a comment's statements are looked at from several sides
def _mentions(text: str) -> tuple[Mention, ...]:
    found = list(_found(text))
    years = [_year_near(text, found, place) for place in range(len(found))]
    known = {mention.venue: year for mention, year in zip(found, years, strict=True) if year is not None}
    return tuple(
        replace(mention, year=year or known.get(mention.venue) or _year_of_meeting(text, found, place))
        for place, (mention, year) in enumerate(zip(found, years, strict=True))
    )


def find_year(text: str) -> int | None:
    """Give the last year that a text names in four digits."""
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _found(text: str) -> Iterator[Mention]:
    pieces = name_words(text)
    words = [word for word, _, _ in pieces]
    place = 0
    while place < len(words):
        mention, behind = _mention_at(text, pieces, words, place)
        if mention is not None:
            yield mention
        place = behind


def _mention_at(
    text: str, pieces: list[tuple[str, int, int]], words: list[str], place: int
) -> tuple[Mention | None, int]:
    """Find the longest name that begins at a word; and the word to go on with."""
    start = pieces[place][1]
    for end, names in reversed(list(trie().walk(words, place))):
        stop = pieces[end - 1][2]
        for name, venue in names:
            if _spelt(text, start, stop, name, venue) and not _NOT_A_VENUE_BEHIND.match(text, stop):
                beside = venue.kind is VenueKind.CONFERENCE and bool(_BESIDE.match(text, stop))
                return Mention(venue, start, stop, acronym=" " not in name, workshop=beside), end
    glued = words[place].removesuffix("workshops").removesuffix("w")
    if glued != words[place]:
        for _, names in trie().walk([glued], 0):
            venue = names[0][1]
            if venue.kind is VenueKind.CONFERENCE and text[start].isupper():
                return Mention(venue, start, pieces[place][2], acronym=True, workshop=True), place + 1
    return None, place + 1


def _spelt(text: str, start: int, end: int, name: str, venue: Venue) -> bool:
    """Whether a name is spelt as it must be: with its signs, and with its capitals where it is a word as well."""
    if " " not in name and set(_SIGN.findall(name)) - set(_SIGN.findall(text[max(start - 1, 0) : end + 1])):
        return False
    if text[max(start - 1, 0) : start].isalnum() or (" " not in name and _WORD_GOES_ON.match(text, end)):
        return False
    if venue.kind is VenueKind.CONFERENCE and len(name) <= 2 and not _YEAR_AT_ONCE.match(text, end):
        return False
    joined = _JOINED.match(text, end) if " " not in name else None
    if joined and joined[1].casefold() not in trie().branches:
        return False
    if len(name.split()) == 2 and len(text[start:end].split()) > 2:
        return False  # `… Process Science on Advances …`
    if " " not in name and _is_strangers(text, start, venue):
        return False
    if venue.kind is VenueKind.JOURNAL and (_WORKSHOP_BEHIND.match(text, end) or _begins_before(text, start, end)):
        return False
    if venue.kind is VenueKind.CONFERENCE and " " in name:
        if not (text[start].isupper() or _MEETING_WORD.search(name)) or _is_of_another(text, start, end, venue):
            return False
    common = name == venue.name or (name != venue.short and len(name.split()) <= 2)
    if venue.weak and common and not (text[start].isupper() and _stands_alone(text, start, end)):
        return False
    if venue.weak and text[max(start - 1, 0) : start] in {"-", "/"}:
        return False  # `IEEE-RAS`
    written = _SIGN.sub("", text[start:end]).replace(" ", "")
    if len(name) <= 4 or (name == venue.short and (venue.cased or venue.weak)):
        spelling = _SIGN.sub("", name).replace(" ", "")
        if written in {spelling, spelling.upper()}:
            return True
        return not (venue.dated or venue.weak) and bool(_YEAR_AT_ONCE.match(text, end))
    return True


def _is_of_another(text: str, start: int, end: int, venue: Venue) -> bool:
    """Whether a meeting's spelt-out name is part of another meeting's."""
    if _ELSEWHERE.search(text[max(start - 20, 0) : start]):
        return True
    behind = _MEETING_GOES_ON.match(text, end)
    if behind is None or find_venue(behind[0].strip(" ,&").removeprefix("and ")):
        return False
    names = "|".join(map(re.escape, (venue.short, *venue.aliases)))
    return not re.search(rf"\((?:IEEE |ACM )?(?:{names})\b", text[end : end + 80])


def _begins_before(text: str, start: int, end: int) -> bool:
    """Whether a journal's spelt-out name is the end of another journal's."""
    before, name = text[max(start - 20, 0) : start], text[start:end]
    if re.search(r"[a-z]\.", name) and _NAME_BEGINS_BEFORE.search(before):
        return True
    return name.startswith("Journal ") and bool(_ELSEWHERE.search(before))


def _is_strangers(text: str, start: int, venue: Venue) -> bool:
    """Whether a short name stands in brackets behind the full name of quite another meeting that uses it too."""
    full = _FULL_BEFORE.search(text[max(start - 200, 0) : start])
    if full is None:
        return False
    ours = " ".join(word for word, _, _ in name_words(f"{venue.name} {' '.join(venue.aliases)}"))
    theirs = [word for word, _, _ in name_words(full[1]) if len(word) > 3]
    return len(theirs) > 2 and not any(word[:5] in ours for word in theirs if word not in _EVERYWHERE)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name of common words (`Science`, `Machine Learning`) is no part of a longer one."""
    before = text[:start].split()[-2:] if text[:start][-1:].isspace() else [text[max(start - 1, 0) : start]]
    word = before[-1].lstrip("'\"“‘(") if before else ""
    if word in {"IEEE", "ACM", "Trans.", "Int.", "Adv."} or (word == "Springer" and text[start:end] == "Nature"):
        return False  # `IEEE Sensors Journal`, `Springer Nature`
    if word == "in" and before[0].casefold() in _IN_LONGER_NAMES:
        return False
    if re.search(r"\b(?:in|by|to|at|the)\s+[A-Z]\w+:\s$", text[:start]):
        return False  # `in Radiology: Artificial Intelligence`
    if word in {"on", "of", "for", "and", "&"} and before[0].lower() != "journal":
        return False
    if word[:1].isupper() and not word.endswith((",", ".", ":")) and word not in _PUBLISHERS:
        return False
    return word not in {"-", "/"} and not _NAME_GOES_ON.match(text, end)


def _year_near(text: str, found: list[Mention], place: int) -> int | None:
    """Look for a mention's year: right behind it, before it, then anywhere up to its neighbours."""
    mention = found[place]
    behind = _YEAR_BEHIND.match(text, mention.end)
    if behind:
        if behind["long"]:
            return int(behind["long"])
        spelt_out = mention.venue.kind is VenueKind.JOURNAL or text.count(" ", mention.start, mention.end) > 1
        if not spelt_out or behind["mark"] in {"'", "’"}:  # else it is the volume
            return 2000 + int(behind["short"])
    low = _end_of_year(text, found[place - 1].end) if place else 0
    high = found[place + 1].start if place + 1 < len(found) else len(text)
    before = list(_YEAR.finditer(text, max(low, mention.start - 70), mention.start))
    if before:
        return int(before[-1][0])
    after = _YEAR.search(text, mention.end, min(high, mention.end + 100))
    return int(after[0]) if after else None


def _end_of_year(text: str, end: int) -> int:
    """Give the end of the year right behind a venue, which is no other venue's."""
    behind = _YEAR_BEHIND.match(text, end)
    return behind.end() if behind else end


def _year_of_meeting(text: str, found: list[Mention], place: int) -> int | None:
    """Reckon the year from `42nd` or `Forty-second` before a venue's name."""
    mention = found[place]
    if _WORKSHOP_BEHIND.match(text, mention.end):
        return None  # `16th MICCAI Workshop on …` numbers the workshop
    if volume := _VOLUME_OF_ADVANCES.match(text, mention.start):
        return mention.venue.year_of(int(volume[1]) + 1)  # the first volume is of the second meeting
    low = max(found[place - 1].end if place else 0, mention.start - 60)
    meetings = list(_MEETING.finditer(text, low, mention.start))
    if not meetings:
        return None
    digits, tens, word = meetings[-1].groups()
    if digits:
        return mention.venue.year_of(int(digits))
    ones = _TENTHS.get(word.lower()) or _ORDINALS.index(word.lower()) + 1
    return mention.venue.year_of(ones + (_TENS[tens.strip(" -").lower()] if tens else 0))
