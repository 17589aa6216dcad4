"""Unicode characters and the LaTeX that typesets them, in both directions.

Every macro works under pdflatex with the T1 encoding and the LaTeX kernel alone (TeX Live 2020 or later), but for the
double-struck and Fraktur letters (amssymb). Macros stand in a brace group that begins with the backslash, so that
BibTeX takes them for one letter and its styles may lower-case them.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["LOWERED", "MATH_SYMBOLS", "MODIFIERS", "RAISED", "TEXT_MACROS", "Macros", "accented"]

_TEXT = r"""
    ß=ss ẞ=SS ø=o Ø=O ł=l Ł=L æ=ae Æ=AE œ=oe Œ=OE å=aa Å=AA ı=i ȷ=j đ=dj Đ=DJ ð=dh Ð=DH þ=th Þ=TH ŋ=ng Ŋ=NG ĳ=ij
    Ĳ=IJ ¡=textexclamdown ¿=textquestiondown §=S ¶=P †=dag ‡=ddag ©=copyright ®=textregistered ™=texttrademark
    £=pounds €=texteuro ¥=textyen ¢=textcent ¤=textcurrency …=ldots •=textbullet °=textdegree ª=textordfeminine
    º=textordmasculine ¦=textbrokenbar №=textnumero ‰=textperthousand ‱=textpertenthousand ℃=textcelsius
    ℗=textcircledP ℠=textservicemark ¯=textasciimacron ´=textasciiacute ¨=textasciidieresis ˜=textasciitilde
    ˆ=textasciicircum ‿=textunderscore «=guillemotleft »=guillemotright ‹=guilsinglleft ›=guilsinglright
    „=quotedblbase ‚=quotesinglbase ␣=textvisiblespace ‖=textbardbl ※=textreferencemark ‽=textinterrobang ₤=textlira
    ₦=textnaira ₩=textwon ฿=textbaht ₫=textdong ⁄=textfractionsolidus ♪=textmusicalnote ◯=textbigcircle
    ℮=textestimated ℧=textmho ꞌ=textquotesingle
"""  # fmt: skip
TEXT_MACROS = {pair[0]: pair[2:] for pair in _TEXT.split()}

_GREEK = r"""
    α=alpha β=beta γ=gamma δ=delta ε=varepsilon ϵ=epsilon ζ=zeta η=eta θ=theta ϑ=vartheta ι=iota κ=kappa λ=lambda
    μ=mu ν=nu ξ=xi π=pi ϖ=varpi ρ=rho ϱ=varrho σ=sigma ς=varsigma τ=tau υ=upsilon φ=varphi ϕ=phi χ=chi ψ=psi ω=omega
    Γ=Gamma Δ=Delta Θ=Theta Λ=Lambda Ξ=Xi Π=Pi Σ=Sigma Υ=Upsilon Φ=Phi Ψ=Psi Ω=Omega µ=mu Ω=Omega ∆=Delta
"""
_SYMBOLS = r"""
    ±=pm ∓=mp ×=times ÷=div ·=cdot ∗=ast ⋆=star ∘=circ ∙=bullet ⊕=oplus ⊖=ominus ⊗=otimes ⊘=oslash ⊙=odot ∩=cap
    ∪=cup ∨=vee ∧=wedge ∖=setminus ≤=leq ≥=geq ⩽=leq ⩾=geq ≪=ll ≫=gg ≺=prec ≻=succ ∼=sim ≃=simeq ≈=approx ≅=cong
    ≡=equiv ≠=neq ∝=propto ≍=asymp ≐=doteq ⊥=perp ∣=mid ∥=parallel ⊂=subset ⊃=supset ⊆=subseteq ⊇=supseteq ∈=in ∋=ni
    ∉=notin ⊢=vdash ⊣=dashv ⊨=models ⊤=top ⋈=bowtie ⊔=sqcup ⊓=sqcap ⊑=sqsubseteq ⊒=sqsupseteq ←=leftarrow
    →=rightarrow ↑=uparrow ↓=downarrow ↔=leftrightarrow ↕=updownarrow ⇐=Leftarrow ⇒=Rightarrow ⇑=Uparrow ⇓=Downarrow
    ⇔=Leftrightarrow ↦=mapsto ⟵=longleftarrow ⟶=longrightarrow ⟷=longleftrightarrow ⟹=Longrightarrow ⟸=Longleftarrow
    ⟺=Longleftrightarrow ↗=nearrow ↘=searrow ↙=swarrow ↖=nwarrow ↪=hookrightarrow ↩=hookleftarrow ⇀=rightharpoonup
    ⇌=rightleftharpoons ∞=infty ∀=forall ∃=exists ¬=neg ∅=emptyset ∂=partial ∇=nabla √=surd ∑=sum ∏=prod ∐=coprod
    ∫=int ∮=oint ℓ=ell ℏ=hbar ℜ=Re ℑ=Im ℵ=aleph ℘=wp ∠=angle △=triangle ▽=bigtriangledown ◇=diamond ♠=spadesuit
    ♡=heartsuit ♢=diamondsuit ♣=clubsuit ♭=flat ♮=natural ♯=sharp ⟨=langle ⟩=rangle 〈=langle 〉=rangle ⌈=lceil
    ⌉=rceil ⌊=lfloor ⌋=rfloor ∶=colon ⋯=cdots ⋮=vdots ⋱=ddots ≜=triangleq ≲=lesssim ≳=gtrsim ∎=blacksquare
    ■=blacksquare □=square ★=bigstar ✓=checkmark ✗=times ✔=checkmark ✘=times ⊊=subsetneq ∴=therefore ∵=because
    ≦=leqq ≧=geqq ⋉=ltimes ⋊=rtimes ⊠=boxtimes ⊞=boxplus ☉=odot ☆=star ⋅=cdot −=- ′=prime ″=prime\prime
"""
MATH_SYMBOLS = {pair[0]: pair[2:] for pair in (_GREEK + _SYMBOLS).split()}
_MATH = {
    **{char: f"\\{name}" for char, name in MATH_SYMBOLS.items()},
    "−": "-", "′": "'", "″": "''", "∕": "/",
    "½": r"\frac{1}{2}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}", "⅓": r"\frac{1}{3}", "⅔": r"\frac{2}{3}",
    **{char: rf"\mathrm{{{latin}}}" for char, latin in zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)},
}  # fmt: skip

# Combining marks and their accent macros, as in the LaTeX kernel.
_ACCENTS = dict(
    zip("\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c", "`'^~=u.\"rHv", strict=True)
) | dict(zip("\u0323\u0327\u0328\u0331", "dckb", strict=True))
_COMMA_BELOW = "\u0326"
MODIFIERS = {macro: mark for mark, macro in _ACCENTS.items()} | {"t": "\u0361", "textcommabelow": _COMMA_BELOW}

_PUNCTUATION = {
    "‐": "-", "‑": "-", "‒": "--", "–": "--", "—": "---", "―": "---", "‘": "`", "’": "'", "‛": "`", "“": "``",
    "”": "''",
    "‟": "``",
    "ʼ": "'", "ʻ": "`", "ʹ": "'", "ʺ": "''", "ˈ": "'", "՚": "'", "＂": "''", "，": ", ", "：": ": ",
    "（": "(", "）": ")", "；": "; ", "？": "?", "！": "!", "⁃": "-", "‧": "{\\textperiodcentered}",
    "・": "{\\textperiodcentered}", "\u200c": "", "\u200d": "", "\ufe0e": "", "\ufe0f": "", "\u034f": "", "\u180e": "",
    "Å": "{\\AA}", "ſ": "s", "¸": "{\\c{}}", "ŉ": "'n",
    "Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "Ⅵ": "VI", "Ⅶ": "VII", "Ⅷ": "VIII", "Ⅸ": "IX", "Ⅹ": "X",
}  # fmt: skip
_SPECIALS = {
    "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\\": r"{\textbackslash}", "<": r"{\textless}",
    ">": r"{\textgreater}", "|": r"{\textbar}",
}  # fmt: skip
_UP = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True))
_DOWN = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ", "0123456789+-=()aeoxhklmnpstij", strict=True))
RAISED = {plain: char for char, plain in _UP.items()}
LOWERED = {plain: char for char, plain in _DOWN.items()}
_STYLED = re.compile(
    r"(?:MATHEMATICAL )?(?P<style>BOLD ITALIC|BOLD SCRIPT|BOLD FRAKTUR|SANS-SERIF BOLD|SANS-SERIF ITALIC|BOLD|ITALIC|"
    r"SCRIPT|FRAKTUR|BLACK-LETTER|DOUBLE-STRUCK|SANS-SERIF|MONOSPACE) (?:CAPITAL|SMALL|DIGIT) .+"
)
_ALPHABETS = {
    "BOLD": "mathbf", "BOLD ITALIC": "mathbf", "SCRIPT": "mathcal", "BOLD SCRIPT": "mathcal", "FRAKTUR": "mathfrak",
    "BLACK-LETTER": "mathfrak", "BOLD FRAKTUR": "mathfrak", "DOUBLE-STRUCK": "mathbb", "SANS-SERIF": "mathsf",
    "SANS-SERIF BOLD": "mathsf", "SANS-SERIF ITALIC": "mathsf", "MONOSPACE": "mathtt", "ITALIC": "mathnormal",
}  # fmt: skip


def accented(char: str, marks: str) -> str | None:
    r"""Write a letter under its combining marks, innermost first: `{\~{\^{e}}}`; None where a mark has no macro."""
    inner = char if char.isascii() else _bare(TEXT_MACROS.get(char))
    if inner is None:
        return None
    for depth, mark in enumerate(marks):
        macro = _ACCENTS.get(mark) or ("textcommabelow" if mark == _COMMA_BELOW else None)
        if macro is None:
            return None
        short = depth == len(marks) - 1 and len(inner) == 1 and not macro.isalpha()
        inner = f"\\{macro}{inner}" if short else f"\\{macro}{{{inner}}}"
    return f"{{{inner}}}"


def _bare(name: str | None) -> str | None:
    return f"\\{name}" if name is not None else None


class Macros(dict[int, str]):
    """A table for `str.translate`: each character's LaTeX, found when first met.

    A character that pdflatex has no glyph for stays itself. `math` gives what stands between dollars instead.
    """

    def __init__(self, *, math: bool = False) -> None:
        """Make the table for text, or the one for mathematics."""
        super().__init__()
        self._math = math

    def __missing__(self, codepoint: int) -> str:
        """Find the macro of a character, and remember it."""
        char = chr(codepoint)
        self[codepoint] = found = self._in_math(char) if self._math else self._in_text(char)
        return found

    def _in_text(self, char: str) -> str:
        for table in (_SPECIALS, _PUNCTUATION):
            if char in table:
                return table[char]
        if char.isascii():
            return char
        if char in TEXT_MACROS:
            return f"{{\\{TEXT_MACROS[char]}}}"
        if char in _ACCENTS:  # over nothing
            return f"{{\\{_ACCENTS[char]}{{}}}}"
        symbol = _symbol(char)
        return f"${symbol}$" if symbol else _decomposed(char)

    def _in_math(self, char: str) -> str:
        if char in "%#&":
            return f"\\{char}"
        if char.isascii():
            return char
        symbol = _symbol(char)
        if symbol:
            return f"{{{symbol}}}" if symbol[0] in "^_" else f"{symbol} " if symbol[-1].isalpha() else symbol
        if char in _PUNCTUATION or char in TEXT_MACROS:
            return f"\\mbox{{{self._in_text(char)}}}"
        found = _decomposed(char)
        return f"\\mbox{{{found}}}" if found != char else char


def _symbol(char: str) -> str | None:
    """Give what stands for a character in mathematics."""
    if char in _MATH:
        return _MATH[char]
    if char in _UP:
        return f"^{{{_UP[char]}}}"
    if char in _DOWN:
        return f"_{{{_DOWN[char]}}}"
    return _styled(char)


def _styled(char: str) -> str | None:
    r"""Give a letter of a mathematical alphabet: `𝒪` → `\mathcal{O}`."""
    match = _STYLED.fullmatch(unicodedata.name(char, ""))
    plain = unicodedata.normalize("NFKC", char)
    if match is None or len(plain) != 1 or plain == char:
        return None
    if not plain.isascii():
        return _MATH.get(plain)
    alphabet = _ALPHABETS[match["style"]]
    if alphabet in {"mathcal", "mathbb"} and not plain.isupper():  # these fonts have capitals only
        alphabet = "mathbf" if alphabet == "mathbb" else "mathnormal"
    return plain if alphabet == "mathnormal" else f"\\{alphabet}{{{plain}}}"


def _decomposed(char: str) -> str:
    letters = unicodedata.normalize("NFD", char)
    if len(letters) > 1:
        return accented(letters[0], letters[1:]) or char
    compatible = unicodedata.normalize("NFKC", char)  # full-width letters, unit signs
    return "".join(_SPECIALS.get(part, part) for part in compatible) if compatible.isascii() else char
