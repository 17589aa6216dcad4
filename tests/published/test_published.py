"""Three answers about a publication that are never confused, and the list's claim beside them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bibdb.library import Library
from bibdb.published import Agreement, Publication, State, ask_publications, publications, recall
from bibdb.sync import Report, update
from bibdb.values import Evidence
from bibdb.wanted import Freshness
from bibdb.writers.jsonl import write_records
from tests.home import Home
from tests.servers.server import Exchange, Reply, Server, Weather, serving
from tests.servers.services import ANTHOLOGY, NOTE
from tests.servers.universe import Known, Universe

LATTICE = Known("2401.00001", "On the imaginary lattice and nothing else at all", doi="10.5555/lattice.1", venue="ICLR")
UNPRINTED = Known("2401.00002", "Measuring what was never there by other means")
ALL = ("arxiv", "crossref", "datacite", "openalex", "semanticscholar", "dblp", "openreview", "acl")


@pytest.fixture
def universe() -> Universe:
    return Universe([LATTICE, UNPRINTED])


@pytest.fixture
def server(universe: Universe) -> Iterator[Server]:
    with serving(universe) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, server: Server, universe: Universe) -> Home:
    return Home(tmp_path, universe.urls(server.url))


def write(home: Home, *known: Known, label: str = "2024") -> None:
    home.write("".join(f"[({label}) {each.title}](https://arxiv.org/abs/{each.arxiv})\n\n" for each in known))
    home.sync(["arxiv"])


def ask(home: Home, *, holds: timedelta = timedelta(days=30)) -> dict[str, Publication]:
    """Ask as the command does; the publications by title of the preprint's key."""
    with Library(home.database) as library:
        works, inquiry = list(library.works()), recall(library)
    with home.desk(ALL) as desk:
        ask_publications(desk.sessions, desk.sources, works, inquiry, holds=holds)
        update(desk.sessions, desk.sources, desk.keys, desk.corrections, Report(), freshness=Freshness())
    with Library(home.database) as library:
        known = recall(library)
        inquiry.answered = known.answered
        return {each.title: each for each in publications(library.works(), inquiry.state_of, known.told)}


def silent(*services: str) -> Weather:
    def weather(exchange: object) -> None:
        path = exchange.request.path.split("/")[1]  # type: ignore[attr-defined]
        exchange.send(Reply(503) if path in services else exchange.fair())  # type: ignore[attr-defined]

    return weather


def asked(server: Server) -> Counter[str]:
    return Counter(request.path.split("/")[1] for request in server.requests)


def test_what_semantic_scholar_names_is_asked_of_crossref(home: Home) -> None:
    write(home, LATTICE, UNPRINTED)
    told = ask(home)
    printed = told[LATTICE.title]
    assert (printed.state, printed.venue, printed.evidence) == (State.PUBLISHED, "ICLR", Evidence.PUBLISHER)
    assert printed.url == f"https://doi.org/{LATTICE.doi}"
    assert told[UNPRINTED.title].state is State.NONE_FOUND


def test_a_doi_that_arxiv_names_is_asked_of_crossref_by_sync(home: Home, universe: Universe) -> None:
    universe.change(replace(LATTICE, arxiv_names_doi=True))
    home.write(f"[A](https://arxiv.org/abs/{LATTICE.arxiv})\n")
    home.sync(["arxiv", "crossref"])
    assert home.rows("select venue, doi from papers") == [("ICLR", LATTICE.doi)]
    report = home.sync(["arxiv", "crossref"])
    assert (report.requests, report.changed) == ({}, False)


@pytest.mark.parametrize("service", ["dblp", "crossref", "openreview"])
def test_a_title_is_searched_where_the_identifier_tells_nothing(home: Home, universe: Universe, service: str) -> None:
    universe.change(replace(LATTICE, doi="10.5555/lattice.1", told_by=frozenset({service})))
    write(home, LATTICE)
    (told,) = ask(home).values()
    assert (told.state, told.venue) == (State.PUBLISHED, "ICLR")


@pytest.mark.parametrize("service", ["dblp", "crossref", "openreview"])
def test_kept_records_give_back_what_was_found_by_title(
    home: Home, universe: Universe, service: str, tmp_path: Path
) -> None:
    universe.change(replace(LATTICE, told_by=frozenset({service})))
    write(home, LATTICE)
    ask(home)
    snapshot = tmp_path / "records.jsonl"
    with Library(home.database) as library:
        snapshot.write_text("".join(write_records(library.records())), encoding="utf-8")
    rebuilt = Home(tmp_path / "rebuilt", {}, [snapshot])
    for name in ("list.md", "keys.toml"):
        shutil.copy(home.lists / name, rebuilt.lists)
    assert rebuilt.sync(offline=True).changed
    query = "select key, title, venue, doi, url from papers"
    assert rebuilt.rows(query) == home.rows(query)
    assert not rebuilt.sync(offline=True).changed


def test_another_papers_title_is_no_publication(home: Home, universe: Universe) -> None:
    write(home, LATTICE)
    universe.change(replace(LATTICE, authors=("Carla Other", "Dan Else"), told_by=frozenset({"dblp", "crossref"})))
    (told,) = ask(home).values()
    assert told.state is State.NONE_FOUND


def answering(service: str, change: Callable[[Any], None]) -> Weather:
    """A service whose JSON answers are changed."""

    def weather(exchange: Exchange) -> None:
        reply = exchange.fair()
        if exchange.request.path.split("/")[1] == service and reply.status == 200:
            told = json.loads(reply.body)
            change(told)
            reply = replace(reply, body=json.dumps(told).encode())
        exchange.send(reply)

    return weather


def test_what_semantic_scholar_names_is_asked_of_the_anthology(home: Home, universe: Universe, server: Server) -> None:
    universe.change(replace(LATTICE, doi=""))
    write(home, LATTICE)

    def change(told: Any) -> None:
        for paper in told:
            paper["externalIds"]["ACL"] = ANTHOLOGY

    server.climate = answering("semanticscholar", change)
    (found,) = ask(home).values()
    assert (found.state, found.evidence) == (State.PUBLISHED, Evidence.PUBLISHER)
    assert ANTHOLOGY in (found.url or "")
    assert asked(server)["dblp"] == 0


def note_of(venue: str, venue_id: str) -> Callable[[Any], None]:
    def change(told: Any) -> None:
        for note in told["notes"]:
            note["content"] |= {"venue": {"value": venue}, "venueid": {"value": venue_id}}
            note["content"].pop("_bibtex", None)

    return change


@pytest.mark.parametrize(
    ("venue", "venue_id", "told"),
    [
        ("ICLR 2025 Oral", "ICLR.cc/2025/Conference", "ICLR 2025 Oral"),
        ("NeurIPS 2024 Workshop Looms Poster", "NeurIPS.cc/2024/Workshop/Looms", "NeurIPS 2024 Workshop Looms Poster"),
        ("Submitted to ICLR 2025", "ICLR.cc/2025/Conference/Rejected_Submission", None),
        ("ICLR 2025 Conference Withdrawn Submission", "ICLR.cc/2025/Conference/Withdrawn_Submission", None),
        ("ICLR 2025 Conference Desk Rejected Submission", "ICLR.cc/2025/Conference/Desk_Rejected_Submission", None),
        ("ICLR 2025 Conference Submission", "ICLR.cc/2025/Conference/Submission", None),
        ("Rejected by TMLR", "TMLR/Rejected", None),
        ("Decision pending for TMLR", "TMLR/Decision_Pending", None),
        ("CoRR 2024", "dblp.org/journals/CORR/2024", None),
    ],
)
def test_only_what_a_venue_accepted_is_published(
    home: Home, universe: Universe, server: Server, venue: str, venue_id: str, told: str | None
) -> None:
    universe.change(replace(LATTICE, doi="", told_by=frozenset({"openreview"})))
    write(home, LATTICE)
    server.climate = answering("openreview", note_of(venue, venue_id))
    (found,) = ask(home).values()
    assert (found.state, found.venue) == (State.PUBLISHED if told else State.NONE_FOUND, told)


def test_a_rejected_submission_in_the_list_leaves_none_found(home: Home, universe: Universe, server: Server) -> None:
    universe.change(replace(LATTICE, doi="", told_by=frozenset({"openreview"})))
    change = note_of("Submitted to ICLR 2025", "ICLR.cc/2025/Conference/Rejected_Submission")
    note = {**NOTE, "id": "fab2401000", "forum": "fab2401000", "cdate": 1709661599000}
    note["content"] = {**note["content"], "title": {"value": LATTICE.title}}

    def weather(exchange: Exchange) -> None:
        told = {"notes": [json.loads(json.dumps(note))]}
        change(told)
        here = exchange.request.path.startswith("/openreview/")
        exchange.send(Reply(200, json.dumps(told).encode()) if here else exchange.fair())

    server.climate = weather
    home.write(
        f"[(2024) {LATTICE.title}](https://arxiv.org/abs/{LATTICE.arxiv})\n\n"
        "- On [OpenReview](https://openreview.net/forum?id=fab2401000)\n"
    )
    home.sync(["arxiv", "openreview"])
    assert home.rows("select count(*) from identifier where work_id = (select id from work where key like 'fab%')") == [
        (2,)
    ]
    (found,) = ask(home).values()
    assert (found.state, found.reason) == (State.NONE_FOUND, None)


@pytest.mark.parametrize(
    ("doi", "kind", "venue"),
    [("10.36227/techrxiv.1", "posted-content", ""), ("10.2139/ssrn.1", "journal-article", "SSRN Electronic Journal")],
)
def test_a_copy_on_another_server_is_no_publication(
    home: Home, universe: Universe, server: Server, doi: str, kind: str, venue: str
) -> None:
    universe.change(replace(LATTICE, doi=doi, venue=venue, told_by=frozenset({"semanticscholar", "crossref"})))
    write(home, LATTICE)

    def change(told: Any) -> None:
        for work in [told["message"]] if "DOI" in told["message"] else told["message"]["items"]:
            work["type"] = kind

    server.climate = answering("crossref", change)
    (found,) = ask(home).values()
    assert (found.state, found.reason) == (State.NONE_FOUND, None)
    assert asked(server)["dblp"] == 1


def test_data_under_the_papers_title_is_no_publication(home: Home, universe: Universe, server: Server) -> None:
    universe.change(replace(LATTICE, told_by=frozenset({"crossref"})))
    write(home, LATTICE)

    def change(told: Any) -> None:
        for work in told["message"].get("items", []):
            work["type"] = "dataset"

    server.climate = answering("crossref", change)
    (found,) = ask(home).values()
    assert found.state is State.NONE_FOUND


def test_the_conference_goes_before_its_workshop(home: Home, universe: Universe, server: Server) -> None:
    universe.change(replace(LATTICE, doi="", venue="ICLR 2025", told_by=frozenset({"dblp", "openreview"})))
    write(home, LATTICE)

    def workshop(told: Any) -> None:
        for hit in told["result"]["hits"]["hit"]:
            hit["info"]["venue"] = "Looms@NeurIPS"

    server.climate = answering("dblp", workshop)
    (found,) = ask(home).values()
    assert (found.venue, found.evidence) == ("ICLR 2025", Evidence.PUBLISHER)


@pytest.mark.parametrize("service", ["semanticscholar", "dblp", "openreview", "crossref"])
def test_silence_is_never_none_found(home: Home, server: Server, service: str) -> None:
    write(home, UNPRINTED)
    server.climate = silent(service)
    (told,) = ask(home).values()
    assert told.state is State.COULD_NOT_ASK
    assert "overloaded" in (told.reason or "")
    server.climate = None
    server.clear()
    (told,) = ask(home).values()
    assert told.state is State.NONE_FOUND
    assert set(asked(server)) == {service}  # the others had answered


def test_a_publication_that_is_named_and_not_told_could_not_be_asked(home: Home, server: Server) -> None:
    write(home, LATTICE)
    server.climate = lambda exchange: exchange.send(
        exchange.fair()
        if exchange.request.path.endswith("/batch") and b"ARXIV" in exchange.request.content
        else Reply(503)
    )
    (told,) = ask(home).values()
    assert told.state is State.COULD_NOT_ASK
    assert told.url == f"https://doi.org/{LATTICE.doi}"
    server.climate = None
    (told,) = ask(home).values()
    assert told.state is State.PUBLISHED


def test_who_has_answered_is_not_asked_again_at_once(home: Home, server: Server) -> None:
    write(home, LATTICE, UNPRINTED)
    ask(home)
    server.clear()
    told = ask(home)
    assert not server.requests
    assert told[UNPRINTED.title].state is State.NONE_FOUND
    ask(home, holds=timedelta(0))
    assert asked(server) == {"semanticscholar": 1, "dblp": 1, "openreview": 1, "crossref": 1}


def test_nobody_was_asked_yet(home: Home) -> None:
    write(home, LATTICE)
    with Library(home.database) as library:
        (told,) = publications(library.works(), recall(library).state_of)
    assert (told.state, told.venue) == (State.NOT_ASKED, None)


def test_a_publication_has_its_own_title(home: Home, universe: Universe) -> None:
    universe.change(
        replace(UNPRINTED, comment="Published as a conference paper at ICLR 2025, with title: Absence Measured Well")
    )
    write(home, UNPRINTED)
    with Library(home.database) as library:
        (told,) = publications(library.works(), recall(library).state_of)
    assert (told.title, told.venue, told.evidence) == ("Absence Measured Well", "ICLR 2025", Evidence.AUTHOR)
    universe.change(
        replace(UNPRINTED, published_as="Absence Measured Well", venue="ICLR 2025", told_by=frozenset({"dblp"}))
    )
    (told,) = ask(home).values()
    assert (told.title, told.evidence) == ("Absence Measured Well", Evidence.AGGREGATOR)


@pytest.mark.parametrize(
    ("label", "venue", "agreement"),
    [
        ("2024; ICLR 2025", "ICLR", Agreement.AGREES),
        ("2024; ICLR 2025", "International Conference on Learning Representations", Agreement.AGREES),
        ("2024; ICLR 2024", "ICLR", Agreement.DIFFERS),
        ("2024; NeurIPS 2025", "ICLR", Agreement.DIFFERS),
        ("2024; ICLR 2025", "", Agreement.UNCONFIRMED),
        ("2024; ICLR 2025 Oral", "ICLR (1)", Agreement.AGREES),
        ("2024; EMNLP 2025", "EMNLP (Findings)", Agreement.DIFFERS),
        ("2024; NeurIPS D&B 2025", "NeurIPS", Agreement.AGREES),
        ("2024; ACL 2025", "Looms@ACL", Agreement.DIFFERS),
        ("2024; TMLR 2025", "Trans. Mach. Learn. Res.", Agreement.AGREES),
        ("2024; ICLR 2025 Workshop", "ICLR", None),
        ("2024", "ICLR", None),
    ],
)
def test_the_label_is_a_claim_to_check(
    home: Home, universe: Universe, label: str, venue: str, agreement: Agreement | None
) -> None:
    universe.change(replace(LATTICE, venue=venue, arxiv_names_doi=bool(venue), doi=LATTICE.doi if venue else ""))
    home.write(f"[({label}) {LATTICE.title}](https://arxiv.org/abs/{LATTICE.arxiv})\n")
    home.sync(["arxiv", "crossref"])
    with Library(home.database) as library:
        (told,) = publications(library.works(), recall(library).state_of)
    assert told.agreement is agreement


def test_of_what_does_not_exist_no_title_is_searched(home: Home, server: Server) -> None:
    home.write("[A ghost](https://arxiv.org/abs/2401.00099)\n")
    home.sync(ALL)
    (work,) = home.rows("select key from papers")
    with Library(home.database) as library:
        works, inquiry = list(library.works()), recall(library)
    server.clear()
    with home.desk(ALL) as desk:
        ask_publications(desk.sessions, desk.sources, works, inquiry)
    (told,) = publications(works, inquiry.state_of)
    assert (told.key, told.state) == (*work, State.COULD_NOT_ASK)
    assert told.reason == "there is no such preprint: look at the link"
    assert set(asked(server)) <= {"semanticscholar"}
