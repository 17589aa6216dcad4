"""RIS: what reference managers (EndNote, Zotero, Mendeley) exchange; the tags are those that all of them read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bibdb.dates import PartialDate
from bibdb.values import Name, Work
from bibdb.writers.latex import clean
from bibdb.writers.names import credited, parts
from bibdb.writers.reference import (
    Cited,
    Genre,
    Options,
    abstract_of,
    article_number,
    cite,
    doi_of,
    isbn_of,
    issn_of,
    page_range,
    title_of,
    url_of,
)
from bibdb.writers.tex import plain

__all__ = ["write"]

_TYPES = {
    Genre.ARTICLE: "JOUR",
    Genre.CONFERENCE: "CPAPER",
    Genre.CHAPTER: "CHAP",
    Genre.BOOK: "BOOK",
    Genre.THESIS: "THES",
    Genre.REPORT: "RPRT",
    Genre.PREPRINT: "UNPB",
    Genre.SOFTWARE: "COMP",
    Genre.DATASET: "DATA",
    Genre.ONLINE: "ELEC",
    Genre.OTHER: "GEN",
}
_OWN_TYPES: dict[tuple[Genre, str | None], str] = {
    (Genre.OTHER, "unpublished"): "UNPB",
    (Genre.BOOK, "booklet"): "PAMP",
}


def write(works: Iterable[Work], options: Options | None = None) -> Iterator[str]:
    """Write works as RIS records, lines ending in CR LF as the format has it."""
    chosen = options or Options()
    for work in works:
        lines = [f"{tag}  - {value}" for tag, value in _tags(cite(work, chosen), chosen) if value]
        yield "\r\n".join([*lines, "ER  - ", "", ""])


def _tags(cited: Cited, options: Options) -> Iterator[tuple[str, str | None]]:
    edition = cited.edition
    yield "TY", _OWN_TYPES.get((cited.genre, edition.entry_type), _TYPES[cited.genre])
    yield "ID", clean(cited.work.key)
    yield "TI", _text(title_of(cited))
    yield from (("AU", _name(name)) for name in credited(edition.authors or ()))
    yield from (("A2", _name(name)) for name in credited(edition.editors or ()))
    yield "PY", f"{cited.date.year}" if cited.date else None
    yield "DA", _date(cited.date)
    yield "T2", _text(cited.place.name) if cited.genre is not Genre.PREPRINT else None
    yield "T3", _text(cited.place.series)
    yield "PB", _text(edition.publisher) or ("arXiv" if cited.arxiv_id and cited.genre is Genre.PREPRINT else None)
    yield "CY", _text(edition.publisher_place)
    yield "VL", _text(edition.volume)
    yield "IS", _text(edition.issue or (edition.number if cited.genre is Genre.REPORT else None))
    yield "ET", _text(edition.edition)
    yield "M3", _text(edition.genre)
    first, _, last = (page_range(cited) or "").partition("-")
    yield "SP", first or article_number(cited)
    yield "EP", last
    yield "SN", isbn_of(cited) or issn_of(cited)
    yield "DO", doi_of(cited)
    yield "UR", url_of(cited) or (f"https://arxiv.org/abs/{cited.arxiv_id}" if cited.arxiv_id else None)
    yield "M1", f"arXiv:{cited.arxiv_id}" if cited.arxiv_id else None
    yield "LA", _text(edition.language)
    yield "AB", _text(abstract_of(cited)) if options.abstract else None
    yield from (("KW", _text(keyword)) for keyword in (edition.keywords or () if options.keywords else ()))
    yield "N1", _text(edition.note) if options.note else None


def _text(value: str | None) -> str | None:
    return clean(plain(value)) if value else None


def _date(date: PartialDate | None) -> str | None:
    """Write `YYYY/MM/DD/`, empty where unknown."""
    if date is None:
        return None
    month, day = f"{date.month:02}" if date.month else "", f"{date.day:02}" if date.day else ""
    return f"{date.year}/{month}/{day}/"


def _name(name: Name) -> str:
    divided = parts(name)
    if divided.others:
        return "et al."
    if divided.literal:
        return divided.literal
    family = f"{divided.particle}{divided.family}"
    return ", ".join(part for part in (family, divided.given, divided.suffix) if part)
