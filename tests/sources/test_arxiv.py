"""arXiv's API in both generations, with everything that was seen to go wrong with its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.serial import fingerprint
from bibdb.sources.arxiv import Arxiv
from bibdb.sources.coverage import missing
from bibdb.sources.http import Http
from bibdb.sources.settings import Settings
from bibdb.values import Found, Name, NotFound, Outcome, Query, Record, Unavailable
from tests.servers.arxiv_server import ArxivServer, Generation, Paper
from tests.servers.server import Server, serving
from tests.servers.weather import changeable, half_of_the_entries, instead, no_entries, reset_in_body, status

PAPERS = {
    paper.id: paper
    for paper in (
        Paper(
            "2401.00001",
            title="On $\\mathbb{R}$-lattices: A Question of <i>Nothing</i> & Co",
            versions=3,
            comment="5 pages;  accepted at ICIL 2099",
            journal_ref="J. Imag. Latt. 5 (2024) 17",
            dois=("10.5555/Imaginary.17", "10.5555/erratum.18"),
            affiliations={"Ada Fabrica": ("Nowhere", "Elsewhere")},
            strange_categories=("68T05", "F.4.1; K.2"),
        ),
        Paper("hep-th/9901001", title="Old strings", categories=("hep-th",), published="1999-01-01T23:59:59Z"),
        Paper("2401.00002", title="0"),
        Paper("2401.00003", authors=("The Imaginary Collaboration", ":", " Plato", "J. van der Nichts Jr.")),
        Paper("2401.00004", versions=2, comment="This paper has been withdrawn by the author: it was imaginary"),
        Paper("2401.00005", comment="Withdrawn from ICIL 2099; replaces the withdrawn 2401.00004"),
        *(Paper(f"2402.{number:05}") for number in range(1, 260)),
    )
}


@pytest.fixture(params=["new", "old"])
def generation(request: pytest.FixtureRequest) -> Generation:
    chosen: Generation = request.param
    return chosen


@pytest.fixture
def server(generation: Generation) -> Iterator[Server]:
    with serving(ArxivServer(PAPERS.get, generation)) as running:
        yield running


@pytest.fixture
def source(server: Server, settings: Settings) -> Iterator[Arxiv]:
    with Http(replace(settings, urls={"arxiv": server.url})) as http:
        yield Arxiv(http)


def ids(*values: str) -> list[Identifier]:
    return [Identifier(Scheme.ARXIV, value) for value in values]


def many(count: int) -> list[Identifier]:
    return ids(*(f"2402.{number:05}" for number in range(1, count + 1)))


def found(outcomes: Sequence[Outcome]) -> dict[str, Record]:
    return {each.record.identifier.value: each.record for each in outcomes if isinstance(each, Found)}


def verdicts(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {
        str(each.record.identifier.value if isinstance(each, Found) else each.identifier.value): type(each).__name__
        for each in outcomes
    }


# ---------------------------------------------------------------- what a record says


def test_every_field_is_read(source: Arxiv) -> None:
    record = found(list(source.fetch(ids("2401.00001"))))["2401.00001"]
    fields = record.fields
    assert fields.title == "On $\\mathbb{R}$-lattices: A Question of <i>Nothing</i> & Co"
    assert fields.authors == (Name("Ada Fabrica", affiliation="Nowhere; Elsewhere"), Name("Béla Nincs"))
    assert fields.abstract == PAPERS["2401.00001"].abstract
    assert fields.submitted == PartialDate(2024, 3, 5)
    assert fields.updated == PartialDate(2024, 6, 7)
    assert fields.version == record.version == 3
    assert fields.primary_category == "cs.LG"
    assert fields.categories == ("cs.LG", "cs.CL")
    assert fields.comment == "5 pages; accepted at ICIL 2099"
    assert fields.journal_ref == "J. Imag. Latt. 5 (2024) 17"
    assert fields.doi == "10.5555/imaginary.17"
    assert record.same_as == (Identifier(Scheme.DOI, "10.5555/imaginary.17"),)
    assert fields.withdrawn is False
    assert missing(record) == ()


def test_what_is_not_named_is_known_to_be_none(source: Arxiv) -> None:
    record = found(list(source.fetch(ids("hep-th/9901001"))))["hep-th/9901001"]
    assert (record.fields.comment, record.fields.journal_ref, record.fields.doi) == ("", "", "")
    assert record.fields.updated == record.fields.submitted == PartialDate(1999, 1, 1)
    assert record.fields.url == "https://arxiv.org/abs/hep-th/9901001"
    assert record.same_as == ()


def test_both_generations_say_the_same(settings: Settings) -> None:
    prints = []
    for speaking in (ArxivServer(PAPERS.get, "new"), ArxivServer(PAPERS.get, "old")):
        with serving(speaking) as server, Http(replace(settings, urls={"arxiv": server.url})) as http:
            records = found(list(Arxiv(http).fetch(ids(*PAPERS)[:6])))
        prints.append({value: fingerprint(record) for value, record in records.items()})
    assert prints[0] == prints[1]


def test_odd_titles_and_names(source: Arxiv) -> None:
    records = found(list(source.fetch(ids("2401.00002", "2401.00003"))))
    assert records["2401.00002"].fields.title == "0"
    assert records["2401.00003"].fields.authors == (
        Name("The Imaginary Collaboration", literal=True),
        Name("Plato"),
        Name("J. van der Nichts Jr."),
    )


def test_withdrawal_is_read_from_the_comment(source: Arxiv) -> None:
    records = found(list(source.fetch(ids("2401.00004", "2401.00005"))))
    assert records["2401.00004"].fields.withdrawn is True
    assert records["2401.00005"].fields.withdrawn is False


# ---------------------------------------------------------------- batches


def test_ids_go_out_in_hundreds(source: Arxiv, server: Server) -> None:
    assert set(verdicts(list(source.fetch(many(250)))).values()) == {"Found"}
    assert [len(request.query["id_list"].split(",")) for request in server.requests] == [100, 100, 50]
    assert [request.query["max_results"] for request in server.requests] == ["100", "100", "50"]


def test_no_request_line_is_too_long(source: Arxiv, server: Server) -> None:
    long = [Identifier(Scheme.ARXIV, f"cond-mat/96{number:05}", 123456) for number in range(1, 200)]
    list(source.fetch(long))
    assert all(len(f"GET {request.target} HTTP/1.1\r\n") < 4000 for request in server.requests)
    assert len(server.requests) <= 3


def test_who_asks_says_so(server: Server, settings: Settings) -> None:
    with Http(replace(settings, urls={"arxiv": server.url}, mailto="ada@example.org")) as http:
        list(Arxiv(http).fetch(many(1)))
    headers = server.requests[0].headers
    assert re.fullmatch(r"bibdb/\d\S* \(mailto:ada@example\.org\)", headers["User-Agent"])
    assert "application/atom+xml" in headers["Accept"]


def test_versions_are_matched_with_and_without(source: Arxiv, server: Server) -> None:
    asked = [Identifier(Scheme.ARXIV, "2401.00001", version) for version in (None, 1, 3, 4)]
    outcomes = list(source.fetch(asked))
    told = {each.record.version: each.record.fields.updated for each in outcomes if isinstance(each, Found)}
    assert len(outcomes) == 4
    assert told == {3: PartialDate(2024, 6, 7), 1: PartialDate(2024, 3, 5)}
    missed = [each.identifier.version for each in outcomes if isinstance(each, NotFound)]
    assert missed == [4]
    assert len(server.requests) == 1


def test_the_same_id_twice_is_asked_once(source: Arxiv, server: Server) -> None:
    assert len(list(source.fetch([*many(2), *many(2)]))) == 2
    assert server.requests[0].query["id_list"].count(",") == 1


def test_unknown_ids_are_not_found(source: Arxiv, server: Server) -> None:
    outcomes = list(source.fetch(ids("2402.00001", "2403.00001", "2403.00002", "2402.00002")))
    assert verdicts(outcomes) == {
        "2402.00001": "Found", "2402.00002": "Found", "2403.00001": "NotFound", "2403.00002": "NotFound",
    }  # fmt: skip
    assert len(server.requests) == 1


def test_nothing_but_unknown_ids(source: Arxiv) -> None:
    assert set(verdicts(list(source.fetch(ids("2403.00001", "2403.00002")))).values()) == {"NotFound"}


@pytest.mark.parametrize("bad", ["abc", "2401", "cond—mat", "0112019", "1309.119"])
def test_one_malformed_id_costs_no_other(bad: str, source: Arxiv, server: Server) -> None:
    outcomes = list(source.fetch([*many(30), *ids(bad), *ids("2403.00001")]))
    refused = [each for each in outcomes if isinstance(each, NotFound) and each.reason]
    assert [each.identifier.value for each in refused] == [bad]
    assert len(found(outcomes)) == 30
    assert len(server.requests) == 2


def test_a_malformed_id_without_a_name_is_found_by_halving(source: Arxiv, server: Server) -> None:
    def nameless(exchange: object) -> None:
        told = server.answer(exchange.request)  # type: ignore[attr-defined]
        body = re.sub(rb"incorrect.id.format.for.[^<\"]*", b"incorrect id format for something", told.body)
        exchange.send(replace(told, body=body))  # type: ignore[attr-defined]

    server.climate = nameless
    outcomes = list(source.fetch([*many(15), *ids("abc")]))
    assert verdicts(outcomes)["abc"] == "NotFound"
    assert len(found(outcomes)) == 15
    assert len(server.requests) == 1 + 2 * 4


def test_a_batch_that_is_too_long_is_halved(source: Arxiv, server: Server) -> None:
    server.forecast.extend([status(414), status(414)])
    assert set(verdicts(list(source.fetch(many(8)))).values()) == {"Found"}
    assert [request.query["id_list"].count(",") + 1 for request in server.requests] == [8, 4, 2, 2, 4]


def test_a_refusal_that_names_no_id_is_no_verdict(source: Arxiv, server: Server) -> None:
    server.climate = status(400, b"<html>bad gateway of somebody else</html>")
    assert set(verdicts(list(source.fetch(many(3)))).values()) == {"Unavailable"}
    server.climate = status(404, b"nothing here")
    assert set(verdicts(list(source.fetch(many(3)))).values()) == {"Unavailable"}


# ---------------------------------------------------------------- answers that are not what they seem


def changed(server: Server, change: Callable[[bytes], bytes], times: int = 99) -> None:
    server.forecast.extend([instead(change)] * times)


def entry(paper_id: str) -> bytes:
    return rb"<entry>\s*<id>http://arxiv.org/abs/" + paper_id.encode() + rb"v.*?</entry>\s*"


def test_what_is_left_out_is_asked_for_again(source: Arxiv, server: Server) -> None:
    changed(server, half_of_the_entries, times=1)
    assert set(verdicts(list(source.fetch(many(25)))).values()) == {"Found"}
    assert [request.query["id_list"].count(",") + 1 for request in server.requests] == [25, 13]


def test_ten_of_twenty_five(source: Arxiv, server: Server) -> None:
    def ten(body: bytes) -> bytes:
        for each in re.findall(rb"<entry>.*?</entry>\s*", body, re.DOTALL)[10:]:
            body = body.replace(each, b"")
        return re.sub(rb"(itemsPerPage[^>]*>|totalResults[^>]*>)\d+", rb"\g<1>10", body)

    changed(server, ten)
    outcomes = list(source.fetch(many(25)))
    assert len(found(outcomes)) == 25
    assert len(server.requests) == 3


def test_a_count_without_entries_is_silence(source: Arxiv, server: Server) -> None:
    changed(server, no_entries)
    assert set(verdicts(list(source.fetch(many(5)))).values()) == {"Unavailable"}


def test_the_answer_to_another_question_is_no_answer(source: Arxiv, server: Server) -> None:
    other = list(source.fetch(ids("2402.00200", "2402.00201")))
    assert len(found(other)) == 2
    foreign = server.answer(server.requests[0]).body
    changed(server, lambda _: foreign)
    assert verdicts(list(source.fetch(many(2)))) == {"2402.00001": "Unavailable", "2402.00002": "Unavailable"}


def test_an_empty_answer_to_another_question_is_no_answer(source: Arxiv, server: Server) -> None:
    list(source.fetch(ids("2403.00001")))
    foreign = server.answer(server.requests[0]).body
    changed(server, lambda _: foreign)
    assert verdicts(list(source.fetch(many(2)))) == {"2402.00001": "Unavailable", "2402.00002": "Unavailable"}


def test_phantoms_and_repeated_and_shuffled_entries(source: Arxiv, server: Server) -> None:
    def confused(body: bytes) -> bytes:
        told = re.findall(rb"<entry>.*?</entry>\s*", body, re.DOTALL)
        phantom = b"<entry><category term='' scheme='http://arxiv.org/schemas/atom'/></entry>"
        head = body[: body.index(b"<entry>")]
        return head + b"".join([phantom, *reversed(told), told[0], told[-1], phantom]) + b"</feed>"

    changed(server, confused)
    outcomes = list(source.fetch([*many(6), *ids("2403.00001")]))
    assert len(outcomes) == 7
    assert len(found(outcomes)) == 6
    assert verdicts(outcomes)["2403.00001"] == "NotFound"


@pytest.mark.parametrize(
    "written",
    [
        b"http://arxiv.org/abs/2402.00009v1",
        b"http://arxiv.org/abs/2402.0\xef\xbf\xbd002v1",
        b"http://mirror.example/abs/2402.00002v1",
        b"http://arxiv.org/abs/2402.00001v1",
    ],
)
def test_an_entry_in_anothers_place_proves_nothing(written: bytes, source: Arxiv, server: Server) -> None:
    wrong = instead(lambda body: re.sub(rb"(?<=<id>)[^<]*abs/2402\.00002v1", written, body))
    server.forecast.append(wrong)
    assert set(verdicts(list(source.fetch(many(3)))).values()) == {"Found"}
    server.climate = wrong
    assert verdicts(list(source.fetch(many(3))))["2402.00002"] == "Unavailable"


def test_an_error_entry_with_status_200(source: Arxiv, server: Server, generation: Generation) -> None:
    error = ArxivServer(PAPERS.get, generation).error("2402.00002").encode()
    server.forecast.append(instead(lambda _: error))
    assert verdicts(list(source.fetch(many(3)))) == {
        "2402.00001": "Found", "2402.00002": "NotFound", "2402.00003": "Found",
    }  # fmt: skip


@pytest.mark.parametrize(
    "date",
    [
        "10000-01-01T00:00:00Z",
        "0999-01-01T00:00:00Z",
        "9999-12-31T23:59:59-05:00",
        "yesterday",
        "2024-02-30T00:00:00Z",
        "",
    ],
)
def test_an_impossible_date_costs_its_own_record_only(date: str, source: Arxiv, server: Server) -> None:
    def dated(body: bytes) -> bytes:
        told = re.search(entry("2402.00002"), body, re.DOTALL)
        if told is None:
            return body
        return body.replace(told[0], re.sub(rb"(?<=<published>)[^<]*", date.encode(), told[0]))

    changed(server, dated)
    outcomes = list(source.fetch(many(3)))
    assert verdicts(outcomes) == {"2402.00001": "Found", "2402.00002": "Unavailable", "2402.00003": "Found"}
    (refused,) = [each for each in outcomes if isinstance(each, Unavailable)]
    assert "2402.00002" in refused.reason


def test_an_enormous_title_costs_its_own_record_only(source: Arxiv, server: Server) -> None:
    changed(server, lambda body: body.replace(b"fabricated lattice 2402.00002", b"x" * 11_000_000))
    outcomes = list(source.fetch(many(3)))
    (refused,) = [each for each in outcomes if isinstance(each, Unavailable)]
    assert "2402.00002" in refused.reason
    assert "11,000,0" in refused.reason
    assert len(found(outcomes)) == 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"bell\x07 and &#x8; escape \x1b[31m", "bell and escape [31m"),
        ("turned \u202e round \u200b zero".encode(), "turned round zero"),
        (b"un&nbsp;known &copy; entity &unknown;", "un&nbsp;known &copy; entity &unknown;"),
        (b"R&D without escape", "R&D without escape"),
        ("no \ufffe char\uffff&#xFFFF;acters &#xD800;at &#1114112;all &#x99999999;".encode(), "no characters at all"),
        (b"&#x3b1; and &#945; and &#notanumber; \x02", "\u03b1 and \u03b1 and &#notanumber;"),
        (b"<i>inline</i> <b>mark<u>up</u></b> here", "inline markup here"),
        (b"<![CDATA[<script>alert(1)</script>]]>", "<script>alert(1)</script>"),
        (b"before <!-- aside -->and<?work order?> after", "before and after"),
        (b"<b>" + b"x" * 120_000 + b"</b> two halves", "x" * 120_000 + " two halves"),
        (b"not \xff\xfe UTF-8", "not \ufffd\ufffd UTF-8"),
        (b"'); drop table work; --", "'); drop table work; --"),
        (rb"\input{/etc/passwd} $\alpha$ \'e", r"\input{/etc/passwd} $\alpha$ \'e"),
    ],
)  # fmt: skip
def test_hostile_titles_are_text(written: bytes, read: str, source: Arxiv, server: Server) -> None:
    changed(server, lambda body: body.replace(b"On the fabricated lattice 2402.00002", written))
    records = found(list(source.fetch(many(3))))
    assert records["2402.00002"].fields.title == read
    assert len(records) == 3


def test_a_text_is_as_long_as_all_its_parts(source: Arxiv, server: Server) -> None:
    halves = b"<b>" + b"x" * 120_000 + b"</b>" + b"y" * 120_000
    changed(server, lambda body: body.replace(b"fabricated lattice 2402.00002", halves))
    outcomes = list(source.fetch(many(3)))
    assert verdicts(outcomes) == {"2402.00001": "Found", "2402.00002": "Unavailable", "2402.00003": "Found"}


@pytest.mark.parametrize("odd", [b" %s\n", b"<b>%s</b>", b"<!-- the id -->%s"])
def test_oddly_written_ids_and_names_are_read_whole(odd: bytes, source: Arxiv, server: Server) -> None:
    def oddly(body: bytes) -> bytes:
        body = re.sub(rb"(<id>)(http[^<]*abs/[^<]*)(?=</id>)", lambda match: match[1] + odd % match[2], body)
        return re.sub(rb"(<name>)([^<]*)(?=</name>)", lambda match: match[1] + odd % match[2], body)

    fair = found(list(source.fetch(many(3))))
    changed(server, oddly)
    told = found(list(source.fetch(many(3))))
    assert {key: record.fields for key, record in told.items()} == {key: record.fields for key, record in fair.items()}


def test_an_answer_without_oddities_is_handed_on_as_it_came(source: Arxiv, server: Server) -> None:
    from bibdb.sources.atom import examine

    list(source.fetch(many(2)))
    asked = server.requests[0]
    whole = server.answer(asked).body.strip()
    keys: list[tuple[str, int | None]] = [("2402.00001", None), ("2402.00002", None)]
    assert examine(b"\xef\xbb\xbf" + whole + b"\n", asked.target, keys).body == whole
    for odd in (b"<!-- aside -->", b"<?work order?>", b"<b>bold</b>", b"\x01"):
        mended = examine(whole.replace(b"<title>On", b"<title>On" + odd), asked.target, keys).body
        assert odd not in mended
        assert mended.count(b"<entry>") == 2


def test_an_answer_cut_at_any_byte_is_no_answer(source: Arxiv, server: Server) -> None:
    from bibdb.sources.atom import examine
    from bibdb.sources.http import Garbled

    list(source.fetch(many(2)))
    whole = server.answer(server.requests[0]).body
    keys: list[tuple[str, int | None]] = [("2402.00001", None), ("2402.00002", None)]
    ends = whole.rindex(b"</feed>") + len(b"</feed>")
    for length in range(ends):
        with pytest.raises(Garbled):
            examine(whole[:length], server.requests[0].target, keys)
    assert examine(whole[:ends], server.requests[0].target, keys).complete


# ---------------------------------------------------------------- over several runs


def test_chance_and_patience_come_to_the_fair_answer(server: Server, settings: Settings) -> None:
    asked = [*many(250), *ids("2403.00001")]
    server.climate = changeable(3, 0.3, reset_in_body)
    outcomes: dict[str, str] = {}
    for _ in range(12):
        with Http(replace(settings, urls={"arxiv": server.url})) as http:
            wanted = [each for each in asked if outcomes.get(each.value, "Unavailable") == "Unavailable"]
            outcomes.update(verdicts(list(Arxiv(http).fetch(wanted))))
    assert set(outcomes.values()) == {"Found", "NotFound"}
    assert outcomes["2403.00001"] == "NotFound"


def test_a_title_is_searched_as_a_phrase_and_then_by_its_words(source: Arxiv, server: Server) -> None:
    assert [record.identifier.value for record in source.search(Query('lattice, "2401.00003": fabricated!'))] == [
        "2401.00003"
    ]
    assert source.search(Query("nobody wrote this")) == []
    assert source.search(Query("?!")) == []
    assert all(request.query["max_results"] == "10" for request in server.requests)


def test_a_mirror_with_path_and_token(server: Server, settings: Settings) -> None:
    moved = replace(settings, urls={"arxiv": f"{server.url}/moved/api/query?token=s3cret"})
    with Http(moved) as http:
        assert len(found(list(Arxiv(http).fetch(many(2))))) == 2
        assert server.requests[0].query["token"] == "s3cret"
        server.climate = status(500, b"s3cret")
        (outcome,) = Arxiv(http).fetch(many(1))
    assert isinstance(outcome, Unavailable)
    assert "s3cret" not in str(outcome)


def test_the_package_is_used_as_it_is_known(source: Arxiv, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The client's session is private to the package: this fails when a later version renames it."""
    import arxiv  # type: ignore[import-untyped]

    client = arxiv.Client()
    assert hasattr(client, "_session")
    assert "{}" in client.query_url_format
    client._session.close()
    monkeypatch.setattr("requests.Session.get", lambda *_, **__: pytest.fail("the package went round our session"))
    assert len(found(list(source.fetch(many(2))))) == 2
