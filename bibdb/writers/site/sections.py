"""The works of a page, section by section, in the order of the lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from bibdb.values import Listing, Work
from bibdb.writers.glance import Glance, shown

__all__ = ["Item", "Section", "arranged"]

_ELSEWHERE = ("Mentioned in notes",)
_NOT_IN_ANCHORS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Item:
    """A work under its first section: what is shown of it, its BibTeX, and the person's notes in Markdown."""

    work: Glance
    bibtex: str
    notes: tuple[str, ...]
    others: tuple[Section, ...] = ()


@dataclass(slots=True)
class Section:
    """A section of the page: its path (outermost first), its anchor, and the works that it is the first to list."""

    path: tuple[str, ...]
    anchor: str
    items: list[Item] = field(default_factory=list)
    listed: list[Glance] = field(default_factory=list)
    """Every work that stands in it, also those that another section shows."""

    @property
    def name(self) -> str:
        """The path as a person reads it."""
        return " › ".join(self.path)


def arranged(works: Sequence[Work], glances: Mapping[str, Glance], entries: Mapping[str, str]) -> list[Section]:
    """Put works under the sections that list them; a work in several stands in the first and is named in all."""
    places = _places(works)
    sections: dict[tuple[str, ...], Section] = {}
    anchors: set[str] = set()
    for work in works:
        paths = [places[_place(listing)] for listing in work.listings] or [_ELSEWHERE]
        found = []
        for path in dict.fromkeys(paths):
            if path not in sections:
                sections[path] = Section(path, _anchor(path[-1], anchors))
            sections[path].listed.append(glances[work.key])
            found.append(sections[path])
        notes = tuple(listing.note for listing in work.listings if listing.note.strip())
        found[0].items.append(Item(glances[work.key], entries[work.key], notes, tuple(found[1:])))
    order = _order(works, places)
    return sorted(sections.values(), key=lambda section: order.get(section.path, len(order)))


def _order(works: Iterable[Work], places: Mapping[tuple[str, str, str], tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Rank the sections: list by list, and in each by where its first entry stands."""
    lists: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, ...], tuple[int, int]] = {}
    for work in works:
        for listing in work.listings:
            rank = lists.setdefault((listing.container or "", listing.document), len(lists))
            path = places[_place(listing)]
            first[path] = min(first.get(path, (rank, listing.line)), (rank, listing.line))
    return {path: rank for rank, path in enumerate(sorted(first, key=first.__getitem__))}


def _place(listing: Listing) -> tuple[str, str, str]:
    return listing.container or "", listing.document, listing.section


def _places(works: Iterable[Work]) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Give each section of each list its path.

    A heading that all sections stand under is left out; where lists have sections of the same name, the list's name
    comes first.
    """
    known = dict.fromkeys(_place(listing) for work in works for listing in work.listings)
    paths = {place: _path(place) for place in known}
    if max(Counter(paths.values()).values(), default=1) > 1:
        paths = {place: (*_list_name(place), *path) for place, path in paths.items()}
    roots = {path[0] for path in paths.values()}
    if len(roots) == 1 and all(len(path) > 1 for path in paths.values()):
        paths = {place: path[1:] for place, path in paths.items()}
    return paths


def _path(place: tuple[str, str, str]) -> tuple[str, ...]:
    parts = tuple(filter(None, (shown(part) for part in place[2].split(" > "))))
    return parts or _list_name(place)


def _list_name(place: tuple[str, str, str]) -> tuple[str, ...]:
    container, document, _section = place
    return (shown(PurePath(document).stem) or shown(document) or shown(container) or "List",)


def _anchor(title: str, taken: set[str]) -> str:
    name = anchor = f"s-{_NOT_IN_ANCHORS.sub('-', title.lower()).strip('-')[:40]}"
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{name}-{number}"
    taken.add(anchor)
    return anchor
