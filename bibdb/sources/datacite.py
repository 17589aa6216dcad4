"""DataCite: every arXiv paper under its DOI `10.48550/arXiv.<id>`, and data, software and reports of others.

The answer is JSON:API (https://support.datacite.org/reference/get_dois-id), its attributes DataCite's own schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from bibdb.comments import is_withdrawn
from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.http import Garbled, Silence
from bibdb.sources.preprint import categories, grouped, plain, preprint_record
from bibdb.sources.shapes import (
    Clock,
    address_of,
    day_of,
    items,
    json_of,
    mapping,
    name_of,
    paragraphs,
    text,
)
from bibdb.sources.singly import Singly
from bibdb.values import EditionKind, Evidence, Fields, Name, Record, WorkType

__all__ = ["Datacite", "read_work"]

_TYPES: Mapping[str, WorkType] = {
    "Dataset": WorkType.DATASET,
    "Software": WorkType.SOFTWARE,
    "ComputationalNotebook": WorkType.SOFTWARE,
    "Model": WorkType.MODEL,
    "Book": WorkType.BOOK,
    "BookChapter": WorkType.CHAPTER,
    "Dissertation": WorkType.THESIS,
    "Report": WorkType.REPORT,
    "Audiovisual": WorkType.VIDEO,
}
_SAME = frozenset({"IsIdenticalTo", "IsPreprintOf", "HasPreprint", "IsVariantFormOf"})
_SUBJECT = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)$")
_VERSION = re.compile(r"v?([1-9]\d{0,4})")
_UNKNOWN = {404: b"exist"}


class Datacite(Singly):
    """DataCite as a source of arXiv papers (a mirror of their metadata) and of the DOIs that it registers."""

    name = "datacite"
    schemes = frozenset({Scheme.ARXIV, Scheme.DOI})

    def _ask(self, identifier: Identifier) -> Record:
        arxiv = identifier.scheme is Scheme.ARXIV
        doi = f"10.48550/arxiv.{identifier.value}" if arxiv else identifier.value
        url = self._http.address("datacite", f"/dois/{quote(doi, safe='/%')}")
        told = self._http.ask(
            "datacite", url, lambda body: read_work(body, doi), accept="application/vnd.api+json", absent=_UNKNOWN
        )
        if arxiv:
            fields = _preprint_fields(told, identifier)
            if identifier.version not in {None, fields.version}:
                raise Silence("DataCite tells the current version of a paper alone")
            return preprint_record(identifier, self.name, fields, self._clock())
        return _record(told, identifier, self._clock)


def read_work(body: bytes, doi: str) -> Mapping[str, Any]:
    """Read the attributes of one work; Garbled when the answer is not about that DOI."""
    told = mapping(mapping(mapping(json_of(body)).get("data")).get("attributes"))
    if str(told.get("doi", "")).lower() != doi.lower():
        raise Garbled("the answer to another question")
    return told


def _preprint_fields(told: Mapping[str, Any], paper: Identifier) -> Fields:
    """Make the fields of an arXiv paper; comment and journal are unknown, unless a description holds a comment."""
    fields = _fields(told)
    comment = next((text(each.get("description")) for each in _described(told, "Other")), None)
    version = _VERSION.fullmatch(str(told.get("version")))
    terms = categories(
        match[1]
        for subject in map(mapping, items(told.get("subjects")))
        if subject.get("subjectScheme") == "arXiv" and (match := _SUBJECT.search(str(subject.get("subject"))))
    )
    dates = [
        day_of(each.get("date"))
        for each in map(mapping, items(told.get("dates")))
        if each.get("dateType") == "Submitted"
    ]
    known = [date for date in dates if date is not None]
    return Fields(
        title=fields.title,
        authors=tuple(map(grouped, fields.authors)) if fields.authors else None,
        abstract=fields.abstract,
        submitted=min(known, default=None),
        updated=max(known, default=None),
        version=int(version[1]) if version else None,
        primary_category=terms[0] if terms else None,
        categories=terms or None,
        comment=comment,
        license=fields.license,
        arxiv_id=paper.value,
        url=f"https://arxiv.org/abs/{paper.value}",
        withdrawn=is_withdrawn(comment or "", fields.abstract or ""),
    )


def _record(told: Mapping[str, Any], identifier: Identifier, clock: Clock) -> Record:
    general = mapping(told.get("types")).get("resourceTypeGeneral")
    preprint = general == "Preprint"
    return Record(
        identifier=identifier,
        source=Datacite.name,
        kind=EditionKind.PREPRINT if preprint else EditionKind.PUBLICATION,
        type=_TYPES.get(str(general), WorkType.PAPER),
        fields=_fields(told),
        retrieved_at=clock(),
        same_as=tuple(_same(told, identifier)),
        evidence=None if preprint else Evidence.PUBLISHER,
    )


def _fields(told: Mapping[str, Any]) -> Fields:
    titles = [mapping(each) for each in items(told.get("titles"))]
    abstract = next((str(each.get("description") or "") for each in _described(told, "Abstract")), "")
    container, publisher = mapping(told.get("container")), told.get("publisher")
    rights = next(iter(map(mapping, items(told.get("rightsList")))), {})
    return Fields(
        title=next((text(each.get("title")) for each in titles if not each.get("titleType")), None),
        authors=tuple(name for each in items(told.get("creators")) if (name := _name(mapping(each)))) or None,
        abstract=paragraphs(abstract),
        issued=_issued(told),
        container_title=text(container.get("title")),
        volume=text(container.get("volume")),
        issue=text(container.get("issue")),
        publisher=text(mapping(publisher).get("name") if isinstance(publisher, dict) else publisher),
        number=text(told.get("version")),
        url=address_of(told.get("url")),
        doi=plain(str(told.get("doi") or "")).lower() or None,
        language=text(told.get("language")),
        license=text(rights.get("rightsUri")) or text(rights.get("rights")),
    )


def _issued(told: Mapping[str, Any]) -> PartialDate | None:
    issued = next(
        (e.get("date") for e in map(mapping, items(told.get("dates"))) if e.get("dateType") == "Issued"), None
    )
    return day_of(issued) or day_of(str(told.get("publicationYear")))


def _name(creator: Mapping[str, Any]) -> Name | None:
    organisation = creator.get("name") if creator.get("nameType") == "Organizational" else None
    if organisation is not None:
        return name_of(None, None, literal=organisation)
    if creator.get("familyName"):
        return name_of(creator.get("givenName"), creator.get("familyName"))
    family, comma, given = (text(creator.get("name")) or "").partition(",")
    return name_of(given, family) if comma else name_of(family, None)


def _described(told: Mapping[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
    return (each for each in map(mapping, items(told.get("descriptions"))) if each.get("descriptionType") == kind)


def _same(told: Mapping[str, Any], identifier: Identifier) -> Iterator[Identifier]:
    for related in map(mapping, items(told.get("relatedIdentifiers"))):
        if str(related.get("relationType")) in _SAME:
            other = identify(str(related.get("relatedIdentifier") or ""))
            if other is not None and other.scheme in {Scheme.ARXIV, Scheme.DOI} and other != identifier:
                yield Identifier(other.scheme, other.value)
