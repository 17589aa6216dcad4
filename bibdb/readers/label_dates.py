"""Dates as people write them beside titles, with the precision they gave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bibdb.dates import PartialDate

__all__ = ["DateSpan", "find_dates"]

_NAMES = {
    1: "january jan janvier enero gennaio januar januari ocak",
    2: "february feb febr février febrero febbraio februar şubat",
    3: "march mar mars marzo märz maart mart",
    4: "april apr avril abril aprile nisan",
    5: "may mai mayo maggio mei mayıs",
    6: "june jun juin junio giugno juni haziran", 7: "july jul juillet julio luglio juli temmuz",
    8: "august aug août agosto ağustos", 9: "september sept sep septembre septiembre settembre eylül",
    10: "october oct octobre octubre ottobre oktober okt ekim", 11: "november nov novembre noviembre kasım",
    12: "december dec décembre diciembre dicembre dezember dez aralık",
}  # fmt: skip
_MONTHS = {name: number for number, names in _NAMES.items() for name in names.split()}
_ENGLISH = [names.split()[0] for names in _NAMES.values()]

_YEAR = r"(?:19|20)\d\d"
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = r"(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"""
      (?<![\w.:/-])(?P<dmy_d>{_DAY}){_NTH}\ (?:of\ )?(?P<dmy_m>{_MONTH}),?\ ?(?P<dmy_y>{_YEAR})(?!\d)
    | (?<![^\W_])(?P<mdy_m>{_MONTH})[\ ,]*(?:(?P<mdy_d>{_DAY}){_NTH},?\ +)?['’,\ ]*(?P<mdy_y>{_YEAR})(?!\d)
    | (?<![\w.:/-])(?P<num_y>{_YEAR})(?P<sep>[-/.])(?P<num_m>0?[1-9]|1[0-2])
        (?:(?P=sep)(?P<num_d>{_DAY}))?(?![\d/]|[-.]\d)
    | (?<![\w.:/-])(?P<my_m>0?[1-9]|1[0-2])/(?P<my_y>{_YEAR})(?![\d/])
    | (?<!\d)(?P<cjk_y>{_YEAR})\ ?年(?:\ ?(?P<cjk_m>0?[1-9]|1[0-2])\ ?月(?:\ ?(?P<cjk_d>{_DAY})\ ?日)?)?
    | (?<![\w.:/-])(?P<ym_y>{_YEAR})[\ ,./-]*(?P<ym_m>{_MONTH})(?:\ (?P<ym_d>{_DAY}){_NTH}(?![\w.:/]))?
    | (?<![\w.:/-])(?P<com_y>20[0-3]\d)(?P<com_m>0[1-9]|1[0-2])(?P<com_d>0[1-9]|[12]\d|3[01])(?![\w/]|[-.:]\d)
    | (?<![\w.:/§-])(?P<y>{_YEAR})(?![\w/]|[-.:]\d)
    | (?<=[A-Za-z]{{2}})(?P<glued>{_YEAR})(?![\w/]|[-.:]\d)
    | (?<=[A-Za-z])\ ?['’]\ ?(?P<short>\d\d)(?!\w)
    | (?<=[A-Z]{{3}})-(?P<dashed>[012]\d)(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEARLESS = re.compile(r"(?!\d)")
_DIGITS = re.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date and where it stands in the text. `glued` dates belong to the word before them (`CVPR2019`, `NIPS'16`)."""

    start: int
    end: int
    date: PartialDate
    glued: bool = False


@lru_cache(maxsize=8192)
def find_dates(text: str) -> tuple[DateSpan, ...]:
    """Find the dates of a short text, in order; linear in its length."""
    if not _DIGITS.search(text):
        return ()
    return tuple(map(_span, _DATE.finditer(text)))


def _span(match: re.Match[str]) -> DateSpan:
    groups = match.groupdict()
    kind = (match.lastgroup or "").partition("_")[0]
    if kind in {"glued", "short", "dashed"}:
        digits = groups[kind]
        year = int(digits) if kind == "glued" else _century(int(digits))
        return DateSpan(match.start(), match.end(), PartialDate(year), glued=True)
    if kind == "y":
        return DateSpan(match.start(), match.end(), PartialDate(int(groups["y"])))
    month = groups.get(f"{kind}_m")
    date = _date(int(groups[f"{kind}_y"]), _month(month) if month else 0, int(groups.get(f"{kind}_d") or 0))
    return DateSpan(match.start(), match.end(), date)


def _century(two: int) -> int:
    return 2000 + two if two < 60 else 1900 + two


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text.lower().rstrip(".")]


def _date(year: int, month: int, day: int) -> PartialDate:
    """Make the most precise date that exists: 31 June is June."""
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return PartialDate(year, month)


def resembles_month(word: str) -> bool:
    """Whether a word that is no month was meant as one: `Jue`, `Setp`, `Febuary`."""
    folded = word.lower().rstrip(".")
    if folded in _MONTHS or not 3 <= len(folded) <= 10 or not folded.isalpha():
        return False
    return any(_near(folded, name) or (_near(folded, name[:3]) and len(folded) <= 4) for name in _ENGLISH)


def _near(word: str, name: str) -> bool:
    """Whether two words begin alike and differ by one letter more, less or other, or by two swapped."""
    if word[0] != name[0] or abs(len(word) - len(name)) > 1:
        return False
    head = 0
    while head < min(len(word), len(name)) and word[head] == name[head]:
        head += 1
    rests = word[head:], name[head:]
    swapped = len(rests[0]) >= 2 and len(rests[1]) >= 2 and rests[0][1::-1] + rests[0][2:] == rests[1]
    return swapped or rests[0][1:] == rests[1][1:] or rests[0][1:] == rests[1] or rests[0] == rests[1][1:]
