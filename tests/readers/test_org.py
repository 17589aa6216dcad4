"""Org files."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.readers import org
from bibdb.values import BlockRole, Document, Entry, Link, LinkKind, LinkRole

LIST = """\
#+TITLE: Papers of the year
#+TODO: SKIMMED | FILED
#+LINK: ax https://arxiv.org/abs/%s

* Theory
A word before the list.
** TODO [#A] [[https://arxiv.org/abs/2101.00001][A Theory of Lists]] (2021) :lists:theory:
CLOSED: [2021-01-09 Sat 20:03]
:LOGBOOK:
CLOCK: [2021-01-09 Sat 19:41]
:END:
Ada Byron and Max Müller

A note that names [[doi:10.1000/xyz123]].
** SKIMMED On Entries
:PROPERTIES:
:URL: https://example.org/entries.pdf
:AUTHOR: Roe, R. and Doe, J.
:YEAR: 2019
:END:
* Practice
- [ ] [[ax:2102.00002][Lists in Practice]], J. Doe et al., ICLR 2021
  - a remark with https://example.org/more
- *Bold Titles for Lists.* R. Roe. [[https://arxiv.org/pdf/2103.00003.pdf][pdf]] [[https://github.com/roe/lists][code]]
| Title           | Link                             |
|-----------------+----------------------------------|
| Tables of Lists | https://arxiv.org/abs/2104.00004 |
#+begin_src python
see("https://arxiv.org/abs/2105.00005")
#+end_src
"""


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = org.read(data, PurePath("list.org"))
    assert b"".join(block.raw for block in document.blocks) == data
    return document


def entry(document: Document, title: str) -> tuple[Entry, list[Link]]:
    index = next(number for number, each in enumerate(document.entries) if each.title == title)
    return document.entries[index], [link for link in document.links if link.entry == index]


def test_headline_that_leads_with_a_link_is_an_entry_and_no_section() -> None:
    document = read(LIST)
    assert [section.title for section in document.sections] == ["Theory", "Practice"]
    found, links = entry(document, "A Theory of Lists")
    assert (found.line, found.label_end_line, str(found.date)) == (7, 7, "2021")
    assert found.tags == ("lists", "theory")
    assert found.authors == ("Ada Byron", "Max Müller")
    assert "A note that names" in found.note
    assert [(link.line, link.role, str(link.identifier)) for link in links] == [
        (7, LinkRole.SUBJECT, "arxiv:2101.00001"),
        (14, LinkRole.MENTION, "doi:10.1000/xyz123"),
    ]


def test_properties_name_the_paper_of_a_headline() -> None:
    found, links = entry(read(LIST), "On Entries")
    assert found.authors == ("Roe, R.", "Doe, J.")
    assert str(found.date) == "2019"
    assert [(link.line, link.url) for link in links] == [(17, "https://example.org/entries.pdf")]


def test_list_items_with_checkbox_link_word_and_notes() -> None:
    document = read(LIST)
    found, links = entry(document, "Lists in Practice")
    assert (found.authors, found.venue, str(found.date)) == (("J. Doe et al.",), "ICLR 2021", "2021")
    assert [link.url for link in links] == ["https://arxiv.org/abs/2102.00002", "https://example.org/more"]
    assert "a remark" in found.note


def test_bold_title_with_generic_links() -> None:
    found, links = entry(read(LIST), "Bold Titles for Lists")
    assert found.authors == ("R. Roe",)
    assert [(link.role, link.kind) for link in links] == [
        (LinkRole.SUBJECT, LinkKind.PAPER),
        (LinkRole.MENTION, LinkKind.CODE),
    ]


def test_rows_and_code() -> None:
    document = read(LIST)
    found, _ = entry(document, "Tables of Lists")
    assert found.line == 27
    (mention,) = (link for link in document.links if link.line == 29)
    assert (mention.entry, str(mention.identifier)) == (None, "arxiv:2105.00005")
    assert {block.role for block in document.blocks} >= {BlockRole.HEADING, BlockRole.CODE, BlockRole.TABLE_ROW}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("[[https://example.org/a_b_c/d][x y]]", "https://example.org/a_b_c/d"),
        ("https://example.org/_a_/*b*/c", "https://example.org/_a_/*b*/c"),
        ("<https://example.org/x>", "https://example.org/x"),
        ("[[arxiv:2101.00001]]", "https://arxiv.org/abs/2101.00001"),
        ("[[file:x.png][https://example.org/image]]", "https://example.org/image"),
        ("[[https://example.org/a][[x] title of it]]", "https://example.org/a"),
    ],
)
def test_forms_of_links(text: str, url: str) -> None:
    assert [link.url for link in read(f"- {text}\n").links] == [url]


@pytest.mark.parametrize(
    "text", ["[[file:notes.org][notes]]", "[[id:1-2-3][x]]", "[[cite:doe2020][Doe 2020]]", "<<target>>"]
)
def test_what_is_no_external_link(text: str) -> None:
    assert read(f"- {text}\n").links == ()


SOUP = st.lists(
    st.sampled_from(
        [
            "* ", "** TODO ", "[[", "]]", "][", ":PROPERTIES:\n", ":END:\n", "#+begin_src\n", "#+end_src\n", "| ", "- ",
            "\n", " ", "*", "/", "https://example.org/a", "arXiv:2101.00001", "[fn:1] ", ":tag:", "é", "\r\n", "\0",
        ]
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(SOUP)
def test_any_text_is_read(parts: list[str]) -> None:
    document = read("".join(parts))
    assert all(1 <= link.line <= max(1, document.content.count(b"\n") + 1) for link in document.links)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data)
