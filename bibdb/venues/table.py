"""The table of venues (`table.tsv`, which explains its columns) and the look-up by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bibdb.text import to_ascii_letters

__all__ = ["Track", "Trie", "Venue", "VenueKind", "find_venue", "name_words", "trie", "venues"]


class VenueKind(StrEnum):
    """What a venue is."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    WORKSHOP = "workshop"
    PREPRINT = "preprint"  # a server of preprints: what lies there is not published


class Track(StrEnum):
    """Which part of a venue took a work."""

    MAIN = "main"
    FINDINGS = "findings"
    POSITION = "position"
    DATASETS = "datasets"
    INDUSTRY = "industry"
    DEMO = "demo"
    STUDENT = "student"
    TUTORIAL = "tutorial"
    CHALLENGE = "challenge"
    WORKSHOP = "workshop"
    COMPANION = "companion"
    ABSTRACTS = "extended abstracts"
    BLOG = "blog posts"
    TINY = "tiny papers"

    @property
    def at_venue(self) -> bool:
        """Whether a work of this track counts as published at the venue, and not only beside it."""
        return self in _AT_VENUE


_AT_VENUE = {Track.MAIN, Track.FINDINGS, Track.POSITION, Track.DATASETS, Track.INDUSTRY, Track.DEMO}
_VOLUMES = {Track.WORKSHOP: "Workshops", Track.COMPANION: "Companion", Track.ABSTRACTS: "Extended Abstracts"}
_OF_ACL = {"ACL", "EMNLP", "NAACL", "EACL", "AACL", "IJCNLP"}


@dataclass(frozen=True, slots=True)
class Venue:
    """A place of publication; `name` stands without ordinals and years, and the marks are those of the table."""

    short: str
    name: str
    kind: VenueKind
    aliases: tuple[str, ...] = ()
    cased: bool = False
    dated: bool = False
    weak: bool = False
    own_workshop: bool = False
    base: tuple[int, int] | None = None  # the year before the first meeting, and the first of which it is true
    editions: tuple[tuple[int, int], ...] = ()

    def container_title(self, track: Track = Track.MAIN) -> str:
        """Name what a work of that track is printed in: a journal, or the proceedings of a meeting."""
        if track is Track.FINDINGS:
            findings = f"Association for Computational Linguistics: {self.short}"
            return f"Findings of the {findings if self.short in _OF_ACL else self.name}"
        if self.kind is VenueKind.JOURNAL or self.name.startswith("Proceedings"):
            return self.name
        if self.short == "NeurIPS" and track in {Track.MAIN, Track.DATASETS, Track.POSITION}:
            return "Advances in Neural Information Processing Systems"
        if not track.at_venue and self.kind is VenueKind.CONFERENCE:
            return f"{self.short} {_VOLUMES.get(track) or f'{track.title()} Track'}"
        return f"Proceedings of {'' if self.name == self.short else 'the '}{self.name.removeprefix('The ')}"

    def year_of(self, meeting: int) -> int | None:
        """Give the year of the n-th meeting, where the table can tell."""
        if self.base is not None and meeting >= self.base[1]:
            return self.base[0] + meeting
        return dict(self.editions).get(meeting)


@cache
def venues() -> tuple[Venue, ...]:
    """Give all venues in the order of the table."""
    text = files("bibdb.venues").joinpath("table.tsv").read_text(encoding="utf-8")
    return tuple(_venue(line) for line in text.splitlines() if line and not line.startswith("#"))


def _venue(line: str) -> Venue:
    short, kind, name, aliases, marks = (*line.split("\t"), "", "")[:5]
    marked = marks.split()
    base = next((mark[5:].partition(":") for mark in marked if mark.startswith("base=")), None)
    editions = next((mark[9:].split(",") for mark in marked if mark.startswith("editions=")), ())
    return Venue(
        short=short.partition(" (")[0],
        name=name,
        kind=VenueKind(kind),
        aliases=tuple(alias for alias in aliases.split(" | ") if alias),
        cased="cased" in marked,
        dated="dated" in marked,
        weak="weak" in marked,
        own_workshop="own" in marked,
        base=(int(base[0]), int(base[2] or 1)) if base else None,
        editions=tuple((int(nth), int(year)) for nth, _, year in (each.partition(":") for each in editions)),
    )


_WORD = re.compile(r"[^\W\d_]+|\d+")
_SPOKEN_OVER = frozenset({"the", "of", "on", "in", "and", "for", "to"})
_ABBREVIATIONS = {
    "conf": "conference", "proc": "proceedings", "trans": "transactions", "intl": "international",
    "int": "international", "symp": "symposium", "lett": "letters", "natl": "national", "acad": "academy",
    "transaction": "transactions", "j": "journal",
}  # fmt: skip


def name_words(text: str) -> list[tuple[str, int, int]]:
    """Cut a text into folded words with their places; letters and digits part (`EMNLP2025` is two words)."""
    found = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    folded = ((to_ascii_letters(word).casefold(), start, end) for word, start, end in found)
    return [(_ABBREVIATIONS.get(word, word), start, end) for word, start, end in folded]


@dataclass(slots=True)
class Trie:
    """Names of venues, word by word; small words between others are passed over."""

    branches: dict[str, Trie] = field(default_factory=dict)
    ends: list[tuple[str, Venue]] = field(default_factory=list)

    def add(self, name: str, venue: Venue) -> None:
        """Add one name of a venue."""
        node = self
        for word in _significant([word for word, _, _ in name_words(name)]):
            node = node.branches.setdefault(word, Trie())
        node.ends.append((name, venue))

    def walk(self, words: Sequence[str], start: int) -> Iterator[tuple[int, list[tuple[str, Venue]]]]:
        """Give the names that begin at a word, the shortest first: the index behind the last word, and the names."""
        node, place = self, start
        while place < len(words):
            following = node.branches.get(words[place])
            if following is None and place > start and words[place] in _SPOKEN_OVER:
                place += 1
                continue
            if following is None:
                return
            node, place = following, place + 1
            if node.ends:
                yield place, node.ends


def _significant(words: list[str]) -> list[str]:
    return [word for place, word in enumerate(words) if not place or word not in _SPOKEN_OVER]


@cache
def trie() -> Trie:
    """Build the look-up once."""
    root = Trie()
    for venue in venues():
        for name in dict.fromkeys((venue.short, venue.name, *venue.aliases)):
            root.add(name, venue)
    return root


def find_venue(text: str) -> Venue | None:
    """Find the venue that a text names and names alone: `NIPS`, `Int. Conf. on Machine Learning`; year-less."""
    words = [word for word, _, _ in name_words(text)]
    while words and (words[0] in {"the", "proceedings", "ieee", "acm", "annual"} | _SPOKEN_OVER):
        found = _whole(words)
        if found:
            return found
        words = words[1:]
    return _whole(words)


def _whole(words: list[str]) -> Venue | None:
    for end, names in trie().walk(words, 0):
        if end == len(words):
            return names[0][1]
    return None
