"""Refreshing somebody's own `.bib` file: what bibdb knows better is put in, field by field, and nothing else moves.

An entry is known by its key or alias, or by its arXiv identifier or DOI, and only if these do not contradict each
other. A field that says the same in other words (other braces, macros for letters, `First Last`, a `@string`) is left
as it is written. What the file says of a publication that bibdb knows only as a preprint stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bibdb.identifiers import Scheme
from bibdb.text import fold, words
from bibdb.values import EditionKind, Name, Work
from bibdb.writers.bibfile import FileEntry, FileField, entries, expanded, strings
from bibdb.writers.bibtex import value_of
from bibdb.writers.diff import Edit, edited
from bibdb.writers.latex import Dialect
from bibdb.writers.mapping import Fact, Form, facts, type_name
from bibdb.writers.names import encode_name, parts
from bibdb.writers.profiles import adapt
from bibdb.writers.reference import Cited, Genre, Options, cite
from bibdb.writers.tex import plain

__all__ = ["Refreshed", "refresh"]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A file's new text and the edits that make it; the keys that changed, and those refused with the reason."""

    text: str
    edits: tuple[Edit, ...]
    changed: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


# Fields that the two dialects, or habits, call by several names.
_ALIASES = {
    "journal": ("journaltitle",), "journaltitle": ("journal",), "address": ("location",), "location": ("address",),
    "archiveprefix": ("eprinttype",), "eprinttype": ("archiveprefix",), "primaryclass": ("eprintclass",),
    "eprintclass": ("primaryclass",), "school": ("institution",), "institution": ("school",),
    "year": ("date",), "month": ("date",), "date": ("year",),
}  # fmt: skip
_ARXIV = re.compile(r"(?:arxiv:\s*)?((?:[a-z-]+(?:\.[A-Z]{2})?/\d{7})|\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_ARXIV_SAID = re.compile(r"arxiv|corr\b|^abs/", re.IGNORECASE)
_ARXIV_FIELDS = frozenset({"journal", "journaltitle", "howpublished", "volume", "note", "publisher"})
_PREPRINT_TYPES = frozenset({"misc", "online", "unpublished", "electronic"})
_PLACE_FIELDS = frozenset(
    {"booktitle", "journal", "journaltitle", "series", "publisher", "number", "eid", "pages", "volume"}
)
_PREPRINT_ONLY = frozenset({"year", "date", "month", "doi", "url", "howpublished", "journal", "note", "organization"})
_MONTHS = {
    name: number
    for number, names in enumerate(
        (("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
         ("jul", "july"), ("aug", "august"), ("sep", "september", "sept"), ("oct", "october"), ("nov", "november"),
         ("dec", "december")),
        start=1,
    )
    for name in names
}  # fmt: skip


def refresh(text: str, works: Iterable[Work], options: Options) -> Refreshed:
    """Refresh a file's text; `works` are gone through once, and those that the file does not hold are passed over."""
    names = strings(text)
    held = list(entries(text))
    index = _index(text, held, names)
    edits: list[Edit] = []
    changed: dict[int, str] = {}
    seen: set[int] = set()
    refused: list[tuple[str, str]] = []
    for work in works:
        for n in _matches(work, index):
            if n in seen:
                continue
            entry = held[n]
            reason = _contradiction(text, entry, work, names)
            if reason:
                refused.append((entry.key, reason))
                continue
            seen.add(n)
            found = list(_Refresh(text, entry, cite(work, options), options, names).edits())
            if found:
                edits.extend(found)
                changed[n] = entry.key
    return Refreshed(edited(text, edits), tuple(edits), tuple(changed[n] for n in sorted(changed)), tuple(refused))


def _index(text: str, held: list[FileEntry], names: Mapping[str, str]) -> dict[tuple[str, str], list[int]]:
    index: dict[tuple[str, str], list[int]] = {}
    for n, entry in enumerate(held):
        index.setdefault(("key", entry.key), []).append(n)
        for scheme, value in _identifiers(text, entry, names):
            index.setdefault((scheme, value), []).append(n)
    return index


def _identifiers(text: str, entry: FileEntry, names: Mapping[str, str]) -> Iterator[tuple[Scheme, str]]:
    """Give the identifiers that an entry has in its own fields."""
    eprint = _said(text, entry.field("eprint"), names)
    match = _ARXIV.fullmatch(eprint.strip())
    if match:
        yield Scheme.ARXIV, match[1].lower()
    doi = re.sub(r"^https?://(?:dx\\.)?doi\\.org/", "", _said(text, entry.field("doi"), names).strip().lower())
    if doi.startswith("10.48550/arxiv."):
        yield Scheme.ARXIV, doi.removeprefix("10.48550/arxiv.")
    elif doi:
        yield Scheme.DOI, doi


def _matches(work: Work, index: Mapping[tuple[str, str], list[int]]) -> list[int]:
    """Give the entries of the file that are this work: by key, else by identifier."""
    by_key = [n for key in (work.key, *work.aliases) for n in index.get(("key", key), ())]
    by_identifier = [n for each in work.identifiers for n in index.get((str(each.scheme), each.value.lower()), ())]
    for edition in work.editions:
        if edition.doi:
            by_identifier += index.get((Scheme.DOI, edition.doi.lower()), ())
        if edition.arxiv_id:
            by_identifier += index.get((Scheme.ARXIV, edition.arxiv_id.lower()), ())
    return list(dict.fromkeys([*by_key, *by_identifier]))


def _contradiction(text: str, entry: FileEntry, work: Work, names: Mapping[str, str]) -> str | None:
    """Say why an entry that has a work's key is another work."""
    known = {(each.scheme, each.value.lower()) for each in work.identifiers}
    known |= {(Scheme.DOI, edition.doi.lower()) for edition in work.editions if edition.doi}
    known |= {(Scheme.ARXIV, edition.arxiv_id.lower()) for edition in work.editions if edition.arxiv_id}
    theirs = list(_identifiers(text, entry, names))
    if any(each in known for each in theirs):
        return None
    title = set(words(_said(text, entry.field("title"), names)))
    titles = [set(words(edition.title or "")) for edition in work.editions]
    alike = any(len(title & ours) * 2 > len(title | ours) for ours in titles if ours)
    if title and not alike:
        return "the file has another title under this key"
    clash = next((f"{scheme} {value}" for scheme, value in theirs if any(scheme == other for other, _ in known)), None)
    return f"the file has {clash} under this key" if clash and not alike else None


def _said(text: str, field: FileField | None, names: Mapping[str, str]) -> str:
    return expanded(text[field.value_start : field.value_end], names) if field else ""


class _Refresh:
    """The refreshing of one entry."""

    def __init__(self, text: str, entry: FileEntry, cited: Cited, options: Options, names: Mapping[str, str]) -> None:
        self._text = text
        self._entry = entry
        self._cited = cited
        self._options = options
        self._names = names
        kind, ours = adapt(cited, type_name(cited, options.dialect), facts(cited, options), options)
        self._kind = kind
        self._facts = ours

    def edits(self) -> Iterator[Edit]:
        """Give the changes, in no order."""
        published = self._cited.edition.kind is EditionKind.PUBLICATION
        looks_preprint = self._looks_preprint()
        skipped: frozenset[str] = frozenset()
        if not published and not looks_preprint:
            skipped = _PREPRINT_ONLY
        elif published and looks_preprint and self._entry.type.lower() != self._kind:
            yield Edit(self._entry.start + self._at(), self._entry.type_end, self._kind)
            yield from self._outdated()
        elif self._entry.type.lower() != self._kind:
            skipped = _PLACE_FIELDS | {"howpublished"}
        missing = []
        for fact in self._facts:
            if fact.name.lower() in skipped:
                continue
            field = self._entry.field(fact.name)
            other = self._entry.field(*_ALIASES.get(fact.name.lower(), ()))
            if field is None and other is None:
                missing.append(fact)
            elif field is not None and not self._same(field, fact):
                yield Edit(field.value_start, field.value_end, self._value(field, fact))
        if missing:
            yield from self._insertion(missing)

    def _at(self) -> int:
        """Give the distance from an entry's `@` to its type."""
        return self._entry.type_end - self._entry.start - len(self._entry.type)

    def _looks_preprint(self) -> bool:
        """Whether the file's entry names no place of publication but arXiv."""
        place = _said(self._text, self._entry.field("journal", "journaltitle", "booktitle"), self._names)
        if place:
            return _ARXIV_SAID.search(place) is not None
        return self._entry.type.lower() in _PREPRINT_TYPES or self._cited.genre is Genre.PREPRINT

    def _outdated(self) -> Iterator[Edit]:
        """Remove what said that a work now published was on arXiv, each with the comma before it."""
        ours = {fact.name.lower() for fact in self._facts}
        fields = self._entry.fields
        gone = [field for field in fields if field.name.lower() in _ARXIV_FIELDS - ours and self._is_arxiv(field)]
        kept = next((n for n, field in enumerate(fields) if field not in gone), 0)
        if kept:
            yield Edit(fields[0].start, fields[kept].start, "")
        for n, field in enumerate(fields):
            if n > kept and field in gone:
                yield Edit(fields[n - 1].value_end, field.value_end, "")

    def _is_arxiv(self, field: FileField) -> bool:
        return _ARXIV_SAID.search(_said(self._text, field, self._names)) is not None

    def _same(self, field: FileField, fact: Fact) -> bool:
        """Whether a field says what a fact says."""
        raw = self._text[field.value_start : field.value_end]
        if raw == value_of(fact, self._options.dialect):
            return True
        said = expanded(raw, self._names).strip()
        match fact.form, fact.value:
            case Form.NAMES, tuple(names):
                return _same_people(said, [name for name in names if isinstance(name, Name)], self._options.dialect)
            case Form.BARE, str(month):
                return _MONTHS.get(said.strip(". ").lower(), said.lstrip("0")) in {
                    _MONTHS.get(month),
                    f"{_MONTHS.get(month)}",
                }
            case Form.VERBATIM, str(exact):
                return _exact(fact.name, said) == _exact(fact.name, exact)
            case Form.LIST, values:
                return fold(said) == fold(" ".join(map(str, values)))
            case _, str(text):
                return said == text or fold(_undashed(plain(said))) == fold(_undashed(plain(text)))
            case _:
                return False

    def _value(self, field: FileField, fact: Fact) -> str:
        """Write a value in the enclosing that the file has for it."""
        written = value_of(fact, self._options.dialect)
        if fact.form is Form.BARE:
            return written
        old = self._text[field.value_start : field.value_end]
        inside = written[1:-1]
        if old[0].isdigit() and inside.isdigit():
            return inside
        return f'"{inside}"' if old.startswith('"') and '"' not in inside else written

    def _insertion(self, missing: list[Fact]) -> Iterator[Edit]:
        """Add fields behind the last one, laid out as it is."""
        fields = self._entry.fields
        if not fields:
            return
        last = fields[-1]
        line_start = self._text.rfind("\n", self._entry.start, last.start) + 1
        indent = self._text[line_start : last.start] if line_start else ""
        before = "" if not line_start or indent.strip() else self._newline() + indent
        lines = [
            f"{before or ' '}{self._left(fact.name, last)}{value_of(fact, self._options.dialect)}" for fact in missing
        ]
        yield Edit(last.value_end, last.value_end, "".join(f",{line}" for line in lines))

    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self._text[self._entry.start : self._entry.end] else "\n"

    def _left(self, name: str, like: FileField) -> str:
        """Write a field's name up to its value, in line with the others where they are in line."""
        if like.name.isupper():
            name = name.upper()
        between = self._text[like.start + len(like.name) : like.value_start]
        columns = {self._text.index("=", field.start) - field.start for field in self._entry.fields}
        if len(columns) == 1 and len(self._entry.fields) > 1:
            return f"{name:<{columns.pop() - 1}} {between.lstrip()}"
        return f"{name}{between.lstrip() if len(between) > len(' = ') + 1 else between}"


def _undashed(text: str) -> str:
    return re.sub(r"[-‐‑‒–—−]+", "-", text)


def _exact(name: str, value: str) -> str:
    """Bring an identifier or address to a form in which the same is equal."""
    value = value.strip().replace("\\", "")
    match name.lower():
        case "eprint":
            return re.sub(r"v\d+$", "", value)
        case "doi":
            return re.sub(r"^https?://(?:dx\.)?doi\.org/", "", value.lower())
        case "url":
            return re.sub(r"^https?://(?:www\.)?", "", value).rstrip("/")
        case _:
            return value.lower()


def _same_people(said: str, names: list[Name], dialect: Dialect) -> bool:
    """Whether a field names the same people in the same order; what it writes as we would is not taken apart."""
    line = " ".join(said.split())
    people = [each.strip() for each in (_AND if "{" in line else _BARE_AND).split(line) if each.strip()]
    return len(people) == len(names) and all(
        (each == name.display and name.family is None)
        or each == encode_name(name, dialect)
        or _person(Name(each if each != "others" else "et al.")) == _person(name)
        for each, name in zip(people, names, strict=True)
    )


_AND = re.compile(r"\s+and\s+(?![^{}]*\})", re.IGNORECASE)
_BARE_AND = re.compile(r" and ", re.IGNORECASE)


def _person(name: Name) -> tuple[str, str]:
    """Give a name's folded family and given names, for comparison."""
    divided = parts(name)
    if divided.others:
        return ("", "others")
    if divided.literal:
        return fold(divided.literal), ""
    return fold(f"{divided.particle}{divided.family} {divided.suffix}"), fold(divided.given)
