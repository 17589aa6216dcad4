"""Snapshots at the command line: a collection goes out as records and comes back, and what is broken is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bibdb.library import Library
from tests.cli.conftest import Bibdb
from tests.servers.server import Reply, Request, Server, serving
from tests.servers.services import DATA_DOI, NOTE, SUBMISSION, World
from tests.servers.universe import Known, Repository, Universe

LATTICE = Known(
    "2401.00001", "On the imaginary lattice", doi="10.5555/l.1", venue="Proc", arxiv_names_doi=True, retracted=True
)
WITHDRAWN = Known("2401.00002", "Measures of emptiness in boxes", versions=2, comment="This paper has been withdrawn")
FOUND = Known("2401.00003", "Found by nothing but its title in a search", comment="Accepted at ICLR 2025")
JOINED = Known("2401.00004", "Joined works of a divided nature", doi="10.5555/g.1", venue="Journal of Joints")
MENDED = Known("2401.00005", "Another paper, under correction")
ENGINE = Known("2401.00006", "Mysterious engines of distributed nothingness", authors=("Owner Engine",))
LIST = f"""\
(2024 Jan) {FOUND.title}

[(2024) {LATTICE.title}](https://arxiv.org/abs/2401.00001)

[(2024) {WITHDRAWN.title}](https://arxiv.org/abs/2401.00002)

[(2024) {JOINED.title}](https://arxiv.org/abs/2401.00004)

[(2025) As printed](https://doi.org/10.5555/g.1)

[(2024) {MENDED.title}](https://arxiv.org/abs/2401.00005)

[{ENGINE.title}](https://github.com/owner/engine)

[(2099) A submission](https://openreview.net/forum?id={SUBMISSION})

[(2024) Lattice, the program](https://github.com/fabrica/lattice)

[(2024) Lattices, the data](https://doi.org/{DATA_DOI})
"""
CORRECTIONS = """\
[["arxiv:2401.00004"]]
same-as = ["doi:10.5555/g.1"]

[["arxiv:2401.00005"]]
title = "Mended"
volume = "7"
"""
VIEWS = ("papers", "reading_list", "authors", "links", "claims")


class Services(Universe):
    """A universe with a data set, and a submission that is decided between two runs."""

    decided = False

    def _openreview(self, path: str, request: Request) -> Reply:
        if request.query.get("id") != SUBMISSION:
            return super()._openreview(path, request)
        waiting = {
            "venue": {"value": "Submitted to ICIL 2099"},
            "venueid": {"value": "ICIL.cc/2099/Conference/Submission"},
        }
        note = NOTE if self.decided else {**NOTE, "content": {**NOTE["content"], **waiting}}
        return Reply(200, json.dumps({"notes": [note], "count": 1}).encode(), {"Content-Type": "application/json"})

    def _datacite(self, path: str, request: Request) -> Reply:
        return World._datacite(self, path, request) if DATA_DOI in path else super()._datacite(path, request)


SERVICES = Services(
    [LATTICE, WITHDRAWN, FOUND, JOINED, MENDED, ENGINE],
    [Repository("fabrica/lattice", about="Code"), Repository("owner/engine", about=ENGINE.title)],
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(SERVICES) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder beside services that all answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    monkeypatch.setenv("BIBDB_CACHE", str(tmp_path / "cache"))
    for name, url in SERVICES.urls(server.url).items():
        monkeypatch.setenv(f"BIBDB_{name.upper()}_URL", url)
        monkeypatch.setenv(f"BIBDB_{name.upper()}_DELAY", "0")
    (tmp_path / "seeds").mkdir()
    return tmp_path


def seen(folder: Path) -> dict[str, list[tuple[str, ...]]]:
    """Give what the views show."""
    with Library(folder / "data.sqlite") as library:
        return {
            view: sorted(tuple(map(str, row)) for row in library.sql(f"select * from {view}").rows) for view in VIEWS
        }


def test_a_collection_goes_out_as_records_and_comes_back(folder: Path, server: Server, bibdb: Bibdb) -> None:
    (folder / "seeds" / "list.md").write_text(LIST)
    (folder / "seeds" / "corrections.toml").write_text(CORRECTIONS)
    SERVICES.decided = False
    bibdb("sync", "--search")
    SERVICES.decided = True
    bibdb("sync", "--refresh", "--max-age", "0")
    before, keys = seen(folder), (folder / "seeds" / "keys.toml").read_text()
    kinds = {(kind, source) for _, kind, *_, source, _, _ in before["claims"]}
    assert {("preprint", "openreview"), ("publication", "openreview"), ("publication", "datacite")} <= kinds
    (folder / "snapshots").mkdir()
    bibdb("export", "records", "--output", "snapshots/records.jsonl")
    (folder / "data.sqlite").unlink()
    server.clear()
    assert bibdb("sync", "--offline").code == 0
    assert seen(folder) == before
    assert (folder / "seeds" / "keys.toml").read_text() == keys
    assert server.requests == []


def test_what_cannot_be_read_of_a_snapshot_is_told_and_stops_nobody(folder: Path, server: Server, bibdb: Bibdb) -> None:
    (folder / "seeds" / "list.md").write_text(f"[(2024) {MENDED.title}](https://arxiv.org/abs/2401.00005)\n")
    (folder / "some.jsonl").write_text('{"scheme": "arxiv", "value": "2401.00005", "source"\n')
    (folder / "bibdb.toml").write_text('snapshots = ["some.jsonl", "none.jsonl"]\n')
    told = (
        "Look at (2):",
        "  some.jsonl:1: the line is no record: Expecting ':' delimiter, column 52",
        "  none.jsonl: the snapshot cannot be read: no such file or directory",
    )
    offline = bibdb("sync", "--offline")
    assert (offline.code, offline.err.splitlines()[-3:]) == (0, list(told))
    assert server.requests == []
    online = bibdb("sync", "--json")
    assert json.loads(online.out)["unresolved"] == []
    assert [each["rule"] for each in json.loads(online.out)["findings"]] == ["snapshot-line", "snapshot-unreadable"]
    assert bibdb("list").out.count("another") == 1
