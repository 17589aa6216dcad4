"""Alembic's environment: runs the migrations on the connection that `bibdb.db.schema` hands over.

It works on SQLite's known traps: foreign keys are off while tables are rebuilt (a rebuilt table would otherwise
cascade into its children) and checked at the end; views and triggers are dropped before and made anew after.
"""

from __future__ import annotations

from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from bibdb.db.models import Base

SEARCH = "search"  # FTS5's table, and its shadow tables search_data, search_idx, …


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Keep the search index, which no model describes, out of what `alembic revision --autogenerate` compares."""
    return not (kind == "table" and name is not None and (name == SEARCH or name.startswith(f"{SEARCH}_")))


def drop_views(connection: Connection) -> None:
    found = connection.exec_driver_sql("SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger')")
    for kind, name in found.fetchall():
        connection.exec_driver_sql(f'DROP {kind} "{name}"')


def make_views(connection: Connection) -> None:
    text = Path(__file__).with_name("views.sql").read_text(encoding="utf-8")
    for statement in text.split("\n;\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        include_name=ours,
    )
    drop_views(connection)
    with context.begin_transaction():
        context.run_migrations()
    migrations = context.get_context()
    assert migrations.script is not None
    if set(migrations.get_current_heads()) == set(migrations.script.get_heads()):
        make_views(connection)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone() is not None:
        raise RuntimeError("a migration left rows that point nowhere")


run(context.config.attributes["connection"])
