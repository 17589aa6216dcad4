"""The seed document: what a person finds in it, line by line."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path, PurePath

import pytest

from bibdb.identifiers import Identifier, Scheme
from bibdb.readers import markdown, read
from bibdb.values import Document, LinkRole

HERE = Path(__file__).parent
SEED = HERE.parents[1] / "seeds" / "000_a4144f2fe8f086f8.txt"


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.path: document for document in read(SEED.read_bytes(), PurePath("seeds", SEED.name))}


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def section_path(document: Document, section: int | None) -> str:
    return "" if section is None else " > ".join(document.sections[section].path)


def test_its_two_lists_are_read(documents: dict[str, Document]) -> None:
    assert list(documents) == ["self-improvement_self-evolvement.md", "README.md"]
    assert all(document.container == f"seeds/{SEED.name}" for document in documents.values())


def test_every_external_link_has_its_line_section_and_role(documents: dict[str, Document]) -> None:
    found = [
        (name, str(link.line), section_path(document, link.section), str(link.role), link.text, link.url)
        for name, document in documents.items()
        for link in document.links
    ]
    expected = [
        tuple(row[column] for column in ("document", "line", "section", "role", "text", "url"))
        for row in table("seed_links.tsv")
    ]
    assert Counter(found) == Counter(expected)
    assert len(found) == 164


def test_every_identifier_is_the_expected_one(documents: dict[str, Document]) -> None:
    expected = {
        (row["document"], int(row["line"]), row["url"]): (row["identifier"], row["version"])
        for row in table("seed_links.tsv")
    }
    for name, document in documents.items():
        for link in document.links:
            identifier, version = expected[name, link.line, link.url]
            if identifier:
                assert link.identifier is not None
                assert f"{link.identifier.scheme}:{link.identifier.value}" == identifier
                assert str(link.identifier.version or "") == version


def test_every_entry_has_its_line_section_date_venue_and_title(documents: dict[str, Document]) -> None:
    found = [
        (
            name,
            str(entry.line),
            section_path(document, entry.section),
            str(entry.date or ""),
            entry.venue or "",
            entry.title,
        )
        for name, document in documents.items()
        for entry in document.entries
    ]
    expected = [
        tuple(row[column] for column in ("document", "line", "section", "date", "venue", "title"))
        for row in table("seed_entries.tsv")
    ]
    assert Counter(found) == Counter(expected)
    assert len(found) == 129


def test_the_works_behind_the_entries(documents: dict[str, Document]) -> None:
    subjects: set[Identifier] = set()
    mentions: set[Identifier] = set()
    linked: set[tuple[str, int | None]] = set()
    for document in documents.values():
        for link in document.links:
            assert link.identifier is not None
            (subjects if link.role is LinkRole.SUBJECT else mentions).add(link.identifier)
            if link.role is LinkRole.SUBJECT:
                linked.add((document.path, link.entry))
    assert len(subjects) == 121
    assert sum(len(document.entries) for document in documents.values()) - len(linked) == 1
    assert sum(identifier.scheme is Scheme.ARXIV for identifier in mentions - subjects) == 3


def test_labels_beyond_the_common_form(documents: dict[str, Document]) -> None:
    by_title = {entry.title: entry for document in documents.values() for entry in document.entries}
    collection = by_title["Awesome Label-Free Reinforcement Learning with Verifiable Rewards"]
    assert collection.tags == ("Paper Collection",)
    assert by_title["Dynamic Noise Preference Optimization for LLM Self-Improvement via Synthetic Data"].authors == (
        "Haoyan Yang",
        "et al.",
    )
    assert by_title["Thought Anchors"].label == "Thought Anchors:"
    broken_over_lines = by_title["Teaching Language Models to Critique via Reinforcement Learning"]
    assert broken_over_lines.label_end_line in {broken_over_lines.line, broken_over_lines.line + 1}
    (finding,) = documents["README.md"].findings
    assert (finding.rule, finding.line) == ("impossible-month", 351)


def test_notes_are_what_was_written(documents: dict[str, Document]) -> None:
    notes = {(document.path, entry.line): entry.note for document in documents.values() for entry in document.entries}
    assert notes["README.md", 351].startswith("-> Analysis of reasoning sentences\n\n- Break down the reasoning chain")
    assert notes["README.md", 351].endswith("https://www.thought-anchors.com/")
    assert notes["README.md", 124].startswith("(seems most popular as of Mar 2025). Check this [list](")
    assert notes["README.md", 125] == ""


def test_the_blocks_are_the_document(documents: dict[str, Document]) -> None:
    for document in documents.values():
        assert b"".join(block.raw for block in document.blocks) == document.content
    counts = {name: dict(Counter(str(block.role) for block in document.blocks)) for name, document in documents.items()}
    assert counts == COUNTS


def test_lines_of_the_dump_are_known(documents: dict[str, Document]) -> None:
    readme = documents["README.md"]
    physical = SEED.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(readme.content.decode().split("\n")[:-1], 1):
        assert physical[readme.lines[number - 1] - 1].startswith(f"{number} |")
        assert physical[readme.lines[number - 1] - 1].endswith(line)
    assert readme.locus(128) == f"seeds/{SEED.name}:{readme.lines[127]} (README.md:128)"


@pytest.mark.parametrize("seed", range(4))
def test_no_rule_knows_this_document(documents: dict[str, Document], seed: int) -> None:
    """The same entries are found in plain files whose sections are shuffled and whose headings are others."""
    chance = random.Random(seed)
    for document in documents.values():
        lines = document.content.decode().split("\n")
        starts = [section.line - 1 for section in document.sections]
        chunks = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
        for number, chunk in enumerate(chunks):
            chunk[0] = chunk[0].partition(" ")[0] + f" Heap {number}"
        chance.shuffle(chunks)
        shuffled = "\n".join(line for chunk in chunks for line in [*chunk, ""]).encode()
        (again,) = markdown.read(shuffled, PurePath("other.md"))
        assert Counter(map(facts, again.entries)) == Counter(map(facts, document.entries))
        assert Counter((link.url, link.role) for link in again.links) == Counter(
            (link.url, link.role) for link in document.links
        )


def facts(entry: object) -> tuple[object, ...]:
    return tuple(getattr(entry, name) for name in ("label", "title", "date", "venue", "authors", "tags", "note"))


def test_a_dump_cut_in_the_middle_is_read_up_to_there(documents: dict[str, Document]) -> None:
    lines = SEED.read_bytes().split(b"\n")
    cut = b"\n".join(lines[:400])
    found = {document.path: document for document in read(cut, PurePath("cut.txt"))}
    readme = found["README.md"]
    assert any(finding.rule == "dump-cut" for finding in readme.findings)
    last = readme.content.count(b"\n")
    whole = [facts(entry) for entry in documents["README.md"].entries if entry.end_line < last - 5]
    assert [facts(entry) for entry in readme.entries][: len(whole)] == whole


COUNTS = {
    "self-improvement_self-evolvement.md": {"blank": 79, "entry": 49, "heading": 5, "note": 25, "prose": 2},
    "README.md": {"blank": 188, "entry": 82, "heading": 20, "note": 91, "prose": 29},
}
