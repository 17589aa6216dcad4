r"""Text as LaTeX, in the two dialects that bibliographies come in.

BibTeX gets ASCII wherever LaTeX has a macro (`{\L}ukasz`, `$\alpha$`), because its programs know bytes and not
letters; biblatex gets NFC UTF-8. In both, the signs that TeX reserves are escaped outside mathematics, TeX that the
metadata already holds is kept once, and braces balance whatever came in.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from bibdb.text import collapse, strip_controls
from bibdb.writers.letters import Macros, accented
from bibdb.writers.mathematics import modern
from bibdb.writers.tex import Kind, Piece, parse

__all__ = ["Dialect", "clean", "encode", "encode_literal", "encode_pieces", "typographic", "verbatim"]


class Dialect(StrEnum):
    """A language of `.bib` files."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"


# Nothing in it means anything to TeX or BibTeX, and pdflatex typesets it as it stands.
_PLAIN = re.compile(r"[A-Za-z0-9 .,:;!?()'/+*=@\[\]-]*")
_RESERVED = re.compile(r"[&%#_$~^\\{}<>|]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_PILED = re.compile(r"([\u0300-\u036f]{3})[\u0300-\u036f]+")
_CLUSTER = re.compile(r"([^\W\d_])([\u0300-\u036f]+)")
_SCRIPTS = re.compile(r"(?<=\})\$\$(?=[_^]\{)|(?<=[\w}])\$\$(?=\\)")
# Where there is a Greek word, Greek letters are text and need a Greek font; else they are mathematical symbols.
_GREEK_WORD = re.compile(r"[\u0384-\u0390\u03aa-\u03b0\u03ca-\u03ce\u1f00-\u1fff]|[\u0370-\u03ff]{3,}")
_GREEK_RUN = re.compile(r"([\u0370-\u03ff\u1f00-\u1fff]+)")
_BEYOND_LATIN = re.compile(r"[\u0300-\U0010ffff\x00]")
_TIE = re.compile(r"(?<=\.)~(?=\w)")
_QUOTED = re.compile(r'"([^"]*)"')
_IN_MATH = re.compile(r"(\\.)|([&%#]|[^\x00-\x7f])", re.DOTALL)
_TEXT_MACROS = Macros()
_MATH_MACROS = Macros(math=True)
_UNSAFE = re.compile(r"[^!#-\[\]_a-z|~]")  # blanks, braces, backslash, quotes, circumflex, and all beyond ASCII


def clean(text: str) -> str:
    """Bring a text to NFC, without control characters, soft hyphens and typesetters' ligatures, with single blanks.

    Of accents that pile up on one letter three stay: each is a group of TeX's, and it gives up at 255.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    spelled = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text.replace("\u00ad", ""))
    return _PILED.sub(r"\1", unicodedata.normalize("NFC", collapse(strip_controls(spelled))))


def encode(text: str, dialect: Dialect) -> str:
    """Write a text for a field that is neither a title nor verbatim."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    return _remembered(text, dialect) if len(text) < 100 else _encode(text, dialect)


def _encode(text: str, dialect: Dialect) -> str:
    return encode_pieces(parse(clean(text)), dialect)


# Names of venues and publishers come again and again.
_remembered = lru_cache(maxsize=8192)(_encode)


def encode_pieces(pieces: list[Piece], dialect: Dialect) -> str:
    """Write the pieces of a text."""
    return "".join(encode_piece(piece, dialect) for piece in pieces)


def encode_piece(piece: Piece, dialect: Dialect) -> str:
    """Write one piece."""
    match piece.kind:
        case Kind.TEXT:
            return encode_literal(piece.text, dialect)
        case Kind.MATH:
            return f"${encode_math(piece.text, dialect)}$"
        case Kind.OPEN:
            return f"\\{piece.text}{{" if piece.text else "{"
        case Kind.CLOSE:
            return "}"
        case Kind.LOGO:
            return f"{{\\{piece.text}}}"


def typographic(text: str) -> str:
    """Give TeX's ties and typewriter quotation marks their own characters."""
    if "~" in text:
        text = _TIE.sub("\u00a0", text)
    return _QUOTED.sub("“\\1”", text) if '"' in text else text


def encode_literal(text: str, dialect: Dialect) -> str:
    """Write a text in which every character stands for itself."""
    if _PLAIN.fullmatch(text):
        return text
    tied = typographic(text)
    if dialect is Dialect.BIBLATEX:
        return _RESERVED.sub(lambda match: _TEXT_MACROS[ord(match[0])], tied)
    spaced = tied.replace("\u00a0", "\x00")
    if not _BEYOND_LATIN.search(spaced):
        return spaced.translate(_TEXT_MACROS)
    runs = _GREEK_RUN.split(spaced) if _GREEK_WORD.search(spaced) else [spaced]
    encoded = "".join(run if n % 2 else _letters(run) for n, run in enumerate(runs))
    if "$$" in encoded:
        encoded = _SCRIPTS.sub("", encoded)
    return encoded.replace("\x00", "~")


def _letters(text: str) -> str:
    clustered = _CLUSTER.split(text)
    return "".join(_cluster(clustered, n) for n in range(len(clustered)))


def _cluster(parts: list[str], n: int) -> str:
    """Encode the n-th part of a text split at letters with combining marks (triples: between, letter, marks)."""
    if n % 3 == 0:
        return parts[n].translate(_TEXT_MACROS)
    if n % 3 == 2:
        return ""
    letters = unicodedata.normalize("NFD", parts[n] + parts[n + 1])
    return accented(letters[0], letters[1:]) or parts[n] + parts[n + 1]


def encode_math(math: str, dialect: Dialect) -> str:
    """Write sound mathematics, given without its dollars."""
    renewed = modern(math)
    if dialect is Dialect.BIBLATEX and renewed.isascii() and not re.search("[&%#]", renewed):
        return renewed
    return _IN_MATH.sub(lambda match: match[1] or _MATH_MACROS[ord(match[2])], renewed)


def verbatim(text: str) -> str:
    r"""Write a DOI, URL or eprint: nothing is escaped, but what would end the field, run TeX or is not ASCII is
    percent-encoded.
    """
    if not _UNSAFE.search(text):
        return text
    stripped = strip_controls(text).strip()
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), stripped)
