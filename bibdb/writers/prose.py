"""A person's notes on a page: Markdown as HTML of a few harmless elements, or as Markdown without what could act."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from bibdb.text import strip_controls
from bibdb.writers.glance import web

__all__ = ["harmless", "html"]

_ELEMENTS = (
    "b|big|blockquote|br|code|dd|del|details|dl|dt|em|h[1-6]|hr|i|ins|kbd|li|mark|ol|p|pre|q|s|small|strike|strong|sub"
    "|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul"
)
_ACTIVE = re.compile(
    rf"<(?!/?(?:{_ELEMENTS})\s*/?>|!--[^<>]*-->|(?:https?|mailto):[^\s<>]*>)(?=[A-Za-z/!?])", re.IGNORECASE
)
# The target of a link, in place or defined below: `](java…`, `]: <data…`.
_TARGET = re.compile(
    r"(\]\(\s*<?|^[ >]*\[[^\]\n]+\]:\s*<?)(?!https?:|mailto:)(?=[^\s)>/?#]*[:&\\])", re.IGNORECASE | re.MULTILINE
)

_BLOCKS = {"Paragraph": "p", "BlockQuote": "blockquote", "Item": "li", "Heading": "p"}
_INLINE = {"Emphasis": "em", "Strong": "strong", "Strikethrough": "s"}
_BREAKS = {"SoftBreak": " ", "HardBreak": "<br>", "Rule": "<hr>"}


def harmless(markdown: str) -> str:
    """Give Markdown without what could act: HTML but for plain elements, links but for web and mail addresses."""
    text = strip_controls(markdown)
    return _TARGET.sub(lambda match: f"{match[0]}#", _ACTIVE.sub("&lt;", text))


def html(markdown: str) -> str:
    """Give Markdown as HTML: paragraphs, lists, emphasis, code and http(s) links; raw HTML shows as text."""
    import pyromark

    options = pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_GFM  # `[!NOTE]`
    page = _Page()
    for event in pyromark.events(strip_controls(markdown), options=options):
        page.add(event)
    return "".join(page.parts).strip()


class _Page:
    """The HTML so far, and how the elements that are open are closed."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._ends: list[str] = []

    def add(self, event: Any) -> None:  # noqa: ANN401 - as pyromark has it
        """Write one event."""
        if isinstance(event, str):
            self.parts.append(_BREAKS.get(event, ""))
            return
        kind, value = next(iter(event.items()))
        if kind == "Start":
            start, end = _element(value)
            self.parts.append(start)
            self._ends.append(end)
        elif kind == "End":
            self.parts.append(self._ends.pop())
        elif kind == "Code":
            self.parts.append(f"<code>{escape(value)}</code>")
        elif kind in {"Text", "Html", "InlineHtml"}:
            self.parts.append(_linked(value) if kind == "Text" and not self._in_link() else escape(_bare(kind, value)))

    def _in_link(self) -> bool:
        return "</a>" in self._ends or "</pre>" in self._ends


_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]]")


def _bare(kind: str, text: str) -> str:
    """Drop the line breaks and comments that people write as HTML; other HTML shows as what it is."""
    return text if kind == "Text" else re.sub(r"<!--.*?-->", "", _BREAK.sub("\n", text), flags=re.DOTALL)


def _linked(text: str) -> str:
    """Make links of the addresses in a text."""
    parts, end = [], 0
    for match in _URL.finditer(text):
        parts += [escape(text[end : match.start()]), _link(match[0], escape(match[0]))]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _link(url: str, inner: str) -> str:
    return f'<a href="{escape(web(url))}" rel="noopener">{inner}</a>'


def _element(tag: Any) -> tuple[str, str]:  # noqa: ANN401 - as pyromark has it
    """Give an element's start and end."""
    name, value = (tag, {}) if isinstance(tag, str) else next(iter(tag.items()))
    if name in {"Link", "Image"}:
        target = web(value["dest_url"])
        return (f'<a href="{escape(target)}" rel="noopener">', "</a>") if target else ("", "")
    if name == "List":
        return ("<ul>", "</ul>") if value is None else ("<ol>", "</ol>")
    if name == "CodeBlock":
        return "<pre><code>", "</code></pre>"
    element = _BLOCKS.get(name) or _INLINE.get(name)
    return (f"<{element}>", f"</{element}>") if element else ("", "")
