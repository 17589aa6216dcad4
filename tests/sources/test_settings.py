"""Settings from the environment, and the addresses that they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibdb.errors import UsageError
from bibdb.sources import SOURCES, build
from bibdb.sources.http import Http
from bibdb.sources.settings import SERVICES, Settings
from bibdb.values import Source


def test_an_empty_environment_means_the_services_themselves() -> None:
    settings = Settings.from_environment({"BIBDB_CACHE": "/nowhere"})
    assert settings.base("arxiv") == "https://export.arxiv.org/api/query"
    assert settings.base("oai") == "https://oaipmh.arxiv.org/oai"
    assert settings.delay("arxiv") == settings.delay("oai") == 3.0
    assert settings.cache == Path("/nowhere")
    assert not settings.offline
    assert not settings.fetch_pages


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("http://127.0.0.1:80", "http://127.0.0.1:80/api/query"),
        ("http://127.0.0.1:80/", "http://127.0.0.1:80/api/query"),
        ("http://127.0.0.1:80/api", "http://127.0.0.1:80/api/query"),
        ("http://127.0.0.1:80/api/", "http://127.0.0.1:80/api/query"),
        ("http://127.0.0.1:80/api/query", "http://127.0.0.1:80/api/query"),
        ("http://127.0.0.1:80/mirror", "http://127.0.0.1:80/mirror"),
        ("https://mirror.example/q?key=1", "https://mirror.example/q?key=1"),
    ],
)
def test_arxiv_can_be_elsewhere(given: str, base: str) -> None:
    assert Settings.from_environment({"BIBDB_ARXIV_URL": given, "BIBDB_CACHE": "x"}).base("arxiv") == base


def test_what_belongs_together_moves_together() -> None:
    settings = Settings.from_environment(
        {"BIBDB_OPENREVIEW_URL": "http://a.example", "BIBDB_GITHUB_URL": "http://b.example"}
    )
    assert settings.base("openreview1") == "http://a.example"
    assert settings.base("githubraw") == "http://b.example"
    assert settings.moved("githubraw")
    assert not settings.moved("dblp")


def test_every_service_has_its_own_variable() -> None:
    variables = [service.variable for service in SERVICES.values()]
    assert len(set(variables)) == len(variables)
    environ = {variable: f"http://host{number}.example" for number, variable in enumerate(variables)}
    settings = Settings.from_environment(environ)
    assert len({settings.base(name) for name in SERVICES}) == len(SERVICES)


@pytest.mark.parametrize(
    "environ",
    [
        {"BIBDB_ARXIV_DELAY": "soon"},
        {"BIBDB_ARXIV_DELAY": "-1"},
        {"BIBDB_ARXIV_DELAY": "nan"},
        {"BIBDB_COOL_DOWN": "1e99"},
        {"BIBDB_DBLP_URL": "dblp.org"},
        {"BIBDB_DBLP_URL": "ftp://dblp.org"},
        {"BIBDB_DBLP_URL": "http://"},
        {"BIBDB_DBLP_URL": "http://[::1"},
        {"BIBDB_DBLP_URL": "http://host:99999"},
    ],
)
def test_nonsense_is_refused_with_its_variable(environ: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(environ))):
        Settings.from_environment(environ)


def test_a_refused_address_is_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        Settings.from_environment({"BIBDB_DBLP_URL": "user:s3cret@dblp.org"})
    assert "s3cret" not in str(caught.value)


def test_options_win() -> None:
    settings = Settings.from_environment({"BIBDB_MAILTO": "a@example.org"}, mailto="b@example.org", cool_down=1.0)
    assert settings.mailto == "b@example.org"
    assert settings.cool_down == 1.0


def test_a_mirror_may_be_asked_faster_but_arxiv_itself_may_not() -> None:
    environ = {"BIBDB_ARXIV_DELAY": "0.5"}
    assert Settings.from_environment(environ).delay("arxiv") == 3.0
    assert Settings.from_environment({"BIBDB_ARXIV_DELAY": "5"}).delay("oai") == 5.0
    assert Settings.from_environment({**environ, "BIBDB_ARXIV_URL": "http://127.0.0.1:80"}).delay("arxiv") == 0.5


@pytest.mark.parametrize("mailto", ["a@b.example\r\nX-Evil: 1", "a@b.example (x)", "é@b.example"])
def test_a_strange_address_does_no_harm(mailto: str) -> None:
    agent = Settings(mailto=mailto).agent
    assert agent.isascii()
    assert "\n" not in agent
    assert agent.count("(") == agent.count(")") == 1


def names(settings: Settings, chosen: list[str] | None = None) -> list[str]:
    with Http(settings) as http:
        return [source.name for source in build(settings, http, chosen)]


def test_the_order_is_that_of_the_table() -> None:
    assert names(Settings()) == [name for name in SOURCES if name != "page"]
    assert names(Settings(), ["datacite", "arxiv"]) == ["arxiv", "datacite"]


def test_pages_are_read_only_when_asked_for() -> None:
    assert "page" in names(Settings(fetch_pages=True))
    assert "page" not in names(Settings(fetch_pages=True, offline=True))


def test_offline_needs_no_network() -> None:
    assert names(Settings(offline=True)) == ["snapshot", "local"]


def test_an_unknown_source_is_named() -> None:
    with pytest.raises(UsageError, match=r"'scopus'.*arxiv"):
        names(Settings(), ["scopus"])


def test_another_package_adds_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    from bibdb.sources.local import Local

    class Point:
        name = "elsewhere"

        @staticmethod
        def load() -> object:
            def factory(settings: Settings, http: Http) -> Source:
                return Local()

            return factory

    class Broken:
        name = "broken"

        @staticmethod
        def load() -> object:
            raise ImportError("no module named nothing")

    monkeypatch.setattr(
        "importlib.metadata.entry_points", lambda group: [Point, Broken] if group == "bibdb.sources" else []
    )
    assert names(Settings(), ["elsewhere"]) == ["local"]
    with pytest.raises(UsageError, match="no module named nothing"):
        names(Settings(), ["broken"])
