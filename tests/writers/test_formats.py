"""CSL JSON, RIS, CSV, JSON lines and Hayagriva, re-read by programs that are not ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import jsonschema
import pytest
import rispy
import yaml

from bibdb.dates import PartialDate
from bibdb.values import EditionKind, LinkKind, Name, Work, WorkLink, WorkType
from bibdb.writers import WRITERS, csl, hayagriva, jsonl, ris, tabular
from bibdb.writers.jsonl import work_to_json
from bibdb.writers.reference import Genre, Options
from tests.writers.samples import ARTICLE, ATLAS, BOTH, PREPRINT, edition, listing, preprint, publication, work

WORKS = (PREPRINT, BOTH, ARTICLE, ATLAS)
EVERY_TYPE = [work(f"t{n}", publication(url="https://example.org/x"), type=kind) for n, kind in enumerate(WorkType)]

# What the public schema of CSL JSON (csl-data.json 1.0.2) says of the variables that are written here.
NAME = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        part: {"type": "string"}
        for part in ("family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle")
    },
}
DATE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["date-parts"],
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
        }
    },
}  # fmt: skip
STRINGS = """
    title container-title collection-title event-title publisher publisher-place genre DOI URL ISBN ISSN language archive
    archive_location abstract keyword note
""".split()  # noqa: SIM905
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {
                "enum": ["article", "article-journal", "paper-conference", "chapter", "book", "thesis", "report", "software",
                         "dataset", "webpage", "document"]
            },
            "id": {"type": ["string", "number"]},
            "author": {"type": "array", "items": NAME},
            "editor": {"type": "array", "items": NAME},
            "issued": DATE,
            **{name: {"type": ["string", "number"]} for name in ("volume", "issue", "page", "number")},
            **{name: {"type": "string"} for name in STRINGS},
        },
    },
}  # fmt: skip


def items(works: Iterable[Work], options: Options | None = None) -> list[dict[str, Any]]:
    return json.loads("".join(csl.write(works, options)))  # type: ignore[no-any-return]


@pytest.mark.parametrize("options", [None, Options(keywords=True, abstract=True, note=True, short_venues=True)])
def test_csl_json_is_valid(options: Options | None) -> None:
    jsonschema.validate(items([*WORKS, *EVERY_TYPE], options), SCHEMA)
    assert items([]) == []


def test_csl_json() -> None:
    one, both, article, atlas = items(WORKS)
    assert one == {
        "id": "example2024trees",
        "type": "article",
        "title": "Trees of Glass: A Study",
        "author": [
            {"family": "Example", "given": "Ada"},
            {"family": "Test", "given": "Łukasz", "non-dropping-particle": "van der"},
        ],
        "issued": {"date-parts": [[2024, 1, 1]]},
        "publisher": "arXiv",
        "number": "arXiv:2401.00001",
        "DOI": "10.48550/arXiv.2401.00001",
        "URL": "https://arxiv.org/abs/2401.00001",
    }
    assert (both["type"], both["archive_location"], both["issued"]) == (
        "paper-conference",
        "2402.00002",
        {"date-parts": [[2025, 7]]},
    )
    assert (article["container-title"], article["page"]) == ("Journal of Machine Learning Research", "5998-6008")
    assert (atlas["number"], atlas["author"][1]) == ("031801", {"literal": "ATLAS Collaboration"})


def test_ris_is_read_by_rispy() -> None:
    text = "".join(ris.write(WORKS))
    assert all(line.endswith("\r") for line in text.split("\n")[:-1])
    one, both, article, atlas = rispy.loads(text)
    assert one["type_of_reference"] == "UNPB"
    assert one["title"] == "Trees of Glass: A Study"
    assert one["authors"] == ["Example, Ada", "van der Test, Łukasz"]
    assert (one["year"], one["date"], one["doi"]) == ("2024", "2024/01/01/", "10.48550/arXiv.2401.00001")
    assert both["type_of_reference"] == "CPAPER"
    assert both["secondary_title"] == "Proceedings of the International Conference on Learning Representations"
    assert (article["start_page"], article["end_page"], article["volume"], article["number"]) == (
        "5998",
        "6008",
        "12",
        "3",
    )
    assert (atlas["start_page"], atlas["authors"]) == ("031801", ["Doe, Jane", "ATLAS Collaboration"])


def test_ris_of_every_type() -> None:
    assert len(rispy.loads("".join(ris.write(EVERY_TYPE)))) == len(EVERY_TYPE)


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(tabular.write(WORKS)), newline="")))
    assert list(rows[0]) == list(tabular.COLUMNS)
    assert rows[0]["authors"] == "Ada Example; Łukasz van der Test"
    assert (rows[0]["arxiv_id"], rows[0]["sections"], rows[0]["tags"], rows[0]["note"]) == (
        "2401.00001",
        "Trees",
        "glass",
        "",
    )
    assert (rows[3]["pages"], rows[3]["date"]) == ("031801", "2020-03-09")
    assert "".join(tabular.write([])).strip() == ",".join(tabular.COLUMNS)
    asked = list(csv.DictReader(io.StringIO("".join(tabular.write(WORKS, Options(note=True))), newline="")))
    assert asked[0]["note"] == "Read twice: 100%."


def test_jsonl() -> None:
    lines = "".join(jsonl.write(WORKS)).splitlines()
    told = [json.loads(line) for line in lines]
    assert [each["key"] for each in told] == [each.key for each in WORKS]
    assert told[1]["cited"] == "publication"
    assert told[1]["editions"][1]["evidence"] == "author"
    assert told[0]["listings"][0]["tags"] == ["glass"]
    assert told[0] == work_to_json(PREPRINT)


def test_a_line_of_json_is_one_line() -> None:
    each = work(
        "a", preprint(title="a\u2028b\u2029c\x85d\ne"), links=(WorkLink(url="https://x.org", kind=LinkKind.CODE),)
    )
    (line,) = jsonl.write([each])
    assert len(line.splitlines()) == 1
    assert json.loads(line)["editions"][0]["title"] == "a\u2028b\u2029c\x85d\ne"


def test_hayagriva() -> None:
    told = yaml.safe_load("".join(hayagriva.write([*WORKS, *EVERY_TYPE])))
    assert told["example2024trees"] == {
        "type": "article",
        "title": "Trees of Glass: A Study",
        "author": ["Example, Ada", {"name": "Test", "given-name": "Łukasz", "prefix": "van der"}],
        "date": "2024-01-01",
        "url": "https://arxiv.org/abs/2401.00001",
        "serial-number": {"doi": "10.48550/arXiv.2401.00001", "arxiv": "2401.00001"},
    }
    assert told["example2025glass"]["parent"]["type"] == "proceedings"
    assert told["atlas2020"]["page-range"] == "031801"
    assert told["atlas2020"]["author"][1] == {"name": "ATLAS Collaboration"}
    assert "".join(hayagriva.write([])) == "{}\n"


def test_what_looks_like_a_number_stays_text_in_yaml_1_2() -> None:
    text = "".join(hayagriva.write([ATLAS]))
    assert "page-range: '031801'" in text
    assert "volume: '125'" in text


@pytest.mark.parametrize("genre", Genre)
def test_every_genre_has_a_type(genre: Genre) -> None:
    for module in (csl, ris, hayagriva):
        assert genre in module._TYPES


@pytest.mark.parametrize("name", sorted(set(WRITERS) - {"text"}))
def test_every_format_takes_bare_works(name: str) -> None:
    bare = work("bare", edition(EditionKind.PREPRINT), listings=(listing(title=None, label="A Label"),))
    assert "A Label" in "".join(WRITERS[name]([bare]))


@pytest.mark.parametrize("name", sorted(set(WRITERS) - {"text", "jsonl"}))
def test_authors_are_complete_and_others_are_said(name: str) -> None:
    each = work("a", preprint(authors=(Name("Wei Li"), Name("Wei Li"), Name("et al.")), submitted=PartialDate(2020)))
    text = "".join(WRITERS[name]([each]))
    assert text.count("Li") == 2
    assert "others" in text or "et al." in text


def test_mathematics_is_text_outside_tex() -> None:
    each = work("a", preprint(title="$\\alpha$-Trees in $x^2$ with $\\frac{a}{b}$"))
    assert items([each])[0]["title"] == "α-Trees in x² with $\\frac{a}{b}$"
