"""Names for bibliographies: the parts that CSL and biblatex know, and BibTeX's `von Last, Jr, First`.

BibTeX tells particles by their lower case, divides names at the word `and`, parts at commas, and initials at the first
byte of a word; braces keep it from seeing what is not meant so. No author is ever left out, and an `et al.` that a
source wrote stands as BibTeX's `others`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from bibdb.names import split_name
from bibdb.values import Name
from bibdb.writers.latex import Dialect, clean, encode
from bibdb.writers.memory import Memory
from bibdb.writers.tex import plain

__all__ = ["Parts", "credited", "encode_name", "encode_names", "parts"]

_OTHERS = re.compile(r"(?:and\s+|&\s*)?(?:et\.?\s+al\b\.?|others)\W*", re.IGNORECASE)
_TRAILING_OTHERS = re.compile(r"[\s,]+(?:et\.?\s+al\b\.?|and others)\W*$", re.IGNORECASE)
_WHOLE = re.compile(r"\s*\{[^{}\\]*\}\s*|.*\w\s+(?:&|\\&)\s+\w.*")
_PARTICLE = re.compile(r"((?:(?:d'|[dl]['’]|'t\s|[^\W\d_A-Z]['’]?[a-zß-ÿ]*\s+))+)(?=\S)")
# BibTeX would take these for particles: `Ortega y Gasset`, `al-Khwarizmi`.
_LOWER_INSIDE = re.compile(r"\s[a-zß-ÿ]+\s|(?<!\w)[a-zß-ÿ]+-\w")
_SIMPLE = re.compile(r"[A-Za-z .'-]*")
_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)
# Written as commands, of which biber would take the first sign for an initial.
_SIGNS = re.compile(r"[_#%$&~]")
_NO_NAME = re.compile(r"^[\s_#%$&~]+|[\\{}^<>|]")
# BibTeX cuts labels made of names after 250 bytes, braces or not, and with half a group ends the document.
_LONGEST = 200
_CAPITALISED = re.compile(r"[A-Z][A-Za-z.']*(?:[ -][A-Z][A-Za-z.']*)*")
# Capitalised words and initials, and (see below) no word that may be a particle or part of an organisation's name.
_WORD = r"(?:[a-z]*\.|[a-z]+(?:[A-Z][a-z]+)?)?"
_NAME = rf"[A-Z]{_WORD}(?:-[A-Za-z]{_WORD}| [A-Z]{_WORD})* (?:[A-Z]')?[A-Z][a-z]+(?:[A-Z][a-z]+)?"
_COMMON = re.compile(rf"{_NAME}(?:\n{_NAME})*")
_PARTICLES_AND_ORGANISATIONS = """
    Al Da Das De Del Dela Della Den Der Di Dos Du El La Las Le Los St Ter Van Vanden Vander Vom Von Zu Jr Sr Jnr Snr
    Deep Mind Collab Collaboration Collaborations Team Teams Group Groups Consortium Consortia Project Initiative Ii
    Iii Iv DeepMind University Universite Universita Universitat Universidad Universidade Universiteit Institute
    Institut Instituto Istituto Institutes Institution Laboratory Laboratories Laboratoire Lab Labs Research
    Foundation Network Community Communities Committee Society Association Alliance Organization Organisation
    Department Center Centre Agency Bureau Council Ministry Company Corporation Corp Inc Gmbh Ltd Llc Contributors
    Authors Developers Maintainers Others Universitas Universitaet Laboratorio Laboratori Labor Instituut
"""
_UNCOMMON = frozenset(_PARTICLES_AND_ORGANISATIONS.split())
_TRAILING_PARTICLES = re.compile(
    r"\s((?:(?:van|von|vom|zu|zur|zum|der|den|de|del|della|di|da|dos|das|du|la|ter|ten|af|av)\s?)+)$"
)
# A letter without a macro at the beginning of a word, with the vowel signs that hang on it.
_FIRST_LETTER = re.compile(r"(?<![^\s.-])([^\x00-\x7f][^\w\s\x00-\x7f]*)")
# Han, kana and Hangul, with what stands between names in them.
_EAST_ASIAN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff][\s\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]*"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A name in parts; `literal` stands alone, `others` says that more authors follow whom nobody named.

    `particle` ends with the blank that divides it from the family name, where there is one: `van der `, `d'`.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    others: bool = False


def parts(name: Name) -> Parts:
    """Take a name apart: by what its source said, else by general rules; TeX in it becomes Unicode."""
    if _OTHERS.fullmatch(name.display):
        return Parts(others=True)
    if name.literal or (not name.family and _WHOLE.fullmatch(name.display)):
        return Parts(literal=_spoken(name.display) or "?")
    split = name if name.family else split_name(clean(plain(name.display)))
    family = _spoken(split.family or "")
    given = _spoken(split.given or "")
    if split.literal or not family:
        return Parts(literal=_spoken(split.display) or "?")
    particle, family = _divided(family)
    trailing = _TRAILING_PARTICLES.search(given) if not particle else None
    if trailing:
        particle, given = f"{trailing[1].strip()} ", given[: trailing.start()].strip()
    return Parts(family=family, given=given, particle=particle, suffix=_spoken(split.suffix or ""))


def _spoken(text: str) -> str:
    """Give a part of a name without TeX, and without what no name has: biber makes initials of pieces of commands."""
    said = _NO_NAME.sub("", clean(plain(text))).strip()
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"


def _divided(family: str) -> tuple[str, str]:
    """Divide the particles that a family name begins with from the rest; `hooks` alone is no particle."""
    if family[0].isupper():
        return "", family
    match = _PARTICLE.match(family)
    return (match[1], family[match.end() :]) if match else ("", family)


def credited(names: Iterable[Name]) -> list[Name]:
    """Give the names of authors, in order, and last a name `et al.` where a source left authors out.

    What holds no letter or digit is no author: arXiv sets a colon between a collaboration and its members so.
    """
    authors = [name for name in names if any(map(str.isalnum, name.display))]
    named = [name for name in authors if not _OTHERS.fullmatch(name.display)]
    if len(named) < len(authors) or any(_TRAILING_OTHERS.search(name.display) for name in named):
        return [*named, Name("et al.")]
    return named


def encode_names(names: Sequence[Name], dialect: Dialect) -> str:
    """Write the field `author` or `editor`: every name, in order, `and` between them."""
    displays = [name.display for name in names if name.family is None and name.given is None and not name.literal]
    if len(displays) == len(names) and _are_common("\n".join(displays)):
        return " and ".join([_turned(display) for display in displays])
    known = _DISPLAYED[dialect]
    written = [
        known[name.display]
        if name.family is None and name.given is None and not name.literal
        else encode_name(name, dialect)
        for name in names
    ]
    joined = " and ".join(written)
    if "others" in joined or "" in written:
        return " and ".join(_encode(name, dialect) for name in credited(names))
    return joined


def encode_name(name: Name, dialect: Dialect) -> str:
    """Write one name as `particle Family, Suffix, Given`, or in braces where it has no parts.

    What is no name (see `credited`) is written as nothing, and `et al.` as `others`.
    """
    if name.family is None and not name.literal and name.given is None:
        return _DISPLAYED[dialect][name.display]
    given, family = name.given, name.family
    if given and family and not name.suffix and not name.literal:
        if _PLAIN_PARTS[family] and _PLAIN_PARTS[given]:
            return f"{family}, {given}"
        if name.display == f"{given} {family}" and name.display[-1].isalpha() and name.display.isprintable():
            return _IN_TWO_PARTS[dialect][f"{family}\n{given}"]
    return _encode_parts(name, dialect)


def _encode_display(display: str, dialect: Dialect) -> str:
    """Write a name without parts; eight of ten are common ones, which need none of the rules for the rest."""
    if _are_common(display):
        return _turned(display)
    return encode_display_slowly(display, dialect)


def _are_common(lines: str) -> bool:
    """Whether names, one a line, are all common ones."""
    if not _COMMON.fullmatch(lines):
        return False
    return _UNCOMMON.isdisjoint(lines.replace("-", " ").replace(".", " ").split())


def _turned(display: str) -> str:
    given, _, family = display.rpartition(" ")
    return f"{family}, {given}"


def encode_display_slowly(display: str, dialect: Dialect) -> str:
    """Write any name without parts, by all the rules."""
    if not any(map(str.isalnum, display)):
        return ""
    encoded = _encode(Name(display), dialect)
    return f"{encoded} and others" if encoded != "others" and _TRAILING_OTHERS.search(display) else encoded


def _encode_two_parts(lines: str, dialect: Dialect) -> str:
    """Write a name of a family name and given names, one a line."""
    family, _, given = lines.partition("\n")
    return _encode(Name(f"{given} {family}", given=given, family=family), dialect)


_PLAIN_PARTS = Memory(lambda part: _CAPITALISED.fullmatch(part) is not None)
_IN_TWO_PARTS = {dialect: Memory(partial(_encode_two_parts, dialect=dialect)) for dialect in Dialect}
_DISPLAYED = {dialect: Memory(partial(_encode_display, dialect=dialect)) for dialect in Dialect}


@lru_cache(maxsize=32768)
def _encode_parts(name: Name, dialect: Dialect) -> str:
    return _encode(name, dialect) if any(map(str.isalnum, name.display)) else ""


def _encode(name: Name, dialect: Dialect) -> str:
    divided = parts(name)
    if divided.others:
        return "others"
    if _EAST_ASIAN.fullmatch(name.display):
        return f"{{{encode(name.display, dialect)}}}"  # its order is its own
    if divided.literal:
        return f"{{{encode(divided.literal, dialect)}}}"
    family = _family(divided, dialect)
    between = f", {_given(divided.suffix, dialect)}" if divided.suffix else ""
    return f"{family}{between}, {_given(divided.given, dialect)}" if divided.given else f"{family}{between}"


def _family(divided: Parts, dialect: Dialect) -> str:
    family = encode(divided.family, dialect)
    alone = not divided.given and " " in divided.family
    odd = not _SIMPLE.fullmatch(divided.family) and ("," in divided.family or _SIGNS.search(divided.family))
    if alone or odd or _AND.search(divided.family) or _LOWER_INSIDE.search(divided.family):
        family = f"{{{family}}}"
    blank = " " if divided.particle[-1:].isspace() else ""
    return f"{encode(divided.particle, dialect)}{blank}{family}" if divided.particle else family


def _given(given: str, dialect: Dialect) -> str:
    if "," in given or _AND.search(given) or _SIGNS.search(given):
        return f"{{{encode(given, dialect)}}}"
    encoded = encode(given, dialect)
    if dialect is Dialect.BIBTEX and not encoded.isascii():
        # An initial is BibTeX's first byte: a letter without a macro is made one `special character`.
        encoded = _FIRST_LETTER.sub(r"{\\relax \1}", encoded)
    return encoded
