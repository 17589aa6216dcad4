"""`bibdb published`, `why`, `news` and `prune` as a person meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Bibdb, bibdb
from tests.home import Home
from tests.servers.server import Server, serving
from tests.servers.universe import Known, Universe

__all__ = ["bibdb"]

PAPERS = [
    Known("2401.00001", "On the imaginary lattice", comment="Accepted at ICLR 2025 (oral)"),
    Known("2401.00002", "Measuring nothing by other means", authors=("Béla Nincs",)),
]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Universe(PAPERS)) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    made = Home(tmp_path, Universe(PAPERS).urls(server.url))
    labels = ("(2024; NeurIPS 2024)", "(2024)")
    made.write(
        "".join(
            f"[{label} {each.title}](https://arxiv.org/abs/{each.arxiv})\n\n"
            for label, each in zip(labels, PAPERS, strict=True)
        )
    )
    made.sync(["arxiv"])
    return made


def test_the_claim_of_the_list_stands_beside_what_is_known(home: Home, bibdb: Bibdb) -> None:
    ran = bibdb("published", "--offline")
    assert ran.code == 0
    assert "NeurIPS 2024 (differs)" in ran.out
    first, second = json.loads(bibdb("published", "--offline", "--json").out)
    assert (first["state"], first["venue"], first["evidence"]) == ("published", "ICLR 2025", "author")
    assert (second["state"], second["venue"], second["agreement"]) == ("not asked", None, None)


def test_an_unknown_citation_is_told_with_its_place_and_the_nearest_key(home: Home, bibdb: Bibdb) -> None:
    Path("paper.tex").write_text("\\cite{fabrica2024imaginary}\n\n\\citep{fabrica2024imaginry}\n")
    ran = bibdb("--quiet", "published", "--offline", "--cited-in", "paper.tex", "--json")
    assert ran.code == 1
    assert [each["key"] for each in json.loads(ran.out)] == ["fabrica2024imaginary"]
    assert ran.err.startswith("paper.tex:3: ")
    assert "fabrica2024imaginary" in ran.err
    Path("paper.tex").write_text("\\cite{fabrica2024imaginary}\n")
    assert bibdb("published", "--offline", "--cited-in", "paper.tex").code == 0


def test_all_is_cited_by_a_star(home: Home, bibdb: Bibdb) -> None:
    Path("paper.tex").write_text("\\nocite{*}\n")
    assert len(json.loads(bibdb("published", "--offline", "--cited-in", "paper.tex", "--json").out)) == len(PAPERS)
    Path("paper.tex").write_text("nothing\n")
    ran = bibdb("published", "--offline", "--cited-in", "paper.tex")
    assert (ran.code, ran.out) == (0, "")
    assert "No works." in ran.err


def test_what_is_published_comes_first_and_is_summed_up(home: Home, bibdb: Bibdb) -> None:
    ran = bibdb("published", "--offline")
    _, _, first, second = ran.out.splitlines()
    assert first.split("  ")[0] == "fabrica2024imaginary"
    assert first.endswith("https://arxiv.org/abs/2401.00001")  # the authors say so there
    assert second.split() == ["nincs2024measuring", "not", "asked"]
    assert "Works: 2 (published 1, not asked 1, not where the list says 1)." in ran.err


@pytest.mark.parametrize(("columns", "widest"), [(50, 50), (80, 80), (140, 140)])
def test_no_address_is_cut(
    home: Home, bibdb: Bibdb, monkeypatch: pytest.MonkeyPatch, columns: int, widest: int
) -> None:
    monkeypatch.setattr("bibdb.cli.output.to_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    out = bibdb("published", "--offline").out
    assert max(map(len, out.splitlines())) <= widest
    assert "https://arxiv.org/abs/2401.00001\n" in out
    assert "…" not in out


def test_works_can_be_named(home: Home, bibdb: Bibdb) -> None:
    told = json.loads(bibdb("published", "arxiv:2401.00002", "--offline", "--json").out)
    assert [each["title"] for each in told] == [PAPERS[1].title]
    assert bibdb("published", "nobody2020", "--offline").code == 3


def test_why_tells_a_person(home: Home, bibdb: Bibdb) -> None:
    ran = bibdb("why", "arxiv:2401.00001", "authors")
    assert "  → Ada Fabrica, Béla Nincs\n        arxiv, 20" in ran.out
    assert bibdb("why", "arxiv:2401.00001", "volume").out == "Nobody says anything of volume.\n"
    assert bibdb("why", "arxiv:2401.00001", "titel").code == 3
    winners = [each for each in json.loads(bibdb("why", "arxiv:2401.00001", "--json").out) if each["wins"]]
    assert len({(each["edition"], each["field"]) for each in winners}) == len(winners)


def test_why_fits_a_narrow_terminal(home: Home, bibdb: Bibdb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibdb.cli.output.to_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    lines = bibdb("why", "arxiv:2401.00001").out.splitlines()
    assert max(map(len, lines)) <= 40
    assert {"Preprint", "  title", "  primary_category"} <= set(lines)
    assert not any("…" in line for line in lines)


def test_news_and_prune(home: Home, bibdb: Bibdb) -> None:
    assert bibdb("news").out.count("added") == 2
    assert bibdb("news", "--since", "2999-01-01").out.startswith("Nothing new since 2999-01-01; ")
    assert bibdb("news", "--since", "2999-01-01", "--json").out == "[]\n"
    home.write(f"[A](https://arxiv.org/abs/{PAPERS[0].arxiv})\n")
    home.sync(["arxiv"])
    assert bibdb("prune", "--dry-run").out == bibdb("prune").out == "nincs2024measuring\n"
    assert bibdb("prune").out == ""
    assert home.rows("select count(*) from papers") == [(1,)]


@pytest.mark.parametrize(
    ("since", "known"),
    [
        ("2026-01-31", True), ("2026-01-31T10:00", True), ("2026-01-31T10:00+02:00", True), ("20260131", True),
        ("2026", True), ("2026-01", True), ("7d", True), ("14 days", True), ("2W", True), ("2026-W05", True),
        ("soon", False), ("", False), ("31.1.2026", False), ("2026-13-01", False), ("2026-13", False),
        ("2026-01-31T25:00", False), ("0001-01-01T00:00+05:00", False), ("9999-12-31T23:59-05:00", False),
        ("7", False), ("-7d", False), ("99999d", False),
    ],
)  # fmt: skip
def test_since_when(home: Home, bibdb: Bibdb, since: str, known: bool) -> None:
    ran = bibdb("news", f"--since={since}", "--json")
    assert (ran.code, bool(ran.out), "2026-01-31" in ran.err) == ((0, True, False) if known else (2, False, True))
