"""A group of commands that loads only the one that is called, and prints help in named panels without rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from typing import ClassVar, Protocol

import typer
from typer.core import TyperCommand, TyperGroup

__all__ = ["Command", "Group"]

_ANYWHERE = frozenset({"--quiet", "--verbose"})
_WHOLE = 500  # more letters than the first sentence of any help has
_SIGPIPE = 141  # the status that a shell gives a program whose reader went away


@dataclass(frozen=True, slots=True)
class Command:
    """A command's name, where it is defined (`module:name`), and the panel of the help that shows it."""

    name: str
    target: str
    panel: str

    def load(self) -> TyperCommand | TyperGroup:
        """Import it and make Typer's command of it."""
        module, _, name = self.target.partition(":")
        found = getattr(import_module(module), name)
        app = found
        if not isinstance(found, typer.Typer):
            app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
            app.command(self.name)(found)
        command = typer.main.get_command(app)
        command.name = self.name
        command.context_settings.setdefault("help_option_names", ["--help", "-h"])
        assert isinstance(command, TyperCommand | TyperGroup)
        return command


class _Formatter(Protocol):
    """The part of click's help formatter that is used here."""

    def section(self, name: str) -> AbstractContextManager[None]: ...
    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...


class Group(TyperGroup):
    """Commands from a registry, in its order."""

    registry: ClassVar[Sequence[Command]] = ()

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names, in order."""
        return [command.name for command in self.registry]

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | TyperGroup | None:  # type: ignore[override]
        """Load one command; for a slip of the pen, name those that are near."""
        found = next((command for command in self.registry if command.name == cmd_name), None)
        if found is not None or cmd_name.startswith("-"):
            return found.load() if found else None
        from difflib import get_close_matches

        near = " or ".join(get_close_matches(cmd_name, self.list_commands(ctx)))
        return ctx.fail(f"No such command '{cmd_name}'." + (f" Did you mean {near}?" if near else ""))

    def format_commands(self, ctx: object, formatter: _Formatter) -> None:  # noqa: ARG002
        """Write a section for each panel."""
        for panel, commands in groupby(self.registry, key=lambda command: command.panel):
            rows = [(command.name, command.load().get_short_help_str(_WHOLE)) for command in commands]
            with formatter.section(panel):
                formatter.write_dl(rows)

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Let `--quiet` and `--verbose` stand behind the command too."""
        end = args.index("--") if "--" in args else len(args)
        moved = [word for word in args[:end] if word in _ANYWHERE]
        rest = [word for word in args[:end] if word not in _ANYWHERE]
        return super().parse_args(ctx, [*moved, *rest, *args[end:]])

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run the command; a reader that goes away (`| head`) is no error to talk about."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The interpreter flushes once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(_SIGPIPE) from None
        return result
