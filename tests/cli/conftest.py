"""The command line as a person meets it: words in, two streams and an exit code out."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bibdb.cli import main
from tests.cli.seeds import make
from tests.db.samples import fill


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command answered, said, and returned."""

    out: str
    err: str
    code: int


Bibdb = Callable[..., Ran]


@pytest.fixture(scope="session")
def _collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("collection") / "data.sqlite"
    fill(path)
    return path


@pytest.fixture
def collection(_collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample collection, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    return Path(shutil.copyfile(_collection, tmp_path / "data.sqlite"))


@pytest.fixture
def bibdb(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bibdb:
    """Run `bibdb WORDS…`."""

    def run(*words: str, stdin: str | bytes = b"") -> Ran:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["bibdb", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        with pytest.raises(SystemExit) as left:
            main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        code = left.value.code
        return Ran(captured.out, captured.err, code if isinstance(code, int) else int(code is not None))

    return run


@pytest.fixture(scope="session")
def _seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeded")
    ran = make(folder)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    (folder / "summary.txt").write_text(ran.stderr, encoding="utf-8")
    return folder


@pytest.fixture
def seeded(_seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with this project's lists and their collection, which is the working directory."""
    folder = Path(shutil.copytree(_seeded, tmp_path / "seeded"))
    monkeypatch.chdir(folder)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    monkeypatch.setenv("BIBDB_CACHE", str(folder / "cache"))
    return folder
