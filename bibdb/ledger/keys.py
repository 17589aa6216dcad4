"""`keys.toml`: which citation key each work was given, and what older keys now mean.

One line a work, sorted, so that two people's additions merge in git without a conflict on the same line more often than
they must. What stands there is law: `sync` adds lines and never changes one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Self

from bibdb.errors import ReadError, WriteError
from bibdb.ledger.files import holding, load_toml, quote, read_text, sweep, unquoted, write_text
from bibdb.ledger.subjects import Subject, folded_name, subject_name
from bibdb.text import strip_controls

__all__ = ["Keys"]

_HEAD = """\
# The citation key of each work, by identifier (or by its label where it has none).
# Written by `bibdb sync` and never changed by it. To change a key, edit it here and keep the old one under [aliases].
"""
_ENTRY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*')[ \t]*(\#.*)?""")
_TABLE = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+")
# What BibTeX or TeX would read otherwise.
_KEY = re.compile(r"""[^\s"#%'(),={}~\\\x00-\x20\x7f]+""")
_OURS = ("keys", "aliases")


class Keys:
    """The ledger of citation keys; `key in keys` tells whether a key or alias is taken."""

    def __init__(self, path: Path, entries: Mapping[str, str] = {}, aliases: Mapping[str, str] = {}) -> None:
        """Hold entries (subject's name → key) and aliases (older key → key) of the file at `path`."""
        self._path = path
        self._entries = dict(entries)
        self._aliases = dict(aliases)
        self._text = ""
        self._saved: tuple[dict[str, str], dict[str, str]] = {}, {}
        self._count()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a ledger; an empty one where there is no file. ReadError names file and line of what is wrong."""
        keys = cls(path)
        keys._reload()
        return keys

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the ledger for oneself, as it stands in the file; another program that wants it waits."""
        with holding(self._path.parent):
            sweep(self._path)
            self._reload()
            yield

    def _reload(self) -> None:
        """Read the file (again: another program may have given keys meanwhile). What was not saved is dropped."""
        self._text = read_text(self._path)
        data = load_toml(self._path, self._text)
        self._entries, self._aliases = (_checked(self._path, self._text, data.get(name, {}), name) for name in _OURS)
        self._saved = dict(self._entries), dict(self._aliases)
        self._count()

    @property
    def entries(self) -> Mapping[str, str]:
        """Subject's name → key."""
        return MappingProxyType(self._entries)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Older key → what it now stands for (maybe itself an alias)."""
        return MappingProxyType(self._aliases)

    def key_of(self, subjects: Iterable[Subject]) -> str | None:
        """Give the key of a work known under these subjects: the first one's that has a key."""
        found = (self._entries.get(self._spelling(subject)) for subject in subjects)
        return next((key for key in found if key is not None), None)

    def assign(self, subject: Subject, key: str) -> None:
        """Give a subject its key; ValueError when it has another one already, or when that is no citation key."""
        if not is_citation_key(key):
            raise ValueError(f"no citation key: {key!r}")
        name = self._spelling(subject)
        if self._entries.setdefault(name, key) != key:
            raise ValueError(f"{name} has the key {self._entries[name]!r} already")
        self._taken.add(key)
        self._spellings.setdefault(folded_name(name), name)

    def rename(self, old: str, new: str) -> None:
        """Give every work of the key `old` the key `new`; `old` stays as its alias."""
        if old == new:
            return
        if not is_citation_key(new):
            raise ValueError(f"no citation key: {new!r}")
        self._aliases.pop(new, None)
        for name, key in self._entries.items():
            if key == old:
                self._entries[name] = new
        self._aliases[old] = new
        self._count()

    def resolve(self, key: str) -> str:
        """Give the key that an alias stands for, however many renamings lie between; any other key is itself."""
        seen = {key}
        while key in self._aliases and self._aliases[key] not in seen:
            key = self._aliases[key]
            seen.add(key)
        return key

    def aliases_of(self, key: str) -> tuple[str, ...]:
        """Give the older keys of a key, sorted."""
        return tuple(sorted(alias for alias in self._aliases if alias != key and self.resolve(alias) == key))

    def save(self) -> bool:
        """Write the file if a key was added or changed, and say whether; comments and foreign tables stay."""
        if self._saved == (self._entries, self._aliases):
            return False
        text = _laid_out(self._text, {"keys": self._entries, "aliases": self._aliases})
        if not _says(text, self._entries, self._aliases):
            raise WriteError(f"{self._path} is laid out in a way that bibdb cannot add to; write [keys] as plain lines")
        write_text(self._path, text)
        self._text, self._saved = text, (dict(self._entries), dict(self._aliases))
        return True

    def __contains__(self, key: object) -> bool:
        """Whether a key is taken, as a key or as an alias."""
        return key in self._taken or key in self._aliases

    def __eq__(self, other: object) -> bool:
        """Compare what two ledgers say."""
        if not isinstance(other, Keys):
            return NotImplemented
        return (self._entries, self._aliases) == (other._entries, other._aliases)

    __hash__ = None  # type: ignore[assignment]

    def _count(self) -> None:
        self._taken = set(self._entries.values())
        self._spellings = {folded_name(name): name for name in self._entries}

    def _spelling(self, subject: Subject) -> str:
        """Give a subject's name as the file has it."""
        name = subject_name(subject)
        return name if name in self._entries else self._spellings.get(folded_name(name), name)


def is_citation_key(text: str) -> bool:
    r"""Whether a text can stand in `\cite` and in a BibTeX file as it is."""
    return bool(_KEY.fullmatch(text)) and strip_controls(text) == text


def _checked(path: Path, text: str, table: object, name: str) -> dict[str, str]:
    if not isinstance(table, dict):
        raise ReadError(f'{path}: [{name}] must be a table of lines `"identifier" = "key"`')
    for subject, key in table.items():
        words = (key,) if name == "keys" else (subject, key)
        if not all(isinstance(word, str) and is_citation_key(word) for word in words):
            line = next((n for n, line in enumerate(text.split("\n"), 1) if subject in line), 1)
            raise ReadError(f"{path}:{line}: {key!r} for {subject!r} is no citation key; write one word in quotes")
    return dict(table)


def _says(text: str, entries: Mapping[str, str], aliases: Mapping[str, str]) -> bool:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return (data.get("keys", {}), data.get("aliases", {})) == (entries, aliases)


def _laid_out(text: str, tables: Mapping[str, Mapping[str, str]]) -> str:
    """Write our tables sorted, with the comments that stood above or behind a line, between head and foreign tables."""
    head, comments, foreign = _remembered(text)
    parts = ["\n".join(head).strip("\n") or _HEAD.strip("\n")]
    for table, lines in tables.items():
        if not lines and table != "keys":
            continue
        written = [f"[{table}]"]
        for name in sorted(lines):
            above, behind = comments.get((table, name), ([], ""))
            written += [*above, f"{quote(name)} = {quote(lines[name])}{'  ' + behind if behind else ''}"]
        parts.append("\n".join(written))
    rest = "\n".join(foreign).strip("\n")
    return "\n\n".join(part for part in (*parts, rest) if part) + "\n"


Comments = dict[tuple[str, str], tuple[list[str], str]]


def _remembered(text: str) -> tuple[list[str], Comments, list[str]]:
    """Take from a file what is not ours to write: its head, the comments of each line, tables we do not know."""
    head: list[str] = []
    foreign: list[str] = []
    comments: Comments = {}
    table: str | None = None
    waiting: list[str] = []
    for line in text.split("\n") if text else []:
        header = _TABLE.match(line)
        if header:
            foreign += waiting  # comments under the last line of a table of ours
            table, waiting = header[1], []
            foreign += [] if table in _OURS else [line]
        elif table is None:
            head.append(line)
        elif table not in _OURS:
            foreign.append(line)
        elif entry := _ENTRY.fullmatch(line):
            comments[table, unquoted(entry[1])] = waiting, entry[2] or ""
            waiting = []
        elif line.lstrip().startswith("#"):
            waiting.append(line)
    return head, comments, foreign + waiting
