"""Snapshots: records of our own and arXiv's bulk metadata, whole or damaged, small or packed."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import record_to_json
from bibdb.sources.bulk import record_from_bulk
from bibdb.sources.coverage import missing
from bibdb.sources.snapshot import Snapshot
from bibdb.values import EditionKind, Fields, Finding, Found, Name, NotFound, Query, Record, WorkType

BULK: Mapping[str, Any] = {
    "id": "0704.0001",
    "submitter": "B\\'ela Nincs",
    "authors": "B\\'ela Nincs, {\\L}ukasz van der Fabrica Jr. (Nowhere), The Imaginary\n  Collaboration",
    "title": 'On the imaginary lattice of\n  G\\"odel and $\\alpha$-{\\O}rsted',
    "comments": "5 pages,\n  withdrawn from no conference",
    "journal-ref": "J. Imag. Latt. 5 (2008) 17",
    "doi": "10.5555/Imaginary.17 10.5555/erratum.18",
    "report-no": None,
    "categories": "math.CO cs.CG 05C10",
    "license": None,
    "abstract": "  Nothing was measured, at\nlength.\n  A second paragraph.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [
        ["Nincs", "B\\'ela", ""],
        ["van der Fabrica", "{\\L}ukasz", "Jr.", "Nowhere"],
        ["The Imaginary Collaboration", "", ""],
        [":", "", ""],
    ],
}


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def arxiv(value: str) -> Identifier:
    return Identifier(Scheme.ARXIV, value)


def own(value: str, source: str = "arxiv", year: int = 2025, **fields: Any) -> dict[str, Any]:
    record = Record(
        identifier=arxiv(value),
        source=source,
        kind=EditionKind.PREPRINT,
        type=WorkType.PAPER,
        fields=Fields(**fields),
        retrieved_at=datetime(year, 1, 1, tzinfo=UTC),
        same_as=(Identifier(Scheme.DOI, '10.5555/a"b'),),
    )
    return record_to_json(record)


def found(snapshot: Snapshot, *values: str) -> list[Record]:
    return [each.record for each in snapshot.fetch([arxiv(value) for value in values]) if isinstance(each, Found)]


# ---------------------------------------------------------------- bulk metadata


def test_a_line_of_bulk_metadata() -> None:
    record = record_from_bulk(BULK)
    fields = record.fields
    assert record.identifier == arxiv("0704.0001")
    assert record.source == "oai"
    assert fields.title == "On the imaginary lattice of Gödel and $\\alpha$-Ørsted"
    assert fields.authors == (
        Name("Béla Nincs", given="Béla", family="Nincs"),
        Name("Łukasz van der Fabrica Jr.", given="Łukasz", family="van der Fabrica", suffix="Jr."),
        Name("The Imaginary Collaboration", literal=True),
    )
    assert fields.abstract == "Nothing was measured, at length.\n\nA second paragraph."
    assert (fields.submitted, fields.updated, fields.version) == (PartialDate(2007, 4, 2), PartialDate(2007, 7, 24), 2)
    assert (fields.primary_category, fields.categories) == ("math.CO", ("math.CO", "cs.CG"))
    assert fields.comment == "5 pages, withdrawn from no conference"
    assert fields.doi == "10.5555/imaginary.17"
    assert record.same_as == (Identifier(Scheme.DOI, "10.5555/imaginary.17"),)
    assert fields.license == ""
    assert fields.withdrawn is False
    assert record.retrieved_at == datetime(2008, 11, 26, tzinfo=UTC)
    assert missing(record) == ()


def test_null_is_known_to_be_none() -> None:
    fields = record_from_bulk({**BULK, "comments": None, "journal-ref": None, "doi": None}).fields
    assert (fields.comment, fields.journal_ref, fields.doi) == ("", "", "")


def test_authors_that_nobody_split() -> None:
    fields = record_from_bulk({**BULK, "authors_parsed": None}).fields
    assert fields.authors is not None
    assert [name.display for name in fields.authors] == [
        "Béla Nincs", "Łukasz van der Fabrica Jr.", "The Imaginary Collaboration",
    ]  # fmt: skip


def test_versions_without_dates_leave_dates_unknown() -> None:
    fields = record_from_bulk({**BULK, "versions": [{"version": "v1"}, {"created": "x"}, "v2", None]}).fields
    assert (fields.submitted, fields.updated, fields.version) == (None, None, None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": 704.0001}, "loses its zeros"),
        ({"id": "nothing"}, "is no arXiv id"),
        ({"title": ["a"]}, "its title is no text"),
        ({"abstract": "x" * 300_000}, "its abstract"),
        ({"update_date": None, "versions": []}, "neither an update_date"),
    ],
)
def test_a_line_that_is_none_says_why(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        record_from_bulk({**BULK, **change})


# ---------------------------------------------------------------- files


def test_own_records_and_bulk_in_one_file(tmp_path: Path) -> None:
    snapshot = Snapshot([written(tmp_path / "a.jsonl", own("2401.00001", title="One"), BULK)])
    assert [record.source for record in found(snapshot, "2401.00001", "0704.0001")] == ["arxiv", "oai"]
    assert snapshot.findings == {}


def test_what_is_missing_is_not_found_and_the_next_is_asked(tmp_path: Path) -> None:
    snapshot = Snapshot([written(tmp_path / "a.jsonl", BULK)])
    (outcome,) = snapshot.fetch([arxiv("0704.0002")])
    assert isinstance(outcome, NotFound)
    assert not snapshot.authoritative


def test_each_service_speaks_and_the_newest_counts(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        own("2401.00001", title="Old", year=2024),
        own("2401.00001", title="New", year=2026),
        own("2401.00001", title="Middle", year=2025),
        own("2401.00001", source="openalex", title="Other"),
    )
    records = found(Snapshot([path]), "2401.00001")
    assert {record.source: record.fields.title for record in records} == {"arxiv": "New", "openalex": "Other"}


def test_a_broken_line_is_one_warning_and_the_rest_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl",
        own("2401.00001"),
        '{"id": "0704.0001", "title": "cut off',
        "[1, 2]",
        '{"hello": "world"}',
        '{"scheme": "arxiv", "value": "0704.0001"}',
        '{"id": 0704.0001, "title": "number"}',
        "[" * 20_000,
        "",
        BULK,
    )
    snapshot = Snapshot([path])
    assert [record.source for record in found(snapshot, "0704.0001")] == ["oai"]
    assert sorted(finding.line for finding in snapshot.findings.values()) == [2, 3, 4, 5, 6, 7]
    assert snapshot.findings[path, 2].message.startswith("the line is no record: Unterminated string")
    assert list(snapshot.findings) == [(path, finding.line) for finding in snapshot.findings.values()]
    list(snapshot.fetch([arxiv("0704.0001")]))
    assert len(snapshot.findings) == 6


def test_a_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(BULK).encode() + b"\n"))
    assert len(found(Snapshot([path]), "0704.0001")) == 1


def test_a_packed_file_that_is_cut_off(tmp_path: Path) -> None:
    rows = [json.dumps({**BULK, "id": f"0704.{number:04}"}) for number in range(1, 2000)]
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode())[:-3000])
    snapshot = Snapshot([path])
    assert len(found(snapshot, "0704.0001", "0704.1999")) == 1
    (finding,) = snapshot.findings.values()
    assert "cut off or damaged" in finding.message


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(BULK).encode() + b"\r\n")
    assert len(found(Snapshot([path]), "0704.0001")) == 1


def test_a_packed_file_that_is_damaged_inside(tmp_path: Path) -> None:
    rows = [json.dumps({**BULK, "id": f"0704.{number:04}"}) for number in range(1, 2000)]
    path = tmp_path / "a.jsonl.gz"
    packed = gzip.compress("\n".join(rows).encode())
    path.write_bytes(packed[:9000] + b"\xff" * 200 + packed[9200:])
    snapshot = Snapshot([path])
    assert len(found(snapshot, "0704.0001", "0704.1999")) == 1
    assert {finding.rule for finding in snapshot.findings.values()} <= {"snapshot-cut", "snapshot-line"}


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "no such file or directory"),
        (lambda path: path.mkdir(), "is a directory"),
        (lambda path: path.write_bytes(b"\x1f\x8b no gzip at all"), "unknown compression method"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_opened_stops_nobody(make: Callable[[Path], object], said: str, tmp_path: Path) -> None:
    make(tmp_path / "a.jsonl")
    snapshot = Snapshot([tmp_path / "a.jsonl", written(tmp_path / "b.jsonl", BULK)])
    assert len(found(snapshot, "0704.0001")) == 1
    ((place, finding),) = snapshot.findings.items()
    assert place == (tmp_path / "a.jsonl", 0)
    assert finding.message == f"the snapshot cannot be read: {said}"


def test_a_service_speaks_of_both_editions(tmp_path: Path) -> None:
    """OpenReview tells of a submission first, and of the paper that became of it later."""
    published = {**own("2401.00001", source="openreview", year=2026, title="Printed"), "kind": "publication"}
    path = written(tmp_path / "a.jsonl", own("2401.00001", source="openreview", title="Submitted"), published)
    records = found(Snapshot([path]), "2401.00001")
    assert {record.kind: record.fields.title for record in records} == {
        EditionKind.PREPRINT: "Submitted",
        EditionKind.PUBLICATION: "Printed",
    }


def test_an_identifier_that_json_escapes(tmp_path: Path) -> None:
    page = Identifier(Scheme.URL, "https://example.org/“quoted”/a\\b")
    record = own("2401.00001")
    path = written(tmp_path / "a.jsonl", {**record, "scheme": "url", "value": page.value})
    assert [type(each) for each in Snapshot([path]).fetch([page])] == [Found]


def test_keys_in_another_order(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps(own("2401.00001"), sort_keys=True))
    assert len(found(Snapshot([path]), "2401.00001")) == 1


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({**BULK, "abstract": "x" * 5000})
    with path.open("w") as file:
        for number in range(1, 4000):
            file.write(line.replace("0704.0001", f"0704.{number:04}") + "\n")
    tracemalloc.start()
    assert len(found(Snapshot([path]), "0704.3999")) == 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 20_000_000
    assert peak < 1_000_000


# ---------------------------------------------------------------- search


@pytest.mark.parametrize(
    "title",
    [
        "On the imaginary lattice of Gödel and α-Ørsted",
        "ON THE IMAGINARY LATTICE OF GODEL AND ORSTED",
        "On the imaginary lattices of Goedel and Orsted",
    ],
)
def test_a_title_is_found_though_written_otherwise(title: str, tmp_path: Path) -> None:
    other = {**BULK, "id": "0704.0002", "title": "On the real lattice of nobody in particular"}
    snapshot = Snapshot([written(tmp_path / "a.jsonl", other, BULK)])
    assert [record.identifier.value for record in snapshot.search(Query(title))] == ["0704.0001"]


def test_a_coined_name_is_found_by_itself(tmp_path: Path) -> None:
    rows = [
        own("2401.00001", title="Logic-LX: Unleashing imaginary lattices of every kind with rules alone"),
        own("2401.00002", title="Logic-LX lattices unleashed, and what else there is to say of them and of rules"),
    ]
    hits = Snapshot([written(tmp_path / "a.jsonl", *rows)]).search(Query("Logic-LX"))
    assert [record.identifier.value for record in hits] == ["2401.00001"]


def test_the_nearest_comes_first(tmp_path: Path) -> None:
    rows = [
        own(f"2401.{number:05}", title=f"Lattices of imagination{'!' * number} {'x' * number}")
        for number in range(1, 20)
    ]
    snapshot = Snapshot([written(tmp_path / "a.jsonl", *reversed(rows))])
    hits = snapshot.search(Query("Lattices of Imagination x"))
    assert hits[0].identifier.value == "2401.00001"
    assert len(hits) <= 10


def test_what_is_foreseen_is_looked_for_in_one_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bibdb.sources import snapshot as module

    opened: list[Path] = []
    honest = module._lines

    def counted(path: Path, warn: Callable[[Path, Finding], None]) -> Iterator[tuple[int, bytes]]:
        opened.append(path)
        return honest(path, warn)

    monkeypatch.setattr(module, "_lines", counted)
    titles = [f"The {word} lattices of nobody" for word in ("first", "second", "third")]
    path = written(tmp_path / "a.jsonl", *(own(f"2401.0000{n}", title=title) for n, title in enumerate(titles, 1)))
    snapshot = Snapshot([path])
    snapshot.foresee([Query(title) for title in titles])
    nearest = [snapshot.search(Query(title))[0].identifier.value for title in titles]
    assert nearest == ["2401.00001", "2401.00002", "2401.00003"]
    assert opened == [path]
    assert snapshot.search(Query("The first lattice of nobody"))[0].identifier.value == "2401.00001"


def test_a_title_without_latin_letters_is_found(tmp_path: Path) -> None:
    rows = [own("2401.00001", title="虚构的格子"), own("2401.00002", title="另一篇没有内容的论文")]
    hits = Snapshot([written(tmp_path / "a.jsonl", *rows)]).search(Query("虚构的格子"))
    assert [record.identifier.value for record in hits] == ["2401.00001"]


@pytest.mark.parametrize("title", ["", "?!", "nothing like it in here"])
def test_what_has_no_likeness_has_no_hits(title: str, tmp_path: Path) -> None:
    assert Snapshot([written(tmp_path / "a.jsonl", BULK)]).search(Query(title)) == []
