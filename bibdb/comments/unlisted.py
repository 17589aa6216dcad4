"""Venues that the table does not have: `Journal of …`, `Conference on …`, `SDS25`, `published in Legal Psychology`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibdb.comments import words
from bibdb.text import collapse
from bibdb.venues import Track, Venue, VenueKind, find_track, find_year

__all__ = ["Unlisted", "spelt_out", "unlisted"]


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A venue that is known only by what a statement calls it, its year and track."""

    venue: Venue
    year: int | None
    track: Track = Track.MAIN


_WORD = r"(?:[A-Z]|e(?=-?[A-Z]))[\w/&'’-]*"
_SMALL = r"(?:on|of|for|in|and|the|with|to|from|&|-|–)"
_KIND = r"Conference|Symposium|Congress|Colloquium|Workshop|Transactions|Journal|Letters|Magazine|Bulletin|Annals"
_SHORT = r"(?:[A-Za-z][A-Za-z&+/-]*[A-Z][\w/+-]*?|[A-Z][A-Z&+/-]+)"
_YEAR = r"(?:\s?[-'’]?\s?(?=20\d\d)|\s?[-'’]|(?=\d))(?P<year>20\d\d|[0-4]\d(?!\d))"
_NAME = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_WORD}\s+(?:{_SMALL}\s+)*){{0,6}}?(?P<kind>{_KIND})"
    rf"(?:[,:]?\s+(?:{_SMALL}\s+)*{_WORD})*)(?:,?\s*(?:20\d\d\s*)?\(?\s*(?P<short>{_SHORT})(?:{_YEAR})?(?!\w))?"
)
_MEETINGS = {"Conference", "Symposium", "Congress", "Colloquium", "Workshop"}
_NO_NAME = re.compile(
    r"\b(?:Main|This|Our|Track|Special|Submitted|Impact|Extended|Version|Preprint|Accepted|Final|School)\b"
)
_HEAD = re.compile(
    r"^(?:(?:the|proceedings|proc|in|of|annual|\d{4}|\d+\s?(?:st|nd|rd|th)|[XVI]+|first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth|\w+teenth|\w+tieth|(?:twenty|thirty|forty|fifty)-\w+)\b\.?\s*)+",
    re.IGNORECASE,
)
# `…, Innsbruck`, `… in May`: where and when, unless the list goes on with `and`.
_PLACE = re.compile(rf",(?![^,]*,? (?:and|&) )(?!.*,? (?:and|&) ).*$|\s+in\s+{words.MONTH}\b.*$")
_ONLY_CAPITALS = re.compile(r"(?:\S+\s+){4}[A-Z]{4,}$")  # `International Conference on Looms ICOL`
_PUBLISHERS = {"IEEE", "ACM", "AES", "IET"}
_SOCIETY = r"(?:(?:IEEE|ACM|AIAA|ASME|IET|IFIP|IAPR|ISCA|Springer)(?:/\w+)?\s+)"
_NO_VENUE = (
    r"(?!(?:IEEE|ACM|ARR|LNCS|LNAI|LNBIP|CCIS|PMLR|CEUR\S*|CVF|AIP|IOP|MDPI|USA|UK|EU|AI|ML|NLP|LLMs?|PhD|MSc|TBD|DOI|"
    r"ISBN|[Aa]r[Xx]iv|GitHub|OpenReview|YouTube)\b)"
)
# Behind a word of acceptance: `at SDS25`, `in AIML-Systems-2025`, `to the CURAC conference 2025`, `by IEEE IAICT`.
_ACRONYM = re.compile(
    r"(?:(?<!\()\b(?:to|at|by|in|for|of|into|on)\s+(?:the\s+)?|^\s*)"
    r"(?:(?:proceedings of\s+)?(?:the\s+)?(?:20\d\d|\d+(?:st|nd|rd|th))\s+)?"
    rf"(?P<society>{_SOCIETY})?{_NO_VENUE}(?P<short>{_SHORT})(?![\w-]*[a-z]{{3}}\s+[A-Z][a-z])"
    rf"(?:\s+(?P<noun>[Cc]onference|[Ss]ymposium|[Jj]ournal)\b)?(?:{_YEAR}(?!\w))?(?=[\s,.;:()]|$)"
    r"(?!\s+(?:on|of|for)\b)(?:\s+(?P<noun2>conference|symposium|proceedings)\b)?"
)
# `25 pages, 8 figures,`, `CSAIDE '25:`
_LEAD = re.compile(
    rf"^\W*(?:\d+\s*(?i:pages?|figures?|tables?|pp)\b[,;\s]*(?:and\s+)?)*(?:{_SHORT}\s?['’]?\d\d(?:\d\d)?\s*[:,–-]\s*)?"
)
# `IEEE BSN 2025`, `BDA Conference 2025`, `AFROS 2024 Conference`, `Conference paper (ROBOVIS 2025)`: nothing else,
# and a word that only meetings have.
_SHORT_ALONE = re.compile(
    rf"(?=.*(?:{_SOCIETY}|Conference|Symposium))(?:Conference paper\W+)?"
    rf"(?P<name>{_SOCIETY}?{_NO_VENUE}(?P<short>{_SHORT}))(?:\s+(?:Conference|Symposium))?(?:{_YEAR})"
    r"(?:\s+(?:Conference|Symposium))?\W*"
)
_ACCEPTED_BEHIND = re.compile(rf"\W*(?P<name>{_SOCIETY}?{_NO_VENUE}(?P<short>{_SHORT})){_YEAR}[\s,(-]+(?i:accepted)\b")
_IN_PROCEEDINGS = re.compile(r"\W*(?:in\s+)?(?:the\s+)?proceedings\s+of\b", re.IGNORECASE)
# How EPTCS has its papers marked: `In Proceedings LSFA 2024, arXiv:…`
_PROCEEDINGS = re.compile(rf"In Proceedings (?P<name>(?P<short>{_SHORT}))(?:{_YEAR})(?:,\s*arXiv\b|\W*$)")
# Behind `published in` and the like, and alone there: names of journals carry no mark of their own.
_TITLE = re.compile(
    r"(?i:accepted|published|publication|appear|press|forthcoming|production)(?:,?\s+for publication)?\s+"
    r"(?P<how>in|by|on|to|with|at|for)\s+(?:the\s+)?(?:journal(?:\s+of)?\s+)?[\"“'‘]?"
    rf"(?P<name>Frontiers (?:in|of)(?: [\w&]+){{1,5}}|{_WORD}(?:\s+(?:{_SMALL}\s+)*{_WORD})*)[\"”'’]?"
    r"(?P<journal>\s+journal\b)?\s*(?P<year>\(?20\d\d\)?)?(?=\s*(?:[,;:(]|\.?\s*$|vol))"
)
_NO_TITLE = re.compile(
    rf"\b(?:{words.MONTHS}|Springer|Elsevier|Wiley|University|Press|Books?|Chapter|Handbook|Proceedings|Proc|Workshops?|Main|"
    r"Track|Lecture|Notes|Special|Findings|Department|Institute|Lab\w*|Thesis|Spanish|French|German|Chinese|English|"
    r"Russian|Poster|Oral|Session|Research Paper|Full|Short|Long|Industry|Demo|Challenge|"
    r"Competition|Summit|Summer|Winter|School|Open|Access|GitHub|Xplore|Paper|"
    r"Encyclopedia|Companion|Conferences?|Symposi\w+|Week|Seminar|Taylor|Cambridge|Oxford|Federation|Council)\b"
)


def unlisted(statement: str) -> Unlisted | None:
    """Find the venue in a statement that words of acceptance are in; else only where it stands quite alone."""
    said = words.SAID.search(statement)
    if first := _ACCEPTED_BEHIND.match(statement):
        return Unlisted(Venue(first["short"], first["name"], VenueKind.CONFERENCE), _full_year(first["year"]))
    if said is None:
        return _alone(statement) or (_by_acronym(statement) if _IN_PROCEEDINGS.match(statement) else None)
    found = spelt_out(statement[said.end() :]) or _by_acronym(statement[said.end() :])
    return found or (_by_title(statement) if find_track(statement).at_venue else None)


def spelt_out(text: str) -> Unlisted | None:
    """Find a venue's full name, and the year that stands with it; None where no name of three words is there."""
    for found in _NAME.finditer(text):
        name = _PLACE.sub("", _HEAD.sub("", collapse(found["name"])))
        if len(name.split()) < 3 or _NO_NAME.search(name):
            continue
        kind = VenueKind.CONFERENCE if found["kind"] in _MEETINGS else VenueKind.JOURNAL
        name, _, behind = name.rpartition(" ") if _ONLY_CAPITALS.search(name) else (name, "", "")
        short = (found["short"] if found["short"] not in _PUBLISHERS else None) or behind
        track = Track.WORKSHOP if found["kind"] == "Workshop" else find_track(_without(text, found))
        return Unlisted(Venue(short or name, name, kind), _full_year(found["year"]) or find_year(text), track)
    return None


def _without(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + text[found.end() :]


def _full_year(digits: str | None) -> int | None:
    return None if digits is None else int(digits) if len(digits) == 4 else 2000 + int(digits)


def _alone(statement: str) -> Unlisted | None:
    """Find a name that its statement begins with, where nothing follows but place, year, and other plain words."""
    rest = _LEAD.sub("", statement, count=1)
    if short := _SHORT_ALONE.fullmatch(rest) or _PROCEEDINGS.match(rest):
        name = collapse(short["name"])
        return Unlisted(Venue(short["short"] or name, name, VenueKind.CONFERENCE), _full_year(short["year"]))
    found = _NAME.search(rest)
    if found is None or words.SPOKEN_OF.search(statement) or _HEAD.sub("", rest[: found.start()]).strip():
        return None
    if not re.match(r"[\s,.:;()\d–-]*(?:$|[,()\d])", rest[found.end() :]):
        return None
    alone = spelt_out(rest)
    dated = alone is not None and (alone.venue.kind is VenueKind.CONFERENCE or alone.year is not None)
    return alone if dated else None


def _by_acronym(text: str) -> Unlisted | None:
    found = _ACRONYM.search(text)
    if found is None:
        return None
    year = _full_year(found["year"]) or (find_year(text) if found["noun"] or found["noun2"] else None)
    if year is None and not (found["society"] or found["noun"] or found["noun2"]):
        return None
    kind = VenueKind.JOURNAL if (found["noun"] or "").casefold() == "journal" else VenueKind.CONFERENCE
    name = f"{(found['society'] or '')}{found['short']}"
    return Unlisted(Venue(found["short"], name, kind), year, find_track(_without(text, found)))


def _by_title(statement: str) -> Unlisted | None:
    found = _TITLE.search(statement)
    if found is None or _NO_TITLE.search(found["name"]) or (found["how"] == "at" and not found["year"]):
        return None
    name = collapse(found["name"]).rstrip("'’")
    if len(name.split()) < 2 and not found["journal"]:
        return None
    dated = found["year"] is not None and found["how"] in {"at", "to"} and not found["journal"]
    kind = VenueKind.CONFERENCE if dated else VenueKind.JOURNAL
    return Unlisted(Venue(name, name, kind), find_year(found["year"] or "") or find_year(statement))
