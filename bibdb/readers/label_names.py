"""Authors as people write them beside titles: found, judged by how much they look like names, and split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bibdb.readers.venuewords import venue_acronym
from bibdb.readers.vocabulary import ACRONYMS, COMMON, SPELLINGS, WEAK_ACRONYMS

__all__ = ["Names", "names_at", "plain_names", "split_names"]

_UPPER = "".join(char for char in map(chr, range(0x41, 0x530)) if char.isupper())
# Initials keep their dots; the dot after a word ends the name.
_CAP = (
    rf"(?:[{_UPPER}]\.(?:[ -]?[{_UPPER}]\.)*|(?:Md|Mr|Dr|St|Jr|Sr)\.(?=[ ][{_UPPER}]|,)"
    rf"|(?:d|D|O|L|Mc|l)?['’]?[{_UPPER}][\w'’`´]*(?:[-‐‑][\w'’`´]+)*)"
)
_PARTICLE = (
    r"(?:[Dd]e|[Vv]an|[Vv]on|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]a|[Dd]i|[Dd]os|[Dd]as|[Dd]u|[Ll]a|[Ll]e"
    r"|[Tt]er|[Tt]en|[Aa]l|[Ee]l|[Bb]in|[Ii]bn|y|zu|zur|’t|'t)"
)
_NAME = (
    rf"(?:{_PARTICLE}[ ]){{0,3}}{_CAP}(?:[ ](?:{_PARTICLE}[ ]|al-){{0,3}}{_CAP}){{0,5}}(?:[ ](?:van|von"
    rf"|der|den|de|la|du|dos|da)(?=[ ,])){{0,3}}"
)
_MARKS = r"(?:[*†‡§¶∗]|\^?\d\b)*"
_AFFIL = r"(?:[ ]?\((?![^()]*\d{4})[^()\n]{1,140}\))?"
_SEP = r"(?:[ ]?[,，;；、][ ]?(?:and[ ]|&[ ]?)?|[ ](?:and|und|et|y)[ ](?!al\b)|[ ]?&[ ]?)"
_ET_AL = (
    r"(?:[ ]?,?[ ]?(?:and[ ])?et\.?[ ]?al(?:ii)?\b\.?|[ ]?,?[ ]?(?:\.\.\.|…)|[ ]?,?[ ]?and (?:colleagues"
    r"|others)\b|[ ]?等人?)"
)
_NAMES = re.compile(rf"{_NAME}{_MARKS}{_AFFIL}(?:{_SEP}{_NAME}{_MARKS}{_AFFIL})*(?P<etal>{_ET_AL})?")
_CJK_NAME = r"[\u4e00-\u9fff]{2,4}"
_CJK_NAMES = re.compile(rf"{_CJK_NAME}(?:[ ]?[,，、；;·][ ]?{_CJK_NAME})*(?P<etal>[ ]?等人?)?")
_ONE = re.compile(rf"{_NAME}{_MARKS}{_AFFIL}")
_BETWEEN = re.compile(_SEP)
_SPLIT = re.compile(r"\s*[;；]\s*|\s*[,，、·]\s*(?:and\s+|&\s*)?|\s+(?:and|und)\s+|\s*&\s*")
_ET_AL_AT_END = re.compile(
    r"^(.*?)(\s*[,，]\s*|\s+)?(?:and\s+)?(et\.?\s?al(?:ii)?\b\.?|\.\.\.|…|and others|and colleagues|等人?)$"
)
_INITIALS = re.compile(rf"(?:[{_UPPER}]\.?[ -]?){{1,4}}$")
_INVERTED = re.compile(rf"[\w-]+(?:[ ][{_UPPER}]\.)*$")
# `Ng AB, Sato C.`: initials without dots, as in medicine
_ONE_MEDICAL = rf"[{_UPPER}][\w'’-]+(?: [{_UPPER}][\w'’-]+)? [A-Z]{{1,3}}"
_VANCOUVER = re.compile(rf"{_ONE_MEDICAL}(?:, {_ONE_MEDICAL})*(?:, {_ONE_MEDICAL}|, et al)(?=\.)")
_INITIAL = re.compile(rf"(?<!\w)[{_UPPER}]\.")
_WORD = r"(?!and |et )[^\s,;&….()·*†‡§¶∗]+"
_PLAIN_LIST = re.compile(rf"{_WORD}(?: {_WORD})+(?:, ?{_WORD}(?: {_WORD})+)*")
_CAPITAL = rf"[{_UPPER}](?:\.|[^\s,;&….()·\d:*†‡§¶∗]*)"
_CAPITALISED = re.compile(rf"{_CAPITAL}(?: {_CAPITAL})+(?:, ?{_CAPITAL}(?: {_CAPITAL})+)+")
_LONGEST = 4000
_SUSPECT = COMMON | {acronym.lower() for acronym in ACRONYMS | WEAK_ACRONYMS | SPELLINGS}
_SIGNS = str.maketrans(dict.fromkeys(",.;()&", " "))
_COMMA, _AND = "\ue001", "\ue002"
_PARENS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Names:
    """Names found in a text: where they end, how sure they are (0 unlikely to 3 certain), and the list."""

    end: int
    strength: int
    names: tuple[str, ...]


def names_at(text: str, start: int = 0) -> Names | None:
    """Read the names that begin at `start`; None where no name begins."""
    if text[start : start + 1].isdigit():
        return None
    if medical := _VANCOUVER.match(text, start):
        return Names(medical.end(), 3, split_names(medical.group()))
    match = _NAMES.match(text, start) or _CJK_NAMES.match(text, start)
    if match is None or len(match.group()) > _LONGEST:
        return None
    et_al = match["etal"] is not None
    suspect = not _SUSPECT.isdisjoint(match.group().lower().translate(_SIGNS).split())
    end = _last_name(text, start, match.end()) if suspect and not et_al else match.end()
    found = text[start:end]
    names = split_names(found)
    return Names(end, _strength(names, et_al, found, suspect=suspect), names)


def _last_name(text: str, start: int, end: int) -> int:
    """Cut off what follows the names in the same list and is none: `A. One & B. Two, Findings`, `C. Three, ICML`."""
    position = last = start
    while (one := _ONE.match(text, position, end)) is not None:
        words = one.group().split()
        if last > start and (venue_acronym(words[0]) or all(map(_is_common, words))):
            return last
        if last > start and (at := _venue_within(one)) is not None:
            return at
        last = one.end()
        between = _BETWEEN.match(text, last, end)
        if between is None:
            return end
        position = between.end()
    return end


def _venue_within(one: re.Match[str]) -> int | None:
    """Give where a name ends that a venue follows without a sign between: `C. Three ICML`."""
    words = one.group().split(" ")
    number = next((at for at in range(2, len(words)) if venue_acronym(words[at])), None)
    return None if number is None else one.start() + len(" ".join(words[:number]))


def _is_common(word: str) -> bool:
    word = word.lower().strip(".'’")
    return len(word) > 1 and word in COMMON


def _strength(names: tuple[str, ...], et_al: bool, text: str, *, suspect: bool) -> int:
    """Judge names by their shape: initials, length, `et al.`, and words that titles are made of."""
    if et_al and not suspect:
        return 3
    bare = [_PARENS.sub("", name).strip() for name in names] if "(" in text else names
    common = 0
    if suspect:
        words = [word for name in bare for word in name.split()]
        common = sum(map(_is_common, words))
        if et_al and not common:
            return 3
        if common * 6 > len(words) or (common and len(names) < 3):
            return 0
    usual = sum(1 <= name.count(" ") <= 3 for name in bare)
    if len(names) >= 3 and usual * 5 >= 4 * len(names):
        return 3 if not common else 2
    if _INITIAL.search(text) and usual:
        return 3 if len(names) > 1 else 2
    return 1 if usual or len(names) > 1 else 0


def plain_names(text: str) -> tuple[str, ...]:
    """Read `Given Family, Given Family`, as most lists of authors are written; nothing where it is not that plain."""
    text = text.strip(" .,")
    return tuple(name.strip() for name in text.split(",")) if _CAPITALISED.fullmatch(text) else ()


def split_names(text: str) -> tuple[str, ...]:
    """Split a list of names: `A. B., C and D et al.` Inverted names (`Bengio, Yoshua`) stay together as written."""
    text = " ".join(text.split()).strip(" ,;:")
    if "(" in text:  # commas within an affiliation part no names
        text = _PARENS.sub(lambda match: match[0].replace(",", _COMMA).replace("&", _AND), text)
        return tuple(name.replace(_COMMA, ",").replace(_AND, "&") for name in _split_names(text))
    return _split_names(text)


def _split_names(text: str) -> tuple[str, ...]:
    if _PLAIN_LIST.fullmatch(text):  # `Given Family, Given Family …`, as most lists are
        return tuple(name.strip() for name in text.split(","))
    tail: tuple[str, ...] = ()
    match = _ET_AL_AT_END.match(text)
    if match and match.group(1):
        if match.group(2) and match.group(2).strip():  # a comma before it makes it an item of its own
            text, tail = match.group(1), (match.group(3),)
        elif not _SPLIT.search(match.group(1)):
            return (text,)
    if ";" in text or "；" in text:
        return (*_stripped(re.split(r"[;；]", text)), *tail)
    persons = re.split(r"\s*,?\s+and\s+", text)
    if len(persons) > 1 and all(person.count(",") == 1 for person in persons):
        return (*_stripped(persons), *tail)  # `You, Yang and Zhang, Zhao`
    parts = _stripped(_SPLIT.split(text))
    return (
        *_rejoined(parts, inverted="," in text and (len(parts) > 2 or " and " not in text), et_al=bool(tail)),
        *tail,
    )


def _stripped(parts: list[str]) -> list[str]:
    kept = (part.strip(" ,;*†‡§¶∗") for part in parts)
    return [part for part in kept if part]


def _rejoined(parts: list[str], *, inverted: bool, et_al: bool) -> list[str]:
    """Put back together what commas took apart: `Smith | J. | Doe | A. B.` and `Bengio | Yoshua | Ian Goodfellow`."""
    if not inverted or len(parts) < 2:
        return parts
    if _abbreviated(parts):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    first, second = parts[0].split(), parts[1].split()
    if len(parts) == 2 and len(first) == 1 and _INVERTED.match(parts[1]) and not _INITIALS.match(parts[0]):
        return [f"{parts[0]}, {parts[1]}"]
    rest_full = all(len(part.split()) >= 2 for part in parts[2:])
    given_like = all(_INITIALS.match(word) or word.islower() for word in second[1:])
    if len(first) == 1 and given_like and rest_full and (len(parts) > 2 or et_al) and not _INITIALS.match(parts[0]):
        return [f"{parts[0]}, {parts[1]}", *parts[2:]]
    return parts


def _abbreviated(parts: list[str]) -> bool:
    """Whether family names and initials alternate throughout."""
    if len(parts) % 2:
        return False
    return all(
        bool(_INITIALS.match(second)) and not _INITIALS.match(first)
        for index, (first, second) in enumerate(pairwise(parts))
        if index % 2 == 0
    )
