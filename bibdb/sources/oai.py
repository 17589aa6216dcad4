"""arXiv's OAI-PMH interface: one paper a request, with licence, names taken apart, and the dates of its versions.

The `arXiv` format is documented at https://info.arxiv.org/help/oa/index.html; it has no version number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.atom import parse_xml
from bibdb.sources.http import Absent, Garbled, Http
from bibdb.sources.preprint import abstract_text, categories, doi_of, is_withdrawn, plain, preprint_record, written_by
from bibdb.sources.shapes import Clock, ask_each, name_of, now
from bibdb.values import Fields, Name, Outcome, Query, Record, Unavailable

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Oai", "read_record"]

_UNKNOWN = frozenset({"idDoesNotExist", "badArgument"})
_MOST = 60
_COLLABORATION = "collaboration"


class Oai:
    """OAI-PMH as a source: what to ask for an arXiv id when the API keeps silent."""

    name = "oai"
    authoritative = True
    schemes = frozenset({Scheme.ARXIV})

    def __init__(self, http: Http, clock: Clock = now) -> None:
        """Ask through one connection, shared with arXiv's API; the clock dates the records."""
        self._http = http
        self._clock = clock

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Ask for one paper after the other; a version is passed over, for the interface has the current one alone.

        At most 60 are asked for at once, which takes three minutes: for more, others answer in batches.
        """
        papers = list(dict.fromkeys(identifiers))
        yield from ask_each(self.name, papers[:_MOST], self._ask)
        for paper in papers[_MOST:]:
            yield Unavailable(paper, self.name, f"arXiv's OAI-PMH is asked for no more than {_MOST} papers in a run")

    def search(self, query: Query) -> Sequence[Record]:
        """Give nothing: the interface cannot search."""
        del query
        return []

    def _ask(self, paper: Identifier) -> Record:
        asked = {"verb": "GetRecord", "identifier": f"oai:arXiv.org:{paper.value}", "metadataPrefix": "arXiv"}
        fields = self._http.ask(
            "oai",
            self._http.address("oai", params=asked),
            lambda body: read_record(body, paper),
            accept="text/xml, */*;q=0.8",
        )
        return preprint_record(paper, self.name, fields, self._clock())


def read_record(body: bytes, paper: Identifier) -> Fields:
    """Read an answer to `GetRecord`. Raises Absent when there is no such paper, Garbled when it is no answer."""
    root = parse_xml(body)
    error = next(root.iter("{*}error"), None)
    if error is not None:
        if error.get("code") in _UNKNOWN:
            raise Absent
        raise Garbled("an error")
    told = next(root.iter("{*}arXiv"), None)
    if told is None or _said(told, "id") != paper.value:
        raise Garbled("something that holds no record of the paper")
    comment, abstract = plain(_said(told, "comments")), abstract_text(_said(told, "abstract"))
    doi = doi_of(_said(told, "doi"))
    terms = categories(_said(told, "categories").split())
    created = PartialDate.parse(_said(told, "created"))
    return Fields(
        title=plain(_said(told, "title")) or None,
        authors=tuple(_authors(told)),
        abstract=abstract,
        submitted=created,
        updated=PartialDate.parse(_said(told, "updated")) or created,
        primary_category=terms[0] if terms else None,
        categories=terms,
        comment=comment,
        journal_ref=plain(_said(told, "journal-ref")),
        doi=doi.value if doi else "",
        license=plain(_said(told, "license")),
        arxiv_id=paper.value,
        url=f"https://arxiv.org/abs/{paper.value}",
        withdrawn=is_withdrawn(comment, abstract),
    )


def _authors(told: _Element) -> Iterator[Name]:
    """Read the names; in `X Collaboration: A. Author` the colon comes as part of a name, or as one of its own."""
    for author in told.iterfind("{*}authors/{*}author"):
        family = plain(_said(author, "keyname")).strip(" :;,")
        given = plain(_said(author, "forenames")).strip(" :;,")
        if family.lower().endswith(_COLLABORATION):
            yield from written_by([f"{given} {family}"])
        elif any(char.isalnum() for char in family):
            name = name_of(given, family, _said(author, "suffix"))
            if name is not None:
                yield name


def _said(element: _Element, name: str) -> str:
    """Give the text of a child in whatever name space: harvested copies lose arXiv's."""
    found = element.find(f"{{*}}{name}")
    return "".join(str(part) for part in found.itertext()).strip() if found is not None else ""
