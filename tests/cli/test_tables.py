from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.cli.cells import cell, counted, cut, fitted, pad, width, wrapped
from bibdb.cli.tables import Format, as_list, render

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.one_of(TEXT, st.integers(), st.none()), min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("👍", 2), ("a\u200bb", 2), ("ｱ", 1), ("", 0)]
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@given(TEXT.map(cell), st.integers(1, 20))
def test_cut_and_pad(text: str, columns: int) -> None:
    short = cut(text, columns)
    assert width(short) <= columns
    assert short == text or short.endswith("…")
    assert width(pad(short, columns)) == columns


@given(TEXT.map(cell), st.integers(2, 20))
def test_wrapping_keeps_all_characters_and_the_width(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@settings(max_examples=60)
@given(ROWS, st.integers(20, 90))
def test_a_table_fits_the_terminal(rows: list[list[object]], room: int) -> None:
    columns = [f"c{number}" for number in range(len(rows[0]))]
    lines = list(render(Format.TABLE, columns, rows, room))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert all(width(line[:-1]) <= room for line in lines)


@settings(max_examples=60)
@given(ROWS)
def test_json_keeps_every_value(rows: list[list[object]]) -> None:
    columns = ["a"] * len(rows[0])
    read = json.loads("".join(render(Format.JSON, columns, rows)))
    assert [list(row.values()) for row in read] == rows


def test_a_table_that_is_too_wide_becomes_blocks() -> None:
    columns = [f"column{number}" for number in range(12)]
    lines = list(render(Format.TABLE, columns, [["a long value"] * 12], 40))
    assert lines[0] == "column0   a long value\n"
    assert len(lines) == 12


def test_only_the_widest_columns_are_cut() -> None:
    lines = list(render(Format.TABLE, ["key", "title"], [["abc", "x" * 50]], 30))
    assert lines[2] == f"abc  {'x' * 24}…\n"


def test_numbers_stand_right() -> None:
    assert list(render(Format.TABLE, ["n", "t"], [[5, "a"], [None, "b"], [1000, "c"]]))[2:] == [
        "   5  a\n",
        "      b\n",
        "1000  c\n",
    ]


def test_bytes_and_infinity() -> None:
    rows = [[b"\x00\xff", float("inf")]]
    assert json.loads("".join(render(Format.JSON, ["a", "b"], rows))) == [{"a": "00ff", "b": "inf"}]
    assert "".join(render(Format.CSV, ["a", "b"], rows)) == "a,b\r\n00ff,inf\r\n"
    assert "<2 bytes>" in "".join(render(Format.TABLE, ["a", "b"], rows))


@settings(max_examples=60)
@given(ROWS, st.one_of(st.integers(8, 90), st.none()))
def test_a_list_cuts_nothing(rows: list[list[object]], room: int | None) -> None:
    lines = list(as_list([f"c{number}" for number in range(len(rows[0]))], rows, room))
    told = "".join("".join(lines).split())
    assert all("".join(cell(value).split()) in told for row in rows for value in row[:1])
    assert sum(map(len, "".join(cell(value) for row in rows for value in row).split())) <= len(told)
    assert room is None or room < 20 or all(width(line.rstrip("\n")) <= room for line in lines)


@pytest.mark.parametrize(("number", "told"), [(0, "0 entries"), (1, "1 entry"), (2000, "2,000 entries")])
def test_counted(number: int, told: str) -> None:
    assert counted(number, "entry") == told


@pytest.mark.parametrize(
    ("line", "indent", "told"),
    [
        ("short\n\n", None, "short\n\n"),
        ("  a key: a sentence that is too long for the terminal", None, "  a key: a sentence that is too long for\n    the terminal"),
        ("Records   1  one, two, three, four, five, six, seven\n", 13, "Records   1  one, two, three, four, five,\n             six, seven\n"),
        ("see /a/path  with/blanks/that-is-longer-than-a-line.md", None, "see /a/path\n  with/blanks/that-is-longer-than-a-line.md"),
    ],
)  # fmt: skip
def test_a_line_is_broken_between_words(line: str, indent: int | None, told: str) -> None:
    assert fitted(line, 42, indent) == told
