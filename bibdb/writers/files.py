"""Output files: written beside their place and moved there whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bibdb.errors import WriteError

__all__ = ["write_atomically"]

_NEW_FILE = 0o666


def write_atomically(path: Path, chunks: Iterable[str | bytes]) -> None:
    """Write text (as UTF-8, line ends as they are) or bytes to a file that appears when all of it is there.

    Whatever fails, also in `chunks`, the old file stays and nothing is left beside it. A symbolic link is followed,
    and the permissions of an old file are kept. Raises WriteError when the place cannot be written to.
    """
    target = path.resolve()
    if target.is_dir():
        raise WriteError(f"{path} is a directory: name a file to write to")
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _mode(target: Path) -> int:
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return _NEW_FILE & ~mask
