"""What a run of `bibdb sync` did, told to a person or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

import typer

from bibdb.cli.cells import cell, counted, cut
from bibdb.cli.talk import say
from bibdb.db.settled import SettledWork
from bibdb.readers.kinds import Kind
from bibdb.silences import together
from bibdb.sync import Report
from bibdb.values import Finding, Resolution, Severity, Unavailable
from bibdb.wanted import FREE

__all__ = ["as_data", "changed", "lines", "show"]

_STATES = {Resolution.LABEL: "no identifier", Resolution.NOT_FOUND: "its source has no such thing"}
_SHOWN = 10
"""Items of a list that are shown before the rest is only counted."""
_LONGEST = 400
"""Columns of one item: no title or comment of a stranger fills the screen."""


def show(report: Report, *, as_json: bool, dry_run: bool) -> None:
    """Print the report: data to stdout with `--json`, talk to stderr otherwise."""
    if as_json:
        typer.echo(json.dumps(as_data(report, dry_run=dry_run), ensure_ascii=False))
        return
    if dry_run:
        say("Dry run: nothing was written and nobody was asked.")
    for line in lines(report):
        say(line)


def lines(report: Report) -> Iterator[str]:
    """Tell the report in lines: what was read, what is new, what was asked, what is missing, what to look at."""
    yield _read(report)
    yield _works(report)
    yield from _requests(report)
    yield from _silence(report.unavailable)
    yield from (f"Not searched: {reason}." for reason in together(Counter(report.unsearched.values())))
    yield from _unresolved(report)
    if report.partial:
        yield (
            f"Partial: {counted(len(report.partial), 'work')} without all that a source can give (abstracts, comments);"
            " the next sync that reaches it completes them."
        )
    yield from _shorten("Withdrawn or retracted", [_taken_back(work) for work in report.taken_back])
    repeated = [f"{key}: {', '.join(places)}" for key, places in report.repeated.items()]
    yield from _shorten("Listed more than once", repeated)
    yield from _shorten("Look at", [f"{place}: {finding.message}" for place, finding in _findings(report)])
    yield from (f"Not read: {problem}" for problem in report.problems)


def changed(report: Report) -> Iterator[str]:
    """Name the works that a run has changed, with what they are now."""
    titles = {work.key: work.editions[work.cited].title for work in report.works}
    keys = (key for key in (*report.changes.new, *report.changes.updated) if key in titles)
    yield from _shorten("Changed", [f"{key}: {titles[key]}" for key in keys])


def as_data(report: Report, *, dry_run: bool) -> dict[str, object]:
    """Give the report as one JSON object."""
    return {
        "dry_run": dry_run,
        **report.counts(),
        "requests": report.requests,
        "asked": report.asked.identifiers,
        "skipped": {str(kind): count for kind, count in report.listing.skipped.items()},
        "new": list(report.changes.new),
        "updated": list(report.changes.updated),
        "unlisted": list(report.changes.unlisted),
        "unresolved": [{"key": work.key, "resolution": str(work.resolution)} for work in report.unresolved],
        "partial": [work.key for work in report.partial],
        "withdrawn": [work.key for work in report.taken_back if any(e.withdrawn for e in work.editions)],
        "retracted": [work.key for work in report.taken_back if any(e.retracted for e in work.editions)],
        "not_found": [{"identifier": str(each.identifier), "source": each.source} for each in report.not_found],
        "unavailable": [
            {"identifier": str(each.identifier), "source": each.source, "reason": each.reason}
            for each in report.unavailable
        ],
        "unsearched": report.unsearched,
        "repeated": report.repeated,
        "findings": [
            {"place": place, "rule": finding.rule, "severity": str(finding.severity), "message": finding.message}
            for place, finding in _findings(report)
        ],
        "problems": [str(problem) for problem in report.problems],
    }


def _read(report: Report) -> str:
    counts = report.counts()
    skipped = sum(count for kind, count in report.listing.skipped.items() if kind is not Kind.OWN)
    passed = f" ({counted(skipped, 'file')} passed over)" if skipped else ""
    return (
        f"Read {counted(counts['documents'], 'document')}: {counted(counts['entries'], 'entry')},"
        f" {counted(counts['links'], 'link')}{passed}."
    )


def _works(report: Report) -> str:
    changes = report.changes
    parts = [f"{len(changes.new)} new", f"{len(changes.updated)} updated", f"{changes.unchanged} unchanged"]
    if changes.unlisted:
        parts.append(f"{len(changes.unlisted)} no longer listed (`bibdb prune` removes them)")
    if changes.gone:
        parts.append(f"{len(changes.gone)} joined to others")
    return f"Works: {len(report.works)} ({', '.join(parts)})."


def _requests(report: Report) -> Iterator[str]:
    """Say who was really asked: a source in a cool-down was not."""
    asked = []
    for name, identifiers in report.asked.identifiers.items():
        requests = report.requests.get(name, 0)
        if requests or name in FREE:
            spent = f" in {counted(requests, 'request')}" if requests else ""
            asked.append(f"{name} for {counted(identifiers, 'identifier')}{spent}")
    if asked:
        yield f"Asked: {', '.join(asked)}."


def _silence(unavailable: Sequence[Unavailable]) -> Iterator[str]:
    """Say once who did not answer, and why; those that are silent for one reason in one sentence."""
    for sentence, waiting in together(Counter(each.reason for each in unavailable)).items():
        verb = "waits" if waiting == 1 else "wait"
        yield f"Unavailable: {sentence}; {counted(waiting, 'identifier')} {verb} for the next run."
    if any(each.retry_at is not None for each in unavailable):
        yield "  (`BIBDB_COOL_DOWN=0 bibdb sync` asks at once those that are left in peace.)"


def _unresolved(report: Report) -> Iterator[str]:
    """Tell what is not known: who waits in one sentence, and one by one what a person can do something about."""
    waiting = [work for work in report.unresolved if work.resolution is Resolution.PENDING]
    if waiting:
        yield f"Not known yet: {counted(len(waiting), 'work')}; the next sync that reaches a source asks again."
    texts = [
        f"{work.key} ({_STATES.get(work.resolution, work.resolution)}): {work.editions[work.cited].title}"
        for work in report.unresolved
        if work.resolution is not Resolution.PENDING
    ]
    yield from _shorten("Unresolved", texts)
    if any(work.resolution is Resolution.LABEL for work in report.unresolved):
        yield "  (`bibdb sync --search` looks for titles; `bibdb review` shows what comes near.)"


def _taken_back(work: SettledWork) -> str:
    """Name a work that was taken back, by whom, and in what words."""
    edition = next(each for each in work.editions if each.withdrawn or each.retracted)
    said = "retracted by its publisher" if edition.retracted else edition.comment or "withdrawn"
    return f"{work.key}: {edition.title} ({said})"


def _findings(report: Report) -> Iterator[tuple[str, Finding]]:
    return (found for found in report.findings() if found[1].severity is not Severity.NOTE)


def _shorten(head: str, texts: Sequence[str]) -> Iterator[str]:
    if not texts:
        return
    yield f"{head} ({len(texts)}):"
    yield from (f"  {cut(cell(text), _LONGEST)}" for text in texts[:_SHOWN])
    if len(texts) > _SHOWN:
        yield f"  … and {len(texts) - _SHOWN} more (--json has them all)"
