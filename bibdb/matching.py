"""How far a record is from what was sought: named penalties, and a verdict from thresholds that are passed in.

A penalty is 0 where two things agree and 1 where they have nothing in common; what one side does not say has none. The
distance is the mean of the penalties by weight. Agreement of the title alone is not enough: authors or year must agree
as well, or the title must be long and the same to the word; and the second-best work must be clearly further away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from bibdb.identifiers import Identifier
from bibdb.names import family_name, split_name
from bibdb.text import fold, words
from bibdb.values import Fields, Name, Query, Record

__all__ = [
    "Accepted",
    "Ambiguous",
    "Match",
    "Scale",
    "Unresolved",
    "Verdict",
    "blocks",
    "compare",
    "judge",
    "owns",
    "same_work",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Weights of the penalties, and the thresholds of the verdict.

    A match is accepted at a distance up to `near` with a `gap` to the next work, and shown to a person up to `far`.
    `agree` is the penalty up to which one thing counts as agreeing, `alone` the title's where no author is known; a
    title of `long_title` words that is the same to the word needs neither author nor year.
    """

    weights: Mapping[str, float] = field(
        default_factory=lambda: {"title": 3.0, "authors": 2.0, "owner": 2.0, "cited": 2.0, "year": 1.0}
    )
    near: float = 0.21
    far: float = 0.4
    gap: float = 0.08
    agree: float = 0.34
    alone: float = 0.15
    long_title: int = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A record, what speaks against it, and how far it is from 0 (the same) to 1."""

    record: Record
    penalties: Mapping[str, float]
    distance: float


@dataclass(frozen=True, slots=True)
class Accepted:
    """One record is what was sought."""

    match: Match


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several records could be, or one that agrees in too little: a person decides. The nearest first."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """No record is near enough; `reason` is a sentence for people."""

    reason: str


Verdict: TypeAlias = Accepted | Ambiguous | Unresolved

DEFAULT = Scale()
_PARTS = re.compile(r"\s*[:?!]\s+|\s+[-–—|]\s+")
_LEAD = re.compile(r"\s*(?:position|position paper|\[[^\]]{1,20}\])\s*:?\s+", re.IGNORECASE)
_COINED = re.compile(r"[a-z0-9-][A-Z]|[A-Z]{3}|[A-Za-z]\d|\d[A-Za-z]")
_NUMBER = re.compile(r"\d+|[ivx]{2,4}")
_ACCOUNT_PARTS = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])")
_NAME_WORDS = 3
_SHORTEST_NAME, _LONG_NAME = 3, 5
# Years of a preprint and of its publication may lie this far apart.
_APART = 3


def compare(query: Query, record: Record, scale: Scale = DEFAULT, *, titles: Iterable[str] = ()) -> Match:
    """Measure a record against what is sought; `titles` are others that the record's work has had.

    That a repository's owner is an author, or that it asks to cite the record, speaks for it; its lack says nothing.
    """
    known = [title for title in (record.fields.title, *titles) if title]
    penalties = {"title": min((_title(query, title) for title in known), default=1.0)}
    if query.authors and record.fields.authors:
        penalties["authors"] = author_penalty([split_name(name) for name in query.authors], record.fields.authors)
    if query.owner and owns(query.owner, record.fields.authors or ()):
        penalties["owner"] = 0.0
    if {record.identifier, *record.same_as} & set(query.cites):
        penalties["cited"] = 0.0
    if query.year is not None and (years := _years(record.fields)):
        penalties["year"] = min(min(abs(query.year - year) / (2 * _APART), 1.0) for year in years)
    return Match(record, penalties, _distance(penalties, scale))


def _title(query: Query, title: str) -> float:
    """Compare the title that is sought; one that a repository quotes at length in its description is the same."""
    quoted = len(words(title)) >= DEFAULT.long_title and f" {fold(title)} " in f" {fold(query.about)} "
    return 0.0 if quoted else title_penalty(query.title, title)


def judge(matches: Sequence[Match], scale: Scale = DEFAULT) -> Verdict:
    """Accept the nearest match if it agrees in enough and no other work is as near; else say what a person may do."""
    ordered = sorted(_by_identifier(matches, scale), key=lambda match: match.distance)
    candidates = tuple(match for match in ordered if match.distance <= scale.far)
    if not candidates:
        return Unresolved("no work of this title was found" if not ordered else "no work that was found is near enough")
    best = candidates[0]
    rivals = [match for match in candidates[1:] if not same_work(best.record, match.record)]
    alone = not rivals or rivals[0].distance - best.distance >= scale.gap
    if best.distance <= scale.near and alone and _agrees(best, scale):
        return Accepted(best)
    return Ambiguous(candidates)


def _by_identifier(matches: Sequence[Match], scale: Scale) -> list[Match]:
    """Make one match of those of one identifier: what one source does not say of it, another may."""
    together: dict[Identifier, list[Match]] = {}
    for match in matches:
        together.setdefault(match.record.identifier, []).append(match)
    return [_joined(group, scale) for group in together.values()]


def _joined(matches: Sequence[Match], scale: Scale) -> Match:
    if len(matches) == 1:
        return matches[0]
    penalties: dict[str, float] = {}
    for match in matches:
        for name, penalty in match.penalties.items():
            penalties[name] = min(penalty, penalties.get(name, penalty))
    telling = max(matches, key=lambda match: (bool(_years(match.record.fields)), -match.distance))
    return Match(telling.record, penalties, _distance(penalties, scale))


def same_work(one: Record, other: Record) -> bool:
    """Whether two records speak of one work: the same title (or one grown from it) by the same people."""
    if one.identifier == other.identifier:
        return True
    if not one.fields.title or not other.fields.title:
        return False
    title = title_penalty(one.fields.title, other.fields.title)
    years, other_years = _years(one.fields), _years(other.fields)
    if years and other_years and not any(abs(a - b) <= _APART for a in years for b in other_years):
        return False
    if one.fields.authors and other.fields.authors:
        authors = author_penalty(one.fields.authors, other.fields.authors)
        crowd = min(len(one.fields.authors), len(other.fields.authors)) >= 3
        return authors <= DEFAULT.agree and title <= (0.59 if crowd and not authors else DEFAULT.agree)
    return title == 0 and len(words(one.fields.title)) >= DEFAULT.long_title


def title_penalty(one: str, other: str) -> float:
    """Compare two titles: 0 for the same words, little for one that lacks or changed its subtitle.

    Titles whose numbers differ (`Part II`, `Llama 3`) are two works, however near their words are.
    """
    first, second = fold(_LEAD.sub("", one)), fold(_LEAD.sub("", other))
    if not first or not second:
        return 1.0
    if first == second or first.replace(" ", "") == second.replace(" ", ""):
        return 0.0
    if _numbers(first) != _numbers(second) and not (_is_part(first, second) or _is_part(second, first)):
        return max(0.6, _unlikeness(first, second))
    (head, tail), (other_head, other_tail) = _halves(one), _halves(other)
    if tail == second or other_tail == first:  # one has a name before the colon, the other not
        return 0.1
    telling = _is_telling(one) and _is_telling(other)
    if head == second or other_head == first:  # one lacks the subtitle; a name alone may be another's too
        return (0.15 if len(min(first, second, key=len).split()) > _NAME_WORDS else 0.2) if telling else 0.4
    if head == other_head and telling:  # the subtitle was changed
        return min(0.3, _unlikeness(first, second))
    return _unlikeness(first, second)


def author_penalty(one: Sequence[Name], other: Sequence[Name]) -> float:
    """Compare two author lists by family names: the part of the shorter list that the longer one lacks.

    Lists in reading lists are often cut (`et al.`); a wrong first author counts half a list more.
    """
    first, second = ([fold(family_name(name)) for name in names] for names in (one, other))
    shorter, longer = sorted((first, second), key=len)
    if not shorter:
        return 0.0
    missing = sum(1 for name in shorter if not _is_among(name, longer)) / len(shorter)
    led = _is_among(first[0], second[:1]) or _is_among(second[0], first[:1])
    return min(1.0, missing + (0.0 if led else 0.5 * (missing > 0)))


def owns(owner: str, authors: Sequence[Name]) -> bool:
    """Whether an account's name is an author's: given and family name, a long family name, or the first author's."""
    parts = {fold(part) for part in _ACCOUNT_PARTS.findall(owner)}
    whole = fold(owner).replace(" ", "")
    for place, author in enumerate(authors):
        family = fold(family_name(author)).replace(" ", "")
        given = [word for word in words(author.display) if len(word) > 2 and word != family]
        if len(family) < _SHORTEST_NAME or author.literal:
            continue
        if family in whole and any(word in whole.replace(family, "", 1) for word in given):
            return True
        if family in parts and (place == 0 or len(family) >= _LONG_NAME):
            return True
    return False


def blocks(title: str) -> frozenset[str]:
    """Give keys of a title so that near titles share one: pairs of following long words, and the head alone.

    Comparing only what shares a block makes matching many titles linear.
    """
    long_words = [word for word in words(title) if len(word) > 3 or word.isdigit()]
    pairs = {" ".join(pair) for pair in pairwise(long_words)}
    return frozenset(pairs | {_halves(title)[0], fold(title)} - {""})


def _distance(penalties: Mapping[str, float], scale: Scale) -> float:
    weight = sum(scale.weights[name] for name in penalties)
    return sum(scale.weights[name] * penalty for name, penalty in penalties.items()) / weight


def _agrees(match: Match, scale: Scale) -> bool:
    """Whether authors agree (or an owner among them), or the year beside a title that was only cut, or a long title is
    the same.
    """
    penalties = match.penalties
    if "authors" in penalties:
        return max(penalties["title"], penalties["authors"]) <= scale.agree
    if "owner" in penalties or "cited" in penalties:
        return max(penalties["title"], penalties.get("year", 0.0)) <= scale.agree
    if "year" in penalties:
        return penalties["year"] <= scale.agree and penalties["title"] <= scale.alone
    return penalties["title"] == 0 and len(words(match.record.fields.title or "")) >= scale.long_title


def _years(fields: Fields) -> list[int]:
    return [date.year for date in (fields.submitted, fields.issued) if date is not None]


def _halves(title: str) -> tuple[str, str]:
    """Fold what stands before and behind the first colon, dash or question mark."""
    head, *tail = _PARTS.split(_LEAD.sub("", title), maxsplit=1)
    return fold(head), fold(tail[0]) if tail else ""


def _numbers(folded: str) -> list[str]:
    return sorted(word for word in folded.split() if _NUMBER.fullmatch(word))


def _is_part(part: str, whole: str) -> bool:
    return whole.startswith(f"{part} ") or whole.endswith(f" {part}")


def _is_telling(title: str) -> bool:
    """Whether a title's head says which work it is: a coined name, or four words."""
    head = _PARTS.split(_LEAD.sub("", title), maxsplit=1)[0]
    return bool(_COINED.search(head)) or len(words(head)) >= 4


def _unlikeness(first: str, second: str) -> float:
    """Measure two folded titles: one word in ten changed is about 0.3."""
    from rapidfuzz import fuzz

    return min(1.0, 3 * (1 - max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)) / 100))


def _is_among(name: str, names: Iterable[str]) -> bool:
    """Whether a family name is in a list, also as part of a compound one (`Garcia` in `Garcia Lorca`)."""
    return any(name == each or f" {name} " in f" {each} " or f" {each} " in f" {name} " for each in names)
