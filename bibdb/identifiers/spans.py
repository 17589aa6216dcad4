"""Identifiers in running text, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibdb.identifiers import arxiv, doi, isbn, proceedings
from bibdb.identifiers.brackets import first_unopened
from bibdb.identifiers.forms import KNOWN_HOST, identify, is_address
from bibdb.identifiers.glue import pieces, trimmed
from bibdb.identifiers.model import Identifier, Span

# Where a word can begin; after `\n` too, as it stands in JSON and in the strings of programs.
_START = r"(?:(?<![\w.@/-])|(?<=\\[nrt]))"
_NUMBER_START = r"(?:(?<![\w.,+±$€£^/-])|(?<=\\[nrt])|(?i:(?<=arxiv)|(?<=arxiv[_/-])|(?<=abs/)|(?<=pdf/)))"
_NUMBER_END = r"(?!\.\d|,\d|\(\d|[^\S\n]?[%±×°])"
_TRIGGER = re.compile(
    rf"""(?P<url>https?:(?:\\?/){{1,3}}(?=[\w\[])|{_START}{KNOWN_HOST}/)
    |(?P<doi>(?:{_START}|(?<=/))(?P<label>doi\s{{0,2}}[:=]?\s{{0,2}})?(?:(?<![\w.])|(?<=doi))10(?:\.\d{{3}}|[/%](?=\w)))
    |(?P<arxiv>{_NUMBER_START}(?-i:{arxiv.ID}){_NUMBER_END})
    |(?P<isbn>{_START}isbn(?:-?1[03])?\s{{0,2}}[:=]?\s{{0,2}}(?:97[89][- ]?)?(?:\d[- ]?){{9}}[\dX](?!\w))
    |(?P<acl>{_START}\d{{4}}\.[a-z0-9_]{{1,32}}-[a-z0-9_]{{1,32}}\.\d{{1,4}}(?![\w-]))""",
    re.VERBOSE | re.IGNORECASE,
)

_STOPS = r"\s<>\"`{}|^\\\x00-\x1f\x7f-\x9f，。；：！？、…“”‘’（）【】「」『』《》"
_TEX = r"\\[/_%&\#~$]|\{\\?[_%&\#~$]\}"
_URL_TOKEN = re.compile(rf"(?:[^{_STOPS}]|{_TEX})+")
_DOI_TOKEN = re.compile(
    rf"(?:[^{_STOPS}\u0080-\U0010ffff]|{_TEX}|\{{\\textunderscore\}}|<[\w.,:/-]{{1,40}}>(?=[\w.]))+", re.ASCII
)
_SHORT_DOI = re.compile(r"10[/%][a-z0-9]{2,12}(?![\w/(%-])", re.IGNORECASE | re.ASCII)
_DOI_START = re.compile(doi.REGISTRANT + r"(?:/|%2F)", re.IGNORECASE | re.ASCII)
# Where a quotation, an HTML attribute or the next of several ends the token.
_CUT = re.compile(r"&(?:quot|lt|gt|apos|nbsp|#39|#34);|'(?=[,;:)\]}])")
_NEXT_DOI = re.compile(r"[,;](?=10\.\d{4}|doi|http)", re.IGNORECASE)
_GOES_ON = re.compile(r"[ \t][-._](?=\w)")
_ARXIV_LABEL = re.compile(r"(?<!\w)arxiv:\s?\Z", re.IGNORECASE)


def first(text: str) -> Identifier | None:
    """Give the first identifier that a text holds; None if it holds none."""
    found = None if is_address(text) else identify(text)
    return found or next((span.identifier for span in find(text)), None)


def find(text: str) -> Iterator[Span]:
    """Find the identifiers in running text, in order and without overlap.

    Addresses and DOIs end where those who write Markdown, TeX, HTML or JSON end them: at punctuation behind them, and
    at a bracket that they did not open. A number alone is an arXiv paper only where it can be nothing else.
    """
    position = 0
    while match := _TRIGGER.search(text, position):
        spans, position = _READERS[match.lastgroup or ""](text, match)
        yield from spans


def _addresses(text: str, match: re.Match[str]) -> tuple[list[Span], int]:
    """Read the token that an address begins: one address, or several that were glued together."""
    token = _URL_TOKEN.match(text, match.start())
    if token is None:
        return [], match.end()
    end = token.start() + first_unopened(token[0])
    cut = _CUT.search(text, token.start(), end)
    spans = [_address(text, *piece) for piece in pieces(text, token.start(), cut.start() if cut else end)]
    return [span for span in spans if span], max(end, match.end())


def _address(text: str, start: int, end: int) -> Span | None:
    end = trimmed(text, start, start + first_unopened(text[start:end]))
    identifier = identify(text[start:end])
    return Span(start, end, identifier) if identifier else None


def _doi(text: str, match: re.Match[str]) -> tuple[list[Span], int]:
    """Read a DOI, or a short one after `doi:`; one that is broken by a blank or a foreign letter is none."""
    start = match.start() + len(match["label"] or "")
    if match["label"] and (short := _SHORT_DOI.match(text, start)):
        return _spans(match.start(), short.end(), identify(f"doi:{short[0]}")), short.end()
    token = _DOI_TOKEN.match(text, start)
    if token is None or not _DOI_START.match(text, start):
        return [], match.end()
    after = text[token.end() : token.end() + 1]
    if (after.isalpha() and after < "\u0250") or _GOES_ON.match(text, token.end()):
        return [], token.end()
    end = start + first_unopened(token[0])
    for mark in (_CUT, _NEXT_DOI):
        cut = mark.search(text, start, end)
        end = cut.start() if cut else end
    end = trimmed(text, start, end)
    return _spans(match.start(), end, doi.canonical(text[start:end])), max(end, match.end())


def _arxiv(text: str, match: re.Match[str]) -> tuple[list[Span], int]:
    label = _ARXIV_LABEL.search(text, max(0, match.start() - 8), match.start())
    return _spans(label.start() if label else match.start(), match.end(), arxiv.from_match(match)), match.end()


def _isbn(_text: str, match: re.Match[str]) -> tuple[list[Span], int]:
    return _spans(match.start(), match.end(), isbn.read(match[0])), match.end()


def _acl(_text: str, match: re.Match[str]) -> tuple[list[Span], int]:
    return _spans(match.start(), match.end(), proceedings.acl_value(match[0])), match.end()


def _spans(start: int, end: int, identifier: Identifier | None) -> list[Span]:
    return [Span(start, end, identifier)] if identifier else []


_READERS = {"url": _addresses, "doi": _doi, "arxiv": _arxiv, "isbn": _isbn, "acl": _acl}
