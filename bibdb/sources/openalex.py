"""OpenAlex: an aggregator's view of papers, asked for many DOIs at once (https://docs.openalex.org).

An arXiv paper is asked for under its DataCite DOI. OpenAlex often knows preprint and publication as one work: of an
arXiv paper only what both share is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.http import Garbled, Http, Refused, Silence
from bibdb.sources.preprint import LARGEST_TEXT, preprint_record
from bibdb.sources.shapes import Clock, day_of, items, json_of, mapping, now, number, text
from bibdb.values import (
    EditionKind,
    Evidence,
    Fields,
    Found,
    Name,
    NotFound,
    Outcome,
    Query,
    Record,
    Unavailable,
    WorkType,
)

__all__ = ["OpenAlex", "read_works"]

_BATCH = 40
_TYPES: Mapping[str, WorkType] = {
    "book": WorkType.BOOK,
    "book-chapter": WorkType.CHAPTER,
    "dissertation": WorkType.THESIS,
    "report": WorkType.REPORT,
    "dataset": WorkType.DATASET,
    "software": WorkType.SOFTWARE,
}
_RESOLVER = "https://doi.org/"


class OpenAlex:
    """OpenAlex as a source of arXiv papers and DOIs that nobody nearer to them answers for."""

    name = "openalex"
    authoritative = True
    schemes = frozenset({Scheme.ARXIV, Scheme.DOI})

    def __init__(self, http: Http, clock: Clock = now) -> None:
        """Ask through one connection; the clock dates the records."""
        self._http = http
        self._clock = clock

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Ask in batches; what a complete answer leaves out is not there."""
        wanted = {_doi(identifier): identifier for identifier in identifiers}
        names = iter([doi for doi in wanted if "|" not in doi and "," not in doi])
        while batch := list(islice(names, _BATCH)):
            yield from self._fetch_batch({doi: wanted[doi] for doi in batch})
        # Commas and bars part the values of a filter: such a DOI cannot be asked for.
        odd = [identifier for doi, identifier in wanted.items() if "|" in doi or "," in doi]
        yield from (Unavailable(identifier, self.name, "OpenAlex cannot be asked for this DOI") for identifier in odd)

    def search(self, query: Query) -> Sequence[Record]:
        """Give nothing: nearer services are searched."""
        del query
        return []

    def _fetch_batch(self, wanted: Mapping[str, Identifier]) -> Iterator[Outcome]:
        asked = {"filter": f"doi:{'|'.join(wanted)}", "per-page": str(len(wanted))}
        if self._http.settings.mailto:
            asked["mailto"] = self._http.settings.mailto
        try:
            works = self._http.ask(
                "openalex", self._http.address("openalex", "/works", asked), lambda body: read_works(body, wanted)
            )
        except (Silence, Refused) as failure:
            for identifier in wanted.values():
                yield Unavailable(identifier, self.name, str(failure), failure.retry_at)
            return
        for doi, identifier in wanted.items():
            told = works.get(doi)
            yield NotFound(identifier, self.name) if told is None else Found(self._record(identifier, told))

    def _record(self, identifier: Identifier, told: Mapping[str, Any]) -> Record:
        if identifier.scheme is Scheme.ARXIV:
            return preprint_record(identifier, self.name, _preprint_fields(told, identifier), self._clock())
        return Record(
            identifier=identifier,
            source=self.name,
            kind=EditionKind.PREPRINT if told.get("type") == "preprint" else EditionKind.PUBLICATION,
            type=_TYPES.get(str(told.get("type")), WorkType.PAPER),
            fields=_fields(told, identifier),
            retrieved_at=self._clock(),
            evidence=None if told.get("type") == "preprint" else Evidence.AGGREGATOR,
        )


def read_works(body: bytes, wanted: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Read a list of works, by DOI; Garbled when the list is not whole, or holds what was not asked for."""
    told = mapping(json_of(body))
    if not isinstance(told.get("results"), list):
        raise Garbled("something that is no list of works")
    works = [mapping(each) for each in items(told["results"])]
    count = number(mapping(told.get("meta")).get("count"))
    if count is not None and count > len(works):
        raise Garbled("a part of the list")
    found = {str(each.get("doi") or "").lower().removeprefix(_RESOLVER): each for each in works}
    if not found.keys() <= set(wanted):
        raise Garbled("the answer to another question")
    return found


def _doi(identifier: Identifier) -> str:
    return f"10.48550/arxiv.{identifier.value}".lower() if identifier.scheme is Scheme.ARXIV else identifier.value


def _preprint_fields(told: Mapping[str, Any], paper: Identifier) -> Fields:
    return Fields(
        title=text(told.get("title")),
        authors=_authors(told),
        abstract=_abstract(told),
        arxiv_id=paper.value,
        url=f"https://arxiv.org/abs/{paper.value}",
    )


def _fields(told: Mapping[str, Any], identifier: Identifier) -> Fields:
    location, biblio = mapping(told.get("primary_location")), mapping(told.get("biblio"))
    venue = mapping(location.get("source"))
    first, last = text(biblio.get("first_page")), text(biblio.get("last_page"))
    return Fields(
        title=text(told.get("title")),
        authors=_authors(told),
        abstract=_abstract(told),
        issued=day_of(told.get("publication_date")) or day_of(str(told.get("publication_year"))),
        container_title=text(venue.get("display_name")) or text(location.get("raw_source_name")),
        publisher=text(venue.get("host_organization_name")),
        issn=text(venue.get("issn_l")),
        volume=text(biblio.get("volume")),
        issue=text(biblio.get("issue")),
        page=f"{first}-{last}" if first and last and first != last else first,
        url=f"{_RESOLVER}{identifier.value}",
        doi=identifier.value,
        language=text(told.get("language")),
        license=text(location.get("license")),
        retracted=True if told.get("is_retracted") is True else None,
    )


def _authors(told: Mapping[str, Any]) -> tuple[Name, ...] | None:
    """Give the names as written on the paper, not those of OpenAlex's persons."""
    found = (
        text(each.get("raw_author_name")) or text(mapping(each.get("author")).get("display_name"))
        for each in map(mapping, items(told.get("authorships")))
    )
    return tuple(Name(name) for name in found if name) or None


def _abstract(told: Mapping[str, Any]) -> str | None:
    """Put an abstract together from its inverted index: word → positions."""
    placed = [
        (position, word)
        for word, positions in mapping(told.get("abstract_inverted_index")).items()
        for position in items(positions)
        if isinstance(position, int)
    ]
    whole = " ".join(word for _, word in sorted(placed))
    return text(whole) if len(whole) <= LARGEST_TEXT else None
