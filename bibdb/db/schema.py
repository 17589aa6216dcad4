"""What a database file is, told without Alembic; and Alembic, only when the file is behind."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import Enum, auto
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bibdb.db.location import BUSY_SECONDS, open_read_only, refused
from bibdb.errors import DatabaseError, ForeignDatabaseError, NewerDatabaseError, OlderDatabaseError

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = [
    "APPLICATION_ID",
    "State",
    "backup",
    "migrating",
    "prepare",
    "refuse_foreign",
    "require_current",
    "revisions",
    "script_location",
    "state",
]

APPLICATION_ID = 0x62696264
"""SQLite's application id of our files: `bibd` in ASCII."""

_REVISION = re.compile(r"(\d{4})_\w+\.py")


class State(Enum):
    """How a file's schema stands to this program."""

    MISSING = auto()
    EMPTY = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()
    FOREIGN = auto()


def script_location() -> Path:
    """Give the folder of the migrations: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_migrations"
    return shipped if shipped.is_dir() else package.parent / "migrations"


@cache
def revisions() -> tuple[str, ...]:
    """Give all revisions, oldest first, by the names of their files (`0001_tables.py` is revision 0001)."""
    found = (_REVISION.fullmatch(file.name) for file in (script_location() / "versions").iterdir())
    return tuple(sorted(match[1] for match in found if match))


def state(path: Path) -> State:
    """Say what a file is, without changing it; DatabaseError when it cannot be read."""
    try:
        if not path.exists():
            return State.MISSING
        if not path.is_file():
            raise DatabaseError(f"{path} is not a file; name a database with -d.")
        if path.stat().st_size == 0:
            return State.EMPTY
    except OSError as error:
        raise refused(path, error) from error
    try:
        with closing(open_read_only(path)) as connection:
            return _state(connection)
    except sqlite3.OperationalError as error:
        raise refused(path, error) from error
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error):
            raise refused(path, error) from error
        return State.FOREIGN


def _state(connection: sqlite3.Connection) -> State:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return State.EMPTY
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID or "alembic_version" not in tables:
        return State.FOREIGN
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        return State.FOREIGN
    if row[0] == revisions()[-1]:
        return State.CURRENT
    return State.OLDER if row[0] in revisions() else State.NEWER


def require_current(path: Path) -> None:
    """Refuse what a reading command cannot read: each refusal is one sentence, and the file stays as it is."""
    match state(path):
        case State.CURRENT:
            return
        case State.MISSING:
            raise DatabaseError(f"There is no database at {path}; run `bibdb sync` to make it, or name one with -d.")
        case State.EMPTY:
            raise DatabaseError(f"{path} is empty; run `bibdb sync` to fill it.")
        case State.OLDER:
            raise OlderDatabaseError(f"{path} was written by an older bibdb; run `bibdb sync` to bring it up to date.")
        case other:
            _refuse(path, other)


def refuse_foreign(path: Path) -> None:
    """Refuse what no command may write to, and make nothing: a file of another program or of a later bibdb."""
    found = state(path)
    if found not in {State.CURRENT, State.MISSING, State.EMPTY, State.OLDER}:
        _refuse(path, found)


def prepare(path: Path) -> None:
    """Make a database that is missing or empty, and bring an older one up to date after a backup beside it."""
    match state(path):
        case State.CURRENT:
            return
        case State.MISSING | State.EMPTY:
            if not path.parent.is_dir():
                raise DatabaseError(f"{path} cannot be made: there is no folder {path.parent}.")
            _upgrade(path)
        case State.OLDER:
            copy = backup(path)
            try:
                _upgrade(path)
            except Exception as error:
                raise DatabaseError(
                    f"{path} could not be brought up to date and is as it was (a copy is {copy}): {error}"
                ) from error
        case other:
            _refuse(path, other)


def _refuse(path: Path, found: State) -> None:
    if found is State.NEWER:
        raise NewerDatabaseError(f"{path} was written by a newer bibdb; update bibdb, or name another database.")
    raise ForeignDatabaseError(f"{path} is not a bibdb database; nothing was changed. Name another one with -d.")


def backup(path: Path) -> Path:
    """Copy a database beside itself as `NAME.REVISION.bak`, complete even while others use it; give the copy's path."""
    with closing(open_read_only(path)) as source:
        (revision,) = source.execute("SELECT version_num FROM alembic_version").fetchone()
        copy = path.with_name(f"{path.name}.{revision}.bak")
        try:
            with closing(sqlite3.connect(copy, timeout=BUSY_SECONDS)) as target:
                source.backup(target)
        except sqlite3.Error as error:
            raise refused(copy, error) from error
    return copy


def _upgrade(path: Path) -> None:
    from alembic import command
    from sqlalchemy.exc import OperationalError

    try:
        with migrating(path) as config:
            command.upgrade(config, "head")
    except OperationalError as error:
        raise refused(path, error) from error


@contextmanager
def migrating(path: Path) -> Iterator[Config]:
    """Give Alembic's configuration for one transaction on a database: all of it is done, or nothing."""
    from alembic.config import Config

    from bibdb.db.engine import make_engine

    config = Config(stdout=sys.stderr)  # stdout is for what commands answer
    # ConfigParser reads `%` as the start of a reference.
    config.set_main_option("script_location", str(script_location()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    # Foreign keys must be off before the transaction begins: inside one the pragma does nothing.
    engine = make_engine(path, foreign_keys=False, write_ahead=False)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            yield config
    finally:
        engine.dispose()
