"""Crossref: what publishers say of a DOI, with preprints, updates and retractions.

The answer's shape is documented at https://api.crossref.org (`/works/{doi}`); relations and updates at
https://www.crossref.org/documentation/schema-library/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.http import Absent, Garbled
from bibdb.sources.shapes import (
    address_of,
    date_of,
    items,
    json_of,
    mapping,
    name_of,
    paragraphs,
    text,
)
from bibdb.sources.singly import Singly
from bibdb.values import EditionKind, Evidence, Fields, Name, Query, Record, RelationKind, WorkType
from bibdb.venues import VenueKind, find_venue

__all__ = ["Crossref", "read_hits", "read_work"]

_TYPES: Mapping[str, WorkType] = {
    "book": WorkType.BOOK,
    "monograph": WorkType.BOOK,
    "edited-book": WorkType.BOOK,
    "reference-book": WorkType.BOOK,
    "proceedings": WorkType.BOOK,
    "book-chapter": WorkType.CHAPTER,
    "book-part": WorkType.CHAPTER,
    "book-section": WorkType.CHAPTER,
    "reference-entry": WorkType.CHAPTER,
    "dissertation": WorkType.THESIS,
    "report": WorkType.REPORT,
    "report-component": WorkType.REPORT,
    "dataset": WorkType.DATASET,
    "database": WorkType.DATASET,
    "software": WorkType.SOFTWARE,
}
_SAME = ("is-preprint-of", "has-preprint", "is-identical-to", "is-same-as")
_VERSIONS = ("is-version-of", "has-version")
_DATES = ("issued", "published", "published-online", "published-print", "posted")
# Publishers write it before the title of what they took back; the notices themselves begin otherwise.
_TAKEN_BACK = re.compile(r"(?:RETRACTED|WITHDRAWN)(?: [A-Z]+)?:")
# What takes back a part only (`partial_retraction`), warns or corrects leaves the work standing.
_RETRACTIONS = frozenset({"retraction", "withdrawal", "removal"})
_HITS = 5


class Crossref(Singly):
    """Crossref as a source of DOIs and, by title and authors, of publications."""

    name = "crossref"
    schemes = frozenset({Scheme.DOI})

    def search(self, query: Query) -> Sequence[Record]:
        """Ask for a title and its authors. The best hit may be nonsense: it must be judged. Raises Silence."""
        asked = {"query.title": query.title[:300], "rows": str(_HITS)}
        if query.authors:
            asked["query.author"] = " ".join(query.authors[:3])[:200]
        try:
            told = self._http.ask("crossref", self._http.address("crossref", "/works", asked), read_hits)
        except Absent:
            return []
        found = ((identify(str(work.get("DOI") or "")), work) for work in told)
        return [self._record(doi, work) for doi, work in found if doi is not None and doi.scheme is Scheme.DOI]

    def _ask(self, identifier: Identifier) -> Record:
        url = self._http.address("crossref", f"/works/{quote(identifier.value, safe='%')}")
        told = self._http.ask(
            "crossref", url, lambda body: read_work(body, identifier), absent={404: b"resource not found"}
        )
        return self._record(identifier, told)

    def _record(self, identifier: Identifier, told: Mapping[str, Any]) -> Record:
        preprint = _is_preprint(told)
        return Record(
            identifier=identifier,
            source=self.name,
            kind=EditionKind.PREPRINT if preprint else EditionKind.PUBLICATION,
            type=_TYPES.get(str(told.get("type")), WorkType.PAPER),
            fields=_fields(told, identifier),
            retrieved_at=self._clock(),
            same_as=tuple(dict.fromkeys(_same(told, identifier))),
            relations=tuple(_retracts(told, identifier)),
            evidence=None if preprint else Evidence.PUBLISHER,
        )


def read_work(body: bytes, identifier: Identifier) -> Mapping[str, Any]:
    """Read the answer for one DOI; Garbled when it is about another."""
    told = mapping(mapping(json_of(body)).get("message"))
    if identify(str(told.get("DOI") or "")) != identifier:
        raise Garbled("the answer to another question")
    return told


def read_hits(body: bytes) -> list[Mapping[str, Any]]:
    """Read the answer to a search."""
    told = mapping(mapping(json_of(body)).get("message"))
    if not isinstance(told.get("items"), list):
        raise Garbled("something that is no list of works")
    return [mapping(each) for each in items(told["items"])]


def _is_preprint(told: Mapping[str, Any]) -> bool:
    """Whether a work was only posted: SSRN registers its papers as articles of a journal of its own."""
    venue = find_venue(_containers(told)[1] or "")
    return told.get("type") == "posted-content" or (venue is not None and venue.kind is VenueKind.PREPRINT)


def _fields(told: Mapping[str, Any], identifier: Identifier) -> Fields:
    series, container = _containers(told)
    event = mapping(told.get("event"))
    return Fields(
        title=_title(told),
        authors=_names(told, "author"),
        editors=_names(told, "editor"),
        abstract=paragraphs(told.get("abstract")),
        submitted=_issued(told) if _is_preprint(told) else None,
        issued=_issued(told),
        container_title=container,
        container_title_short=_first(told, "short-container-title"),
        collection_title=series,
        event_title=text(event.get("name")),
        publisher=text(told.get("publisher")),
        publisher_place=text(told.get("publisher-location")),
        volume=text(told.get("volume")),
        issue=text(told.get("issue")),
        page=text(told.get("page")),
        number=text(told.get("article-number")),
        isbn=_first(told, "ISBN"),
        issn=_first(told, "ISSN"),
        url=address_of(told.get("URL")),
        doi=identifier.value,
        language=text(told.get("language")),
        license=next((text(mapping(each).get("URL")) for each in items(told.get("license"))), None),
        retracted=_is_retracted(told, identifier),
    )


def _title(told: Mapping[str, Any]) -> str | None:
    title, subtitle = _first(told, "title"), _first(told, "subtitle")
    if title and subtitle and subtitle.casefold() not in title.casefold():
        return f"{title}: {subtitle}"
    return title


def _containers(told: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Give series and container: of two names, the series comes first (`Lecture Notes in Computer Science`)."""
    names = [name for each in items(told.get("container-title")) if (name := text(each))]
    if len(names) > 1:
        return names[0], names[-1]
    return None, names[0] if names else None


def _first(told: Mapping[str, Any], name: str) -> str | None:
    return next((found for each in items(told.get(name)) if (found := text(each))), None)


def _issued(told: Mapping[str, Any]) -> PartialDate | None:
    """Give the date of publication, of another kind where the usual one is `[[null]]`."""
    told_dates = (items(mapping(told.get(name)).get("date-parts")) for name in _DATES)
    return next((date for parts in told_dates if parts and (date := date_of(*items(parts[0])))), None)


def _names(told: Mapping[str, Any], role: str) -> tuple[Name, ...] | None:
    people = [mapping(each) for each in items(told.get(role))]
    found = (name_of(e.get("given"), e.get("family"), e.get("suffix"), e.get("name")) for e in people)
    return tuple(name for name in found if name) or None


def _same(told: Mapping[str, Any], identifier: Identifier) -> Iterator[Identifier]:
    """Name the preprint of a publication, the publication of a preprint, or a preprint's other versions."""
    relation = mapping(told.get("relation"))
    for kind in (*_SAME, *_VERSIONS) if told.get("type") == "posted-content" else _SAME:
        for related in map(mapping, items(relation.get(kind))):
            other = identify(str(related.get("id") or ""))
            if other is not None and other.scheme in {Scheme.DOI, Scheme.ARXIV} and other != identifier:
                yield Identifier(other.scheme, other.value)


def _is_retracted(told: Mapping[str, Any], identifier: Identifier) -> bool | None:
    """Whether a later notice takes the work back, or it says so itself; None when nothing is said."""
    updates = [mapping(each) for each in items(told.get("updated-by"))]
    by_notice = any(str(each.get("type")) in _RETRACTIONS for each in updates)
    by_itself = any(other == identifier for _, other in _taken_back(told)) or _TAKEN_BACK.match(_title(told) or "")
    return True if by_notice or by_itself else None


def _retracts(told: Mapping[str, Any], identifier: Identifier) -> Iterator[tuple[RelationKind, Identifier]]:
    return (pair for pair in _taken_back(told) if pair[1] != identifier)


def _taken_back(told: Mapping[str, Any]) -> Iterator[tuple[RelationKind, Identifier]]:
    for update in map(mapping, items(told.get("update-to"))):
        other = identify(str(update.get("DOI") or ""))
        if str(update.get("type")) in _RETRACTIONS and other is not None:
            yield RelationKind.RETRACTS, other
