"""Lists of persons in bibliographic records, taken apart by BibTeX's rules or from separate parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bibdb.text import collapse
from bibdb.values import Name

__all__ = ["from_parts", "persons", "written"]

_OTHERS = frozenset({"others", "et al", "et al."})


def persons(text: str, decode: Callable[[str], str]) -> tuple[Name, ...]:
    """Take apart `A and B and others`; particles stay at the head of the family name, `{…}` is one literal name.

    `others` are a last name `et al.`: who says that there are more must not be read as naming all.
    """
    return tuple(
        Name("et al.", literal=True) if person.lower() in _OTHERS else _person(person, decode)
        for person in _split(text)
    )


def written(text: str, decode: Callable[[str], str]) -> tuple[str, ...]:
    """Give the names of a list as they are written; `and others` as `et al.`."""
    return tuple("et al." if person.lower() in _OTHERS else collapse(decode(person)) for person in _split(text))


def from_parts(family: str, given: str = "", particle: str = "", suffix: str = "") -> Name:
    """Make a name of its parts, which some formats keep apart."""
    whole = collapse(f"{particle} {family}")
    if not given:
        return Name(whole, None, whole or None, suffix or None)
    display = collapse(f"{given} {whole} {suffix}")
    return Name(display, collapse(given), whole, suffix or None)


def _split(text: str) -> Iterator[str]:
    from bibtexparser.middlewares.names import split_multiple_persons_names

    text = collapse(text)
    if text.startswith("{") and text.endswith("}") and text.count("{") == 1:
        inner = text[1:-1]
        if all("," in person for person in inner.split(" and ")):
            text = inner  # `{{Family, Given and Family, Given}}`: the braces were meant for a title
    for person in split_multiple_persons_names(text):
        if bare := person.strip(" ,"):
            yield bare


def _person(text: str, decode: Callable[[str], str]) -> Name:
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    if text.startswith("{") and text.endswith("}") and text.count("{") == 1:
        return Name(collapse(decode(text)), literal=True)
    try:
        parts = parse_single_name_into_parts(text, strict=False)
    except ValueError:
        return Name(collapse(decode(text)), literal=True)
    family, given, particle, suffix = (
        collapse(decode(" ".join(part))) for part in (parts.last, parts.first, parts.von, parts.jr)
    )
    return from_parts(family or given, given if family else "", particle, suffix)
