"""How far two titles are from each other: 0 for the same words, 1 for nothing in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache
from itertools import pairwise, takewhile

from bibdb.text import fold, words

__all__ = ["blocks", "title_penalty"]

_PARTS = re.compile(r"\s*[:?!]\s+|\s+[-–—|]\s+")
_LEAD = re.compile(r"\s*(?:position|position paper|\[(?!re\])[^\]]{1,20}\])\s*:?\s+", re.IGNORECASE)
_COINED = re.compile(r"[a-z0-9][A-Z]|-[A-Z][A-Z0-9]|[A-Z]{3}|[A-Za-z]\d|\d[A-Za-z]|\A\S+-[A-Z]\S*\Z")
_NUMBER = re.compile(
    r"\d+|\b[ivx]{2,4}\b|\b(?:part|type|phase|stage|volume|chapter) (?:[a-z]|one|two|three|four|five)\b|\b[a-z]$"
)
_PART = re.compile(r"(?:(?:part|volume|vol|paper|chapter|lecture) )?(?:\d{1,2}|[ivx]{2,4}|v\d)(?: |$)|part |i$")
_CUT_OFF = re.compile(r"(?:\.\.\.|…)\W*$")

_WRITTEN_ABOUT = """
addendum comment commentary comments correction corrections corrigenda corrigendum critique discussion errata erratum re
rebuttal rejoinder replicating replication reply reproducibility reproducing reproduction response retraction revisited
revisiting supplement supplementary
"""
# What is written about another work holds that work's whole title.
_ABOUT = frozenset(_WRITTEN_ABOUT.split())
_KIND = frozenset({"overview", "review", "survey", "tutorial"})
_TURNING = frozenset({"cannot", "multi", "never", "no", "non", "not", "self", "semi", "weakly", "without"})
_SMALL_WORDS = "a an and as at by for from in into is of on or s the through to toward towards using via with"
_SMALL = frozenset(_SMALL_WORDS.split())
_NAME_WORDS = 3
_LONG = 6
_FAR_APART = 1.5


@lru_cache(maxsize=1 << 16)  # each stage of a run judges anew, and most pairs are the same ones
def title_penalty(one: str, other: str) -> float:
    """Compare two titles: 0 for the same words, little for one that lacks or changed its subtitle.

    Titles whose numbers differ (`Part II`, `Llama 3`) are two works, and so are a work and what was written about it
    (`Comment on …`), however near their words are.
    """
    first, second = _plain(one), _plain(other)
    if not first or not second:
        return 1.0
    if first == second or first.replace(" ", "") == second.replace(" ", ""):
        return 0.0
    return min(1.0, max(_wording(one, other), _telling_apart(first, second)))


def _wording(one: str, other: str) -> float:
    """Compare the words of two titles that are not the same."""
    first, second = _plain(one), _plain(other)
    (head, tail), (other_head, other_tail) = _halves(one), _halves(other)
    if tail == second or other_tail == first:  # one has a name before the colon, the other not
        return 0.1
    coined = _is_coined(one) and _is_coined(other)
    if head == second or other_head == first:  # one lacks the subtitle; a name alone may be another's too
        return _headless(len(min(first, second, key=len).split()), coined=coined)
    if _is_cut_off(one, second) or _is_cut_off(other, first):
        return 0.15
    if head == other_head:  # the subtitle was changed, or it is another of a series, or only a word in common
        series = len(head.split()) > _NAME_WORDS
        return min(0.3 if coined else 0.35 if series else 0.6, _unlikeness(first, second))
    if min(len(first.split()), len(second.split())) >= _LONG and _added(*sorted((first, second), key=len)):
        return min(0.35, _unlikeness(first, second))
    return _unlikeness(first, second)


def _headless(length: int, *, coined: bool) -> float:
    """Give the penalty of a head of so many words for the whole title."""
    if length > _NAME_WORDS:
        return 0.15
    return 0.2 if coined else 0.25 if length == _NAME_WORDS else 0.4


def _telling_apart(first: str, second: str) -> float:
    """Give the least penalty of two folded titles by the few words that tell works apart."""
    differing = set(first.split()) ^ set(second.split())
    if differing & _ABOUT:
        return 0.6
    if _numbers(first) != _numbers(second):
        rest = _added(first, second) or _added(second, first)
        if rest is None or _PART.match(rest):
            return 0.6
    # Surveys of one field have nearly the same titles.
    return 0.4 if differing & _KIND else 0.2 if differing and _KIND.intersection(first.split()) else 0.0


def blocks(title: str) -> frozenset[str]:
    """Give keys of a title so that near titles share one: pairs of following long words, and the head alone.

    Comparing only what shares a block makes matching many titles linear.
    """
    long_words = [word for word in words(title) if len(word) > 3 or word.isdigit()]
    pairs = {" ".join(pair) for pair in pairwise(long_words)}
    return frozenset(pairs | {_halves(title)[0], _plain(title)} - {""})


def _plain(title: str) -> str:
    return fold(_bare(title))


def _bare(title: str) -> str:
    return _LEAD.sub("", title).replace("&", " and ")


def _halves(title: str) -> tuple[str, str]:
    """Fold what stands before and behind the first colon, dash or question mark."""
    head, *tail = _PARTS.split(_bare(title), maxsplit=1)
    return fold(head), fold(tail[0]) if tail else ""


def _numbers(folded: str) -> list[str]:
    return sorted(_NUMBER.findall(folded))


def _added(part: str, whole: str) -> str | None:
    """Give what a longer title has behind or before a shorter one; None when it does not hold it so."""
    if whole.startswith(f"{part} "):
        return whole[len(part) + 1 :]
    return whole[: -len(part) - 1] if whole.endswith(f" {part}") else None


def _is_cut_off(title: str, whole: str) -> bool:
    """Whether a title that ends in dots is the beginning of another; its last word may be cut too."""
    start = _plain(title)
    return bool(_CUT_OFF.search(title)) and len(start.split()) > _NAME_WORDS and whole.startswith(start)


def _is_coined(title: str) -> bool:
    """Whether a title is headed by a coined name: `Logic-RL`, `s1`, `DeepSeekMath`."""
    head = _PARTS.split(_bare(title), maxsplit=1)[0]
    return len(words(head)) <= _NAME_WORDS and _COINED.search(head) is not None


def _unlikeness(first: str, second: str) -> float:
    """Measure two folded titles: one word in ten changed is about 0.3, the same words in another order 0.2.

    A word that only one title has needs more than a year to vouch for it, and one in another's place is another work's.
    """
    from rapidfuzz import fuzz

    straight, sorted_ = (3 * (1 - ratio(first, second) / 100) for ratio in (fuzz.ratio, fuzz.token_sort_ratio))
    unlike = min(straight, sorted_ + 0.2)
    changes = _changes(first.split(), second.split()) if unlike < _FAR_APART else set()
    if _Change.REPLACED in changes:
        return max(unlike, 0.35)
    if _Change.ADDED in changes:
        return max(unlike, 0.2)
    return min(unlike, 0.15) if _Change.SHORTENED in changes else unlike


class _Change(Enum):
    SPELT = "spelt otherwise"
    SHORTENED = "shortened"
    ADDED = "added"
    REPLACED = "replaced"


def _changes(first: Sequence[str], second: Sequence[str]) -> set[_Change]:
    """Name the kinds of changes between the words of two titles."""
    edits = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return {_change(first[a:b], second[c:d]) for kind, a, b, c, d in edits if kind != "equal"}


def _change(old: Sequence[str], new: Sequence[str]) -> _Change:
    """Tell what became of some words; another form of a word (`design`, `designing`) counts as added."""
    if _is_short_for(old, new) or _is_short_for(new, old):
        return _Change.SHORTENED
    if _TURNING.intersection((*old, *new)):
        return _Change.REPLACED
    ours, theirs = ("".join(word for word in words_ if word not in _SMALL) for words_ in (old, new))
    pairs = zip(old, new, strict=False) if len(old) == len(new) else [(ours, theirs)]
    if ours == theirs or all(one == other or _is_misspelt(one, other) for one, other in pairs):
        return _Change.SPELT
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)))
    added = not ours or not theirs or 2 * alike >= max(len(ours), len(theirs))
    return _Change.ADDED if added else _Change.REPLACED


def _is_misspelt(one: str, other: str) -> bool:
    """Whether one word is the other with one letter more, less, changed or exchanged, not at its beginning."""
    from rapidfuzz.distance import OSA

    same_start = one[:1] == other[:1] and min(len(one), len(other)) > _NAME_WORDS
    return same_start and OSA.distance(one, other, score_cutoff=1) <= 1


def _is_short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one word is made of the first letters of several: `llms`, `rl`, `cot`."""
    return len(short) == 1 < len(long) and short[0].rstrip("s") == "".join(word[0] for word in long)
