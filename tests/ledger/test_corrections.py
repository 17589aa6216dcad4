from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.errors import ReadError, WriteError
from bibdb.identifiers import Identifier, Scheme
from bibdb.ledger import Corrections, add_decision
from bibdb.values import EditionKind, Name, RelationKind, WorkType

ARXIV = Identifier(Scheme.ARXIV, "2501.00001")
OTHER = Identifier(Scheme.ARXIV, "2501.00002")


def load(folder: Path, text: str) -> Corrections:
    path = folder / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    return Corrections.load(path)


def test_no_file_corrects_nothing(tmp_path: Path) -> None:
    assert Corrections.load(tmp_path / "corrections.toml").blocks == ()


def test_every_kind_of_word(tmp_path: Path) -> None:
    text = """\
# by hand
["arxiv:2501.00001"]
title = "Notes on the Engine"
authors = ["Ada Lovelace", "King, Jr., Martin"]
venue = "ICLR 2025"
container-title-short = "ICLR!"
volume = 3
type = "software"
same-as = ["https://openreview.net/forum?id=aBcD12efGH"]
code-of = "arXiv:2501.00002"

[["A Label: with words"]]
not-same-as = "arxiv:2501.00002"
issued = 2024-05-06
edition = "preprint"
"""
    corrections = load(tmp_path, text)
    assert corrections.findings == ()
    first, second = corrections.blocks
    assert (first.subject, first.line, first.type, first.kind) == (ARXIV, 2, WorkType.SOFTWARE, EditionKind.PUBLICATION)
    assert first.fields.title == "Notes on the Engine"
    assert first.fields.authors == (
        Name("Ada Lovelace", given="Ada", family="Lovelace"),
        Name("Martin King Jr.", given="Martin", family="King", suffix="Jr."),
    )
    assert first.fields.container_title == "Proceedings of the International Conference on Learning Representations"
    assert (first.fields.container_title_short, first.fields.volume) == ("ICLR!", "3")
    assert first.fields.issued == PartialDate(2025)
    assert first.relations == ((RelationKind.CODE_OF, OTHER),)
    assert corrections.ties() == [(ARXIV, Identifier(Scheme.OPENREVIEW, "aBcD12efGH"))]
    assert (second.subject, second.line, second.kind) == ("label:a label with words", 12, EditionKind.PREPRINT)
    assert second.fields.issued == PartialDate(2024, 5, 6)
    assert corrections.cuts() == [("label:a label with words", OTHER)]
    assert list(corrections.of("label:a label with words", OTHER)) == [second]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('titel = "x"', "unknown field 'titel'; did you mean 'title'?"),
        ('same_ass = "x"', "unknown field 'same_ass'; did you mean 'same-as'?"),
        ('zzzzzz = "x"', "unknown field 'zzzzzz'"),
        ("title = ['x']", "title: no text: ['x']"),
        ('issued = "May"', "issued: no date: 'May'"),
        ('authors = "Ada"', "authors: no list: 'Ada'"),
        ("venue = 3", "venue must be a text, not 3"),
        ('type = "poem"', "type must be one of paper, book"),
        ('edition = "third"', "edition must be one of preprint, publication"),
        ("same-as = [3]", "same-as must be an identifier in quotes"),
    ],
)
def test_a_wrong_field_is_a_finding_with_its_line_and_the_rest_counts(tmp_path: Path, line: str, message: str) -> None:
    corrections = load(tmp_path, f'\n["arxiv:2501.00001"]\n{line}\npublisher = "P"\n')
    assert [finding.line for finding in corrections.findings] == [3]
    assert corrections.findings[0].message.startswith(message)
    assert corrections.blocks[0].fields.publisher == "P"


def test_a_field_outside_of_a_block_is_a_finding(tmp_path: Path) -> None:
    corrections = load(tmp_path, 'title = "x"\n')
    assert corrections.blocks == ()
    assert "stands outside of a block" in corrections.findings[0].message


def test_a_broken_file_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"corrections\.toml:2: no valid TOML"):
        load(tmp_path, '["a"]\ntitle = \n')


def test_a_decision_is_added_and_what_stood_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(
        '# mine\n["arxiv:2501.00001"]  # this one\ntitle = "x"\n\n["A [b]"]\ntitle = "y"\n', encoding="utf-8"
    )
    assert add_decision(path, "arxiv:2501.00001", {"same-as": ["openreview:abc"]})
    assert not add_decision(path, "arxiv:2501.00001", {"same-as": ["openreview:abc"]})
    assert add_decision(path, "A [b]", {"code-of": "arxiv:2501.00002"})
    assert path.read_text(encoding="utf-8") == (
        '# mine\n[["arxiv:2501.00001"]]  # this one\ntitle = "x"\n\n[["A [b]"]]\ntitle = "y"\n\n'
        '[["arxiv:2501.00001"]]\nsame-as = ["openreview:abc"]\n\n[["A [b]"]]\ncode-of = "arxiv:2501.00002"\n'
    )
    assert len(Corrections.load(path).blocks) == 4


def test_the_first_decision_makes_the_file(tmp_path: Path) -> None:
    assert add_decision(tmp_path / "seeds" / "corrections.toml", "A", {"year": 2024, "withdrawn": True})
    (block,) = Corrections.load(tmp_path / "seeds" / "corrections.toml").blocks
    assert (block.fields.issued, block.fields.withdrawn) == (PartialDate(2024), True)


def test_a_layout_that_cannot_be_added_to_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text('"a" = { title = "x" }\n', encoding="utf-8")
    with pytest.raises(WriteError, match="laid out"):
        add_decision(path, "a", {"title": "y"})


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_any_label_and_any_text_come_back(tmp_path_factory: pytest.TempPathFactory, label: str, title: str) -> None:
    path = tmp_path_factory.mktemp("ledger") / "corrections.toml"
    assert add_decision(path, label, {"title": title})
    assert [block.fields.title for block in Corrections.load(path).blocks] == [title]
