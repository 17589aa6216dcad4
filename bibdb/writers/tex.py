r"""The TeX that people put into titles, names and abstracts, read as pieces.

arXiv, publishers and bibliographic files hold `Erd\H{o}s`, `$\alpha$`, `\emph{in vivo}`, `{\it e.g.}`, `A \& B`, and
also dollars that are money and braces that are nobody's. What is a letter or a sign becomes Unicode; what is
mathematics or harmless mark-up is kept as such; every other command is taken for literal text, so that nothing in
foreign data can call a command of TeX that is not named here.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import NamedTuple

from bibdb.writers.letters import LOWERED, MATH_SYMBOLS, MODIFIERS, RAISED, TEXT_MACROS
from bibdb.writers.mathematics import is_sound

__all__ = ["Kind", "Piece", "has_tex", "parse", "plain", "readable"]


class Kind(Enum):
    """What a piece of a text is."""

    TEXT = auto()  # Unicode, every character literal
    MATH = auto()  # TeX mathematics, without its dollars
    OPEN = auto()  # a group begins; the text is the command that it is the argument of, or empty
    CLOSE = auto()
    LOGO = auto()  # a command that prints a name: \LaTeX


class Piece(NamedTuple):
    """A run of a text with one meaning."""

    kind: Kind
    text: str


_ACCENT = re.compile(
    r"\\(?:([`'^\"~=.])\s*|(textcommabelow|[uvHcdbkrt])(?:\s+|(?=[{\\])))"
    r"(?:\{\s*(\\[ij](?![A-Za-z])\s*|[^\W\d_][\u0300-\u036f]*)\s*\}|(\\[ij](?![A-Za-z])\s?|[^\W\d_]))"
)
_LETTER_NAMES = {name: char for char, name in TEXT_MACROS.items()}
_LETTER_NAMES |= {
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textless": "<",
    "textgreater": ">", "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textunderscore": "_",
    "textdollar": "$", "textquotesingle": "'", "textquotedbl": '"', "dots": "…", "textellipsis": "…", "lbrace": "{",
    "rbrace": "}", "textsection": "§", "textparagraph": "¶", "textperiodcentered": "·", "textmu": "µ", "quad": " ",
    "qquad": " ", "space": " ", "newline": " ", "par": " ", "relax": "", "protect": "", "noindent": "",
    "guillemetleft": "«", "guillemetright": "»", "backslash": "\\", "texttimes": "×", "textpm": "±",
}  # fmt: skip
_SYMBOL_NAMES = {name: char for char, name in reversed(MATH_SYMBOLS.items())}
# A letter or sign by its name, with the blank or the empty group that ends the name.
_NAMED = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])(?:\s+|\{\})?")
_LONE = re.compile(r"\{([^\x00-\x7f]|[^\W\d_][\u0300-\u036f]+)\}")
_CONTROL = {"&": "&", "%": "%", "#": "#", "_": "_", "$": "$", "{": "{", "}": "}", " ": " ", ",": " ", "-": "",
            "/": "", "\\": " ", "!": "", ";": " ", ":": " ", "@": "", "*": ""}  # fmt: skip
_MARKUP = frozenset({"emph", "textit", "textbf", "textsc", "texttt", "textrm", "textsf", "textsl", "textup", "mbox"})
_MARKUP_ALWAYS = _MARKUP | {"textsuperscript", "textsubscript", "textnormal"}
_SWITCHES = {"it": "textit", "bf": "textbf", "em": "emph", "sc": "textsc", "tt": "texttt", "sl": "textsl",
             "rm": "textrm", "sf": "textsf", "itshape": "textit", "bfseries": "textbf", "scshape": "textsc",
             "ttfamily": "texttt"}  # fmt: skip
_LOGOS = frozenset({"TeX", "LaTeX", "LaTeXe"})
_TRANSPARENT = frozenset({"url", "path", "nolinkurl", "text", "uppercase", "lowercase", "ensuremath"})
_MATH_NAME = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])\s*")
_MATH_FONT = re.compile(r"\\(?:mathrm|text|textrm|mathit|operatorname|mbox)\{([\w ]+)\}")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}\\]*)\}|([^\s{}\\]))")
_DEEPEST = 20
"""Groups in groups that are kept; TeX itself gives up the whole document at 255."""
_DISPLAY = (("\\(", "$"), ("\\)", "$"), ("\\[", "$"), ("\\]", "$"), ("$$", "$"))
_PIECE = re.compile(
    r"""\$(?P<math>(?!\s)(?:[^$\\]|\\.)+)\$(?!\d)
    | \{\\(?P<switch>[a-z]+)(?![A-Za-z])\s*
    | \\(?P<word>[A-Za-z]+)(?:\s*(?P<open>\{)|\s+|(?![A-Za-z]))
    | \\(?P<symbol>(?<=[^\s]\\)\ |[^\ ])
    | (?P<brace>[{}])
    | (?P<text>[^\\{}$]+|.)""",
    re.VERBOSE | re.DOTALL,
)


def has_tex(text: str) -> bool:
    """Whether a text has a sign by which TeX may begin; without one it is itself."""
    return "\\" in text or "$" in text or "{" in text or "}" in text


def parse(text: str) -> list[Piece]:
    """Read a text as pieces whose groups balance: a brace that matches none becomes a literal one."""
    if not has_tex(text):
        return [Piece(Kind.TEXT, text)]
    for written, dollar in _DISPLAY:
        text = text.replace(written, dollar)
    return _balanced(_pieces(_letters(text)))


def plain(text: str) -> str:
    """Give a text without its TeX: letters as Unicode, mark-up and grouping gone."""
    if not has_tex(text):
        return text
    return "".join(
        readable(piece.text) if piece.kind is Kind.MATH else piece.text
        for piece in parse(text)
        if piece.kind in {Kind.TEXT, Kind.MATH, Kind.LOGO}
    )


def readable(math: str) -> str:
    r"""Give mathematics in Unicode where that says all of it (`\alpha_2` → `α₂`), else as TeX between dollars."""
    text = _MATH_NAME.sub(lambda match: _SYMBOL_NAMES.get(match[1], match[0]), _MATH_FONT.sub(r"\1", math))
    text = _SCRIPT.sub(lambda match: _script(match[1], match[2] or match[3]), text)
    return f"${math}$" if re.search(r"[\\{}^_~&]", text) else text


def _script(place: str, content: str) -> str:
    table = RAISED if place == "^" else LOWERED
    changed = "".join(table.get(char, "") for char in content)
    return changed if len(changed) == len(content) else f"{place}{{{content}}}"


def _letters(text: str) -> str:
    """Turn accents and named letters into Unicode, outside mathematics."""
    if "\\" not in text:
        return text
    parts = re.split(r"((?<!\\)\$[^$]*\$)", text)
    return "".join(part if n % 2 and is_sound(part[1:-1]) else _unicode(part) for n, part in enumerate(parts))


def _unicode(text: str) -> str:
    named = _NAMED.sub(_named, text)
    for _ in range(3):  # `\~{\^{e}}`: from the inside outwards
        accented = _LONE.sub(r"\1", _ACCENT.sub(_accented, named))
        if accented == named:
            break
        named = accented
    return named


def _named(match: re.Match[str]) -> str:
    name = match[1]
    if name in {"i", "j"}:
        return match[0]  # may stand under an accent
    if name in _LETTER_NAMES and not _LETTER_NAMES[name].isascii():
        return _LETTER_NAMES[name]
    return match[0]


def _accented(match: re.Match[str]) -> str:
    base = (match[3] or match[4]).strip().lstrip("\\")
    composed = unicodedata.normalize("NFC", base[0] + MODIFIERS[match[1] or match[2]])
    return unicodedata.normalize("NFC", composed + base[1:])


def _pieces(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    while position < len(text):
        match = _PIECE.match(text, position)
        assert match is not None
        position = match.end()
        math = match["math"]
        if math is not None and (math[-1].isspace() or not is_sound(math)):
            pieces.append(Piece(Kind.TEXT, "$"))
            position = match.start() + 1
        elif math is not None:
            pieces.append(Piece(Kind.MATH, math))
        elif match["switch"] is not None and match["switch"] not in _SWITCHES:
            pieces.append(Piece(Kind.OPEN, ""))
            position = match.start() + 1
        else:
            pieces.extend(_meant(match))
    return pieces


def _meant(match: re.Match[str]) -> list[Piece]:
    if match["switch"] is not None:
        return [Piece(Kind.OPEN, _SWITCHES[match["switch"]])]
    if match["word"] is not None:
        return _command(match["word"], match["open"] is not None, match[0])
    if match["symbol"] is not None:
        return [Piece(Kind.TEXT, _CONTROL.get(match["symbol"], "\\" + match["symbol"]))]
    if match["brace"] is not None:
        return [Piece(Kind.OPEN if match["brace"] == "{" else Kind.CLOSE, "")]
    return [Piece(Kind.TEXT, match["text"])]


def _command(name: str, opens: bool, raw: str) -> list[Piece]:
    """Give what a control word means; with `opens` its match ends in the brace of an argument."""
    group = [Piece(Kind.OPEN, "")] if opens else []
    if name in _MARKUP_ALWAYS and opens:
        return [Piece(Kind.OPEN, name)]
    if name in _LOGOS:
        return [Piece(Kind.LOGO, name), *group]
    if name in _TRANSPARENT and opens:
        return group
    if name in _SWITCHES:
        return group
    if name in {"i", "j"}:
        return [Piece(Kind.TEXT, {"i": "ı", "j": "ȷ"}[name]), *group]
    sign = _LETTER_NAMES.get(name, _SYMBOL_NAMES.get(name))
    if sign is not None:
        return [Piece(Kind.TEXT, sign), *group]
    blank = " " if not opens and raw[-1:].isspace() else ""
    return [Piece(Kind.TEXT, f"\\{name}{blank}"), *group]


def _balanced(pieces: list[Piece]) -> list[Piece]:
    """Make braces that match none literal, leave out those that lie too deep, and join the text on both sides."""
    stack: list[int] = []
    for n, piece in enumerate(pieces):
        if piece.kind is Kind.OPEN:
            stack.append(n)
        elif piece.kind is Kind.CLOSE:
            if not stack:
                pieces[n] = Piece(Kind.TEXT, "}")
            elif len(stack) > _DEEPEST:
                pieces[n] = pieces[stack.pop()] = Piece(Kind.TEXT, "")
            else:
                stack.pop()
    for n in stack:
        pieces[n] = Piece(Kind.TEXT, "{" if not pieces[n].text else "")
    return _joined(pieces)


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if piece.kind is Kind.TEXT and last and last.kind is Kind.TEXT:
            joined[-1] = Piece(Kind.TEXT, last.text + piece.text)
        elif piece.kind is Kind.CLOSE and last == Piece(Kind.OPEN, ""):
            joined.pop()  # `\ldots{}`
        else:
            joined.append(piece)
    return joined
