"""`bibdb review` at a real terminal, and without one."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bibdb.cli.cells import width
from bibdb.cli.comparing import Case
from bibdb.db.settled import EntryRow
from bibdb.identifiers import Identifier, Scheme
from bibdb.ledger import Corrections
from bibdb.library import Library
from bibdb.matching import compare
from bibdb.sources import settings
from bibdb.values import EditionKind, Fields, Name, Query, Record, WorkType
from tests.cli.conftest import Bibdb
from tests.servers.server import Server, serving
from tests.servers.universe import Known, Repository, Universe

PAPERS = [
    Known("2401.00005", "Logic-LX: Unleashing Imaginary Lattices with Rules"),
    Known("2401.00006", "DELIB: Reasoning Makes Safer Imaginary Fields"),
]
LIST = """\
[Logic-LX](https://github.com/unak/Logic-LX)

[DELIB: Doing Something Else Without Any Lattice](https://fields.example/)
"""

# The services are local, and need no pauses between two requests.
IMPATIENT = """
from dataclasses import replace
from bibdb.cli import main
from bibdb.sources import settings
settings.SERVICES = {name: replace(service, delay=0.0) for name, service in settings.SERVICES.items()}
main()
"""


@pytest.fixture
def universe() -> Universe:
    return Universe(PAPERS, [Repository("unak/Logic-LX")])


@pytest.fixture
def server(universe: Universe) -> Iterator[Server]:
    with serving(universe) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, universe: Universe, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a list that was synced; the services are local."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    variables = {"semanticscholar": "S2", "githubraw": "GITHUB_RAW"}
    for name, url in universe.urls(server.url).items():
        monkeypatch.setenv(f"BIBDB_{variables.get(name, name.upper())}_URL", url)
    monkeypatch.setenv("BIBDB_ARXIV_DELAY", "0")
    eager = {name: replace(service, delay=0.0) for name, service in settings.SERVICES.items()}
    monkeypatch.setattr(settings, "SERVICES", eager)
    monkeypatch.setenv("BIBDB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "list.md").write_text(LIST)
    return tmp_path


Typed = Callable[[list[str]], tuple[str, int]]


@pytest.fixture
def at_terminal(folder: Path) -> Typed:
    """Run `bibdb review` at a terminal: each of the words is typed when a question stands there."""

    def run(words: list[str]) -> tuple[str, int]:
        ours, theirs = pty.openpty()
        command = [sys.executable, "-c", IMPATIENT, "review"]
        process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - Ctrl-C needs a terminal of one's own; no other thread runs Python
        )
        os.close(theirs)
        shown, answered, until = "", 0, time.monotonic() + 60
        while time.monotonic() < until:
            if not select.select([ours], [], [], 0.2)[0]:
                if process.poll() is not None:
                    break
                continue
            try:
                shown += os.read(ours, 4096).decode(errors="replace")
            except OSError:
                break
            if answered < len(words) and shown.count("[s] ") > answered:
                os.write(ours, words[answered].encode())
                answered += 1
        os.close(ours)
        return shown, process.wait(timeout=30)

    return run


def _own_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def decided(folder: Path) -> list[tuple[str, int, int]]:
    blocks = Corrections.load(folder / "seeds" / "corrections.toml").blocks
    return [(str(block.subject), len(block.same_as), len(block.not_same_as)) for block in blocks]


def test_decisions_are_written_and_honoured(folder: Path, bibdb: Bibdb, at_terminal: Typed) -> None:
    bibdb("sync")
    shown, code = at_terminal(["what\n", "1\n", "n\n"])
    assert code == 0, shown
    assert "'what' is none of the answers" in shown
    assert re.search(r"title +Logic-LX +Logic-LX: Unleashing", shown)
    assert re.search(r"is +github:unak/Logic-LX +arxiv:2401.00005", shown)
    assert [each[1:] for each in decided(folder)] == [(1, 0), (0, 1)]
    with Library(folder / "data.sqlite") as library:
        assert library.work("arxiv:2401.00005").listings[0].label == "Logic-LX"
    assert json.loads(bibdb("review", "--json").out) == []
    assert "0 open" in bibdb("review").err


def test_a_repository_can_be_called_code(folder: Path, bibdb: Bibdb, at_terminal: Typed) -> None:
    (folder / "seeds" / "list.md").write_text(f"[A](https://arxiv.org/abs/2401.00005)\n\n{LIST}")
    bibdb("sync")
    at_terminal(["c1\n", "q\n"])
    with Library(folder / "data.sqlite") as library:
        (kind, paper) = library.work("github:unak/Logic-LX").relations[0]
        assert (kind, library.work("arxiv:2401.00005").key) == ("code-of", paper)


@pytest.mark.parametrize(
    ("words", "code", "blocks"), [(["s\n", "q\n"], 0, 0), (["1\n", "\x03"], 130, 1), (["\x04"], 0, 0)]
)
def test_what_was_decided_before_stopping_stays(
    folder: Path, bibdb: Bibdb, at_terminal: Typed, words: list[str], code: int, blocks: int
) -> None:
    bibdb("sync")
    shown, ended = at_terminal(words)
    assert (ended, len(decided(folder))) == (code, blocks), shown
    assert "Traceback" not in shown
    assert sorted(each.name for each in (folder / "seeds").iterdir() if each.suffix == ".md") == ["list.md"]
    assert bibdb("sync").code == 0


def test_what_was_not_sought_is_told(folder: Path, bibdb: Bibdb) -> None:
    (folder / "seeds" / "corrections.toml").write_text('[["github:unak/Logic-LX"]]\nsame-as = 5\n')
    bibdb("sync", "--offline")
    told = bibdb("review", "--offline")
    assert told.out == ""
    assert told.err.splitlines() == [
        'seeds/corrections.toml:2: same-as must be an identifier in quotes, or a list of them: ["arxiv:2501.00001"]',
        "Not searched: arXiv, Semantic Scholar and Crossref were not asked.",
        "0 open; no candidate for 2 more that may be papers",
    ]


@pytest.mark.parametrize("room", [40, 79, 119])
def test_candidates_stand_side_by_side(room: int) -> None:
    matches = tuple(
        compare(Query("Lattices"), a_record(f"2401.0000{number}", f"Lattices of the {number}th kind 格子" * 3))
        for number in range(1, 6)
    )
    lines = Case(an_entry("Lattices"), "label:lattices", matches).side_by_side(room).splitlines()
    assert all(width(line) <= room for line in lines)
    assert lines[0] == "seeds/list.md:7"
    heads = [line.split() for line in lines if line.startswith("         your list")]
    assert [head[:2] for head in heads] == [["your", "list"]] * len(heads)
    assert [number for head in heads for number in head[2:]] == ["1", "2", "3", "4", "5"]
    assert len(heads) == {40: 5, 79: 3, 119: 2}[room]


def a_record(value: str, title: str) -> Record:
    return Record(
        identifier=Identifier(Scheme.ARXIV, value),
        source="arxiv",
        kind=EditionKind.PREPRINT,
        type=WorkType.PAPER,
        fields=Fields(title=title, authors=(Name("Ada Fabrica"),)),
        retrieved_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def an_entry(label: str) -> EntryRow:
    nothing = dict.fromkeys(("container", "title", "date", "venue", "key", "type", "fields", "work_key"))
    return EntryRow(
        id=1, document_id=1, document="seeds/list.md", position=0, section=(), line=7, end_line=7, label_end_line=7,
        label=label, authors=(), tags=(), note="", **nothing,
    )  # fmt: skip


def test_without_a_terminal_the_cases_are_listed(folder: Path, bibdb: Bibdb) -> None:
    bibdb("sync")
    told = json.loads(bibdb("review", "--json").out)
    assert [(each["line"], each["candidates"][0]["identifier"]) for each in told] == [
        (1, "arxiv:2401.00005"),
        (3, "arxiv:2401.00006"),
    ]
    assert told[0]["candidates"][0]["penalties"]["title"] > 0
    assert "arxiv:2401.00006" in bibdb("review", "--offline").out
    assert decided(folder) == []


def test_what_is_clear_is_decided_and_said(folder: Path, bibdb: Bibdb) -> None:
    (folder / "seeds" / "list.md").write_text(f"- (2024) {PAPERS[0].title}\n", encoding="utf-8")
    bibdb("sync")
    ran = bibdb("review")
    assert ran.out == ""
    assert "Changed (1):" in ran.err
    assert PAPERS[0].title in ran.err
    assert ran.err.endswith("0 open\n")
    assert "Changed" not in bibdb("review").err
