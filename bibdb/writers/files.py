"""Output files: written beside their place and moved there whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bibdb.errors import WriteError

__all__ = ["mode_for", "write_atomically"]

_NEW_FILE = 0o666


def write_atomically(path: Path, chunks: Iterable[str | bytes]) -> None:
    """Write text (as UTF-8, line ends as they are) or bytes to a file that appears when all of it is there.

    Whatever fails, also in `chunks`, the old file stays and nothing is left beside it. A symbolic link is followed,
    and the permissions of an old file are kept. A device or pipe (`/dev/stdout`) is written to as it is. Raises
    WriteError when the place cannot be written to.
    """
    if path.is_dir():
        raise WriteError(f"{path} is a directory: name a file to write to")
    if path.exists() and not path.is_file():
        _write_through(path, chunks)
    else:
        _replace(path, chunks)


def _write_through(path: Path, chunks: Iterable[str | bytes]) -> None:
    try:
        with path.open("wb") as file:
            file.writelines(map(_encoded, chunks))
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error


def _replace(path: Path, chunks: Iterable[str | bytes]) -> None:
    target = path.resolve()
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(map(_encoded, chunks))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode_for(target))
        temporary.replace(target)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _encoded(chunk: str | bytes) -> bytes:
    return chunk.encode() if isinstance(chunk, str) else chunk


def mode_for(target: Path) -> int:
    """Give the permissions that a file has, or that a new one gets under the user's mask."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return _NEW_FILE & ~mask
