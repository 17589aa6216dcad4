"""The errors that bibdb raises, as one tree.

BibdbError                     anything foreseeable that stops a command; exit code 3
├── UsageError                 the command's own words are wrong; exit code 2
├── ReadError                  a list, snapshot or ledger cannot be read at all
├── DatabaseError              the database is refused, and left untouched
│   ├── NewerDatabaseError     it was written by a later bibdb
│   ├── OlderDatabaseError     a reading command met a database that needs a migration
│   └── ForeignDatabaseError   the file is no bibdb database
├── QueryError                 the user's SQL was refused or is wrong
├── NotFoundError              nothing has the key, identifier or URL that was asked for
├── UnavailableError           a service was searched and did not answer; not the same as no hits
└── WriteError                 an output could not be written; nothing was changed

What goes wrong with one line, record or answer is no exception: it is a `Finding` or an `Outcome`.
"""

from __future__ import annotations


class BibdbError(Exception):
    """A foreseeable failure: its text is one sentence that says what, where, and what to do."""

    exit_code = 3


class UsageError(BibdbError):
    """The command was called with words that do not fit."""

    exit_code = 2


class ReadError(BibdbError):
    """A file that was named cannot be read."""


class DatabaseError(BibdbError):
    """The database cannot be used; it was left as it was."""


class NewerDatabaseError(DatabaseError):
    """The database was written by a later version of bibdb."""


class OlderDatabaseError(DatabaseError):
    """The database must be migrated before it can be read."""


class ForeignDatabaseError(DatabaseError):
    """The file is not a bibdb database."""


class QueryError(BibdbError):
    """A user's SQL statement was refused or failed."""


class NotFoundError(BibdbError):
    """Nothing in the collection has that key, identifier or URL."""


class UnavailableError(BibdbError):
    """A service did not answer a search: this is not the same as an answer without hits."""


class WriteError(BibdbError):
    """An output could not be written; what was there is still there."""
