"""The lists given back: the same bytes, with the facts of each work beside its entry.

Facts are a line of their own below an entry's label, so that every byte that the person wrote stays as it was; the
line ends in a comment by which it is known again, and taken out before new facts are put in. Only Markdown has a place
for them: a document in another format, a row of a table and a block of HTML are given back without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bibdb.identifiers import Scheme, web_address
from bibdb.text import FACTS_MARK, collapse, strip_controls
from bibdb.values import Document, EditionKind, Facts, LinkKind, Work, WorkType
from bibdb.writers.glance import shown as readable
from bibdb.writers.glance import web
from bibdb.writers.markdown_places import Place, places_of
from bibdb.writers.names import credited
from bibdb.writers.places import place_of

__all__ = ["FACTS", "escape", "facts_line", "link_target", "write"]

FACTS = ("authors", "venue", "date", "arxiv", "code", "key")
"""The facts that can stand beside an entry, in their usual order."""

_MOST_AUTHORS = 3
_ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|~$&#"})
_OPENING = re.compile(r"^(?=[-+=:])|^(\d+)(?=[.)])")
_NOT_IN_TARGETS = re.compile(r"[()*\[\]]")

Telling = Callable[[Work], str]
"""What gives a work's facts in one line of Markdown."""


def write(document: Document, facts: Facts, tell: Telling | None = None, *, encoding: str = "utf-8") -> str:
    """Give a document's text with a line of facts below each entry's label; with no `facts`, byte for byte.

    The text is what `encoding` makes of the document's bytes, and is to be encoded by it again, with the error handler
    `surrogateescape`: bytes that it does not know come as surrogates (PEP 383). A letter of a fact that the encoding
    has not got is written as a character reference. Facts that an earlier export wrote should be taken out of the
    document before it is read: see `bibdb.text.without_facts`.
    """
    text = document.content.decode(encoding, "surrogateescape")
    if document.format != "markdown" or not facts:
        return text
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    places = places_of(text)
    beside: dict[int, str] = {}
    for index, work in facts.items():
        place = places.get(document.entries[index].label_end_line)
        told = _one_line((tell or facts_line)(work), encoding)
        if place is not None and told and place.last <= len(lines) and place.last not in beside:
            beside[place.last] = _beside(place, lines, told)
    return "".join(line + beside.get(number, "") for number, line in enumerate(lines, 1))


def _one_line(told: str, encoding: str) -> str:
    line = collapse(told.replace(FACTS_MARK, ""))
    return line.encode(encoding, "xmlcharrefreplace").decode(encoding)


def _beside(place: Place, lines: Sequence[str], told: str) -> str:
    """Give what to insert: a line of its own under a heading, else a further line of the paragraph."""
    last = lines[place.last - 1]
    end = "\r\n" if last.endswith("\r\n") else "\n"
    if not last.endswith("\n"):
        end = "\r\n" if "\r\n" in lines[0] else "\n"
        return (
            f"{end}{end}{place.prefix}{told} {FACTS_MARK}"
            if place.heading
            else f"{end}{place.prefix}<br>{told} {FACTS_MARK}"
        )
    if place.heading:
        return f"{end}{place.prefix}{told} {FACTS_MARK}{end}{end}"
    broken = last.rstrip("\r\n").endswith(("  ", "\\", "<br>", "<br/>", "<br />"))
    opening = _OPENING.sub(r"\1\\", told, count=1) if broken else f"<br>{told}"
    closing = "<br>" if place.goes_on else ""
    return f"{place.prefix}{opening}{closing} {FACTS_MARK}{end}"


def facts_line(work: Work, codes: Mapping[str, str] | None = None, shown: Sequence[str] = FACTS) -> str:
    """Give a work's facts in one line of Markdown; empty where nothing is known.

    `codes` gives for a paper's key the address of its code, where that is a work of its own (`glance.code_addresses`).
    """
    parts = [_code(work, codes or {}) if name == "code" else _MAKERS[name](work) for name in shown]
    return " · ".join(part for part in parts if part)


def escape(text: str) -> str:
    """Write a text from elsewhere so that Markdown and HTML take it for text, in one line."""
    return collapse(strip_controls(text)).translate(_ESCAPED)


def link_target(url: str | None) -> str:
    """Give an http(s) address as the target of a Markdown link; nothing for any other."""
    return _NOT_IN_TARGETS.sub(lambda match: f"%{ord(match[0]):02X}", web(url))


def _authors(work: Work) -> str:
    names = [escape(readable(name.display)) for name in credited(work.cited.authors or ())]
    if len(names) > _MOST_AUTHORS:
        return f"{names[0]} et al."
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"


def _venue(work: Work) -> str:
    publication = work.edition(EditionKind.PUBLICATION)
    place = place_of(publication, short=True).name if publication is not None else None
    return escape(readable(place))


def _date(work: Work) -> str:
    return str(work.cited.issued or "")


def _arxiv(work: Work) -> str:
    identifier = work.identifier(Scheme.ARXIV)
    if identifier is None:
        return ""
    preprint = work.edition(EditionKind.PREPRINT)
    category = preprint.primary_category if preprint is not None else None
    shown = f" \\[{escape(category)}\\]" if category else ""
    return f"[arXiv:{escape(identifier.value)}]({link_target(web_address(identifier))}){shown}"


def _code(work: Work, codes: Mapping[str, str]) -> str:
    """Point to a paper's code: a link of its entry, or the work that says it is its code."""
    if work.type is WorkType.SOFTWARE:
        return ""
    own = next((link.url for link in work.links if link.kind is LinkKind.CODE), codes.get(work.key))
    target = link_target(own) if own != work.cited.url else ""
    return f"[code]({target})" if target else ""


def _key(work: Work) -> str:
    return f"`{strip_controls(work.key).replace('`', '')}`"


_MAKERS: Mapping[str, Callable[[Work], str]] = {
    "authors": _authors,
    "venue": _venue,
    "date": _date,
    "arxiv": _arxiv,
    "key": _key,
}
