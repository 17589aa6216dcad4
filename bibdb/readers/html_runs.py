"""The visible text of HTML elements as runs: links with their targets, emphasis, and a break where a block ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibdb.readers.html_tree import BLOCKS, Element, Text
from bibdb.readers.items import BREAK, Run, Style, visible

__all__ = ["flat", "web"]

_STYLES = {
    "b": Style.STRONG, "strong": Style.STRONG, "em": Style.EMPHASIS, "i": Style.EMPHASIS, "cite": Style.EMPHASIS,
    "code": Style.CODE, "tt": Style.CODE, "kbd": Style.CODE, "h1": Style.STRONG, "h2": Style.STRONG, "h3": Style.STRONG,
    "h4": Style.STRONG, "h5": Style.STRONG, "h6": Style.STRONG,
}  # fmt: skip
_TITLED = re.compile(r"(?:^|[\s_-])(?:(?!sub)\w*title|fw-bold|bold)(?:$|[\s_-])", re.IGNORECASE)
_HIDDEN = frozenset(
    {"script", "style", "svg", "!", "template", "head", "button", "input", "select", "noscript", "math"}
)
_BLANKS = re.compile(r"[ \t\r\f\xa0]+")
_WEB = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)


def flat(element: Element, without: frozenset[str] = frozenset(), style: Style = Style.PLAIN) -> Iterator[Run]:
    """Give the runs of an element's content, but not of the elements named in `without`."""
    for child in element.children:
        if isinstance(child, Text):
            yield from _text(child, style)
        elif child.name == "br":
            yield Run(BREAK, child.line)
        elif child.name in _HIDDEN or child.name in without:
            continue
        elif child.name == "a" and (url := web(child)):
            yield from _link(child, url, style)
        else:
            yield from _inner(child, without, style)


def web(element: Element) -> str:
    """Give the web address that a link leads to; empty for places in the same site."""
    url = element.attributes.get("href", "").strip()
    if not _WEB.match(url):
        return ""
    return "https:" + url if url.startswith("//") else url


def _text(child: Text, style: Style) -> Iterator[Run]:
    """Give one run a line; the ends of lines are blanks."""
    lines = child.text.split("\n")
    for offset, part in enumerate(lines):
        text = _BLANKS.sub(" ", part) + (" " if offset < len(lines) - 1 else "")
        if text:
            yield Run(text, child.line + offset, style=style)


def _inner(child: Element, without: frozenset[str], style: Style) -> Iterator[Run]:
    own = _STYLES.get(child.name, style)
    if own is Style.PLAIN and _TITLED.search(child.attributes.get("class", "")):
        own = Style.STRONG
    block = child.name in BLOCKS
    if block:
        yield Run(BREAK, child.line)
    yield from flat(child, without, own)
    if block:
        yield Run(BREAK, child.end)


def _link(element: Element, url: str, style: Style) -> Iterator[Run]:
    """Give a link; of a link round whole blocks (a card), the first block is its text and the rest follows it."""
    line = element.lines.get("href", element.line)
    runs = list(flat(element))
    while runs and not runs[0].text.strip():
        runs.pop(0)
    cut = next((number for number, run in enumerate(runs) if run.text == BREAK), len(runs))
    text = visible(runs[:cut]) or _alternative(element)
    own = next((run.style for run in runs[:cut] if run.style is not Style.PLAIN), style)
    yield Run(text, line, url, own)
    yield from runs[cut:]


def _alternative(element: Element) -> str:
    """Give what a link without text is called: an image's description, or the link's title."""
    images = (child for child in element.children if isinstance(child, Element) and child.name == "img")
    alternative = next((image.attributes.get("alt", "") for image in images), "")
    return alternative or element.attributes.get("title", "") or element.attributes.get("aria-label", "")
