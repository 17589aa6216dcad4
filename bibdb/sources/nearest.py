"""Which lines of a snapshot have titles like those that are sought: one reading of the files for all of them.

A line is compared only with the titles that share half of their longest words' heads with its own, so that a reading
costs little more for a thousand titles than for one.
"""

from __future__ import annotations

import heapq
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bibdb.sources.accents import decode_accents
from bibdb.sources.preprint import LARGEST_TEXT
from bibdb.text import fold

__all__ = ["Line", "Nearest"]

Line = tuple[Path, int, bytes]
"""A file, the number of a line in it, and the line."""

_TITLE = re.compile(rb'"title"\s*:\s*("(?:[^"\\]|\\.)*")')
_SUBTITLE = re.compile(r":\s|\s[-–—|]\s")
_SOUGHT_WORDS = 4
_HEAD = 5
_NEAR = 75.0
_HITS = 10


@dataclass(slots=True)
class _Sought:
    """A folded title, how many words it is known by, and its nearest lines so far (a heap, the farthest on top)."""

    title: str
    words: int
    hits: list[tuple[float, int, Line]] = field(default_factory=list)


class Nearest:
    """The nearest lines of each of some folded titles, at most ten."""

    def __init__(self, titles: Iterable[str]) -> None:
        """Name what is sought; nothing is found before lines are shown."""
        self._sought = {title: _Sought(title, len(_heads(title))) for title in titles}
        self._by_head: dict[str, list[_Sought]] = {}
        for sought in self._sought.values():
            for head in _heads(sought.title):
                self._by_head.setdefault(head, []).append(sought)
        # A title without a word in Latin letters is compared with every line.
        self._headless = [sought for sought in self._sought.values() if not sought.words]
        self._shown = 0

    def __contains__(self, title: object) -> bool:
        """Whether a folded title is among those that are sought."""
        return title in self._sought

    def show(self, line: Line) -> None:
        """Look whether a line is near to any of the titles."""
        self._shown += 1
        written = _title(line[2])
        if not written:
            return
        folded = fold(written)
        for sought in self._candidates(folded):
            score = _likeness(sought.title, folded, written)
            if score:
                _keep(sought.hits, (score, -self._shown, line))

    def of(self, title: str) -> Iterator[Line]:
        """Give the lines that are near to a title that is sought, the nearest first."""
        hits = self._sought[title].hits
        return (line for _score, _order, line in sorted(hits, key=lambda hit: hit[:2], reverse=True))

    def _candidates(self, folded: str) -> Iterator[_Sought]:
        shared: Counter[str] = Counter()
        for head in {word[:_HEAD] for word in folded.split()}:
            shared.update(sought.title for sought in self._by_head.get(head, ()))
        yield from (self._sought[title] for title, number in shared.items() if 2 * number >= self._sought[title].words)
        yield from self._headless


def _heads(title: str) -> set[str]:
    """Give the heads of a title's longest words: what is cut or misspelt is so behind them, and seldom in all."""
    longest = sorted({word for word in title.split() if word.isascii()}, key=lambda word: (-len(word), word))
    return {word[:_HEAD] for word in longest[:_SOUGHT_WORDS]}


def _title(line: bytes) -> str:
    """Give the title in a line, without parsing the rest: that would cost ten times as much."""
    match = _TITLE.search(line)
    if match is None or len(match[1]) > LARGEST_TEXT:
        return ""
    try:
        title: Any = json.loads(match[1])
    except ValueError:
        return ""
    return decode_accents(title)


def _likeness(sought: str, folded: str, written: str) -> float:
    """Say how near a title is, up to 100; 0 for one that is not."""
    from rapidfuzz import fuzz

    if score := fuzz.ratio(sought, folded, score_cutoff=_NEAR):
        return score
    # A coined name says as much without the subtitle: `Logic-RL` for `Logic-RL: Unleashing …`.
    alone = folded.startswith(f"{sought} ") and fold(_SUBTITLE.split(written, maxsplit=1)[0]) == sought
    return _NEAR if alone else 0.0


def _keep(hits: list[tuple[float, int, Line]], hit: tuple[float, int, Line]) -> None:
    if len(hits) < _HITS:
        heapq.heappush(hits, hit)
    else:
        heapq.heappushpop(hits, hit)
