"""What stands beside a title: dates, venues and authors, told from words that are none of these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bibdb.dates import PartialDate
from bibdb.readers.label_dates import DateSpan, find_dates, resembles_month
from bibdb.readers.label_names import names_at
from bibdb.readers.venuewords import is_venue, venue_acronym

__all__ = ["Facts", "Flaw", "only_facts", "read_aside", "read_group"]

_GAP = re.compile(
    r"(?::[a-z0-9_+-]+:|[\s\ue000,，.;；|·•*_`\"”“]+|[\[(]+(?=[\s\[(]*\ue000)|(?<=\ue000)[\])]+|[\])]+(?=\s|$)"
    r"|:(?![a-z0-9_+-]+:)|[-–—]+(?=\s|$)|\\(?=\s|$))*"
)
# What dates, venues and pages hold one of: a digit, an acronym, or a word that begins the name of a venue.
_FACTUAL = re.compile(
    r"\d|[A-Z][a-z]*[A-Z]|[Aa]r[Xx]iv|[Pp]r|Journal|Trans|Conf|Work|Symp|Congress|Anna|Adv|Lect|Lett"
    r"|Magazine|Quarter|Bulletin"
    r"|Acta|Archiv|Spring|Elsev|Acad|Publ|Tech|Ph|Master|Nucl|Front|Eur|Commun|J\.|Wiley|Camb|Oxf|Nature"
    r"|Scien|Cell|Neur|Find"
    r"|Patterns|Lancet|Machine|Artif|Cogn|[Cc]omput|Bioinf|Entropy|Sensors|Biom|Chaos|Psych|Autom|Distill"
    r"|OpenRev|Euro|Inter|会|期刊|学报"
)
# A capitalised word and four in lower case that no venue begins with: a sentence.
_SENTENCE_LIKE = re.compile(
    r"(?!Pro|Tran|Adv|Ann|Acta|J|Lec|Arch|Comm|Front)[A-Z][a-z]+(?: (?!of|on|in|for|and|the)[a-z]+){4}"
)
_GAP_STARTS = frozenset('\u2028 \t\n\r\f\v\xa0\u3000\ue000,，.;；|·•*_`"”“[(:-–—\\])')
_GROUP = re.compile(r"\(([^()]{0,200})\)|\[([^\[\]]{0,200})\]|（([^（）]{0,200})）|【([^【】]{0,200})】")
# Where a sentence or its like may end; a full stop ends none behind an abbreviation or an initial.
_SENTENCE_END = re.compile(r"[.。](?=[\s\[(]|$)|[|\n\u2028\ue000]|[;；](?=\s|$)|\s[-–—·]+\s|\s:[a-z]")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Proc|Trans|Conf|Int|Rev|Lett|Phys|[Vv]ol|no|pp|Symp|Ann|Nat|Comput|Sci|Am|Math|Eng"
    r"|Res|Med|Biol))\Z"
)
_PIECE_END = re.compile(r"[,，]\s|\s(?=[(\[])|[.。;；|]\s|\s[-–—|]+\s|[.;,]?$")
_BY = re.compile(r"(?:[Bb]y|[Aa]uthors?|[Ff]rom|作者)\s*[:：]?\s+(?=\S)|作者[:：]")
_IN = re.compile(
    r"(?:(?:[Pp]ublished|[Aa]ccepted|[Aa]ppeared|[Pp]resented|[Tt]o appear|[Aa]ppears?)\s+)?(?:[Ii]n"
    r"|[Aa]t|[Bb]y|[Tt]o|@)\s*[:：]?\s*(?=[A-Z0-9\"“]|arXiv)|(?:[Vv]enue|[Pp]ublisher|[Cc]onference"
    r"|[Jj]ournal|[Pp]ublication|[Dd]ate|[Yy]ear|发表于?|会议|期刊)\s*[:：]\s*"
)
_IN_STARTS = frozenset("PpAaTtIiBb@VvCcJjDdYy发会期")
_ARXIV = re.compile(
    r"\b(?:arXiv(?:\s+preprint)?[\s:]*)?(?:arXiv)[:\s]*(?:\d{4}\.\d{4,5}"
    r"|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\s*\[[\w.-]+\])?(?:\s+\d{1,4}(?=\s*\())?",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"^(?:arXiv|CoRR)\s*(?:preprint|e-?prints?)\b", re.IGNORECASE)
_VOLUME = re.compile(
    r"[\s,]+(?:\d+(?:\.\d+(?:[-–]\d+)?)?\s*)?\((?:19|20)\d\d\)\s*:.*$|[\s,.]+(?:[Vv]ol|[Nn]o"
    r"|pp?)\.?\s*\d.*$|[\s,]+\d+\s*\(\d+[^)]*\)\s*:.*$"
)
_CITED_YEAR = re.compile(r"(?:,\s*(?:19|20)\d\d|\s*\((?:19|20)\d\d\))$")
_ISSUE = re.compile(r"\s+\d+\.\d+$")
_YEARED = re.compile(
    r"[A-Z][\w&'’-]*(?: (?:of|on|and|for|in|the|[A-Z][\w&'’-]*|\([A-Z][\w -]*\))){0,7},? (?:19|20)\d\d"
)
_YEAR_ENDS = re.compile(r"^[\s(\[,.;'’]+|[\s)\],.;:'’]+$")
MASK = "\ue000"  # stands for links that say nothing
_RUN = re.compile(f"{MASK}+")
_SHORT = 64
_KNOWN = ("known",)
_PAGES = re.compile(
    r"(?:pp?\.?\s*)?[A-Za-z]?\d+\s*[-–—]+\s*[A-Za-z]?\d+|(?:[Vv]ol|[Nn]o|pp?|[Vv]olume|[Ii]ssue"
    r"|[Pp]ages?)\.?\s*[\d-]+|\d+(?:\s*\(\d+\))?(?:\s*:\s*[\w-]+)?|[\d.;:()\s-]+(?::\s*\w+)?"
)
_SPLIT_GROUP = re.compile(r"\s*[;；,，|/]\s+|\s+[-–—/]\s+|\s*[;；|]\s*|\s*,\s*")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something odd in a label: the rule's short stable name, and one sentence."""

    rule: str
    message: str


@dataclass(slots=True)
class Facts:
    """What was read; `left` is the text from the first words on that are no fact, and begins at `end`."""

    date: PartialDate | None = None
    year: PartialDate | None = None  # of the venue: the date when nothing better is said
    venue: str | None = None
    authors: tuple[str, ...] = ()
    tags: list[str] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    left: str = ""
    end: int = 0
    certain: bool = False

    def add(self, other: Facts) -> None:
        """Take over what is not known yet; the more precise date wins."""
        if other.date:
            self.take_date(other.date)
        self.year = self.year or other.year
        self.venue = self.venue or other.venue
        self.authors = self.authors or other.authors
        self.tags += other.tags
        self.flaws += other.flaws
        self.certain |= other.certain

    def take_date(self, date: PartialDate) -> None:
        """Keep a date unless one that is at least as precise is there."""
        if self.date is None or date.precision > self.date.precision:
            self.date = date

    @property
    def best_date(self) -> PartialDate | None:
        """The date that was given, else the year of the venue."""
        return self.date or self.year

    @property
    def empty(self) -> bool:
        """Whether nothing was read."""
        return not (self.date or self.year or self.venue or self.authors or self.tags)


@lru_cache(maxsize=8192)
def read_group(text: str) -> Facts | None:
    """Read what stands in brackets: `2024 Sept; ICLR 2025`, `Lu et al., NAACL 2022`; None when it is not all facts.

    What it gives is kept for the next time, and must not be changed.
    """
    text = text.strip()
    facts = Facts()
    names = names_at(text)
    if names is not None and (names.strength >= 3 or (names.strength and _followed_by_fact(text, names.end))):
        facts.authors = names.names
        text = text[names.end :].strip(" ,;.:")
        if not text:
            facts.certain = True
            return facts
    for piece in _pieces(text):
        if not _read_piece(piece, facts):
            return None
    facts.certain = True
    return None if facts.empty else facts


def _pieces(text: str) -> list[str]:
    """Split a group, but not within a date (`2025, Feb`) or a venue that holds a comma."""
    if _whole(text):
        return [text]
    return [piece for piece in _SPLIT_GROUP.split(text) if piece.strip()]


def _whole(text: str) -> bool:
    dates = find_dates(text)
    return len(dates) == 1 and dates[0].end - dates[0].start == len(text.strip()) and not dates[0].glued


def _read_piece(piece: str, facts: Facts) -> bool:
    """Read one piece as a date, a venue, or a date with a venue."""
    piece = piece.strip(" .,:")
    if piece[:1] in _IN_STARTS and (match := _IN.match(piece)):
        piece = piece[match.end() :]
    if not piece or piece in {"-", "–", "—"}:
        return True
    dates = find_dates(piece)
    if not dates:
        if is_venue(piece):
            facts.venue = facts.venue or venue_name(piece)
            return True
        return False
    span = max(dates, key=lambda each: each.date.precision)
    rest = _without(piece, dates if span.date.precision > 1 else [span])
    if not rest or _PAGES.fullmatch(rest):
        facts.take_date(span.date)
        return True
    if span.date.precision == 1 and span.start == 0 and not span.glued and resembles_month(rest):
        facts.take_date(span.date)
        facts.flaws.append(Flaw("impossible-month", f"“{rest}” is no month: only the year of “{piece}” was read"))
        return True
    if span.date.precision > 1 or (span.start == 0 and not span.glued):
        return _read_dated(rest, span.date, facts)
    if is_venue(piece):
        facts.venue, facts.year = facts.venue or venue_name(piece), facts.year or span.date
        return True
    return False


def _without(piece: str, dates: Sequence[DateSpan]) -> str:
    """Give what a piece says beside its dates."""
    for span in sorted(dates, key=lambda each: -each.start):
        piece = f"{piece[: span.start]} {piece[span.end :]}"
    return _YEAR_ENDS.sub("", piece).strip(" -–—")


def _read_dated(rest: str, date: PartialDate, facts: Facts) -> bool:
    """Take a date that stands beside other words, when those are a venue."""
    if not is_venue(rest):
        return False
    facts.take_date(date)
    facts.venue = facts.venue or venue_name(rest)
    return True


def venue_name(text: str) -> str:
    """Give a venue's name without what only a citation adds: arXiv's numbers, volume and pages after a year's colon."""
    text = text.strip(' ,;:.*_"')
    if text[:1] in _IN_STARTS and (match := _IN.match(text)):
        text = text[match.end() :]
    if _PREPRINT.match(text) or (":" in text and _ARXIV.match(text)):
        return "arXiv" if text[:5].lower() == "arxiv" else text.split()[0]
    if text[-5:-4] == " " and text[-4:].isdigit() and text.count(" ") == 1 and text[-6:-5] != ",":
        return text  # `ICML 2020`
    return _ISSUE.sub("", _CITED_YEAR.sub("", _VOLUME.sub("", text))).strip(" ,;:.")


def read_aside(text: str, *, trusted: bool = False, cited: bool = False, known: Facts | None = None) -> Facts:
    """Read facts from the beginning of a text up to the first words that are none.

    `trusted` text is set apart by its place or style, so that two capitalised words are enough for a name. `cited`
    text follows the title of a full citation, so that its first sentence is the venue, known or not. `known` facts
    were read before it: where there are authors, no more are looked for.
    """
    known_authors = known.authors if known else ()
    if len(text) > 400 or MASK in text[80:]:
        return _read_aside(text, known_authors, trusted=trusted, cited=cited)
    bare = _RUN.sub(MASK, text) if MASK in text else text
    if len(bare) > _SHORT:
        return _read_aside(text, known_authors, trusted=trusted, cited=cited)
    found = _read_short(bare, bool(known_authors), trusted=trusted, cited=cited)
    if MASK in found.left:
        return _read_aside(text, known_authors, trusted=trusted, cited=cited)
    end = len(text) - len(found.left)
    authors = known_authors or found.authors
    tags, flaws = list(found.tags), list(found.flaws)
    return Facts(found.date, found.year, found.venue, authors, tags, flaws, found.left, end, found.certain)


@lru_cache(maxsize=16384)
def _read_short(text: str, known: bool, *, trusted: bool, cited: bool) -> Facts:
    """Read a short text: lists repeat their venues and dates."""
    return _read_aside(text, _KNOWN if known else (), trusted=trusted, cited=cited)


def _read_aside(text: str, known: tuple[str, ...], *, trusted: bool, cited: bool) -> Facts:
    facts = Facts(authors=known)
    position, limit = 0, min(len(text), 3000)
    unknown: int | None = None
    while True:
        if text[position : position + 1] in _GAP_STARTS and (gap := _GAP.match(text, position)):
            position = gap.end()
        if position >= limit:
            break
        end = _read_at(text, position, facts, trusted=trusted, cited=cited and facts.venue is None)
        if end is None:
            group = _GROUP.match(text, position)
            if group is None or len(group.group().split()) > 4:
                unknown = position if unknown is None else unknown
                break
            unknown = position if unknown is None else unknown
            end = group.end()
        position = end
    facts.end = unknown if unknown is not None else position
    facts.left = text[facts.end :] if unknown is not None else text[position:]
    return facts


def only_facts(text: str) -> bool:
    """Whether a link's text is a date, venue or names: `[NeurIPS 2023](…)`, `[Smith et al., 2020](…)`."""
    if len(text) > 80 or not (any(map(str.isdigit, text)) or "et al" in text):
        return False
    facts = read_aside(text)
    dated = facts.best_date is not None or (bool(facts.authors) and "et al" in text)
    return dated and facts.certain and not facts.left.strip()


def _read_at(text: str, start: int, facts: Facts, *, trusted: bool, cited: bool) -> int | None:
    """Read one fact at a place; give its end."""
    group = _GROUP.match(text, start) if text[start] in "([（【" else None
    if group is not None:
        inner = next(part for part in group.groups() if part is not None)
        found = read_group(inner) if inner.strip() else Facts()
        if found is not None:
            facts.add(found)
            return group.end()
        return None
    if not cited and (end := _read_names(text, start, facts, trusted=trusted)):
        return end
    return _read_venue(text, start, facts, cited=cited)


def _read_names(text: str, start: int, facts: Facts, *, trusted: bool) -> int | None:
    by = _BY.match(text, start) if text[start] in "BbAaFf作" else None
    if facts.authors or (text.startswith("From", start) and not by):
        return None
    begin = by.end() if by else start
    names = names_at(text, begin)
    if names is None:
        return None
    needed = 1 if trusted else 2
    if names.strength < needed and not (names.strength == 1 and _followed_by_fact(text, names.end)):
        return None
    after = text[names.end : names.end + 1]
    if (
        after
        and after not in ".,;:([|\n\u2028-–—·"
        and not text[names.end :].startswith((" -", " –", " —", " |", " (", " [", " \n", " ·", " \u2028"))
    ):
        following = text[names.end :].split(maxsplit=1)[:1]
        if not names.names[-1].endswith(("al.", "al")) and not (following and venue_acronym(following[0])):
            return None
    if names.strength < 3 and is_venue(text[begin : names.end]):
        return None
    facts.authors = names.names
    facts.certain |= names.strength >= 2 or trusted
    return names.end


def _followed_by_fact(text: str, position: int) -> bool:
    """Whether a date or venue follows at once, which makes names of capitalised words."""
    match = re.match(r"\s*[,.;(\[]\s*", text[position : position + 8])
    if match is None:
        word = text[position : position + 24].split(maxsplit=1)[:1]
        return bool(word) and venue_acronym(word[0])
    rest = text[position + match.end() : position + match.end() + 60]
    piece = re.split(r"[,.;)\]]", rest, maxsplit=1)[0]
    return bool(piece.strip()) and _read_piece(piece, Facts())


def _read_venue(text: str, start: int, facts: Facts, *, cited: bool) -> int | None:
    """Read a date, a venue, or pages: the whole sentence if it is one, else its first piece."""
    if text[start] in _IN_STARTS and (match := _IN.match(text, start)):
        start = match.end()
    stop = _sentence_end(text, start)
    if _SENTENCE_LIKE.match(text, start) and not cited:
        return None
    if not _FACTUAL.search(text, start, min(stop, start + 160)):
        return _read_cited(text, start, stop, facts) if cited and _is_short(text, start, stop) else None
    for end in dict.fromkeys((stop, *_piece_ends(text, start, stop))):
        piece = text[start:end].strip()
        if ":" in piece or "/" in piece:
            piece = _ARXIV.sub("arXiv preprint", piece, count=1).strip()
        if not piece:
            continue
        if _read_piece(piece, facts):
            facts.certain = True
            return end
        if piece[0].isdigit() or piece[:1] in "pPvVnN":
            if _PAGES.fullmatch(piece):
                return end
    if (cited or facts.authors) and _YEARED.fullmatch(text[start:stop].strip()):
        return _read_cited(text, start, stop, facts)
    return _read_cited(text, start, stop, facts) if cited and _is_short(text, start, stop) else None


def _is_short(text: str, start: int, stop: int) -> bool:
    return stop - start < 120 and text.count(" ", start, stop) < 16


def _sentence_end(text: str, start: int) -> int:
    """Give where the sentence that begins at `start` ends, without its full stop."""
    for match in _SENTENCE_END.finditer(text, start):
        if match[0] == "." and _ABBREVIATED.search(text, max(start, match.start() - 8), match.start()):
            continue
        return match.start()
    return len(text)


def _piece_ends(text: str, start: int, stop: int) -> list[int]:
    return [match.start() for match in _PIECE_END.finditer(text, start, min(stop, start + 160))][:6][::-1]


def _read_cited(text: str, start: int, stop: int, facts: Facts) -> int:
    """Take a citation's sentence after the title as its venue."""
    piece = text[start:stop]
    dates = find_dates(piece)
    if dates:
        facts.year = facts.year or max(dates, key=lambda each: each.date.precision).date
    facts.venue = venue_name(piece) or None
    facts.certain = True
    return stop
