"""What a reader wants to see of a work at a glance: texts without TeX and controls, addresses that are http(s)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme, web_address
from bibdb.text import strip_controls
from bibdb.values import EditionKind, LinkKind, LinkRole, RelationKind, Work, WorkType
from bibdb.writers.latex import clean
from bibdb.writers.names import credited
from bibdb.writers.places import place_of
from bibdb.writers.tex import plain

__all__ = ["Glance", "code_addresses", "glance", "shown", "web"]

_PAGES = (Scheme.ARXIV, Scheme.DOI, Scheme.OPENREVIEW, Scheme.ACL, Scheme.PMLR, Scheme.CVF, Scheme.NEURIPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A work as a page or note shows it; what is not known is empty.

    `issued` is the date to cite, `first` the earliest that is known (a preprint's first version). `url` is where to
    read it, `code` where its code is; `links` are (kind, address) of the rest, `sections` the paths of the sections
    that list it, outermost first.
    """

    key: str
    title: str
    type: str
    authors: tuple[str, ...] = ()
    issued: PartialDate | None = None
    first: PartialDate | None = None
    venue: str = ""
    arxiv: str = ""
    doi: str = ""
    url: str = ""
    code: str = ""
    abstract: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    warning: str = ""
    sections: tuple[tuple[str, ...], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    identifiers: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        """The year to cite."""
        return f"{self.issued.year:04}" if self.issued else ""


def glance(work: Work, codes: Mapping[str, str] | None = None) -> Glance:
    """Gather what is shown of a work; `codes` as `code_addresses` gives it."""
    cited, preprint = work.cited, work.edition(EditionKind.PREPRINT)
    first = min((date for each in work.editions for date in (each.submitted, each.issued) if date), default=None)
    arxiv = work.identifier(Scheme.ARXIV)
    doi = work.identifier(Scheme.DOI)
    code = _code(work, codes or {})
    url = _address(work)
    return Glance(
        key=shown(work.key),
        title=shown(cited.title) or next((shown(each.label) for each in work.listings if each.label), shown(work.key)),
        type=str(work.type),
        authors=tuple(filter(None, (shown(name.display) for name in credited(cited.authors or ())))),
        issued=cited.issued,
        first=preprint.submitted if preprint is not None and preprint.submitted else first,
        venue=shown(place_of(cited, short=True).name) if cited.kind is EditionKind.PUBLICATION else "",
        arxiv=arxiv.value if arxiv else "",
        doi=cited.doi or (doi.value if doi else ""),
        url=url,
        code=code,
        abstract=next((shown(each.abstract) for each in (cited, *work.editions) if each.abstract), ""),
        categories=next((each.categories for each in (cited, *work.editions) if each.categories), ()),
        tags=tuple(dict.fromkeys(shown(tag) for listing in work.listings for tag in listing.tags)),
        warning=_warning(work),
        sections=tuple(dict.fromkeys(tuple(shown(listing.section).split(" > ")) for listing in work.listings)),
        links=tuple(_links(work, {url, code})),
        identifiers=tuple(str(each) for each in work.identifiers if each.scheme is not Scheme.URL),
    )


def code_addresses(works: Iterable[Work]) -> dict[str, str]:
    """Give for each paper's key where its code is, as the works that are its code say."""
    return {
        paper: address
        for work in works
        for kind, paper in work.relations
        if kind is RelationKind.CODE_OF and (address := web(work.cited.url))
    }


def shown(text: str | None) -> str:
    """Give a text in one line, without TeX and control characters."""
    return unicodedata.normalize("NFC", clean(plain(strip_controls(text)))) if text else ""


def web(url: str | None) -> str:
    """Give an address that is http(s) and holds nothing that an address cannot; nothing for any other."""
    url = strip_controls(url or "").strip()
    if not url[:8].lower().startswith(("http://", "https://")):
        return ""
    return "".join(char if char > " " and char not in '<>"\\^`{|}' else f"%{ord(char):02X}" for char in url)


def _address(work: Work) -> str:
    """Give where to read a work: its publication's page, its arXiv page, or what its entry links to."""
    known: dict[Scheme, Identifier] = {}
    for each in work.identifiers:
        known.setdefault(each.scheme, each)
    subject = next((link.url for link in work.links if link.role is LinkRole.SUBJECT), None)
    pages = [web_address(Identifier(scheme, known[scheme].value)) for scheme in _PAGES if scheme in known]
    candidates = (*pages[:1], work.cited.url, subject, *(web_address(each) for each in work.identifiers))
    return next(filter(None, map(web, candidates)), "")


def _code(work: Work, codes: Mapping[str, str]) -> str:
    own = next((link.url for link in work.links if link.kind is LinkKind.CODE), codes.get(work.key))
    if own is None and work.type is WorkType.SOFTWARE:
        own = work.cited.url
    return web(own)


def _links(work: Work, seen: set[str]) -> Iterator[tuple[str, str]]:
    for link in work.links:
        address = web(link.url)
        if address and address not in seen and link.kind not in {LinkKind.OTHER, LinkKind.PAPER}:
            seen.add(address)
            yield str(link.kind), address


def _warning(work: Work) -> str:
    if any(edition.retracted for edition in work.editions):
        return "retracted"
    return "withdrawn" if any(edition.withdrawn for edition in work.editions) else ""
