"""A local world of services, and connections to it that do not wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bibdb.sources.http import Http
from bibdb.sources.settings import SERVICES, Settings
from tests.servers.server import Server, serving
from tests.servers.services import World


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture(scope="session")
def listening(world: World) -> Iterator[Server]:
    with serving(world) as running:
        yield running


@pytest.fixture
def server(listening: Server) -> Server:
    """The world's server, which has seen nothing yet and in fair weather."""
    listening.clear()
    return listening


@pytest.fixture
def settings(world: World, server: Server, tmp_path: Path) -> Settings:
    return Settings(
        cache=tmp_path / "cache",
        urls=world.urls(server.url),
        delays=dict.fromkeys(SERVICES, 0.0),
        attempts=2,
        backoff=0.0,
        cool_down=0.0,
        connect_timeout=5.0,
        read_timeout=0.3,
        total_timeout=2.0,
    )


@pytest.fixture
def http(settings: Settings) -> Iterator[Http]:
    with Http(settings) as connection:
        yield connection
