"""Hostile metadata on its whole way, from the services through the database to every command: it is text, and harmless."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest

from bibdb.cli.cells import cell
from bibdb.cli.output import json_text
from bibdb.cli.tables import as_csv, as_table
from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources.github import read_citation
from bibdb.sources.metadata import read_page
from bibdb.sources.preprint import plain
from bibdb.sources.semanticscholar import read_batch
from bibdb.sources.settings import SERVICES
from bibdb.sources.shapes import address_of, date_of, day_of
from bibdb.sources.snapshot import Snapshot
from bibdb.text import strip_controls
from bibdb.values import Found, Name, NotFound
from bibdb.writers.latex import Dialect, encode
from bibdb.writers.names import encode_names
from tests.cli.conftest import Bibdb, bibdb
from tests.home import Home
from tests.servers.server import Exchange, Reply, Server, Weather, serving
from tests.servers.universe import Known, Universe
from tests.servers.weather import BROKEN

__all__ = ["bibdb"]

TITLES = {
    "controls": "Red \x85\u202e\u2066 and \u200bgreen\u2028 \ufeff lattices",
    "markup": "<script>alert('lattice')</script> & <b>bold</b> lattices",
    "tex": r"\input{/etc/passwd}\write18{rm -rf /}\def\x{lattice} $\mathbb{R}$",
    "sql": "Lattice'); DROP TABLE work; --",
    "bobby": 'Lattice" OR "1"="1',
    "formula": '=HYPERLINK("http://evil.example","lattice")',
    "path": "../../../../etc/passwd %00 lattice",
    "template": "{{ lattice.__class__ }} ${lattice} %(lattice)s {0}",
    "emoji": "Lattice 👩\u200d🔬 of 𝕌𝕟𝕚𝕔𝕠𝕕𝕖 and \U000e0041 tags",
    "long word": "L" * 5_000,
    "blank": " \t ",
    "zalgo": "l" + "\u0301" * 300 + "attice",
}
PAPERS = [
    Known(f"2401.{number:05}", title, authors=(title[:400], "Béla Nincs"), comment=title[:400])
    for number, title in enumerate(TITLES.values(), 1)
]
LIST = "".join(f"[Entry {paper.arxiv}](https://arxiv.org/abs/{paper.arxiv})\n\n" for paper in PAPERS)


@pytest.fixture
def universe() -> Universe:
    return Universe(PAPERS)


@pytest.fixture
def server(universe: Universe) -> Iterator[Server]:
    with serving(universe) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, universe: Universe, server: Server, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIBDB_DATABASE", raising=False)
    made = Home(tmp_path, universe.urls(server.url))
    made.write(LIST)
    return made


def harmless(text: str) -> bool:
    """Whether nothing in a text can steer a terminal or hide from a reader, by what Unicode says of its characters."""
    kinds = {unicodedata.category(char) for char in set(text) - set("\n\t\r\u00ad\u200c\u200d")}
    return not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"} and not {"\ufffe", "\uffff", "\ufdd0"} & set(text)


def test_it_is_stored_as_text_and_told_without_effect(home: Home, bibdb: Bibdb) -> None:
    home.sync(["arxiv"])
    assert home.rows("select count(*) from papers") == [(len(PAPERS),)]
    keys = [str(key) for (key,) in home.rows("select key from papers")]
    assert all(key.isascii() and key.isalnum() and len(key) < 200 for key in keys)
    commands = [
        ["list"], ["list", "--json"], ["search", "lattice*"], ["status"], ["news"], ["published", "--offline"],
        ["sql", "select * from papers"], ["sql", "select * from authors", "--format", "csv"],
        ["export", "bibtex"], ["export", "csv"], ["export", "csl-json"], ["review", "--offline"], ["sync", "--offline"],
        *(["show", key] for key in keys), *(["why", key] for key in keys[:4]),
    ]  # fmt: skip
    for words in commands:
        ran = bibdb(*words)
        assert ran.code == 0, (words, ran.err)
        assert harmless(ran.out), words
        assert harmless(ran.err), words


def test_titles_stay_what_they_were_but_for_controls(home: Home) -> None:
    home.sync(["arxiv"])
    stored = {str(arxiv_id): title for arxiv_id, title in home.rows("select arxiv_id, title from papers")}
    assert stored[PAPERS[1].arxiv] == TITLES["markup"]
    assert stored[PAPERS[2].arxiv] == TITLES["tex"]
    assert stored[PAPERS[3].arxiv] == TITLES["sql"]
    assert all(harmless(str(title)) for title in stored.values())


def test_a_second_run_and_a_rebuild_are_the_same(home: Home) -> None:
    home.sync(["arxiv"])
    before, keys = home.rows("select key, title, authors from papers order by key"), home.keys
    digest = home.digest
    assert not home.sync(["arxiv"]).changed
    assert home.digest == digest
    home.database.unlink()
    home.sync(["arxiv"])
    assert (home.rows("select key, title, authors from papers order by key"), home.keys) == (before, keys)


@pytest.mark.parametrize(
    "message",
    [
        {"title": ["x" * 10_000_000]},
        {"title": [{"$ne": None}], "author": "nobody"},
        {"issued": {"date-parts": [[10_000, 13, 45]]}},
        {"issued": {"date-parts": [[-1]]}, "author": [{"family": None}, 7, {"name": "\x1b[31mred"}]},
        {"DOI": "10.5555/another"},
        {"container-title": ["<img src=x onerror=alert(1)>"], "page": "1\u20137\x07", "volume": {"a": []}},
        {"URL": "javascript:alert(1)", "ISSN": [None, {}], "abstract": "<jats:p>" * 100_000},
    ],
)
def test_a_registrys_nonsense_is_text_or_nothing(
    home: Home, universe: Universe, server: Server, bibdb: Bibdb, message: dict[str, object]
) -> None:
    paper = replace(PAPERS[3], doi="10.5555/x.1", venue="Nowhere", arxiv_names_doi=True)
    universe.change(paper)
    home.write(f"[A](https://arxiv.org/abs/{paper.arxiv})\n")

    def weather(exchange: Exchange) -> None:
        fair = exchange.fair()
        if exchange.request.path.startswith("/crossref/works/"):
            told = json.loads(fair.body)
            told["message"] |= message
            fair = Reply(200, json.dumps(told).encode(), fair.headers)
        exchange.send(fair)

    server.climate = weather
    home.sync(["arxiv", "crossref"])
    assert home.rows("select arxiv_id from papers") == [(paper.arxiv,)]
    assert home.database.stat().st_size < 3_000_000
    for words in (["show", f"arxiv:{paper.arxiv}"], ["why", f"arxiv:{paper.arxiv}"], ["export", "bibtex"], ["list"]):
        ran = bibdb(*words)
        assert (ran.code, harmless(ran.out)) == (0, True)
        assert "10000" not in ran.out
        assert "javascript:" not in ran.out


@pytest.mark.parametrize("name", ["an entity bomb", "an outside entity", "bytes", "JSON of another kind"])
def test_no_bomb_goes_off(home: Home, server: Server, name: str) -> None:
    server.climate = BROKEN[name]
    report = home.sync(["arxiv"])
    assert len(report.unavailable) == len(PAPERS)
    assert not report.not_found
    connection = sqlite3.connect(home.database)
    assert connection.execute("select count(*) from record").fetchone() == (0,)
    connection.close()


def headers_that_break(exchange: Exchange) -> None:
    """Answer fairly, with a header that is none: the libraries report such things with the address and a traceback."""
    body = exchange.fair().body
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n: geheim\r\nno header\r\n\r\n"
    exchange.handler.wfile.write(head.encode() + body)


@pytest.mark.parametrize("weather", [None, headers_that_break])
def test_no_secret_is_said_however_talkative_the_libraries_are(
    home: Home,
    server: Server,
    universe: Universe,
    bibdb: Bibdb,
    monkeypatch: pytest.MonkeyPatch,
    weather: Weather | None,
) -> None:
    server.climate = weather
    at = server.url.replace("://", "://user:geheim@")
    for name, url in universe.urls(at).items():
        monkeypatch.setenv(SERVICES[name].variable, f"{url}?token=geheim")
    monkeypatch.setenv("BIBDB_CACHE", str(home.folder / "cache"))
    monkeypatch.setenv("BIBDB_COOL_DOWN", "0")
    home.write("[A](https://arxiv.org/abs/2401.00002)\n")
    ran = bibdb("--verbose", "sync", "--source", "arxiv", "--json")
    assert len(server.requests) >= 1
    assert "arxiv: Requesting page" in ran.err
    for text in (ran.out, ran.err, *map(str, home.folder.rglob("*"))):
        assert "geheim" not in text
        assert "http://" not in text
        assert harmless(text)


UNSEEN = {
    "escapes": "a\x1b]8;;x\x07b\x9b31m\x90c\x9c", "bidi": "\u202ea\u2066b\u2069c\u061c\u200e", "zero width": "a\u200bb\u2060c\ufeff",
    "deprecated": "a\u206ab\u206fc", "tags": "a\U000e0001b\U000e0041c\U000e007f", "annotation": "a\ufff9b\ufffac\ufffb",
    "surrogates": "a\ud800b\udfffc", "none": "a\ufffeb\uffffc\ufdd0\U0010ffff", "music": "a\U0001d173b\U0001d17ac",
}  # fmt: skip


@pytest.mark.parametrize("written", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_goes_nowhere(written: str) -> None:
    assert [char for char in strip_controls(written) if char in "abc"] == ["a", "b", "c"]
    assert harmless(strip_controls(written))
    assert harmless(cell(written))
    assert harmless("".join(as_csv([written], [[written]])))
    assert harmless(json_text(written))
    assert json.loads(json_text(written)) == written


def test_what_only_looks_like_nothing_stays() -> None:
    written = "Z\u00fcrich \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f52c \u845b\U000e0100 \u2764\ufe0f co\u00adop"
    assert strip_controls(written) == written


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"])
def test_rare_line_ends_part_words(end: str) -> None:
    assert plain(f"Imaginary{end}lattices") == cell(f"Imaginary{end}lattices") == "Imaginary lattices"


def test_marks_do_not_pile_up_over_other_lines() -> None:
    assert cell("l" + "\u0301" * 5_000 + "a\u0e49" * 3) == "l" + "\u0301" * 10 + "a\u0e49" * 3


def test_one_long_cell_makes_no_other_line_long() -> None:
    rows = [["short", number] for number in range(50)]
    told = "".join(as_table(["title", "number"], [*rows, ["L" * 200_000, 50]]))
    assert "L" * 200_000 in told
    assert len(told) < 250_000


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\n=1", "\u200b=1", "\uff1d1", "\r@x"])
def test_no_spreadsheet_runs_a_cell(formula: str) -> None:
    told = "".join(as_csv(["title"], [[formula]]))
    assert next(csv.reader(io.StringIO(told.partition("\r\n")[2], newline="")))[0].startswith("'")


@pytest.mark.parametrize(
    "written",
    [
        "{" * 250_000,
        "- " * 100_000,
        "a: &x [*x]",
        "[" * 900,
        "\0",
        "? [a]\n: b",
        "a: 1\n---\nb: 2",
        "%YAML 9.9\n--- a",
        "- a",
    ],
)
def test_a_citation_file_that_is_none_says_nothing(written: str) -> None:
    assert read_citation(written.encode()) == {}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("!!timestamp never", "never"), ("!!int ''", ""), ("!!bool perhaps", "perhaps"), ("2024-02-30", "2024-02-30"),
        ("1.10", "1.10"), ("0x" + "f" * 5_000, "0x" + "f" * 5_000), ("!!python/object/apply:os.system x", "x"),
    ],
)  # fmt: skip
def test_a_citation_file_holds_texts_alone(written: str, said: str) -> None:
    assert read_citation(f"title: Lattice\nversion: {written}\n".encode()) == {"title": "Lattice", "version": said}


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "idna", "hex", "iso2022_jp", "undefined", "x" * 3_000, "a\0b", "\xff"]
)
def test_a_page_may_call_its_encoding_what_it_will(encoding: str) -> None:
    assert read_page(b"<title>Lattices</title>", "https://none.example/", encoding).fields.title == "Lattices"


def test_a_tag_of_a_hundred_thousand_attributes_is_passed_over() -> None:
    attributes = b" ".join(b"a%d" % number for number in range(100_000))
    page = b"<html><head><meta " + attributes + b"><title>Lattices</title></head><body " + attributes
    assert read_page(page, "https://none.example/").fields.title == "Lattices"


def test_one_number_without_end_spoils_no_neighbour() -> None:
    told = b'[{"title": "A", "year": %b}, {"title": "B"}]' % (b"9" * 5_000)
    assert [each and each["title"] for each in read_batch(told)] == ["A", "B"]


@pytest.mark.parametrize(
    "parts",
    [
        ("9" * 5_000,),
        (10_000,),
        (0,),
        (-2024,),
        (True,),
        (None, 3),
        ("\u00b2\u2070",),
        (1e308,),
        ([[2024]],),
        ({"a": 1},),
    ],
)
def test_no_calendar_has_it(parts: tuple[object, ...]) -> None:
    assert date_of(*parts) is None


@pytest.mark.parametrize(
    "moment", [0, -1, 10**13, 10**30, 1e308, float("nan"), True, None, "1700000000000", "10000-01-01", "2024-13-01", []]
)
def test_no_day_is_made_of_it(moment: object) -> None:
    assert day_of(moment) is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://user:geheim@none.example/x", "https://none.example/x"), ("HTTP://a@b@none.example", "HTTP://none.example"),
        ("https://none.example/a@b", "https://none.example/a@b"), ("javascript:alert(1)//https://none.example", None),
        ("data:text/html,x", None), ("file:///etc/passwd", None), ("https://", None), ("//none.example", None), (7, None),
    ],
)  # fmt: skip
def test_an_address_is_one_of_the_web_and_names_nobody(said: object, kept: str | None) -> None:
    assert address_of(said) == kept


LINE = {
    "scheme": "arxiv", "value": "2401.00001", "source": "arxiv", "kind": "preprint", "type": "paper",
    "retrieved_at": "2024-01-01T00:00:00Z", "fields": {"title": "Lattices", "version": 1},
}  # fmt: skip


@pytest.mark.parametrize(
    "hostile",
    [
        {"retrieved_at": "0001-01-01T00:00:00+14:00"}, {"retrieved_at": "10000-01-01T00:00:00Z"}, {"retrieved_at": 7},
        {"record_version": 10**30}, {"fields": {"version": 10**30}}, {"fields": {"title": "x" * 1_000_000}},
        {"fields": {"issued": "2024-13-01"}}, {"fields": {"authors": [["x" * 1_000_000]]}}, {"fields": {"withdrawn": "yes"}},
        {"fields": [[]] * 1_000}, {"same_as": [{"scheme": "x" * 100_000}]}, {"source": ["x"] * 1_000}, {"source": "a\nb"}, {"kind": None}, {"type": {}}, {"relations": 7},
    ],
)  # fmt: skip
def test_a_line_of_a_snapshot_that_is_no_record_is_told_in_a_sentence(
    tmp_path: Path, hostile: dict[str, object]
) -> None:
    path = tmp_path / "snapshot.jsonl"
    lines = [{**LINE, **hostile}, {**LINE, "value": "2401.00002"}]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    snapshot = Snapshot([path])
    wanted = [Identifier(Scheme.ARXIV, f"2401.0000{number}") for number in (1, 2)]
    assert [type(outcome) for outcome in snapshot.fetch(wanted)] == [NotFound, Found]
    assert [(line, len(finding.message) < 300) for (_, line), finding in snapshot.findings.items()] == [(1, True)]


def test_a_snapshots_texts_are_stored_without_what_nobody_sees(tmp_path: Path) -> None:
    fields = {
        "title": "Lat\ud800\x1b[31mtices",
        "authors": ["Ada \u202eFabrica"],
        "abstract": "One.\n\nTwo.\x9b",
        "url": "javascript:x",
    }
    (tmp_path / "snapshot.jsonl").write_text(json.dumps({**LINE, "fields": fields}))
    offline = Home(tmp_path, {}, snapshots=[tmp_path / "snapshot.jsonl"])
    offline.write("[A](https://arxiv.org/abs/2401.00001)\n")
    offline.sync(["snapshot"], offline=True)
    told = offline.rows("select title, authors, abstract from papers")
    assert told == [("Lat[31mtices", "Ada Fabrica", "One.\n\nTwo.")]


@pytest.mark.parametrize(
    "deep",
    [
        "{" * 300 + "x" + "}" * 300, r"\emph{" * 300 + "x" + "}" * 300, "$" + "{" * 300 + "x" + "}" * 300 + "$",
        "$" + r"\sqrt" * 3_000 + " x$", "$" + r"\frac1" * 3_000 + "2$", "$" + r"{\left(" * 300 + r"\right)}" * 300 + "$",
        "$" + "x^{" * 300 + "1" + "}" * 300 + "$", "e" + "\u0301" * 3_000, r"\'{" * 300 + "e" + "}" * 300, r"{\it " * 300,
    ],
)  # fmt: skip
@pytest.mark.parametrize("dialect", Dialect)
def test_nothing_is_nested_so_deep_that_tex_gives_up(deep: str, dialect: Dialect) -> None:
    depths = list(
        accumulate({"{": 1, "}": -1}[sign] for sign in re.findall(r"\\.|([{}])", encode(deep, dialect)) if sign)
    )
    assert min(depths, default=0) >= 0
    assert max(depths, default=0) <= 50
    assert encode(deep, dialect).count(r"\left(") <= 50
    assert sum(depths[-1:]) == 0


def test_mathematics_of_some_depth_stays() -> None:
    told = r"$\left(\sqrt\frac{1}{\left[x^{2^{3}}\right]}\right)$"
    assert encode(told, Dialect.BIBTEX) == told


def test_a_name_of_a_bulk_line_is_text(tmp_path: Path) -> None:
    line = {
        "id": "2401.00001", "title": "Lattices", "update_date": "2024-01-02",
        "authors_parsed": [[["x"] * 100, {"a": 1}], ["Nincs", "B\u00e9la", 7]],
    }  # fmt: skip
    (tmp_path / "bulk.json").write_text(json.dumps(line))
    [outcome] = Snapshot([tmp_path / "bulk.json"]).fetch([Identifier(Scheme.ARXIV, "2401.00001")])
    assert isinstance(outcome, Found)
    assert [name.display for name in outcome.record.fields.authors or ()] == ["B\u00e9la Nincs"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name("A and B", given="Ada and", family="Fabrica"), "Fabrica, {Ada and}"),
        (Name("and Fabrica", given="and", family="Fabrica"), "Fabrica, {and}"),
        (Name("Ada and", given="Ada", family="and"), "{and}, Ada"),
        (Name("Ada Fabrica, a, b", given="Ada", family="Fabrica", suffix="a, b"), "Fabrica, {a, b}, Ada"),
        (Name("}{ Fabrica", given="}{", family="Fabrica"), "Fabrica"),
        (Name("Ada X #1", given="Ada", family="X #1"), r"{X \#1}, Ada"),
        (Name(r"\write18{x}^^5c", literal=True), "{write18x5c}"),
        (Name("%& Fabrica", given="%&", family="Fabrica"), "Fabrica"),
    ],
)
def test_no_name_is_more_or_less_than_one(name: Name, written: str) -> None:
    assert encode_names([name, Name("B\u00e9la Nincs")], Dialect.BIBLATEX) == f"{written} and Nincs, B\u00e9la"


@pytest.mark.parametrize(
    "day", ["2023-02-29", "2024-02-30", "1900-02-29", "2024-04-31", "2024-00-10", "2024-01-00x", "-2024-01-01"]
)
def test_a_day_that_no_calendar_has_is_no_date(day: str) -> None:
    assert PartialDate.parse(day) is None
    assert PartialDate.parse("2024-02-29") == PartialDate(2024, 2, 29)


def test_no_title_fills_the_screen_when_a_run_is_told(home: Home, universe: Universe, bibdb: Bibdb) -> None:
    long = Known(
        "2401.00001", "L" * 150_000, comment="This paper has been withdrawn" + "\u0301" * 500 + " lattice" * 9_000
    )
    universe.change(long)
    home.write("[A](https://arxiv.org/abs/2401.00001)\n")
    home.sync(["arxiv"])
    ran = bibdb("sync", "--offline")
    assert "Withdrawn or retracted (1)" in ran.err
    assert len(ran.err) < 2_000
