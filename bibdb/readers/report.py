"""What a reader understood of a document, as JSON values and as lines for a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bibdb.identifiers import Identifier, Scheme
from bibdb.text import collapse, strip_controls
from bibdb.values import Document, Link, Section

__all__ = ["as_data", "as_lines"]


def as_data(document: Document) -> dict[str, object]:
    """Give a document as the JSON object of `bibdb read --json`; a member of a dump names its `container` too."""
    links = [_link(link) for link in document.links]
    of_entry: dict[int | None, list[object]] = defaultdict(list)
    for link, data in zip(document.links, links, strict=True):
        of_entry[link.entry].append(data)
    entries = [
        {
            "line": entry.line,
            "section": _path(document.sections, entry.section),
            "label": entry.label,
            "title": entry.title,
            "date": str(entry.date) if entry.date else None,
            "venue": entry.venue,
            "authors": list(entry.authors),
            "tags": list(entry.tags),
            "note": entry.note,
            "links": of_entry[number],
        }
        for number, entry in enumerate(document.entries)
    ]
    place = {"container": document.container} if document.container is not None else {}
    return {
        "path": document.path,
        **place,
        "format": document.format,
        "sections": [
            {"line": each.line, "level": each.level, "title": each.title, "path": " > ".join(each.path)}
            for each in document.sections
        ],
        "entries": entries,
        "links": links,
        "blocks": dict(Counter(str(block.role) for block in document.blocks)),
    }


def as_lines(document: Document) -> Iterator[str]:
    """Tell what was understood: a summary, then each section with its entries and their links; without controls."""
    name = document.path if document.container is None else f"{document.container} ({document.path})"
    entries = _count(len(document.entries), "entry", "entries")
    links_and_sections = f"{_count(len(document.links), 'link')}, {_count(len(document.sections), 'section')}"
    yield strip_controls(collapse(f"{name}: {document.format}, {entries}, {links_and_sections}"))
    links: Mapping[int | None, list[Link]] = _by_entry(document.links)
    section: int | None = None
    for number, entry in enumerate(document.entries):
        if entry.section != section:
            section = entry.section
            yield strip_controls(f"  {_path(document.sections, section)}")
        facts = "; ".join(filter(None, (str(entry.date or ""), entry.venue or "", ", ".join(entry.tags))))
        title = _short(entry.title or entry.label or "(no title)", 100)
        yield strip_controls(f"  {entry.line:>6}  {title}" + (f"  ({_short(facts, 60)})" if facts else ""))
        for link in links[number]:
            yield strip_controls(f"          {link.role} {link.kind}: {link.identifier or link.url}")
    if free := links[None]:
        yield f"  {_count(len(free), 'link')} outside entries"


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"


def _by_entry(links: Sequence[Link]) -> Mapping[int | None, list[Link]]:
    found: dict[int | None, list[Link]] = defaultdict(list)
    for link in links:
        found[link.entry].append(link)
    return found


def _link(link: Link) -> dict[str, object]:
    return {
        "line": link.line,
        "url": link.url,
        "text": link.text,
        "role": str(link.role),
        "kind": str(link.kind),
        "identifier": _identifier(link.identifier),
    }


def _identifier(identifier: Identifier | None) -> dict[str, object] | None:
    """Give an identifier; a page's address is none, the URL has it."""
    if identifier is None or identifier.scheme is Scheme.URL:
        return None
    return {"scheme": str(identifier.scheme), "value": identifier.value, "version": identifier.version}


def _path(sections: Sequence[Section], number: int | None) -> str:
    return " > ".join(sections[number].path) if number is not None else ""


def _short(text: str, width: int) -> str:
    text = collapse(text)
    return text if len(text) <= width else text[: width - 1] + "…"
