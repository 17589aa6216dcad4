r"""Whether something between dollars is TeX mathematics that compiles and does no more than typeset.

Foreign metadata is taken for mathematics only when every command in it is on the list below (LaTeX's own and
amssymb's), has its arguments, and groups, scripts and delimiters are complete. Anything else is literal text.
"""

from __future__ import annotations

import re

__all__ = ["is_sound", "modern"]

_GREEK = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho
    sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
_SIGNS = """
    pm mp times div cdot ast star circ bullet oplus ominus otimes oslash odot cap cup uplus sqcap sqcup vee wedge
    lor land setminus wr amalg bigcirc dagger ddagger dag ddag leq le geq ge ll gg prec succ preceq succeq sim simeq
    approx cong equiv neq ne propto asymp doteq perp mid parallel subset supset subseteq supseteq sqsubseteq
    sqsupseteq in ni notin vdash dashv models top bot bowtie leftarrow gets rightarrow to uparrow downarrow
    leftrightarrow updownarrow Leftarrow Rightarrow Uparrow Downarrow Leftrightarrow mapsto longleftarrow
    longrightarrow longleftrightarrow Longrightarrow Longleftarrow Longleftrightarrow longmapsto nearrow searrow
    swarrow nwarrow hookrightarrow hookleftarrow rightharpoonup rightharpoondown leftharpoonup leftharpoondown
    rightleftharpoons infty forall exists neg lnot emptyset partial nabla surd sum prod coprod int oint bigcap
    bigcup bigoplus bigotimes bigodot bigvee bigwedge bigsqcup ell hbar imath jmath Re Im aleph wp angle triangle
    bigtriangledown bigtriangleup triangleleft triangleright diamond spadesuit heartsuit diamondsuit clubsuit flat
    natural sharp langle rangle lceil rceil lfloor rfloor lbrace rbrace lbrack rbrack vert Vert colon cdots vdots
    ddots ldots dots prime backslash arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker
    lg lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh quad qquad bmod diamondsuit
"""
_AMS = """
    lesssim gtrsim lessgtr leqslant geqslant leqq geqq triangleq blacksquare square bigstar checkmark subsetneq
    supsetneq therefore because ltimes rtimes boxtimes boxplus Box Diamond varnothing nmid nparallel nsubseteq
    rightsquigarrow leadsto upharpoonright twoheadrightarrow complement hslash Bbbk approxeq precsim succsim lll ggg
    eth
"""
_SYMBOLS = frozenset((_GREEK + _SIGNS + _AMS).split())
# Commands and how many arguments they take.
_ALPHABETS = """
    hat bar tilde vec dot ddot breve check acute grave mathring widehat widetilde overline underline overbrace
    underbrace overrightarrow overleftarrow sqrt mathrm mathbf mathit mathcal mathsf mathtt mathnormal mathbb
    mathfrak boldsymbol pmod bm operatorname
"""
_ARITY = dict.fromkeys(_ALPHABETS.split(), 1) | {"frac": 2, "stackrel": 2}
_WORDS = frozenset(
    {"text", "textrm", "textit", "textbf", "texttt", "textsf", "textsc", "mbox"}
)  # their argument is text
_SWITCHES = frozenset(
    {"rm", "bf", "it", "cal", "sf", "tt", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits"}
)
_DELIMITERS = re.compile(r"\\(?:[{}|]|langle|rangle|lceil|rceil|lfloor|rfloor|vert|Vert)(?![A-Za-z])|[()\[\]|./<>]")
_TOKEN = re.compile(r"\\([A-Za-z]+)\s*|\\(.)|([{}^_&#%~])|\s+|[^\\{}^_&#%~\s]", re.DOTALL)
_LARGE = frozenset(
    {
        "sum",
        "prod",
        "coprod",
        "int",
        "oint",
        "lim",
        "max",
        "min",
        "sup",
        "inf",
        "limsup",
        "liminf",
        "bigcup",
        "bigcap",
        "bigoplus",
        "bigotimes",
    }
)
_HARMLESS_SYMBOLS = frozenset(",;:! {}|%&#_$-")


_OLD_FONTS = {"cal": "mathcal", "rm": "mathrm", "bf": "mathbf", "it": "mathit", "sf": "mathsf", "tt": "mathtt"}
_OLD_FONT = re.compile(r"\{\\(cal|rm|bf|it|sf|tt)(?![A-Za-z])\s*([^{}\\]*)\}")
_PACKAGED = re.compile(r"\\(text|operatorname|bm|boldsymbol)(?![A-Za-z])")
_KERNEL = {"text": r"\textrm", "operatorname": r"\mathrm", "bm": r"\mathbf", "boldsymbol": r"\mathbf"}


def modern(math: str) -> str:
    r"""Write sound mathematics without `{\cal O}` and what else needs old classes or further packages."""
    if "\\" not in math:
        return math
    renewed = _OLD_FONT.sub(lambda match: f"\\{_OLD_FONTS[match[1]]}{{{match[2]}}}", math)
    return _PACKAGED.sub(lambda match: _KERNEL[match[1]], renewed)


def is_sound(math: str) -> bool:
    """Whether mathematics, given without its dollars, typesets without an error and calls only harmless commands."""
    if not math.strip() or "^^" in math:
        return False
    return _Check(math).group(top=True)


_DEEPEST = 40
"""Groups, arguments and delimiters in one another that are typeset; TeX gives up the whole document at 255."""


class _Check:
    """One pass over a formula's tokens, by recursive descent."""

    def __init__(self, math: str) -> None:
        self._tokens = [match for match in _TOKEN.finditer(math) if not match[0].isspace()]
        self._place = 0
        self._depth = 0
        # The last token cannot be a backslash alone.
        self._whole = sum(len(match[0]) for match in _TOKEN.finditer(math)) == len(math)

    def group(self, *, top: bool = False) -> bool:
        """Check tokens up to the closing brace (or, at the top, the end)."""
        if not self._whole or self._depth > _DEEPEST:
            return False
        self._depth += 1
        scripts: set[str] = set()
        lefts = 0
        while self._place < len(self._tokens):
            token = self._tokens[self._place]
            char = token[3]
            if char == "}":
                self._depth -= 1
                return not top and not lefts
            self._place += 1
            if char in {"^", "_"}:
                if char in scripts or not self._argument():
                    return False
                scripts.add(char)
                continue
            if token[0] == "'" and "^" in scripts:
                return False
            if token[1] not in {"limits", "nolimits"} and token[0] != "'":
                scripts.clear()
            if token[1] in {"left", "right"}:
                step = 1 if token[1] == "left" else -1
                lefts += step
                self._depth += step
                if lefts < 0 or self._depth > _DEEPEST or not self._delimiter():
                    return False
            elif not self._atom(token):
                return False
        return top and not lefts

    def _atom(self, token: re.Match[str]) -> bool:
        """Check a token that is no script, with its arguments."""
        name, symbol, char = token[1], token[2], token[3]
        if char == "{":
            return self._closed()
        if char is not None:
            return True  # & # % ~ are escaped when written
        if symbol is not None:
            return symbol in _HARMLESS_SYMBOLS
        if name is None or name in _SYMBOLS:
            return True
        if name in {"limits", "nolimits"}:
            return self._place > 1 and self._tokens[self._place - 2][1] in _LARGE
        if name in _SWITCHES:
            return True
        if name in _WORDS:
            return self._text()
        if name == "sqrt" and not self._root():
            return False
        return name in _ARITY and all(self._argument() for _ in range(_ARITY[name]))

    def _argument(self) -> bool:
        r"""Check one argument: a group or a single token, which may want an argument itself (`\sqrt\frac12`)."""
        if self._place >= len(self._tokens) or self._depth > _DEEPEST:
            return False
        token = self._tokens[self._place]
        if token[3] in {"}", "^", "_", "&", "#", "%"} or token[1] in {"left", "right"} or token[1] in _SWITCHES:
            return False
        self._place += 1
        self._depth += 1
        sound = self._atom(token)
        self._depth -= 1
        return sound

    def _root(self) -> bool:
        """Pass over the optional argument of a root: letters and digits only."""
        if self._place < len(self._tokens) and self._tokens[self._place][0] == "[":
            self._place += 1
            while self._place < len(self._tokens) and self._tokens[self._place][0].isalnum():
                self._place += 1
            return self._next("]")
        return True

    def _text(self) -> bool:
        """Check an argument that is set as text: one group without commands, scripts or groups in it."""
        if not self._next("{"):
            return False
        while self._place < len(self._tokens):
            token = self._tokens[self._place]
            if token[0] == "}":
                return self._next("}")
            if token[1] is not None or token[0] in {"^", "_", "{"} or (token[2] or " ") not in "%#&_$ ,":
                return False
            self._place += 1
        return False

    def _next(self, char: str) -> bool:
        """Step over one expected token."""
        if self._place >= len(self._tokens) or self._tokens[self._place][0] != char:
            return False
        self._place += 1
        return True

    def _closed(self) -> bool:
        return self.group() and self._next("}")

    def _delimiter(self) -> bool:
        if self._place >= len(self._tokens) or not _DELIMITERS.fullmatch(self._tokens[self._place][0].strip()):
            return False
        self._place += 1
        return True
