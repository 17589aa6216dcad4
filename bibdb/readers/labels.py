"""Taking a label apart: date, venue, tags, title and authors, and nothing that was not written.

A label is what stands for an item in a list: `(2024 Sept; ICLR 2025) Training …`, `Some Title (2015), A. Name et al.`,
`Name, Given, and Other. "Some title." Journal 1.2 (2015).` What cannot be told stays in the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bibdb.dates import PartialDate
from bibdb.readers.asides import Facts, Flaw, read_aside, read_group
from bibdb.readers.label_dates import find_dates
from bibdb.readers.label_names import Names, names_at
from bibdb.readers.prose import is_prose
from bibdb.readers.venuewords import venue_acronym

__all__ = ["Flaw", "LabelParts", "clean_title", "split_label", "split_lead", "undecorated"]

_LEADING_GROUP = re.compile(
    r"\s*(?:\(([^()]{1,120})\)|\[([^\[\]]{1,120})\]|（([^（）]{1,120})）|【([^【】]{1,120})】)(?=\s"
    r"|[\[(【（:,.*\"“]|$)[\s:,.–—-]*"
)
_TRAILING_GROUP = re.compile(
    r"[\s,.]*(?:\(([^()]{1,160})\)|\[([^\[\]]{1,160})\]|（([^（）]{1,160})）|【([^【】]{1,160})】)[\s.,;]*$"
)
_QUOTED = re.compile(r"[“\"「『《«„](?P<title>[^“”\"「」『』《》«»]{4,}?)[”\"」』》»“](?=\W|$)")
_ORNAMENT = re.compile(
    r"^(?:[\s*•·▪◦‣⁃●○■□▶►→⇒>✓✔✗✘☐☑☒★☆⭐※#\ufe0f\u200d]|:[a-z0-9_+-]+:"
    r"|[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
    r"|\[[ xX✓✔]\](?=\s))+"
)
_NUMBER = re.compile(r"^(?:\[(?!(?:19|20)\d\d\])\d{1,4}\]|\(\d{1,3}\)|\d{1,3}[.)])(?=\s)[\s.:]*|^\[\d{1,4}\](?=\w)")
_YEARED_GROUP = re.compile(
    r"\s*\((?P<venue>[A-Z][\w&'’-]+(?: (?:(?:of|on|and|for|in|the) )?[A-Z][\w&'’-]+){0,5},? (?:19|20)\d\d)\)[\s.]*$"
)
_EMOJI_CODES = re.compile(r"(?:\s*:[a-z0-9_+-]+:)+\s*$")
_EDGES = " \t\n,;:|·"
_CLOSING = "」』》）】？！。”’"
_CUTS = re.compile(
    r"(?<=[^\s.][.?!。])(?<!\b[A-Z]\.)\s+|\s*[,，]\s+|\s+[-–—|•·/]+\s+|\s*\|\s*|\s+(?=[(\[])|\s*(?=[（【])|[;；]\s+"
    r"|(?<=[\w)])\s+(?=by\s+[A-Z])|(?<=[a-z]{3})[.](?=\s*$)"
)
_HINTS = re.compile(
    r"(?:19|20)\d\d|\d\d['’]|['’]\d\d|\bet\.? ?al|等|\b[A-Z][A-Za-z]*[A-Z]{2,}|\b[A-Z]\.|\bby [A-Z]|arXiv"
    r"|\bIEEE|\bIn\b|[,|]"
)
_LEADING_DATE = re.compile(r"^(?P<date>[^\s][^:|–—\[\]]{3,18}?)\s*(?:[:|–—]|\s-|,(?=\s))\s*(?=\S)")
_ISO_LEAD = re.compile(r"^(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d{1,2})?\s+(?:[-–—:|]\s+)?(?=\S)")
_LEADING_VENUE = re.compile(
    r"^(?P<venue>[A-Z][\w&-]{1,12}[ '’]{0,2}\d{2,4}(?: (?:oral|spotlight|poster|workshop"
    r"|findings))?)(?:\s*[:|–—]|\s-)\s+(?=\S)",
    re.IGNORECASE,
)
# `2017-CVPR - Title`
_YEAR_VENUE = re.compile(
    r"^(?P<year>(?:19|20)\d\d)[-/ ](?P<venue>arxiv|[A-Z][\w&]{1,12}(?:[- ]W\w*)?)\s*(?:[:|–—]|\s-)\s+(?=\S)",
    re.IGNORECASE,
)
# `WACV'24 Title`
_SHORT_VENUE = re.compile(r"^(?P<venue>[A-Z]{3,}['’-]\d\d)\s+(?=[A-Z][\w-]*\s)")
_MARKS = re.compile(
    r"(?:survey|review|oral|spotlight|poster|best|workshop|dataset|data|benchmark|code|blog|video|book"
    r"|tutorial|new|paper|position"
    r"|preprint|theory|tool|software|talk|slides|thesis|report|course|lecture|highlight|recommended"
    r"|optional|important)s?!?",
    re.IGNORECASE,
)
# A title with nothing around it, as most are.
_SIMPLE = re.compile(r"[^\W\d_][\w ’'/+&:?!-]*\.?")
_UNSIMPLE = re.compile(r" (?: |- |al)|[129'’0]\d\d|:.*:")
_GENRE = re.compile(r"\s*\[[JCMDNRSPZ](?:/OL)?\]$")  # GB/T 7714's mark of a journal, conference, monograph …
_GIVEN = r"[^\W\d_a-z][\w'’.-]*"
_FULL_NAME = rf"{_GIVEN}(?: (?:de|van|von|der|den|del|la|di|da|dos))*(?: {_GIVEN}){{1,3}}"
_FULL_NAMES = re.compile(rf"(?:and )?{_FULL_NAME}(?: and {_FULL_NAME})?")
_CITING = re.compile(r"[,;&.]|\bet al")
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class LabelParts:
    """What a label says. `title` is None when it holds no words of its own; `findings` are what looked wrong in it."""

    title: str | None = None
    date: PartialDate | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    findings: tuple[Flaw, ...] = ()


@dataclass(slots=True)
class _Label:
    """A label while it is being taken apart: what is left of it, and the facts that were found."""

    rest: str
    facts: Facts = field(default_factory=Facts)


def split_label(text: str) -> LabelParts:
    """Take a label apart; linear in its length up to a bound, beyond which it is taken as it is."""
    if _SIMPLE.fullmatch(text) and not _UNSIMPLE.search(text):
        return LabelParts(text.rstrip(". "))
    label = _Label(undecorated(" ".join(text.split())))
    if len(label.rest) <= _LONGEST:
        _peel_head(label)
        if not (_peel_quoted(label) or _peel_authors_first(label)):
            _peel_listed_authors(label)
            _peel_tail(label)
    facts = label.facts
    return LabelParts(
        clean_title(label.rest) or None,
        facts.best_date,
        facts.venue,
        facts.authors,
        tuple(facts.tags),
        tuple(facts.flaws),
    )


def split_lead(text: str) -> LabelParts:
    """Take apart what stands before a title: facts and marks in brackets; the rest is given as the title."""
    label = _Label(undecorated(" ".join(text.split())))
    _peel_head(label, whole=True)
    facts = label.facts
    tags, flaws = tuple(facts.tags), tuple(facts.flaws)
    return LabelParts(clean_title(label.rest) or None, facts.best_date, facts.venue, facts.authors, tags, flaws)


def clean_title(text: str) -> str:
    """Strip what surrounds a title and is no part of it: blanks, quotes, a final full stop, emoji."""
    if text.endswith(":"):
        text = _EMOJI_CODES.sub("", text)
    while text and (text[-1] >= "\u2600" or text[-1] in _EDGES) and not text[-1].isalnum() and text[-1] not in _CLOSING:
        text = text[:-1]
    text = text.lstrip(_EDGES)
    if text[:1] in '"“”«„' and text[-1:] in '"”“»' and len(text) > 2:
        text = text[1:-1].strip()
    if text.endswith("]"):
        text = _GENRE.sub("", text)
    text = text.rstrip("—–").rstrip()
    if text[:1] in '“„«"' and not re.search('["”»“]', text[1:]):
        text = text[1:].lstrip()
    if text.endswith((" -", " /")):
        text = text[:-2].rstrip()
    if text[:2] == "[[" and text[-2:] == "]]":
        text = text[2:-2].strip()  # a link of a wiki
    if (
        text.endswith((".", "。"))
        and not text.endswith(("...", "..", "etc.", " al.", "Inc.", "vs."))
        and not re.search(r"\b[A-Z]\.$", text)
    ):
        text = text[:-1].rstrip(' "”')
    return text


def undecorated(text: str) -> str:
    """Strip emoji, checkboxes and an item's number from the head of a label."""
    text = _ORNAMENT.sub("", text)
    stripped = _NUMBER.sub("", text)
    return _ORNAMENT.sub("", stripped) if stripped else text


def _peel_head(label: _Label, *, whole: bool = False) -> None:
    """Take bracketed groups, a date or a venue from the head; all there is only where it is not the `whole` label."""
    tagged = False
    while (match := _LEADING_GROUP.match(label.rest)) and (whole or match.end() < len(label.rest)):
        inner = next(group for group in match.groups() if group is not None)
        if (facts := read_group(inner)) is not None:
            label.facts.add(facts)
        elif not tagged and _is_tag(inner, match.group().lstrip()[0]):
            label.facts.tags.append(inner.strip())
            tagged = True
        else:
            return
        label.rest = label.rest[match.end() :]
    if label.rest[:1].isdigit() or label.rest[:1].isupper():
        _peel_leading_date(label)
        _peel_leading_venue(label)


def _peel_leading_date(label: _Label) -> None:
    match = _ISO_LEAD.match(label.rest) or _LEADING_DATE.match(label.rest)
    if match is None or match.end() >= len(label.rest):
        return
    head = match.group().strip(" :|–—-,")
    dates = find_dates(head)
    if len(dates) == 1 and dates[0].end - dates[0].start == len(head) and not dates[0].glued:
        label.facts.take_date(dates[0].date)
        label.rest = label.rest[match.end() :]


def _peel_leading_venue(label: _Label) -> None:
    dated = _YEAR_VENUE.match(label.rest)
    if dated and (dated["venue"].lower() == "arxiv" or venue_acronym(dated["venue"].split("-")[0].upper())):
        label.facts.take_date(PartialDate(int(dated["year"])))
        label.facts.venue = label.facts.venue or dated["venue"]
        label.rest = label.rest[dated.end() :]
        return
    match = _LEADING_VENUE.match(label.rest) or _SHORT_VENUE.match(label.rest)
    if match and venue_acronym(match["venue"].split()[0]) and (facts := read_group(match["venue"])) and facts.venue:
        label.facts.add(facts)
        label.rest = label.rest[match.end() :]


def _is_tag(text: str, bracket: str) -> bool:
    """Whether a leading group is a mark on the item: `(Paper Collection)`, `[Survey]`, and no part of its title."""
    words = text.split()
    if not 1 <= len(words) <= 4 or len(text) > 40 or not any(map(str.isalpha, text)):
        return False
    return bracket in "[【" or len(words) > 1 or bool(_MARKS.fullmatch(words[0]))


def _peel_quoted(label: _Label) -> bool:
    """Read `Authors. "Title". Venue.`: the quoted text is the title when only facts stand before it."""
    match = _QUOTED.search(label.rest)
    if match is None:
        return False
    before, after = label.rest[: match.start()].strip(), label.rest[match.end() :]
    title = match["title"].strip()
    if len(title.split()) < 2 and before:
        return False
    if before:
        names = names_at(before)
        facts = read_aside(before, trusted=True)
        if names is None or facts.left.strip(" .,"):
            if (
                len(title.split()) < 3
                or len(before.split()) > 24
                or not (_CITING.search(before) or before.count(" ") < 2)
                or after.lstrip()[:1] not in {".", ",", "", "("}
                or is_prose(before)
            ):
                return False
        if not facts.left.strip(" .,"):
            label.facts.add(facts)
    elif after.strip() and after.lstrip()[0] not in ".,;([-–—|":
        names = names_at(after.lstrip())
        if names is None or names.strength < 2:
            return False
    if after.strip():
        label.facts.add(read_aside(after, cited=bool(before)))
    label.rest = title
    return True


def _peel_authors_first(label: _Label) -> bool:
    """Read `Authors (year). Title. Venue.`"""
    names = names_at(label.rest)
    if names is None or names.end >= len(label.rest) or not (names.strength > 1 or _before_colon(label.rest, names)):
        return False
    after = label.rest[names.end :]
    match = re.match(r"\s*[.,:]?\s*(?:\(([^()]{4,24})\)|((?:19|20)\d\d))?\s*[.,:]*\s*", after)
    assert match is not None
    year = match.group(1) or match.group(2)
    if (names.strength < 3 and not year and label.rest[names.end] != ":") or (
        not match.group().strip() and not names.names[-1].endswith(".")
    ):
        return False
    rest = after[match.end() :]
    if len(rest.split()) < 2 or not (
        rest[0].isupper() or rest[0].isdigit() or not rest[0].isascii() or rest[0] in '"“('
    ):
        return False
    tail = read_aside(rest, trusted=False)
    if not tail.left.strip() and tail.certain:
        return _titleless(label, names, tail)
    label.facts.authors = names.names
    if year and (dates := find_dates(year)):
        label.facts.take_date(dates[0].date)
    title, _, after_title = _first_sentence(rest)
    if after_title:
        label.facts.add(read_aside(after_title, cited=True))
        label.rest = title
    else:
        label.rest = rest
        _peel_tail(label)
    return True


def _peel_listed_authors(label: _Label) -> None:
    """Read `Ada Bee, Cee D. Eff and Gee Ha, A title in words, Venue`: only commas part the authors from the title."""
    parts = label.rest.split(", ")
    count = 0
    while count < len(parts) and _FULL_NAMES.fullmatch(parts[count]):
        count += 1
    if not 0 < count < len(parts) or len(parts[count].split()) < 4 or ", ".join(parts[:count]).count(" ") < 3:
        return
    written = ", ".join(parts[:count])
    names = names_at(written)
    if names is None or names.end < len(written) or names.strength < 2 or len(names.names) < 2:
        return
    label.facts.authors = names.names
    label.rest = ", ".join(parts[count:])


def _before_colon(text: str, names: Names) -> bool:
    """Whether two or more full names stand before a colon and a title: `Ada Ng, Bo Sato: On Wool and Yarn`."""
    full = len(names.names) > 1 and all(1 <= name.count(" ") <= 3 for name in names.names)
    foreign = not all(map(str.isascii, names.names))  # two capitalised words of English are as often a title's
    return full and foreign and names.strength > 0 and text[names.end] == ":" and text.count(" ", names.end) > 2


def _titleless(label: _Label, names: Names, tail: Facts) -> bool:
    """Read `Authors, Venue (year)`, where nothing but facts follows the names: if they are names, there is no title."""
    if names.strength < 3:
        return False
    label.facts.authors = names.names
    label.facts.add(tail)
    label.rest = ""
    return True


def _first_sentence(text: str) -> tuple[str, str, str]:
    match = re.search(r"(?<=[^\s.][^\sA-Z.])[.?!]\s+(?=[A-Z0-9(\[])|(?<=[a-z]{2}[A-Z])[.]\s+|(?<=[A-Z]{2})[.]\s+", text)
    if match is None:
        return text, "", ""
    keep = match.start() + (text[match.start()] in "?!")
    return text[:keep], text[keep : match.end()], text[match.end() :]


def _peel_tail(label: _Label) -> None:
    """Take facts from the end: at the first place after which nothing but facts follows."""
    text = label.rest
    if not _HINTS.search(text) and not _TRAILING_GROUP.search(text):
        return
    for number, match in enumerate(_CUTS.finditer(text)):
        if number > 40:
            break
        rest = text[match.end() :]
        if match.start() < 2 or not rest or not (_HINTS.search(rest)):
            continue
        facts = read_aside(rest, trusted=False)
        if not facts.left.strip() and facts.certain:
            label.facts.add(facts)
            label.rest = text[: match.start()]
            return
    _peel_yeared(label)


def _peel_yeared(label: _Label) -> None:
    """Take `(Chemical Matters 2018)` from the end: a venue that nobody knows is told by its capitals and year."""
    match = _YEARED_GROUP.search(label.rest)
    if match and match.start() > 8 and label.facts.venue is None:
        label.facts.venue = match["venue"]
        label.facts.year = label.facts.year or PartialDate(int(match["venue"][-4:]))
        label.rest = label.rest[: match.start()]
