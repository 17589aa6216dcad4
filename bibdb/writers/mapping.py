"""Under which entry type and fields a work is cited: one table for both dialects of `.bib`.

The types and fields are those of BibTeX's standard styles (with natbib's and REVTeX's additions) and of the biblatex
manual, §§ 2.1–2.2; arXiv's fields are the ones that arXiv documents for bibliography styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import NamedTuple

from bibdb.values import EditionKind, Name
from bibdb.writers.latex import Dialect
from bibdb.writers.reference import (
    Cited,
    Genre,
    Options,
    article_number,
    doi_of,
    isbn_of,
    issn_of,
    page_range,
    title_of,
    url_of,
)

__all__ = ["FIELDS", "Fact", "Form", "facts", "rows", "type_name"]


class Form(IntEnum):
    """How a field's value is written."""

    TITLE = auto()
    TEXT = auto()
    NAMES = auto()
    VERBATIM = auto()
    BARE = auto()  # a macro, without braces
    LIST = auto()  # texts with commas between


Value = str | tuple[Name, ...] | tuple[str, ...] | None


class Fact(NamedTuple):
    """One field of a reference, not yet written."""

    name: str
    form: Form
    value: str | tuple[Name, ...] | tuple[str, ...]


# Genre → BibTeX's type and biblatex's.
_TYPES = {
    Genre.ARTICLE: ("article", "article"),
    Genre.CONFERENCE: ("inproceedings", "inproceedings"),
    Genre.CHAPTER: ("incollection", "incollection"),
    Genre.BOOK: ("book", "book"),
    Genre.THESIS: ("phdthesis", "thesis"),
    Genre.REPORT: ("techreport", "report"),
    Genre.PREPRINT: ("misc", "online"),
    Genre.SOFTWARE: ("misc", "software"),
    Genre.DATASET: ("misc", "dataset"),
    Genre.ONLINE: ("misc", "online"),
    Genre.OTHER: ("misc", "misc"),
}
_MASTER = re.compile(r"master|diplom|m\.?\s?sc", re.IGNORECASE)
_OLD_ARXIV = re.compile(r"([a-z-]+)(?:\.[A-Z]{2})?/\d{7}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def type_name(cited: Cited, dialect: Dialect) -> str:
    """Give the entry type of a reference in a dialect."""
    bibtex, biblatex = _TYPES[cited.genre]
    if dialect is Dialect.BIBLATEX:
        return biblatex
    if cited.genre is Genre.THESIS and _MASTER.search(cited.edition.genre or ""):
        return "mastersthesis"
    return bibtex


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table: the field's name in each dialect (None: not written there), its form and its value."""

    bibtex: str | None
    biblatex: str | None
    form: Form
    value: Callable[[Cited, Options], Value]


Row = tuple[str, Form, Callable[[Cited, Options], Value]]


def facts(cited: Cited, options: Options) -> list[Fact]:
    """Give the fields of a reference in the order in which they are written."""
    return [
        Fact(name, form, value) for name, form, value_of in rows(cited, options) if (value := value_of(cited, options))
    ]


def rows(cited: Cited, options: Options) -> Sequence[Row]:
    """Give the fields that a reference may have, in order: each with the name in the dialect and how it is found."""
    return (_PREPRINT_ROWS if cited.genre is Genre.PREPRINT else _ROWS)[options.dialect]


def _organisation(cited: Cited, _options: Options) -> Value:
    publisher = cited.edition.publisher or cited.edition.container_title
    return publisher if cited.genre in {Genre.THESIS, Genre.REPORT} else None


def _publisher(cited: Cited, _options: Options) -> Value:
    if cited.genre in {Genre.THESIS, Genre.REPORT, Genre.PREPRINT, Genre.ARTICLE, Genre.ONLINE}:
        return None
    return cited.edition.publisher


def _school(cited: Cited, options: Options) -> Value:
    return _organisation(cited, options) if cited.genre is Genre.THESIS else None


def _institution(cited: Cited, options: Options) -> Value:
    return _organisation(cited, options) if cited.genre is Genre.REPORT else None


def _sorting_key(cited: Cited, _options: Options) -> Value:
    """Give BibTeX's styles what they sort and label by where nobody is named."""
    if cited.edition.authors or cited.edition.editors:
        return None
    return (title_of(cited) or cited.work.key).partition(":")[0]


def _host(cited: Cited, _options: Options) -> Value:
    """Give the site or server of what was not published in print, arXiv aside."""
    if cited.genre is Genre.ONLINE or (cited.genre is Genre.PREPRINT and cited.arxiv_id is None):
        return cited.edition.container_title or cited.edition.publisher
    return None


def _journal(cited: Cited, _options: Options) -> Value:
    return cited.place.name if cited.genre is Genre.ARTICLE else None


def _booktitle(cited: Cited, _options: Options) -> Value:
    return cited.place.name if cited.genre in {Genre.CONFERENCE, Genre.CHAPTER} else None


def _series(cited: Cited, _options: Options) -> Value:
    return cited.place.series


def _issue(cited: Cited, _options: Options) -> Value:
    if cited.genre is Genre.ARTICLE:
        return cited.edition.issue
    return cited.edition.number if cited.genre is Genre.REPORT else None


def _pages(cited: Cited, options: Options) -> Value:
    page = page_range(cited)
    if page is None:  # a style that knows no `eid` prints the number as a page
        return article_number(cited) if options.dialect is Dialect.BIBTEX and options.style != "revtex" else None
    if article_number(cited) and options.dialect is Dialect.BIBLATEX:
        return None
    return page.replace("-", "--")


def _month(cited: Cited, _options: Options) -> Value:
    date = cited.date
    return _MONTHS[date.month - 1] if date and date.month else None


def _type(cited: Cited, options: Options) -> Value:
    if cited.genre is Genre.THESIS and options.dialect is Dialect.BIBLATEX:
        return "mathesis" if _MASTER.search(cited.edition.genre or "") else "phdthesis"
    if cited.genre is Genre.REPORT:
        return cited.edition.genre or ("techreport" if options.dialect is Dialect.BIBLATEX else None)
    return None


def _url(cited: Cited, options: Options) -> Value:
    if cited.edition.kind is EditionKind.PREPRINT and cited.arxiv_id and options.dialect is Dialect.BIBTEX:
        return f"https://arxiv.org/abs/{cited.arxiv_id}"
    return url_of(cited)


def _arxiv_class(cited: Cited, _options: Options) -> Value:
    """Give one class; an old identifier holds its archive itself."""
    if cited.arxiv_id is None or _OLD_ARXIV.match(cited.arxiv_id):
        return None
    return cited.arxiv_class


def _archive(cited: Cited, options: Options) -> Value:
    if cited.arxiv_id is None:
        return None
    return "arxiv" if options.dialect is Dialect.BIBLATEX else "arXiv"


def _keywords(cited: Cited, options: Options) -> Value:
    if not options.keywords:
        return None
    tags = (tag for listing in cited.work.listings for tag in listing.tags)
    return tuple(dict.fromkeys([*(cited.edition.keywords or ()), *tags]))


def _note(cited: Cited, options: Options) -> Value:
    if not options.note:
        return None
    notes = [cited.edition.note or "", *(listing.note for listing in cited.work.listings)]
    return " ".join(note.strip() for note in notes if note.strip())


FIELDS = (
    Field("title", "title", Form.TITLE, lambda cited, _: title_of(cited)),
    Field("author", "author", Form.NAMES, lambda cited, _: cited.edition.authors),
    Field("editor", "editor", Form.NAMES, lambda cited, _: cited.edition.editors),
    Field("key", None, Form.TEXT, _sorting_key),
    Field("booktitle", "booktitle", Form.TEXT, _booktitle),
    Field("journal", "journaltitle", Form.TEXT, _journal),
    Field("school", None, Form.TEXT, _school),
    Field("institution", None, Form.TEXT, _institution),
    Field(None, "institution", Form.TEXT, _organisation),
    Field("publisher", "publisher", Form.TEXT, _publisher),
    Field("address", "location", Form.TEXT, lambda cited, _: cited.edition.publisher_place),
    Field("howpublished", "organization", Form.TEXT, _host),
    Field("series", "series", Form.TEXT, _series),
    Field("volume", "volume", Form.TEXT, lambda cited, _: cited.edition.volume),
    Field("number", "number", Form.TEXT, _issue),
    Field("eid", "eid", Form.TEXT, lambda cited, _: article_number(cited)),
    Field("pages", "pages", Form.TEXT, _pages),
    Field("type", "type", Form.TEXT, _type),
    Field("year", None, Form.TEXT, lambda cited, _: f"{date.year}" if (date := cited.date) else None),
    Field("month", None, Form.BARE, _month),
    Field(None, "date", Form.TEXT, lambda cited, _: f"{date}" if (date := cited.date) else None),
    Field("eprint", "eprint", Form.VERBATIM, lambda cited, _: cited.arxiv_id),
    Field("archivePrefix", "eprinttype", Form.VERBATIM, _archive),
    Field("primaryClass", "eprintclass", Form.VERBATIM, _arxiv_class),
    Field("doi", "doi", Form.VERBATIM, lambda cited, _: doi_of(cited)),
    Field("url", "url", Form.VERBATIM, _url),
    Field("isbn", "isbn", Form.VERBATIM, lambda cited, _: isbn_of(cited)),
    Field("issn", "issn", Form.VERBATIM, lambda cited, _: issn_of(cited)),
    Field(None, "ids", Form.LIST, lambda cited, _: cited.work.aliases),
    Field("keywords", "keywords", Form.LIST, _keywords),
    Field(
        "abstract", "abstract", Form.TEXT, lambda cited, options: cited.edition.abstract if options.abstract else None
    ),
    Field("note", "note", Form.TEXT, _note),
)
# Fields that a preprint has none of.
_OF_PLACES = frozenset({
    "booktitle", "journal", "school", "institution", "publisher", "address", "series", "volume", "number", "eid",
    "pages", "type", "isbn", "issn",
})  # fmt: skip


def _rows(fields: list[Field]) -> dict[Dialect, list[Row]]:
    return {
        Dialect.BIBTEX: [(field.bibtex, field.form, field.value) for field in fields if field.bibtex],
        Dialect.BIBLATEX: [(field.biblatex, field.form, field.value) for field in fields if field.biblatex],
    }


_ROWS = _rows(list(FIELDS))
_PREPRINT_ROWS = _rows([field for field in FIELDS if (field.bibtex or field.biblatex) not in _OF_PLACES])
