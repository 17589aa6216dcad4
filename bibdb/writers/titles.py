"""Titles: braces round the words that a style's lower-casing would spoil, and round no others.

Protected are words with a capital inside (`rStar`, `LLMs`), acronyms, letter-digit words (`S40RTS`), single capitals
(`Q-learning`, `I`), mathematics, and known proper names; in a title that is in sentence case, every capitalised word
after the first. Plain Title Case words are left alone, and a pair of braces round a whole title is taken off.
"""

from __future__ import annotations

import re
from enum import IntEnum, auto
from functools import partial

from bibdb.writers.latex import Dialect, clean, encode_literal, encode_piece, typographic
from bibdb.writers.memory import Memory
from bibdb.writers.propernames import PROPER_NAMES
from bibdb.writers.tex import Kind, Piece, has_tex, parse

__all__ = ["Case", "encode_title"]

_COMPOUND = re.compile(r"([^\S\u00a0]+)")  # a tie is no end of a word
_PART = re.compile(r"[^\W_](?:[^\W_]|[.'’](?=[^\W_]))*(?:\+\+|#)?")
_LONG_AND_LOW = re.compile(r"(?<!\w)[^\WA-Z\d_]{4,}")
_NET = re.compile(r"\b[A-Z]-Nets?\b")
_POSSESSIVE = re.compile(r"['’]s$")
# What may follow a name after a hyphen without being part of it: BERT-Based, GPT-Driven, LLM-as-a-Judge.
_ORDINARY = re.compile(
    r"(?:\w+(?:ed|ing|ive|al|ic|ous|ful|less|able|ible|ly|ary|ory|ent|ant|er|or|ion|ity|ment|ness|ism|ist|ization)|"
    r"based|like|style|free|aware|level|time|order|scale|size|type|as|a|an|the|to|of|in|on|for|and|or|by|with|vs|via|"
    r"field|point|norm|wise|step|shot|rank|class|agnostic|specific|space|Judge|judge|learn|means|value|function)s?",
    re.IGNORECASE,
)


class Case(IntEnum):
    """What capitals say in a title."""

    TITLE = auto()  # every word of weight has one
    SENTENCE = auto()  # names have one
    SHOUTED = auto()  # nothing: the title is in capitals throughout


def encode_title(title: str, dialect: Dialect) -> str:
    """Write a title, its fragile words in braces."""
    cleaned = clean(title)
    if not has_tex(cleaned):
        return _protect(cleaned, False, _case(cleaned), dialect)[0].strip()
    pieces = _unwrapped(parse(cleaned))
    case = _case("".join(piece.text for piece in pieces if piece.kind is Kind.TEXT))
    written: list[str] = []
    depth = 0
    begun = False
    for piece in pieces:
        if piece.kind is Kind.TEXT and not depth:
            text, begun = _protect(piece.text, begun, case, dialect)
            written.append(text)
            continue
        depth += (piece.kind is Kind.OPEN) - (piece.kind is Kind.CLOSE)
        encoded = encode_piece(piece, dialect)
        written.append(f"{{{encoded}}}" if piece.kind is Kind.MATH and not depth else encoded)
        begun = True
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


def _case(text: str) -> Case:
    if sum(map(_LOW_WORDS.__getitem__, text.split(" "))) < 3 and not text.isupper():
        return Case.TITLE  # most are: the rest need not be counted
    words = [word for word in _PART.findall(text) if len(word) > 1 and word.isalpha()]
    if len(words) > 2 and all(map(str.isupper, words)) and any(len(word) > 4 for word in words):
        return Case.SHOUTED
    ordinary = [word for word in words[1:] if len(word) > 3]
    lower = sum(map(str.islower, ordinary))
    return Case.SENTENCE if lower >= 3 and lower >= 0.6 * len(ordinary) else Case.TITLE


_LOW_WORDS = Memory(lambda word: len(_LONG_AND_LOW.findall(word)))


def _protect(text: str, begun: bool, case: Case, dialect: Dialect) -> tuple[str, bool]:
    """Write a piece of plain text word by word; tell whether what follows continues a sentence."""
    first, inside, asked = _WORDS[dialect, case]
    table = inside if begun else first
    spelled = typographic(text)
    ascii_only = spelled.isascii()  # then blanks are the only white space
    written = []
    for word in spelled.split(" ") if ascii_only else _COMPOUND.split(spelled):
        written.append(table[word])
        end = word[-1:]
        if end == ":":
            table = first
        elif end in {"?", "!"}:
            table = asked
        elif table is not inside and end and not end.isspace():
            table = inside
    return (" " if ascii_only else "").join(written), table is not first


def _word(word: str, begun: bool, case: Case, dialect: Dialect) -> str:
    """Write one run without blanks: `GPT-4,` or `(Chain-of-Thought)`."""
    core = word.strip("(),.:;?!") if begun else word.rstrip("),.:;?!")
    if core.isascii() and core.isalpha():
        if not _is_fragile(core, not begun, case):
            return word
        before, after = word.split(core, 1)
        return f"{before}{{{core}}}{after}"
    if begun and core.isascii() and "-Net" not in core:
        parts = core.split("-")
        if all(map(str.isalpha, parts)) and not any(_is_fragile(part, False, case) for part in parts):
            return word
    return _compound(word, begun, case, dialect)


def _compound(word: str, begun: bool, case: Case, dialect: Dialect) -> str:
    if not begun and word[-1:] == ":" and "-" in word:
        core = word.strip("()[]{}:,.;\"'“”‘’")
        if any(_is_fragile(part, False, case) for part in _PART.findall(core)):  # the name of a system, as a whole
            before, after = word.split(core, 1)
            return (
                f"{encode_literal(before, dialect)}{{{encode_literal(core, dialect)}}}{encode_literal(after, dialect)}"
            )
    written = []
    end = 0
    for start, stop in _fragile_spans(word, begun, case):
        written.append(encode_literal(word[end:start], dialect))
        written.append(f"{{{encode_literal(word[start:stop], dialect)}}}")
        end = stop
    return _shielded("".join(written) + encode_literal(word[end:], dialect))


def _tables(dialect: Dialect, case: Case) -> tuple[Memory[str], Memory[str], Memory[str]]:
    """Give what is known of words that begin a sentence, stand inside one, and follow a question.

    After a question a sentence begins, whose capital BibTeX would lower: it keeps those after a colon only.
    """
    first, inside = (Memory(partial(_word, begun=begun, case=case, dialect=dialect)) for begun in (False, True))
    if case is not Case.TITLE:
        return first, inside, inside
    return first, inside, Memory(partial(_word, begun=True, case=Case.SENTENCE, dialect=dialect))


_WORDS = {(dialect, case): _tables(dialect, case) for dialect in Dialect for case in Case}


def _fragile_spans(compound: str, begun: bool, case: Case) -> list[tuple[int, int]]:
    """Find the parts of a compound to protect; a coined name takes what hangs on it: `rStar-Math`."""
    net = _NET.search(compound)
    if net:
        return [net.span()]
    spans: list[tuple[int, int]] = []
    for match in _PART.finditer(compound):
        start = match.start()
        word = _POSSESSIVE.sub("", match[0])
        if spans and _hangs_on(compound, spans[-1], word, start, case):
            spans[-1] = (spans[-1][0], start + len(word))
        elif _is_fragile(word, not begun and start == 0, case) or _is_behind(compound, start, begun):
            spans.append((start, start + len(word)))
    return spans


def _is_behind(compound: str, start: int, begun: bool) -> bool:
    """Whether a first word stands behind a quotation mark, which is the first letter to BibTeX."""
    return not begun and start > 0 and compound[start].isupper() and not any(map(str.isalnum, compound[:start]))


def _hangs_on(compound: str, before: tuple[int, int], word: str, start: int, case: Case) -> bool:
    if start != before[1] + 1 or compound[before[1]] not in "-&" or case is Case.SHOUTED:
        return False
    if not word[0].isupper():
        return False
    coined = re.search(r"[a-z][A-Z]", compound[before[0] : before[1]]) is not None
    return (coined and not _ORDINARY.fullmatch(word)) or _is_fragile(word, False, case)


def _is_fragile(word: str, first: bool, case: Case) -> bool:
    """Whether lower-casing all but a title's first letter would spoil a word."""
    if not any(map(str.isupper, word)):
        return False
    if word in PROPER_NAMES or (word[-1] == "s" and word[:-1] in PROPER_NAMES):
        return not first
    if case is Case.SHOUTED:
        return any(map(str.isdigit, word))
    if len(word) == 1:
        return word != "A" and not first
    if any(map(str.isupper, word[1:])) or any(map(str.isdigit, word)) or word[-1] in "+#":
        return True
    return not first and (case is Case.SENTENCE or not word.isascii())


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
