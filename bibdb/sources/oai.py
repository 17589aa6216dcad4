"""arXiv's OAI-PMH interface: one paper after the other, with licence, names taken apart, and the dates of its versions.

It is asked for two formats (https://info.arxiv.org/help/oa/index.html): `arXiv` takes the names apart and gives its
texts in Unicode, `arXivRaw` lists every version. Only the second tells when a paper was first posted: `created` of
the first is the day of the first version in answers of the old server, and that of the last in those of the new one
(since March 2025), where `updated` is the day on which the metadata changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bibdb.comments import is_withdrawn
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.atom import parse_xml
from bibdb.sources.bulk import bulk_fields
from bibdb.sources.http import Absent, Garbled, Http, Refused, Silence
from bibdb.sources.preprint import (
    LARGEST_TEXT,
    abstract_text,
    categories,
    doi_of,
    grouped,
    plain,
    preprint_record,
)
from bibdb.sources.shapes import Clock, ask_each, name_of, now
from bibdb.values import Fields, Name, Outcome, Query, Record, Unavailable

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Oai", "read_history", "read_record"]

_MOST = 60
_TEXTS = ("title", "authors", "categories", "comments", "journal-ref", "doi", "license", "abstract")
# How arXiv marks a withdrawn version, perhaps with other letters beside it (its own server: github.com/arXiv/oaipmh).
_WITHDRAWN = "I"


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
        """Ask for one paper after the other, with two requests each.

        After 60 requests, which take three minutes, no other paper is asked for: others answer faster. A version that
        is asked for has an answer where it is the current one: the interface has the texts of no other.
        """
        for paper in dict.fromkeys(identifiers):
            if self._http.requests[self.name] < _MOST:
                yield from ask_each(self.name, [paper], self._ask)
            else:
                yield Unavailable(paper, self.name, f"arXiv's OAI-PMH is sent no more than {_MOST} requests in a run")

    def search(self, query: Query) -> Sequence[Record]:
        """Give nothing: the interface cannot search."""
        del query
        return []

    def _ask(self, paper: Identifier) -> Record:
        """Ask for both formats. Where one does not come, the record has what the other can say for certain."""
        told = self._told(paper, "arXiv", read_record)
        history = self._told(paper, "arXivRaw", read_history)
        match told, history:
            case Fields(), Fields():
                fields = _joined(told, history)
            case (Fields() as fields, _) | (_, Fields() as fields):
                pass
            case _:
                assert isinstance(told, Silence | Refused)
                raise told
        _refuse_other_version(paper, fields.version)
        return preprint_record(paper, self.name, fields, self._clock())

    def _told(
        self, paper: Identifier, prefix: str, read: Callable[[bytes, Identifier], Fields]
    ) -> Fields | Silence | Refused:
        """Give what one format says, or why it says nothing. Raises Absent when there is no such paper."""
        asked = {"verb": "GetRecord", "identifier": f"oai:arXiv.org:{paper.value}", "metadataPrefix": prefix}
        url = self._http.address("oai", params=asked)
        try:
            return self._http.ask("oai", url, lambda body: read(body, paper), accept="text/xml, */*;q=0.8")
        except (Silence, Refused) as failure:
            return failure


def _joined(told: Fields, history: Fields) -> Fields:
    """Put the dates of the versions, and what became of the last one, to the texts and names."""
    return replace(
        told,
        version=history.version,
        submitted=history.submitted,
        updated=history.updated,
        withdrawn=told.withdrawn or history.withdrawn,
    )


def _refuse_other_version(paper: Identifier, current: int | None) -> None:
    """Refuse the current version's record where another was asked for; one that is to come does not exist."""
    if paper.version is None or paper.version == current:
        return
    if current is not None and paper.version > current:
        raise Absent
    raise Silence("arXiv's OAI-PMH tells the current version of a paper alone")


def read_record(body: bytes, paper: Identifier) -> Fields:
    """Read an answer in the format `arXiv`: texts and names, and no date, for it does not tell of which version.

    Raises Absent when there is no such paper, Refused for another error, Garbled when it is no answer.
    """
    told = _metadata(body, paper, "arXiv")
    comment, abstract = plain(_said(told, "comments")), abstract_text(_said(told, "abstract"))
    doi = doi_of(_said(told, "doi"))
    terms = categories(_said(told, "categories").split())
    return Fields(
        title=plain(_said(told, "title")) or None,
        authors=tuple(_authors(told)),
        abstract=abstract,
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


def read_history(body: bytes, paper: Identifier) -> Fields:
    """Read an answer in the format `arXivRaw`: the same texts in TeX, names as written, and all versions.

    It holds what a line of the bulk metadata holds, and how the files of each version are kept. Raises as
    `read_record` does.
    """
    told = _metadata(body, paper, "arXivRaw")
    versions = list(told.iterfind("{*}version"))
    listed = [{"version": each.get("version"), "created": _said(each, "date")} for each in versions]
    fields = bulk_fields({**{name: _said(told, name) or None for name in _TEXTS}, "versions": listed}, paper)
    if fields.version is None or fields.submitted is None:
        raise Garbled("something that holds no versions of the paper")
    last = next(each for each in versions if each.get("version") == f"v{fields.version}")
    return replace(fields, withdrawn=fields.withdrawn or _WITHDRAWN in _said(last, "source_type"))


def _metadata(body: bytes, paper: Identifier, name: str) -> _Element:
    """Find the paper's metadata in an answer to `GetRecord`."""
    root = parse_xml(body)
    error = next(root.iter("{*}error"), None)
    if error is not None:
        if error.get("code") == "idDoesNotExist":
            raise Absent
        raise Refused("arXiv's OAI-PMH", 400)
    header = next(root.iter("{*}header"), None)
    if header is not None and header.get("status") == "deleted" and _said(header, "identifier").endswith(paper.value):
        raise Absent
    told = next(root.iter(f"{{*}}{name}"), None)
    if told is None or _said(told, "id") != paper.value:
        raise Garbled("something that holds no record of the paper")
    if (longest := max(map(len, told.itertext()), default=0)) > LARGEST_TEXT:
        raise Silence(f"arXiv's record of {paper.value} was refused: a text of {longest:,} characters is no metadata")
    return told


def _authors(told: _Element) -> Iterator[Name]:
    """Read the names; in `X Collaboration: A. Author` the colon comes as part of a name, or as one of its own."""
    for author in told.iterfind("{*}authors/{*}author"):
        family = plain(_said(author, "keyname")).strip(" :;,")
        given = plain(_said(author, "forenames")).strip(" :;,")
        name = name_of(given, family, _said(author, "suffix")) if any(map(str.isalnum, family)) else None
        if name is not None:
            yield grouped(name)


def _said(element: _Element, name: str) -> str:
    """Give the text of a child in whatever name space: harvested copies lose arXiv's."""
    found = element.find(f"{{*}}{name}")
    return "".join(str(part) for part in found.itertext()).strip() if found is not None else ""
