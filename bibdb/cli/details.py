"""A work, told to a person in lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibdb.cli.cells import cell, flat, wrapped
from bibdb.identifiers import Scheme, web_address
from bibdb.text import strip_controls
from bibdb.values import Edition, Listing, Name, Resolution, Work

__all__ = ["details"]

_INDENT = 14

_KNOWN = {
    Resolution.RESOLVED: "",
    Resolution.PARTIAL: "partly known: the next sync that reaches its source adds the rest",
    Resolution.PENDING: "not known yet: no source has answered",
    Resolution.LABEL: "known by the words of the list alone",
    Resolution.NOT_FOUND: "not found: its sources know nothing of it",
}

# Fields in the order of reading, under the words that a person uses for them.
_FIELDS = (
    ("Editors", "editors"),
    ("In", "container_title"),
    ("Short", "container_title_short"),
    ("Event", "event_title"),
    ("Series", "collection_title"),
    ("Edition", "edition"),
    ("Chapter", "chapter_number"),
    ("Publisher", "publisher"),
    ("Place", "publisher_place"),
    ("Held by", "organization"),
    ("How", "howpublished"),
    ("Volume", "volume"),
    ("Issue", "issue"),
    ("Pages", "page"),
    ("Number", "number"),
    ("Genre", "genre"),
    ("Entry type", "entry_type"),
    ("Submitted", "submitted"),
    ("Issued", "issued"),
    ("Updated", "updated"),
    ("Version", "version"),
    ("Categories", "categories"),
    ("Comment", "comment"),
    ("Journal ref", "journal_ref"),
    ("Licence", "license"),
    ("Language", "language"),
    ("Keywords", "keywords"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("DOI", "doi"),
    ("URL", "url"),
    ("Note", "note"),
    ("Withdrawn", "withdrawn"),
    ("Retracted", "retracted"),
    ("Abstract", "abstract"),
)


def details(work: Work, columns: int) -> Iterator[str]:
    """Tell what is known of a work, in lines of at most so many columns (notes stand as they were written)."""
    yield from _field("", work.cited.title or "(no title)", columns, indent=0)
    yield from _field("", _names(work.cited.authors), columns, indent=0)
    yield "\n"
    yield from _field("Key", work.key, columns)
    yield from _field("Aliases", ", ".join(work.aliases), columns)
    listed = "" if work.listed else "; no list names it any more"
    known = _KNOWN[work.resolution]
    yield from _field("Type", f"{work.type}{f' ({known})' if known else ''}{listed}", columns)
    for identifier in work.identifiers:
        address = "" if identifier.scheme is Scheme.URL else f" ({web_address(identifier)})"
        yield from _field(identifier.scheme, f"{identifier.value}{address}", columns)
    for edition in sorted(work.editions, key=lambda edition: edition.kind is not work.cited.kind):
        yield from _edition(edition, work, columns)
    yield from _ties(work, columns)
    for listing in work.listings:
        yield from _listing(listing, columns)


def _field(name: str, text: str, columns: int, indent: int = _INDENT) -> Iterator[str]:
    """Write a name and its text beside it; nothing where there is no text."""
    room = max(20, columns - indent)
    for place, line in enumerate(wrapped(cell(text), room) if text else ()):
        yield f"{'' if place else name:<{indent}}{line}\n"


def _edition(edition: Edition, work: Work, columns: int) -> Iterator[str]:
    """Tell an edition's fields; what is the same as in the heading is not repeated."""
    sources = ", ".join(dict.fromkeys(edition.origin.values()))
    cited = ", cited" if len(work.editions) > 1 and edition.kind is work.cited.kind else ""
    evidence = f", said by the {edition.evidence}" if edition.evidence else ""
    yield f"\n{str(edition.kind).capitalize()}{cited}{evidence}{f' (from {sources})' if sources else ''}\n"
    if edition.title != work.cited.title:
        yield from _field("  Title", edition.title or "", columns)
    if edition.authors != work.cited.authors:
        yield from _field("  Authors", _names(edition.authors), columns)
    said = {web_address(identifier) for identifier in work.identifiers} | {each.value for each in work.identifiers}
    for name, attribute in _FIELDS:
        value = _value(getattr(edition, attribute))
        yield from _field(f"  {name}", "" if value in said else value, columns)


def _value(value: object) -> str:
    """Write a field's value; nothing for what is unknown, empty or not so."""
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case tuple() if value and isinstance(value[0], Name):
            return _names(value)
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def _names(names: tuple[Name, ...] | None) -> str:
    return ", ".join(name.display for name in names or ())


def _ties(work: Work, columns: int) -> Iterator[str]:
    """Tell the links that lists give for the work, and what other works it belongs to."""
    if work.links or work.relations:
        yield "\nLinks\n"
    said = {work.cited.title, *(listing.label for listing in work.listings)}
    told = ((link.kind, link.url, "" if link.text in said else link.text) for link in work.links)
    for name, url, text in dict.fromkeys(told):
        yield from _field(f"  {name}", f"{url} ({text})" if text else url, columns)
    for kind, key in work.relations:
        yield from _field(f"  {kind}", key, columns)


def _listing(listing: Listing, columns: int) -> Iterator[str]:
    """Tell where the work is listed and what the person wrote there."""
    yield f"\nListed in {cell(listing.locus)}\n"
    yield from _field("  Section", listing.section, columns)
    yield from _field("  Label", listing.label, columns)
    yield from _field("  Tags", ", ".join(listing.tags), columns)
    note = flat(strip_controls(listing.note)).strip("\n")
    if note.strip():
        yield "\n"
        for line in note.expandtabs(4).splitlines():
            yield from _note_line(line, columns)


def _note_line(line: str, columns: int) -> Iterator[str]:
    """Write a line of a note as it stands; one that is too long is broken, and goes on below its first word."""
    indent = 4 + len(line) - len(line.lstrip())
    marker = re.match(r"(?:[-*+>]|->|\d+[.)])\s+", line.lstrip())
    hanging = indent + (len(marker[0]) if marker else 0)
    first, *rest = wrapped(line, max(20, columns - hanging)) or [""]
    yield f"{' ' * indent}{first}".rstrip() + "\n"
    yield from (f"{' ' * hanging}{each}\n" for each in rest)
