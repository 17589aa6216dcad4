"""Where an edition appeared: a journal, or the proceedings of a conference, under its full or short name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibdb.values import Edition

__all__ = ["Place", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """A journal or proceedings; neither where it is unknown."""

    name: str | None = None
    series: str | None = None
    journal: bool = False
    proceedings: bool = False


_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|conference|workshop|symposium|findings|meeting|congress|advances in neural|lecture notes)\b",
    re.IGNORECASE,
)
# Journals that are called proceedings.
_JOURNALS = re.compile(
    r"\b(?:national academy|vldb endowment|acm on|royal society|(?:london|american) mathematical society|ieee$)",
    re.IGNORECASE,
)


def place_of(edition: Edition, *, short: bool = False) -> Place:
    """Tell where an edition appeared; nowhere yet, for most preprints."""
    name = edition.container_title or edition.event_title
    if not name:
        return Place(series=edition.collection_title)
    if short and edition.container_title_short:
        name = edition.container_title_short
    journal = _is_journal(edition)
    return Place(name=name, series=edition.collection_title, journal=journal, proceedings=not journal)


def _is_journal(edition: Edition) -> bool:
    if edition.event_title:
        return False
    name = edition.container_title or ""
    if _JOURNALS.search(name):
        return True
    return edition.issue is not None or not _PROCEEDINGS.search(name)
