"""From a record's values by their meaning to its entry: title, authors, dates, venue, note, and CSL's fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.names import split_name
from bibdb.readers.label_dates import find_dates
from bibdb.readers.label_names import split_names
from bibdb.readers.records import arxiv_of, doi_of, is_arxiv_container
from bibdb.readers.tex import decode_tex
from bibdb.text import collapse
from bibdb.values import Entry, Fields, Name, WorkType

__all__ = ["Facts", "entry_of", "people", "shown"]

_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|p|br|jats:\w+|scp)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_LINKED = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_NOTHING = frozenset(
    {"", "-", "--", "—", "–", "n/a", "na", "none", "null", "tbd", "tba", "?", "/", "unknown", "nan", "无", "暂无"}
)
_SEPARATOR = re.compile(r"\s*[;,|、；，]\s*")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
# A date that someone put under `year`.
_WHOLE_DATE = re.compile(r"\s*\d{4}[-/.]\d{1,2}\b")
_TYPES = {
    WorkType.PAPER: """
        article articlejournal journalarticle journal jour conference conferencepaper paperconference cpaper
        conf preprint inproceedings miscarxiv articlemagazine magazinearticle mgzn manuscript unpb inpr ejour
    """,
    WorkType.BOOK: "book monograph edbook ebook mvbook",
    WorkType.CHAPTER: "chapter booksection chap echap incollection inbook",
    WorkType.THESIS: "thesis thes phdthesis mastersthesis dissertation",
    WorkType.REPORT: "report rprt techreport stand standard",
    WorkType.SOFTWARE: "software computerprogram comp tool library",
    WorkType.DATASET: "dataset data aggr",
    WorkType.MODEL: "model",
    WorkType.WEBPAGE: "webpage website elec",
    WorkType.VIDEO: "video videorecording motionpicture mpct talk",
    WorkType.POST: "blog blogpost post postweblog",
    WorkType.COURSE: "course",
}
_BY_TYPE = {name: kind for kind, names in _TYPES.items() for name in names.split()}
# What these types are called in a `.bib` file; `article` alone is CSL's preprint or magazine, too.
_ENTRY_TYPES = {
    "article": "articlejournal journalarticle journal jour ejour",
    "inproceedings": "conferencepaper paperconference cpaper inproceedings inpr",
    "unpublished": "manuscript unpb",
    "booklet": "pamphlet pamp",
}
_BY_ENTRY_TYPE = {name: kind for kind, names in _ENTRY_TYPES.items() for name in names.split()}


@dataclass(slots=True)
class Facts:
    """A record's texts by meaning, in order, and the names where a format keeps their parts.

    `listed` are the meanings whose texts are an item each: a name, a tag.
    """

    texts: dict[str, list[str]] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    names: dict[str, list[Name]] = field(default_factory=dict)
    issued: PartialDate | None = None

    def add(self, meaning: str, text: str) -> None:
        """Keep a text that says something."""
        if text.strip().lower() not in _NOTHING:
            self.texts.setdefault(meaning, []).append(text)

    def first(self, *meanings: str) -> str | None:
        """Give the first text of some meanings, tidied."""
        for meaning in meanings:
            for text in self.texts.get(meaning, ()):
                if tidy := shown(text):
                    return tidy
        return None


def shown(text: str) -> str:
    """Give a text as one line without HTML or Markdown around its words."""
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "](" in text:
        text = _LINKED.sub(r"\1", text)
    if "\\" in text:
        text = decode_tex(text)
    return collapse(text).strip("*` ")


def people(texts: Sequence[str], *, listed: bool = False) -> tuple[str, ...]:
    """Split lists of names as they are written; `listed` texts are one name each, unless they are lists themselves."""
    names: list[str] = []
    for text in texts:
        tidy = shown(text)
        several = " and " in tidy or ";" in tidy
        if listed and tidy.count(",") <= 1 and not several:
            names.append(tidy)
        elif several and all(part.count(",") == 1 for part in re.split(" and |;", tidy)):
            names += [part.strip() for part in re.split(" and |;", tidy)]  # `Family, Given and Family, Given`
        else:
            names += split_names(tidy)
    return tuple(names)


def entry_of(facts: Facts, line: int, end_line: int, section: int | None = None) -> Entry:
    """Make the entry of a record."""
    fields = _fields(facts)
    venue = facts.first("venue", "event")
    title = fields.title
    return Entry(
        line=line,
        end_line=end_line,
        label_end_line=end_line,
        section=section,
        label=title or facts.first("venue", "publicationlink", "doi", "arxiv", "key") or "",
        title=title,
        date=facts.issued or (_parsed(venue) if venue else None),
        venue="arXiv" if venue and is_arxiv_container(venue) else venue,
        authors=_people(facts, "author") or tuple(name.display for name in facts.names.get("author", ())),
        tags=_tags(facts),
        note="\n".join(text.strip() for text in facts.texts.get("note", ())),
        key=_key(facts),
        fields=fields,
        type=_type(facts, fields),
    )


def date_of(facts: Facts) -> PartialDate | None:
    """Read the date: the finest of what `date`, `year`, `month` and `day` say together."""
    written = [*facts.texts.get("date", ()), *filter(_WHOLE_DATE.match, facts.texts.get("year", ()))]
    dates = [date for text in written if (date := _parsed(text))]
    year = next((int(found[1]) for text in facts.texts.get("year", ()) if (found := _YEAR.search(text))), None)
    dates = [date for date in dates if year is None or date.year == year] or dates[:1]
    if dates and (year is None or dates[0].year == year):
        return max(dates, key=lambda date: date.precision)
    if year is None:
        return _parsed(" ".join(facts.texts.get("year", ())))
    month = find_dates(f"{facts.first('month')} {year}") if facts.first("month") else []
    number = re.fullmatch(r"\d{1,2}", facts.first("month") or "")
    months = int(number[0]) if number else month[0].date.month if month else 0
    return PartialDate(year, months if months <= 12 else 0)


def _parsed(text: str) -> PartialDate | None:
    """Read a date; RIS writes `2014/04/03/` and leaves out what it does not know."""
    slashed = re.match(r"(\d{4})/(\d{0,2})/(\d{0,2})", text.strip())
    if slashed:
        try:
            month = int(slashed[2] or 0)
            return PartialDate(int(slashed[1]), month, int(slashed[3] or 0) if month else 0)
        except ValueError:
            pass
    if date := PartialDate.parse(text):
        return date
    spans = find_dates(text[:200])
    return spans[0].date if spans else None


def _fields(facts: Facts) -> Fields:
    """Give what the record says, under CSL's names."""
    facts.issued = facts.issued or date_of(facts)
    arxiv, doi = _arxiv(facts), _doi(facts)
    venue, publisher = facts.first("venue"), facts.first("publisher")
    return Fields(
        title=facts.first("title", "name", "short"),
        authors=_names(facts, "author"),
        editors=_names(facts, "editor"),
        abstract=facts.first("abstract"),
        issued=facts.issued,
        container_title=None if venue and is_arxiv_container(venue) else venue,
        container_title_short=facts.first("container-short"),
        event_title=facts.first("event"),
        collection_title=facts.first("series"),
        publisher=None if publisher and is_arxiv_container(publisher) else publisher,
        publisher_place=facts.first("place"),
        volume=facts.first("volume"),
        issue=facts.first("issue"),
        page=facts.first("pages"),
        number=facts.first("number"),
        genre=facts.first("genre"),
        edition=facts.first("edition"),
        chapter_number=facts.first("chapter-number"),
        entry_type=next((kind for text in _types(facts) if (kind := _BY_ENTRY_TYPE.get(text))), None),
        isbn=facts.first("isbn"),
        issn=facts.first("issn"),
        url=next((text for text in map(str.strip, facts.texts.get("publicationlink", ())) if "://" in text), None),
        doi=doi.value if doi else None,
        language=facts.first("language"),
        keywords=_tags(facts) or None,
        arxiv_id=arxiv.value if arxiv else None,
        version=arxiv.version if arxiv else None,
        note=facts.first("note"),
    )


def _names(facts: Facts, meaning: str) -> tuple[Name, ...] | None:
    if names := facts.names.get(meaning):
        return tuple(names)
    written = [name for name in _people(facts, meaning) if not name.lower().startswith("et al")]
    return tuple(map(split_name, written)) or None


def _people(facts: Facts, meaning: str) -> tuple[str, ...]:
    texts = facts.texts.get(meaning, ())
    if meaning not in facts.listed and len(texts) > 1:  # a column of first authors beside one of all authors
        texts = [text for number, text in enumerate(texts) if not _said_elsewhere(text, number, texts)]
    return people(texts, listed=meaning in facts.listed)


def _said_elsewhere(text: str, number: int, texts: Sequence[str]) -> bool:
    """Whether a longer text, or an equal one before it, says the same."""
    others = (other for at, other in enumerate(texts) if len(other) > len(text) or (at < number and other == text))
    return any(text.strip() in other for other in others)


def _arxiv(facts: Facts) -> Identifier | None:
    """Give the arXiv identifier that the record names as its own."""
    for meaning in ("arxiv", "publicationlink", "doi", "venue"):
        for text in facts.texts.get(meaning, ()):
            if (meaning != "venue" or "arxiv" in text.lower()) and len(text) < 500 and (found := arxiv_of(text)):
                return found
    return None


def _doi(facts: Facts) -> Identifier | None:
    for meaning in ("doi", "publicationlink"):
        for text in facts.texts.get(meaning, ()):
            if len(text) < 500 and (found := doi_of(text)) and found.scheme is Scheme.DOI:
                return found
    return None


def _tags(facts: Facts) -> tuple[str, ...]:
    """Give the tags, each once: items each as they are, a single text by its separators."""
    texts = facts.texts.get("tags", [])
    parts = (
        [shown(text) for text in texts]
        if "tags" in facts.listed or len(texts) > 1
        else _SEPARATOR.split(shown("".join(texts)))
    )
    return tuple(dict.fromkeys(part for part in parts if part))


def _key(facts: Facts) -> str | None:
    """Give the person's citation key: a word with a letter in it, no number of a row and no identifier."""
    key = facts.first("key")
    if key is None or not re.search(r"[A-Za-z]", key) or re.search(r"[\s/\\{},]", key) or len(key) > 80:
        return None
    return key


def _type(facts: Facts, fields: Fields) -> WorkType | None:
    """Tell what the record is of by what it says, or a paper by its identifier."""
    for text in _types(facts):
        if kind := _BY_TYPE.get(text):
            return kind
    return WorkType.PAPER if fields.arxiv_id or fields.doi else None


def _types(facts: Facts) -> list[str]:
    return [re.sub(r"[\W_]+", "", text.lower()) for text in facts.texts.get("type", ())]
