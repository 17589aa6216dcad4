"""`bibdb.toml`: what a person may set once for a folder of lists."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from bibdb.errors import ReadError

__all__ = ["CONFIG_NAME", "Config"]

CONFIG_NAME = "bibdb.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of `bibdb.toml`; paths are as written there, relative to the file.

    `lists` are the files and folders that `sync` reads, `snapshots` the local copies it asks first, `database` the
    file it writes, `mailto` the contact address that services are told.
    """

    lists: tuple[str, ...] = ("seeds",)
    snapshots: tuple[str, ...] = ("snapshots",)
    database: str | None = None
    mailto: str | None = None

    @classmethod
    def load(cls, folder: Path) -> Config:
        """Read `bibdb.toml` in a folder; the defaults where there is none."""
        path = folder / CONFIG_NAME
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(f"{path} cannot be read: {error}") from error
        except tomllib.TOMLDecodeError as error:
            raise ReadError(f"{path} is no valid TOML: {error}") from error
        return cls(**{name: _value(path, name, value) for name, value in data.items()})  # type: ignore[arg-type]


def _value(path: Path, name: str, value: object) -> object:
    """Check one setting; an unknown or mistyped one is refused with a sentence, not ignored."""
    known = [field.name for field in fields(Config)]
    if name not in known:
        nearest = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest else f"; known are {', '.join(known)}"
        raise ReadError(f"{path}: unknown setting {name!r}{hint}")
    match name, value:
        case (("lists" | "snapshots"), list()) if all(isinstance(item, str) for item in value):
            return tuple(value)
        case (("database" | "mailto"), str()):
            return value
        case _:
            wanted = "a list of texts" if name in {"lists", "snapshots"} else "a text"
            raise ReadError(f"{path}: {name} must be {wanted}")
