"""reStructuredText."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import rst
from bibdb.values import Document, LinkRole

LIST = """\
=========
Our Lists
=========

Papers
------

.. [#] `A Theory of Lists <https://arxiv.org/abs/2101.00001>`_, Byron and Müller, 2021. **Algorithm: LIST.**

.. [Doe20] J. Doe and R. Roe, *Lists and their uses in all places*, J. Lists **3** (2020) 12, :arxiv:`2102.00002`

* R. Roe, `On Entries`_, 2019

.. _On Entries: https://example.org/entries.pdf

More Papers
-----------

.. list-table::
   :header-rows: 1

   * - Title
     - Year
     - Link
   * - Tables of Lists
     - 2018
     - `arXiv <https://arxiv.org/abs/1804.00004>`__

A title with a link `hep-th/9901001 <https://arxiv.org/abs/hep-th/9901002>`_
............................................................................

A. Lovelace et al., Phys.Rev.Lett. 97 (2006) 262002

Code::

    https://arxiv.org/abs/2105.00005
"""


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = rst.read(data, PurePath("list.rst"))
    assert b"".join(block.raw for block in document.blocks) == data
    return document


def test_sections_by_their_adornment() -> None:
    document = read(LIST)
    assert [(section.title, section.level, section.parent) for section in document.sections] == [
        ("Our Lists", 1, None),
        ("Papers", 2, 0),
        ("More Papers", 2, 0),
    ]
    assert document.title == "Our Lists"


def test_entries() -> None:
    document = read(LIST)
    found = [(entry.line, entry.title, entry.authors, str(entry.date)) for entry in document.entries]
    assert found[:4] == [
        (8, "A Theory of Lists", ("Byron", "Müller"), "2021"),
        (10, "Lists and their uses in all places", ("J. Doe", "R. Roe"), "2020"),
        (12, "On Entries", ("R. Roe",), "2019"),
        (25, "Tables of Lists", (), "2018"),
    ]
    assert document.entries[0].note == "Algorithm: LIST."


def test_heading_with_a_link_shows_another_identifier_than_it_leads_to() -> None:
    document = read(LIST)
    index = len(document.entries) - 1
    entry = document.entries[index]
    assert (entry.line, entry.authors, entry.venue) == (29, ("A. Lovelace et al.",), "Phys.Rev.Lett. 97 (2006) 262002")
    assert {str(link.identifier) for link in document.links if link.entry == index} >= {
        "arxiv:hep-th/9901001",
        "arxiv:hep-th/9901002",
    }
    assert [(finding.rule, finding.line) for finding in document.findings] == [("identifier-mismatch", 29)]


def test_named_target_is_the_subject_and_its_definition_a_mention() -> None:
    links = [(link.line, link.role) for link in read(LIST).links if link.url == "https://example.org/entries.pdf"]
    assert links == [(12, LinkRole.SUBJECT), (14, LinkRole.MENTION)]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("`x y <https://example.org/a>`_", ["https://example.org/a"]),
        ("`x y\n  <https://example.org/a>`__", ["https://example.org/a"]),
        ("`<https://example.org/a>`_", ["https://example.org/a"]),
        ("https://example.org/a_b_ and more", ["https://example.org/a_b_"]),
        (":doi:`10.1000/xyz123`", ["https://doi.org/10.1000/xyz123"]),
        (":arxiv:`A title <2101.00001>`", ["https://arxiv.org/abs/2101.00001"]),
        (":ref:`a label <there>`", []),
        ("`a page <../other.html>`_", []),
        ("[1]_ and word_", []),
    ],
)
def test_forms_of_links(text: str, urls: list[str]) -> None:
    assert [link.url for link in read(f"* {text}\n").links] == urls


def test_line_of_a_link_is_that_of_its_address() -> None:
    document = read("* `A title that\n  goes on <https://arxiv.org/abs/2101.00001>`_\n")
    assert [(link.line, link.text) for link in document.links] == [(2, "A title that goes on")]


def test_grid_and_simple_tables() -> None:
    grid = "+-------+----------------------------------+\n| Title | URL                              |\n+=======+==================================+\n| Alpha | https://arxiv.org/abs/2101.00001 |\n| Beta  |                                  |\n+-------+----------------------------------+\n"
    (entry,) = read(grid).entries
    assert (entry.line, entry.title) == (4, "Alpha Beta")
    simple = "=====  ================================\nTitle  URL\n=====  ================================\nAlpha  https://arxiv.org/abs/2101.00001\nGamma  https://arxiv.org/abs/2101.00002\n=====  ================================\n"
    assert [(entry.line, entry.title) for entry in read(simple).entries] == [(4, "Alpha"), (5, "Gamma")]


@pytest.mark.parametrize(
    ("text", "title", "authors"),
    [
        (".. [A] \\A. Byron and R. Roe.\n   *Polynomials and* `K`-*theoretic lists*. Math. Lists 3 (2008), 1--9.\n", "Polynomials and K-theoretic lists", ("A. Byron", "R. Roe")),
        ("#. `Braces {X} <https://arxiv.org/abs/2001.00001>`_ - Jane Doe, Max Roe (NeurIPS 2020)\n", "Braces {X}", ("Jane Doe", "Max Roe")),
        ("Ann Lee, Bob Ray (2019), *A paper in a paragraph*, `arXiv:1901.00001 <https://arxiv.org/abs/1901.00001>`_.\n", "A paper in a paragraph", ("Ann Lee", "Bob Ray")),
        ("* **A Strong Title** (`arXiv <https://arxiv.org/abs/1901.00002>`__, `code <https://github.com/a/b>`__)\n\n  About it.\n", "A Strong Title", ()),
    ],
)  # fmt: skip
def test_styles_of_items(text: str, title: str, authors: tuple[str, ...]) -> None:
    (entry,) = read(text).entries
    assert (entry.title, entry.authors) == (title, authors)


SOUP = st.lists(
    st.sampled_from(
        [
            "`", "`_", "<https://example.org/a>", ".. [#] ", ".. _a: ", "===\n", "---\n", "\n", " ", "* ", "|a|", "::\n", ":arxiv:",
            "+---+\n", "| a |\n", "=== ===\n", ".. list-table::\n", "   * - ", "a_", "**", "é", "\t", "\r\n", "\0",
        ]
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(SOUP)
def test_any_text_is_read(parts: list[str]) -> None:
    read("".join(parts))


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data)
