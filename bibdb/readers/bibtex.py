"""BibTeX and biblatex, as JabRef, Zotero, INSPIRE and people write them.

Field names and entry types are those of the BibTeX and biblatex manuals; the places of an arXiv identifier are the ones
in use: `eprint` with `archivePrefix` or `eprinttype`, `journal = {arXiv preprint arXiv:…}`, DBLP's `volume = {abs/…}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.readers.bibtex_parse import BibField, BibItem, parse
from bibdb.readers.names import persons, written
from bibdb.readers.records import Draft, Value, arxiv_of, document, doi_of, is_arxiv_container
from bibdb.readers.tex import decode_tex
from bibdb.text import collapse
from bibdb.values import BlockRole, Document, Entry, Fields, WorkType

__all__ = ["read"]

_KINDS = {
    WorkType.PAPER: "article inproceedings conference unpublished preprint suppperiodical",
    WorkType.BOOK: "book mvbook collection mvcollection proceedings mvproceedings booklet",
    WorkType.CHAPTER: "incollection inbook bookinbook suppbook inreference",
    WorkType.THESIS: "phdthesis mastersthesis thesis",
    WorkType.REPORT: "techreport report manual standard",
    WorkType.WEBPAGE: "online electronic www webpage",
    WorkType.SOFTWARE: "software",
    WorkType.DATASET: "dataset",
    WorkType.VIDEO: "video",
}
_TYPES = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_VENUES = ("journaltitle", "journal", "booktitle", "eventtitle", "school", "institution")
_NOTES = ("note", "annote", "annotation", "comment", "review")
# Fields in which an identifier can be the record's own; in the others it is mentioned.
_OWN = """
    doi url pdf eprint arxiv arxivid journal journaltitle volume number note howpublished link ee archive pages
    addendum pubstate ids fulltext bdsk-url-1 adsurl opturl
"""
_ABOUT = frozenset(_OWN.split())
_UNREAD = re.compile(r"bdsk-file-\d+|file|localfile|owner|timestamp|date-(?:added|modified)|__markedentry")
# Escapes that hide a URL or DOI; none holds a line break.
_ESCAPES = ((r"{\_}", "_"), (r"\_", "_"), (r"{\%}", "%"), (r"\%", "%"), (r"{\&}", "&"), (r"\&", "&"), (r"\#", "#"),
            (r"{\textasciitilde}", "~"), (r"\textasciitilde{}", "~"), (r"\textasciitilde", "~"), (r"{\~{}}", "~"),
            (r"\~{}", "~"), (r"{\~}", "~"), (r"$\sim$", "~"), (r"\-", ""), (r"\slash", "/"), (r"\textunderscore", "_"),
            (r"$<$", "<"), (r"$>$", ">"), (r"\url", "  "), (r"\href", "  "))  # fmt: skip
_ARXIV_KEY = re.compile(r"(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_SEPARATOR = re.compile(r"\s*[;,]\s*")


def read(data: bytes, path: PurePath) -> Iterator[Document]:
    """Read a bibliography: each entry a record with its key; comments, strings and what is broken between them."""
    text = data.decode("utf-8", "replace")
    source = parse(text)
    drafts = [_draft(item) for item in source.items]
    yield document(path, "bibtex", text, drafts, findings=source.findings)


def _draft(item: BibItem) -> Draft:
    """Give a record, or a comment or broken entry to be searched for links only."""
    if item.fields is None:
        role = BlockRole.CODE if item.raw.lstrip().startswith("@") else BlockRole.PROSE
        return Draft(item.line, item.end_line, (Value("", _plain(item.raw), item.line),), role=role)
    values = [_value(name, each, item.fields) for name, each in item.fields.items() if not _UNREAD.fullmatch(name)]
    keyed = _key_identifier(item.key)
    if keyed is not None and not any(keyed.value in value.source.lower() for value in values):
        values.append(Value("key", item.key, item.line, about=True, identifier=keyed))
    return Draft(item.line, item.end_line, values, _entry(item, item.fields))


def _key_identifier(key: str) -> Identifier | None:
    """Read a citation key that is an identifier, as publishers export them: `@article{10.2307/986491,`."""
    if key.startswith("10."):
        return doi_of(key)
    return arxiv_of(key) if _ARXIV_KEY.fullmatch(key) else None


def _value(name: str, each: BibField, fields: Mapping[str, BibField]) -> Value:
    return Value(name, _plain(each.source), each.line, about=name in _ABOUT, identifier=_identifier(name, each, fields))


def _identifier(name: str, each: BibField, fields: Mapping[str, BibField]) -> Identifier | None:
    """Read the identifier of a field that holds one by its meaning."""
    if not each.source:
        return None
    if name == "doi":
        return doi_of(_plain(each.text))
    if name in {"arxiv", "arxivid"} or (name == "eprint" and _archive(fields) in {"", "arxiv"}):
        return arxiv_of(_plain(each.text))
    if name == "volume" and each.text.strip().startswith("abs/"):
        return arxiv_of(each.text)
    return None


def _archive(fields: Mapping[str, BibField]) -> str:
    named = fields.get("eprinttype") or fields.get("archiveprefix")
    return named.text.strip().lower() if named else ""


def _plain(source: str) -> str:
    """Undo the escapes that hide a URL, keeping the line breaks."""
    if "\\" in source or "$" in source:
        for escape, plain in _ESCAPES:
            source = source.replace(escape, plain)
    return source.replace("{", " ").replace("}", " ")


def _entry(item: BibItem, fields: Mapping[str, BibField]) -> Entry:
    """Make the entry of a record."""
    facts = _facts(fields, item.kind)
    venue = next((found for name in _VENUES if (found := _text(fields, name))), None)
    work_type = _type(item.kind, facts)
    date = facts.issued
    return Entry(
        line=item.line,
        end_line=item.end_line,
        label_end_line=item.end_line,
        section=None,
        label=facts.title or _text(fields, "booktitle") or item.key,
        title=facts.title,
        date=date,
        venue="arXiv" if venue and is_arxiv_container(venue) else venue,
        authors=written(fields["author"].text, decode_tex) if "author" in fields else (),
        tags=_tags(fields),
        note="\n".join(filter(None, (_text(fields, name) for name in _NOTES))),
        key=item.key or None,
        fields=facts,
        type=work_type,
    )


def _facts(fields: Mapping[str, BibField], kind: str) -> Fields:
    """Give what the record says, under CSL's names."""
    in_journal = "journal" in fields or "journaltitle" in fields
    arxiv = next((found for name, each in fields.items() if (found := _arxiv(name, each, fields))), None)
    doi = next(
        (found for name in ("doi", "url") if name in fields and (found := doi_of(_plain(fields[name].text)))), None
    )
    journal = _text(fields, "journaltitle", "journal", "booktitle")
    publisher = _text(fields, "publisher", "school", "institution", "organization")
    return Fields(
        title=_title(fields),
        authors=persons(fields["author"].text, decode_tex) if "author" in fields else None,
        editors=persons(fields["editor"].text, decode_tex) if "editor" in fields else None,
        abstract=_text(fields, "abstract"),
        issued=_date(fields),
        container_title=None if journal and is_arxiv_container(journal) else journal,
        container_title_short=_text(fields, "shortjournal"),
        event_title=_text(fields, "eventtitle"),
        collection_title=_text(fields, "series"),
        publisher=None if publisher and is_arxiv_container(publisher) else publisher,
        publisher_place=_text(fields, "location", "address"),
        volume=None if "abs/" in (_text(fields, "volume") or "") else _text(fields, "volume"),
        issue=_text(fields, "issue") or (_text(fields, "number") if in_journal else None),
        page=_pages(fields),
        number=_text(fields, "eid" if in_journal else "number"),
        genre=_text(fields, "type"),
        edition=_text(fields, "edition"),
        chapter_number=_text(fields, "chapter"),
        organization=_text(fields, "organization"),
        entry_type=kind,
        howpublished=_text(fields, "howpublished"),
        isbn=_text(fields, "isbn"),
        issn=_text(fields, "issn"),
        url=collapse(_plain(fields["url"].text)) or None if "url" in fields else None,
        doi=doi.value if doi and doi.scheme is Scheme.DOI else None,
        language=_text(fields, "langid", "language"),
        keywords=_listed(fields, "keywords"),
        arxiv_id=arxiv.value if arxiv else None,
        version=arxiv.version if arxiv else None,
        primary_category=_text(fields, "primaryclass", "eprintclass"),
        note=_text(fields, "note"),
    )


def _arxiv(name: str, each: BibField, fields: Mapping[str, BibField]) -> Identifier | None:
    """Read the arXiv identifier of a field that names the record's own."""
    if name not in {"eprint", "arxiv", "arxivid", "volume", "journal", "journaltitle", "url", "doi"}:
        return None
    found = _identifier(name, each, fields)
    if found is None and name in {"journal", "journaltitle", "url"}:
        found = arxiv_of(_plain(each.text))
    return found if found is not None and found.scheme is Scheme.ARXIV else None


def _text(fields: Mapping[str, BibField], *names: str) -> str | None:
    """Give the first of some fields that has a text."""
    for name in names:
        if name in fields and (text := collapse(decode_tex(fields[name].text))):
            return text
    return None


def _title(fields: Mapping[str, BibField]) -> str | None:
    title, subtitle = _text(fields, "title"), _text(fields, "subtitle")
    return f"{title}: {subtitle}" if title and subtitle else title


def _pages(fields: Mapping[str, BibField]) -> str | None:
    pages = _text(fields, "pages", "eid")
    return re.sub(r"\s*-{2,3}\s*", "-", pages) if pages else None


def _type(kind: str, facts: Fields) -> WorkType | None:
    """Tell what the record is of; a `misc` is known only by an identifier."""
    return _TYPES.get(kind) or (WorkType.PAPER if facts.arxiv_id or facts.doi else None)


def _date(fields: Mapping[str, BibField]) -> PartialDate | None:
    """Read biblatex's `date` (of a range its beginning), else `year`, `month` and `day`."""
    if date := PartialDate.parse(_text(fields, "date") or _text(fields, "year") or ""):
        if date.month or "month" not in fields:
            return date
    year = _YEAR.search(_text(fields, "year", "date") or "")
    if year is None:
        return None
    month, day = _month(_text(fields, "month") or ""), re.search(r"\d+", _text(fields, "day") or "")
    try:
        return PartialDate(int(year[1]), month, int(day[0]) if day and month else 0)
    except ValueError:
        return PartialDate(int(year[1]))


def _month(text: str) -> int:
    if number := re.match(r"(\d{1,2})(?!\d)", text):
        return int(number[1]) if 1 <= int(number[1]) <= 12 else 0
    name = re.sub(r"[\W\d_]+", "", text).lower()[:3]
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _listed(fields: Mapping[str, BibField], name: str) -> tuple[str, ...] | None:
    text = _text(fields, name)
    return tuple(filter(None, _SEPARATOR.split(text))) if text else None


def _tags(fields: Mapping[str, BibField]) -> tuple[str, ...]:
    """Give keywords and JabRef's groups, each once."""
    return tuple(dict.fromkeys((*(_listed(fields, "keywords") or ()), *(_listed(fields, "groups") or ()))))
