"""`bibdb export records`: what the world said, as a snapshot."""

from __future__ import annotations

from bibdb.cli.options import Database, Output

__all__ = ["records"]

_LOCAL = "local"  # what an address says by itself: a copy of that could only grow old


def records(database: Database = None, output: Output = None) -> None:
    """Write what each source said, as JSON lines: in snapshots/, `sync` reads it back and needs no service."""
    from bibdb.cli.opening import open_library
    from bibdb.cli.output import emit
    from bibdb.cli.talk import say
    from bibdb.writers.jsonl import write_records

    with open_library(database) as library:
        said = [record for record in library.records() if record.source != _LOCAL]
    emit(write_records(said), output)
    say(f"{len(said):,} record{'' if len(said) == 1 else 's'} written")
