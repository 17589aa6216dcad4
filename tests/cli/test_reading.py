"""`list`, `show`, `search` and `status` on the sample collection."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bibdb.sources.cooldowns import CoolDowns
from tests.cli.conftest import Bibdb


def test_list(bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb("list")
    assert ran.out.splitlines() == [
        "key           year  authors                 title",
        "------------  ----  ----------------------  ----------------------",
        "los2030lists  2031  Łoś and The List Group  On Lists",
        "lists                                       lists",
        "own1                                        A title without a link",
    ]
    assert ran.err == "3 works\n"


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["--section", "long"], ["own1"]),
        (["--tag", "paper collection"], ["lists"]),
        (["--year", "2031"], ["los2030lists"]),
        (["-y", "2025-2030"], []),
        (["--author", "los"], ["los2030lists"]),
        (["--category", "cs"], ["los2030lists"]),
        (["--type", "software"], ["lists"]),
        (["--resolution", "label"], ["own1"]),
        (["naive"], ["los2030lists"]),
        (["--sort", "key"], ["lists", "los2030lists", "own1"]),
        (["--sort", "issued", "--type", "paper"], ["los2030lists", "own1"]),
        (["--unlisted"], []),
    ],
)
def test_list_filters(words: list[str], keys: list[str], bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb("list", "--json", *words)
    assert [work["key"] for work in json.loads(ran.out)] == keys
    assert [line.split()[0] for line in bibdb("list", *words).out.splitlines()[2:]] == keys


def test_a_filter_that_fits_nothing_is_a_slip(bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb("list", "--section", "Paper's")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "bibdb: --section: nothing is called Paper's; the nearest are Papers\n"
    assert bibdb("list", "--author", "Nobody", "--json").code == 2


@pytest.mark.parametrize(
    "name", ["los2030lists", "lists-old", "arXiv:3001.00001v1", "https://doi.org/10.1234/LISTS", "LOS2030lists"]
)
def test_show_by_any_name(name: str, bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb("show", name)
    assert ran.code == 0
    assert ran.out.startswith("On Lists\nZażółć Łoś, The List Group\n")


def test_show_tells_everything(bibdb: Bibdb, collection: Path) -> None:
    out = bibdb("show", "los2030lists").out
    for expected in [
        r"^Aliases +lists-old$",
        r"^arxiv +3001\.00001 \(https://arxiv\.org/abs/3001\.00001\)$",
        r"^doi +10\.1234/lists \(https://doi\.org/10\.1234/lists\)$",
        r"^Publication, cited, said by the publisher \(from crossref\)$",
        r"^  Editors +Ed Itor$",
        r"^  In +Proceedings of the List Conference$",
        r"^  Issued +2031-07$",
        r"^Preprint \(from arxiv\)$",
        r"^  Title +On Łists$",
        r"^  Categories +cs\.DL, cs\.IR$",
        r"^  Abstract +We study lists that people keep, and find that naïve lists outlive clever ones\.$",
        r"^  video +https://example\.org/talk \(talk\)$",
        r"^Listed in seeds/dump\.txt:13 \(README\.md:3\)$",
        r"^  Section +Papers$",
        r"^    - the \*first\* one$",
    ]:
        assert re.search(expected, out, re.MULTILINE), expected
    assert "code-of" in bibdb("show", "lists").out


def test_show_several_as_json(bibdb: Bibdb, collection: Path) -> None:
    works = json.loads(bibdb("show", "own1", "lists", "--json").out)
    assert [work["key"] for work in works] == ["own1", "lists"]
    assert works[1]["listings"][0]["line"] == 7


def test_show_what_is_not_there(bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb("show", "los2030list")
    assert (ran.code, ran.out) == (3, "")
    assert "los2030lists" in ran.err


def test_no_control_character_reaches_the_terminal(bibdb: Bibdb, collection: Path) -> None:
    with sqlite3.connect(collection) as connection:
        connection.execute("UPDATE edition SET title = 'On \x1b[31mL\u202eists\x07'")
        connection.execute("UPDATE entry SET note = 'a\x1b]0;x\x07b', label = '\u202elabel'")
    connection.close()
    for words in [
        ["list"],
        ["show", "los2030lists"],
        ["sql", "select title, note from papers join reading_list using (key)"],
    ]:
        for form in ([], ["--json"]):
            out = bibdb(*words, *form).out
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)


def test_search(bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb("search", "naive")
    assert ran.out.splitlines()[:2] == ["los2030lists  2031, Zażółć Łoś; The List Group", "  On Lists"]
    assert "naïve lists" in ran.out
    hits = json.loads(bibdb("search", "naive", "--json").out)
    assert [hit["key"] for hit in hits] == ["los2030lists"]
    start, end = hits[0]["marks"][0]
    assert hits[0]["snippet"][start:end] == "naïve"


def test_search_for_nothing(bibdb: Bibdb, collection: Path) -> None:
    ran = bibdb("search", "zebra")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing holds all of: zebra\n")


def test_status_says_who_is_left_in_peace(
    bibdb: Bibdb, collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIBDB_CACHE", str(tmp_path))
    assert "Silent" not in bibdb("status").out
    until = CoolDowns(tmp_path).start("arxiv", "arXiv denied the request (status 403)", datetime.now(UTC), 900).until
    out = bibdb("status").out
    assert f"denied the request (status 403); it is left in peace until {until:%Y-%m-%d %H:%M} UTC" in out
    assert "BIBDB_COOL_DOWN=0" in out
    told = json.loads(bibdb("status", "--json").out)["left_in_peace"]
    assert told == [{"reason": "arXiv denied the request (status 403)", "until": until.isoformat()}]
    monkeypatch.setenv("BIBDB_ARXIV_URL", "http://127.0.0.1:9")
    assert "Silent" not in bibdb("status").out


def test_status(bibdb: Bibdb, collection: Path) -> None:
    out = bibdb("status").out
    assert out.startswith("data.sqlite: last changed by a sync 2030-05-01 12:00 UTC\n")
    assert re.search(r"^Lists +1  with 3 entries and 4 links$", out, re.MULTILINE)
    assert re.search(r"^Works +3  paper 2, software 1$", out, re.MULTILINE)
    assert re.search(r"^  partial +1  known", out, re.MULTILINE)
    data = json.loads(bibdb("status", "--json").out)
    assert (data["works"], data["types"], data["records"]) == (3, {"paper": 2, "software": 1}, {"arxiv": 1})
