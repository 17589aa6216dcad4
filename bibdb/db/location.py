"""Where a database lies: a path, or a URL that says the same."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import unquote

from bibdb.errors import DatabaseError, UsageError

BUSY_SECONDS = 5.0
"""How long to wait for another process that is writing."""

Location = str | os.PathLike[str]


def path_of(location: Location) -> Path:
    """Give the file that a path or `sqlite:///` URL names; UsageError for another kind of database."""
    text = os.fspath(location)
    scheme, mark, rest = text.partition("://")
    if not mark or len(scheme) == 1:
        return Path(text)
    if scheme != "sqlite" or not rest.startswith("/") or rest == "/":
        raise UsageError(f"{text}: only a path or sqlite:///PATH names a database; give one of those.")
    return Path(unquote(rest[1:].partition("?")[0]))


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a file so that nothing can be written to it; DatabaseError where it cannot be opened."""
    try:
        # as_uri() escapes what a URI gives a meaning to: `?`, `#` and `%` are legal in file names.
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    except sqlite3.Error as error:
        raise refused(path, error) from error


def refused(path: Path, error: Exception) -> DatabaseError:
    """Say for a person why SQLite refused a file."""
    reason = str(getattr(error, "orig", None) or error)
    if "locked" in reason:
        return DatabaseError(f"{path} is in use by another program; try again when it has finished.")
    if isinstance(error, OSError) or "unable to open" in reason or "readonly" in reason:
        return DatabaseError(f"{path} cannot be opened ({reason}); check that it is a file that you may use.")
    if "malformed" in reason:
        return DatabaseError(f"{path} is damaged; put a copy in its place, or delete it and run `bibdb sync`.")
    return DatabaseError(f"{path} cannot be used: {reason}.")
