"""ISBNs, checked by their last digit (ISO 2108); the canonical value has thirteen digits."""

from __future__ import annotations

import re

from bibdb.identifiers.model import Identifier, Scheme

_LABEL = re.compile(r"isbn(?:-?1[03])?\s{0,2}[:=]?\s{0,2}", re.IGNORECASE)
_DIGITS = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]", re.ASCII)


def read(text: str) -> Identifier | None:
    """Read a text that is one ISBN; ten digits in a row say so only after the word `ISBN`."""
    label = _LABEL.match(text)
    bare = text[label.end() :] if label else text
    if not _DIGITS.fullmatch(bare) or (label is None and len(bare) == 10):
        return None
    digits = bare.replace("-", "").replace(" ", "").upper()
    return _thirteen(digits) if len(digits) == 13 else _ten(digits)


def _thirteen(digits: str) -> Identifier | None:
    good = digits.isdecimal() and _check_digit(digits[:12]) == digits[12]
    return Identifier(Scheme.ISBN, digits) if good else None


def _ten(digits: str) -> Identifier | None:
    weighted = sum((10 - index) * (10 if char == "X" else int(char)) for index, char in enumerate(digits))
    if weighted % 11:
        return None
    longer = f"978{digits[:9]}"
    return Identifier(Scheme.ISBN, longer + _check_digit(longer))


def _check_digit(twelve: str) -> str:
    return str(-sum(int(char) * (3 if index % 2 else 1) for index, char in enumerate(twelve)) % 10)
