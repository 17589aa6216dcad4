"""The cases of `bibdb review`, and the person's decisions about them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import typer

from bibdb.cli.comparing import Case
from bibdb.cli.running import Desk
from bibdb.cli.talk import say
from bibdb.components import Node
from bibdb.ledger import add_decision, subject_name
from bibdb.matching import Ambiguous, Match
from bibdb.seek import sought_queries
from bibdb.settle.collection import subject_nodes
from bibdb.settle.titles import verdicts
from bibdb.sync import load_collection
from bibdb.text import fold

__all__ = ["as_data", "ask", "cases", "count_open"]

_MOST = 5
_QUESTION = "1: the same work, c1: its code or page, n: none of these, s: later, q: stop [s] "


def cases(desk: Desk) -> list[Case]:
    """Give the entries whose paper is open, as settling judges them."""
    corrections = desk.decided()
    with desk.sessions() as session:
        collection = load_collection(session)
    subjects = subject_nodes(collection)
    found: dict[Node, Case] = {}
    for entry, verdict in verdicts(collection, subjects, corrections):
        if isinstance(verdict, Ambiguous):
            node = subjects[entry.id]
            found.setdefault(node, Case(entry, node, _distinct(verdict.matches)))
    return list(found.values())


def count_open(desk: Desk) -> str:
    """Say how many cases are open, and for how many more titles there is nothing to choose from."""
    undecided = cases(desk)
    with desk.sessions() as session:
        queries = sought_queries(load_collection(session), desk.decided())
    shown = {fold(case.entry.title or case.entry.label) for case in undecided}
    without = {fold(query.title) for query in queries} - shown
    return f"{len(undecided)} open" + (f"; no candidate for {len(without)} more that may be papers" if without else "")


def ask(open_cases: Sequence[Case], desk: Desk) -> None:
    """Show one case after the other, and write what the person decides into `corrections.toml`."""
    for number, case in enumerate(open_cases, 1):
        room = shutil.get_terminal_size().columns - 1
        say(f"\n{number} of {len(open_cases)}  {case.side_by_side(room)}\n", always=True)
        decision = _decision(case)
        if decision is None:
            return
        if decision:
            add_decision(desk.corrections.path, subject_name(case.subject), decision)


def as_data(case: Case) -> dict[str, object]:
    """Give a case as JSON."""
    return {
        "container": case.entry.container,
        "document": case.entry.document,
        "line": case.entry.line,
        "title": case.entry.title,
        "subject": subject_name(case.subject),
        "candidates": [
            {
                "identifier": str(match.record.identifier),
                "title": match.record.fields.title,
                "source": match.record.source,
                "distance": round(match.distance, 3),
                "penalties": {name: round(penalty, 3) for name, penalty in match.penalties.items()},
            }
            for match in case.matches
        ],
    }


def _distinct(matches: Sequence[Match]) -> tuple[Match, ...]:
    by_identifier = {match.record.identifier: match for match in reversed(matches)}
    return tuple(sorted(by_identifier.values(), key=lambda match: match.distance)[:_MOST])


def _decision(case: Case) -> dict[str, object] | None:
    """Read one decision; empty for later, None to stop."""
    names = [subject_name(match.record.identifier) for match in case.matches]
    while True:
        typer.echo(_QUESTION, err=True, nl=False)
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line or answer == "q":
            return None
        if answer in {"", "s"}:
            return {}
        if answer == "n":
            return {"not-same-as": names}
        field, number = ("code-of", answer[1:].strip()) if answer.startswith("c") else ("same-as", answer)
        if number.isdecimal() and 1 <= int(number) <= len(names):
            chosen = names[int(number) - 1]
            return {field: [chosen]} if field == "same-as" else {field: [chosen], "not-same-as": names}
        say(f"{answer!r} is none of the answers.", always=True)
