"""A small page for each work, with the `citation_*` names in its head that indexes and reference managers read.

One page holds one work, as Google Scholar's guidelines for webmasters ask
(https://scholar.google.com/intl/en/scholar/inclusion.html#indexing).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from bibdb.values import Work
from bibdb.writers.file_names import file_names
from bibdb.writers.glance import Glance, shown
from bibdb.writers.reference import Genre, Options, cite
from bibdb.writers.site.articles import anchor_of

__all__ = ["citation", "single", "singles"]

_STYLE = (
    "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif}"
    ":root{color-scheme:light dark}pre{white-space:pre-wrap}"
)
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def single(work: Work, seen: Glance, bibtex: str) -> str:
    """Give the page of a work; it stands in a folder below the collection's."""
    title = escape(seen.title)
    metas = "".join(
        f'<meta name="citation_{name}" content="{escape(value)}">\n' for name, value in citation(work, seen)
    )
    heading = f'<a href="{escape(seen.url)}">{title}</a>' if seen.url else title
    facts = " · ".join(escape(fact) for fact in (seen.venue, str(seen.issued or ""), seen.warning) if fact)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n{metas}'
        f'<link rel="icon" href="data:,">\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{heading}</h1>\n'
        f"<p>{escape(', '.join(seen.authors))}</p>\n<p>{facts}</p>\n"
        + (f"<h2>Abstract</h2>\n<p>{escape(seen.abstract)}</p>\n" if seen.abstract else "")
        + f"<pre>{escape(bibtex, quote=False)}</pre>\n"
        f'<p><a href="../index.html#{escape(anchor_of(seen))}">In the list</a></p>\n</main>\n</body>\n</html>\n'
    )


def citation(work: Work, seen: Glance) -> Iterator[tuple[str, str]]:
    """Give the names (without `citation_`) and values that describe a work, one author a value."""
    cited = cite(work, Options())
    edition = cited.edition
    place = "journal_title" if cited.genre is Genre.ARTICLE else "conference_title"
    yield "title", seen.title
    yield from (("author", name) for name in seen.authors)
    first, _, last = shown(edition.page).replace("–", "-").partition("-")
    for name, value in (
        ("publication_date", str(seen.issued or "").replace("-", "/")),
        (place, shown(cited.place.name)),
        ("volume", shown(edition.volume)),
        ("issue", shown(edition.issue)),
        ("firstpage", first.strip()),
        ("lastpage", last.strip("- ")),
        ("isbn", shown(edition.isbn)),
        ("issn", shown(edition.issn)),
        ("publisher", shown(edition.publisher)),
        ("doi", seen.doi),
        ("arxiv_id", seen.arxiv),
        ("pdf_url", f"https://arxiv.org/pdf/{seen.arxiv}" if seen.arxiv else ""),
        ("abstract_html_url", seen.url),
    ):
        if value:
            yield name, value


def singles(works: Sequence[Work], seen: Mapping[str, Glance], entries: Mapping[str, str]) -> dict[str, str]:
    """Give the pages of the citeable works by their paths."""
    names = file_names((work.key for work in works), ".html")
    return {
        f"works/{names[work.key]}": single(work, seen[work.key], entries[work.key])
        for work in works
        if work.type.citeable
    }
