"""A person's own bibliography, synced where no source says more, is exported as it came in: field for field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import bibtexparser.entrypoint
import pytest

from bibdb.library import Library
from bibdb.values import Work
from bibdb.writers import biblatex, bibtex, csl, ris
from bibdb.writers.reference import Options
from tests.home import Home

HERE = Path(__file__).parent


def synced(folder: Path, name: str) -> list[Work]:
    """Sync one file, offline, and give its works."""
    home = Home(folder, {})
    home.write((HERE / name).read_text("utf-8"), name)
    home.sync(offline=True)
    with Library(home.database) as library:
        return list(library.works())


def entries(text: str) -> dict[str, dict[str, str]]:
    """Give what a `.bib` says: each entry's type and fields by its key."""
    library = bibtexparser.entrypoint.parse_string(text)
    assert not library.failed_blocks
    return {
        entry.key: {"@": entry.entry_type} | {field.key.lower(): field.value for field in entry.fields}
        for entry in library.entries
    }


@pytest.mark.parametrize(("name", "write"), [("bibtex.bib", bibtex.write), ("biblatex.bib", biblatex.write)])
def test_bibliographies(name: str, write: object, tmp_path: Path) -> None:
    assert callable(write)
    written = entries("".join(write(synced(tmp_path, name), Options(note=True))))
    own = entries((HERE / name).read_text("utf-8"))
    assert written.keys() == own.keys()
    for key, entry in own.items():
        assert written[key] == entry


def test_csl_json(tmp_path: Path) -> None:
    def items(text: str) -> dict[str, dict[str, Any]]:
        return {item["id"]: item for item in json.loads(text)}

    written = items("".join(csl.write(synced(tmp_path, "csl.json"))))
    own = items((HERE / "csl.json").read_text("utf-8"))
    assert written.keys() == own.keys()
    for key, item in own.items():
        assert written[key] == item


def test_ris(tmp_path: Path) -> None:
    def records(text: str) -> dict[str, list[str]]:
        found = [sorted(record.splitlines()) for record in text.replace("\r", "").split("\n\n") if record.strip()]
        return {next(line for line in record if line.startswith("ID")): record for record in found}

    written = records("".join(ris.write(synced(tmp_path, "references.ris"))))
    own = records((HERE / "references.ris").read_text("utf-8"))
    assert written.keys() == own.keys()
    for key, record in own.items():
        assert written[key] == record
