"""DBLP: computer science's bibliography, by its own keys (XML) and by title (JSON) (https://dblp.org/faq/).

Both forms were recorded with their oddities: a single author is no list, numbers are text, titles end with a full
stop, and namesakes carry a number (`Jens Lehmann 0001`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.atom import parse_xml
from bibdb.sources.http import Garbled
from bibdb.sources.shapes import address_of, date_of, json_of, mapping, text
from bibdb.sources.singly import Singly
from bibdb.values import EditionKind, Evidence, Fields, Name, Query, Record, WorkType

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Dblp", "read_hits", "read_record"]

Told = Mapping[str, Any]

_HITS = 10
_TYPES: Mapping[str, WorkType] = {
    "book": WorkType.BOOK,
    "proceedings": WorkType.BOOK,
    "incollection": WorkType.CHAPTER,
    "phdthesis": WorkType.THESIS,
    "mastersthesis": WorkType.THESIS,
    "data": WorkType.DATASET,
}
_NAMESAKE = re.compile(r"\s\d{4}$")
_NAMED_ENTITY = re.compile(rb"&([A-Za-z]\w{1,30});")
_XML_ENTITIES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_PREPRINTS = "corr"


class Dblp(Singly):
    """DBLP as a source of its keys and, by title, of publications in computer science."""

    name = "dblp"
    schemes = frozenset({Scheme.DBLP})

    def search(self, query: Query) -> Sequence[Record]:
        """Ask for a title. Raises Silence or Refused."""
        asked = {"q": query.title[:300], "format": "json", "h": str(_HITS)}
        told = self._http.ask("dblp", self._http.address("dblp", "/search/publ/api", asked), read_hits)
        found = ((identify(f"dblp:{each.get('key')}"), each) for each in told)
        return [self._record(paper, each) for paper, each in found if paper is not None]

    def _ask(self, paper: Identifier) -> Record:
        url = self._http.address("dblp", f"/rec/{quote(paper.value)}.xml")
        told = self._http.ask(
            "dblp",
            url,
            lambda body: read_record(body, paper),
            accept="text/xml, */*;q=0.8",
            absent={404: b"not found"},
        )
        return self._record(paper, told)

    def _record(self, paper: Identifier, told: Told) -> Record:
        preprint = (text(told.get("venue")) or "").lower() == _PREPRINTS
        return Record(
            identifier=paper,
            source=self.name,
            kind=EditionKind.PREPRINT if preprint else EditionKind.PUBLICATION,
            type=_TYPES.get(str(told.get("type")), WorkType.PAPER),
            fields=_fields(told),
            retrieved_at=self._clock(),
            same_as=tuple(dict.fromkeys(_same(told))),
            evidence=None if preprint else Evidence.AGGREGATOR,
        )


def read_record(body: bytes, paper: Identifier) -> Told:
    """Read the XML of one record; Garbled when it is another's. Its entities are those of HTML, undeclared."""
    root = parse_xml(_NAMED_ENTITY.sub(_resolved, body))
    entry = next(iter(root), None) if root.tag == "dblp" else root
    if entry is None or entry.get("key") != paper.value:
        raise Garbled("something that holds no record of the paper")
    return {
        "key": entry.get("key"),
        "type": str(entry.tag),
        "authors": [_said(author) for author in entry.iterfind("author")],
        "title": _all(entry, "title"),
        "venue": _all(entry, "booktitle") or _all(entry, "journal"),
        "volume": _all(entry, "volume"),
        "number": _all(entry, "number"),
        "pages": _all(entry, "pages"),
        "year": _all(entry, "year"),
        "publisher": _all(entry, "publisher"),
        "links": [_said(link) for link in entry.iterfind("ee")],
    }


def read_hits(body: bytes) -> list[Told]:
    """Read the answer to a search, as records of the same form as `read_record`'s."""
    hits = mapping(mapping(json_of(body)).get("result")).get("hits")
    if not isinstance(hits, dict):
        raise Garbled("something that is no list of hits")
    return [_hit(mapping(mapping(each).get("info"))) for each in _several(hits.get("hit"))]


def _hit(info: Told) -> Told:
    authors = _several(mapping(info.get("authors")).get("author"))
    kinds = {
        "Books and Theses": "book",
        "Editorship": "proceedings",
        "Parts in Books or Collections": "incollection",
        "Data and Artifacts": "data",
    }
    venues = _several(info.get("venue"))
    return {
        **info,
        "type": kinds.get(str(info.get("type")), "article"),
        "authors": [str(each.get("text")) if isinstance(each, dict) else str(each) for each in authors],
        "venue": venues[0] if venues else None,
        "links": [str(each) for each in _several(info.get("ee"))],
    }


def _fields(told: Told) -> Fields:
    title = text(told.get("title"))
    names = (_NAMESAKE.sub("", text(each) or "") for each in told["authors"])
    doi = next((each for each in _same(told) if each.scheme is Scheme.DOI), None)
    return Fields(
        title=title.removesuffix(".") if title else None,
        authors=tuple(Name(name) for name in names if name) or None,
        issued=date_of(text(told.get("year"))),
        container_title=text(told.get("venue")),
        publisher=text(told.get("publisher")),
        volume=text(told.get("volume")),
        issue=text(told.get("number")),
        page=text(told.get("pages")),
        url=next((link for each in told["links"] if (link := address_of(each))), None),
        doi=doi.value if doi else None,
    )


def _same(told: Told) -> Iterator[Identifier]:
    """Name the paper's other identifiers, which its electronic editions link."""
    for link in told["links"]:
        other = identify(link)
        if other is not None and other.scheme in {Scheme.DOI, Scheme.ARXIV, Scheme.ACL, Scheme.OPENREVIEW}:
            yield Identifier(other.scheme, other.value)


def _several(value: object) -> list[Any]:
    """Give a list, though one value comes without it and none as nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _said(element: _Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _all(entry: _Element, name: str) -> str | None:
    found = entry.find(name)
    return _said(found) if found is not None else None


def _resolved(match: re.Match[bytes]) -> bytes:
    """Write a named entity as numbers, which hold in whatever encoding the document declares."""
    if match[1] in _XML_ENTITIES:
        return match[0]
    return html.unescape(match[0].decode("ascii")).encode("ascii", "xmlcharrefreplace")
