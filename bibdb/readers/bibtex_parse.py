"""BibTeX source as plain values: entries with their resolved fields and lines, and what is wrong with the rest.

The source is split by bibtexparser, which recovers at the next `@type{` at the head of a line. What it leaves open is
done here: where each value stands, `@string` names and `#`, a comma that is missing between fields, and inheritance by
`crossref` (biblatex manual, appendix B: a chapter's `booktitle` is its book's `title`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bibdb.values import Finding, Severity

__all__ = ["BibField", "BibItem", "Bibliography", "parse"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
# Macros that every style defines: months, and the journals of plain.bst that people rely on.
_MACROS = {name: name for name in _MONTHS} | {"acmcs": "ACM Computing Surveys", "cacm": "Communications of the ACM"}
_COMMENT = re.compile(r"^[ \t]*%[^\n]*\n", re.MULTILINE)
_NEXT_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w-]*)\s*=\s*(?=\S)")
_BARE = re.compile(r"[^\s#,{}\"]+")
# What belongs to one entry alone and is not handed down.
_INDIVIDUAL = """
    abstract annotation annote crossref doi eprint eprinttype eprintclass archiveprefix primaryclass file groups ids
    keywords note pages pagetotal url urldate xref xdata related label shorthand title subtitle author
"""
_OWN = frozenset(_INDIVIDUAL.split())
_HANDED = {"title": "booktitle", "subtitle": "booksubtitle", "author": "bookauthor"}


@dataclass(frozen=True, slots=True)
class BibField:
    """A field: its `text` with names resolved and delimiters gone, its `source` as it stands, from `line` on."""

    text: str
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class BibItem:
    """A block of the source that holds `lines` `line` to `end_line`: an entry when `fields` is not None."""

    line: int
    end_line: int
    raw: str
    kind: str
    key: str = ""
    fields: Mapping[str, BibField] | None = None


@dataclass(slots=True)
class Bibliography:
    """What a source holds, in order, and what a person should know about it."""

    items: list[BibItem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def parse(text: str) -> Bibliography:
    """Read BibTeX; whatever is broken is a finding with its line, and the rest is read."""
    result = Bibliography()
    macros: dict[str, str] = dict(_MACROS)
    keys: dict[str, int] = {}
    for block in _split(text):
        result.items.append(_item(block, macros, keys, result.findings))
    result.items = list(_inherited(result.items, result.findings))
    return result


def _split(text: str) -> Iterable[object]:
    """Let bibtexparser split the source; it reports to a logger what it also returns, so the logger is kept silent."""
    from bibtexparser.entrypoint import parse_string

    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        return parse_string(text, parse_stack=[]).blocks
    finally:
        logger.setLevel(level)


def _item(block: object, macros: dict[str, str], keys: dict[str, int], findings: list[Finding]) -> BibItem:
    """Turn a block of bibtexparser's into an item, and note what is wrong with it."""
    from bibtexparser import model

    assert isinstance(block, model.Block)
    line = (block.start_line or 0) + 1
    raw = block.raw or ""
    item = BibItem(line, line + raw.count("\n"), raw, "comment")
    if isinstance(block, model.DuplicateFieldKeyBlock):
        findings.append(_warning("bibtex-duplicate-field", "a field is given twice: the first counts", line))
        return _entry(block.ignore_error_block, item, macros, keys, findings)
    if isinstance(block, model.DuplicateBlockKeyBlock):
        return _entry(block.ignore_error_block, item, macros, keys, findings)
    if isinstance(block, model.ParsingFailedBlock):
        findings.append(_warning("bibtex-broken", f"the BibTeX entry is broken and was not read: {_head(raw)}", line))
        return item
    if isinstance(block, model.Entry):
        return _entry(block, item, macros, keys, findings)
    if isinstance(block, model.String):
        macros[block.key.lower()] = _value(str(block.value), macros, [])
        return replace(item, kind="string")
    return item


def _entry(
    entry: object, item: BibItem, macros: Mapping[str, str], keys: dict[str, int], findings: list[Finding]
) -> BibItem:
    """Turn an entry into an item with its fields."""
    from bibtexparser import model

    if not isinstance(entry, model.Entry):
        if isinstance(entry, model.String):
            return replace(item, kind="string")
        return item
    key = entry.key.strip()
    if key and key.lower() in keys:
        message = f"the citation key {key!r} stands already in line {keys[key.lower()]}"
        findings.append(_warning("bibtex-duplicate-key", message, item.line))
    keys.setdefault(key.lower(), item.line)
    fields: dict[str, BibField] = {}
    position = 0
    for each in entry.fields:
        source = str(each.value)
        found = item.raw.find(source, position) if source else -1
        start = found if found >= 0 else position
        position = start + len(source)
        name = _COMMENT.sub("", each.key).split("\n")[-1].strip().lower()
        for part_name, part in _parts(name, source, item.line + item.raw.count("\n", 0, start), macros, findings):
            fields.setdefault(part_name, part)
    return replace(item, kind=entry.entry_type.lower(), key=key, fields=fields)


def _parts(
    name: str, source: str, line: int, macros: Mapping[str, str], findings: list[Finding]
) -> Iterator[tuple[str, BibField]]:
    """Give a field, and those that a missing comma glued to its value."""
    while True:
        unknown: list[str] = []
        end, text = _scan(source, macros, unknown)
        for macro in unknown:
            message = f"the @string {macro!r} is not defined: read as its name"
            findings.append(_warning("bibtex-string", message, line))
        glued = _NEXT_FIELD.match(source, end)
        yield name, BibField(text, source[: end or len(source)], line)
        if glued is None:
            return
        findings.append(_warning("bibtex-comma", f"a comma is missing after the field {name!r}", line))
        line += source.count("\n", 0, glued.end())
        name, source = glued[1].lower(), source[glued.end() :]


def _value(source: str, macros: Mapping[str, str], unknown: list[str]) -> str:
    return _scan(source, macros, unknown)[1]


def _scan(source: str, macros: Mapping[str, str], unknown: list[str]) -> tuple[int, str]:
    """Read `{…}`, `"…"`, numbers and names joined by `#`; give where that ends, and the text."""
    position, end, parts = 0, 0, []
    while True:
        position = _skip_blanks(source, position)
        if position >= len(source):
            break
        if source[position] in '{"':
            close = _closing(source, position)
            parts.append(source[position + 1 : close])
            position = close + 1
        elif match := _BARE.match(source, position):
            parts.append(_named(match.group(), macros, unknown))
            position = match.end()
        else:
            break
        end = position
        position = _skip_blanks(source, position)
        if position >= len(source) or source[position] != "#":
            break
        position += 1
    return end, "".join(parts) if end else source


def _skip_blanks(source: str, position: int) -> int:
    while position < len(source) and source[position].isspace():
        position += 1
    return position


def _named(word: str, macros: Mapping[str, str], unknown: list[str]) -> str:
    if word.isdigit() or word.lower() in macros:
        return macros.get(word.lower(), word)
    if word[:1].isalpha():
        unknown.append(word)
    return word


_DELIMITER = re.compile(r'\\.|[{}"]', re.DOTALL)


def _closing(source: str, start: int) -> int:
    """Find the brace or quote that closes the one at `start`; the end of the source when there is none."""
    depth = 0
    quoted = source[start] == '"'
    for match in _DELIMITER.finditer(source, start + 1):
        sign = match.group()
        if sign == "{":
            depth += 1
        elif sign == "}":
            if not quoted and depth == 0:
                return match.start()
            depth -= 1
        elif sign == '"' and quoted and depth <= 0:
            return match.start()
    return len(source)


def _inherited(items: list[BibItem], findings: list[Finding]) -> Iterator[BibItem]:
    """Hand the fields of a parent down to the entries that name it as their `crossref`."""
    parents = {item.key.lower(): item for item in reversed(items) if item.fields is not None and item.key}
    for item in items:
        reference = (item.fields or {}).get("crossref")
        if item.fields is None or reference is None:
            yield item
            continue
        parent = parents.get(reference.text.strip().lower())
        if parent is None or parent.fields is None or parent is item:
            message = f"there is no entry {reference.text.strip()!r} to cross-refer to"
            findings.append(_warning("bibtex-crossref", message, reference.line))
            yield item
            continue
        handed = {_HANDED[name]: each for name, each in parent.fields.items() if name in _HANDED}
        handed |= {name: each for name, each in parent.fields.items() if name not in _OWN}
        # What is inherited stands elsewhere: it has no place of its own to look for links in.
        yield replace(
            item, fields={name: replace(each, source="") for name, each in handed.items()} | dict(item.fields)
        )


def _warning(rule: str, message: str, line: int) -> Finding:
    return Finding(rule, message, line, Severity.WARNING)


def _head(raw: str) -> str:
    return " ".join(raw.split())[:60]
