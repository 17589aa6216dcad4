"""Templates run in a sandbox; what is wrong with one is said with file and line, before anything is written."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bibdb.errors import ReadError, UsageError
from bibdb.values import Edition, EditionKind, Name, Resolution, Work, WorkType
from bibdb.writers.glance import Glance
from bibdb.writers.templated import _FILTERS, Template, wikilink, write
from bibdb.writers.yaml_text import scalar

EDITION = Edition(kind=EditionKind.PREPRINT, title="A <b>Title</b>", authors=(Name("Ada Example"),))
WORK = Work(key="k", type=WorkType.PAPER, resolution=Resolution.RESOLVED, editions=(EDITION,), cited=EDITION)


def rendered(tmp_path: Path, source: str, name: str = "t.txt.j2") -> str:
    (tmp_path / name).write_text(source, encoding="utf-8")
    return write([WORK], tmp_path / name)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% for work in works %}\n{{ work.key }}: {{ work.cited.title }}\n{% endfor %}\n", "k: A <b>Title</b>\n"),
        ("{{ glances[0].authors | join }}", "Ada Example"),
        ("{{ works[0].cited.abstract }}", ""),
        ("{{ works[0] | bibtex }}", "@misc{k,"),
        ("{{ works[0].cited.title | markdown }}", "A \\<b\\>Title\\</b\\>"),
        ("{{ 'a\nb' | quoted }}", "> a\n> b"),
        ("{{ 'https://x.org/(a)' | target }}", "https://x.org/%28a%29"),
    ],
)
def test_a_template_sees_works(tmp_path: Path, source: str, expected: str) -> None:
    assert rendered(tmp_path, source).startswith(expected)


@pytest.mark.parametrize(
    ("name", "title"), [("t.html", "A &lt;b&gt;"), ("t.XML.jinja2", "A &lt;b&gt;"), ("t.md", "A <b>")]
)
def test_markup_is_escaped_by_the_files_name(tmp_path: Path, name: str, title: str) -> None:
    assert rendered(tmp_path, "{{ works[0].cited.title }}", name).startswith(title)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("ok\n\n{% for %}", 3),
        ("{{ works | nothing }}", 1),
        ("\n{{ works[0].titel }}", 2),
        ("\n\n\n{{ 1 / 0 }}", 4),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("{% include '../secret' %}", 1),
        ("{% for i in range(10**9) %}{% endfor %}", 1),
        ("a\n{{ works.append(1) }}", 2),
        ("{% if %}", 1),
        ("{{ 'x\x1b[2J'.y }}", 1),
    ],
)
def test_an_error_is_said_with_its_line(tmp_path: Path, source: str, line: int) -> None:
    with pytest.raises(ReadError, match=rf"t\.txt\.j2:{line}: the template fails: .+") as caught:
        rendered(tmp_path, source)
    assert "\x1b" not in str(caught.value)


def test_an_error_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "part.j2").write_text("x\n{{ nobody }}", encoding="utf-8")
    with pytest.raises(ReadError, match=r"part\.j2:2: "):
        rendered(tmp_path, "{% include 'part.j2' %}")


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_template_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "t.j2"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadError, match=r"t\.j2"):
        Template.load(path)


def test_without_jinja_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError, match=r"bibdb\[templates\]"):
        Template("x", "x")


def test_the_documentation_names_what_templates_see() -> None:
    told = (Path(__file__).parents[2] / "docs" / "pages.md").read_text(encoding="utf-8")
    names = {*_FILTERS, *(field.name for field in fields(Glance)), "year"}
    assert {name for name in names if not re.search(rf"(?:`|\| ){name}(?:`|\(|,)|`{name}`", told)} == set()


@given(st.one_of(st.text(), st.lists(st.text())))
def test_yaml_gives_back_what_was_written(value: object) -> None:
    if not any("\ud800" <= char <= "\udfff" for char in str(value)):
        assert yaml.safe_load(f"a: {scalar(value)}") == {"a": value}


@pytest.mark.parametrize(("name", "link"), [("A B", "[[A B]]"), ("a]]b|c#d^e", "[[a b c d e]]"), ("[]", ""), ("", "")])
def test_wikilinks_cannot_be_broken(name: str, link: str) -> None:
    assert wikilink(name) == link
