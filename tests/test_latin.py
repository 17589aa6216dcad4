from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.latin import to_ascii


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("Łukasz Gödel", "lukasz godel"),
        ("Straße", "strasse"),
        ("Щербаков", "shcherbakov"),
        ("Йорданов", "iordanov"),
        ("Ζωή", "zoi"),
        ("김철수", "gimceolsu"),
        ("さくら", "sakura"),
        ("יעקב", "yakb"),
        ("محمد", "mhmd"),
        ("王小明", ""),
        ("𝒮1", "s1"),
    ],
)
def test_letters_with_a_latin_reading(text: str, ascii_text: str) -> None:
    assert to_ascii(text) == ascii_text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_the_result_is_lower_case_ascii(text: str) -> None:
    assert to_ascii(text).isascii()
    assert to_ascii(text) == to_ascii(text).lower()
