"""Hayagriva YAML: the bibliographies of Typst."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

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

__all__ = ["write"]

_NUMERIC = re.compile(r"[+-]?\.?\d")
# What means something in a formattable string of Hayagriva.
_SPECIAL = re.compile(r"([\\\\{}$])")
# Genre → Hayagriva's type, and the type of its parent where the place of publication is one.
_TYPES = {
    Genre.ARTICLE: ("article", "periodical"),
    Genre.CONFERENCE: ("article", "proceedings"),
    Genre.CHAPTER: ("chapter", "anthology"),
    Genre.BOOK: ("book", None),
    Genre.THESIS: ("thesis", None),
    Genre.REPORT: ("report", None),
    Genre.PREPRINT: ("article", None),
    Genre.SOFTWARE: ("repository", None),
    Genre.DATASET: ("misc", None),
    Genre.ONLINE: ("web", None),
    Genre.OTHER: ("misc", None),
}


def write(works: Iterable[Work], options: Options | None = None) -> Iterator[str]:
    """Write works as one YAML mapping from key to entry."""
    import yaml

    chosen = options or Options()
    written = False
    for work in works:
        entry = {work.key: _entry(cite(work, chosen), chosen)}
        yield yaml.dump(entry, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=10_000)
        written = True
    if not written:
        yield "{}\n"


@cache
def _dumper() -> Any:  # noqa: ANN401 - PyYAML's classes are chosen at run time
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Quotes what YAML 1.2 would read as a number or date, and PyYAML, which knows 1.1, would not."""

    def text(dumper: Any, value: str) -> Any:  # noqa: ANN401
        quoted = "'" if _NUMERIC.match(value) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=quoted)

    Dumper.add_representer(str, text)
    return Dumper


def _entry(cited: Cited, options: Options) -> dict[str, Any]:
    edition = cited.edition
    kind, parent_kind = _TYPES[cited.genre]
    serial = {
        "doi": doi_of(cited),
        "arxiv": cited.arxiv_id,
        "isbn": isbn_of(cited),
        "serial": None if article_number(cited) else _text(edition.number),
    }
    entry = {
        "type": kind,
        "title": _formattable(title_of(cited)),
        "author": _names(edition.authors),
        "editor": _names(edition.editors),
        "date": f"{cited.date}" if cited.date else None,
        "page-range": page_range(cited) or article_number(cited),
        "publisher": _text(edition.publisher) if parent_kind is None else None,
        "genre": _text(edition.genre),
        "url": url_of(cited) or (f"https://arxiv.org/abs/{cited.arxiv_id}" if _is_preprint(cited) else None),
        "serial-number": {name: value for name, value in serial.items() if value},
        "language": _text(edition.language),
        "abstract": _text(abstract_of(cited)) if options.abstract else None,
        "note": _text(edition.note) if options.note else None,
        "parent": _parent(cited, parent_kind),
    }
    return {name: value for name, value in entry.items() if value}


def _is_preprint(cited: Cited) -> bool:
    return cited.arxiv_id is not None and cited.edition.kind is EditionKind.PREPRINT


def _parent(cited: Cited, kind: str | None) -> dict[str, Any] | None:
    if kind is None or not cited.place.name:
        return None
    edition = cited.edition
    parent = {
        "type": kind,
        "title": _formattable(cited.place.name),
        "volume": _text(edition.volume),
        "issue": _text(edition.issue),
        "publisher": _text(edition.publisher),
        "location": _text(edition.publisher_place),
        "serial-number": {"issn": issn} if (issn := issn_of(cited)) else None,
    }
    return {name: value for name, value in parent.items() if value}


def _text(value: str | None) -> str | None:
    return clean(plain(value)) if value else None


def _formattable(value: str | None) -> str | None:
    text = _text(value)
    return _SPECIAL.sub(r"\\\1", text) if text else None


def _names(names: tuple[Name, ...] | None) -> list[Any]:
    return [_name(name) for name in credited(names or ())]


def _name(name: Name) -> str | dict[str, str]:
    """Give `Family, Given`, or the parts where there are more than these two."""
    divided = parts(name)
    if divided.others:
        return {"name": "et al."}
    if divided.literal:
        return {"name": divided.literal}
    if not divided.particle and not divided.suffix and "," not in divided.family + divided.given:
        return f"{divided.family}, {divided.given}" if divided.given else {"name": divided.family}
    written = {
        "name": divided.family,
        "given-name": divided.given,
        "prefix": divided.particle.strip(),
        "suffix": divided.suffix,
    }
    return {part: value for part, value in written.items() if value}
