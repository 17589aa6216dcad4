"""One Markdown note a work, for Obsidian and others: written anew above a marked line, never below it.

What a person adds to a note stays through every export: all that stands below the mark, byte for byte, and in the
front matter the properties, tags and aliases that are not of the template. A file without the mark is the person's own
and is left alone, as is the note of a work that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from textwrap import dedent

from bibdb.errors import ReadError
from bibdb.values import Work
from bibdb.writers.file_names import file_names
from bibdb.writers.folder import write_together
from bibdb.writers.frontmatter import merged
from bibdb.writers.glance import Glance, code_addresses, glance
from bibdb.writers.prose import harmless
from bibdb.writers.templated import Template, wikilink

__all__ = ["MARK", "Exported", "write"]

MARK = "<!-- bibdb: what stands below this line is yours, and stays -->"
"""The line under which a person writes."""

_MARK = MARK.encode()
_NOT_IN_TAGS = re.compile(r"[^\w/-]+")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did to which files.

    `others` are notes without the mark, `broken` those whose front matter is not YAML: both were left alone, as were
    the `gone`, the notes of works that the collection has no more.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def write(works: Iterable[Work], folder: Path, template: Path | None = None) -> Exported:
    """Write the notes of works into a folder; nothing is written when anything fails.

    Raises what `Template` raises, ReadError where an old note cannot be read, and WriteError.
    """
    chosen = list(works)
    names = file_names((work.key for work in chosen), ".md")
    codes = code_addresses(chosen)
    form = Template.load(template) if template else _default()
    done, contents = Exported(), dict[str, bytes]()
    for work in chosen:
        name = names[work.key]
        note = _note(work, glance(work, codes), names, form)
        _place(name, note, _old(folder / name), contents, done)
    done.written.extend(write_together(folder, contents))
    done.gone.extend(_gone(folder, set(names.values())))
    return done


def _default() -> Template:
    return Template((files("bibdb.writers") / "templates" / "note.md.j2").read_text(encoding="utf-8"), "note.md.j2")


def _note(work: Work, seen: Glance, names: Mapping[str, str], form: Template) -> str:
    text = form.render(
        work=work,
        glance=seen,
        places=_places(seen),
        notes=[dedent(harmless(listing.note)).strip("\n") for listing in work.listings if listing.note.strip()],
        related=[(str(kind), Path(names[key]).stem) for kind, key in work.relations if key in names],
        tags=[tag for tag in dict.fromkeys(_tag(each) for each in (seen.type, *seen.tags)) if tag],
    )
    return text.replace(MARK, "").rstrip() + "\n"


def _places(seen: Glance) -> list[str]:
    """Name the sections, the innermost as a link to the note of its topic."""
    return [" › ".join((*path[:-1], wikilink(path[-1]))) for path in seen.sections if path[-1]]


def _tag(text: str) -> str:
    tag = _NOT_IN_TAGS.sub("-", text).strip("-/")
    return tag if tag and not tag.isdigit() else ""


def _old(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}") from error


def _place(name: str, note: str, old: bytes | None, contents: dict[str, bytes], done: Exported) -> None:
    """Put a note above the mark of what there is, or leave that alone."""
    if old is None:
        contents[name] = f"{note}\n{MARK}\n".encode()
        return
    above, mark, below = old.partition(_MARK)
    if not mark:
        done.others.append(name)
        return
    try:
        kept = merged(note, above.decode("utf-8", "replace"))
    except ValueError:
        done.broken.append(name)
        return
    new = f"{kept}\n".encode() + mark + below
    if new == old:
        done.unchanged.append(name)
    else:
        contents[name] = new


def _gone(folder: Path, names: set[str]) -> list[str]:
    """Find the notes that an export wrote for works that there are no more."""
    return sorted(
        path.name
        for path in folder.glob("*.md")
        if path.name not in names and path.is_file() and _MARK in path.read_bytes()
    )
