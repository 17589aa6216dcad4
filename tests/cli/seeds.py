"""The project's own lists, synced offline by the command itself in a folder that tests copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-P", "-c", "from bibdb.cli import main; main()")


def environ(folder: Path) -> dict[str, str]:
    """Give a process an environment in which nothing of the person's own counts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIBDB_")}
    return {**kept, "PYTHONPATH": str(ROOT), "BIBDB_CACHE": str(folder / "cache")}


def bibdb(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `bibdb WORDS…` in a process of its own."""
    return subprocess.run(
        [*PROGRAM, *words], cwd=folder, env=environ(folder), capture_output=True, text=True, check=False
    )


def make(folder: Path) -> subprocess.CompletedProcess[str]:
    """Copy the lists and snapshots of this project into a folder, and sync them there offline."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "snapshots", folder / "snapshots")
    return bibdb(folder, "sync", "--offline")
