"""Titles: braces round the words that a style's lower-casing would spoil, and round no others.

Protected are words with a capital inside (`rStar`, `LLMs`), acronyms, letter-digit words (`S40RTS`), single capitals
(`Q-learning`, `I`), mathematics, and known proper names; in a title that is in sentence case, every capitalised word
after the first. Plain Title Case words are left alone, and a pair of braces round a whole title is taken off.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bibdb.writers.latex import Dialect, clean, encode_literal, encode_piece
from bibdb.writers.propernames import PROPER_NAMES
from bibdb.writers.tex import Kind, Piece, parse

__all__ = ["encode_title"]

_WORD = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*[#+]*|[^\w\s]+|[\s_]+")
_COMPOUND = re.compile(r"[^\s]+")
_PART = re.compile(r"[^\W_](?:[^\W_]|[.'’](?=[^\W_]))*(?:\+\+|#)?")
_POSSESSIVE = re.compile(r"['’]s$")
_MATH = re.compile(r"\$[^$]+\$")
_SENTENCE_END = re.compile(r"[:.?!—–]$")
# What may follow a name after a hyphen without being part of it: BERT-Based, GPT-Driven, LLM-as-a-Judge.
_ORDINARY = re.compile(
    r"(?:\w+(?:ed|ing|ive|al|ic|ous|ful|less|able|ible|ly|ary|ory|ent|ant|er|or|ion|ity|ment|ness|ism|ist|ization)|"
    r"based|like|style|free|aware|level|time|order|scale|size|type|as|a|an|the|to|of|in|on|for|and|or|by|with|vs|via|"
    r"field|point|norm|wise|step|shot|rank|class|agnostic|specific|space|Judge|judge|learn|means|value|function)s?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def encode_title(title: str, dialect: Dialect) -> str:
    """Write a title for the field `title` or `booktitle`, its fragile words in braces."""
    pieces = _unwrapped(parse(clean(title)))
    everything = "".join(piece.text for piece in pieces if piece.kind is Kind.TEXT)
    words = _Words(shouting=_is_shouting(everything), sentence=_is_sentence_case(everything))
    written: list[str] = []
    depth = 0
    for piece in pieces:
        if piece.kind is Kind.TEXT and not depth:
            written.append(words.protect(piece.text, dialect))
        elif piece.kind is Kind.MATH and not depth:
            written.append(f"{{{encode_piece(piece, dialect)}}}")
        else:
            depth += (piece.kind is Kind.OPEN) - (piece.kind is Kind.CLOSE)
            written.append(encode_piece(piece, dialect))
        words.begun = words.begun or bool(piece.text.strip())
    return "".join(written).strip()


def _unwrapped(pieces: list[Piece]) -> list[Piece]:
    """Take off braces that stand round everything."""
    while len(pieces) > 2 and pieces[0] == Piece(Kind.OPEN, "") and pieces[-1].kind is Kind.CLOSE:
        depth = 0
        for n, piece in enumerate(pieces):
            depth += (piece.kind is Kind.OPEN) - (piece.kind is Kind.CLOSE)
            if not depth and n < len(pieces) - 1:
                return pieces
        pieces = pieces[1:-1]
    return pieces


def _is_shouting(text: str) -> bool:
    """Whether a title is set in capitals throughout, so that capitals say nothing."""
    words = [word for word in _PART.findall(text) if len(word) > 1 and word.isalpha()]
    return len(words) > 2 and all(word.isupper() for word in words) and any(len(word) > 4 for word in words)


def _is_sentence_case(text: str) -> bool:
    """Whether a title's ordinary words are in lower case, so that a capital means a name."""
    words = [word for word in _PART.findall(text)[1:] if len(word) > 3 and word.isalpha()]
    lower: int = sum(word.islower() for word in words)
    return lower >= 3 and lower >= 0.6 * len(words)


class _Words:
    """Walks over the words of one title."""

    def __init__(self, *, shouting: bool, sentence: bool) -> None:
        self._shouting = shouting
        self._sentence = sentence
        self.begun = False

    def protect(self, text: str, dialect: Dialect) -> str:
        """Write a piece of plain text, word by word."""
        written = []
        end = 0
        for match in _COMPOUND.finditer(text):
            written.append(text[end : match.start()])
            end = match.end()
            first = not self.begun
            self.begun = not _SENTENCE_END.search(match[0])
            named = first and match[0].endswith(":")
            written.append(self._compound(match[0], first, named, dialect))
        written.append(text[end:])
        return _shielded("".join(written))

    def _compound(self, compound: str, first: bool, named: bool, dialect: Dialect) -> str:
        """Write one run without blanks: `GPT-4,` or `(Chain-of-Thought)`."""
        if compound.isalpha() and compound.isascii() and (compound.islower() or self._is_plain(compound, first)):
            return compound
        if named and "-" in compound:
            core = compound.strip("()[]{}:,.;\"'“”‘’")
            if any(self._is_fragile(part, first=False) for part in _PART.findall(core)):
                return encode_literal(compound, dialect).replace(
                    encode_literal(core, dialect), f"{{{encode_literal(core, dialect)}}}", 1
                )
        written = []
        end = 0
        for start, stop in self._fragile_spans(compound, first):
            written.append(encode_literal(compound[end:start], dialect))
            written.append(f"{{{encode_literal(compound[start:stop], dialect)}}}")
            end = stop
        return "".join(written) + encode_literal(compound[end:], dialect)

    def _is_plain(self, word: str, first: bool) -> bool:
        return len(word) > 1 and word[1:].islower() and not self._is_fragile(word, first=first)

    def _fragile_spans(self, compound: str, first: bool) -> list[tuple[int, int]]:
        """Find the parts of a compound to protect; a coined name takes what hangs on it: `rStar-Math`."""
        spans: list[tuple[int, int]] = []
        for match in _PART.finditer(compound):
            start, stop = match.span()
            word = _POSSESSIVE.sub("", match[0])
            stop = start + len(word)
            leading = first and start == 0
            if spans and self._hangs_on(compound, spans[-1], word, start):
                spans[-1] = (spans[-1][0], stop)
            elif self._is_fragile(word, first=leading):
                spans.append((start, stop))
        return spans

    def _hangs_on(self, compound: str, before: tuple[int, int], word: str, start: int) -> bool:
        if start != before[1] + 1 or compound[before[1]] != "-" or not word[0].isupper() or self._shouting:
            return False
        name = compound[before[0] : before[1]]
        coined = re.search(r"[a-z][A-Z]", name) is not None
        return (coined and not _ORDINARY.fullmatch(word)) or self._is_fragile(word, first=False)

    def _is_fragile(self, word: str, *, first: bool) -> bool:
        """Whether lower-casing all but a title's first letter would spoil a word."""
        if word.islower() or not any(char.isupper() for char in word):
            return False
        if word in PROPER_NAMES or (word.endswith("s") and word[:-1] in PROPER_NAMES):
            return not first
        if self._shouting:
            return any(char.isdigit() for char in word)
        if len(word) == 1:
            return word != "A" and not first
        if any(char.isupper() for char in word[1:]) or any(char.isdigit() for char in word):
            return True
        if word[-1] in "+#":
            return True
        return not first and (self._sentence or not word.isascii())


def _shielded(encoded: str) -> str:
    """Put mathematics that came of Unicode letters into braces, where it is not inside any yet."""
    if "$" not in encoded.replace(r"\$", ""):
        return encoded
    written: list[str] = []
    end = 0
    for match in re.finditer(r"(?<!\\)\$[^$]+\$", encoded):
        before = encoded[: match.start()]
        written.append(encoded[end : match.start()])
        written.append(match[0] if before.count("{") > before.count("}") else f"{{{match[0]}}}")
        end = match.end()
    return "".join(written) + encoded[end:]
