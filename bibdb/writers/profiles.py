"""Profiles: what a bibliography style needs so that the arXiv identifier stands in the PDF, and once.

Styles differ in what they print. BibTeX's own and IEEE's print neither `eprint` nor `url`; natbib's (and those of
ICLR and NeurIPS, which are made from them) print `doi` and `url` but no `eprint`; ACL's prints `eprint` for `@misc`
only; REVTeX's prints it everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bibdb.values import EditionKind
from bibdb.writers.latex import Dialect
from bibdb.writers.mapping import Fact, Form
from bibdb.writers.reference import Cited, Options

__all__ = ["PROFILES", "Profile", "Style", "adapt"]


@dataclass(frozen=True, slots=True)
class Profile:
    """How a style is served.

    A preprint becomes an entry of type `preprint_type`, its identifier written into `preprint_field` too where the
    style prints no `eprint`, and without the fields that would print it again (`silent`). Of a publication the
    identifier is put into its `note` where `note` says that nothing else prints it.
    """

    preprint_type: str
    preprint_field: str | None
    silent: frozenset[str]
    note: bool
    collaboration: bool = False


_LINKS = frozenset({"doi", "url"})
_NATBIB = Profile("article", "journal", _LINKS, note=True)


class Style(StrEnum):
    """The styles that have a profile."""

    ACL = "acl"
    ICLR = "iclr"
    IEEE = "ieee"
    NATBIB = "natbib"
    NEURIPS = "neurips"
    PLAIN = "plain"
    REVTEX = "revtex"


PROFILES: dict[str, Profile] = {
    "acl": Profile("misc", None, _LINKS, note=True),
    "iclr": _NATBIB,
    "ieee": Profile("misc", "howpublished", _LINKS, note=True),
    "natbib": _NATBIB,
    "neurips": _NATBIB,
    "plain": Profile("misc", "howpublished", frozenset(), note=True),
    "revtex": Profile("misc", None, _LINKS, note=False, collaboration=True),
}


def adapt(cited: Cited, kind: str, facts: list[Fact], options: Options) -> tuple[str, list[Fact]]:
    """Give a reference's entry type and fields as the style that was chosen needs them."""
    if options.style is None or options.dialect is Dialect.BIBLATEX:
        return kind, facts
    profile = PROFILES[options.style]
    if profile.collaboration:
        facts = _collaboration(facts)
    if cited.arxiv_id is None:
        return kind, facts
    if cited.edition.kind is EditionKind.PREPRINT:
        return profile.preprint_type, _preprint(facts, profile, cited.arxiv_id)
    if not profile.note:
        return kind, facts
    return kind, _noted(facts, f"{{arXiv}}:{cited.arxiv_id}")  # styles would write ArXiv


def _preprint(facts: list[Fact], profile: Profile, arxiv_id: str) -> list[Fact]:
    kept = [fact for fact in facts if fact.name not in profile.silent and fact.name != profile.preprint_field]
    if profile.preprint_field is None:
        return kept
    before_year = next((n for n, fact in enumerate(kept) if fact.name in {"year", "eprint"}), len(kept))
    kept.insert(before_year, Fact(profile.preprint_field, Form.TEXT, f"arXiv preprint arXiv:{arxiv_id}"))
    return kept


def _noted(facts: list[Fact], words: str) -> list[Fact]:
    """Put words into the note, before what stands there."""
    notes = [fact for fact in facts if fact.name == "note"]
    rest = [fact for fact in facts if fact.name != "note"]
    text = ". ".join([words, *(fact.value for fact in notes if isinstance(fact.value, str))])
    return [*rest, Fact("note", Form.TEXT, text)]


def _collaboration(facts: list[Fact]) -> list[Fact]:
    """Move a collaboration from the authors, if there are others, to the field in which REVTeX prints it."""
    for n, fact in enumerate(facts):
        if fact.name != "author" or not isinstance(fact.value, tuple):
            continue
        names = [name for name in fact.value if not isinstance(name, str)]
        groups = [name for name in names if name.literal and "collaboration" in name.display.lower()]
        if len(groups) == 1 and len(names) > 1:
            people = tuple(name for name in names if name is not groups[0])
            group = Fact("collaboration", Form.TEXT, groups[0].display)
            return [*facts[:n], Fact("author", Form.NAMES, people), group, *facts[n + 1 :]]
    return facts
