"""AsciiDoc."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import asciidoc
from bibdb.values import BlockRole, Document

LIST = """\
---
title: Lists
---
= Our Lists
:base: https://example.org/base
:cited: footnote:[https://example.org/cited[A Cited Page]]

== Papers

* https://arxiv.org/abs/2101.00001[A Theory of Lists], A. Byron, 2021
** a remark
* *Lists in Practice.* J. Doe. link:https://arxiv.org/pdf/2102.00002.pdf[pdf], {base}/code[code]

[bibliography]
== References

* [[[roe]]] R. Roe and J. Doe. Entries and what they are. Journal of Lists, 2019. https://doi.org/10.1000/xyz123

A sentence with a notefootnote:[Roe R, Doe J, Byron A. Footnotes as references.
J Lists. 2018 Mar 2;4(1):1-9. doi:
https://doi.org/10.1000/foot.1] and more of it.

|===
|Title |Link

|Tables of Lists
|https://arxiv.org/abs/2104.00004
|===

----
https://arxiv.org/abs/2105.00005
----
"""


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = asciidoc.read(data, PurePath("list.adoc"))
    assert b"".join(block.raw for block in document.blocks) == data
    return document


def test_entries() -> None:
    document = read(LIST)
    assert [(entry.line, entry.title) for entry in document.entries] == [
        (6, "A Cited Page"),
        (10, "A Theory of Lists"),
        (12, "Lists in Practice"),
        (17, "Entries and what they are"),
        (19, "Footnotes as references"),
        (26, "Tables of Lists"),
    ]
    assert [section.path for section in document.sections] == [
        ("Our Lists",),
        ("Our Lists", "Papers"),
        ("Our Lists", "References"),
    ]


def test_footnote_is_a_reference_of_its_own() -> None:
    document = read(LIST)
    entry = document.entries[4]
    assert (entry.authors, entry.venue, str(entry.date)) == (("Roe R", "Doe J", "Byron A"), "J Lists", "2018-03-02")
    (link,) = (link for link in document.links if link.entry == 4)
    assert (link.line, str(link.identifier)) == (21, "doi:10.1000/foot.1")


def test_item_below_is_a_note() -> None:
    assert "a remark" in read(LIST).entries[1].note


def test_front_matter_and_code_are_blocks_of_their_own() -> None:
    document = read(LIST)
    assert document.blocks[0].role is BlockRole.FRONT_MATTER
    assert any(block.role is BlockRole.CODE and b"2105.00005" in block.raw for block in document.blocks)
    assert any(str(link.identifier) == "arxiv:2105.00005" and link.entry is None for link in document.links)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://example.org/a[x y]", [("https://example.org/a", "x y")]),
        ('https://example.org/a["x, y",window=_blank]', [("https://example.org/a", "x, y")]),
        ("https://example.org/a[x^]", [("https://example.org/a", "x")]),
        ("https://example.org/a[]", [("https://example.org/a", "https://example.org/a")]),
        ("link:https://example.org/a_b_c[x [1\\] y]", [("https://example.org/a_b_c", "x [1] y")]),
        ("<https://example.org/a>", [("https://example.org/a", "https://example.org/a")]),
        ("xref:other.adoc[x], <<there,y>>, link:files/a.pdf[z]", []),
    ],
)
def test_forms_of_links(text: str, links: list[tuple[str, str]]) -> None:
    assert [(link.url, link.text) for link in read(f"* {text}\n").links] == links


def test_titles_of_the_older_form() -> None:
    assert [section.title for section in read("Lists\n-----\n\ntext\n\nMore\n~~~~\n").sections] == ["Lists", "More"]


SOUP = st.lists(
    st.sampled_from(
        [
            "= ", "== ", "* ", "** ", ". ", "footnote:[", "]", "[", "[[a]]", "|===\n", "|", "----\n", "====\n", "https://example.org/a[",
            ":a: b\n", "{a}", "+\n", "\n", " ", "a::", "//", "image::x[]\n", "é", "\r\n", "\0", "<<a,b>>",
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
