"""The migrations, and the traps of Alembic with SQLite: each has a test that fails where it is not worked round."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bibdb.db import schema
from bibdb.db.models import Base
from bibdb.errors import DatabaseError
from bibdb.identifiers import Scheme
from bibdb.values import EditionKind, Evidence, LinkKind, LinkRole, RelationKind, Resolution, WorkType
from tests.db.samples import digest, fill

ROOT = Path(__file__).parents[2]
VIEWS = {"papers", "reading_list", "authors", "links", "claims"}


def statements(connection: sqlite3.Connection, kinds: str = "'table', 'index'") -> dict[str, str]:
    """Give the SQL of everything that the models describe, without differences of layout and order of constraints."""
    rows = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type IN ({kinds}) AND sql IS NOT NULL"
        " AND name NOT LIKE 'search%' AND name <> 'alembic_version'"
    )
    return {name: normal(sql) for name, sql in rows}


def normal(sql: str) -> str:
    lines = [re.sub(r"\s+", " ", line).strip(" ,").replace('"', "") for line in sql.splitlines()]
    columns = [line for line in lines if line and not line.startswith("CONSTRAINT")]
    return "\n".join([*columns, *sorted(line for line in lines if line.startswith("CONSTRAINT"))])


def objects(path: Path, kind: str) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = ?", (kind,))}


def test_migrations_make_what_the_models_say(empty: Path, tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'models.sqlite'}")
    Base.metadata.create_all(engine)
    engine.dispose()
    with (
        closing(sqlite3.connect(empty)) as migrated,
        closing(sqlite3.connect(tmp_path / "models.sqlite")) as modelled,
    ):
        assert statements(migrated) == statements(modelled)


def test_every_table_is_strict_and_every_enumeration_is_checked_by_value(empty: Path) -> None:
    with closing(sqlite3.connect(empty)) as connection:
        tables = statements(connection, "'table'")
        strict = {name for _, name, _, _, _, is_strict in connection.execute("PRAGMA table_list") if is_strict}
    assert strict == set(tables)
    text = "\n".join(tables.values())
    for values in (Scheme, EditionKind, Evidence, LinkKind, LinkRole, RelationKind, Resolution, WorkType):
        assert f"IN ({', '.join(repr(str(each)) for each in values)})" in text, values


def test_autogenerate_finds_nothing_and_spares_the_shadow_tables_of_the_index(empty: Path) -> None:
    with schema.migrating(empty) as config:
        command.check(config)
    # Without the filter of env.py Alembic would drop the index's own tables.
    engine = sa.create_engine(f"sqlite:///{empty}")
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert {change[1].name for change in found} >= {"search", "search_data", "search_idx", "search_content"}


def test_there_is_one_head_and_file_names_tell_the_revisions() -> None:
    directory = ScriptDirectory(str(schema.script_location()))
    assert tuple(directory.get_heads()) == schema.revisions()[-1:]
    assert tuple(sorted(script.revision for script in directory.walk_revisions())) == schema.revisions()


def test_down_to_nothing_and_up_again(filled: Path) -> None:
    with schema.migrating(filled) as config:
        command.downgrade(config, "base")
    assert objects(filled, "table") == {"alembic_version"}
    assert not objects(filled, "view") | objects(filled, "trigger")
    with schema.migrating(filled) as config:
        command.upgrade(config, "head")
    assert objects(filled, "view") == VIEWS
    fill(filled)


def test_a_new_revision_can_be_written(empty: Path, later: Later) -> None:
    with schema.migrating(empty) as config:
        command.revision(config, "nothing yet", rev_id="9000", autogenerate=True)
    (script,) = (later.folder / "versions").glob("9000_*.py")
    compile(script.read_text(encoding="utf-8"), str(script), "exec")


class Later:
    """A copy of the migrations to which a test adds one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, body: str) -> None:
        head = 'from alembic import op\nimport sqlalchemy as sa\nrevision = "9001"\n'
        head += f'down_revision = "{schema.revisions()[-1]}"\n\n\ndef upgrade():\n'
        script = head + textwrap.indent(textwrap.dedent(body).strip() + "\n", "    ")
        (self.folder / "versions" / "9001_later.py").write_text(script, encoding="utf-8")
        schema.revisions.cache_clear()


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Later]:
    folder = tmp_path / "migrations"
    shutil.copytree(schema.script_location(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "script_location", lambda: folder)
    schema.revisions.cache_clear()
    yield Later(folder)
    schema.revisions.cache_clear()


REBUILD = """
    with op.batch_alter_table("work", recreate="always") as batch:
        batch.add_column(sa.Column("mood", sa.Text()))
"""


def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(filled: Path, later: Later) -> None:
    later.add(REBUILD)
    with closing(sqlite3.connect(filled)) as connection:
        before = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            for name in ("work", "edition", "author", "identifier")
        }
    schema.prepare(filled)
    with closing(sqlite3.connect(filled)) as connection:
        after = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in before}
        assert connection.execute("SELECT count(*) FROM entry WHERE work_id IS NOT NULL").fetchone() == (3,)
    assert after == before
    assert before["author"] == (4,)


def test_rebuilding_a_table_keeps_triggers_and_views(filled: Path, later: Later) -> None:
    later.add(REBUILD)
    triggers = objects(filled, "trigger")
    schema.prepare(filled)
    assert objects(filled, "trigger") == triggers == {"work_leaves_search"}
    assert objects(filled, "view") == VIEWS
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("DELETE FROM work WHERE key = 'lists'")
        assert connection.execute("SELECT count(*) FROM search").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM papers").fetchone() == (2,)


def test_an_older_database_is_migrated_after_a_backup(filled: Path, later: Later) -> None:
    before = digest(filled)
    (revision,) = schema.revisions()
    later.add(REBUILD)
    assert schema.state(filled) is schema.State.OLDER
    schema.prepare(filled)
    assert schema.state(filled) is schema.State.CURRENT
    copy = filled.with_name(f"data.sqlite.{revision}.bak")
    assert schema.state(copy) is schema.State.OLDER
    assert digest(filled) != before
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM papers").fetchone() == (3,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "failure",
    [
        'op.execute("UPDATE work SET key = id || key")\nop.create_table("half", sa.Column("id", sa.Integer()))\nraise RuntimeError("no")',
        'op.create_table("half", sa.Column("id", sa.Integer()))\nop.execute("INSERT INTO nowhere VALUES (1)")',
        'op.execute("UPDATE edition SET work_id = 99")',
    ],
)
def test_a_migration_that_fails_leaves_nothing_behind(filled: Path, later: Later, failure: str) -> None:
    before = digest(filled)
    later.add(failure)
    with pytest.raises(DatabaseError, match="is as it was"):
        schema.prepare(filled)
    assert digest(filled) == before
    assert schema.state(filled) is schema.State.OLDER


def test_without_a_backup_nothing_is_migrated(filled: Path, later: Later) -> None:
    before = digest(filled)
    (revision,) = schema.revisions()
    later.add(REBUILD)
    filled.with_name(f"data.sqlite.{revision}.bak").mkdir()
    with pytest.raises(DatabaseError, match="bak cannot be opened"):
        schema.prepare(filled)
    assert digest(filled) == before


def test_the_wheel_carries_the_migrations(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    program = """
        from pathlib import Path
        import bibdb
        from bibdb.db import schema
        site = Path("site").resolve()
        assert Path(bibdb.__file__).is_relative_to(site), bibdb.__file__
        assert schema.script_location() == site / "bibdb" / "_migrations"
        schema.prepare(Path("data.sqlite"))
        schema.require_current(Path("data.sqlite"))
        from bibdb.library import Library
        with Library() as library:
            print(library.status().documents, library.sql("select * from papers").columns[0])
    """
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split() == ["0", "key"]


def test_no_warning_is_hidden_in_a_migration(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schema.prepare(tmp_path / "data.sqlite")
