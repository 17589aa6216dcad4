"""CSL JSON: what citation processors (pandoc, Zotero, citeproc) read; the variables are those of CSL 1.0.2."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bibdb.dates import PartialDate
from bibdb.text import strip_controls
from bibdb.values import EditionKind, Name, Work
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

__all__ = ["item_of", "write"]

_TYPES = {
    Genre.ARTICLE: "article-journal",
    Genre.CONFERENCE: "paper-conference",
    Genre.CHAPTER: "chapter",
    Genre.BOOK: "book",
    Genre.THESIS: "thesis",
    Genre.REPORT: "report",
    Genre.PREPRINT: "article",
    Genre.SOFTWARE: "software",
    Genre.DATASET: "dataset",
    Genre.ONLINE: "webpage",
    Genre.OTHER: "document",
}
_OWN_TYPES: dict[tuple[Genre, str | None], str] = {
    (Genre.OTHER, "unpublished"): "manuscript",
    (Genre.BOOK, "booklet"): "pamphlet",
}


def write(works: Iterable[Work], options: Options | None = None) -> Iterator[str]:
    """Write works as one JSON array, an item a line."""
    chosen = options or Options()
    opening = "[\n"
    for work in works:
        yield opening + json.dumps(item_of(work, chosen), ensure_ascii=False)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def item_of(work: Work, options: Options) -> dict[str, Any]:
    """Give a work as a CSL item: Unicode throughout, TeX's mathematics as written."""
    cited = cite(work, options)
    edition = cited.edition
    item = {
        "id": work.key,
        "type": _OWN_TYPES.get((cited.genre, edition.entry_type), _TYPES[cited.genre]),
        "title": _text(title_of(cited)),
        "author": _names(edition.authors),
        "editor": _names(edition.editors),
        "issued": _date(cited.date),
        "container-title": _text(cited.place.name) if cited.genre is not Genre.PREPRINT else None,
        "collection-title": _text(cited.place.series),
        "event-title": _text(edition.event_title),
        "publisher": _text(edition.publisher or ("arXiv" if _is_arxiv_preprint(cited) else None)),
        "publisher-place": _text(edition.publisher_place),
        "volume": _text(edition.volume),
        "issue": _text(edition.issue),
        "page": page_range(cited) if not article_number(cited) or edition.number else None,
        "number": _number(cited),
        "genre": _text(edition.genre),
        "edition": _text(edition.edition),
        "chapter-number": _text(edition.chapter_number),
        "DOI": doi_of(cited),
        "URL": url_of(cited) or (f"https://arxiv.org/abs/{cited.arxiv_id}" if _is_arxiv_preprint(cited) else None),
        "ISBN": isbn_of(cited),
        "ISSN": issn_of(cited),
        "language": _text(edition.language),
        "archive": "arXiv" if cited.arxiv_id and not _is_arxiv_preprint(cited) else None,
        "archive_location": cited.arxiv_id if not _is_arxiv_preprint(cited) else None,
        "abstract": _text(abstract_of(cited)) if options.abstract else None,
        "keyword": ", ".join(edition.keywords or ()) if options.keywords else None,
        "note": _text(edition.note) if options.note else None,
    }
    return {name: value for name, value in item.items() if value}


def _is_arxiv_preprint(cited: Cited) -> bool:
    return cited.arxiv_id is not None and cited.edition.kind is EditionKind.PREPRINT


def _number(cited: Cited) -> str | None:
    if _is_arxiv_preprint(cited):
        return f"arXiv:{cited.arxiv_id}"
    return _text(article_number(cited) or cited.edition.number)


def _text(value: str | None) -> str | None:
    return clean(plain(strip_controls(value))) if value else None


def _date(date: PartialDate | None) -> dict[str, Any] | None:
    if date is None:
        return None
    return {"date-parts": [[date.year, date.month, date.day][: date.precision]]}


def _names(names: tuple[Name, ...] | None) -> list[dict[str, str]]:
    return [_name(name) for name in credited(names or ())]


def _name(name: Name) -> dict[str, str]:
    divided = parts(name)
    if divided.others:
        return {"literal": "others"}
    if divided.literal:
        return {"literal": divided.literal}
    written = {
        "family": divided.family,
        "given": divided.given,
        "non-dropping-particle": divided.particle.strip(),
        "suffix": divided.suffix,
    }
    return {part: value for part, value in written.items() if value}
