"""Refreshing a person's own file: what bibdb knows is put in, everything else stays byte for byte."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.values import Name, Work
from bibdb.writers import biblatex, bibtex
from bibdb.writers.bibfile import entries, strings
from bibdb.writers.diff import unified
from bibdb.writers.into import refresh
from bibdb.writers.latex import Dialect
from bibdb.writers.reference import Options
from tests.writers.samples import ARTICLE, ATLAS, BOTH, PREPRINT, preprint, publication, work

WORKS = (PREPRINT, BOTH, ARTICLE, ATLAS)


def changed(before: str, *works: Work, options: Options | None = None) -> dict[str, str]:
    """The lines that changed: old → new, in order; '' for none."""
    result = refresh(before, works or WORKS, options or Options())
    assert refresh(result.text, works or WORKS, options or Options()).text == result.text
    old, new = before.splitlines(), result.text.splitlines()
    assert len(old) == len(new)
    return {a.strip(): b.strip() for a, b in zip(old, new, strict=True) if a != b}


def full(each: Work, **said: str) -> str:
    """An entry as bibdb writes it, some of its lines as said."""
    lines = "".join(bibtex.write([each])).splitlines(keepends=True)
    return "".join(
        next((f"  {name} = {value},\n" for name, value in said.items() if line.strip().startswith(f"{name} ")), line)
        for line in lines
    )


def test_what_bibdb_wrote_stays() -> None:
    for write, dialect in ((bibtex.write, Dialect.BIBTEX), (biblatex.write, Dialect.BIBLATEX)):
        text = "".join(write(WORKS))
        result = refresh(text, WORKS, Options(dialect))
        assert result.text == text
        assert not result.changed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("author", '"Ada Example and {\\L}ukasz van der Test"'),
        ("author", "{Example, Ada and\n     {van der Test}, \\L{}ukasz}"),
        ("title", "{{Trees of {Glass}: A Study}}"),
        ("title", "{TREES OF GLASS -- A STUDY}"),
        ("year", "2024"),
        ("month", '"January"'),
        ("month", "{1}"),
        ("eprint", "{2401.00001v3}"),
        ("archivePrefix", "{arxiv}"),
        ("doi", "{https://doi.org/10.48550/ARXIV.2401.00001}"),
        ("url", "{http://www.arxiv.org/abs/2401.00001/}"),
    ],
)
def test_the_same_in_other_words_stays(name: str, value: str) -> None:
    text = full(PREPRINT, **{name: value})
    assert value in text
    assert refresh(text, WORKS, Options()).text == text


@pytest.mark.parametrize(
    ("name", "value", "refreshed"),
    [
        ("author", "{Example, A. and others}", "author = {Example, Ada and van der Test, {\\L}ukasz},"),
        ("title", '"Trees of Wood"', 'title = "Trees of Glass: A Study",'),
        ("year", "2019", "year = 2024,"),
        ("year", '"2019"', 'year = "2024",'),
        ("month", "feb", "month = jan,"),
        ("eprint", "{arXiv:2401.00001}", "eprint = {2401.00001},"),
    ],
)
def test_a_field_is_refreshed_in_its_own_enclosing(name: str, value: str, refreshed: str) -> None:
    assert changed(full(PREPRINT, **{name: value})) == {f"{name} = {value},": refreshed}


FOREIGN = """\ufeff% kept: % { "
@STRING{jmlr = "Journal of Machine Learning Research"}\r
@preamble{"\\newcommand{\\x}{y}"}

Some words between. @ not an entry
@Comment{jabref-meta: databaseType:bibtex;}
@book{foreign, title = {Not Ours}, author = "Somebody {El}se",}
@article(paren, title = {Parentheses (too)})
@misc{broken, title = {never closed,
@article{example2025article,
\tTitle = "Glass Trees: {A} Study" , Author={Ada Example and {\\L}ukasz van der Test},
\tJOURNAL = jmlr, volume = 12, number = {3},
\tpages = {5998-6008}, year = 2025, month = jul, doi = {10.5555/EX_AMPLE.1}, issn = {2049-3630},
\tmine = {stays}, keywords = {a, b} % odd
}
trailing words"""


def test_all_else_stays_byte_for_byte() -> None:
    assert refresh(FOREIGN, WORKS, Options()).text == FOREIGN
    other = replace(ARTICLE, cited=replace(ARTICLE.cited, volume="13"))
    result = refresh(FOREIGN, (other,), Options())
    assert result.text == FOREIGN.replace("volume = 12", "volume = 13")
    assert result.changed == ("example2025article",)


def test_missing_fields_are_added_as_the_entry_is_laid_out() -> None:
    text = "@misc{example2024trees,\r\n    title  = {Trees of Glass: A Study},\r\n    author = {Ada Example and Łukasz van der Test}\r\n}\r\n"
    result = refresh(text, WORKS, Options()).text
    assert (
        "Test},\r\n    year   = {2024},\r\n    month  = jan,\r\n    eprint = {2401.00001},\r\n    archivePrefix = {arXiv},\r\n"
        in result
    )
    assert result.endswith("2401.00001}\r\n}\r\n")
    assert "\n" not in result.replace("\r\n", "")
    line = refresh("@misc{x, eprint={2401.00001}, title={Trees of Glass: A Study}}", WORKS, Options()).text
    assert line.startswith("@misc{x, eprint={2401.00001}, title={Trees of Glass: A Study}, author={Example, Ada and")


def test_a_preprint_that_was_published() -> None:
    text = """@article{mykey,
  author = {Ada Example and {\\L}ukasz van der Test},
  title = {Glass Trees: A Study},
  journal = {arXiv preprint arXiv:2402.00002},
  volume = {abs/2402.00002},
  year = {2024},
  eprint = {2402.00002},
}
"""
    result = refresh(text, WORKS, Options()).text
    assert result.startswith("@inproceedings{mykey,\n  author = {Ada Example")
    assert "journal" not in result
    assert "abs/" not in result
    assert "  year = {2025},\n" in result
    assert "booktitle = {Proceedings of the International Conference on Learning Representations}" in result
    assert refresh(result, WORKS, Options()).text == result


def test_a_publication_that_bibdb_knows_as_preprint_stays_one() -> None:
    text = "@article{example2024trees, title={Trees of Glass: A Study}, journal={Nature}, year={2025}, eprint={2401.00001}}"
    result = refresh(text, WORKS, Options()).text
    assert result.startswith(
        "@article{example2024trees, title={Trees of Glass: A Study}, journal={Nature}, year={2025}, eprint={2401.00001}"
    )
    assert "48550" not in result


def test_one_key_may_stand_for_two_works() -> None:
    text = "@misc{example2024trees, title = {Rivers of Stone}, eprint = {1111.22222}}"
    result = refresh(text, WORKS, Options())
    assert result.text == text
    assert result.refused == (("example2024trees", "the file has another title under this key"),)


def test_aliases_and_identifiers_are_known() -> None:
    text = "@misc{old2024, title = {Trees of Glass: A Study}}\n@article{theirs, doi = {10.5555/PRL.1}}\n"
    assert refresh(text, WORKS, Options()).changed == ("old2024", "theirs")


def test_the_other_dialect_s_names_are_known() -> None:
    text = "@article{atlas2020, title = {Glass Trees: A Study}, journaltitle = {Physical Review Letters}, date = {2020-03-09}}"
    result = refresh(text, [ATLAS], Options()).text
    assert "journal =" not in result
    assert "year" not in result


@pytest.mark.parametrize("count", [1, 40])
def test_the_difference_is_a_patch(count: int, tmp_path: Path, tool: Callable[[str], str]) -> None:
    works = [work(f"k{n}", preprint(f"2401.{n:05}", title=f"Number {n} of Many")) for n in range(200)]
    text = "".join(bibtex.write(works))
    newer = [
        replace(each, cited=replace(each.cited, title=f"{each.cited.title} Anew"))
        if n % (200 // count) == 3 % (200 // count)
        else each
        for n, each in enumerate(works)
    ]
    result = refresh(text, newer, Options())
    assert len(result.changed) == count
    lines = list(unified(text, result.edits, "refs.bib"))
    assert sum(line.startswith(("+ ", "- ")) for line in lines) == 2 * count
    (tmp_path / "refs.bib").write_text(text)
    (tmp_path / "patch").write_text("".join(lines))
    done = subprocess.run([tool("patch"), "-s", "refs.bib", "patch"], cwd=tmp_path, check=False, capture_output=True)
    assert done.returncode == 0
    assert (tmp_path / "refs.bib").read_text() == result.text


def test_no_change_is_no_difference() -> None:
    assert list(unified("a\n", (), "x")) == []


@given(st.text(alphabet=st.sampled_from('@{}()",=# \nabc%\\'), max_size=60))
@settings(max_examples=120, deadline=None)
def test_any_file_is_read(text: str) -> None:
    for entry in entries(text):
        assert text[entry.start] == "@"
        assert entry.start < entry.end <= len(text)
        for field in entry.fields:
            assert text.startswith(field.name, field.start)
    strings(text)
    assert refresh(text, WORKS, Options()).text == text


def test_strings_build_on_strings() -> None:
    assert strings('@string{a = "x"}@STRING(b = a # { y})') == {"a": "x", "b": "x y"}


def test_names_differing_are_refreshed() -> None:
    text = full(PREPRINT, author="{Ada Example and Wei Li}")
    each = replace(
        PREPRINT, cited=replace(PREPRINT.cited, authors=(Name("Ada Example"), Name("Wei Li"), Name("Wei Li")))
    )
    assert changed(text, each) == {
        "author = {Ada Example and Wei Li},": "author = {Example, Ada and Li, Wei and Li, Wei},"
    }


def test_publications_of_another_type_keep_their_place() -> None:
    each = work("a", publication(container_title="ICLR"))
    text = "@article{a, title={Glass Trees: A Study}, author={Example, Ada and van der Test, {\\L}ukasz}, journal={Our Own Name}, year=2025, month=jul}"
    assert refresh(text, [each], Options()).text == text
