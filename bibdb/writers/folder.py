"""Several files of one folder: all of them are written beside their places before the first is moved there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bibdb.errors import WriteError
from bibdb.writers.files import mode_for

__all__ = ["write_together"]


def write_together(folder: Path, contents: Mapping[str, bytes]) -> list[str]:
    """Write files by their paths below a folder, which is made when there is none; give those that changed.

    A file that holds its content already is not touched. When anything cannot be written, the old files stay and
    nothing is left beside them; raises WriteError.
    """
    moves: dict[Path, Path] = {}
    changed = [name for name, content in contents.items() if not _holds(folder / name, content)]
    try:
        for name in changed:
            target = (folder / name).resolve()
            if target.is_dir():
                raise WriteError(f"{folder / name} is a directory: nothing was written")
            target.parent.mkdir(parents=True, exist_ok=True)
            moves[_written(target, contents[name])] = target
        for temporary, target in moves.items():
            temporary.replace(target)
    except OSError as error:
        raise WriteError(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    finally:
        for temporary in moves:
            temporary.unlink(missing_ok=True)
    return changed


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _written(target: Path, content: bytes) -> Path:
    """Write a file beside its place."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode_for(target))
    except BaseException:
        Path(name).unlink()
        raise
    return Path(name)
