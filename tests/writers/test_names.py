"""Names that are written without the rules say what the rules say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.values import Name
from bibdb.writers.latex import Dialect
from bibdb.writers.names import encode_display_slowly, encode_names

_WORDS = (
    "Ada", "Bo", "J.", "J", "Jo-Anne", "J.-P.", "Hung-yi", "Md.", "St.", "San", "Li", "Wu", "Ii", "Iii", "Iv", "Jr", "Jr.",
    "Le", "Van", "van", "de", "Al", "al-Test", "McExample", "DeepMind", "O'Example", "D'Example", "Example", "Test-Example",
    "Fei-Fei", "Min-jae", "Nguyen", "Kim", "Team", "Labs", "Universitas", "Research", "Others", "Collab.", "AI", "et al.",
    "Łoś", "Zoë", "and", "{The", "Group}", "(Institute)", "X.Y.", "Ortega", "y", "1st",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join), st.sampled_from(Dialect))
def test_common_names_are_written_as_by_all_the_rules(display: str, dialect: Dialect) -> None:
    assert encode_names((Name(display),), dialect) == encode_display_slowly(display, dialect)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from(_WORDS[:25]), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4))
def test_several_names_are_written_one_by_one(displays: list[str]) -> None:
    alone = [encode_display_slowly(display, Dialect.BIBTEX) for display in displays]
    assert encode_names(tuple(map(Name, displays)), Dialect.BIBTEX) == " and ".join(alone)


@pytest.mark.parametrize(
    ("display", "written"),
    [
        ("Ada Li", "Li, Ada"),
        ("R. Thomas McExample", "McExample, R. Thomas"),
        ("Sean O'Example", "O'Example, Sean"),
        ("Ada Example Iii", "Example, Iii, Ada"),
        ("Universitas Example", "{Universitas Example}"),
    ],
)
def test_examples(display: str, written: str) -> None:
    assert encode_names((Name(display),), Dialect.BIBTEX) == written
