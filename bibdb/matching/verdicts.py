"""A record measured against what was sought, and the verdict on several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bibdb.identifiers import Identifier
from bibdb.matching.people import author_penalty, owns, sought_penalty
from bibdb.matching.titles import title_penalty
from bibdb.names import split_name
from bibdb.text import fold, words
from bibdb.values import Fields, Query, Record

__all__ = [
    "DEFAULT", "Accepted", "Ambiguous", "Match", "Scale", "Unresolved", "Verdict", "compare", "is_titled", "judge",
    "same_work",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Weights of the penalties, and the thresholds of the verdict.

    A match is accepted at a distance up to `near` with a `gap` to the next work, and shown to a person up to `far`.
    `agree` is the penalty up to which one thing counts as agreeing, `alone` the title's where no author is known; a
    title of `long_title` words that is the same to the word needs neither author nor year, and for one of fewer than
    `short_title` words a year is not enough.
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
    short_title: int = 3


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
# Years of a preprint and of its publication may lie this far apart.
_APART = 3


def compare(query: Query, record: Record, scale: Scale = DEFAULT, *, titles: Iterable[str] = ()) -> Match:
    """Measure a record against what is sought; `titles` are others that the record's work has had.

    That a repository's owner is an author, or that it asks to cite the record, speaks for it; its lack says nothing.
    """
    known = [title for title in (record.fields.title, *titles) if title]
    penalties = {"title": min((_title(query, title) for title in known), default=1.0)}
    if query.authors and record.fields.authors:
        penalties["authors"] = sought_penalty([split_name(name) for name in query.authors], record.fields.authors)
    if query.owner and owns(query.owner, record.fields.authors or ()):
        penalties["owner"] = 0.0
    if {record.identifier, *record.same_as} & set(query.cites):
        penalties["cited"] = 0.0
    if query.year is not None and (years := _years(record.fields)):
        penalties["year"] = min(min(abs(query.year - year) / (2 * _APART), 1.0) for year in years)
    return Match(record, penalties, _distance(penalties, scale))


def is_titled(label: str, titles: Iterable[str]) -> bool:
    """Whether a label may stand for one of these titles: cut, without its subtitle, or grown since."""
    return any(title_penalty(label, title) <= DEFAULT.agree for title in titles)


def _title(query: Query, title: str) -> float:
    """Compare the title that is sought; one that a repository quotes at length in its description is the same."""
    if query.about and len(words(title)) >= DEFAULT.long_title and f" {fold(title)} " in f" {fold(query.about)} ":
        return 0.0
    return title_penalty(query.title, title)


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
        return max(title, author_penalty(one.fields.authors, other.fields.authors)) <= DEFAULT.agree
    return title == 0 and len(words(one.fields.title)) >= DEFAULT.long_title


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
    length = len(words(match.record.fields.title or ""))
    if "year" in penalties:
        return length >= scale.short_title and penalties["year"] <= scale.agree and penalties["title"] <= scale.alone
    return penalties["title"] == 0 and length >= scale.long_title


def _years(fields: Fields) -> list[int]:
    return [date.year for date in (fields.submitted, fields.issued) if date is not None]
