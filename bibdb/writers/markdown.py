"""The lists given back: the same bytes, with the facts of each work beside its entry.

Facts are a line of their own below an entry's label, so that every byte that the person wrote stays as it was. Only
Markdown has a place for them; a document in another format, and a row of a table, is given back without.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bibdb.identifiers import Scheme, web_address
from bibdb.text import collapse, strip_controls
from bibdb.values import Document, EditionKind, Entry, Facts, LinkKind, RelationKind, Work

__all__ = ["FACTS", "code_addresses", "facts_line", "write"]

FACTS = ("authors", "venue", "date", "arxiv", "code", "key")
"""The facts that can stand beside an entry, in their usual order."""

_MOST_AUTHORS = 3
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|"})


def write(
    document: Document, facts: Facts, codes: Mapping[str, str] | None = None, *, shown: Sequence[str] = FACTS
) -> str:
    """Give a document's text with a line of facts below each entry's label; with no `facts`, byte for byte.

    Bytes that are no UTF-8 come as surrogates (PEP 383), so that encoding with `surrogateescape` restores them.
    `codes` gives for a work's key the address of its code where that is a work of its own (see `code_addresses`).
    """
    text = document.content.decode("utf-8", "surrogateescape")
    if document.format != "markdown" or not facts or not shown:
        return text
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    beside = {
        document.entries[index].label_end_line: _beside(
            document.entries[index], lines, facts_line(work, codes or {}, shown)
        )
        for index, work in facts.items()
    }
    return "".join(line + beside.get(number, "") for number, line in enumerate(lines, 1))


def code_addresses(works: Iterable[Work]) -> dict[str, str]:
    """Give for each paper's key where its code is, as the works that are its code say."""
    return {
        paper: work.cited.url
        for work in works
        for kind, paper in work.relations
        if kind is RelationKind.CODE_OF and work.cited.url
    }


def facts_line(work: Work, codes: Mapping[str, str], shown: Sequence[str] = FACTS) -> str:
    """Give a work's facts in one line of Markdown; empty where nothing is known."""
    makers = {"authors": _authors, "venue": _venue, "date": _date, "arxiv": _arxiv, "key": _key}
    parts = [_code(work, codes) if name == "code" else makers[name](work) for name in shown]
    return " · ".join(part for part in parts if part)


def _beside(entry: Entry, lines: Sequence[str], told: str) -> str:
    """Give what to insert below an entry's label: in its paragraph, in its list item, or under its heading."""
    if not 0 < entry.label_end_line <= len(lines):
        return ""
    first, last = lines[entry.line - 1], lines[entry.label_end_line - 1]
    if not told or first.lstrip().startswith(("|", "<t")) or "|" in _outside_links(first) or not last.endswith("\n"):
        return ""
    end = "\r\n" if last.endswith("\r\n") else "\n"
    if first.lstrip().startswith("#"):
        return f"{end}{told}{end}{end}"
    return f"{_indent(first)}<br>{told}{end}"


def _outside_links(line: str) -> str:
    """Give what of a line could make it a table's row."""
    return "" if "](" in line else line


def _indent(line: str) -> str:
    """Give the blanks that keep a further line inside the list item that a line opens."""
    bare = line.lstrip()
    blanks = line[: len(line) - len(bare)]
    marker, _, rest = bare.partition(" ")
    opens = marker in {"-", "*", "+"} or (marker[:-1].isdigit() and marker[-1:] in {".", ")"})
    return blanks + " " * (len(bare) - len(rest)) if opens else blanks


def _safe(text: str) -> str:
    return collapse(strip_controls(text)).translate(_SPECIAL)


def _authors(work: Work) -> str:
    names = [_safe(name.display) for name in work.cited.authors or ()]
    if len(names) > _MOST_AUTHORS:
        return f"{names[0]} et al."
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"


def _venue(work: Work) -> str:
    publication = work.edition(EditionKind.PUBLICATION)
    if publication is None:
        return ""
    return _safe(publication.container_title_short or publication.container_title or publication.event_title or "")


def _date(work: Work) -> str:
    return str(work.cited.issued or "")


def _arxiv(work: Work) -> str:
    identifier = work.identifier(Scheme.ARXIV)
    if identifier is None:
        return ""
    preprint = work.edition(EditionKind.PREPRINT)
    category = f" \\[{preprint.primary_category}\\]" if preprint is not None and preprint.primary_category else ""
    return f"[arXiv:{identifier.value}]({web_address(identifier)}){category}"


def _code(work: Work, codes: Mapping[str, str]) -> str:
    """Point to a paper's code: a link of its entry, or the work that says it is its code."""
    own = next((link.url for link in work.links if link.kind is LinkKind.CODE), codes.get(work.key))
    return f"[code]({own})" if own is not None and own != work.cited.url else ""


def _key(work: Work) -> str:
    return f"`{work.key}`"
