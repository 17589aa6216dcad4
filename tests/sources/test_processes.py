"""Two processes on one machine share arXiv's one connection and its clock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.servers.arxiv_server import ArxivServer, Paper
from tests.servers.server import serving

DELAY = 0.12
PROGRAM = """
import os, sys
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources import build
from bibdb.sources.http import Http
from bibdb.sources.settings import Settings
from bibdb.values import Found
first = int(sys.argv[1])
settings = Settings.from_environment(os.environ)
with Http(settings) as http:
    (arxiv,) = build(settings, http, ["arxiv"])
    papers = [Identifier(Scheme.ARXIV, f"2401.{number:05}") for number in range(first, first + 500)]
    print(sum(isinstance(outcome, Found) for outcome in arxiv.fetch(papers)))
"""


def test_a_thousand_ids_from_two_processes_are_ten_requests_apart(tmp_path: Path) -> None:
    with serving(ArxivServer(Paper)) as server:
        environ = {
            **os.environ,
            "BIBDB_ARXIV_URL": server.url,
            "BIBDB_ARXIV_DELAY": str(DELAY),
            "BIBDB_CACHE": str(tmp_path),
            "NO_PROXY": "127.0.0.1",
        }
        command = [sys.executable, "-c", PROGRAM]
        running = [
            subprocess.Popen([*command, first], env=environ, stdout=subprocess.PIPE, text=True)
            for first in ("1", "501")
        ]
        said = [process.communicate(timeout=60)[0].strip() for process in running]
        assert said == ["500", "500"]
        assert len(server.requests) == 10
        assert server.most_at_once == 1
        # The server's clock is not the clients'; it only has to agree with theirs to a few milliseconds.
        assert min(server.gaps) > DELAY - 0.005
