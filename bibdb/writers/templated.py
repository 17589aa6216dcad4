"""Any text, by a template in Jinja2's language, run in its sandbox.

A template sees `works` (see `bibdb.values.Work`) and what the filters make of one: `work | glance` has the fields of
`bibdb.writers.glance.Glance`, `work | bibtex` is its entry. It is looked at as a whole before anything is written.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bibdb.errors import ReadError, UsageError
from bibdb.text import strip_controls
from bibdb.values import Work
from bibdb.writers.glance import code_addresses, glance, shown
from bibdb.writers.markdown import escape, link_target
from bibdb.writers.yaml_text import scalar

if TYPE_CHECKING:
    from jinja2 import Template as Jinja

__all__ = ["Template", "wikilink", "write"]

_MARKUP = (".html", ".htm", ".xml", ".xhtml", ".svg")
_ENDINGS = (".jinja", ".jinja2", ".j2", ".tmpl")


class Template:
    """A template, read and checked; UsageError without Jinja2, ReadError with file and line where it is wrong."""

    def __init__(self, source: str, name: str, folder: Path | None = None) -> None:
        """Read a template; `name` stands in messages, `folder` holds what it includes."""
        self._name = name
        self._template = self._compiled(source, folder)

    @classmethod
    def load(cls, path: Path) -> Template:
        """Read a template's file; it may include others of its folder."""
        try:
            source = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ReadError(f"{path} cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise ReadError(f"{path} is not UTF-8: a template must be") from error
        return cls(source, str(path), path.parent)

    def render(self, **values: Any) -> str:  # noqa: ANN401 - whatever the template asks for
        """Write the text; ReadError names the line at which the template fails."""
        try:
            return self._template.render(**values)
        except Exception as error:
            raise self._explained(error) from error

    def _compiled(self, source: str, folder: Path | None) -> Jinja:
        try:
            from jinja2 import FileSystemLoader, StrictUndefined
            from jinja2.sandbox import ImmutableSandboxedEnvironment
        except ImportError as error:
            raise UsageError("templates need Jinja2: install it with `pip install 'bibdb[templates]'`") from error
        environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folder) if folder is not None else None,
            undefined=StrictUndefined,
            autoescape=_is_markup(self._name),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=lambda value: "" if value is None else value,
        )
        environment.filters.update(_FILTERS)
        try:
            code = environment.compile(source, self._name, self._name)
        except Exception as error:
            raise self._explained(error) from error
        return environment.template_class.from_code(environment, code, environment.globals)

    def _explained(self, error: Exception) -> ReadError:
        """Say where a template fails: Jinja2 puts its own lines into the traceback."""
        line, name = getattr(error, "lineno", None), getattr(error, "filename", None) or self._name
        if line is None:
            frames = [
                frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.endswith(".py")
            ]
            line, name = (frames[-1].lineno, frames[-1].filename) if frames else (1, self._name)
        message = " ".join(str(error).split()) or type(error).__name__
        return ReadError(f"{name}:{line}: the template fails: {strip_controls(message)}")


def write(works: Iterable[Work], path: Path) -> str:
    """Write works by a template's file; nothing comes before all of it went well."""
    template = Template.load(path)
    known = list(works)
    codes = code_addresses(known)
    return template.render(works=known, glances=[glance(work, codes) for work in known])


def _is_markup(name: str) -> bool:
    bare = name.lower()
    for ending in _ENDINGS:
        bare = bare.removesuffix(ending)
    return bare.endswith(_MARKUP)


def _bibtex(work: Work, biblatex: bool = False) -> str:
    from bibdb.writers import biblatex as modern
    from bibdb.writers import bibtex

    return "".join((modern if biblatex else bibtex).write([work]))


def wikilink(name: str, text: str = "") -> str:
    """Write `[[name|text]]`, without what Obsidian forbids in links."""
    cleaned = [" ".join("".join(" " if char in "[]|#^\\" else char for char in each).split()) for each in (name, text)]
    return f"[[{'|'.join(filter(None, cleaned))}]]" if cleaned[0] else ""


def _quoted(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.splitlines())


_FILTERS: Mapping[str, Callable[..., object]] = {
    "bibtex": _bibtex,
    "glance": glance,
    "markdown": escape,
    "plain": shown,
    "quoted": _quoted,
    "target": link_target,
    "wikilink": wikilink,
    "yaml": scalar,
}
