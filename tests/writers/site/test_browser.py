"""The page in a real Chromium: search, filters, links, copying, keys, colours, widths, and without scripts."""

from __future__ import annotations

import functools
import http.server
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bibdb.values import Work
from bibdb.writers.site import write

READY = "return document.documentElement.dataset.ready"
SHOWN = "return [...document.querySelectorAll('#_list article')].map((article) => article.id)"
ESCAPE, TAB, ENTER = "\ue00c", "\ue004", "\ue007"


@pytest.fixture
def opened(browser: Any, site: str) -> Any:
    browser.open(site)
    browser.wait(READY)
    return browser


def choose(browser: Any, name: str, value: str) -> None:
    """Fill a field as a person does."""
    browser.run(
        """const field = document.getElementById("_form").elements.namedItem(arguments[0]);
        if (field.type === "checkbox") field.checked = true; else field.value = arguments[1];
        if (field.value !== arguments[1]) throw new Error("no such choice");
        field.dispatchEvent(new Event("input", { bubbles: true }));""",
        name,
        value,
    )


def test_all_works_are_shown_at_first(opened: Any, works: list[Work]) -> None:
    assert len(opened.run(SHOWN)) == len(works)
    assert opened.run("return document.title") == "Works & <Days>"
    assert opened.run("return document.getElementById('_status').textContent") == "5 works"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rewarding", ["example2024n1"]),
        ("SCHRODINGER α", ["example2024n1"]),
        ("worth reading", ["example2024n1"]),
        ("sharpening", ["example2024n2"]),
        ("iclr", ["example2024n2"]),
        ("example2024n3", ["example2024n3"]),
        ('"published paper"', ["example2024n2"]),
        ('"paper published"', []),
        ("lukasz jr.", ["example2024n1", "example2024n2", "example2024n3"]),
        ("no such words", []),
    ],
)
def test_search(opened: Any, text: str, found: list[str]) -> None:
    choose(opened, "q", text)
    assert opened.run(SHOWN) == found


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("author", "sample", ["example2024n1", "example2024n2", "example2024n3"]),
        ("year", "2025", ["example2024n2"]),
        ("venue", "ICLR", ["example2024n2"]),
        ("category", "stat.ML", ["example2024n1", "example2024n3"]),
        ("category", "cs", ["example2024n1", "example2024n2", "example2024n3"]),
        ("kind", "webpage", ["page"]),
        ("code", "1", ["example2024n2"]),
        ("section", "Second", ["example2024n3"]),
        ("section", "Mentioned in notes", ["page"]),
    ],
)
def test_filters(opened: Any, name: str, value: str, found: list[str]) -> None:
    choose(opened, name, value)
    assert opened.run(SHOWN) == found
    assert opened.run("return document.getElementById('_status').textContent") == f"{len(found)} of 5 works"


def test_a_filter_can_be_linked_to_and_cleared(opened: Any, site: str) -> None:
    choose(opened, "year", "2024")
    choose(opened, "q", "two sections")
    address = opened.wait("return location.href.includes('two+sections') && location.href")
    opened.open(address)
    opened.wait(READY)
    assert opened.run(SHOWN) == ["example2024n3"]
    opened.run("document.getElementById('_clear').click()")
    opened.wait(f"return (() => {{ {SHOWN} }})().length === 5")
    assert opened.run("return document.getElementById('_clear').hidden")
    opened.wait("return location.hash === ''")


def test_a_bar_and_a_topic_filter(opened: Any) -> None:
    opened.run(
        "document.querySelector('.time a[href=\"#?year=2024\"]').dispatchEvent(new MouseEvent('click', { bubbles: true }))"
    )
    opened.wait(f"return (() => {{ {SHOWN} }})().length === 3")
    opened.run(
        "[...document.querySelectorAll('nav a')].find((link) => link.textContent === 'Mentioned in notes').click()"
    )
    opened.wait(f"return (() => {{ {SHOWN} }})().join() === 'page'")
    assert opened.run("return document.querySelectorAll('nav a[aria-current=true]').length") == 1


def test_orders(opened: Any) -> None:
    choose(opened, "order", "new")
    assert opened.run(SHOWN)[0] == "example2024n2"
    assert opened.run("return [...document.querySelectorAll('#_list h2')].map((h) => h.textContent)") == [
        "2025",
        "2024",
        "Without a year",
    ]
    choose(opened, "order", "title")
    assert opened.run(SHOWN)[1:4] == ["example2024n2", "example2024n3", "page"]


def test_a_permalink_opens_its_work_and_describes_it(browser: Any, site: str) -> None:
    browser.open(f"{site}#example2024n2")
    browser.wait(READY)
    assert browser.run("return document.activeElement.id") == "example2024n2"
    assert browser.run(
        "return [...document.querySelectorAll('meta[name^=citation_]')].map((m) => [m.name, m.content])"
    ) == [
        ["citation_title", "A Published Paper"],
        ["citation_author", "Ada Example"],
        ["citation_author", "Łukasz Sample, Jr."],
        ["citation_publication_date", "2025"],
        ["citation_conference_title", "ICLR"],
        ["citation_arxiv_id", "2401.00002"],
        ["citation_pdf_url", "https://arxiv.org/pdf/2401.00002"],
        ["citation_abstract_html_url", "https://arxiv.org/abs/2401.00002"],
    ]


def test_a_permalink_to_a_work_that_a_filter_hides_shows_it(opened: Any) -> None:
    choose(opened, "year", "2025")
    opened.run("location.hash = '#example2024n3'")
    opened.wait("return document.activeElement.id === 'example2024n3'")
    opened.run("await new Promise((done) => setTimeout(done, 300))")
    assert opened.run("return [document.activeElement.id, location.hash]") == ["example2024n3", "#example2024n3"]
    assert len(opened.run(SHOWN)) == 5


def test_metadata_never_runs(opened: Any, works: list[Work]) -> None:
    opened.run("for (const details of document.querySelectorAll('details')) details.open = true")
    choose(opened, "q", "hacked")
    assert len(opened.run(SHOWN)) == 1
    opened.run("location.hash = '#' + encodeURIComponent(document.querySelector('article').id)")
    opened.wait("return document.querySelector('article.here')")
    assert opened.run("return window.hacked === undefined")
    assert opened.run("return document.querySelectorAll('#_list script, #_list img').length") == 0
    assert [entry["message"] for entry in opened.ask("POST", "/se/log", {"type": "browser"})] == []


# ---------------------------------------------------------------- copying


@pytest.fixture
def host(tmp_path: Path, site: str) -> Iterator[str]:
    """Serve the site on this machine."""
    handler = functools.partial(_Quiet, directory=str(tmp_path / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def test_copying_from_a_host(browser: Any, host: str) -> None:
    browser.command(
        "Browser.grantPermissions", origin=host, permissions=["clipboardReadWrite", "clipboardSanitizedWrite"]
    )
    browser.open(f"{host}/index.html?x#?q=published")
    browser.wait(READY)
    for what, expected in (("bib", "@inproceedings{example2024n2,\n"), ("link", f"{host}/index.html?x#example2024n2")):
        browser.run(f"document.querySelector('button[data-copy={what}]').click()")
        browser.wait("return document.getElementById('_status').textContent === 'Copied: example2024n2'")
        assert browser.run("return navigator.clipboard.readText()").startswith(expected)
        browser.run("document.getElementById('_status').textContent = ''")
    assert browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []
    assert browser.run("return document.cookie") == ""


# ---------------------------------------------------------------- keys


def test_keys(opened: Any) -> None:
    opened.press("j")
    assert opened.run("return document.activeElement.id") == "example2024n1"
    opened.press("jj")
    opened.press("k")
    assert opened.run("return document.activeElement.id") == "example2024n2"
    opened.press("/")
    assert opened.run("return document.activeElement.id") == "_q"
    opened.press("two sec")
    assert opened.run(SHOWN) == ["example2024n3"]
    opened.press(ESCAPE)
    opened.wait(f"return (() => {{ {SHOWN} }})().length === 5")


def test_single_keys_can_be_switched_off(opened: Any) -> None:
    opened.run("document.getElementById('_letters').click()")
    opened.press("j")
    assert opened.run("return document.activeElement.id") != "example2024n1"


def test_everything_can_be_reached_by_tab(opened: Any) -> None:
    seen = []
    for _ in range(60):
        opened.press(TAB)
        seen.append(
            opened.run(
                "const here = document.activeElement; return here.id || here.name || here.dataset.copy || here.tagName"
            )
        )
    assert seen[0] == opened.run("return document.querySelector('.skip').id || 'A'")
    assert {"_theme", "_q", "author", "year", "code", "bib", "link", "SUMMARY"} <= set(seen)


def test_the_first_tab_skips_to_the_works(opened: Any) -> None:
    opened.press(TAB + ENTER)
    assert opened.run("return document.activeElement.id") == "_works"


# ---------------------------------------------------------------- looks

CONTRASTS = """
const lightness = (colour) => {
  const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
};
const ground = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (!colour.startsWith("rgba(0, 0, 0, 0")) return colour;
  }
  return "rgb(255, 255, 255)";
};
const poor = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !element.getClientRects().length || element.closest("noscript, script, style, option")) continue;
  const style = getComputedStyle(element), colour = element.closest("svg") ? style.fill : style.color;
  const [high, low] = [lightness(colour), lightness(ground(element))].sort((a, b) => b - a);
  if ((high + 0.05) / (low + 0.05) < 4.5) poor.push(`${element.tagName} ${colour}: ${walker.currentNode.data}`);
}
return poor;
"""


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("target", ["", "#?q=published", "#example2024n1"])
def test_text_stands_out(browser: Any, site: str, dark: bool, target: str) -> None:
    browser.screen(1200, dark=dark)
    browser.open(site + target)
    browser.wait(READY)
    browser.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert browser.run(CONTRASTS) == []


def test_colours_follow_the_system_and_the_button(browser: Any, site: str) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    browser.screen(1200, dark=True)
    browser.open(site)
    dark = browser.run(ground)
    browser.screen(1200, dark=False)
    light = browser.run(ground)
    assert dark != light
    press = "document.getElementById('_theme').click(); return document.getElementById('_theme').textContent"
    assert [browser.run(press), browser.run(ground)] == ["Theme: light", light]
    assert [browser.run(press), browser.run(ground)] == ["Theme: dark", dark]
    browser.open(site)
    assert browser.run(ground) == dark
    assert browser.run(press) == "Theme: auto"


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1920])
def test_nothing_is_wider_than_the_screen(browser: Any, site: str, width: int) -> None:
    browser.screen(width, phone=width < 700)
    browser.open(site)
    browser.wait(READY)
    browser.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


# ---------------------------------------------------------------- without eyes

NAMELESS = """
const names = (element) => element.getAttribute("aria-label") || (element.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent).join("") || element.textContent.trim() || [...(element.labels || [])].map((label) => label.textContent.trim()).join("");
return [...document.querySelectorAll("a, button, input, select, summary, nav, form, section[aria-label]")].filter((element) => !names(element)).map((element) => element.outerHTML.slice(0, 80));
"""


def test_the_page_has_names_landmarks_and_headings_in_order(opened: Any) -> None:
    assert opened.run(NAMELESS) == []
    assert (
        opened.run(
            "return ['header', 'main', 'nav', 'footer', 'form[role=search]', '[role=status]'].map((each) => document.querySelectorAll(each).length)"
        )
        == [1] * 6
    )
    levels = opened.run(
        "return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => Number(each.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    ids = opened.run("return [...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))
    assert opened.run("return document.documentElement.lang") == "en"


def test_targets_are_large_enough(browser: Any, site: str) -> None:
    browser.screen(390, phone=True)
    browser.open(site)
    browser.wait(READY)
    small = """return [...document.querySelectorAll("button, select, input, summary, h3 a, .on a")].filter((each) => each.getClientRects().length
      && each.getBoundingClientRect().height < 23.5 && !each.closest("label.check")).map((each) => each.outerHTML.slice(0, 90));"""
    assert browser.run(small) == []


def test_a_screen_reader_hears_the_timeline(opened: Any) -> None:
    heard = opened.command("Accessibility.getFullAXTree")["nodes"]
    links = [node["name"]["value"] for node in heard if node.get("role", {}).get("value") == "link"]
    assert "2024, first quarter: 1 work" in links


# ---------------------------------------------------------------- without scripts, and with many works


def test_it_is_read_without_scripts(browser: Any, site: str, works: list[Work]) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(site)
    heard = json.dumps(browser.command("Accessibility.getFullAXTree")["nodes"], ensure_ascii=False)
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    for text in ("Self-Rewarding Models", "worth", "A Published Paper", "Just a Page", "Mentioned in notes", "hacked"):
        assert text in heard
    assert "Copy BibTeX" not in heard
    assert "searchbox" not in heard


def test_many_works_come_in_batches(browser: Any, tmp_path: Path, make: Callable[..., Work]) -> None:
    write([make(n, section=f"Lists > Part {n // 50}") for n in range(1000)], tmp_path)
    page = (tmp_path / "index.html").as_uri()
    browser.open(f"{page}#example2024n900")
    browser.wait(READY)
    assert browser.run("return document.activeElement.id") == "example2024n900"
    assert len(browser.run(SHOWN)) < 300
    browser.run(
        "[...document.querySelectorAll('#_list button')].find((button) => button.textContent.startsWith('Show the')).click()"
    )
    assert browser.run(SHOWN)[0] == "example2024n0"
    browser.wait(f"return (() => {{ {SHOWN} }})().length >= 100")
    browser.run("document.getElementById('_next').click()")
    shown = browser.run(SHOWN)
    assert shown == [f"example2024n{n}" for n in range(len(shown))]
    headings = browser.run("return [...document.querySelectorAll('#_list h2')].map((h) => h.textContent)")
    assert len(headings) == len(set(headings)) == -(-len(shown) // 50)
