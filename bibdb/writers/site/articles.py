"""One work as HTML, the same with and without JavaScript.

The script reads a work's facts from the attributes of its article: `data-y` year, `data-v` venue, `data-t` type,
`data-c` categories, `data-s` anchors of sections, `data-k` where there is code, and its authors from the paragraph
`by`, where a comma stands between names alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from bibdb.dates import PartialDate
from bibdb.writers.glance import Glance
from bibdb.writers.prose import html
from bibdb.writers.site.sections import Item, Section

__all__ = ["anchor_of", "article", "section_of"]

_ALIGNED = re.compile(r"(?<=^  )(\w+) += (?=[{\w])", re.MULTILINE)  # blanks that a page need not carry
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def section_of(section: Section) -> str:
    """Give a section with its works, and last those that another section shows."""
    *above, name = (escape(part) for part in section.path)
    path = f"<small>{' › '.join(above)}</small> " if above else ""
    works = "\n".join([*(article(item, section) for item in section.items), *_elsewhere(section)])
    return (
        f'<section id="{section.anchor}" data-path="{escape(section.name)}"><h2>{path}{name}</h2>\n{works}\n</section>'
    )


def _elsewhere(section: Section) -> Iterator[str]:
    """Name the works that another section shows."""
    own = {item.work.key for item in section.items}
    for work in section.listed:
        if work.key not in own:
            yield f'<p class="also"><a href="#{escape(anchor_of(work))}">{escape(work.title)}</a></p>'


def article(item: Item, section: Section) -> str:
    """Give a work."""
    work = item.work
    return "\n".join(filter(None, (
        f'<article id="{escape(anchor_of(work))}"{_data(item, section)}>',
        f"<h3>{_title(work)}</h3>",
        f'<p class="by">{_names(work)}</p>' if work.authors else "",
        f'<p class="on">{" · ".join(_facts(work))}</p>',
        *(f'<div class="note">{html(note)}</div>' for note in item.notes),
        _also(item),
        '<div class="do">',
        f"<details><summary>Abstract</summary><p>{escape(work.abstract)}</p></details>" if work.abstract else "",
        f'<details class="bib"><summary>BibTeX</summary><pre>{_bibtex(item.bibtex)}</pre></details>',
        "</div></article>",
    )))  # fmt: skip


def anchor_of(work: Glance) -> str:
    """Give the name by which the page links to a work: its key, without blanks."""
    return "_".join(work.key.split())


def _data(item: Item, section: Section) -> str:
    work = item.work
    said = {
        "y": work.year,
        "v": work.venue,
        "t": work.type,
        "c": " ".join(work.categories),
        "s": " ".join(each.anchor for each in (section, *item.others)),
    }
    return "".join(f' data-{name}="{escape(value)}"' for name, value in said.items() if value) + (
        " data-k" if work.code else ""
    )


def _title(work: Glance) -> str:
    title = escape(work.title)
    return f'<a href="{escape(work.url)}">{title}</a>' if work.url else title


def _names(work: Glance) -> str:
    return ", ".join(escape(name).replace(",", "&#44;") for name in work.authors)


def _facts(work: Glance) -> Iterator[str]:
    if work.warning:
        yield f"<strong>{work.warning}</strong>"
    if work.venue:
        yield f"<b>{escape(work.venue)}</b>"
    if work.issued:
        yield f'<time datetime="{work.issued}">{_date(work.issued)}</time>'
    if work.type != "paper":
        yield escape(work.type)
    if work.arxiv:
        yield f'<a href="https://arxiv.org/abs/{escape(work.arxiv)}">arXiv:{escape(work.arxiv)}</a>'
    if work.code and work.code != work.url:
        yield f'<a href="{escape(work.code)}">code</a>'
    for kind, address in work.links[:6]:
        yield f'<a href="{escape(address)}">{escape(kind)}</a>'
    yield f'<a class="key" href="#{escape(anchor_of(work))}">{escape(work.key)}</a>'


def _date(date: PartialDate) -> str:
    parts = (str(date.day) if date.day else "", _MONTHS[date.month - 1] if date.month else "", f"{date.year:04}")
    return " ".join(filter(None, parts))


def _bibtex(entry: str) -> str:
    return escape(_ALIGNED.sub(r"\1 = ", entry), quote=False)


def _also(item: Item) -> str:
    others = ", ".join(f'<a href="#{each.anchor}">{escape(each.path[-1])}</a>' for each in item.others)
    return f'<p class="also">Also in {others}</p>' if others else ""
