"""Whether people are the same: authors as lists name them, and the owners of accounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from bibdb.names import family_name
from bibdb.text import fold, words
from bibdb.values import Name

__all__ = ["author_penalty", "owns", "sought_penalty"]

_ACCOUNT_PARTS = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])")
_SHORTEST_NAME, _LONG_NAME = 3, 5
_LONE, _LONE_AND_NOT_FIRST = 0.2, 0.34

_Person: TypeAlias = tuple[str, frozenset[str]]
"""A folded family name, and the first letters of the other names."""


def author_penalty(one: Sequence[Name], other: Sequence[Name]) -> float:
    """Compare two author lists by family names: the part of the shorter list that the longer one lacks.

    Lists in reading lists are often cut (`et al.`); a wrong first author counts half a list more.
    """
    first, second = (list(map(_person, names)) for names in (one, other))
    shorter, longer = sorted((first, second), key=len)
    if not shorter:
        return 0.0
    named: dict[str, list[_Person]] = {}
    for person in longer:
        for word in person[0].split():
            named.setdefault(word, []).append(person)
    near = (
        (person, named.get(person[0].partition(" ")[0], ()), named.get(person[0].rpartition(" ")[2], ()))
        for person in shorter
    )
    missing = sum(1 for person, *found in near if not any(_is_same(person, each) for each in chain(*found)))
    led = _is_same(first[0], second[0])
    return min(1.0, missing / len(shorter) + (0.0 if led else 0.5 * (missing > 0)))


def sought_penalty(sought: Sequence[Name], authors: Sequence[Name]) -> float:
    """Compare the authors that a list names: one surname alone says little, less where it is not the first author's."""
    penalty = author_penalty(sought, authors)
    if len(sought) > 1 or _person(sought[0])[1]:
        return penalty
    return max(penalty, _LONE if _is_same(_person(sought[0]), _person(authors[0])) else _LONE_AND_NOT_FIRST)


@lru_cache(maxsize=1 << 14)
def _person(name: Name) -> _Person:
    """Fold a name to its family name and the first letters of the others."""
    family = fold(family_name(name))
    return family, frozenset(word[0] for word in words(name.display) if word not in family.split())


def _is_same(one: _Person, other: _Person) -> bool:
    """Whether two names may be one person's: the same family name, also as part of a compound one (`Garcia` in `Garcia
    Lorca`), and no given names that begin with other letters.
    """
    (family, initials), (other_family, other_initials) = one, other
    if family != other_family and f" {family} " not in f" {other_family} " and f" {other_family} " not in f" {family} ":
        return False
    return not initials or not other_initials or bool(initials & other_initials)


def owns(owner: str, authors: Sequence[Name]) -> bool:
    """Whether an account's name is an author's: given and family name, a long family name, or the first author's."""
    parts = {fold(part) for part in _ACCOUNT_PARTS.findall(owner)}
    whole = fold(owner).replace(" ", "")
    for place, author in enumerate(authors):
        family = fold(family_name(author)).replace(" ", "")
        given = [word for word in words(author.display) if len(word) > 2 and word != family]
        if len(family) < _SHORTEST_NAME or author.literal:
            continue
        if family in whole and any(word in whole.replace(family, "", 1) for word in given):
            return True
        if family in parts and (place == 0 or len(family) >= _LONG_NAME):
            return True
    return False
