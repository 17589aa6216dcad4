r"""TeX accents and special letters as Unicode, as arXiv's raw metadata writes them: `\'Edgar Rold\'an`, `{\L}ukasz`.

Only letters are decoded. Formulas between dollars, and every other command, stay as they were written.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["decode_accents"]

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "ng": "ŋ",
    "NG": "Ŋ",
}  # fmt: skip

_FORMULA = re.compile(r"(?<!\\)(\$[^$]*\$)")
# The base of an accent: a letter, a dotless i or j, bare or in braces; an accent named by a letter needs a break.
_BASE = r"(?:\{\s*(?:\\([ij])|([^\W\d_]))\s*\}|\\([ij])(?![A-Za-z])\s?|([^\W\d_]))"
_ACCENT = re.compile(rf"\{{?\\(?:([`'^~=.\"])\s*|([uvHcdbkr])(?:\s+|(?=[{{\\])))(?:{_BASE})(\}})?")
_LETTER = re.compile(r"\{?\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|\s+)?(\})?")
_COMMAND = re.compile(r"\\[A-Za-z]+\Z")


def decode_accents(text: str) -> str:
    """Decode the accents of a text outside its formulas."""
    if "\\" not in text:
        return text
    parts = _FORMULA.split(text)
    return "".join(part if index % 2 else _decoded(part) for index, part in enumerate(parts))


def _decoded(text: str) -> str:
    accented = _ACCENT.sub(
        lambda match: _braced(match, unicodedata.normalize("NFC", _base(match) + _COMBINING[match[1] or match[2]])),
        text,
    )
    return _LETTER.sub(lambda match: _braced(match, _LETTERS[match[1]]), accented)


def _base(match: re.Match[str]) -> str:
    return next(part for part in match.groups()[2:6] if part)


def _braced(match: re.Match[str], letter: str) -> str:
    """Drop the braces round a letter; those of a command's argument, or of a longer group, stay."""
    opened, closed = match[0].startswith("{"), match[match.re.groups] is not None
    argument = opened and _COMMAND.search(match.string[max(0, match.start() - 24) : match.start()])
    if opened and closed and not argument:
        return letter
    return "{" * opened + letter + "}" * closed
