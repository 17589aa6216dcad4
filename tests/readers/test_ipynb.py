"""Jupyter notebooks."""

from __future__ import annotations

import json
from pathlib import PurePath

from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import ipynb
from bibdb.values import Document, LinkRole

NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# Papers\n", "\n", "- [A Theory of Lists,\n", "part one](https://arxiv.org/abs/2101.00001)"]},
            {"cell_type": "code", "metadata": {}, "source": ["# https://arxiv.org/abs/2105.00005\n", "1 + 1"], "outputs": [{"text": ["see arXiv:2106.00006\n"]}]},
            {"cell_type": "markdown", "metadata": {}, "source": "## More\n\n[Lists in Practice](https://arxiv.org/abs/2102.00002)"},
        ],
        "nbformat": 4,
    },
    indent=1,
)  # fmt: skip


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = ipynb.read(data, PurePath("list.ipynb"))
    assert b"".join(block.raw for block in document.blocks) == data
    return document


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(NOTEBOOK.splitlines(), 1) if text in line)


def test_markdown_cells_are_one_list_with_the_lines_of_the_file() -> None:
    document = read(NOTEBOOK)
    assert [(entry.line, entry.title) for entry in document.entries] == [
        (line_of("A Theory"), "A Theory of Lists, part one"),
        (line_of("in Practice"), "Lists in Practice"),
    ]
    assert [(section.title, section.path) for section in document.sections] == [
        ("Papers", ("Papers",)),
        ("More", ("Papers", "More")),
    ]
    assert [entry.section for entry in document.entries] == [0, 1]


def test_a_link_stands_where_its_address_does() -> None:
    assert [(link.line, str(link.identifier)) for link in read(NOTEBOOK).links if link.role is LinkRole.SUBJECT] == [
        (line_of("2101.00001"), "arxiv:2101.00001"),
        (line_of("2102.00002"), "arxiv:2102.00002"),
    ]


def test_code_and_its_output_mention() -> None:
    mentions = [(link.line, str(link.identifier)) for link in read(NOTEBOOK).links if link.entry is None]
    assert mentions == [(line_of("2105.00005"), "arxiv:2105.00005"), (line_of("2106.00006"), "arxiv:2106.00006")]
    assert all(link.role is LinkRole.MENTION for link in read(NOTEBOOK).links if link.entry is None)


def test_truncated_notebook_is_a_finding_and_what_stands_before_is_read() -> None:
    cut = NOTEBOOK[: NOTEBOOK.index("## More")]
    document = read(cut)
    assert [entry.title for entry in document.entries] == ["A Theory of Lists, part one"]
    assert [finding.rule for finding in document.findings] == ["notebook"]
    assert read(NOTEBOOK).findings == ()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(NOTEBOOK)), st.text('{}[]":,\\na', max_size=8))
def test_any_text_is_read(place: int, text: str) -> None:
    read(NOTEBOOK[:place] + text + NOTEBOOK[place + 3 :])


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data)
