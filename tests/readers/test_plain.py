"""Plain text."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import plain
from bibdb.values import Document


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = plain.read(data, PurePath("list.txt"))
    assert b"".join(block.raw for block in document.blocks) == data
    return document


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("https://arxiv.org/abs/2101.00001\n2102.00002\n", [(1, None), (2, None)]),
        ("A Theory of Lists https://arxiv.org/abs/2101.00001\nRoe: https://example.org/roe\n", [(1, "A Theory of Lists"), (2, "Roe")]),
        ("A Theory of Lists\nA. Byron, 2021\nhttps://arxiv.org/abs/2101.00001\n", [(1, "A Theory of Lists")]),
        ("First Title\nhttps://arxiv.org/abs/2101.00001\nSecond Title\nhttps://arxiv.org/abs/2102.00002\n", [(1, "First Title"), (3, "Second Title")]),
        ("[1] J. Doe and R. Roe, “Lists of all,” in Proc. Lists,\n    2014, pp. 1-5.\n[2] Roe, R., & Doe, J. (2015). Notes: a study. J. Lists.\n", [(1, "Lists of all"), (3, "Notes: a study")]),
        ("- Lists in Practice (https://arxiv.org/abs/2102.00002)\n  with a remark\n", [(1, "Lists in Practice")]),
        ("arXiv:2101.00001 A Theory of Lists\n", [(1, "A Theory of Lists")]),
        ("This is a text about things, and it names\narXiv:2101.00001 in passing, as a text\nmay do; it is not a list of any kind.\n", []),
        ("Nothing of interest stands here.\n", []),
    ],
)  # fmt: skip
def test_entries(text: str, entries: list[tuple[int, str | None]]) -> None:
    assert [(entry.line, entry.title) for entry in read(text).entries] == entries


def test_headings() -> None:
    document = read("Reading\n=======\n\nPapers to read:\n- A Theory of Lists https://arxiv.org/abs/2101.00001\n")
    assert [section.path for section in document.sections] == [("Reading",), ("Reading", "Papers to read")]
    assert document.entries[0].section == 1


def test_every_identifier_has_its_line() -> None:
    document = read(
        "a text that names 10.1000/xyz123 first,\nand arXiv:2101.00001 later on, and again\nhttps://example.org/x.\n"
    )
    assert [(link.line, str(link.identifier)) for link in document.links] == [
        (1, "doi:10.1000/xyz123"),
        (2, "arxiv:2101.00001"),
        (3, "url:https://example.org/x"),
    ]


def test_bytes_that_are_not_utf8_are_reported() -> None:
    document = read("Müller: https://example.org/a\n".encode("latin-1"))
    assert [finding.rule for finding in document.findings] == ["encoding"]
    assert document.entries[0].title == "Müller"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "- ",
                "[1] ",
                "https://example.org/a",
                "2101.00001",
                "A. Doe",
                "(2015)",
                ". ",
                "\n",
                "\n\n",
                "===\n",
                "a ",
                ",",
                "“",
                "”",
                "\v",
                "\0",
            ]
        )
    )
)
def test_any_text_is_read(parts: list[str]) -> None:
    read("".join(parts))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data)
