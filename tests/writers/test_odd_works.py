"""Works of which nearly nothing is known, or nothing that makes sense: every format writes them all the same."""

from __future__ import annotations

from dataclasses import fields
from itertools import product

import pytest

from bibdb.dates import PartialDate
from bibdb.values import Edition, EditionKind, Fields, Name, Resolution, Work, WorkType
from bibdb.writers import biblatex, bibtex, csl, hayagriva, jsonl, ris, tabular
from bibdb.writers.profiles import PROFILES
from bibdb.writers.reference import Options
from tests.writers.samples import listing

_TEXTS = [field.name for field in fields(Fields) if field.type == "str | None"]
_ODD = (None, "", " ", "{", "}", "\\", "$", "-", "et al.", "\x00\u202e")
_WRITERS = {
    module.__name__.rpartition(".")[2]: module.write for module in (bibtex, biblatex, csl, hayagriva, ris, tabular)
}


def people(text: str | None) -> tuple[tuple[Name, ...] | None, ...]:
    said = text or ""
    return None, (), (Name(said),), (Name(said, given=text, family=text, suffix=text), Name(said, literal=True))


def odd_works(kind: WorkType) -> list[Work]:
    made = []
    for n, (edition_kind, text, year) in enumerate(product(EditionKind, _ODD, (None, 2020))):
        names = people(text)[n % 4]
        edition = Edition(
            kind=edition_kind, authors=names, editors=names, issued=PartialDate(year) if year else None,
            **dict.fromkeys(_TEXTS, text),
        )  # fmt: skip
        listings = (listing(title=text, label=text or "", note=text or ""),) if n % 3 else ()
        made.append(
            Work(
                key=f"k{n}",
                type=kind,
                resolution=Resolution.LABEL,
                editions=(edition,),
                cited=edition,
                listings=listings,
            )
        )
    return made


@pytest.mark.parametrize("kind", WorkType)
@pytest.mark.parametrize("name", _WRITERS)
def test_nothing_is_too_odd(name: str, kind: WorkType) -> None:
    works = odd_works(kind)
    for style in (None, *PROFILES) if name == "bibtex" else (None,):
        options = Options(style=style, keywords=True, abstract=True, note=True)
        assert "k1" in "".join(_WRITERS[name](works, options))


@pytest.mark.parametrize("kind", WorkType)
def test_nothing_is_too_odd_for_json_lines(kind: WorkType) -> None:
    assert len(list(jsonl.write(odd_works(kind)))) == 40
