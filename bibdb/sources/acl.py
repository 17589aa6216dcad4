"""ACL Anthology: each paper's own BibTeX (https://aclanthology.org/<id>.bib)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.accents import decode_accents
from bibdb.sources.http import Garbled
from bibdb.sources.preprint import LARGEST_TEXT, doi_of, plain
from bibdb.sources.shapes import address_of, date_of, name_of
from bibdb.sources.singly import Singly
from bibdb.values import EditionKind, Evidence, Fields, Name, Record, WorkType

__all__ = ["AclAnthology", "read_entry"]

_TYPES: Mapping[str, WorkType] = {"proceedings": WorkType.BOOK, "book": WorkType.BOOK, "inbook": WorkType.CHAPTER}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile("|".join(_MONTHS))
_BRACES = re.compile(r"(?<!\\)[{}]")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_STYLED = re.compile(r"\\(?:textit|textbf|emph|textsc|texttt|textrm|url)(?=\s*\{)")
_SIGNS = {
    "\\textquotedblleft": "“", "\\textquotedblright": "”", "\\textquoteleft": "‘", "\\textquoteright": "’",
    "\\textquotesingle": "'", "\\textendash": "–", "\\textemdash": "—", "\\textasciitilde": "~", "``": "“", "''": "”",
    "---": "—", "--": "–",
}  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)) + r"|(?<!\\)~")
_AND = re.compile(r"\s+and\s+(?![^{}]{0,80}\})")


class AclAnthology(Singly):
    """The ACL Anthology as a source of the papers in it."""

    name = "acl"
    schemes = frozenset({Scheme.ACL})

    def _ask(self, paper: Identifier) -> Record:
        url = self._http.address("acl", f"/{quote(paper.value)}.bib")
        kind, told = self._http.ask("acl", url, read_entry, accept="text/plain, */*;q=0.8", absent={404: b"not found"})
        doi = doi_of(_text(told, "doi"))
        return Record(
            identifier=paper,
            source=self.name,
            kind=EditionKind.PUBLICATION,
            type=_TYPES.get(kind, WorkType.PAPER),
            fields=_fields(told, paper),
            retrieved_at=self._clock(),
            same_as=(doi,) if doi else (),
            evidence=Evidence.PUBLISHER,
        )


def read_entry(body: bytes) -> tuple[str, Mapping[str, str]]:
    """Read a BibTeX file of one entry: its type and its fields by lower-case name. Garbled for anything else."""
    from bibtexparser.entrypoint import parse_string

    if len(body) > LARGEST_TEXT or not body.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"@"):
        raise Garbled("something that is no BibTeX")
    # No middleware: names, months and TeX are read here, and a broken entry must not be half right.
    library = parse_string(body.decode("utf-8-sig", "replace"), parse_stack=[])
    if len(library.entries) != 1 or library.failed_blocks:
        raise Garbled("something that is not one BibTeX entry")
    entry = library.entries[0]
    return entry.entry_type.lower(), {field.key.lower(): str(field.value) for field in entry.fields}


def _fields(told: Mapping[str, str], paper: Identifier) -> Fields:
    doi = doi_of(_text(told, "doi"))
    page = _text(told, "pages")
    return Fields(
        title=_text(told, "title"),
        authors=_names(told, "author"),
        editors=_names(told, "editor"),
        abstract=_text(told, "abstract"),
        issued=_issued(told),
        container_title=_text(told, "booktitle") or _text(told, "journal"),
        publisher=_text(told, "publisher"),
        publisher_place=_text(told, "address"),
        volume=_text(told, "volume"),
        issue=_text(told, "number"),
        page=re.sub(r"-+|–", "-", page) if page else None,
        isbn=_text(told, "isbn"),
        url=address_of(_text(told, "url")) or f"https://aclanthology.org/{paper.value}/",
        doi=doi.value if doi else None,
        language=_text(told, "language"),
    )


def _text(told: Mapping[str, str], name: str) -> str | None:
    """Give a field without its delimiters, its protecting braces and its TeX."""
    value = told.get(name)
    if value is None:
        return None
    return _read_tex(_delimited(value)) or None


def _delimited(value: str) -> str:
    """Take off the quotation marks or the outermost braces of a value."""
    bare = value.strip()
    return bare[1:-1] if (bare[:1], bare[-1:]) in {('"', '"'), ("{", "}")} else bare


def _read_tex(tex: str) -> str:
    signs = _SIGN.sub(lambda match: _SIGNS.get(match[0], " "), _STYLED.sub("", decode_accents(tex)))
    return plain(_ESCAPED.sub(r"\1", _BRACES.sub("", signs)))


def _names(told: Mapping[str, str], role: str) -> tuple[Name, ...] | None:
    """Read names written `Family, Given` or `Family, Jr., Given`, apart by `and`; in braces it is part of a name."""
    names = []
    for written in _AND.split(_delimited(told.get(role, ""))):
        family, *others = map(_read_tex, written.split(","))
        given, suffix = (others[-1] if others else None), (others[0] if len(others) > 1 else None)
        name = (
            name_of(None, None, None, family)
            if written.strip()[:1] == "{" and not others
            else name_of(given, family, suffix)
        )
        if name is not None:
            names.append(name)
    return tuple(names) or None


def _issued(told: Mapping[str, str]) -> PartialDate | None:
    """Give year and month, the first of those that are named: `jul`, `"11--16 " # nov`, `July 28 -- August 2`."""
    month = _MONTH.search(told.get("month", "").lower())
    return date_of(_text(told, "year"), _MONTHS.index(month[0]) + 1 if month else None)
