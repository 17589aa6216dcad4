"""Semantic Scholar: many papers in one request, by any of their identifiers (https://api.semanticscholar.org/api-docs).

Its record of an arXiv paper names the other identifiers of the work: that is how a published version is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.http import Absent, Garbled, Http, Refused, Silence
from bibdb.sources.shapes import Clock, address_of, day_of, items, json_of, mapping, now, text
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

__all__ = ["SemanticScholar", "read_batch", "read_match"]

_BATCH = 100
_FIELDS = "title,authors,abstract,year,publicationDate,venue,publicationVenue,journal,publicationTypes,externalIds,url"
_PREFIX: Mapping[Scheme, str] = {Scheme.ARXIV: "ARXIV", Scheme.DOI: "DOI", Scheme.ACL: "ACL"}
_NAMED: Mapping[Scheme, str] = {Scheme.ARXIV: "ArXiv", Scheme.DOI: "DOI", Scheme.ACL: "ACL"}
_NO_MATCH = {404: b"not found"}
# What a batch is told of which not one id is known.
_NONE_KNOWN = {400: b"no valid paper ids"}


class SemanticScholar:
    """Semantic Scholar as a source of papers by identifier and by title."""

    name = "semanticscholar"
    authoritative = True
    schemes = frozenset(_PREFIX)

    def __init__(self, http: Http, clock: Clock = now) -> None:
        """Ask through one connection; the clock dates the records."""
        self._http = http
        self._clock = clock

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Ask in batches of 100; answers are matched by identifier, for their order has been wrong before."""
        names = iter(dict.fromkeys(identifiers))
        while batch := list(islice(names, _BATCH)):
            yield from self._fetch_batch(batch)

    def search(self, query: Query) -> Sequence[Record]:
        """Ask for the paper whose title is nearest. Raises Silence."""
        asked = {"query": query.title[:300], "fields": _FIELDS}
        url = self._http.address("semanticscholar", "/graph/v1/paper/search/match", asked)
        try:
            papers = self._http.ask("semanticscholar", url, read_match, absent=_NO_MATCH)
        except Absent:
            return []
        found = ((next(_identifiers(paper), None), paper) for paper in papers)
        return [self._record(identifier, paper) for identifier, paper in found if identifier is not None]

    def _fetch_batch(self, batch: list[Identifier]) -> Iterator[Outcome]:
        ids = [f"{_PREFIX[each.scheme]}:{each.value}" for each in batch]
        url = self._http.address("semanticscholar", "/graph/v1/paper/batch", {"fields": _FIELDS})
        content = json.dumps({"ids": ids}).encode()
        try:
            papers = self._http.ask("semanticscholar", url, read_batch, content=content, absent=_NONE_KNOWN)
        except Absent:
            yield from (NotFound(each, self.name) for each in batch)
            return
        except (Silence, Refused) as failure:
            yield from (Unavailable(each, self.name, str(failure), failure.retry_at) for each in batch)
            return
        yield from self._outcomes(batch, papers)

    def _outcomes(self, batch: Sequence[Identifier], papers: Sequence[Mapping[str, Any] | None]) -> Iterator[Outcome]:
        by_name = {name: paper for paper in papers if paper is not None for name in _identifiers(paper)}
        missing = [each for each in batch if each not in by_name]
        # A missing id is a null in its place. Fewer nulls, or a shorter list, mean that something was dropped.
        told_missing = len(papers) == len(batch) and sum(paper is None for paper in papers) == len(missing)
        for each in batch:
            if each in by_name:
                yield Found(self._record(each, by_name[each]))
            elif told_missing:
                yield NotFound(each, self.name)
            else:
                yield Unavailable(each, self.name, "Semantic Scholar answered only in part")

    def _record(self, identifier: Identifier, told: Mapping[str, Any]) -> Record:
        preprint = identifier.scheme is Scheme.ARXIV
        others = tuple(other for other in _identifiers(told) if other != identifier)
        return Record(
            identifier=identifier,
            source=self.name,
            kind=EditionKind.PREPRINT if preprint else EditionKind.PUBLICATION,
            type=WorkType.PAPER,
            fields=_preprint_fields(told, identifier) if preprint else _fields(told, identifier),
            retrieved_at=self._clock(),
            same_as=others,
            evidence=None if preprint else Evidence.AGGREGATOR,
        )


def read_batch(body: bytes) -> list[Mapping[str, Any] | None]:
    """Read the answer to a batch: a list with null for what is missing."""
    told = json_of(body)
    if not isinstance(told, list) or not told or not all(each is None or isinstance(each, dict) for each in told):
        raise Garbled("something that is no list of papers")
    return told


def read_match(body: bytes) -> list[Mapping[str, Any]]:
    """Read the answer to a search for one title."""
    told = mapping(json_of(body))
    if not isinstance(told.get("data"), list):
        raise Garbled("something that is no list of papers")
    return [mapping(each) for each in items(told["data"])]


def _identifiers(told: Mapping[str, Any]) -> Iterator[Identifier]:
    """Give the identifiers of a paper, its publication's DOI first; arXiv's own DOI is the arXiv paper."""
    named = mapping(told.get("externalIds"))
    for scheme in (Scheme.DOI, Scheme.ACL, Scheme.ARXIV):
        value = named.get(_NAMED[scheme])
        found = _identified(scheme, value) if isinstance(value, str) else None
        if found is not None and (scheme is not Scheme.DOI or found.scheme is Scheme.DOI):
            yield Identifier(found.scheme, found.value)


def _identified(scheme: Scheme, value: str) -> Identifier | None:
    return identify(f"acl:{value}" if scheme is Scheme.ACL else value)


def _preprint_fields(told: Mapping[str, Any], paper: Identifier) -> Fields:
    return Fields(
        title=text(told.get("title")),
        authors=_authors(told),
        abstract=text(told.get("abstract")),
        arxiv_id=paper.value,
        url=f"https://arxiv.org/abs/{paper.value}",
    )


def _fields(told: Mapping[str, Any], identifier: Identifier) -> Fields:
    journal, venue = mapping(told.get("journal")), mapping(told.get("publicationVenue"))
    return Fields(
        title=text(told.get("title")),
        authors=_authors(told),
        abstract=text(told.get("abstract")),
        issued=day_of(told.get("publicationDate")) or day_of(str(told.get("year"))),
        container_title=text(venue.get("name")) or text(journal.get("name")) or text(told.get("venue")),
        volume=text(journal.get("volume")),
        page=text(journal.get("pages")),
        url=address_of(told.get("url")),
        doi=identifier.value if identifier.scheme is Scheme.DOI else None,
    )


def _authors(told: Mapping[str, Any]) -> tuple[Name, ...] | None:
    found = (text(mapping(each).get("name")) for each in items(told.get("authors")))
    return tuple(Name(name) for name in found if name) or None
