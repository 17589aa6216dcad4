"""Notes are written anew above the mark; what a person added stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.errors import ReadError, WriteError
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import Edition, EditionKind, Listing, Name, RelationKind, Resolution, Work, WorkType
from bibdb.writers.file_names import file_names
from bibdb.writers.frontmatter import merged
from bibdb.writers.notes import MARK, write


def work(key: str = "example2025title", note: str = "- worth reading", **fields: object) -> Work:
    said: dict[str, object] = {
        "title": "A Title: of $\\alpha$ and *stars*",
        "authors": (Name("Ada Example"), Name("Łukasz Sample")),
        "issued": PartialDate(2025, 1, 31),
        **fields,
    }
    edition = Edition(kind=EditionKind.PREPRINT, **said)  # type: ignore[arg-type]
    listing = Listing(
        document="list.md", container=None, line=3, section="Top > Inner", label="A Title", date=None, venue=None,
        title="A Title", authors=(), tags=("To Read",), note=note,
    )  # fmt: skip
    return Work(
        key=key, type=WorkType.PAPER, resolution=Resolution.RESOLVED, editions=(edition,), cited=edition,
        identifiers=(Identifier(Scheme.ARXIV, "2501.00001"),), listings=(listing,),
    )  # fmt: skip


def front(path: Path) -> dict[str, object]:
    values = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(values, dict)
    return values


def test_a_note_tells_what_is_known_and_what_was_noted(tmp_path: Path) -> None:
    done = write([work()], tmp_path)
    text = (tmp_path / "example2025title.md").read_text(encoding="utf-8")
    assert done.written == ["example2025title.md"]
    assert front(tmp_path / "example2025title.md") == {
        "title": "A Title: of α and *stars*",
        "citekey": "example2025title",
        "aliases": ["A Title: of α and *stars*"],
        "type": "paper",
        "authors": ["Ada Example", "Łukasz Sample"],
        "year": 2025,
        "date": "2025-01-31",
        "arxiv": "2501.00001",
        "url": "https://arxiv.org/abs/2501.00001",
        "tags": ["paper", "To-Read"],
    }
    assert "# A Title: of α and \\*stars\\*\n" in text
    assert "Top › [[Inner]]" in text
    assert "\n- worth reading\n" in text
    assert text.endswith(f"{MARK}\n")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_what_stands_below_the_mark_stays_to_the_byte(tmp_path_factory: pytest.TempPathFactory, added: bytes) -> None:
    folder = tmp_path_factory.mktemp("notes")
    path = folder / "example2025title.md"
    write([work()], folder)
    path.write_bytes(path.read_bytes() + added)
    done = write([work(title="Another title")], folder)
    assert done.written == ["example2025title.md"]
    assert b"Another title" in path.read_bytes()
    assert path.read_bytes().split(MARK.encode(), 1)[1] == b"\n" + added


def test_a_second_export_writes_nothing(tmp_path: Path) -> None:
    write([work(), work("other2024")], tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    done = write([work(), work("other2024")], tmp_path)
    assert (done.written, len(done.unchanged)) == ([], 2)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_properties_tags_and_aliases_of_the_person_stay(tmp_path: Path) -> None:
    path = tmp_path / "example2025title.md"
    write([work()], tmp_path)
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        'tags: ["paper", "To-Read"]', "tags:\n  - paper\n  - to/discuss\nrating: 5 # of 5\nread:\n  - 2025-02-01"
    )
    path.write_text(text.replace("year: 2025\n", 'year: 2025\nvenue: "gone"\n'), encoding="utf-8")
    write([work()], tmp_path)
    values = front(path)
    assert values["tags"] == ["paper", "To-Read", "to/discuss"]
    assert values["rating"] == 5
    assert "rating: 5 # of 5\nread:\n  - 2025-02-01\n---\n" in path.read_text(encoding="utf-8")
    assert "venue" not in values
    assert write([work()], tmp_path).written == []


def test_a_persons_own_file_and_broken_front_matter_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "example2025title.md").write_text("mine", encoding="utf-8")
    (tmp_path / "other2024.md").write_text(f"---\ntags: [\n---\n{MARK}\nmine\n", encoding="utf-8")
    done = write([work(), work("other2024")], tmp_path)
    assert (done.others, done.broken, done.written) == (["example2025title.md"], ["other2024.md"], [])
    assert (tmp_path / "example2025title.md").read_text(encoding="utf-8") == "mine"


def test_a_note_of_a_work_that_is_gone_is_left_alone_and_named(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("not from here", encoding="utf-8")
    write([work(), work("other2024")], tmp_path)
    assert write([work()], tmp_path).gone == ["other2024.md"]
    assert (tmp_path / "other2024.md").exists()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("muennighoff2025s1", "muennighoff2025s1.md"),
        ("Smith2020", "Smith2020.md"),
        ("DBLP:journals/corr/abs-1", "DBLP-journals-corr-abs-1-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("/absolute", "absolute-"),
        ("con", "con-"),
        ("nul.x", "nul-x-"),
        (".hidden", "hidden-"),
        ("ends.", "ends-"),
        ("ключ", "note-"),
        ("x" * 300, "x" * 60 + "-"),
    ],
)
def test_names_of_files_are_safe_and_stable(key: str, name: str) -> None:
    (found,) = file_names([key], ".md").values()
    assert found.startswith(name)
    assert "/" not in found
    assert len(found) < 120
    assert found == file_names(["another", key], ".md")[key]


def test_keys_that_differ_in_case_have_files_of_their_own() -> None:
    names = file_names(["smith2020", "Smith2020", "SMITH2020"], ".md")
    assert len({name.casefold() for name in names.values()}) == 3
    assert names["smith2020"] == "smith2020.md"


def test_metadata_cannot_leave_its_place(tmp_path: Path) -> None:
    title = f'"]\n---\n{MARK}\n<script>alert(1)</script> [[x]] \x1b[31m {{{{ 7*7 }}}}'
    note = f"{MARK}\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) <b>bold</b>\n[r]: java&#115;cript:x"
    write([work(title=title, note=note, abstract="</p><script>x</script>")], tmp_path)
    path = tmp_path / "example2025title.md"
    text = path.read_text(encoding="utf-8")
    assert text.count(MARK) == 1
    assert front(path)["year"] == 2025
    assert "<script" not in text.replace("\\<script", "").split("---\n", 2)[2]
    assert "<img" not in text
    assert "<b>bold</b>" in text
    assert "](#javascript:" in text
    assert "]: #java&#115;" in text
    assert "\x1b" not in text
    assert "7*7" in text.replace("\\", "")


def test_related_works_are_linked(tmp_path: Path) -> None:
    code = Work(
        key="repo", type=WorkType.SOFTWARE, resolution=Resolution.LABEL, editions=work().editions, cited=work().cited,
        relations=((RelationKind.CODE_OF, "example2025title"),),
    )  # fmt: skip
    write([work(), code], tmp_path)
    assert "Code of [[example2025title]]" in (tmp_path / "repo.md").read_text(encoding="utf-8")


def test_a_template_of_the_person(tmp_path: Path) -> None:
    template = tmp_path / "mine.j2"
    template.write_text("{{ glance.title }} / {{ work.key }}\n", encoding="utf-8")
    write([work(title="Plain")], tmp_path / "notes", template)
    assert (tmp_path / "notes" / "example2025title.md").read_text(
        encoding="utf-8"
    ) == f"Plain / example2025title\n\n{MARK}\n"


def test_a_template_that_fails_writes_nothing(tmp_path: Path) -> None:
    template = tmp_path / "bad.j2"
    template.write_text("ok\n{{ work.keyy }}\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"bad\.j2:2: .*keyy"):
        write([work()], tmp_path / "notes", template)
    assert not (tmp_path / "notes").exists()


def test_nothing_is_written_when_one_note_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "b.md").mkdir()
    with pytest.raises((ReadError, WriteError)):
        write([work("a"), work("b")], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["b.md"]


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        ("---\na: 1\n---\nx", "no front matter", "---\na: 1\n---\nx"),
        ("no front", "---\nb: 2\n---\n", "no front"),
        ("---\na: 1\n---\nx", "---\r\na: 9\r\nb: 2\r\n---\r\n", "---\na: 1\nb: 2\r\n---\nx"),
        ("---\ntags: []\n---\n", "---\ntags: one, two\n---\n", '---\ntags: ["one", "two"]\n---\n'),
        ("---\na: 1\n---\n", '---\n"b c": |\n  text\n\n  more\n---\n', '---\na: 1\n"b c": |\n  text\n\n  more\n---\n'),
    ],
)
def test_front_matter_is_joined(new: str, old: str, expected: str) -> None:
    assert merged(new, old) == expected
