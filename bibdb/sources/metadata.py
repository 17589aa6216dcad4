"""The metadata in a web page, from its bytes alone."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.shapes import items, mapping, name_of, text
from bibdb.values import Fields, Name, WorkType

__all__ = ["PageMetadata", "read_page"]

_TYPES: Mapping[str, WorkType] = {
    "ScholarlyArticle": WorkType.PAPER,
    "Article": WorkType.POST,
    "BlogPosting": WorkType.POST,
    "NewsArticle": WorkType.POST,
    "TechArticle": WorkType.POST,
    "SocialMediaPosting": WorkType.POST,
    "Report": WorkType.REPORT,
    "Book": WorkType.BOOK,
    "Dataset": WorkType.DATASET,
    "SoftwareSourceCode": WorkType.SOFTWARE,
    "SoftwareApplication": WorkType.SOFTWARE,
    "VideoObject": WorkType.VIDEO,
    "Course": WorkType.COURSE,
}
_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_DATES = (
    "citation_publication_date", "citation_date", "citation_online_date", "article:published_time", "dc.date",
    "dcterms.date", "dc.date.issued", "dcterms.issued",
)  # fmt: skip
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "article:author", "author")
_DEEPEST = 4
# A tag of so many bytes tells nothing of a page, and libxml2 compares each of its attributes with all before.
_ENDLESS = re.compile(rb"<[A-Za-z][^<>]{50000,}>?")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of itself."""

    type: WorkType
    fields: Fields
    same_as: tuple[Identifier, ...] = ()


def read_page(body: bytes, address: str, encoding: str | None = None) -> PageMetadata:
    """Read what a page says of itself; nothing but its address where it says nothing."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(_ENDLESS.sub(b"", body), parser=_parser(encoding)) if body.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return PageMetadata(WorkType.WEBPAGE, Fields(url=address))
    told = _tags(root)
    linked = _linked(root)
    return PageMetadata(_type(told, linked), _fields(told, linked, root, address), tuple(_same(told)))


def _parser(encoding: str | None) -> Any:  # noqa: ANN401 - lxml.html has no types
    """Make a parser for an encoding; one that names no text's encoding (`idna`, `hex`) is left to the page to say."""
    from lxml import html

    try:
        name = codecs.lookup(encoding).name if encoding else None
        return html.HTMLParser(encoding=name, no_network=True, huge_tree=False, remove_comments=True)
    except (LookupError, ValueError):
        return html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)


def _tags(root: Any) -> Mapping[str, list[str]]:  # noqa: ANN401 - lxml.html has no types
    """Collect the page's meta elements, by lower-case name."""
    told: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = text(element.get("content"))
        if name and content:
            told.setdefault(name, []).append(content)
    return told


def _linked(root: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Give the first thing that the page's JSON-LD describes and that is a kind of work."""
    for element in root.iter("script"):
        if (element.get("type") or "").strip().lower() == "application/ld+json":
            try:
                told = json.loads(element.text or "")
            except (ValueError, RecursionError):
                continue
            work = next((each for each in _things(told) if _kinds(each)), None)
            if work is not None:
                return work
    return {}


def _things(told: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if isinstance(told, list) and depth < _DEEPEST:
        for each in told:
            yield from _things(each, depth + 1)
    elif isinstance(told, dict):
        yield told
        yield from _things(told.get("@graph"), depth + 1)


def _kinds(thing: Mapping[str, Any]) -> list[WorkType]:
    named = thing.get("@type")
    return [
        _TYPES[each]
        for each in (named if isinstance(named, list) else [named])
        if isinstance(each, str) and each in _TYPES
    ]


def _type(told: Mapping[str, list[str]], linked: Mapping[str, Any]) -> WorkType:
    if "citation_title" in told:
        return WorkType.PAPER
    kinds = _kinds(linked)
    if kinds:
        return kinds[0]
    kind = (told.get("og:type") or [""])[0].lower()
    if kind.startswith("video"):
        return WorkType.VIDEO
    return WorkType.POST if kind == "article" else WorkType.WEBPAGE


def _fields(told: Mapping[str, list[str]], linked: Mapping[str, Any], root: Any, address: str) -> Fields:  # noqa: ANN401
    def first(*names: str) -> str | None:
        return next((told[name][0] for name in names if name in told), None)

    start, end = first("citation_firstpage"), first("citation_lastpage")
    doi = next((each for each in _same(told) if each.scheme is Scheme.DOI), None)
    return Fields(
        title=first("citation_title")
        or text(linked.get("headline"))
        or text(linked.get("name"))
        or first(*_TITLES[1:])
        or text(root.findtext(".//title")),
        authors=tuple(_authors(told, linked)) or None,
        abstract=first("citation_abstract", "dc.description", "og:description", "description"),
        issued=_date(first(*_DATES[:3]) or text(linked.get("datePublished")) or first(*_DATES[3:])),
        container_title=first("citation_journal_title", "citation_conference_title", "citation_inbook_title"),
        publisher=first("citation_publisher", "dc.publisher", "og:site_name"),
        volume=first("citation_volume"),
        issue=first("citation_issue"),
        page=f"{start}-{end}" if start and end else start,
        issn=first("citation_issn"),
        isbn=first("citation_isbn"),
        url=address,
        doi=doi.value if doi else None,
        language=first("citation_language", "dc.language") or text(root.get("lang")),
    )


def _authors(told: Mapping[str, list[str]], linked: Mapping[str, Any]) -> Iterator[Name]:
    names = told.get("citation_author") or list(_linked_authors(linked))
    names = names or next((told[name] for name in _AUTHORS[1:] if name in told), [])
    for written in names:
        family, comma, given = written.partition(",")
        name = name_of(given, family) if comma and given.strip() else name_of(written, None)
        # Facebook's profile addresses stand where OpenGraph wants authors.
        if name is not None and "://" not in written:
            yield name


def _linked_authors(linked: Mapping[str, Any]) -> Iterator[str]:
    said = linked.get("author")
    for author in said if isinstance(said, list) else [said]:
        name = text(mapping(author).get("name")) if isinstance(author, dict) else text(author)
        if name:
            yield name


def _date(said: str | None) -> PartialDate | None:
    return PartialDate.parse(said.replace("/", "-")) if said else None


def _same(told: Mapping[str, list[str]]) -> Iterator[Identifier]:
    for name in ("citation_doi", "citation_arxiv_id", "dc.identifier"):
        for value in items(told.get(name)):
            found = identify(value)
            if found is not None and found.scheme in {Scheme.DOI, Scheme.ARXIV}:
                yield Identifier(found.scheme, found.value)
