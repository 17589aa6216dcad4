"""Pages of strangers are read with care: never from inside, never without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.pages import Pages
from bibdb.sources.settings import Settings
from bibdb.sources.transport import Reply as Sent
from bibdb.sources.transport import is_public
from bibdb.values import Evidence, Found, NotFound, Outcome, Unavailable, WorkType
from tests.servers.server import Reply, Request, Server, serving

HTML = {"Content-Type": "text/html; charset=utf-8"}


def site(request: Request) -> Reply:
    pages = {
        "/post": Reply(200, b"<title>A post</title>", HTML),
        "/pdf": Reply(200, b"%PDF-1.7", {"Content-Type": "application/pdf"}),
        "/moved": Reply(301, b"", {"Location": "/post"}),
        "/away": Reply(302, b"", {"Location": f"http://localhost:{request.headers['Host'].split(':')[1]}/post"}),
        "/file": Reply(302, b"", {"Location": "file:///etc/passwd"}),
        "/metadata": Reply(302, b"", {"Location": "http://169.254.169.254/latest/"}),
        "/round": Reply(302, b"", {"Location": "/round"}),
        "/gone": Reply(410, b"gone"),
        "/big": Reply(200, b"<title>Big</title>" + b" " * 3_000_000, HTML),
        "/ill": Reply(500, b"ill"),
    }
    return pages.get(request.path, Reply(404, b"no"))


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(site) as running:
        yield running


def ask(settings: Settings, server: Server, path: str, *allowed: str) -> Outcome:
    pages = Pages(settings, allowed=lambda address: address in allowed, delay=0.0)
    (outcome,) = pages.fetch([Identifier(Scheme.URL, f"{server.url}{path}")])
    return outcome


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, Unavailable)
    return outcome.reason


def test_a_page_is_read(settings: Settings, server: Server) -> None:
    outcome = ask(settings, server, "/post", "127.0.0.1")
    assert isinstance(outcome, Found)
    assert (outcome.record.source, outcome.record.fields.title) == ("page", "A post")
    moved = ask(settings, server, "/moved", "127.0.0.1")
    assert isinstance(moved, Found)
    assert moved.record.identifier.value.endswith("/moved")


def test_what_is_no_page_says_nothing_of_itself(settings: Settings, server: Server) -> None:
    outcome = ask(settings, server, "/pdf", "127.0.0.1")
    assert isinstance(outcome, Found)
    assert outcome.record.fields.title is None


def test_the_page_of_a_proceedings_paper_is_its_publisher(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Identifier(Scheme.PMLR, "v97/nobody19a")
    told = b'<meta name="citation_title" content="Nothing"><meta name="citation_conference_title" content="ICIL">'
    pages = Pages(settings)
    monkeypatch.setattr(pages, "_send", lambda host, url: Sent(200, HTML, told) if host.endswith("mlr.press") else None)
    (outcome,) = pages.fetch([paper])
    assert isinstance(outcome, Found)
    assert (outcome.record.evidence, outcome.record.type) == (Evidence.PUBLISHER, WorkType.PAPER)
    assert (outcome.record.fields.title, outcome.record.fields.container_title) == ("Nothing", "ICIL")
    assert outcome.record.fields.url == "https://proceedings.mlr.press/v97/nobody19a.html"


def test_a_page_that_is_gone_is_not_found(settings: Settings, server: Server) -> None:
    assert isinstance(ask(settings, server, "/gone", "127.0.0.1"), NotFound)
    assert isinstance(ask(settings, server, "/none", "127.0.0.1"), NotFound)


def test_nothing_is_sent_to_an_address_that_is_not_public(settings: Settings, server: Server) -> None:
    pages = Pages(settings)
    (outcome,) = pages.fetch([Identifier(Scheme.URL, f"{server.url}/post")])
    assert reason(outcome) == "127.0.0.1 leads to an address that is not public"
    assert server.requests == []


def test_nor_by_way_of_a_redirect(settings: Settings, server: Server) -> None:
    settings = replace(settings, connect_timeout=0.2)
    assert "not public" in reason(ask(settings, server, "/metadata", "127.0.0.1"))
    assert "no web address" in reason(ask(settings, server, "/file", "127.0.0.1"))
    assert len(server.requests) == 2


def test_nor_by_a_name_that_changes_its_meaning(settings: Settings, server: Server) -> None:
    """The first look-up gives an address that is allowed; the connection then goes to another."""
    answers = iter([True, False])
    pages = Pages(settings, allowed=lambda _: next(answers), delay=0.0)
    (outcome,) = pages.fetch([Identifier(Scheme.URL, f"{server.url}/post")])
    assert "not public" in reason(outcome)
    assert server.requests == []


@pytest.mark.parametrize(
    ("path", "said"), [("/round", "in circles"), ("/big", "more than 2 MB"), ("/ill", "status 500")]
)
def test_what_cannot_be_read_says_why(path: str, said: str, settings: Settings, server: Server) -> None:
    assert said in reason(ask(settings, server, path, "127.0.0.1"))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0",
     "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "255.255.255.255", "nonsense", "",
     "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "fec0::1", "3fff::1", "5f00::1", "192.0.0.8"],
)  # fmt: skip
def test_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_outside_is(address: str) -> None:
    assert is_public(address)
