r"""TeX as it stands in bibliographies, as Unicode text: accents, special letters, quotes, harmless markup.

Mathematics between dollars stays as written, and so does a command that is not known, without its backslash only where
it is a symbol: a reader compares labels, it does not typeset. The letters and accents are those of LaTeX's tables (The
LaTeX Companion, chapter on font encodings). Dashes stay `--`: whether a range or a pause is meant is the writer's.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["decode_tex"]

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "h": "\u0309",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "S": "§",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textendash": "–",
    "textemdash": "—", "textellipsis": "…", "ldots": "…", "dots": "…", "copyright": "©", "P": "¶",
    "pounds": "£",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textunderscore": "_", "textbraceleft": "{", "textbraceright": "}", "textbar": "|",
    "textless": "<", "textgreater": ">", "texteuro": "€", "euro": "€", "textmu": "µ", "textbullet": "•",
    "guillemotleft": "«", "guillemotright": "»", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "newblock": "",
    "relax": "", "slash": "/", "space": " ", "quad": " ", "qquad": " ", "and": "and",
}  # fmt: skip
# Under an accent these lose their dot, which Unicode's combining accents see to themselves.
_DOTTED = {"i": "i", "j": "j", "ı": "i", "ȷ": "j"}
# Commands whose argument is the text; font switches say nothing to a reader of labels.
_WRAPPERS = re.compile(
    r"\\(?:emph|text(?:it|bf|tt|sc|sf|rm|sl|up|md|normal|superscript|subscript)?|mbox|hbox|uppercase|lowercase|"
    r"MakeUppercase|MakeLowercase|mkbib\w+|enquote|url|nolinkurl|path|underline|ensuremath|bibinfo\s*\{\w+\}|"
    r"natexlab|nocase|protect|operatorname)\s*(?=\{)"
)
_SWITCHES = re.compile(
    r"\\(?:em|it|bf|tt|sc|sf|rm|sl|itshape|bfseries|ttfamily|scshape|normalfont|upshape|small|footnotesize|large|"
    r"protect|noopsort|,|;|:|!|/|-|@)(?![A-Za-z])\s?"
)
_ACCENT = re.compile(
    r"""\\(?:([`'^~=."])|([uvHcdbkrh])(?![A-Za-z]))\s*(?:\{\s*(\\?[^\W\d_]|\\ae|\\AE)?\s*\}|(\\[ijoOlL](?![A-Za-z])|[A-Za-z]))"""
)
_COMMAND = re.compile(r"\\([A-Za-z]+)(\{\}|\s+)?")
_HREF = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
_ESCAPED = re.compile(r"\\([&%$#_ ])")
_MATH = re.compile(r"(?<!\\)\$[^$]{1,400}(?<!\\)\$")
_TELLTALE = re.compile(r"[\\{}~$`]|''")


def decode_tex(text: str) -> str:
    """Give a TeX text as Unicode; time grows linearly with its length."""
    if not _TELLTALE.search(text):
        return text
    parts, position = [], 0
    for match in _MATH.finditer(text):
        parts += [_words(text[position : match.start()]), match.group()]
        position = match.end()
    parts.append(_words(text[position:]))
    return unicodedata.normalize("NFC", "".join(parts))


def _words(text: str) -> str:
    """Decode what is no mathematics."""
    if "\\" in text:
        text = _HREF.sub("", text)
        text = _WRAPPERS.sub("", text)
        text = _ACCENT.sub(_accented, _ACCENT.sub(_accented, text))  # twice: a letter may carry two accents
        text = _SWITCHES.sub("", text)
        text = _COMMAND.sub(_symbol, text)
        text = text.replace("\\{", "\ue000").replace("\\}", "\ue001").replace("\\\\", " ")
    text = text.replace("{", "").replace("}", "").replace("\ue000", "{").replace("\ue001", "}")
    text = re.sub(r"(?<!\\)~", " ", text)
    text = _ESCAPED.sub(r"\1", text)
    return text.replace("``", "“").replace("''", "”")


def _accented(match: re.Match[str]) -> str:
    accent = _ACCENTS[match.group(1) or match.group(2)]
    base = match.group(3) or match.group(4) or " "
    if base.startswith("\\"):
        base = _DOTTED.get(base[1:]) or _SYMBOLS.get(base[1:], base[1:])
    return unicodedata.normalize("NFC", _DOTTED.get(base, base) + accent)


def _symbol(match: re.Match[str]) -> str:
    known = _SYMBOLS.get(match.group(1))
    if known is None:
        return match.group(1) + (match.group(2) or "").replace("{}", "")
    return known
