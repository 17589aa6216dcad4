"""Lists are given back byte for byte, with facts on lines of their own."""

from __future__ import annotations

import pytest

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
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
from bibdb.writers.markdown import code_addresses, facts_line, write


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


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("[A](u)\n\n- note\n", 1, f"[A](u)\n<br>{FACTS}\n\n- note\n"),
        ("- [A](u)\n  - note\n", 1, f"- [A](u)\n  <br>{FACTS}\n  - note\n"),
        ("12. [A](u)\r\n", 1, f"12. [A](u)\r\n    <br>{FACTS}\r\n"),
        ("#### [A](u)\nnote\n", 1, f"#### [A](u)\n\n{FACTS}\n\nnote\n"),
        ("| [A](u) | x |\n", 1, "| [A](u) | x |\n"),
        ("[A](u)", 1, "[A](u)"),
    ],
)
def test_facts_stand_below_the_label(text: str, line: int, expected: str) -> None:
    assert write(document(text, (line, line)), {0: work()}) == expected


def test_every_byte_of_the_person_stays() -> None:
    text = "# Head\n\n[A](u)\n- note \x0b with \u2028 odd line ends  \n\n\n[B](v)\n"
    given_back = write(document(text, (3, 3), (7, 7)), {0: work(), 1: work()})
    assert "".join(line for line in given_back.splitlines(keepends=True) if "<br>" not in line) == text


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
