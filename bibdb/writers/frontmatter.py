"""The front matter of a note: what a person added to it stays when the rest is written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibdb.writers.yaml_text import scalar

__all__ = ["merged"]

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_PROPERTY = re.compile(r"""(?:"([^"]*)"|'([^']*)'|([^\s#\-\[{"'][^:\n]*?))\s*:(?=\s|$)""")
_LISTS = ("tags", "aliases")
# What the shipped template may leave out where it is not known: never a person's own.
_OURS = frozenset({"year", "date", "venue", "arxiv", "doi", "url", "code", "categories"})


def merged(new: str, old: str) -> str:
    """Give a note's new text with the properties, tags and aliases that only its old text has.

    Raises ValueError when the old front matter is no YAML.
    """
    fresh, former = _FRONT.match(new), _FRONT.match(old)
    if fresh is None or former is None:
        return new
    names = [name for name, _text in _properties(fresh[1])]
    values = _parsed(former[1])
    lines = [_joined(name, text, values) for name, text in _properties(fresh[1])]
    lines += [text for name, text in _properties(former[1]) if name not in names and name not in _OURS]
    return f"---\n{''.join(lines)}---\n{new[fresh.end() :]}"


def _properties(front: str) -> Iterator[tuple[str, str]]:
    """Take front matter apart: each property with its lines, and the comments above the first under no name."""
    name, text = "", ""
    for line in front.splitlines(keepends=True):
        match = _PROPERTY.match(line)
        if match is not None:
            if text:
                yield name, text
            name, text = next(group for group in match.groups() if group is not None), ""
        text += line
    if text:
        yield name, text


def _parsed(front: str) -> dict[str, object]:
    import yaml

    try:
        values = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError("no YAML") from error
    return values if isinstance(values, dict) else {}


def _joined(name: str, text: str, values: dict[str, object]) -> str:
    """Add to a list of ours what a person put into it."""
    if name not in _LISTS:
        return text
    ours = _texts(_parsed(text).get(name))
    added = [each for each in _texts(values.get(name)) if each not in ours]
    return f"{name}: {scalar([*ours, *added])}\n" if added else text


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return value.replace(",", " ").split()
    return [str(each) for each in value if each is not None] if isinstance(value, list) else []
