"""A real Chromium, driven through chromedriver by the W3C WebDriver protocol; and a collection for it to show."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.values import Edition, EditionKind, LinkKind, Listing, Name, Resolution, Work, WorkLink, WorkType
from bibdb.writers.site import write

_ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-prefers-reduced-motion",
)  # fmt: skip


class Browser:
    """One browser window."""

    def __init__(self, port: int, profile: str) -> None:
        self._address = f"http://127.0.0.1:{port}"
        options = {"args": [*_ARGUMENTS, f"--user-data-dir={profile}"]}
        wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        self._session = self._ask("POST", "/session", wanted)["sessionId"]
        self.command("Log.enable")

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self._address + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def ask(self, method: str, path: str, body: object = None) -> Any:
        return self._ask(method, f"/session/{self._session}{path}", body)

    def command(self, name: str, **parameters: object) -> Any:
        """Send a command of Chrome's own protocol."""
        return self.ask("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def open(self, address: str) -> None:
        self.ask("POST", "/url", {"url": "about:blank"})
        self.ask("POST", "/url", {"url": address})

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script's body and give what it returns, a promise's value too."""
        wrapped = f"return (async function () {{ {script} }}).apply(null, arguments)"
        return self.ask("POST", "/execute/sync", {"script": wrapped, "args": list(arguments)})

    def wait(self, script: str) -> Any:
        """Run a script until it gives something true, for five seconds at most."""
        for _ in range(100):
            if value := self.run(script):
                return value
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}")

    def press(self, text: str) -> None:
        """Press keys, one after the other."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def screen(self, width: int, height: int = 900, *, dark: bool = False, phone: bool = False) -> None:
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, path: Path, *, whole: bool = False) -> None:
        answer = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def quit(self) -> None:
        self.ask("DELETE", "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Callable[[str], Browser]]:
    """Start the browser when a test first asks for it."""
    started: list[tuple[Browser, subprocess.Popen[bytes]]] = []
    with tempfile.TemporaryDirectory(prefix="bibdb-chromium-", ignore_cleanup_errors=True) as profile:

        def start(driver: str) -> Browser:
            if not started:
                port = free_port()
                process = subprocess.Popen(
                    [driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
                await_port(port)
                started.append((Browser(port, profile), process))
            return started[0][0]

        yield start
        for browser, process in started:
            browser.quit()
            process.terminate()
            process.wait()


def await_port(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise AssertionError("chromedriver does not answer")


@pytest.fixture
def browser(tool: Callable[[str], str], _chromium: Callable[[str], Browser]) -> Browser:
    """Give the browser at the width of a desk, light, with scripts."""
    tool("chromium")
    found = _chromium(tool("chromedriver"))
    found.screen(1200)
    found.command("Emulation.setScriptExecutionDisabled", value=False)
    return found


def work(number: int, title: str = "", section: str = "Lists > First", **changes: Any) -> Work:
    """Fabricate a work: `edition`, `listing` and any field of Work can be given."""
    said: dict[str, Any] = {
        "kind": EditionKind.PREPRINT,
        "title": title or f"Paper number {number}",
        "authors": (Name("Ada Example"), Name("Łukasz Sample, Jr.")),
        "issued": PartialDate(2024, 1 + number % 12, 3),
        "categories": ("cs.CL", "stat.ML"),
        "arxiv_id": f"2401.{number:05}",
        **changes.pop("edition", {}),
    }
    edition = Edition(**said)
    listing = {
        "document": "list.md", "container": None, "line": number, "section": section, "label": edition.title or "",
        "date": None, "venue": None, "title": edition.title, "authors": (), "tags": (), "note": "",
        **changes.pop("listing", {}),
    }  # fmt: skip
    values: dict[str, Any] = {
        "key": f"example2024n{number}", "type": WorkType.PAPER, "resolution": Resolution.RESOLVED,
        "editions": (edition,), "cited": edition, "identifiers": (Identifier(Scheme.ARXIV, f"2401.{number:05}"),),
        "listings": (Listing(**listing),), "added_at": datetime(2025, 1, 1, number % 24, tzinfo=UTC), **changes,
    }  # fmt: skip
    return Work(**values)


_HOSTILE = (
    '</noscript></script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">"\'><svg onload=hacked()>'
)


@pytest.fixture
def make() -> Callable[..., Work]:
    return work


@pytest.fixture
def works() -> list[Work]:
    """A small collection of everything: two sections, notes, a publication, code, and hostile metadata."""
    published = {
        "kind": EditionKind.PUBLICATION, "container_title": "ICLR", "issued": PartialDate(2025),
        "abstract": "An abstract of the sharpening kind.", "categories": ("cs.LG",),
    }  # fmt: skip
    code = WorkLink(url="https://github.com/example/code", kind=LinkKind.CODE)
    first = work(
        1,
        "Self-Rewarding Models: Schrödinger's $\\alpha$",
        listing={"note": "- **worth** reading\n- see https://example.org/x"},
    )
    second = work(2, "A Published Paper", edition=published, links=(code,))
    other = Listing(
        document="list.md", container=None, line=9, section="Lists > Second", label="x", date=None, venue=None, title=None,
        authors=(), tags=(), note="",
    )  # fmt: skip
    both = work(3, "In Two Sections")
    hostile = work(
        4, _HOSTILE, f"Lists > {_HOSTILE} > Second", key="k'\"><script>hacked()</script>",
        edition={"authors": (Name(_HOSTILE),), "abstract": _HOSTILE, "categories": (_HOSTILE,), "url": "javascript:hacked()"},
        listing={"note": f"{_HOSTILE}\n[x](javascript:hacked()) <a href='javascript:hacked()'>y</a>"}, identifiers=(),
        links=(WorkLink(url='https://example.org/"onclick="hacked()', kind=LinkKind.PROJECT), WorkLink(url="data:text/html,x", kind=LinkKind.DEMO)),
    )  # fmt: skip
    page = Edition(kind=EditionKind.PUBLICATION, title="Just a Page", url="https://example.org/page")
    mentioned = replace(
        work(5), key="page", type=WorkType.WEBPAGE, editions=(page,), cited=page, listings=(), identifiers=()
    )
    return [first, second, replace(both, listings=(*both.listings, other)), hostile, mentioned]


@pytest.fixture
def site(tmp_path: Path, works: list[Work]) -> str:
    """Write the site and give its address on disk."""
    write(works, tmp_path / "site", title="Works & <Days>")
    return (tmp_path / "site" / "index.html").as_uri()
