"""The timeline and the topics as inline SVG.

Widths are in per cent, so that a picture fills any screen and its text keeps its size; every bar of the timeline is a
link with a name that a screen reader says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

from bibdb.dates import PartialDate
from bibdb.writers.glance import Glance
from bibdb.writers.site.sections import Section

__all__ = ["timeline", "topics"]

_HEIGHT = 72  # of the tallest bar, in pixels
_AXIS = 18
_SMALL = 18  # the height of a topic's picture
_FINE_YEARS = 6  # so many years are drawn by quarters, more by years
_MOST_YEARS = 40
_OUTSIDE = 30  # one work in so many may be older than what is drawn
_MOST_LABELS = 8
_DEEPEST = 4
_QUARTERS = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class _Scale:
    """The bars of a picture: `first` year to `last`, `parts` bars a year."""

    first: int
    last: int
    parts: int

    @property
    def count(self) -> int:
        return (self.last - self.first + 1) * self.parts

    def place(self, date: PartialDate) -> int | None:
        """Give the bar of a date; none where it is older, or not known so closely."""
        if date.year < self.first or (self.parts > 1 and not date.month):
            return None
        part = (date.month - 1) * self.parts // 12 if self.parts > 1 else 0
        return (date.year - self.first) * self.parts + part


def timeline(works: Sequence[Glance]) -> str:
    """Draw how many works there are of each quarter or year, a preprint where its first version stands."""
    scale = _scale(works)
    if scale is None:
        return ""
    counts = _counts(works, scale)
    most = max(counts.values(), default=1)
    bars = "".join(_bar(scale, place, count, most) for place, count in sorted(counts.items()))
    return (
        f'<section aria-label="Timeline"><figure class="time"><svg width="100%" height="{_HEIGHT + _AXIS}">'
        f'<line x1="0" x2="100%" y1="{_HEIGHT}.5" y2="{_HEIGHT}.5"/>{bars}{_axis(scale)}</svg>'
        f"<figcaption>{_caption(works, scale, sum(counts.values()))}</figcaption></figure></section>"
    )


def _caption(works: Sequence[Glance], scale: _Scale, drawn: int) -> str:
    """Say what is drawn, and how much is not."""
    older = sum(work.first.year < scale.first for work in works if work.first)
    undated = len(works) - drawn - older
    parts = [
        f"Works by {'quarter' if scale.parts > 1 else 'year'} of their first version",
        f"{older} from before {scale.first}" if older else "",
        f"{undated} without a {'month' if scale.parts > 1 else 'year'}" if undated else "",
    ]
    return "; ".join(filter(None, parts)) + (" not drawn." if older or undated else ".")


def topics(sections: Sequence[Section]) -> str:
    """Draw each section with its count and its works over the same time, below the headings that it stands under."""
    scale = _scale([work for section in sections for work in section.listed])
    most = max((max(_counts(each.listed, scale).values(), default=1) for each in sections), default=1) if scale else 1
    rows = []
    named: set[tuple[str, ...]] = set()
    for section in sections:
        for depth in range(1, len(section.path)):
            if section.path[:depth] not in named:
                named.add(section.path[:depth])
                rows.append(f'<li class="above d{depth}">{escape(section.path[depth - 1])}</li>')
        named.add(section.path)
        depth, name = min(len(section.path), _DEEPEST), escape(section.path[-1])
        picture = _small(section.listed, scale, most) if scale else ""
        count = f"<b>{len(section.listed)}</b>"
        rows.append(f'<li class="d{depth}"><a href="#{section.anchor}">{name}</a>{picture}{count}</li>')
    return f"<ul>{''.join(rows)}</ul>"


def _scale(works: Iterable[Glance]) -> _Scale | None:
    years = sorted(work.first.year for work in works if work.first)
    if not years:
        return None
    last = years[-1]
    first = max(years[len(years) // _OUTSIDE], last - _MOST_YEARS + 1)
    return _Scale(first, last, 4 if last - first < _FINE_YEARS else 1)


def _counts(works: Iterable[Glance], scale: _Scale) -> Counter[int]:
    places = (scale.place(work.first) for work in works if work.first)
    return Counter(place for place in places if place is not None)


def _bar(scale: _Scale, place: int, count: int, most: int) -> str:
    year, quarter = scale.first + place // scale.parts, place % scale.parts
    height = max(2, round(count / most * (_HEIGHT - 14)))
    when = f"{year}, {_QUARTERS[quarter]} quarter" if scale.parts > 1 else str(year)
    width = 100 / scale.count
    return (
        f'<a href="#?year={year}" aria-label="{when}: {count} work{"" if count == 1 else "s"}">'
        f'<rect x="{(place + 0.1) * width:.2f}%" y="{_HEIGHT - height}" width="{0.8 * width:.2f}%" height="{height}"/>'
        f'<text x="{(place + 0.5) * width:.2f}%" y="{_HEIGHT - height - 3}" aria-hidden="true">{count}</text></a>'
    )


def _axis(scale: _Scale) -> str:
    years = scale.last - scale.first + 1
    step = -(-years // _MOST_LABELS)
    return "".join(
        f'<text class="year" x="{(year - scale.first + 0.5) * 100 / years:.2f}%" y="{_HEIGHT + _AXIS - 4}"'
        f' aria-hidden="true">{year}</text>'
        for year in range(scale.last, scale.first - 1, -step)
    )


def _small(works: Sequence[Glance], scale: _Scale, most: int) -> str:
    """Draw a topic's works, without a name: its count says how many, and the timeline when."""
    counts = _counts(works, scale)
    width = 100 / scale.count
    bars = "".join(
        f'<rect x="{place * width:.1f}%" y="{_SMALL - height}" width="{0.8 * width:.1f}%" height="{height}"/>'
        for place, count in sorted(counts.items())
        for height in [max(2, round(sqrt(count / most) * _SMALL))]
    )
    base = f'<line x1="0" x2="100%" y1="{_SMALL}" y2="{_SMALL}"/>'
    return f'<svg width="72" height="{_SMALL}" aria-hidden="true">{base}{bars}</svg>'
