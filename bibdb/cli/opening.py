"""The collection that a reading command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bibdb.library import Library

__all__ = ["DEFAULT_DATABASE", "database_of", "open_library"]

DEFAULT_DATABASE = "data.sqlite"


def database_of(option: str | None) -> str:
    """Give the database: the option's (or `BIBDB_DATABASE`'s), that of `bibdb.toml`, or `data.sqlite`."""
    if option or not Path("bibdb.toml").exists():
        return option or DEFAULT_DATABASE
    from bibdb.config import Config

    return Config.load(Path()).database or DEFAULT_DATABASE


def open_library(option: str | None) -> Library:
    """Open the collection to read; DatabaseError says what to do where there is none."""
    from bibdb.library import Library

    return Library(database_of(option))
