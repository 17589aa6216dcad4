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
    abstract_of,
    article_number,
    doi_of,
    from_file,
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
    LINK = auto()  # an address in a field of text


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
# The types of a person's own bibliography that say more than the genre, which they go with.
_REFINED = {
    "inbook": (Genre.CHAPTER, "inbook", "inbook"),
    "bookinbook": (Genre.CHAPTER, "inbook", "bookinbook"),
    "suppbook": (Genre.CHAPTER, "inbook", "suppbook"),
    "inreference": (Genre.CHAPTER, "incollection", "inreference"),
    "collection": (Genre.BOOK, "book", "collection"),
    "proceedings": (Genre.BOOK, "proceedings", "proceedings"),
    "mvbook": (Genre.BOOK, "book", "mvbook"),
    "mvcollection": (Genre.BOOK, "book", "mvcollection"),
    "mvproceedings": (Genre.BOOK, "proceedings", "mvproceedings"),
    "booklet": (Genre.BOOK, "booklet", "booklet"),
    "manual": (Genre.REPORT, "manual", "manual"),
    "mastersthesis": (Genre.THESIS, "mastersthesis", "thesis"),
    "unpublished": (Genre.OTHER, "unpublished", "unpublished"),
}
_LOCAL_TYPES = frozenset({"phdthesis", "mathesis", "bathesis", "candthesis", "techreport", "resreport"})
_ADDRESS = re.compile(r"https?://\S+$")
_OF_ORGANISATIONS = frozenset({Genre.THESIS, Genre.REPORT})
_UNPUBLISHED = _OF_ORGANISATIONS | {Genre.PREPRINT, Genre.ARTICLE, Genre.ONLINE}
_MASTER = re.compile(r"master|diplom|m\.?\s?sc", re.IGNORECASE)
_OLD_ARXIV = re.compile(r"([a-z-]+)(?:\.[A-Z]{2})?/\d{7}")
_CLASS = re.compile(r"[A-Za-z]{1,20}(?:[.-][A-Za-z]{1,20}){0,3}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def type_name(cited: Cited, dialect: Dialect) -> str:
    """Give the entry type of a reference in a dialect."""
    genre, bibtex, biblatex = _REFINED.get(cited.edition.entry_type or "", (None, "", ""))
    if genre is not cited.genre:
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
    if cited.genre not in _OF_ORGANISATIONS or cited.edition.entry_type == "manual":
        return None
    return cited.edition.publisher or cited.edition.container_title


def _publisher(cited: Cited, _options: Options) -> Value:
    edition = cited.edition
    if cited.genre in _UNPUBLISHED and not (cited.genre is Genre.ARTICLE and from_file(edition, "publisher")):
        return None
    return edition.publisher if edition.publisher != edition.organization else None


def _sponsor(cited: Cited, options: Options) -> Value:
    """Give who held a meeting or made a manual, as a person's own bibliography names them."""
    edition = cited.edition
    if edition.entry_type == "manual":
        return edition.organization or edition.publisher
    host = _host(cited, options)
    return (
        None if host and (host == edition.organization or options.dialect is Dialect.BIBLATEX) else edition.organization
    )


def _school(cited: Cited, options: Options) -> Value:
    return _organisation(cited, options) if cited.genre is Genre.THESIS else None


def _institution(cited: Cited, options: Options) -> Value:
    return _organisation(cited, options) if cited.genre is Genre.REPORT else None


def _sorting_key(cited: Cited, _options: Options) -> Value:
    """Give BibTeX's styles what they sort and label by where nobody is named."""
    if cited.edition.authors or cited.edition.editors:
        return None
    return (title_of(cited) or cited.work.key).partition(":")[0]


def _host(cited: Cited, options: Options) -> Value:
    """Give the site or server of what was not published in print, arXiv aside."""
    if cited.edition.howpublished and options.dialect is Dialect.BIBTEX:
        return _way(cited, options)
    if cited.genre is Genre.ONLINE or (cited.genre is Genre.PREPRINT and cited.arxiv_id is None):
        return cited.edition.container_title or cited.edition.publisher
    return None


def _place_on_the_web(cited: Cited, _options: Options) -> Value:
    said = cited.edition.howpublished
    return said if said and _ADDRESS.match(said) and not _is_on_arxiv(cited) else None


def _way(cited: Cited, _options: Options) -> Value:
    """Give how a work was made public, in words; a preprint's `eprint` says it."""
    said = cited.edition.howpublished
    return said if said and not _ADDRESS.match(said) and not _is_on_arxiv(cited) else None


def _is_on_arxiv(cited: Cited) -> bool:
    return cited.genre is Genre.PREPRINT and cited.arxiv_id is not None


def _journal(cited: Cited, _options: Options) -> Value:
    return cited.place.name if cited.genre is Genre.ARTICLE else None


def _booktitle(cited: Cited, _options: Options) -> Value:
    return cited.place.name if cited.genre in {Genre.CONFERENCE, Genre.CHAPTER} else None


def _series(cited: Cited, _options: Options) -> Value:
    return cited.place.series


def _issue(cited: Cited, _options: Options) -> Value:
    if cited.genre is Genre.ARTICLE:
        return cited.edition.issue
    said = cited.genre is Genre.REPORT or from_file(cited.edition, "number")
    return cited.edition.number if said else None


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
    said = cited.edition.genre
    if cited.genre not in _OF_ORGANISATIONS or cited.edition.entry_type == "manual":
        return said if from_file(cited.edition, "genre") else None
    if options.dialect is Dialect.BIBTEX:
        kept = cited.genre is Genre.REPORT or from_file(cited.edition, "genre")
        return said if kept and said not in _LOCAL_TYPES else None
    if cited.genre is Genre.REPORT:
        return said or "techreport"
    if said and from_file(cited.edition, "genre"):
        return said
    return "mathesis" if _MASTER.search(said or cited.edition.entry_type or "") else "phdthesis"


def _url(cited: Cited, options: Options) -> Value:
    if cited.edition.kind is EditionKind.PREPRINT and cited.arxiv_id and options.dialect is Dialect.BIBTEX:
        return f"https://arxiv.org/abs/{cited.arxiv_id}"
    url = url_of(cited)
    return url if url != cited.edition.howpublished or options.dialect is Dialect.BIBLATEX else None


def _arxiv_class(cited: Cited, _options: Options) -> Value:
    """Give one class; an old identifier holds its archive itself. To biblatex this field is no verbatim one."""
    if cited.arxiv_id is None or _OLD_ARXIV.match(cited.arxiv_id) or not _CLASS.fullmatch(cited.arxiv_class or ""):
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
    """Give the notes where they are asked for; `@unpublished` must have one."""
    own = (cited.edition.note or "").strip()
    if not options.note:
        return own if cited.edition.entry_type == "unpublished" and cited.genre is Genre.OTHER else None
    notes = [own, *(" ".join(listing.note.split()) for listing in cited.work.listings)]
    return " ".join(dict.fromkeys(note for note in notes if note))


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
    Field("organization", "organization", Form.TEXT, _sponsor),
    Field("address", "location", Form.TEXT, lambda cited, _: cited.edition.publisher_place),
    Field("howpublished", "organization", Form.TEXT, _host),
    Field("howpublished", "howpublished", Form.LINK, _place_on_the_web),
    Field(None, "howpublished", Form.TEXT, _way),
    Field("edition", "edition", Form.TEXT, lambda cited, _: cited.edition.edition),
    Field("series", "series", Form.TEXT, _series),
    Field("volume", "volume", Form.TEXT, lambda cited, _: cited.edition.volume),
    Field("number", "number", Form.TEXT, _issue),
    Field("eid", "eid", Form.TEXT, lambda cited, _: article_number(cited)),
    Field("chapter", "chapter", Form.TEXT, lambda cited, _: cited.edition.chapter_number),
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
    Field("abstract", "abstract", Form.TEXT, lambda cited, options: abstract_of(cited) if options.abstract else None),
    Field("note", "note", Form.TEXT, _note),
)
# Fields that a preprint has none of.
_OF_PLACES = frozenset({
    "booktitle", "journal", "school", "institution", "publisher", "address", "series", "volume", "number", "eid",
    "pages", "type", "isbn", "issn", "edition", "chapter",
})  # fmt: skip


def _rows(fields: list[Field]) -> dict[Dialect, list[Row]]:
    return {
        Dialect.BIBTEX: [(field.bibtex, field.form, field.value) for field in fields if field.bibtex],
        Dialect.BIBLATEX: [(field.biblatex, field.form, field.value) for field in fields if field.biblatex],
    }


_ROWS = _rows(list(FIELDS))
_PREPRINT_ROWS = _rows([field for field in FIELDS if (field.bibtex or field.biblatex) not in _OF_PLACES])
