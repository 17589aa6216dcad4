"""The polite layer: how fast, how often, how long, and what it remembers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bibdb.sources.http import Absent, Garbled, Http, Refused, Silence
from bibdb.sources.limits import Limiter
from bibdb.sources.settings import Settings
from bibdb.sources.shapes import json_of
from tests.servers.server import Reply, Server, serving
from tests.servers.weather import dripping, dripping_head, moved, stalled, status

START = 1_800_000_000.0


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    time: float = START
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        if seconds:
            self.slept.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda request: Reply(200, json.dumps(request.query).encode())) as running:
        yield running


@pytest.fixture
def told(server: Server, tmp_path: Path) -> Settings:
    urls = {"dblp": server.url, "crossref": server.url, "semanticscholar": server.url}
    return Settings(cache=tmp_path / "cache", urls=urls, delays={"dblp": 0.0}, read_timeout=0.3, total_timeout=0.5)


@pytest.fixture
def http(told: Settings, clock: Clock) -> Iterator[Http]:
    with Http(told, clock=clock, steady=clock, sleep=clock.sleep) as connection:
        yield connection


def ask(http: Http, service: str = "dblp", **params: str) -> object:
    return http.ask(service, http.address(service, "/x", params), json_of)


# ---------------------------------------------------------------- tries


def test_waits_grow_and_are_bounded(server: Server, told: Settings, clock: Clock) -> None:
    server.climate = status(503)
    patient = replace(told, delays={"dblp": 3.0}, backoff=3.0, attempts=6, patience=20.0)
    with (
        Http(patient, clock=clock, steady=clock, sleep=clock.sleep) as http,
        pytest.raises(Silence, match=r"overloaded \(status 503\)"),
    ):
        ask(http)
    assert len(server.requests) == http.requests["dblp"] == 6
    assert clock.slept == [3.0, 6.0, 12.0, 20.0, 20.0]


def test_retry_after_in_seconds_is_honoured(http: Http, server: Server, clock: Clock) -> None:
    server.forecast.append(status(429, b"", Retry_After="17"))
    assert ask(http, q="1") == {"q": "1"}
    assert clock.slept == [17.0]


def test_retry_after_as_a_date_is_honoured(http: Http, server: Server, clock: Clock) -> None:
    date = format_datetime(datetime.fromtimestamp(START + 23, UTC), usegmt=True)
    server.forecast.append(status(503, b"", Retry_After=date))
    ask(http)
    assert clock.slept == [pytest.approx(23.0, abs=0.1)]


@pytest.mark.parametrize(
    "absurd",
    [
        "soon",
        "-5",
        "1.5",
        "1e9",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:99999999999 GMT",
        "Sun, 06 Nov 1994 08:49:37 -99999999999999",
    ],
)
def test_an_absurd_wait_is_no_reason_to_wait_long(http: Http, server: Server, clock: Clock, absurd: str) -> None:
    server.forecast.append(status(503, b"", Retry_After=absurd))
    assert ask(http, q="1") == {"q": "1"}
    assert sum(clock.slept) < 10


@pytest.mark.parametrize("wait", ["999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_an_endless_wait_is_a_day(http: Http, server: Server, wait: str) -> None:
    server.climate = status(503, b"", Retry_After=wait)
    with pytest.raises(Silence) as caught:
        ask(http)
    assert caught.value.retry_at == datetime.fromtimestamp(START, UTC) + timedelta(days=1)


@pytest.mark.parametrize("code", [204, 206, 300, 304, 501, 529, 599])
def test_a_status_that_is_neither_answer_nor_denial_is_asked_again(http: Http, server: Server, code: int) -> None:
    server.forecast.append(status(code))
    assert ask(http, q="1") == {"q": "1"}


@pytest.mark.parametrize(("length", "raised"), [(10, Silence), (1000, Refused)])
def test_who_finds_a_short_request_too_long_denies_us(
    http: Http, server: Server, length: int, raised: type[Exception]
) -> None:
    server.climate = status(414)
    with pytest.raises(raised):
        ask(http, q="x" * length)
    assert (http.cooling("dblp") is None) is (raised is Refused)


def test_a_long_wait_is_not_waited_but_remembered(http: Http, server: Server, clock: Clock) -> None:
    server.climate = status(503, b"", Retry_After="7200")
    with pytest.raises(Silence) as caught:
        ask(http)
    assert clock.slept == []
    assert len(server.requests) == 1
    assert caught.value.retry_at == http.cooling("dblp") == datetime.fromtimestamp(START + 7200, UTC)


def test_a_used_up_quota_tells_when_it_is_renewed(http: Http, server: Server) -> None:
    server.climate = status(403, b"", X_RateLimit_Remaining="0", X_RateLimit_Reset=str(int(START) + 3000))
    with pytest.raises(Silence) as caught:
        ask(http)
    assert caught.value.retry_at == datetime.fromtimestamp(START + 3000, UTC)


def test_a_body_that_stalls_is_given_up(http: Http, server: Server) -> None:
    server.climate = stalled(0.6)
    with pytest.raises(Silence, match="did not answer in time"):
        ask(http)
    assert len(server.requests) == 2


def test_a_body_that_drips_for_ever_is_given_up(http: Http, server: Server) -> None:
    server.climate = dripping(0.2, piece=1)
    with pytest.raises(Silence, match="took too long"):
        ask(http, long="x" * 50)


def test_a_head_that_drips_for_ever_is_given_up(http: Http, server: Server) -> None:
    server.climate = dripping_head(0.1)
    with pytest.raises(Silence, match="took too long"):
        ask(http)
    assert len(server.requests) == 2


def test_a_body_without_end_is_given_up(http: Http, server: Server) -> None:
    with pytest.raises(Silence, match="more than 0 MB"):
        http.ask("dblp", http.address("dblp", "/x", {"q": "x" * 5000}), json_of, largest=1000)
    assert len(server.requests) == 1


def test_who_packs_a_bomb_is_given_up(told: Settings, clock: Clock) -> None:
    import gzip

    packed = gzip.compress(b" " * 30_000_000)
    with (
        serving(lambda _: Reply(200, packed, {"Content-Encoding": "gzip"})) as server,
        Http(replace(told, urls={"dblp": server.url}), clock=clock, steady=clock, sleep=clock.sleep) as http,
        pytest.raises(Silence, match="more than 1 MB"),
    ):
        http.ask("dblp", http.address("dblp", "/x"), json_of, largest=1 << 20)


def test_what_is_garbled_is_asked_again(http: Http) -> None:
    riddles = [Garbled("a riddle"), Garbled("a riddle")]

    def read(body: bytes) -> str:
        if riddles:
            raise riddles.pop()
        return "sense"

    assert http.ask("dblp", http.address("dblp", "/x"), read) == "sense"


def test_only_the_services_own_words_mean_absence(http: Http, server: Server) -> None:
    address = http.address("dblp", "/x")
    server.forecast.extend([status(404, b"{'error': 'Paper NOT FOUND'}"), status(404, b"<html>captive portal</html>")])
    with pytest.raises(Absent):
        http.ask("dblp", address, json_of, absent={404: b"not found"})
    with pytest.raises(Refused, match=r"DBLP refused the request \(status 404\)"):
        http.ask("dblp", address, json_of, absent={404: b"not found"})


# ---------------------------------------------------------------- silence is remembered


def test_after_a_failed_connection_nobody_is_asked_again(told: Settings, clock: Clock) -> None:
    nowhere = replace(told, urls={"dblp": "http://127.0.0.1:9"})
    with Http(nowhere, clock=clock, steady=clock, sleep=clock.sleep) as http:
        for _ in range(3):
            with pytest.raises(Silence, match=r"DBLP could not be reached; it is left in peace until"):
                ask(http)
        assert http.requests["dblp"] == 1
    with Http(nowhere, clock=clock, steady=clock, sleep=clock.sleep) as http:
        with pytest.raises(
            Silence, match=r"DBLP could not be reached; it is left in peace until 2027-01-15 \d\d:\d\d UTC"
        ) as caught:
            ask(http)
        assert http.requests["dblp"] == 0
        assert caught.value.retry_at == datetime.fromtimestamp(START, UTC) + timedelta(seconds=900)
    clock.time += 901
    with Http(nowhere, clock=clock, steady=clock, sleep=clock.sleep) as http:
        assert http.cooling("dblp") is None
        with pytest.raises(Silence):
            ask(http)
        assert http.requests["dblp"] == 1


def test_a_name_that_nobody_knows_is_a_failed_connection(told: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with Http(replace(told, urls={"dblp": "http://nowhere.invalid"})) as http:
        with pytest.raises(Silence, match="could not be reached"):
            ask(http)
        assert http.requests["dblp"] == 1


def test_another_address_is_another_service(told: Settings, server: Server, clock: Clock) -> None:
    with Http(replace(told, urls={"dblp": "http://127.0.0.1:9"}), clock=clock) as http, pytest.raises(Silence):
        ask(http)
    with Http(told, clock=clock) as http:
        assert ask(http, q="1") == {"q": "1"}


def test_a_single_bad_request_does_not_silence_the_service(http: Http, server: Server) -> None:
    server.forecast.extend([status(500)] * 4)
    with pytest.raises(Silence):
        ask(http)
    assert http.cooling("dblp") is None
    assert ask(http, q="2") == {"q": "2"}


def test_two_in_a_row_do(http: Http, server: Server) -> None:
    server.climate = status(500)
    for _ in range(4):
        with pytest.raises(Silence):
            ask(http)
    assert len(server.requests) == 8
    assert http.cooling("dblp") is not None


def test_who_wants_no_cool_down_passes_over_one_and_ends_it_if_answered(
    told: Settings, server: Server, clock: Clock
) -> None:
    server.forecast.append(status(403))
    for cool_down, reached in ((900.0, False), (900.0, False), (0.0, True), (900.0, True)):
        with Http(replace(told, cool_down=cool_down), clock=clock, steady=clock, sleep=clock.sleep) as http:
            if reached:
                assert ask(http, q="1") == {"q": "1"}
            else:
                with pytest.raises(Silence, match=r"denied the request .* left in peace until"):
                    ask(http)
    assert len(server.requests) == 3


def test_a_cool_down_from_a_clock_that_stood_wrong_is_none(told: Settings, server: Server, clock: Clock) -> None:
    server.forecast.append(status(403))
    clock.time += 4 * 365 * 86_400
    with Http(told, clock=clock, steady=clock, sleep=clock.sleep) as http, pytest.raises(Silence):
        ask(http)
    clock.time -= 4 * 365 * 86_400
    with Http(told, clock=clock, steady=clock, sleep=clock.sleep) as http:
        assert ask(http, q="1") == {"q": "1"}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"dblp": 5}', b'{"dblp": ["soon", "x"]}', b"\xff"])
def test_a_damaged_memory_is_none(damage: bytes, told: Settings, server: Server) -> None:
    assert told.cache is not None
    told.cache.mkdir()
    (told.cache / "cool-downs.json").write_bytes(damage)
    with Http(told) as http:
        assert ask(http, q="1") == {"q": "1"}


def test_a_cache_that_cannot_be_written_stops_nothing(told: Settings, server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with Http(replace(told, cache=tmp_path / "file" / "cache")) as http:
        assert ask(http, q="1") == {"q": "1"}
        server.climate = status(403)
        with pytest.raises(Silence):
            ask(http)


def test_offline_nobody_is_asked(told: Settings, server: Server) -> None:
    with Http(replace(told, offline=True)) as http, pytest.raises(Silence, match="DBLP was not asked: offline"):
        ask(http)
    assert server.requests == []


# ---------------------------------------------------------------- where it goes


def test_a_permanent_move_of_the_whole_site_costs_one_request(http: Http, server: Server) -> None:
    with serving(server.answer) as new:
        server.climate = lambda exchange: exchange.send(
            Reply(301, b"", {"Location": new.url + exchange.request.target})
        )
        assert [ask(http, q="1"), ask(http, q="2")] == [{"q": "1"}, {"q": "2"}]
        assert (len(server.requests), len(new.requests)) == (1, 2)


def test_nobody_is_followed_to_another_site(http: Http, server: Server) -> None:
    server.climate = lambda exchange: exchange.send(
        Reply(301, b"", {"Location": f"http://localhost:{server.port}{exchange.request.target}"})
    )
    with pytest.raises(Silence, match="another site"):
        ask(http)
    assert len(server.requests) == 1


@pytest.mark.parametrize("location", ["http://[::1", "http:///x", "//", "mailto:a@b.example", "\x01", "http://h:port/"])
def test_a_move_to_nowhere_is_a_silence(http: Http, server: Server, location: str) -> None:
    server.climate = status(302, b"", Location=location)
    with pytest.raises(Silence):
        ask(http)


def test_a_move_within_the_site_is_followed_each_time(http: Http, server: Server) -> None:
    server.climate = moved(308)
    assert ask(http, q="1") == {"q": "1"}
    assert ask(http, q="2") == {"q": "2"}
    assert len(server.requests) == 4


def test_no_message_and_no_memory_holds_a_secret(told: Settings, server: Server) -> None:
    url = server.url.replace("http://", "http://ada:s3cret@") + "/path"
    secretive = replace(told, urls={"semanticscholar": url + "?token=t0ken"}, keys={"semanticscholar": "k3y"})
    assert "k3y" not in repr(secretive)
    weathers = [status(403, b"s3cret"), status(500, b"t0ken"), stalled(0.4)]
    for weather in weathers:
        server.climate = weather
        with Http(replace(secretive, cool_down=0.0, attempts=1)) as http, pytest.raises(Silence) as caught:
            ask(http, "semanticscholar")
        assert not {word for word in ("s3cret", "t0ken", "k3y", "http", "ada") if word in str(caught.value)}
    with Http(secretive) as http:
        server.climate = status(403)
        with pytest.raises(Silence):
            ask(http, "semanticscholar")
    assert server.requests[-1].headers["x-api-key"] == "k3y"
    assert told.cache is not None
    kept = b"".join(path.read_bytes() for path in told.cache.rglob("*") if path.is_file())
    assert b"semanticscholar" in kept
    assert not {word for word in (b"s3cret", b"t0ken", b"k3y") if word in kept}


# ---------------------------------------------------------------- how fast


def test_requests_keep_their_distance(told: Settings, server: Server, clock: Clock) -> None:
    with Http(replace(told, delays={"dblp": 1.5}), clock=clock, steady=clock, sleep=clock.sleep) as http:
        for _ in range(3):
            ask(http)
    assert clock.slept == [1.5, 1.5]


def test_the_distance_is_kept_between_runs(server: Server, told: Settings, clock: Clock) -> None:
    arxiv = replace(told, urls={"arxiv": server.url, "oai": server.url})
    for service in ("arxiv", "oai", "arxiv"):
        with Http(arxiv, clock=clock, steady=clock, sleep=clock.sleep) as http:
            ask(http, service)
    assert clock.slept == [3.0, 3.0]


def test_a_clock_that_was_set_back_is_waited_for_once(server: Server, told: Settings, clock: Clock) -> None:
    arxiv = replace(told, urls={"arxiv": server.url})
    with Http(arxiv, clock=clock, steady=clock, sleep=clock.sleep) as http:
        ask(http, "arxiv")
    clock.time -= 10_000
    with Http(arxiv, clock=clock, steady=clock, sleep=clock.sleep) as http:
        ask(http, "arxiv")
    assert clock.slept == [3.0]


@pytest.mark.parametrize("same_run", [True, False])
@pytest.mark.parametrize(("wall", "steady"), [(3600.0, 0.5), (-3600.0, 0.5), (0.5, -3600.0), (0.5, 3600.0)])
def test_a_clock_that_jumps_does_not_shorten_the_distance(
    told: Settings, server: Server, wall: float, steady: float, same_run: bool
) -> None:
    """The clock on the wall is set, or the machine was started anew: one of the clocks has passed half a second."""
    arxiv = replace(told, urls={"arxiv": server.url})
    times = [START, 5000.0]
    slept: list[float] = []

    def opened() -> Http:
        return Http(arxiv, clock=lambda: times[0], steady=lambda: times[1], sleep=slept.append)

    with opened() as first, opened() as second:
        ask(first, "arxiv")
        times[:] = [START + wall, 5000.0 + steady]
        ask(first if same_run else second, "arxiv")
    assert len(slept) == 1
    assert 2.4 < slept[0] <= 3.0


@pytest.mark.parametrize("stamp", ["", "1800000000.0", "soon later", "1 2 3"])
def test_a_stamp_that_was_being_written_counts_as_now(told: Settings, server: Server, clock: Clock, stamp: str) -> None:
    assert told.cache is not None
    told.cache.mkdir()
    (told.cache / "arxiv.time").write_text(stamp)
    with Http(replace(told, urls={"arxiv": server.url}), clock=clock, steady=clock, sleep=clock.sleep) as http:
        ask(http, "arxiv")
    assert clock.slept == [3.0]


def test_one_connection_a_service_though_many_ask(told: Settings, server: Server) -> None:
    server.climate = dripping(0.002, piece=1)
    failures: list[BaseException] = []
    with Http(replace(told, urls={"arxiv": server.url, "oai": server.url}, delays={"arxiv": 0.0, "oai": 0.0})) as http:

        def run(service: str) -> None:
            try:
                for _ in range(3):
                    ask(http, service)
            except BaseException as error:  # noqa: BLE001 - shown by the assertion below
                failures.append(error)

        threads = [threading.Thread(target=run, args=[service]) for service in ("arxiv", "oai", "arxiv")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert len(server.requests) == 9
    assert server.most_at_once == 1


def test_a_process_that_hangs_on_to_the_connection_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with (
        Limiter(tmp_path, "arxiv").turn(0.0),
        pytest.raises(TimeoutError),
        Limiter(tmp_path, "arxiv", patience=0.05).turn(0.0),
    ):
        pytest.fail("two at once")


def test_another_process_that_is_slow_does_not_silence_the_service(
    told: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Limiter.__init__.__kwdefaults__ or {}, "patience", 0.05)
    arxiv = replace(told, urls={"arxiv": server.url}, delays={"arxiv": 0.0})
    assert told.cache is not None
    with Http(arxiv) as http:
        with (
            Limiter(told.cache, "arxiv").turn(0.0),
            pytest.raises(Silence, match=r"kept busy by another process on this machine$"),
        ):
            ask(http, "arxiv")
        assert http.cooling("arxiv") is None


# ---------------------------------------------------------------- what is kept


@pytest.fixture
def validating(told: Settings) -> Iterator[tuple[Server, Settings]]:
    content = {"text": b'{"version": 1}'}

    def answer(request: object) -> Reply:
        tag = f'"{hash(content["text"])}"'
        if request.headers.get("If-None-Match") == tag:  # type: ignore[attr-defined]
            return Reply(304)
        return Reply(200, content["text"], {"ETag": tag})

    with serving(answer) as running:
        running.content = content  # type: ignore[attr-defined]
        yield running, replace(told, urls={"dblp": running.url})


def test_what_did_not_change_is_not_sent_again(validating: tuple[Server, Settings]) -> None:
    server, told = validating
    for _ in range(3):
        with Http(told) as http:
            assert ask(http) == {"version": 1}
    assert ["If-None-Match" in request.headers for request in server.requests] == [False, True, True]
    server.content["text"] = b'{"version": 2}'  # type: ignore[attr-defined]
    with Http(told) as http:
        assert ask(http) == {"version": 2}


@pytest.mark.parametrize("damage", [lambda old: old[:-1], lambda old: b"", lambda old: old.replace(b"1}", b"9}")])
def test_a_damaged_copy_is_not_used(damage: Callable[[bytes], bytes], validating: tuple[Server, Settings]) -> None:
    server, told = validating
    with Http(told) as http:
        ask(http)
        assert told.cache is not None
        (kept,) = (told.cache / "answers").iterdir()
        kept.write_bytes(damage(kept.read_bytes()))
        assert ask(http) == {"version": 1}
    assert "If-None-Match" not in server.requests[-1].headers


def test_a_copy_that_is_no_answer_any_more_is_asked_for_anew(validating: tuple[Server, Settings]) -> None:
    server, told = validating

    def stricter(body: bytes) -> object:
        if b"1" in body:
            raise Garbled("the answer of yesterday")
        return json_of(body)

    with Http(told) as http:
        ask(http)
        address = http.address("dblp", "/x")
        with pytest.raises(Silence):
            http.ask("dblp", address, stricter)
        server.content["text"] = b'{"version": 2}'  # type: ignore[attr-defined]
        assert http.ask("dblp", address, stricter) == {"version": 2}
    assert ["If-None-Match" in request.headers for request in server.requests] == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]


def test_the_copies_are_bounded(validating: tuple[Server, Settings]) -> None:
    _, told = validating
    with Http(replace(told, cache_bytes=2000)) as http:
        for number in range(40):
            ask(http, q=str(number))
    assert told.cache is not None
    assert sum(path.stat().st_size for path in (told.cache / "answers").iterdir()) <= 2000


def test_nothing_is_kept_when_nothing_shall_be(validating: tuple[Server, Settings]) -> None:
    _, told = validating
    with Http(replace(told, cache_bytes=0)) as http:
        ask(http)
    assert told.cache is not None
    assert not (told.cache / "answers").exists()
