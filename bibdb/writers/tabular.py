"""CSV for spreadsheets: one row a work, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from bibdb.text import collapse, strip_controls
from bibdb.values import Work
from bibdb.writers.latex import clean
from bibdb.writers.names import credited
from bibdb.writers.reference import Options, abstract_of, cite, doi_of, page_range, title_of, url_of
from bibdb.writers.tex import plain

__all__ = ["COLUMNS", "write"]

COLUMNS = (
    "key", "type", "title", "authors", "year", "date", "venue", "volume", "issue", "pages", "publisher", "arxiv_id",
    "primary_category", "doi", "url", "sections", "tags", "note", "abstract",
)  # fmt: skip
# A cell that begins so is a formula to a spreadsheet; an apostrophe before it makes it text (OWASP, CSV injection).
_FORMULA = frozenset("=+-@\t\r＝＋－＠")


def write(works: Iterable[Work], options: Options | None = None) -> Iterator[str]:
    """Write a header and a row a work, in RFC 4180's form; `abstract` and `note` are filled on request."""
    chosen = options or Options()
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    for work in works:
        yield _taken(line)
        writer.writerow([_defused(cell) for cell in _row(work, chosen)])
    yield _taken(line)


def _taken(line: io.StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def _row(work: Work, options: Options) -> list[str]:
    cited = cite(work, options)
    edition = cited.edition
    names = ["et al." if name.display == "et al." else name.display for name in credited(edition.authors or ())]
    return [
        work.key,
        work.type,
        clean(plain(title_of(cited) or "")),
        "; ".join(clean(plain(name)) for name in names),
        f"{cited.date.year}" if cited.date else "",
        f"{cited.date or ''}",
        clean(plain(cited.place.name or "")),
        edition.volume or "",
        edition.issue or "",
        page_range(cited) or edition.number or "",
        edition.publisher or "",
        cited.arxiv_id or "",
        cited.arxiv_class or "",
        doi_of(cited) or "",
        url_of(cited) or (f"https://arxiv.org/abs/{cited.arxiv_id}" if cited.arxiv_id else ""),
        "; ".join(dict.fromkeys(listing.section for listing in work.listings)),
        "; ".join(dict.fromkeys(tag for listing in work.listings for tag in listing.tags)),
        "\n".join(listing.note for listing in work.listings if listing.note) if options.note else "",
        abstract_of(cited) or "" if options.abstract else "",
    ]


def _defused(cell: str) -> str:
    safe = strip_controls(cell).strip() if "\n" in cell else collapse(strip_controls(cell))
    return f"'{safe}" if safe[:1] in _FORMULA and safe else safe
