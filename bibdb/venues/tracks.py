"""Which part of a venue, and how a work was presented there, from the words around the venue's name."""

from __future__ import annotations

import re
from enum import StrEnum

from bibdb.venues.table import Track

__all__ = ["Presentation", "find_presentation", "find_track"]


class Presentation(StrEnum):
    """How a work was presented."""

    ORAL = "oral"
    SPOTLIGHT = "spotlight"
    HIGHLIGHT = "highlight"
    POSTER = "poster"


# In order: the first that fits wins.
_WORDS: tuple[tuple[Track, str], ...] = (
    (Track.STUDENT, r"\bSRW\b|student research|doctoral (?:consortium|symposium)|student abstract|student workshop"),
    (Track.TUTORIAL, r"\btutorials?\b"),
    (
        Track.CHALLENGE,
        r"\bchallenges?\b(?! of| in| for| and)|\bcompetitions?\b|(?<!and )shared[- ]task|\bplace\b|leaderboard",
    ),
    (Track.CHALLENGE, r"\bwinn(?:er|ing)\b"),
    (
        Track.WORKSHOP,
        r"workshop|\bworshop|\bWS\b|(?<=[A-Za-z0-9])(?<!\baccepted)(?<!\bpublished)(?<!\bpresented)(?<!\boral)(?<!\bposter)(?<!\bspotlight)\s?@\s?(?=[A-Z])",
    ),
    (Track.WORKSHOP, r"\bco-?located|\bcollocated|conjunction with|\b(?:spring|fall|summer) symposi(?:um|a)\b"),
    (Track.BLOG, r"\bblog ?posts?\b"),
    (Track.TINY, r"\btiny[- ]?papers?"),
    (Track.ABSTRACTS, r"\bextended abstracts\b|\blate[- ]breaking|(?-i:\bEA\b|\bWIP\b)"),
    (Track.COMPANION, r"\bcompanion\b(?! (?:paper|article|work|report|to))|\badjunct\b|(?-i:\bBridge\b)"),
    (Track.FINDINGS, r"\bfindings?\b(?! (?:that|on|from|show|about))"),
    (Track.POSITION, r"\bposition\b"),
    (Track.DATASETS, r"\bdatasets?[ -](?:and|&|\+)[ -]benchmarks?|\bD ?& ?B\b|\bDB track"),
    (Track.DATASETS, r"\bdatasets? track|benchmarks? track|resources? track"),
    (Track.INDUSTRY, r"\bindust?r(?:y|ial)\b|applied data science|\bADS track"),
    (Track.DEMO, r"\bdemos?\b(?! (?:page|video|at|is|available|:))|\bdemonstrations?\b"),
)
_TRACKS = tuple((track, re.compile(pattern, re.IGNORECASE)) for track, pattern in _WORDS)
_PRESENTATIONS: tuple[tuple[Presentation, re.Pattern[str]], ...] = (
    (Presentation.ORAL, re.compile(r"\borals?\b", re.IGNORECASE)),
    (Presentation.SPOTLIGHT, re.compile(r"\bspotlights?\b", re.IGNORECASE)),
    (Presentation.HIGHLIGHT, re.compile(r"\bhighlight(?:ed)?\b", re.IGNORECASE)),
    (Presentation.POSTER, re.compile(r"\bposters?\b", re.IGNORECASE)),
)


def find_track(text: str, *, own_workshop: bool = False) -> Track:
    """Tell the track from the words; `own_workshop`: the venue itself is called a workshop."""
    for track, pattern in _TRACKS:
        if not (own_workshop and track is Track.WORKSHOP) and pattern.search(text):
            return track
    return Track.MAIN


def find_presentation(text: str) -> Presentation | None:
    """Tell how a work was presented, the highest form first; None where nothing is said."""
    return next((how for how, pattern in _PRESENTATIONS if pattern.search(text)), None)
