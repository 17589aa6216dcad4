"""Folding of titles and names for comparison, and removal of what must not reach a terminal."""

from __future__ import annotations

import json
import re
import unicodedata

__all__ = [
    "FACTS_MARK",
    "collapse",
    "escape_invisible",
    "fold",
    "masked_facts",
    "strip_controls",
    "without_facts",
    "words",
]

# Letters that NFKD leaves whole; the ASCII that readers type for them.
_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ı": "i", "ß": "ss", "ẞ": "SS",
        "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D",
        "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ĸ": "k", "ǝ": "e", "Ə": "E", "ə": "e",
        "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
        "∗": "*", "…": "...",
    }
)  # fmt: skip

_INVISIBLE = (
    "\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e007f\U0010fffe\U0010ffff"
)
"""What no text needs and a terminal may act on, as the inside of a regular expression's brackets.

C1 controls, bidirectional controls, zero-width and other format characters, tags (which hide a text in a text),
surrogates, and what is no character. Joiners, variation selectors and soft hyphens are none of these.
"""

# And C0 controls, but tab and line ends.
_CONTROLS = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{_INVISIBLE}]")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_TEX = re.compile(r"\\[a-zA-Z]+\s?|\\[^a-zA-Z]|[{}$]")
_WORD = re.compile(r"\w+", re.UNICODE)

FACTS_MARK = "<!--bibdb-->"
"""What ends each line of facts that bibdb puts into a list."""

# A line of its own with the empty ones around it, and a further line of a paragraph; last in the document, and before.
_LINE = rf"[^\n]*{re.escape(FACTS_MARK)}"
_MARKED = re.compile(
    rf"(?:\r?\n){{2}}(?![ \t>]*<br>){_LINE}\Z|\r?\n{_LINE}\Z"
    rf"|^\r?\n(?![ \t>]*<br>){_LINE}\r?\n\r?\n|^{_LINE}(?:\r?\n|\Z)",
    re.MULTILINE,
)
_MARKED_LINE = re.compile(rf"^([ \t>]*)({_LINE})", re.MULTILINE)


def strip_controls(text: str) -> str:
    """Remove control, bidirectional and zero-width characters; tabs and line ends stay, rarer ends become blanks."""
    return _CONTROLS.sub(_unseen, text)


def escape_invisible(text: str) -> str:
    """Write what is invisible in a JSON text as its escapes: it stays, no terminal acts on it, and it ends no line."""
    return _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _unseen(match: re.Match[str]) -> str:
    """Keep words apart that a line separator, a form feed or the like keeps apart."""
    return " " if match[0].isspace() else ""


def collapse(text: str) -> str:
    """Make every run of white space one blank, and none at the ends."""
    return " ".join(text.split())


def to_ascii_letters(text: str) -> str:
    """Fold accents and special letters: `Łukasz` → `Lukasz`; scripts without Latin equivalents stay."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold(text: str) -> str:
    """Reduce a title or name to what makes it the same: lower case, no accents, no TeX, words and single blanks."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """Give the folded words of a text, in order."""
    bare = _TEX.sub(" ", text) if "\\" in text or "$" in text or "{" in text else text
    return _WORD.findall(to_ascii_letters(bare).casefold())


def without_facts(text: str) -> str:
    """Take the lines of facts that bibdb put into a list (`writers.markdown`) out again, and nothing else."""
    return _MARKED.sub("", text) if FACTS_MARK in text else text


def masked_facts(text: str) -> str:
    """Put a line break and a comment of the same length (in UTF-8) in the place of every line of facts."""
    return _MARKED_LINE.sub(_mask, text) if FACTS_MARK in text else text


def _mask(match: re.Match[str]) -> str:
    return f"{match[1]}<br><!--{'x' * (len(match[2].encode('utf-8', 'surrogateescape')) - 11)}-->"
