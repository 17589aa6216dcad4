"""An entry and the papers that it could be about, side by side in columns, or one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bibdb.cli.cells import cell, pad, wrapped
from bibdb.components import Node
from bibdb.db.settled import EntryRow
from bibdb.ledger import subject_name
from bibdb.matching import Match
from bibdb.values.lists import locus_of

__all__ = ["Case"]

_HEADS = ("", "title", "authors", "date", "is", "against")
_INDENT = 9
_GAP = "  "
_NARROWEST = 20
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Case:
    """An entry, what it stands for, and the candidates, the nearest first."""

    entry: EntryRow
    subject: Node
    matches: tuple[Match, ...]

    @property
    def place(self) -> str:
        """Name file and line of the entry."""
        return locus_of(self.entry.container, None, self.entry.document, self.entry.line)

    def __str__(self) -> str:
        """Show the entry above its candidates, with what speaks against each."""
        _, title, authors, date, subject, _ = self._listed()
        about = f"{title}{f' · {authors}' if authors else ''}{f' · {date}' if date else ''}"
        lines = [self.place, f"{about}{f'  [{subject}]' if subject else ''}"]
        for number, match in enumerate(self.matches, 1):
            _, title, authors, date, identifier, against = _candidate(number, match)
            lines += [f"  {number}  {title}", f"     {authors} · {date} · {identifier}", f"     against it: {against}"]
        return "\n".join(lines)

    def side_by_side(self, room: int) -> str:
        """Show the entry and its candidates in columns that keep to `room`; what is too many goes below."""
        columns = max(1, (room - _INDENT) // (_NARROWEST + len(_GAP)) - 1)
        numbered = [_candidate(number, match) for number, match in enumerate(self.matches, 1)]
        size = (room - _INDENT) // (min(columns, len(numbered)) + 1) - len(_GAP)
        groups = (numbered[start : start + columns] for start in range(0, len(numbered), columns))
        shown = ("\n".join(_rows([self._listed(), *group], size)) for group in groups)
        return "\n\n".join([self.place, *shown])

    def _listed(self) -> tuple[str, ...]:
        entry = self.entry
        subject = "" if isinstance(self.subject, str) else subject_name(self.subject)
        date = str(entry.date) if entry.date else ""
        return "your list", cell(entry.title or entry.label), cell(", ".join(entry.authors)), date, cell(subject), ""


def _candidate(number: int, match: Match) -> tuple[str, ...]:
    """Give what a column of a candidate says, in the order of the rows."""
    fields = match.record.fields
    authors = fields.authors or ()
    names = ", ".join(name.display for name in authors[:_NAMES]) + (", …" if len(authors) > _NAMES else "")
    against = ", ".join(f"{name} {penalty:.2f}" for name, penalty in match.penalties.items() if penalty)
    return (
        str(number),
        cell(fields.title),
        cell(names),
        str(fields.submitted or fields.issued or "?"),
        str(match.record.identifier),
        against or "nothing, but only the title agrees",
    )


def _rows(columns: Sequence[Sequence[str]], size: int) -> Iterator[str]:
    """Write rows of cells, each broken between words to a size; rows of which nobody says anything are left out."""
    for head, *texts in zip(_HEADS, *columns, strict=True):
        if not any(texts):
            continue
        broken = [wrapped(text, size) for text in texts]
        for line in range(max(map(len, broken))):
            cells = (pad(lines[line] if line < len(lines) else "", size) for lines in broken)
            yield (pad("" if line else head, _INDENT) + _GAP.join(cells)).rstrip()
