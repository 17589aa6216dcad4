"""OpenReview: submissions with their venue and decision, from its second API and, for older ones, its first.

A submission is a publication only once its venue accepted it (https://docs.openreview.net). Until then, and if it
was rejected or withdrawn, its record speaks of a preprint. Values of the second API are wrapped: `{"value": …}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.sources.http import Absent, Garbled
from bibdb.sources.preprint import written_by
from bibdb.sources.shapes import day_of, items, json_of, mapping, text
from bibdb.sources.singly import Singly
from bibdb.values import EditionKind, Evidence, Fields, Query, Record, WorkType

__all__ = ["OpenReview", "is_accepted", "read_notes"]

_HITS = 5
_UNKNOWN = {404: b"notfound", 400: b"notfound"}
# A submission that is not for everybody; other refusals are meant for us.
_WITHHELD = {403: b"forbiddenerror"}
_BIBTEX_FIELD = re.compile(r"^\s*(booktitle|journal|year|editor|publisher)\s*=\s*\{(.*)\},?\s*$", re.MULTILINE)
_PENDING = re.compile(
    r"submitted|submission|reject|withdrawn|under review|desk|not accepted|decision pending|blind"
    r"|\barr\b|\bcorr\b|arxiv",  # reviewing without a venue, and preprints that were brought over
    re.IGNORECASE,
)
_LONGEST_REFERENCE = 20_000
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class OpenReview(Singly):
    """OpenReview as a source of the papers submitted there, by id and by title."""

    name = "openreview"
    schemes = frozenset({Scheme.OPENREVIEW})

    def search(self, query: Query) -> Sequence[Record]:
        """Ask for submissions by the words of a title. Raises Silence."""
        asked = {"term": query.title[:300], "content": "title", "source": "forum", "limit": str(_HITS)}
        try:
            notes = self._http.ask("openreview", self._http.address("openreview", "/notes/search", asked), read_notes)
        except Absent:
            return []
        papers = (
            (identify(f"openreview:{note.get('id')}"), note) for note in notes if note.get("forum") == note.get("id")
        )
        return [self._record(paper, note) for paper, note in papers if paper is not None]

    def _ask(self, submission: Identifier) -> Record | None:
        note = self._note("openreview", submission)
        if note is None:
            note = self._note("openreview1", submission)
        return self._record(submission, note) if note is not None else None

    def _note(self, api: str, submission: Identifier) -> Mapping[str, Any] | None:
        """Ask one API; None when it does not know the submission."""
        url = self._http.address(api, "/notes", {"id": submission.value})
        try:
            return self._http.ask(
                api, url, lambda body: read_note(body, submission), absent=_UNKNOWN, withheld=_WITHHELD
            )
        except Absent:
            return None

    def _record(self, submission: Identifier, note: Mapping[str, Any]) -> Record:
        content = _content(note)
        accepted = is_accepted(content)
        return Record(
            identifier=submission,
            source=self.name,
            kind=EditionKind.PUBLICATION if accepted else EditionKind.PREPRINT,
            type=WorkType.PAPER,
            fields=_fields(submission, note, content, accepted=accepted),
            retrieved_at=self._clock(),
            evidence=_evidence(content) if accepted else None,
        )


def read_note(body: bytes, submission: Identifier) -> Mapping[str, Any] | None:
    """Read the answer for one submission; None for an empty list, Garbled for one of others."""
    notes = read_notes(body)
    found = next((note for note in notes if note.get("id") == submission.value), None)
    if found is None and notes:
        raise Garbled("the answer to another question")
    return found


def read_notes(body: bytes) -> list[Mapping[str, Any]]:
    """Read a list of notes; Garbled for anything else."""
    told = mapping(json_of(body))
    if not isinstance(told.get("notes"), list):
        raise Garbled("something that is no list of submissions")
    return [mapping(each) for each in told["notes"]]


def is_accepted(content: Mapping[str, Any]) -> bool:
    """Whether venue and venue id say that the submission was accepted: both of the undecided and rejected say so.

    Submissions of before 2020 have neither; of those the reference to copy tells.
    """
    venue = text(content.get("venue")) or text(_proceedings(content)) or ""
    venue_id = text(content.get("venueid")) or ""
    return bool(venue) and not _PENDING.search(venue) and not _PENDING.search(venue_id)


def _proceedings(content: Mapping[str, Any]) -> str | None:
    """Give the proceedings that the reference names: of a rejected submission it is a `@misc` without any."""
    reference = str(content.get("_bibtex") or "")[:_LONGEST_REFERENCE]
    return _cited(content).get("booktitle") if reference.lstrip().lower().startswith("@inproceedings") else None


def _cited(content: Mapping[str, Any]) -> dict[str, str]:
    return dict(_BIBTEX_FIELD.findall(str(content.get("_bibtex") or "")[:_LONGEST_REFERENCE]))


def _content(note: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a submission's content as the first API has it, without wrappers."""
    content = mapping(note.get("content"))
    return {
        name: value["value"] if isinstance(value, dict) and "value" in value else value
        for name, value in content.items()
    }


def _fields(submission: Identifier, note: Mapping[str, Any], content: Mapping[str, Any], *, accepted: bool) -> Fields:
    cited = _cited(content)
    names = [name for each in items(content.get("authors")) if (name := text(each))]
    venue = text(content.get("venue"))
    return Fields(
        title=text(content.get("title")),
        authors=written_by(names) or None,
        abstract=text(content.get("abstract")),
        submitted=day_of(note.get("cdate")) if not accepted else None,
        issued=_issued(note, cited, venue) if accepted else None,
        container_title=(text(cited.get("booktitle")) or text(cited.get("journal")) or venue) if accepted else None,
        event_title=venue if accepted else None,
        publisher=text(cited.get("publisher")) if accepted else None,
        url=f"https://openreview.net/forum?id={submission.value}",
        license=text(note.get("license")),
        keywords=tuple(word for each in items(content.get("keywords")) if (word := text(each))) or None,
        note=None if accepted else venue,
        retracted=True if "retract" in f"{venue} {text(content.get('venueid'))}".lower() else None,
    )


def _evidence(content: Mapping[str, Any]) -> Evidence:
    """Tell whose word it is: authors may bring their papers over from DBLP."""
    imported = (text(content.get("venueid")) or "").startswith("dblp.org/")
    return Evidence.AGGREGATOR if imported else Evidence.PUBLISHER


def _issued(note: Mapping[str, Any], cited: Mapping[str, str], venue: str | None) -> PartialDate | None:
    """Give the day of publication where it lies in the year to cite, else that year, else the venue's."""
    named = _YEAR.search(venue or "")
    year, day = day_of(cited.get("year") or (named[0] if named else None)), day_of(note.get("pdate"))
    return day if day is not None and (year is None or year.covers(day)) else year
