"""What only shows in a process of its own: what is imported, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli import seeds

HEAVY = {
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "pydantic",
    "requests",
    "urllib3",
    "httpx",
    "socket",
    "ssl",
    "http",
    "lxml",
    "rich",
    "bibtexparser",
    "tenacity",
    "arxiv",
    "yaml",
    "jinja2",
    "rapidfuzz",
}

PROBE = """
import json, sys
from bibdb.cli import main
try:
    main()
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""
PLAIN = "from bibdb.cli import main; main()"
ROOT = Path(__file__).parents[2]
ENVIRON = {**os.environ, "PYTHONPATH": str(ROOT)}


# What writes BibTeX is bibtexparser.
NEEDED = {"bibtex": {"bibtexparser"}}


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["export", "--help"],
        ["export", "bibtex"],
        ["export", "records"],
        ["list"],
        ["list", "--json"],
        ["show", "los2030lists"],
        ["search", "lists"],
        ["sql", "select key from papers"],
        ["status"],
        ["id", "1706.03762"],
    ],
    ids=" ".join,
)
def test_reading_commands_import_nothing_heavy(words: list[str], collection: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        env=ENVIRON,
        cwd=collection.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = set(json.loads(ran.stderr.splitlines()[-1]))
    assert ran.returncode == 0
    assert not loaded & HEAVY - NEEDED.get(words[-1], set())


def test_a_reader_that_goes_away_is_no_error(collection: Path) -> None:
    query = "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) select i from n"
    with subprocess.Popen(
        [sys.executable, "-c", PLAIN, "sql", "-f", "csv", query],
        env=ENVIRON,
        cwd=collection.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_ctrl_c_ends_a_query(collection: Path) -> None:
    query = "with recursive n(i) as (select 1 union all select i + 1 from n) select sum(i) from n union all select 1"
    script = "import sys; from bibdb.cli import main; print('on', file=sys.stderr, flush=True); main()"
    with subprocess.Popen(
        [sys.executable, "-c", script, "sql", query],
        env=ENVIRON,
        cwd=collection.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        process.stderr.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(60) == 130
        finally:
            process.kill()
        assert process.stderr.read().strip() == b""


def test_a_sync_that_is_killed_is_taken_up_again(seeded: Path) -> None:
    query = ["sql", "--json", "select * from papers order by key"]
    before, ledger = seeds.bibdb(seeded, *query).stdout, (seeded / "seeds" / "keys.toml").read_bytes()
    (seeded / "data.sqlite").unlink()
    (seeded / "seeds" / "keys.toml").unlink()
    with subprocess.Popen(
        [*seeds.PROGRAM, "sync", "--offline"], cwd=seeded, env=seeds.environ(seeded), stderr=subprocess.DEVNULL
    ) as process:
        while not (seeded / "data.sqlite").exists() and process.poll() is None:
            time.sleep(0.01)
        process.kill()
    again = seeds.bibdb(seeded, "sync", "--offline")
    assert (again.returncode, "Traceback" in again.stderr) == (0, False)
    assert seeds.bibdb(seeded, *query).stdout == before
    assert (seeded / "seeds" / "keys.toml").read_bytes() == ledger
    assert sorted(path.name for path in seeded.iterdir() if path.name.startswith("data.sqlite")) == ["data.sqlite"]
