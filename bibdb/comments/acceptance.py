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
from bibdb.comments.dois import venue_of_doi
from bibdb.comments.references import journal_reference
from bibdb.comments.unlisted import spelt_out
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

_LONGEST = 2000  # a comment is a line or two; what is longer is read as far
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_WORDS = 5
_LONGEST_PLACE = 250
_GLUED = re.compile(r"\b(to|in|by|at)(?=[A-Z]{3})")
_FINDINGS = re.compile(
    r"Findings of (?:the )?Association for Computational Linguistics\s*[:,]?\s+(?=[A-Z]*(?:ACL|EMNLP))", re.IGNORECASE
)
# `Accepted to NLP4DH 2025 at NAACL 2025`: a meeting that the table does not know, at one that it knows.
_BESIDE = re.compile(
    r"\b(?i:accepted|published|presented|appear\w*|publication|presentation)\s+(?:to|in|at|by|for)\s+(?:the\s+)?"
    r"(?P<name>[A-Z0-9][^.;,]{2,120}?)\s+(?:at|@)\s+(?:the\s+)?(?:[\w/.-]+\s+){0,3}Venue"
)
_NAMED_BETWEEN = re.compile(r"Venue\s+[A-Z][A-Z0-9]{2,}\s+20\d\d")  # `ICCV MRR 2025`
_NO_MEETING = re.compile(
    r"Venue|\b(?:oral|poster|spotlight|main|demo|industry|proceedings|special|journal|track|research|short|long|best|"
    r"conference|presentation|publication|paper|session)",
    re.IGNORECASE,
)
_ACCEPTED_BEHIND = re.compile(r"[^.;]*(?<!if )(?<!once )(?<!after )\baccepted\b", re.IGNORECASE)
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
        return said or _from_doi(doi)
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
    text = _GLUED.sub(r"\1 ", words.URL.sub(" ", strip_controls(comment[:_LONGEST])))
    title = words.TITLED.search(text)
    text = _FINDINGS.sub("Findings of ", words.TITLED.sub(" ", text))
    statements = [part for part in words.STATEMENT_END.split(text) if part and part.strip()]
    found = [each for statement in statements for each in _claims(statement, text)]
    if _is_hoped_elsewhere(statements):
        found = [each for each in found if each[0] is not _Weight.BARE or not each[1].at_venue]
    if not found:
        found = [each for statement in statements for each in _unlisted(statement)]
    if not found:
        return None
    _, best = min(found, key=lambda each: (each[0], not each[1].at_venue, _is_vague(each[1])))
    if best.year is None:
        best = replace(
            best, year=next((each.year for _, each in found if each.venue is best.venue and each.year), None)
        )
    presentation = best.presentation or find_presentation(text)
    named = collapse(title["quoted"] or title["rest"]) if title else None
    return replace(best, presentation=presentation, title=named or None)


def _claims(statement: str, comment: str) -> Iterator[tuple[_Weight, Acceptance]]:
    """Give what one statement says of each venue that it names."""
    mentions = [mention for mention in find_mentions(statement) if _counts(mention)]
    for place, mention in enumerate(mentions):
        weight = _weigh(statement, mentions, place)
        if weight is _Weight.NOTHING or (mention.venue.dated and mention.acronym and not _is_vouched(mention, weight)):
            continue
        track = _track(statement, mentions)
        if mention.venue.kind is VenueKind.JOURNAL and not track.at_venue:
            continue  # journals have no workshops: words of a workshop's name
        if track.at_venue and weight is _Weight.BARE and _mentions_workshop(comment, statement):
            track = Track.WORKSHOP
        yield weight, Acceptance(mention.venue, mention.year, track, find_presentation(statement))


def _unlisted(statement: str) -> Iterator[tuple[_Weight, Acceptance]]:
    """Give a venue that the table does not have, where a statement spells it out behind a word of acceptance."""
    said = words.SAID.search(statement)
    doubts = (words.HOPED, words.GROWN, words.FORMER)
    if said is None or any(pattern.search(statement) for pattern in doubts) or find_mentions(statement):
        return
    venue = spelt_out(statement[said.end() :])
    if venue is not None and find_track(statement).at_venue:
        yield _Weight.SAID, Acceptance(venue[0], venue[1], find_track(statement), find_presentation(statement))


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
    said, hoped = _last(words.SAID, before), _last(words.HOPED, before)
    former, grown = _last(words.FORMER, before), _last(words.GROWN, before)
    if hoped > said or grown > max(said, former):
        return _Weight.SAID if hoped > grown and _ACCEPTED_BEHIND.match(behind) else _Weight.NOTHING
    if max(said, former) >= 0:
        return _Weight.FORMER if former >= 0 else _Weight.SAID
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
    if mention.year is None and mention.venue.weak:
        return False
    rest = _without(statement, mentions, " ")
    return len(_WORD.findall(words.NEUTRAL.sub(" ", rest))) <= (0 if mention.venue.weak else _MOST_WORDS)


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
    if track is Track.MAIN and _NAMED_BETWEEN.search(rest):
        return Track.WORKSHOP
    beside = _BESIDE.search(rest)
    if track is Track.MAIN and beside and not _NO_MEETING.search(beside["name"]):
        return Track.WORKSHOP
    return Track.WORKSHOP if venue.kind is VenueKind.WORKSHOP and track is Track.MAIN else track


def _mentions_workshop(comment: str, statement: str) -> bool:
    """Whether another statement names a workshop as the place, and no venue."""
    others = (part for part in words.STATEMENT_END.split(comment) if part and part != statement)
    return any(find_track(part) in _PLACES and words.SAID.search(part) and not find_mentions(part) for part in others)


def _is_hoped_elsewhere(statements: Sequence[str]) -> bool:
    """Whether a statement without a venue says that the paper is still under review."""
    alone = [part for part in statements if not find_mentions(part)]
    return any(map(words.HOPED.search, alone)) and not any(map(words.SAID.search, alone))
