"""Latin letters for other scripts: enough to give a name in Cyrillic, Greek, kana or Hangul an ASCII key.

Han characters have no reading without a dictionary and are left out, as are vowels that Arabic and Hebrew do not
write. The Cyrillic table follows the passport romanisation of ICAO 9303, the Greek one ISO 843 (type 2, no accents).
"""

from __future__ import annotations

import re
import unicodedata

from bibdb.text import to_ascii_letters

__all__ = ["to_ascii"]

_CYRILLIC = """
    а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie
    ы=y ь= э=e ю=iu я=ia ё=e і=i ї=i є=ie ґ=g ў=u ј=j љ=lj њ=nj ћ=c ђ=dj џ=dz ѓ=g ќ=k ѕ=dz ү=u ө=o ғ=g қ=q ң=n һ=h ә=a
"""
_GREEK = """
    α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o
"""
_ARABIC = """
    ا=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh ف=f ق=q ك=k ل=l م=m ن=n ه=h و=w ي=y
    ى=a ة=a ئ=y ؤ=w پ=p چ=ch ژ=zh گ=g ک=k ی=y
"""
_HEBREW = """
    א=a ב=b ג=g ד=d ה=h ו=v ז=z ח=h ט=t י=y כ=k ך=k ל=l מ=m ם=m נ=n ן=n ס=s ע=a פ=p ף=f צ=ts ץ=ts ק=k ר=r ש=sh ת=t
"""
_PAIRS = (_CYRILLIC + _GREEK + _ARABIC + _HEBREW).split()
_LETTERS = str.maketrans({pair[0]: pair[2:] for pair in _PAIRS})
# Unicode names these letters by their sound: HANGUL SYLLABLE GIM, KATAKANA LETTER KA.
_SOUND = re.compile(r"HANGUL SYLLABLE (\w+)|(?:HIRAGANA|KATAKANA) LETTER (?:SMALL )?(\w+)$")


def to_ascii(text: str) -> str:
    """Fold a text to lower-case ASCII as far as its letters have a Latin reading; what has none is left out."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFC", text)
    sounded = "".join(_sound(char) if char > "\u1100" else char for char in composed)
    return to_ascii_letters(sounded).casefold().translate(_LETTERS).encode("ascii", "ignore").decode()


def _sound(char: str) -> str:
    match = _SOUND.match(unicodedata.name(char, ""))
    return (match[1] or match[2] or "") if match else char
