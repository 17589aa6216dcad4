"""The inline syntax of AsciiDoc (docs.asciidoctor.org): addresses with text, link and footnote macros, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bibdb.readers.items import BREAK, Run, Source, Style

__all__ = ["Footnote", "footnotes", "runs"]

_BRACKETED = r"\[(?P<{0}>(?:[^\[\]\\]|\\.|\[[^\[\]]*+\]){{0,3000}}+)\]"
_TOKEN = re.compile(
    r"(?P<url>(?:https?|ftp)://[^\s\[\]<>\"]{1,3000}+)" + _BRACKETED.format("text") +
    r"|(?<!\w)link:(?:\+\+(?P<passed>[^+\n]{1,3000}+)\+\+|(?P<target>[^\s\[\]]{1,3000}+))"
    + _BRACKETED.format("linked") +
    r"|(?P<bare>https?://[^\s\[\]<>\"]{1,3000}+)"
    r"|<(?P<angle>https?://[^\s<>]{1,3000}+)>"
    r"|(?<!\w)(?:xref|mailto|anchor|kbd|btn|menu|pass|stem|indexterm2?|icon):[^\s\[\]]*+" + _BRACKETED.format("other") +
    r"|(?<!\w)image:[^\s\[\]]*+\[[^\[\]]*+\]"
    r"|<<(?P<cross>[^<>,\n]*+)(?:,(?P<crossed>[^<>]*+))?>>"
    r"|\[{2,3}[^\[\]\n]*+\]{2,3}"
    r"|\{(?P<attribute>[\w-]+)\}"
    r"|(?P<hard>[ \t]\+[ \t]*(?=\n|$))"
    r"|\*\*(?P<strong2>[^*]{1,2000}+)\*\*"
    r"|(?<![\w*])\*(?P<strong>(?=[^\s*])[^*]{1,2000}+)\*(?![\w*])"
    r"|__(?P<emphasis2>[^_]{1,2000}+)__"
    r"|(?<![\w_])_(?P<emphasis>(?=[^\s_])[^_]{1,2000}+)_(?![\w_])"
    r"|(?<![\w`])`{1,2}(?P<code>[^`]{1,1000}+)`{1,2}(?!\w)"
)  # fmt: skip
_NAMED = re.compile(r"^\"(.*?)\"\s*(?:,.*)?$|^(.*?),\s*(?:window|role|opts|id|title|options)=.*$", re.DOTALL)
_NOTE = re.compile(r"footnote(?P<ref>ref)?:(?P<id>[\w-]*)\[")
_BRACKETS = re.compile(r"\\.|[\[\]]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of a footnote and where it begins and ends in the text round it."""

    source: Source
    start: int
    end: int


def footnotes(source: Source) -> list[Footnote]:
    """Find the footnotes of a text; a bracket in them belongs to a link, and closes before they do."""
    found: list[Footnote] = []
    if "footnote" not in source.text:
        return found
    closing, position = _closing(source.text), 0
    for match in _NOTE.finditer(source.text):
        close = closing.get(match.end() - 1, -1)
        if match.start() < position or close < 0:
            continue
        body, begin = source.text[match.end() : close], match.end()
        if match["ref"] and "," in body:
            begin += body.index(",") + 1
        text = source.text[begin:close].replace("\\]", "] ")
        found.append(Footnote(Source.at(text, source.line_at(begin)), match.start(), close + 1))
        position = close + 1
    return found


def _closing(text: str) -> dict[int, int]:
    """Give where each bracket of a text is closed."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKETS.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            closing[opened.pop()] = match.start()
    return closing


def runs(source: Source, attributes: Mapping[str, str]) -> tuple[Run, ...]:
    """Take a text apart; `attributes` are the document's own, for `{name}`."""
    return tuple(_runs(source, attributes, expand=True))


def _runs(source: Source, attributes: Mapping[str, str], *, expand: bool) -> Iterator[Run]:
    text, position = source.text, 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        if start > position:
            yield Run(text[position:start], source.line_at(position))
        yield from _token(match, source, attributes, expand=expand)
        position = match.end()
    if position < len(text):
        yield Run(text[position:], source.line_at(position))


def _token(match: re.Match[str], source: Source, attributes: Mapping[str, str], *, expand: bool) -> Iterator[Run]:
    line, kind = source.line_at(match.start()), match.lastgroup or ""
    if match["url"] is not None:
        yield _link(match["url"], match["text"], line)
    elif match["linked"] is not None:
        target = match["passed"] or match["target"] or ""
        yield _link(_expanded(target, attributes), match["linked"], line)
    elif match["angle"] is not None:
        yield Run(match["angle"], line, match["angle"])
    elif match["bare"] is not None:
        yield Run(match["bare"], line)
    elif match["attribute"] is not None:
        yield from _attribute(match["attribute"], line, attributes, expand=expand)
    elif match["hard"] is not None:
        yield Run(BREAK, line)
    elif kind.startswith(("strong", "emphasis")):
        style = Style.STRONG if kind.startswith("strong") else Style.EMPHASIS
        for run in _runs(Source.at(match[kind], line), attributes, expand=expand):
            yield Run(run.text, run.line, run.url, style if run.style is Style.PLAIN else run.style)
    elif match["code"] is not None:
        yield Run(match["code"], line, style=Style.CODE)
    elif match["crossed"] is not None:
        yield Run(match["crossed"].strip(), line)


def _attribute(name: str, line: int, attributes: Mapping[str, str], *, expand: bool) -> Iterator[Run]:
    """Give what an attribute stands for; one that holds a footnote was read where it is defined."""
    value = attributes.get(name.lower())
    if value is None or not expand or "footnote:" in value:
        if value is None and name in {"nbsp", "sp", "empty"}:
            yield Run(" ", line)
        elif value is None:
            yield Run(f"{{{name}}}", line)
        return
    for run in _runs(Source.at(value, line), attributes, expand=False):
        yield Run(run.text, line, run.url, run.style, referred=True)


def _expanded(target: str, attributes: Mapping[str, str]) -> str:
    return re.sub(r"\{([\w-]+)\}", lambda match: attributes.get(match[1].lower(), match[0]), target)


def _link(url: str, text: str, line: int) -> Run:
    named = _NAMED.match(text.strip())
    shown = (named[1] if named[1] is not None else named[2]) if named else text
    shown = shown.replace("\\]", "]").strip().removesuffix("^").strip("_*` ")
    web = url if "://" in url else ""
    return Run(shown or url, line, web)
