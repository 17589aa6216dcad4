"""Turn annotated reading lists into a bibliography you can cite, query and trust.

The public API is what `__all__` names: `Library` reads a collection, and what goes wrong is a `BibdbError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bibdb.errors import (
    BibdbError,
    DatabaseError,
    ForeignDatabaseError,
    NewerDatabaseError,
    NotFoundError,
    OlderDatabaseError,
    QueryError,
    ReadError,
    UnavailableError,
    UsageError,
    WriteError,
)
from bibdb.version import __version__

if TYPE_CHECKING:
    from bibdb.library import Library, Selection

__all__ = [
    "BibdbError",
    "DatabaseError",
    "ForeignDatabaseError",
    "Library",
    "NewerDatabaseError",
    "NotFoundError",
    "OlderDatabaseError",
    "QueryError",
    "ReadError",
    "Selection",
    "UnavailableError",
    "UsageError",
    "WriteError",
    "__version__",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what the module gives differs by name
    """Load the library when it is first asked for: `bibdb --version` needs none of it."""
    if name in {"Library", "Selection"}:
        from bibdb import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
