r"""A `.bib` file as its own text, with the places of its entries and fields: what is not touched stays byte for byte.

The syntax is BibTeX's: what stands outside entries is a comment; braces balance, `\\{` not excepted; values are braced,
quoted or bare and joined by `#`. An entry that is broken is passed over, and the next one is found at its `@`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["FileEntry", "FileField", "entries", "expanded", "strings"]


@dataclass(frozen=True, slots=True)
class FileField:
    """A field in its file: `start` of its name, its value from `value_start` to `value_end` with all enclosing."""

    name: str
    start: int
    value_start: int
    value_end: int


@dataclass(frozen=True, slots=True)
class FileEntry:
    """An entry in its file, from its `@` (`start`) to behind its closing brace (`end`)."""

    type: str
    key: str
    start: int
    type_end: int
    fields: tuple[FileField, ...]
    end: int
    by_name: Mapping[str, FileField]

    def field(self, *names: str) -> FileField | None:
        """Give the first field that has one of the names, in any case."""
        for name in names:
            if (found := self.by_name.get(name.lower())) is not None:
                return found
        return None


_AT = re.compile(r"@\s*([A-Za-z][\w:.+/-]*)\s*([{(])")
_KEY = re.compile(r"\s*([^\s,{}()=\"]*)\s*(,|(?=[)}]))")
# Between fields: blanks, commas, and the `%` comments that biber allows.
_NAME = re.compile(r"(?:[\s,]|%[^\n]*\n)*([^\s=,{}\"#%()@]+)\s*=\s*")
_BARE = re.compile(r"[^\s,{}\"#()=]+")
_JOIN = re.compile(r"\s*#\s*")
_CLOSE = re.compile(r"(?:[\s,]|%[^\n]*\n)*([)}])")
_NEXT = re.compile(r"^[ \t]*@", re.MULTILINE)
_APART = frozenset({"string", "preamble", "comment"})


def entries(text: str) -> Iterator[FileEntry]:
    """Give the entries of a file in order."""
    place = 0
    while (match := _AT.search(text, place)) is not None:
        kind = match[1].lower()
        if kind in _APART:
            end = None if kind == "comment" and match[2] == "(" else _group_end(text, match.end() - 1)
            place = end or match.end()
            continue
        entry = _entry(text, match)
        if entry is not None:
            yield entry
            place = entry.end
        else:
            following = _NEXT.search(text, match.end())
            place = following.start() if following else len(text)


def strings(text: str) -> dict[str, str]:
    """Give the text of each `@string` by its lower-cased name, with the names of others in it expanded."""
    found: dict[str, str] = {}
    for match in re.finditer(r"@\s*string\s*[{(]", text, re.IGNORECASE):
        name = _NAME.match(text, match.end())
        end = _value_end(text, name.end()) if name else None
        if name and end:
            found[name[1].lower()] = expanded(text[name.end() : end], found)
    return found


def expanded(value: str, names: Mapping[str, str]) -> str:
    """Give what a value says: without its enclosing, with strings put in and pieces joined."""
    said = []
    place = 0
    while place < len(value):
        end = _piece_end(value, place)
        if end is None:
            return value
        piece = value[place:end]
        said.append(piece[1:-1] if piece[0] in '{"' else names.get(piece.lower(), piece))
        join = _JOIN.match(value, end)
        place = join.end() if join else len(value)
    return "".join(said)


def _entry(text: str, match: re.Match[str]) -> FileEntry | None:
    key = _KEY.match(text, match.end())
    if key is None:
        return None
    fields = []
    place = key.end()
    while (name := _NAME.match(text, place)) is not None:
        end = _value_end(text, name.end())
        if end is None:
            return None
        fields.append(FileField(name[1], name.start(1), name.end(), end))
        place = end
    close = _CLOSE.match(text, place)
    if close is None:
        return None
    by_name = {field.name.lower(): field for field in reversed(fields)}  # the first of several counts
    return FileEntry(match[1], key[1], match.start(), match.end(1), tuple(fields), close.end(), by_name)


def _value_end(text: str, start: int) -> int | None:
    end = _piece_end(text, start)
    while end is not None and (join := _JOIN.match(text, end)) is not None:
        end = _piece_end(text, join.end())
    return end


def _piece_end(text: str, start: int) -> int | None:
    opening = text[start : start + 1]
    if opening == "{":
        return _group_end(text, start)
    if opening == '"':
        return _quote_end(text, start)
    bare = _BARE.match(text, start)
    return bare.end() if bare else None


_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r"[{}\"]")


def _group_end(text: str, start: int) -> int | None:
    """Find the end of a group in braces, or in the parentheses that an entry may stand in."""
    braced = text[start] == "{"
    if braced and (end := text.find("}", start)) > 0 and text.find("{", start + 1, end) < 0:
        return end + 1  # nothing nested, as in most values
    signs = _BRACE if braced else re.compile(r"[()]")
    depth = 0
    for match in signs.finditer(text, start):
        depth += 1 if match[0] in "{(" else -1
        if not depth:
            return match.end()
    return None


def _quote_end(text: str, start: int) -> int | None:
    depth = 0
    for match in _BRACE_OR_QUOTE.finditer(text, start + 1):
        if match[0] == '"':
            if not depth:
                return match.end()
        else:
            depth += 1 if match[0] == "{" else -1
    return None
