"""The inline syntax of Org (orgmode.org/worg/org-syntax.html): links, emphasis, targets, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bibdb.readers.items import Run, Source, Style

__all__ = ["runs"]

# Every class stops at the next delimiter, so that no input makes a scan start over: the time stays linear.
_TOKEN = re.compile(
    r"\[\[(?P<url>(?:[^\[\]\\\n]|\\.|\n[ \t]*(?=\S)){1,3000}+)\]"
    r"(?:\[(?P<text>(?:[^\[\]]|\[[^\[\]]*+\]|\](?!\])){1,3000}+)\])?\]"
    r"|(?P<bare>https?://[^\s\[\]<>\"|]{1,3000}+)"
    r"|<<<?(?P<target>[^<>\n]+)>>>?"
    r"|<(?P<angle>[a-z][a-z+.-]{1,14}:[^<>\n]+)>"
    r"|\[fn:(?P<note>[\w-]*)(?P<colon>:?)"
    r"|\[cite(?:/[\w/-]+)?:[^\[\]]*+\]"
    r"|(?<![\w:])(?:no|paren|text|full|auto|foot)?cite[a-zA-Z]{0,9}\*?:[\w:;,&./+-]++"
    r"|@@[a-z]+:|@@"
    r"|(?<![\w=])=(?P<verbatim>(?=\S)[^=\n]{1,500}+)(?<=\S)=(?!\w)"
    r"|(?<![\w~])~(?P<code>(?=\S)[^~\n]{1,500}+)(?<=\S)~(?!\w)"
    r"|(?<![\w*])\*(?P<bold>(?=\S)[^*]{1,1000}+)(?<=\S)\*(?![\w*])"
    r"|(?<![\w/:.<])/(?P<italic>(?=[^\s/])[^/]{1,1000}+)(?<=\S)/(?![\w/])"
    r"|(?<![\w_])_(?P<under>(?=\S)[^_]{1,500}+)(?<=\S)_(?![\w_])"
    r"|(?<![\w+])\+(?P<struck>(?=\S)[^+]{1,500}+)(?<=\S)\+(?![\w+])"
)
_ESCAPE = re.compile(r"\\([\[\]\\])")
_SCHOLARLY = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)


def runs(source: Source, abbreviations: Mapping[str, str]) -> tuple[Run, ...]:
    """Take a text apart; `abbreviations` are the file's `#+LINK:` words with what they stand for."""
    return tuple(_runs(source, abbreviations))


def _runs(source: Source, abbreviations: Mapping[str, str]) -> Iterator[Run]:
    text, position = source.text, 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            yield Run(text[position : match.start()], source.line_at(position))
        yield from _token(match, source.line_at(match.start()), abbreviations)
        position = match.end()
    if position < len(text):
        yield Run(text[position:], source.line_at(position))


def _token(match: re.Match[str], line: int, abbreviations: Mapping[str, str]) -> Iterator[Run]:
    kind = match.lastgroup
    if match["url"] is not None:
        yield from _link(match["url"], match["text"], line, abbreviations)
    elif match["angle"] is not None:
        yield Run(match["angle"], line, _address(match["angle"], abbreviations))
    elif kind in {"bold", "italic", "under"}:
        style = Style.STRONG if kind == "bold" else Style.EMPHASIS
        yield from _styled(match[kind], line, style, abbreviations)
    elif kind == "struck":
        yield from _styled(match[kind], line, Style.PLAIN, abbreviations)
    elif kind in {"verbatim", "code"}:
        yield Run(match[kind], line, style=Style.CODE)
    elif match["bare"] is not None:
        yield Run(match["bare"], line)  # found as an address later; nothing in it is emphasis
    elif match["note"] is not None and match["colon"]:
        yield Run(" [", line)


def _styled(text: str, line: int, style: Style, abbreviations: Mapping[str, str]) -> Iterator[Run]:
    """Give the runs of an emphasised text: links stay links, the rest takes the style."""
    for run in _runs(Source.at(text, line), abbreviations):
        yield Run(run.text, run.line, run.url, style if run.style is Style.PLAIN else run.style)


def _link(url: str, text: str | None, line: int, abbreviations: Mapping[str, str]) -> Iterator[Run]:
    url = _ESCAPE.sub(r"\1", re.sub(r"\s*\n\s*", " ", url)).strip()
    address = _address(url, abbreviations)
    if text is not None and not address and _WEB.match(text.strip()):
        address, text = text.strip(), url  # a link whose description is the address
    yield Run(text if text is not None else url, line, address)


def _address(url: str, abbreviations: Mapping[str, str]) -> str:
    """Give the web address of a target; empty for files, ids, headlines and citations."""
    if _WEB.match(url):
        return url
    word, colon, rest = url.partition(":")
    if not colon:
        return ""
    pattern = abbreviations.get(word) or _SCHOLARLY.get(word.lower())
    if pattern is None:
        return ""
    rest = rest.strip().removeprefix("//")
    return pattern.replace("%s", rest).replace("%h", rest) if "%s" in pattern or "%h" in pattern else pattern + rest
