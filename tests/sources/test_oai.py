"""What OAI-PMH says of a paper: texts and names in one answer, versions in the other, and what each is worth alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.coverage import missing
from bibdb.sources.http import Absent, Garbled, Http, Refused, Silence
from bibdb.sources.oai import Oai, read_history, read_record
from bibdb.sources.settings import Settings
from bibdb.values import EditionKind, Found, Name, NotFound, Outcome, Record, Unavailable
from tests.servers.arxiv_server import ArxivServer, Generation, Paper
from tests.servers.server import Exchange, Reply, Server, Weather, serving
from tests.servers.weather import BROKEN, instead

PAPER = Identifier(Scheme.ARXIV, "2401.00001")
REVISED = Paper(
    PAPER.value,
    r"A lattice with \alpha and $\beta$",
    versions=3,
    published="2023-12-30T23:59:59Z",
    updated="2024-06-07T08:09:10Z",
    comment="5 pages",
    dois=("10.5555/p.1", "10.5555/p.2"),
)
NAMES = (Name("Ada Fabrica", given="Ada", family="Fabrica"), Name("Béla Nincs", given="Béla", family="Nincs"))


@pytest.fixture(params=["old", "new"])
def arxiv(request: pytest.FixtureRequest) -> ArxivServer:
    generation: Generation = request.param
    return ArxivServer(lambda paper_id: REVISED if paper_id == PAPER.value else None, generation)


@pytest.fixture
def running(arxiv: ArxivServer) -> Iterator[Server]:
    with serving(arxiv) as made:
        yield made


def ask(running: Server, settings: Settings, *papers: Identifier) -> list[Outcome]:
    with Http(replace(settings, urls={"oai": running.url})) as http:
        return list(Oai(http).fetch(papers))


def found(running: Server, settings: Settings) -> Record:
    (outcome,) = ask(running, settings, PAPER)
    assert isinstance(outcome, Found), outcome
    return outcome.record


def on(prefix: str, weather: Weather) -> Weather:
    """Let one of the two formats have bad weather."""

    def climate(exchange: Exchange) -> None:
        if exchange.request.query["metadataPrefix"] == prefix:
            weather(exchange)
        else:
            exchange.send(exchange.fair())

    return climate


def test_two_answers_make_a_record_of_which_nothing_is_missing(running: Server, settings: Settings) -> None:
    record = found(running, settings)
    fields = record.fields
    assert (record.kind, record.version, record.source) == (EditionKind.PREPRINT, 3, "oai")
    assert (fields.version, fields.submitted) == (3, PartialDate(2023, 12, 30))
    assert fields.updated == PartialDate(2024, 6, 7)
    assert fields.authors == NAMES
    assert fields.license == "http://creativecommons.org/licenses/by/4.0/"
    assert (fields.comment, fields.doi, fields.withdrawn) == ("5 pages", "10.5555/p.1", False)
    assert missing(record) == ()
    assert [each.query["metadataPrefix"] for each in running.requests] == ["arXiv", "arXivRaw"]


def test_groups_are_no_persons(arxiv: ArxivServer, running: Server, settings: Settings) -> None:
    arxiv.papers = lambda _: replace(REVISED, authors=("Fabrica Team", "The Lattice Collaboration", "Ada Fabrica"))
    group, collaboration = Name("Fabrica Team", literal=True), Name("The Lattice Collaboration", literal=True)
    assert found(running, settings).fields.authors == (group, collaboration, NAMES[0])


def test_without_the_versions_no_date_is_told(running: Server, settings: Settings) -> None:
    running.climate = on("arXivRaw", BROKEN["503"])
    record = found(running, settings)
    fields = record.fields
    assert (fields.version, fields.submitted, fields.updated) == (None, None, None)
    assert (fields.title, fields.authors, fields.withdrawn) == (REVISED.title, NAMES, False)
    assert missing(record) == ("submitted", "version", "updated")


def test_without_the_names_in_parts_there_are_the_names_as_written(running: Server, settings: Settings) -> None:
    running.climate = on("arXiv", BROKEN["empty"])
    fields = found(running, settings).fields
    assert fields.authors == (Name("Ada Fabrica"), Name("Béla Nincs"))
    assert (fields.version, fields.submitted, fields.updated) == (3, PartialDate(2023, 12, 30), PartialDate(2024, 6, 7))
    assert fields.license == "http://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("only", ["arXiv", "arXivRaw"])
def test_a_mirror_with_one_format_is_asked_once_for_the_other(
    arxiv: ArxivServer, running: Server, settings: Settings, only: str
) -> None:
    arxiv.formats = frozenset({only})
    assert found(running, settings).fields.title == REVISED.title
    assert len(running.requests) == 2


def test_a_paper_that_is_not_there_costs_one_request(running: Server, settings: Settings) -> None:
    assert ask(running, settings, Identifier(Scheme.ARXIV, "2401.00002")) == [
        NotFound(Identifier(Scheme.ARXIV, "2401.00002"), "oai")
    ]
    assert len(running.requests) == 1


def test_a_version_without_files_is_withdrawn(arxiv: ArxivServer, running: Server, settings: Settings) -> None:
    arxiv.papers = lambda _: replace(REVISED, withdrawn=True)
    assert found(running, settings).fields.withdrawn is True
    arxiv.papers = lambda _: replace(REVISED, comment="This paper has been withdrawn by the authors")
    assert found(running, settings).fields.withdrawn is True


def test_a_version_that_was_restored_is_not_withdrawn(running: Server, settings: Settings) -> None:
    source_type = b"<source_type>D</source_type>"
    running.climate = instead(lambda body: body.replace(source_type, b"<source_type>I</source_type>", 2))
    assert found(running, settings).fields.withdrawn is False


@pytest.mark.parametrize(("version", "kind"), [(3, Found), (2, Unavailable), (4, NotFound)])
def test_of_the_versions_only_the_current_one_is_told(
    running: Server, settings: Settings, version: int, kind: type[Outcome]
) -> None:
    (outcome,) = ask(running, settings, replace(PAPER, version=version))
    assert type(outcome) is kind


def test_a_version_cannot_be_told_without_the_history(running: Server, settings: Settings) -> None:
    running.climate = on("arXivRaw", BROKEN["503"])
    (outcome,) = ask(running, settings, replace(PAPER, version=3))
    assert isinstance(outcome, Unavailable)


def test_oai_is_for_a_few(settings: Settings) -> None:
    papers = [Identifier(Scheme.ARXIV, f"2401.{number:05}") for number in range(1, 41)]
    with serving(ArxivServer(Paper)) as running:
        outcomes = ask(running, settings, *papers)
        assert [type(each) for each in outcomes] == [Found] * 30 + [Unavailable] * 10
        assert len(running.requests) == 60


# ---------------------------------------------------------------- what is no answer


def answer(prefix: str, paper: Paper = REVISED) -> bytes:
    asked = f"/oai?verb=GetRecord&identifier=oai:arXiv.org:{PAPER.value}&metadataPrefix={prefix}"
    with serving(ArxivServer(lambda _: paper)) as running:
        import urllib.request

        with urllib.request.urlopen(running.url + asked) as reply:
            body: bytes = reply.read()
    return body


@pytest.mark.parametrize(("prefix", "read"), [("arXiv", read_record), ("arXivRaw", read_history)])
def test_an_answer_cut_anywhere_is_none(prefix: str, read: object) -> None:
    body = answer(prefix).rstrip()
    for end in range(len(body)):
        with pytest.raises(Garbled):
            read(body[:end], PAPER)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("inside", "raised"),
    [
        ('<error code="idDoesNotExist">no</error>', Absent),
        ('<error code="badArgument">no</error>', Refused),
        ('<error code="cannotDisseminateFormat">no</error>', Refused),
        ("<error>no</error>", Refused),
        ('<header status="deleted"><identifier>oai:arXiv.org:2401.00001</identifier></header>', Absent),
        ('<header status="deleted"><identifier>oai:arXiv.org:2401.00009</identifier></header>', Garbled),
        ("<GetRecord/>", Garbled),
        ("<GetRecord><record><metadata><{0}><id>2401.00009</id></{0}></metadata></record></GetRecord>", Garbled),
        ("<GetRecord><record><metadata><{0}><id>2401.00001</id><title>" + "x" * 200_001
         + "</title></{0}></metadata></record></GetRecord>", Silence),
    ],
)  # fmt: skip
def test_what_else_comes(inside: str, raised: type[Exception]) -> None:
    for name, read in (("arXiv", read_record), ("arXivRaw", read_history)):
        told = inside.replace("{0}", name)
        with pytest.raises(raised):
            read(f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{told}</OAI-PMH>'.encode(), PAPER)


@pytest.mark.parametrize(
    "versions",
    [
        "",
        "<version><date>Mon, 22 Oct 2018 22:41:50 GMT</date></version>",
        '<version version="v1"/>',
        '<version version="v1"><date>once</date></version>',
        '<version version="v2"><date>Mon, 22 Oct 2018 22:41:50 GMT</date></version>',
    ],
)
def test_a_history_without_its_beginning_is_none(versions: str) -> None:
    body = f"<OAI-PMH><arXivRaw><id>{PAPER.value}</id>{versions}<title>T</title></arXivRaw></OAI-PMH>"
    with pytest.raises(Garbled):
        read_history(body.encode(), PAPER)


def test_the_weather_of_each_format_is_its_own(running: Server, settings: Settings) -> None:
    """Fail each format in several ways: what is told by the other one stays true."""
    for weather in (*list(BROKEN.values())[::5], lambda exchange: exchange.send(Reply(403))):
        for prefix in ("arXiv", "arXivRaw"):
            running.climate = on(prefix, weather)
            (outcome,) = ask(running, settings, PAPER)
            match outcome:
                case Found(record):
                    assert record.fields.title == REVISED.title
                    assert record.fields.submitted in {None, PartialDate(2023, 12, 30)}
                case Unavailable():
                    pass
                case _:
                    pytest.fail(f"{outcome} in bad weather")
