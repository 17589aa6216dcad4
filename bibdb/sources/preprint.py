"""What every interface of arXiv says, made one: text, names, dates, withdrawal, and the record itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.text import collapse, strip_controls
from bibdb.values import EditionKind, Fields, Name, Record, WorkType

__all__ = [
    "LARGEST_TEXT",
    "abstract_text",
    "categories",
    "doi_of",
    "grouped",
    "plain",
    "preprint_record",
    "written_by",
]

LARGEST_TEXT = 200_000
"""No title, comment or abstract is longer (characters); what is, is no metadata."""

_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?")
_PARAGRAPH = re.compile(r"\n(?:[ \t]{2,}|\s*\n)")
_ORGANISATION = re.compile(r"\b(?:collaborations?|consortium|team|working group)\b")
# A semicolon or comma alone may be part of one: `10.1002/(SICI)…3.0.CO;2-2`.
_BETWEEN_DOIS = re.compile(r"[;,]?\s+|[;,](?=10\.|doi|http)", re.IGNORECASE)
_LONGEST_CATEGORY = 40


def plain(text: str | None) -> str:
    """Give a text on one line without control characters; empty for None."""
    if not text:
        return ""
    if text.isprintable() and "  " not in text:
        return text.strip()  # as nearly all texts
    line = collapse(text)
    return line if line.isprintable() else collapse(strip_controls(line))


def abstract_text(text: str) -> str:
    """Undo the wrapping of an abstract: one line a paragraph, paragraphs apart by an empty line.

    arXiv marks a paragraph by an indented line (https://info.arxiv.org/help/prep.html#abstracts).
    """
    if "\n" not in text and "\r" not in text:
        return plain(text)  # as the new server writes nearly all of them
    paragraphs = (plain(paragraph) for paragraph in _PARAGRAPH.split(text.strip().replace("\r\n", "\n")))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def doi_of(text: str | None) -> Identifier | None:
    """Give the first DOI of a field that may hold several, apart by blanks, commas or semicolons."""
    for part in _BETWEEN_DOIS.split(text) if text else ():
        found = identify(part.rstrip(",;")) if part else None
        if found is not None and found.scheme is Scheme.DOI:
            return found
    return None


def written_by(names: Iterable[str]) -> tuple[Name, ...]:
    """Make names of display forms; collaborations become literal, lone punctuation goes.

    Author lists such as `ATLAS Collaboration: G. Aad` reach arXiv's interfaces with a colon that counts as a name.
    """
    return tuple(name for written in names if (name := name_as_written(written)) is not None)


def grouped(name: Name) -> Name:
    """Give the name of a group whole: arXiv takes it apart as a person's, and its mirrors repeat that."""
    whole = written_by([name.display])
    return whole[0] if whole and whole[0].literal else name


def name_as_written(written: str, affiliation: str | None = None) -> Name | None:
    """Make a name of a display form; None when it holds no letter."""
    name = plain(written).strip(" :;,")
    if not name[:1].isalnum() and not any(map(str.isalnum, name)):
        return None
    return Name(name, None, None, None, _is_organisation(name.lower()), affiliation)


def _is_organisation(name: str) -> bool:
    # Nearly every name is a person's, and plain searches say so at a third of the pattern's cost.
    if not ("collaboration" in name or "consortium" in name or "team" in name or "working group" in name):
        return False
    return _ORGANISATION.search(name) is not None


def preprint_record(paper: Identifier, source: str, fields: Fields, now: datetime) -> Record:
    """Make the record of an arXiv paper; the DOI that its fields name, a canonical one, is the same work."""
    published = Identifier(Scheme.DOI, fields.doi) if fields.doi else None
    return Record(
        identifier=Identifier(Scheme.ARXIV, paper.value),
        source=source,
        kind=EditionKind.PREPRINT,
        type=WorkType.PAPER,
        fields=fields,
        retrieved_at=now,
        version=fields.version,
        same_as=(published,) if published else (),
    )


def categories(terms: Iterable[str]) -> tuple[str, ...]:
    """Keep arXiv's own classes; the old interface mixes in those of the MSC and the ACM."""
    return tuple(dict.fromkeys(term for term in map(plain, terms) if _is_category(term)))


@lru_cache(maxsize=512)
def _is_category(term: str) -> bool:
    return len(term) <= _LONGEST_CATEGORY and _CATEGORY.fullmatch(term) is not None
