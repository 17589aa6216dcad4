"""Formatted references: authors, title and venue told by the order and punctuation of the usual styles.

Known are `Authors. Title. Venue, year.` (plain, ACM, Vancouver), `Authors (year). Title. Venue.` (APA),
`Authors, “Title,” Venue, year.` (IEEE, Chicago), and references without a title, as physicists write them:
`Authors, Journal 97 (2006) 1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bibdb.dates import PartialDate
from bibdb.readers.label_dates import DateSpan, find_dates
from bibdb.readers.label_names import names_at, split_names
from bibdb.readers.venuewords import is_venue

__all__ = ["Reference", "names_of", "read_reference", "read_venue"]

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽΑ-ΩА-Я"
# A full stop ends a sentence unless it stands after an initial or an abbreviation.
_STOP = re.compile(
    rf"(?<![\s.(\[-][{_UPPER}])(?<!^[{_UPPER}])(?<!\bet al)(?<!\b[Jj]r)"
    r"(?<!\b[Ss]r)(?<!\bvs)(?<!\bSt)(?<!\bMd)(?<!\bno)(?<!\bNo)"
    r"(?<!\bvol)"
    rf"(?<!\bVol)(?<!\bProc)(?<!\bTrans)(?<!\bConf)(?<!\bJ)(?<!\bInt)(?<!\bpp)(?<!\bp)(?<!\bed)(?<!\beds)(?<!\bEd)(?<!\bEds)(?<!\bDr)"
    rf"[.?!]['”’\"]?(?:\s+|$)(?=[{_UPPER}\d“\"(\[*¿‘'«]|[a-z]{{1,3}}[{_UPPER}]|$)"
)
_ET_AL = re.compile(r"\bet\.? al\b\.?[.,:]?\s+")
_YEAR = re.compile(r"[\s,.]*[(\[]?\s*((?:19|20)\d\d)[a-z]?(?:,\s*[A-Z][a-z]+\.?(?:\s+\d{1,2})?)?\s*[)\]]?\s*[.,:;]?\s*")
_QUOTED = re.compile(r"(?:[“«„]|``|(?<![\w])\")(?P<title>[^“”\"«»]{6,400}?)[,.]?(?:[”»]|''|\"(?!\w))")
_INITIALS = rf"(?:[{_UPPER}]\.?[ -]?){{1,4}}(?![a-z])"
_INVERTED = re.compile(
    rf"((?:(?:de|van|von|der|den|del|la|le|di|da|dos|El|Al)\s+)*[{_UPPER}][\w'’‐-]+(?:[ -][{_UPPER}][\w'’‐-]+)?)"
    rf",\s*({_INITIALS})"
)
# `Roe R, van der Doe JM.` as medical journals cite.
_VANCOUVER = re.compile(
    rf"(?:(?:(?:de|van|von|der|den|del|la|le|di|da|dos) )*[{_UPPER}][\w'’‐-]+(?: [{_UPPER}][\w'’‐-]+)?"
    rf" [{_UPPER}]{{1,3}}(?:, (?:and )?|(?=\.)))+\."
)
# `Roe R., J. Doe, van der Poe J.-M. and Loe A.`: initials with full stops, on either side of the family name.
_FAMILY = (
    rf"(?:(?:de|van|von|der|den|del|la|le|di|da|dos) ){{0,3}}[{_UPPER}][\w'’‐-]{{1,30}}(?: [{_UPPER}][\w'’‐-]{{1,30}})?"
)
_DOTS = rf"[{_UPPER}]\.(?:[ -]?[{_UPPER}]\.)*"
_DOTTED = rf"(?:{_FAMILY} {_DOTS}|{_DOTS} ?{_FAMILY})"
_NEXT = r"(?:, (?:and |& )?| and | & )"
_DOTTED_LIST = re.compile(rf"{_DOTTED}(?:{_NEXT}{_DOTTED})+")
_NEXT_NAME = re.compile(_NEXT)
_AFTER_NAMES = re.compile(r"\.?,?\s+")
_BRACKETED_YEAR = re.compile(r"\s*\((?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?\)")
_END = re.compile(rf"(?<![\s.,(-][{_UPPER}])(?<!^[{_UPPER}])\.\s+|:\s+")
_LIST_END = re.compile(r"\s*,?\s*(?:&|and|und|et)\s+(?!al\b)|\s*[,;]\s+")
_COUNTS = re.compile(
    r",\s*(?:\(?(?:19|20)\d\d\)?(?=[,.;\s]|$)|\*{0,2}\d+\*{0,2}\s*[(:,;]|[Vv]ol\b|[Vv]olume\b|[Nn]o\b|[Nn]umber\b|[Pp]p?\.|[Pp]ages?\b|\d+\s*[-–]+\s*\d+|e?\d+\s*$).*$|(?<=[a-z.])\s+\d+\s*(?:,\s*\d|\((?!(?:19|20)\d\d\))).*$",
    re.DOTALL,
)
_TAIL = re.compile(
    r"[\s,.;:]*(?:\b(?:arXiv|CoRR|doi|DOI|ISBN|ISSN|URL|url|https?|Available|Retrieved|Accessed|eprint|abs|hep-\w+)\b.*|\[.*)$",
    re.DOTALL,
)
_IN = re.compile(r"^\s*(?:In|in|In:|Published in|To appear in)\s*:?\s+")
# As physicists cite: `Phys.Lett.B 704 (2011) 15-23`.
_JOURNAL = re.compile(r"[A-Z][\w.&: ]{1,40}?\s*[A-Z]?\s\d+\s*\((?:19|20)\d\d\)\s*\d")
_ARXIV = re.compile(r"\barxiv\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a formatted reference says; `rest` is what follows the venue and is none of it."""

    title: str | None
    authors: tuple[str, ...]
    venue: str | None
    date: PartialDate | None
    rest: str = ""


def read_reference(text: str) -> Reference | None:
    """Read a formatted reference; None where its parts cannot be told."""
    text = " ".join(text.split())
    if not 12 <= len(text) <= 2500:
        return None
    return _quoted(text) or _untitled(text) or _sentences(text) or _commas(text)


def _commas(text: str) -> Reference | None:
    """Read `Authors, a title, Journal 95 (2017) 1`: a reference whose parts end in commas."""
    parts = text.split(", ")
    count = 0
    while count < len(parts) and _is_name(parts[count].removeprefix("and ")) and len(parts[count].split()) > 1:
        count += 1
    authors, parts = names_of(", ".join(parts[:count])), parts[count:]
    if not authors:
        return None
    return _parted(authors, ", ".join(parts))


def _parted(authors: tuple[str, ...], text: str) -> Reference | None:
    """Part a title from the venue that a comma alone sets off."""
    parts = text.strip().split(", ")
    for number in range(1, min(len(parts), 12)):
        rest = ", ".join(parts[number:])
        if len(" ".join(parts[:number]).split()) >= 3 and (
            _JOURNAL.match(rest) or (is_venue(rest) and find_dates(rest))
        ):
            date = max((span.date for span in find_dates(rest)), key=lambda each: each.precision, default=None)
            return Reference(", ".join(parts[:number]), authors, _TAIL.sub("", rest).strip(" ,.;") or None, date)
    return None


def _untitled(text: str) -> Reference | None:
    """Read `Authors, Journal 97 (2006) 262002`: a reference without a title."""
    names = names_at(text)
    if names is None or names.strength < 2 or not 0 < names.end < len(text):
        return None
    rest = _TAIL.sub("", text[names.end :]).strip(" ,.:;")
    dates = find_dates(rest)
    if (
        not dates
        or len(rest) > 90
        or not (is_venue(rest.split(", ")[0]) or _JOURNAL.match(rest))
        or not re.search(r"\d{2}", rest[: dates[0].start] + rest[dates[0].end :])
    ):
        return None
    if _QUOTED.search(rest) or len(re.findall(r"\b[a-z]{3,}\b", rest)) > 2:
        return None
    return Reference(None, names.names, rest, dates[0].date)


def _quoted(text: str) -> Reference | None:
    """Read a reference whose title stands in quotes behind its authors."""
    match = _QUOTED.search(text)
    if match is None or len(match["title"].split()) < 2 or match.start() > 600:
        return None
    before = text[: match.start()].strip(" ,.:;")
    year = find_dates(before)
    bare = before[: year[-1].start].strip(" ,.(") if year else before
    authors = names_of(bare)
    if not authors:
        return None
    venue, date, rest = read_venue(text[match.end() :])
    return Reference(match["title"].strip(" ,."), authors, venue, _best(date, year), rest)


def _best(date: PartialDate | None, spans: Sequence[DateSpan]) -> PartialDate | None:
    dates = [span.date for span in spans] + ([date] if date else [])
    return max(dates, key=lambda each: each.precision) if dates else None


def _sentences(text: str) -> Reference | None:
    """Read a reference whose parts end in full stops."""
    for end, after in _author_ends(text):
        authors = names_of(text[:end].strip(" ,:;("))
        if not authors:
            continue
        year = _YEAR.match(text, after)
        start = year.end() if year else after
        stop = _STOP.search(text, start)
        title = text[start : stop.start() + (text[stop.start()] in "?!")] if stop else text[start:]
        if not _is_title(title):
            if len(authors) > 1 and (found := _parted(authors, text[start:].rstrip(" ."))) is not None:
                return found
            continue
        venue, date, rest = read_venue(text[stop.end() :]) if stop else (None, None, "")
        best = _best(date, find_dates(year[0]) if year else [])
        if authors[-1] == "et al" and text[: end + 1].rstrip().endswith("."):
            authors = (*authors[:-1], "et al.")
        return Reference(title.strip(" ,.“”\"'*"), authors, venue, best, rest)
    return None


def _author_ends(text: str) -> Iterator[tuple[int, int]]:
    """Give the places where the authors may end: `et al.`, a year in brackets, or the first full stops."""
    if (match := _DOTTED_LIST.match(text)) and (after := _AFTER_NAMES.match(text, match.end())):
        yield match.end(), after.end()
    if match := _VANCOUVER.match(text):
        yield match.end() - 1, match.end()
    if match := _ET_AL.search(text[:600]):
        yield match.start() + len(match.group().rstrip(" .,:")) + 1, match.end()
    if match := _BRACKETED_YEAR.search(text[:900]):
        yield match.start(), match.start()
    for match in islice(_STOP.finditer(text[:1500]), 3):
        yield match.start(), match.end()
    for match in islice(_END.finditer(text[:1500]), 12):
        yield match.start(), match.end()


def _is_title(text: str) -> bool:
    """Whether a sentence can be a title: words, and not a venue with its numbers."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    if len(words) < 2 and not (words and len(words[0]) > 6):
        return False
    if re.match(r"[a-z]{3,}$", words[0]):
        return False  # a sentence that goes on
    return not (is_venue(text) and find_dates(text)) and not names_cover(text)


def names_cover(text: str) -> bool:
    """Whether a text is nothing but names that cannot be anything else."""
    names = names_at(text.strip())
    return names is not None and names.strength == 3 and names.end >= len(text.strip(" .,"))


def names_of(text: str) -> tuple[str, ...]:
    """Split a text that is nothing but authors, in either order of their parts; empty where it is something else."""
    if (dotted := text.strip(" ,;:*†‡").replace("..", ".")) and len(dotted) < 3000 and _DOTTED_LIST.fullmatch(dotted):
        return tuple(_NEXT_NAME.split(dotted))
    text = text.strip(" ,.;:*†‡")
    if not text or len(text) > 3000:
        return ()
    if inverted := _inverted(text):
        return inverted
    if names_shaped(text):
        return split_names(text)
    names = names_at(text)
    if names is not None and names.end >= len(text.rstrip(" .,;")) and names.strength >= 1:
        return names.names
    return ()


def names_shaped(text: str) -> bool:
    """Whether every part of a list has the shape of a name: capitals, particles, initials, few words."""
    parts = [part.strip() for part in re.split(r",\s*(?:and\s+|&\s*)?|\s+and\s+|\s*;\s*|\s+&\s+", text) if part.strip()]
    return len(parts) > 1 and all(_is_name(part) for part in parts)


_PARTICLES = frozenset(
    """
    de van von der den del della da di dos das du la le ter ten al el bin ibn y zu zur 't jr sr ii iii et others
    """.split()  # noqa: SIM905  the words read best as text
)


def _is_name(part: str) -> bool:
    if re.fullmatch(r"et\.? al\.?|others|\.\.\.|…", part):
        return True
    words = part.replace(".", ". ").replace("~", " ").split()
    capital = [word for word in words if word[:1].isupper() or not word[:1].isascii()]
    rest = [word for word in words if word not in capital]
    return (
        0 < len(capital) <= 5
        and all(word.lower().strip(".") in _PARTICLES for word in rest)
        and not any(map(str.isdigit, part))
        and len(part) < 60
        and ":" not in part
        and not is_venue(part)
    )


def _inverted(text: str) -> tuple[str, ...]:
    """Split `Ferretti, L., Wymant, C., & Fraser, C.`; the last may be in the natural order."""
    found: list[str] = []
    position = 0
    while match := _INVERTED.match(text, position):
        found.append(f"{match[1]}, {match[2].strip()}")
        position = match.end()
        gap = _LIST_END.match(text, position)
        if gap is None:
            break
        position = gap.end()
    if found and re.search(r"[A-Z]$", found[-1]) and any(name.endswith(".") for name in found[:-1]):
        found[-1] += "."
    rest = text[position:].strip(" .,;…")
    if len(found) < 2 and not (found and not rest):
        return ()
    if not rest:
        return tuple(found)
    last = names_at(rest)
    if rest.startswith("et al"):
        return (*found, "et al.")
    if last is not None and last.end >= len(rest) and len(last.names) <= 2:
        return (*found, *last.names)
    return tuple(found) if "…" in text[position:] else ()


def read_venue(text: str) -> tuple[str | None, PartialDate | None, str]:
    """Read what follows a title: the venue's name, the date, and what else is said in brackets behind it."""
    text = text.strip(" ,.;:”\"'*")
    dates = [span.date for span in find_dates(text[:600])]
    date = max(dates, key=lambda each: each.precision, default=None)
    head = _IN.sub("", text)
    note = ""
    if match := re.search(r"\[[^\[\]]{3,200}\]\s*$", head):
        note, head = match.group()[1:-1], head[: match.start()]
    if _ARXIV.match(head) or re.match(r"CoRR\b", head):
        return ("CoRR" if head.startswith("CoRR") else "arXiv"), date, note
    bare = _TAIL.sub("", head).strip(" ,.;:(")
    # An abbreviated word of a journal's name ends no sentence: `Phys. Lett. B`.
    stop = next(
        (
            match
            for match in _STOP.finditer(bare)
            if not re.search(r"(?:^|[\s.])[A-Z][a-z]{1,6}$", bare[: match.start()])
            or not bare[match.end() : match.end() + 1].isupper()
        ),
        None,
    )
    name = bare[: stop.start()] if stop else bare
    name = (
        re.sub(r"[,.\s]*\(?(?:19|20)\d\d\)?[a-z]?$", "", name).strip(" ,.;:(")
        if not re.search(r"[A-Z]{2,}\s*(?:19|20)\d\d$", name)
        else name
    )
    if not re.match(r"(?:19|20)\d\d", name):
        name = _COUNTS.sub("", name).strip(" ,.;:")
    venue = name if re.search(r"[^\W\d_]{2}", name) and len(name) < 250 else None
    if venue is None and _ARXIV.search(text):
        venue = "arXiv"
    return venue, date, note
