"""What is cited of a work, whatever the format: the edition, its place and date, its addresses and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, auto

from bibdb.dates import PartialDate
from bibdb.identifiers import Scheme, identify
from bibdb.values import Edition, EditionKind, Work, WorkType
from bibdb.writers.latex import Dialect, clean, verbatim
from bibdb.writers.places import Place, place_of

__all__ = [
    "Cited",
    "Genre",
    "Options",
    "abstract_of",
    "article_number",
    "cite",
    "doi_of",
    "from_file",
    "isbn_of",
    "issn_of",
    "page_range",
    "title_of",
    "url_of",
]


class Genre(IntEnum):
    """What kind of reference an edition is: the row of the type tables of all formats."""

    ARTICLE = auto()
    CONFERENCE = auto()
    CHAPTER = auto()
    BOOK = auto()
    THESIS = auto()
    REPORT = auto()
    PREPRINT = auto()
    SOFTWARE = auto()
    DATASET = auto()
    ONLINE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Options:
    """What an export may be asked for. `style` is the name of a profile; `edition` forces one where a work has it."""

    dialect: Dialect = Dialect.BIBTEX
    style: str | None = None
    edition: EditionKind | None = None
    short_venues: bool = False
    keywords: bool = False
    abstract: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """The edition of a work that is cited, with what a reference needs beside it."""

    work: Work
    edition: Edition
    genre: Genre
    place: Place
    arxiv_id: str | None
    arxiv_class: str | None

    @property
    def date(self) -> PartialDate | None:
        """The date to cite: the publication's, or that of a preprint's first version."""
        if self.edition.kind is EditionKind.PREPRINT:
            return self.edition.submitted or self.edition.issued
        return self.edition.issued


_BY_TYPE = {
    WorkType.BOOK: Genre.BOOK,
    WorkType.CHAPTER: Genre.CHAPTER,
    WorkType.THESIS: Genre.THESIS,
    WorkType.REPORT: Genre.REPORT,
    WorkType.SOFTWARE: Genre.SOFTWARE,
    WorkType.MODEL: Genre.SOFTWARE,
    WorkType.DATASET: Genre.DATASET,
    WorkType.WEBPAGE: Genre.ONLINE,
    WorkType.VIDEO: Genre.ONLINE,
    WorkType.COURSE: Genre.ONLINE,
    WorkType.POST: Genre.ONLINE,
}
# What a person's own bibliography calls a paper.
_GENRES = {"article": Genre.ARTICLE, "inproceedings": Genre.CONFERENCE, "conference": Genre.CONFERENCE}
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_ARXIV_URL = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/|https?://(?:dx\.)?doi\.org/10\.48550/", re.IGNORECASE)
_DOI_URL = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"0\d{3,}|\d{5,}|e\d+|[a-z]\d{4,}|\d+[a-z]\d+", re.IGNORECASE)
_DASHES = re.compile(r"\s*(?:[-‐‑‒–—−]+|&ndash;)\s*")
_ISSN = re.compile(r"(\d{4})-?(\d{3}[\dXx])", re.ASCII)


def cite(work: Work, options: Options) -> Cited:
    """Decide what of a work is cited: the edition asked for where there is one, else the one bibdb prefers."""
    edition = (work.edition(options.edition) if options.edition else None) or work.cited
    preprint = edition if edition.arxiv_id else work.edition(EditionKind.PREPRINT)
    arxiv_id = preprint.arxiv_id if preprint else None
    if arxiv_id is None and (identifier := work.identifier(Scheme.ARXIV)) is not None:
        arxiv_id = identifier.value
    place = place_of(edition, short=options.short_venues)
    arxiv_class = preprint.primary_category if preprint else None
    return Cited(work, edition, _genre(work, edition, place, arxiv_id), place, arxiv_id, arxiv_class)


def _genre(work: Work, edition: Edition, place: Place, arxiv_id: str | None) -> Genre:
    if work.type is not WorkType.PAPER:
        return _BY_TYPE[work.type]
    if edition.kind is EditionKind.PREPRINT:
        return Genre.PREPRINT if arxiv_id or edition.doi or edition.url else Genre.OTHER
    if edition.entry_type in _GENRES:
        return _GENRES[edition.entry_type]
    if place.journal:
        return Genre.ARTICLE
    return Genre.CONFERENCE if place.proceedings else Genre.OTHER


def from_file(edition: Edition, name: str) -> bool:
    """Whether a field stands as a person's own bibliography has it: then it goes out as it came in."""
    return edition.origin.get(name, "").startswith("file:")


def title_of(cited: Cited) -> str | None:
    """Give the title of what is cited, or what a list calls it, or its address."""
    listed = next((listing.title or listing.label for listing in cited.work.listings), None)
    return cited.edition.title or listed or cited.edition.url


def abstract_of(cited: Cited) -> str | None:
    """Give the abstract of what is cited, or of another edition where its source gave none."""
    editions = (cited.edition, *cited.work.editions)
    return next((edition.abstract for edition in editions if edition.abstract), None)


def article_number(cited: Cited) -> str | None:
    """Give the number that a journal without pages gives an article."""
    if cited.genre is not Genre.ARTICLE:
        return None
    page = cited.edition.page or ""
    return cited.edition.number or (page if _ARTICLE_NUMBER.fullmatch(page) else None)


def page_range(cited: Cited) -> str | None:
    """Give the pages as `first-last`, or the one page."""
    page = clean(cited.edition.page or "")
    return _DASHES.sub("-", page) or None


def doi_of(cited: Cited) -> str | None:
    """Give the DOI of what is cited; arXiv's own belongs to a preprint only."""
    doi = verbatim(cited.edition.doi or "")
    if cited.edition.kind is EditionKind.PREPRINT:
        return doi or (f"10.48550/arXiv.{cited.arxiv_id}" if cited.arxiv_id else None)
    return None if _ARXIV_DOI.match(doi) else doi or None


def url_of(cited: Cited) -> str | None:
    """Give the address of what is cited where its DOI or arXiv identifier does not say it."""
    url = verbatim(cited.edition.url or "")
    if url and from_file(cited.edition, "url"):
        return url
    if not url or _ARXIV_URL.match(url) or _DOI_URL.match(url):
        return None
    if cited.edition.kind is EditionKind.PREPRINT and cited.arxiv_id:
        return None
    return url if not doi_of(cited) or cited.genre in {Genre.SOFTWARE, Genre.ONLINE} else None


def isbn_of(cited: Cited) -> str | None:
    """Give the ISBN, if its check digit is right: biber complains of others."""
    isbn = cited.edition.isbn
    return isbn if isbn and identify(f"ISBN {isbn}") is not None else None


def issn_of(cited: Cited) -> str | None:
    """Give the ISSN, if its check digit is right (ISO 3297)."""
    match = _ISSN.fullmatch((cited.edition.issn or "").strip())
    if match is None:
        return None
    digits = (match[1] + match[2]).upper()
    weighted = sum((8 - n) * (10 if digit == "X" else int(digit)) for n, digit in enumerate(digits))
    return None if weighted % 11 else f"{digits[:4]}-{digits[4:]}"
