"""Text as wide as a terminal shows it."""

from __future__ import annotations

import textwrap
import unicodedata

from bibdb.text import collapse, strip_controls

__all__ = ["cell", "counted", "cut", "fitted", "flat", "pad", "width", "wrapped"]

_ELLIPSIS = "…"
_NARROW = 40
_PILE = 10
"""Marks on one letter that are shown; no script piles up so many, and what is piled higher covers other lines."""


def cell(value: object) -> str:
    """Write a value on one line, without what could steer a terminal; nothing for None."""
    match value:
        case None:
            return ""
        case bytes():
            return f"<{len(value)} bytes>"
        case _:
            return flat(collapse(strip_controls(str(value))))


def flat(text: str) -> str:
    """Leave out the marks that no letter can carry: hundreds of them on one would cover the lines above and below."""
    if text.isascii():
        return text
    kept: list[str] = []
    piled = 0
    for char in text:
        piled = 0 if _columns(char) else piled + 1
        if piled <= _PILE:
            kept.append(char)
    return "".join(kept)


def counted(number: int, noun: str) -> str:
    """Write a number of things: `1 entry`, `2,000 entries`."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def width(text: str) -> int:
    """Count the columns that a text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def cut(text: str, columns: int) -> str:
    """Shorten a text to at most so many columns, with `…` where something was left out."""
    if width(text) <= columns:
        return text
    kept, room = [], columns - 1
    for char in text:
        room -= _columns(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + _ELLIPSIS if columns > 0 else ""


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with blanks to so many columns."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text between words into lines of at most so many columns; a longer word is broken where it must."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if width(joined) <= columns:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, columns)
        lines += full
    return [*lines, line] if line or not lines else lines


def fitted(line: str, columns: int, indent: int | None = None) -> str:
    """Break a line between words where the terminal ends; what follows stands so far in, or a little behind its head.

    Its own blanks stay, and a word that is longer than a line is left to the terminal.
    """
    text = line.rstrip("\n")
    if width(text) <= columns or columns < _NARROW:
        return line
    further = len(text) - len(text.lstrip()) + 2 if indent is None else indent
    broken = textwrap.fill(
        text, columns, subsequent_indent=" " * further, break_long_words=False, break_on_hyphens=False,
        replace_whitespace=False, expand_tabs=False,
    )  # fmt: skip
    return broken + line[len(text) :]


def _broken(word: str, columns: int) -> list[str]:
    """Break a word that is wider than a line; addresses and scripts without blanks are."""
    if width(word) <= columns:
        return [word]
    pieces, piece, used = [], "", 0
    for char in word:
        size = _columns(char)
        if piece and used + size > columns:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + char, used + size
    return [*pieces, piece]


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
