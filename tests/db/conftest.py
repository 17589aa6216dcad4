"""Databases for tests: made by the migrations, once, then copied."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import Session

from bibdb.db.engine import writing
from bibdb.db.schema import prepare
from tests.db.samples import fill


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "data.sqlite"
    prepare(path)
    return path


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "data.sqlite"
    fill(path)
    return path


@pytest.fixture
def empty(_empty: Path, tmp_path: Path) -> Path:
    """A database without rows."""
    return Path(shutil.copyfile(_empty, tmp_path / "data.sqlite"))


@pytest.fixture
def filled(_filled: Path, tmp_path: Path) -> Path:
    """A database with the sample collection."""
    return Path(shutil.copyfile(_filled, tmp_path / "data.sqlite"))


@pytest.fixture
def session(empty: Path) -> Iterator[Session]:
    """One transaction on a database without rows."""
    with writing(empty) as sessions, sessions.begin() as session:
        yield session


@pytest.fixture
def plain(filled: Path) -> Iterator[sqlite3.Connection]:
    """The filled database as SQLite itself shows it."""
    with closing(sqlite3.connect(filled)) as connection:
        yield connection
