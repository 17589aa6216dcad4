"""The whole way, as a person goes it: this project's lists, from the first sync to what is exported."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import bibtexparser.entrypoint
import pytest
from bibtexparser.middlewares import NormalizeFieldKeys, SeparateCoAuthors, SplitNameParts
from pybtex.database import parse_string

from bibdb.identifiers import Scheme
from bibdb.library import Library, Order, Selection
from bibdb.readers import read
from bibdb.text import fold
from bibdb.values import Work
from bibdb.writers.tex import plain
from tests.cli.conftest import Bibdb
from tests.cli.seeds import ROOT
from tests.servers.arxiv_server import ArxivServer, Paper
from tests.servers.server import serving

SEED = "000_a4144f2fe8f086f8.txt"


def digests(folder: Path) -> dict[str, str]:
    """Digest every file but those of the cache."""
    files = (path for path in folder.rglob("*") if path.is_file() and "cache" not in path.parts)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_first_sync_tells_what_was_read(seeded: Path) -> None:
    said = (seeded / "summary.txt").read_text(encoding="utf-8").splitlines()
    assert said[0] == "Read 2 documents: 129 entries, 164 links."
    assert said[1] == "Works: 125 (125 new, 0 updated, 0 unchanged)."
    assert f"  seeds/{SEED}:547 (README.md:351): “Jue” is no month: only the year of “2025 Jue” was read" in said
    assert "Listed more than once (7):" in said
    assert f"  ji2025first: seeds/{SEED}:539 (README.md:343), seeds/{SEED}:661 (README.md:465)" in said
    assert (seeded / "seeds" / "keys.toml").read_bytes() == (ROOT / "seeds" / "keys.toml").read_bytes()


@pytest.mark.parametrize("words", [(), ("--dry-run",), ("--refresh",), ("--source", "snapshot"), ("--from", "uithub")])
def test_a_second_sync_writes_nothing(words: tuple[str, ...], bibdb: Bibdb, seeded: Path) -> None:
    before = digests(seeded)
    ran = bibdb("sync", "--offline", *words)
    assert (ran.code, ran.out) == (0, "")
    assert "Works: 125 (0 new, 0 updated, 125 unchanged)." in ran.err
    assert digests(seeded) == before


def test_a_dry_run_into_nothing_makes_nothing(bibdb: Bibdb, seeded: Path) -> None:
    (seeded / "data.sqlite").unlink()
    (seeded / "seeds" / "keys.toml").unlink()
    before = digests(seeded)
    ran = bibdb("sync", "--dry-run", "--json")
    assert json.loads(ran.out)["works_new"] == 125
    assert (ran.code, digests(seeded)) == (0, before)


def test_sync_judges_speaks_json_and_keeps_quiet(bibdb: Bibdb, seeded: Path) -> None:
    ran = bibdb("sync", "--offline", "--json", "--strict")
    told = json.loads(ran.out)
    assert (ran.code, ran.err) == (1, "")
    assert (told["documents"], told["entries"], told["links"], told["works"]) == (2, 129, 164, 125)
    assert len(told["unresolved"]) == 3
    quiet = bibdb("sync", "--offline", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_list_and_show(bibdb: Bibdb, seeded: Path) -> None:
    section = bibdb("list", "--section", "test-time scaling", "--author", "candes")
    assert [line.split()[0] for line in section.out.splitlines()[2:]] == ["muennighoff2025s1"]
    for name in ("muennighoff2025s1", "arXiv:2501.19393v2", "https://www.alphaxiv.org/abs/2501.19393"):
        shown = bibdb("show", name).out
        assert shown.startswith("s1: Simple test-time scaling\nNiklas Muennighoff, ")
    place = re.search(rf"^Listed in seeds/{SEED}:(\d+) \(README\.md:205\)$", shown, re.MULTILINE)
    assert place is not None
    line = (seeded / "seeds" / SEED).read_text(encoding="utf-8").splitlines()[int(place[1]) - 1]
    assert "s1: Simple test-time scaling" in line


def test_sql_says_the_same_in_all_formats(bibdb: Bibdb, seeded: Path) -> None:
    query = "select key, title, year from papers order by issued desc limit 5"
    rows = [list(row.values()) for row in json.loads(bibdb("sql", query, "--json").out)]
    in_csv = list(csv.reader(io.StringIO(bibdb("sql", query, "-f", "csv").out)))
    in_markdown = [line.strip("| \n").split(" | ") for line in bibdb("sql", query, "-f", "markdown").out.splitlines()]
    in_table = [re.split(" {2,}", line) for line in bibdb("sql", query).out.splitlines()]
    texts = [[str(value) for value in row] for row in rows]
    assert len(rows) == 5
    assert (
        in_csv == in_table[:1] + in_table[2:] == in_markdown[:1] + in_markdown[2:] == [["key", "title", "year"], *texts]
    )


def test_preprint_facts_stand_beside_a_cited_publication(bibdb: Bibdb, seeded: Path) -> None:
    query = "select * from papers where venue is not null"
    papers = json.loads(bibdb("sql", query, "--json").out)
    assert len(papers) >= 15
    for paper in papers:
        assert paper["arxiv_id"]
        assert paper["version"]
        assert paper["primary_category"]
        assert paper["submitted"]
        assert paper["issued"] >= paper["submitted"][:4]
        assert len(paper["venue"]) < 10


def works_of(folder: Path) -> dict[str, Work]:
    with Library(folder / "data.sqlite") as library:
        return {work.key: work for work in library.works(Selection(order=Order.KEY))}


class Said(NamedTuple):
    """What a bibliography says of a work."""

    title: str
    families: list[str]
    others: list[str | None]

    @classmethod
    def of(cls, families: list[list[str]], fields: Mapping[str, str]) -> Said:
        names = [fold(plain(" ".join(parts))) for parts in families]
        return cls(fold(plain(fields["title"])), names, [fields.get(name) for name in ("year", "eprint", "doi", "url")])


def by_bibtexparser(text: str) -> dict[str, Said]:
    middleware = [NormalizeFieldKeys(), SeparateCoAuthors(), SplitNameParts()]
    library = bibtexparser.entrypoint.parse_string(text, append_middleware=middleware)
    assert not library.failed_blocks
    fields = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    return {
        key: Said.of([[*name.von, *name.last] for name in told.get("author", [])], told) for key, told in fields.items()
    }


def by_pybtex(text: str) -> dict[str, Said]:
    entries = parse_string(text, "bibtex").entries
    return {
        key: Said.of([[*name.prelast_names, *name.last_names] for name in each.persons.get("author", [])], each.fields)
        for key, each in entries.items()
    }


def test_bibtex_is_read_back_to_the_same_facts(bibdb: Bibdb, seeded: Path) -> None:
    text = bibdb("export", "bibtex", "--all").out
    works, read_back = works_of(seeded), by_pybtex(text)
    assert read_back == by_bibtexparser(text)
    assert read_back.keys() == works.keys()
    for key, said in read_back.items():
        cited, known = works[key].cited, works[key].identifier(Scheme.ARXIV)
        assert said.title == fold(plain(cited.title or ""))
        assert len(said.families) == len(cited.authors or ())
        assert said.others[:2] == [str(cited.issued.year) if cited.issued else None, known.value if known else None]


def test_the_lists_come_back_byte_for_byte(bibdb: Bibdb, seeded: Path) -> None:
    assert bibdb("export", "markdown", "--no-facts", "-o", "back").code == 0
    path = ROOT / "seeds" / SEED
    documents = list(read(path.read_bytes(), path))
    given = {file.name: file.read_bytes() for file in (seeded / "back").rglob("*.md")}
    assert given == {
        Path(document.path).name: document.content for document in documents if document.path.endswith(".md")
    }


def test_status_and_prune(bibdb: Bibdb, seeded: Path) -> None:
    assert json.loads(bibdb("status", "--json").out)["works"] == 125
    assert bibdb("prune").code == 0
    assert json.loads(bibdb("status", "--json").out)["works"] == 125
    shutil.rmtree(seeded / "seeds")
    (seeded / "seeds").mkdir()
    (seeded / "seeds" / "short.md").write_text("- [s1](https://arxiv.org/abs/2501.19393)\n", encoding="utf-8")
    said = bibdb("sync", "--offline").err
    assert "124 no longer listed (`bibdb prune` removes them)" in said
    assert len(json.loads(bibdb("list", "--unlisted", "--json").out)) == 124
    assert bibdb("prune").code == 0
    assert [work["key"] for work in json.loads(bibdb("list", "--json").out)] == ["muennighoff2025s1"]


def everything(bibdb: Bibdb) -> list[object]:
    """Give all that the views of facts hold."""
    queries = ("select * from claims order by key, edition, field, source", "select * from papers order by key")
    return [json.loads(bibdb("sql", query, "--json").out) for query in queries]


def test_records_are_a_snapshot(bibdb: Bibdb, seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(ArxivServer(Paper)) as server:
        monkeypatch.setenv("BIBDB_ARXIV_URL", server.url)
        monkeypatch.setenv("BIBDB_ARXIV_DELAY", "0")
        said = bibdb("sync", "--source", "snapshot", "--source", "arxiv", "--source", "local").err
    assert "arxiv for 88 identifiers in 1 request" in said
    before = everything(bibdb)
    (counted,) = json.loads(bibdb("sql", "select count(abstract) as abstracts from papers", "--json").out)
    assert counted["abstracts"] == 88
    ran = bibdb("export", "records", "-o", str(tmp_path / "records.jsonl"))
    assert (ran.code, ran.out, ran.err) == (0, "", "88 records written\n")
    for path in (*(seeded / "snapshots").iterdir(), seeded / "data.sqlite"):
        path.unlink()
    shutil.move(tmp_path / "records.jsonl", seeded / "snapshots")
    assert "Works: 125 (125 new, 0 updated, 0 unchanged)." in bibdb("sync", "--offline").err
    assert everything(bibdb) == before
