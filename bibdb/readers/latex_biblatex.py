r"""The records of a .bbl file that biber wrote: `\entry … \endentry` with names, fields and verbatim values."""

from __future__ import annotations

import re

from bibdb.dates import PartialDate
from bibdb.readers.items import Given, Item, Run, Shape, visible
from bibdb.readers.latex_inline import Tex, runs
from bibdb.readers.tex import decode_tex

__all__ = ["record"]

_END = re.compile(r"\\endentry\b|\\entry\s*\{")
_FIELD = re.compile(r"\\(?P<kind>field|strng|list)\s*\{(?P<name>\w+)\}\s*(?:\{\d+\}\s*)?(?=\{)")
_VERBATIM = re.compile(r"\\verb\s*\{(?P<name>\w+)\}\s*\n[ \t]*\\verb[ \t](?P<value>[^\n]*)")
_NAMES = re.compile(r"\\name\s*\{author\}\s*\{\d+\}\s*\{[^{}]*\}\s*(?=\{)")
_PART = re.compile(r"(?<![a-z])(?P<name>family|given|prefix|suffix)\s*=\s*(?=\{)")
_LINKS = {"doi": "https://doi.org/", "eprint": "https://arxiv.org/abs/", "url": ""}
_DELIMITERS = re.compile(r"\\bib\w*delim\w?\s*|\\bibrangedash\s*|\\bibinitperiod\s*")


def record(tex: Tex, begin: int, start: int, key: str, kind: str) -> tuple[Item, int]:
    """Give one record as an item with what it says, and where it ends."""
    match = _END.search(tex.text, start)
    end = (match.end() if match.group().startswith("\\end") else match.start()) if match else len(tex.text)
    fields = _fields(tex, start, end)
    values = {
        found["name"]: (found["value"].strip(), tex.source.line_at(found.start("value")))
        for found in _VERBATIM.finditer(tex.text, start, end)
    }
    links = tuple(_links(values, fields))
    title = ": ".join(filter(None, (fields.get("title"), fields.get("subtitle"))))
    given = Given(
        title=title or None,
        authors=_authors(tex, start, end),
        date=_date(fields),
        venue=fields.get("journaltitle")
        or fields.get("booktitle")
        or fields.get("eventtitle")
        or fields.get("publisher")
        or fields.get("institution"),
        key=key.strip() or None,
        wanted=kind not in {"set", "xdata"},
    )
    line = tex.source.line_at(begin)
    shown = f"{', '.join(given.authors)}. {title}. {given.venue or ''}" if given.authors else title
    item = Item(
        Shape.FOOTNOTE, line, tex.source.line_at(max(begin, end - 1)), 1, (Run(shown + " ", line), *links), given
    )
    return item, end


def _fields(tex: Tex, start: int, end: int) -> dict[str, str]:
    """Collect the fields; the first of a name is kept."""
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(tex.text, start, end):
        inside = tex.group(match.end())
        if inside is None or inside[1] > end:
            continue
        text = tex.text[slice(*inside)]
        if match["kind"] == "list":
            text = text.strip().removeprefix("{").removesuffix("}").removesuffix("%")
        elif match["name"] in {"title", "subtitle", "journaltitle", "booktitle"}:
            text = visible(runs(tex, *inside))
        fields.setdefault(match["name"], " ".join(decode_tex(_DELIMITERS.sub(" ", text)).split()))
    return fields


def _authors(tex: Tex, start: int, end: int) -> tuple[str, ...]:
    """Give the authors in the order of their parts in speech."""
    match = _NAMES.search(tex.text, start, end)
    inside = tex.group(match.end()) if match else None
    if inside is None:
        return ()
    names: list[str] = []
    position = _past_comment(tex, *inside)
    while (group := tex.group(position)) and group[1] < inside[1]:
        parts: dict[str, str] = {}
        for part in _PART.finditer(tex.text, *group):
            if span := tex.group(part.end()):
                text = decode_tex(_DELIMITERS.sub(" ", tex.text[slice(*span)]))
                parts.setdefault(part["name"], " ".join(text.split()))
        names.append(" ".join(filter(None, (parts.get(name) for name in ("given", "prefix", "family", "suffix")))))
        position = _past_comment(tex, group[1] + 1, inside[1])
    return tuple(filter(None, names))


def _past_comment(tex: Tex, position: int, end: int) -> int:
    while position < end and tex.text[position] in "%\n\r\t ":
        position += 1
    return position


def _date(fields: dict[str, str]) -> PartialDate | None:
    """Join year, month and day; a record of old standard has them in `date`."""
    parts = [fields.get("year", ""), fields.get("month", ""), fields.get("day", "")]
    if not re.fullmatch(r"\d{4}", parts[0]):
        return PartialDate.parse(fields.get("date", "")[:10])
    numbers = [part.zfill(2) for part in parts if part.isdigit()]
    return PartialDate.parse("-".join(numbers)) or PartialDate.parse(parts[0])


def _links(values: dict[str, tuple[str, int]], fields: dict[str, str]) -> list[Run]:
    """Give the record's addresses: DOI, eprint of arXiv, URL."""
    links = []
    for name in ("eprint", "doi", "url"):
        value, line = values.get(name, ("", 0))
        foreign = name == "eprint" and "arxiv" not in fields.get("eprinttype", "arxiv").lower()
        if value and not foreign:
            url = value if "://" in value else _LINKS[name] + re.sub(r"^(?:arXiv|doi):", "", value, flags=re.IGNORECASE)
            links.append(Run(name, line, url))
    return links
