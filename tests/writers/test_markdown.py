"""Lists are given back byte for byte, with facts on lines of their own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.text import FACTS_MARK as MARK
from bibdb.text import without_facts
from bibdb.values import (
    Block,
    BlockRole,
    Document,
    Edition,
    EditionKind,
    Entry,
    LinkKind,
    Name,
    RelationKind,
    Resolution,
    Work,
    WorkLink,
    WorkType,
)
from bibdb.writers.glance import code_addresses
from bibdb.writers.markdown import escape, facts_line, link_target, write


def document(text: str | bytes, *lines: tuple[int, int], format: str = "markdown") -> Document:  # noqa: A002
    content = text.encode() if isinstance(text, str) else text
    entries = tuple(
        Entry(line=first, end_line=last, label_end_line=last, section=None, label="label") for first, last in lines
    )
    return Document("list.md", format, content, (Block(BlockRole.PROSE, 1, content),), entries=entries)


def work(**changes: object) -> Work:
    preprint = Edition(
        kind=EditionKind.PREPRINT,
        title="A Title",
        authors=(Name("Ada Example"), Name("Bo Sample")),
        issued=PartialDate(2025, 1, 31),
        primary_category="cs.CL",
        url="https://arxiv.org/abs/2501.00001",
    )
    values: dict[str, object] = {
        "key": "example2025title",
        "type": WorkType.PAPER,
        "resolution": Resolution.RESOLVED,
        "editions": (preprint,),
        "cited": preprint,
        "identifiers": (Identifier(Scheme.ARXIV, "2501.00001"),),
    }
    return Work(**{**values, **changes})  # type: ignore[arg-type]


FACTS = (
    "Ada Example and Bo Sample · 2025-01-31 · [arXiv:2501.00001](https://arxiv.org/abs/2501.00001) \\[cs.CL\\]"
    " · `example2025title`"
)


PLACES = [
    ("[A](u)\n\n- note\n", 1, f"[A](u)\n<br>{FACTS} {MARK}\n\n- note\n"),
    ("- [A](u)\n  - note\n", 1, f"- [A](u)\n  <br>{FACTS} {MARK}\n  - note\n"),
    ("12. [A](u)\r\n", 1, f"12. [A](u)\r\n    <br>{FACTS} {MARK}\r\n"),
    ("#### [A](u)\nnote\n", 1, f"#### [A](u)\n\n{FACTS} {MARK}\n\nnote\n"),
    ("[A](u)\n---\nnote\n", 1, f"[A](u)\n---\n\n{FACTS} {MARK}\n\nnote\n"),
    ("> [A](u)\n> said\n", 1, f"> [A](u)\n> <br>{FACTS}<br> {MARK}\n> said\n"),
    ("[A](u)  \n[B](v)\n", 1, f"[A](u)  \n{FACTS}<br> {MARK}\n[B](v)\n"),
    ("- x\n\n  [A](u)\n", 3, f"- x\n\n  [A](u)\n  <br>{FACTS} {MARK}\n"),
    ("[A](u)", 1, f"[A](u)\n<br>{FACTS} {MARK}"),
    ("- # [A](u)", 1, f"- # [A](u)\n\n  {FACTS} {MARK}"),
    ("| [A](u) | x |\n|---|---|\n| [B](v) | y |\n", 3, "| [A](u) | x |\n|---|---|\n| [B](v) | y |\n"),
    ("<ul>\n<li><a href='u'>A</a></li>\n</ul>\n", 2, "<ul>\n<li><a href='u'>A</a></li>\n</ul>\n"),
    ("```\n[A](u)\n```\n", 2, "```\n[A](u)\n```\n"),
]


@pytest.mark.parametrize(("text", "line", "expected"), PLACES)
def test_facts_stand_below_the_label(text: str, line: int, expected: str) -> None:
    assert write(document(text, (line, line)), {0: work()}) == expected


@pytest.mark.parametrize(("text", "line"), [(text, line) for text, line, _expected in PLACES])
def test_facts_are_taken_out_again_to_the_byte(text: str, line: int) -> None:
    assert without_facts(write(document(text, (line, line)), {0: work()})) == text


def test_every_byte_of_the_person_stays() -> None:
    text = "# Head\n\n[A](u)\n- note \x0b with \u2028 odd line ends  \n\n\n[B](v)\n"
    given_back = write(document(text, (3, 3), (7, 7)), {0: work(), 1: work()})
    assert "".join(line for line in given_back.split("\n") if MARK not in line) == text.replace("\n", "")
    assert without_facts(given_back) == text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["[A](u)", "- [A](u)", "# [A](u)", "> x", "", "  y", "---", "| a |", "```", "\udcff é\r"]))
)
def test_any_lines_stay_and_come_back(lines: list[str]) -> None:
    text = "\n".join(lines)
    content = text.encode("utf-8", "surrogateescape")
    labels = [(number, number) for number, line in enumerate(lines, 1) if "[A]" in line]
    given_back = write(document(content, *labels), dict.fromkeys(range(len(labels)), work()))
    assert without_facts(given_back) == text


def test_a_letter_that_the_encoding_has_not_got_is_a_reference() -> None:
    edition = Edition(kind=EditionKind.PREPRINT, authors=(Name("Łukasz É."),))
    text = write(document("[é](u)\n".encode("cp1252"), (1, 1)), {0: work(cited=edition)}, encoding="cp1252")
    assert text.encode("cp1252").startswith(b"[\xe9](u)\n<br>&#321;ukasz \xc9.")


def test_what_a_template_tells_stays_one_line() -> None:
    told = write(document("[A](u)\n", (1, 1)), {0: work()}, lambda _work: f"one\ntwo {MARK} three")
    assert told == f"[A](u)\n<br>one two three {MARK}\n"


@pytest.mark.parametrize("content", [b"[A](u)\n\xff\xfe note\n", b"\xef\xbb\xbf[A](u)\r\n", b""])
def test_without_facts_it_is_the_same_bytes(content: bytes) -> None:
    assert write(document(content), {}).encode("utf-8", "surrogateescape") == content


def test_other_formats_are_given_back_as_they_are() -> None:
    assert write(document("* [[u][A]]\n", (1, 1), format="org"), {0: work()}) == "* [[u][A]]\n"


def test_markup_in_metadata_is_harmless() -> None:
    edition = Edition(kind=EditionKind.PREPRINT, authors=(Name("<b>*X*</b> [y](z)"),))
    assert facts_line(work(cited=edition, identifiers=()), {}, ["authors"]) == "\\<b\\>\\*X\\*\\</b\\> \\[y\\](z)"


def test_code_is_the_entrys_own_link_or_a_work_that_says_so() -> None:
    linked = work(links=(WorkLink(url="https://example.org/code", kind=LinkKind.CODE),))
    assert facts_line(linked, {}, ["code"]) == "[code](https://example.org/code)"
    repository = work(
        key="repo",
        relations=((RelationKind.CODE_OF, "example2025title"),),
        cited=Edition(kind=EditionKind.PUBLICATION, url="https://example.org/repo"),
    )
    codes = code_addresses([repository])
    assert facts_line(work(), codes, ["code"]) == "[code](https://example.org/repo)"


def test_many_authors_are_shortened() -> None:
    edition = Edition(kind=EditionKind.PREPRINT, authors=tuple(Name(f"Author {n}") for n in range(5)))
    assert facts_line(work(cited=edition), {}, ["authors"]) == "Author 0 et al."


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", None, "ftp://example.org"])
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert link_target(url) == ""


def test_an_address_cannot_leave_its_link() -> None:
    assert link_target('https://example.org/a)b[c] "d<e>') == "https://example.org/a%29b%5Bc%5D%20%22d%3Ce%3E"


def test_markup_of_every_kind_is_escaped() -> None:
    assert escape("a_b $x$ <i> &amp; #1\n\x1b[31m|") == "a\\_b \\$x\\$ \\<i\\> \\&amp; \\#1 \\[31m\\|"
