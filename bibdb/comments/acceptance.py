"""Which venue took a paper, as its comment, journal reference and DOI say.

A comment is cut into statements; in each, a venue counts as having taken the paper when words of acceptance stand with
it, or when it stands there with its year and nothing else of weight (`NeurIPS 2024`, `ICLR 2025; 41 pages`). Words of
hope (`under review at`, `submitted to`) make it none. A workshop's acceptance is the workshop's, not the venue's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from bibdb.comments import words
from bibdb.comments.beside import names_workshop
from bibdb.comments.dois import venue_of_doi
from bibdb.comments.references import journal_reference
from bibdb.comments.statements import Remarks, remarks
from bibdb.comments.unlisted import unlisted
from bibdb.text import collapse, strip_controls
from bibdb.venues import (
    Mention,
    Presentation,
    Track,
    Venue,
    VenueKind,
    find_mentions,
    find_presentation,
    find_track,
)

__all__ = ["Acceptance", "acceptance"]

_LONGEST = 2000
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_WORDS = 5
_LONGEST_PLACE = 250
_ACCEPTED_AT_ONCE = re.compile(
    r"[\W\d]*(?:\([^)]*\)\W*)?(?:has |have |was |is |been )*accepted\b(?! (?:work|paper|version)s? (?:as|of|from))",
    re.IGNORECASE,
)
_WORKSHOP_ALONE = re.compile(r"\W*(?:The\s+)?(?:\d+\w\w\s+)?(?:[A-Z]\S*\s+){1,5}Workshop(?:\s+20\d\d)?\W*")
_EARLIER = re.compile(
    rf"{words.FORMER.pattern}|\b(?:previously|originally|also|first (?:appeared|presented|published|submitted))\b",
    re.IGNORECASE,
)
# `extends our previous work presented in`, `extension of Looms which was published on`: the venue took the other work.
_OTHERS_WORK = re.compile(
    rf"(?:{words.GROWN.pattern})[^,;]*\b(?:work|paper|article|study|results?|which|that)\b[^,;]*$", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)  # `transferred from`, `data from`
_ACCEPTED_BEHIND = re.compile(r"[^.;]*(?<!if )(?<!once )(?<!after )\baccepted\b", re.IGNORECASE)
_LONG_NAME = re.compile(r"(?:IEEE|ACM|SIAM|Journal|Transactions|International|Physical)\b")
_DROPPED = re.compile(r"\bwithdr(?:ew|awn)\b|\breject(?:ed|ion)\b|\bretracted\b", re.IGNORECASE)
_PLACES = (Track.STUDENT, Track.TUTORIAL, Track.CHALLENGE, Track.WORKSHOP)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a venue took a paper; `title` when it was published under another one."""

    venue: Venue
    year: int | None
    track: Track = Track.MAIN
    presentation: Presentation | None = None
    title: str | None = None

    @property
    def at_venue(self) -> bool:
        """Whether the paper is published at the venue itself, and not in a workshop beside it."""
        return self.track.at_venue or self.venue.kind is VenueKind.WORKSHOP


class _Weight(IntEnum):
    """How a statement speaks of a venue; the lowest is believed first."""

    SAID = 0  # `Accepted at …`
    BARE = 1  # `NeurIPS 2024`
    FORMER = 2  # `extended version of our … paper`
    NOTHING = 3


def acceptance(comment: str, journal_ref: str = "", doi: str = "") -> Acceptance | None:
    """Tell which venue took a paper; None where its metadata names none.

    The journal reference is believed before the comment (which may add track and presentation), and the DOI last.
    """
    said = _from_comment(comment)
    printed = _from_reference(journal_ref)
    if printed is None:
        registered = _from_doi(doi)
        if said is not None and registered is not None and said.venue is registered.venue:
            return replace(said, year=said.year or registered.year)
        return said or registered
    if said is not None and said.venue is printed.venue:
        return replace(said, year=printed.year or said.year)
    return printed


def _from_doi(doi: str) -> Acceptance | None:
    found = venue_of_doi(doi)
    return None if found is None or found.venue is None else Acceptance(found.venue, found.year, found.track)


def _from_reference(journal_ref: str) -> Acceptance | None:
    """Read a journal reference: it stands there because the paper was printed."""
    text = collapse(strip_controls(journal_ref[:_LONGEST]))
    mentions = [mention for mention in find_mentions(text) if _counts(mention)]
    if not mentions:
        return None
    track = _track(text, mentions)
    mention = next((each for each in mentions if each.venue.kind is VenueKind.JOURNAL), mentions[0])
    reference = journal_reference(text)
    year = reference.year if reference is not None and reference.year is not None else mention.year
    return Acceptance(mention.venue, year, track, find_presentation(text))


def _from_comment(comment: str) -> Acceptance | None:
    said = remarks(comment)
    if words.THESIS.search(said.text):
        return None  # what its chapters became is not the thesis
    found = _found(said)
    if not found:
        return None
    _, best = min(found, key=lambda each: (each[0], not each[1].at_venue, _is_vague(each[1])))
    if best.year is None:
        years = (each.year for _, each in found if each.venue is best.venue and each.year)
        best = replace(best, year=next(years, None))
    return replace(best, presentation=best.presentation or find_presentation(said.text), title=said.title)


def _found(said: Remarks) -> list[tuple[_Weight, Acceptance]]:
    found = [each for statement in said.statements for each in _claims(statement, said.statements)]
    if _is_hoped_elsewhere(said.statements):
        found = [each for each in found if each[0] is not _Weight.BARE or not each[1].at_venue]
    elif any(words.HOPED.search(each) and not words.SAID.search(each) for each in said.statements):
        found = [each for each in found if each[0] is not _Weight.BARE or each[1].year is not None]
    return found or [each for statement in said.statements for each in _unlisted(statement)]


def _claims(statement: str, statements: Sequence[str]) -> Iterator[tuple[_Weight, Acceptance]]:
    """Give what one statement says of each venue that it names."""
    mentions = [mention for mention in find_mentions(statement) if _counts(mention)]
    for place, mention in enumerate(mentions):
        weight = _weigh(statement, mentions, place)
        if weight is _Weight.NOTHING or (mention.venue.dated and mention.acronym and not _is_vouched(mention, weight)):
            continue
        track = _track(statement, mentions)
        if mention.venue.kind is VenueKind.JOURNAL and not track.at_venue:
            continue  # journals have no workshops: words of a workshop's name
        track = Track.MAIN if mention.venue.kind is VenueKind.JOURNAL else track
        if track.at_venue and _mentions_workshop(statements, statement, weight):
            track = Track.WORKSHOP
        yield weight, Acceptance(mention.venue, mention.year, track, find_presentation(statement))


def _unlisted(statement: str) -> Iterator[tuple[_Weight, Acceptance]]:
    """Give a venue that the table does not have, where nothing speaks against it."""
    said = words.SAID.search(statement)
    behind = statement[said.end() :] if said else statement  # `preprint of a paper accepted at …`
    if words.HOPED.search(behind) or words.GROWN.search(statement) or words.FORMER.search(statement):
        return
    if any(map(_counts, find_mentions(statement))):
        return
    before = statement[: said.end()] if said else ""
    if said and (_last(words.HOPED, before) == said.end() or words.SPOKEN_OF.search(before)):
        return  # `not accepted`, `data of the paper accepted at …`
    if found := unlisted(statement):
        yield _Weight.SAID, Acceptance(found.venue, found.year, found.track, find_presentation(statement))


def _is_vague(found: Acceptance) -> bool:
    """Whether a meeting lacks its year: `AAAI (AIES 2025)` is AIES."""
    return found.year is None and found.venue.kind is VenueKind.CONFERENCE


def _counts(mention: Mention) -> bool:
    return mention.venue.kind is not VenueKind.PREPRINT


def _is_vouched(mention: Mention, weight: _Weight) -> bool:
    """Whether a short name that is also a word (`SC`, `CASE`) is meant as a venue here."""
    return mention.year is not None or weight is _Weight.SAID


def _weigh(statement: str, mentions: Sequence[Mention], place: int) -> _Weight:
    """Tell how a statement speaks of one of its venues, by the nearest words before it, then by those behind."""
    mention = mentions[place]
    before, behind = statement[: mention.start], statement[mention.end :]
    if _FROM.search(before) or _OTHERS_WORK.search(before):
        return _Weight.NOTHING
    said, hoped = _last(words.SAID, before), _last(words.HOPED, before)
    former, grown = _last(words.FORMER, before), _last(words.GROWN, before)
    if _ACCEPTED_AT_ONCE.match(behind):
        return _Weight.SAID
    if hoped >= max(said, 0) or grown > max(said, former):
        return _Weight.SAID if hoped > grown and _ACCEPTED_BEHIND.match(behind) else _Weight.NOTHING
    if place + 1 == len(mentions) and _DROPPED.search(behind):
        return _Weight.NOTHING
    if max(said, former) >= 0:
        return _Weight.FORMER if former >= 0 else _Weight.SAID
    near = behind[: mentions[place + 1].start - mention.end] if place + 1 < len(mentions) else behind
    if words.HOPED.search(near) and not words.SAID.search(near):
        return _Weight.NOTHING
    if words.HOPED.search(behind):
        return _Weight.SAID if words.SAID.search(behind) else _Weight.NOTHING
    if words.SAID.search(behind) and not words.GROWN.search(behind):
        return _Weight.SAID
    if words.SPOKEN_OF.search(statement) or words.GROWN.search(statement):
        return _Weight.NOTHING
    if words.PLACED.search(statement) and not mention.venue.weak:
        return _Weight.SAID
    return _Weight.BARE if _is_bare(statement, mentions, mention) else _Weight.NOTHING


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _is_bare(statement: str, mentions: Sequence[Mention], mention: Mention) -> bool:
    """Whether hardly anything but venues, pages and figures stands in a statement; workshops have long names."""
    if len(statement) < _LONGEST_PLACE and not _track(statement, mentions).at_venue:
        return True
    if mention.year is None and mention.acronym and mention.venue.kind is not VenueKind.JOURNAL:
        return False
    words_of_language = mention.venue.weak and not _LONG_NAME.match(statement, mention.start)
    if mention.year is None and words_of_language:
        return False
    rest = _without(statement, mentions, " ")
    return len(_WORD.findall(words.NEUTRAL.sub(" ", rest))) <= (0 if words_of_language else _MOST_WORDS)


def _without(statement: str, mentions: Sequence[Mention], instead: str) -> str:
    for mention in reversed(mentions):
        statement = statement[: mention.start] + instead + statement[mention.end :]
    return statement


def _track(statement: str, mentions: Sequence[Mention]) -> Track:
    """Tell the track from a statement's words outside of the venues' names."""
    if any(mention.workshop for mention in mentions):
        return Track.WORKSHOP
    rest = _without(statement, mentions, "Venue")
    venue = mentions[0].venue
    track = find_track(rest, own_workshop=venue.own_workshop)
    if track is Track.MAIN and venue.kind is VenueKind.CONFERENCE and names_workshop(rest):
        return Track.WORKSHOP
    return Track.WORKSHOP if venue.kind is VenueKind.WORKSHOP and track is Track.MAIN else track


def _mentions_workshop(statements: Sequence[str], statement: str, weight: _Weight) -> bool:
    """Whether another statement names a workshop as the place, and no venue.

    Beside a venue that is said to have taken the paper, the workshop must be named before or by nothing but its name:
    then the venue is where it meets.
    """
    place, bare = statements.index(statement), weight is _Weight.BARE
    for number, part in enumerate(statements):
        track = find_track(part)
        if number == place or track not in _PLACES or find_mentions(part) or _EARLIER.search(part):
            continue
        alone = track is Track.WORKSHOP and (bare or _WORKSHOP_ALONE.fullmatch(part))
        if alone or (words.SAID.search(part) and (bare or number < place)):
            return True
    return False


def _is_hoped_elsewhere(statements: Sequence[str]) -> bool:
    """Whether a statement without a venue says that the paper is still under review."""
    alone = [part for part in statements if not find_mentions(part)]
    return any(map(words.HOPED.search, alone)) and not any(map(words.SAID.search, alone))
