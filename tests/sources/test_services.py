"""What each service's answer says, field by field, and what it says of other works."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.sources import build, metadata, shapes
from bibdb.sources.coverage import missing
from bibdb.sources.http import Http
from bibdb.sources.openreview import is_accepted
from bibdb.sources.settings import Settings
from bibdb.values import EditionKind, Evidence, Found, Name, NotFound, Record, RelationKind, Unavailable, WorkType
from tests.servers import services
from tests.servers.server import Server
from tests.servers.weather import instead, status


@pytest.fixture
def ask(http: Http, settings: Settings) -> Any:
    def asking(name: str, scheme: Scheme, value: str) -> Record:
        (source,) = build(settings, http, [name])
        (outcome,) = source.fetch([Identifier(scheme, value)])
        assert isinstance(outcome, Found), outcome
        return outcome.record

    return asking


ADA = Name("Ada Fabrica", given="Ada", family="Fabrica")
BELA = Name("Béla Nincs", given="Béla", family="Nincs")
EVERYBODY = Name("The Imaginary Collaboration", literal=True)
ARXIV = Identifier(Scheme.ARXIV, services.ARXIV)
DOI = Identifier(Scheme.DOI, services.DOI)


def test_crossref(ask: Any) -> None:
    record = ask("crossref", Scheme.DOI, services.DOI)
    fields = record.fields
    assert (record.kind, record.evidence, record.type) == (EditionKind.PUBLICATION, Evidence.PUBLISHER, WorkType.PAPER)
    assert fields.title == "On the imaginary lattice: A study of nothing"
    assert fields.authors == (ADA, EVERYBODY)
    assert fields.abstract == "Nothing & more."
    assert fields.issued == PartialDate(2024, 11)
    assert (fields.container_title, fields.container_title_short) == ("Journal of Imaginary Lattices", "J. Imag. Latt.")
    assert (fields.volume, fields.issue, fields.page, fields.issn) == ("5", "2", "17-29", "1234-5679")
    assert fields.retracted is True
    assert record.same_as == (ARXIV,)


def test_crossref_preprints_and_notices(ask: Any, server: Server) -> None:
    notice = {
        "type": "posted-content",
        "update-to": [
            {"DOI": "10.5555/taken.back", "type": "retraction"},
            {"DOI": "10.5555/mended", "type": "correction"},
        ],
        "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/printed"}], "references": []},
        "container-title": ["Lecture Notes in Nothing", "Proceedings of Nobody"],
        "issued": {"date-parts": [[None]]},
        "updated-by": None,
    }
    server.climate = instead(lambda body: json.dumps({"message": {**json.loads(body)["message"], **notice}}).encode())
    record = ask("crossref", Scheme.DOI, services.DOI)
    assert record.kind is EditionKind.PREPRINT
    assert record.evidence is None
    assert record.relations == ((RelationKind.RETRACTS, Identifier(Scheme.DOI, "10.5555/taken.back")),)
    assert record.same_as == (Identifier(Scheme.DOI, "10.5555/printed"),)
    assert (record.fields.collection_title, record.fields.container_title) == (
        "Lecture Notes in Nothing",
        "Proceedings of Nobody",
    )
    assert record.fields.issued is None
    assert record.fields.retracted is None


def test_a_server_of_preprints_that_calls_itself_a_journal(ask: Any, server: Server) -> None:
    work = {**services.WORK, "type": "journal-article", "container-title": ["SSRN Electronic Journal"]}
    server.climate = instead(lambda _: json.dumps({"message": work}).encode())
    record = ask("crossref", Scheme.DOI, services.DOI)
    assert (record.kind, record.evidence) == (EditionKind.PREPRINT, None)
    assert record.fields.submitted == record.fields.issued == PartialDate(2024, 11)


@pytest.mark.parametrize(
    ("told", "retracted"),
    [
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "retraction"}]}, True),
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "correction"}]}, None),
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "expression_of_concern"}]}, None),
        ({"updated-by": [{"DOI": "10.5555/notice", "type": "partial_retraction"}]}, None),
        ({"update-to": [{"DOI": services.DOI, "type": "withdrawal"}]}, True),
        ({"title": ["RETRACTED ARTICLE: On the imaginary lattice"]}, True),
        ({"title": ["Retracted: On the imaginary lattice"], "update-to": [{"DOI": "10.5555/x", "type": "retraction"}]}, None),
    ],
)  # fmt: skip
def test_what_is_retracted(ask: Any, server: Server, told: dict[str, Any], retracted: bool | None) -> None:
    work = {**services.WORK, "updated-by": [], **told}
    server.climate = instead(lambda _: json.dumps({"message": work}).encode())
    record = ask("crossref", Scheme.DOI, services.DOI)
    assert record.fields.retracted is retracted
    assert all(other != DOI for _, other in record.relations)


@pytest.mark.parametrize(
    ("told", "issued"),
    [
        ({"issued": {"date-parts": [[2024, 3, 5]]}}, "2024-03-05"),
        ({"issued": {"date-parts": [["2024", "3"]]}}, "2024-03"),
        ({"issued": {"date-parts": [[2024, 2, 31]]}}, "2024-02"),
        ({"issued": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2023, 5]]}}, "2023-05"),
        ({"issued": None, "posted": {"date-parts": [[2023]]}}, "2023"),
        ({"issued": {"date-parts": []}}, "None"),
    ],
)
def test_dates_of_one_to_three_parts(ask: Any, server: Server, told: dict[str, Any], issued: str) -> None:
    server.climate = instead(lambda _: json.dumps({"message": {**services.WORK, **told}}).encode())
    assert str(ask("crossref", Scheme.DOI, services.DOI).fields.issued) == issued


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<i>E. imaginaria</i> and <sup>13</sup>C<br/>again", "E. imaginaria and 13C again"),
        ('<mml:math xmlns:mml="x"><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math>', "x=2"),
        ("Lattices where n < m and p > k", "Lattices where n < m and p > k"),
        ("Thinking between <think> and </think>", "Thinking between <think> and </think>"),
        ("Lattices &amp;amp; fields", "Lattices & fields"),
        ("&lt;b&gt;Lattices&lt;/b&gt;", "Lattices"),
        ("<p>" * 9, None),
    ],
)
def test_markup_goes_and_mathematics_stays(written: str, read: str | None) -> None:
    assert shapes.text(written) == read


def test_an_abstract_has_paragraphs() -> None:
    told = "<jats:title>Abstract</jats:title><jats:p>One\n &amp; two.</jats:p><jats:sec><jats:title>Methods</jats:title></jats:sec>"
    assert shapes.paragraphs(told) == "One & two.\n\nMethods"
    odd: list[object] = [None, 5, [], "", "<jats:p/>", "x" * 200_001]
    assert [shapes.paragraphs(each) for each in odd] == [None] * 6


def test_datacite_of_a_preprint(ask: Any) -> None:
    record = ask("datacite", Scheme.ARXIV, services.ARXIV)
    fields = record.fields
    assert (record.identifier, record.kind) == (ARXIV, EditionKind.PREPRINT)
    assert fields.authors == (ADA, EVERYBODY)
    assert (fields.submitted, fields.updated, fields.version) == (PartialDate(2024, 3, 5), PartialDate(2024, 6, 7), 2)
    assert (fields.comment, fields.journal_ref, fields.doi) == ("5 pages", None, None)
    assert fields.categories == ("cs.LG",)
    assert fields.license == "https://creativecommons.org/licenses/by/4.0/legalcode"


def test_datacite_of_data(ask: Any) -> None:
    record = ask("datacite", Scheme.DOI, services.DATA_DOI)
    assert (record.type, record.kind) == (WorkType.DATASET, EditionKind.PUBLICATION)
    assert record.fields.publisher == "Zenodo"
    assert record.fields.issued == PartialDate(2024)


def test_openalex(ask: Any) -> None:
    record = ask("openalex", Scheme.DOI, services.DOI)
    assert record.evidence is Evidence.AGGREGATOR
    assert record.fields.abstract == "Nothing was measured."
    assert record.fields.authors == (Name("Ada Fabrica"),)
    assert record.fields.page == "17-29"
    preprint = ask("openalex", Scheme.ARXIV, services.ARXIV)
    assert preprint.kind is EditionKind.PREPRINT
    assert preprint.fields.container_title is None


def test_semantic_scholar_names_the_published_version(ask: Any) -> None:
    preprint = ask("semanticscholar", Scheme.ARXIV, services.ARXIV)
    assert (preprint.kind, preprint.same_as) == (EditionKind.PREPRINT, (DOI,))
    published = ask("semanticscholar", Scheme.DOI, services.DOI)
    assert (published.kind, published.same_as) == (EditionKind.PUBLICATION, (ARXIV,))
    assert published.evidence is Evidence.AGGREGATOR
    assert published.fields.container_title == "Journal of Imaginary Lattices"


def test_semantic_scholar_refuses_a_batch_of_which_it_knows_nothing(http: Http, settings: Settings) -> None:
    (source,) = build(settings, http, ["semanticscholar"])
    wanted = [Identifier(Scheme.ARXIV, "2401.00009"), Identifier(Scheme.DOI, "10.5555/none")]
    assert [type(each) for each in source.fetch(wanted)] == [NotFound, NotFound]


def test_semantic_scholar_may_drop_and_mix_up(http: Http, settings: Settings, server: Server) -> None:
    (source,) = build(settings, http, ["semanticscholar"])
    wanted = [Identifier(Scheme.ARXIV, "2401.00009"), ARXIV]
    server.forecast.append(instead(lambda body: json.dumps(json.loads(body)[::-1]).encode()))
    assert [type(each) for each in source.fetch(wanted)] == [NotFound, Found]
    server.forecast.append(instead(lambda body: json.dumps([each for each in json.loads(body) if each]).encode()))
    assert [type(each) for each in source.fetch(wanted)] == [Unavailable, Found]


def test_openreview_of_an_accepted_paper(ask: Any) -> None:
    record = ask("openreview", Scheme.OPENREVIEW, services.SUBMISSION)
    assert (record.kind, record.evidence) == (EditionKind.PUBLICATION, Evidence.PUBLISHER)
    assert record.fields.container_title == "The First Imaginary Conference on Imaginary Lattices"
    assert record.fields.event_title == "ICIL 2099 Poster"
    assert record.fields.issued == PartialDate(2099, 3, 15)
    assert record.fields.keywords == ("lattice",)


def test_openreview_of_an_old_submission_that_was_not_accepted(ask: Any, server: Server) -> None:
    record = ask("openreview", Scheme.OPENREVIEW, services.OLD_SUBMISSION)
    assert (record.kind, record.evidence) == (EditionKind.PREPRINT, None)
    assert record.fields.container_title is None
    assert record.fields.note == "Submitted to ICIL 2020"
    assert [request.path for request in server.requests] == ["/openreview/notes", "/openreview1/notes"]


@pytest.mark.parametrize(
    ("venue", "venue_id", "accepted"),
    [
        ("ICLR 2025 Oral", "ICLR.cc/2025/Conference", True),
        ("NeurIPS 2024 poster", "NeurIPS.cc/2024/Conference", True),
        ("Accepted by TMLR", "TMLR", True),
        ("RegML 2025 Poster", "NeurIPS.cc/2025/Workshop/RegML", True),
        ("Submitted to ICLR 2025", "ICLR.cc/2025/Conference/Rejected_Submission", False),
        ("ICLR 2025 Conference Withdrawn Submission", "ICLR.cc/2025/Conference/Withdrawn_Submission", False),
        ("ICLR 2025 Conference Desk Rejected Submission", "ICLR.cc/2025/Conference/Desk_Rejected_Submission", False),
        ("Under review for TMLR", "TMLR/Under_Review", False),
        ("ICLR 2021 Conference Blind Submission", "", False),
        ("ACL ARR 2024 June", "aclweb.org/ACL/ARR/2024/June", False),
        ("CoRR 2021", "dblp.org/journals/CORR/2021", False),
        ("", "ICLR.cc/2025/Conference", False),
        (None, None, False),
    ],
)
def test_who_is_accepted(venue: str | None, venue_id: str | None, accepted: bool) -> None:
    assert is_accepted({"venue": venue, "venueid": venue_id}) is accepted


@pytest.mark.parametrize(
    ("reference", "accepted"),
    [
        ("@inproceedings{\nfabrica2019on,\nbooktitle={Imaginary Conference on Lattices},\nyear={2019},\n}", True),
        ("@misc{\nfabrica2019on,\ntitle={On the imaginary lattice},\nyear={2019},\n}", False),
        (
            "@inproceedings{\nx,\nbooktitle={Submitted to Imaginary Conference on Lattices},\nnote={under review}\n}",
            False,
        ),
        ("@article{\nanonymous2018on,\njournal={Imaginary Conference on Lattices},\nyear={2018},\n}", False),
    ],
)
def test_before_there_were_venues_the_reference_tells(reference: str, accepted: bool) -> None:
    assert is_accepted({"_bibtex": reference}) is accepted
    assert not is_accepted({"_bibtex": reference, "venueid": "ICIL.cc/2019/Conference/Rejected_Submission"})


def test_openreview_without_a_reference_to_copy(ask: Any, server: Server) -> None:
    def told(**content: str) -> bytes:
        values = {name: {"value": value} for name, value in content.items()}
        note = {"id": services.SUBMISSION, "forum": services.SUBMISSION, "content": {"title": {"value": "T"}, **values}}
        return json.dumps({"notes": [note]}).encode()

    server.forecast.append(instead(lambda _: told(venue="ICIL 2098 oral", venueid="ICIL.cc/2098/Conference")))
    record = ask("openreview", Scheme.OPENREVIEW, services.SUBMISSION)
    assert (record.fields.issued, record.evidence) == (PartialDate(2098), Evidence.PUBLISHER)
    server.forecast.append(instead(lambda _: told(venue="ICIL 2097", venueid="dblp.org/conf/ICIL/2097")))
    assert ask("openreview", Scheme.OPENREVIEW, services.SUBMISSION).evidence is Evidence.AGGREGATOR
    server.forecast.append(instead(lambda _: told(venue="Retracted after acceptance", venueid="TMLR/Retracted")))
    assert ask("openreview", Scheme.OPENREVIEW, services.SUBMISSION).fields.retracted is True


@pytest.mark.parametrize(
    ("name", "scheme", "value", "refusal", "body"),
    [
        ("github", Scheme.GITHUB, services.REPOSITORY, 451, b'{"message":"Repository access blocked"}'),
        ("github", Scheme.GITHUB, services.REPOSITORY, 403, b'{"message":"Repository access blocked"}'),
        ("huggingface", Scheme.HUGGINGFACE, services.MODEL, 403, b'{"error":"Access to model is disabled"}'),
        ("openreview", Scheme.OPENREVIEW, services.SUBMISSION, 403, b'{"name":"ForbiddenError"}'),
    ],
)
def test_what_is_withheld_costs_no_other(
    http: Http, settings: Settings, server: Server, name: str, scheme: Scheme, value: str, refusal: int, body: bytes
) -> None:
    (source,) = build(settings, http, [name])
    server.forecast.append(status(refusal, body))
    asked = [Identifier(scheme, f"{value}0"), Identifier(scheme, value)]
    assert [type(each) for each in source.fetch(asked)] == [Unavailable, Found]


def test_a_service_that_refuses_us_is_left_in_peace(http: Http, settings: Settings, server: Server) -> None:
    (source,) = build(settings, http, ["openreview"])
    server.forecast.append(status(403, b'{"name":"ChallengeRequiredError"}'))
    asked = [Identifier(Scheme.OPENREVIEW, "0therFabr1"), Identifier(Scheme.OPENREVIEW, services.SUBMISSION)]
    assert [type(each) for each in source.fetch(asked)] == [Unavailable, Unavailable]
    assert len(server.requests) == 1


def test_a_repository_that_was_renamed_is_the_same(ask: Any, server: Server) -> None:
    server.forecast.append(
        instead(lambda body: json.dumps({**json.loads(body), "full_name": "fabrica/fields"}).encode())
    )
    record = ask("github", Scheme.GITHUB, services.REPOSITORY)
    assert record.same_as == (Identifier(Scheme.GITHUB, "fabrica/fields"),)
    assert ask("github", Scheme.GITHUB, services.REPOSITORY).same_as == ()


def test_the_anthology(ask: Any) -> None:
    record = ask("acl", Scheme.ACL, services.ANTHOLOGY)
    fields = record.fields
    assert fields.title == "On the imaginary Lattice of Søren"
    assert fields.authors == (ADA, BELA)
    assert fields.editors == (Name("Ora Redakt", given="Ora", family="Redakt"),)
    assert fields.issued == PartialDate(2099, 8)
    assert fields.container_title == "Proceedings of the 77th Annual Meeting of Nobody (Volume 1: Long Papers)"
    assert (fields.page, fields.publisher_place) == ("1-17", "Nowhere")
    assert fields.abstract == "Nothing was measured, at 5%."
    assert record.same_as == (Identifier(Scheme.DOI, "10.5555/2099.acl-long.1"),)
    assert (record.kind, record.evidence) == (EditionKind.PUBLICATION, Evidence.PUBLISHER)


def test_the_anthologys_tex(ask: Any, server: Server) -> None:
    told = r"""@inproceedings{fabrica-etal-2099-lattice,
        title = "{``}Imaginary{''} {L}attices {--} {\textquotedblleft}or{\textquotedblright} 50{\%} of {\textit{them}}",
        author = "Fabrica, Jr., Ada  and
          Nin{\v{c}}s, B{\'e}la  and
          {Lattices and Sons}  and
          Cher",
        month = "11--16 " # nov, year = "2099", pages = "1--17" }"""
    server.forecast.append(instead(lambda _: told.encode()))
    fields = ask("acl", Scheme.ACL, services.ANTHOLOGY).fields
    assert fields.title == "“Imaginary” Lattices – “or” 50% of them"
    assert [(name.display, name.literal) for name in fields.authors] == [
        ("Ada Fabrica Jr.", False),
        ("Béla Ninčs", False),
        ("Lattices and Sons", True),
        ("Cher", False),
    ]
    assert (fields.authors[0].family, fields.authors[0].suffix) == ("Fabrica", "Jr.")
    assert (fields.issued, fields.page) == (PartialDate(2099, 11), "1-17")


def test_dblp_by_key_and_by_title(ask: Any, http: Http, settings: Settings) -> None:
    record = ask("dblp", Scheme.DBLP, services.DBLP_KEY)
    assert record.fields.title == "On the imaginary lattice"
    assert record.fields.authors == (Name("Ada Fabrica"), Name("Béla Nincs"))
    assert record.same_as == (DOI,)
    (source,) = build(settings, http, ["dblp"])
    from bibdb.values import Query

    (hit,) = source.search(Query("imaginary lattice"))
    assert hit.fields.authors == (Name("Ada Fabrica"),)
    assert hit.identifier == record.identifier
    assert hit.fields.issued == PartialDate(2099)


def test_github_with_a_citation_file(ask: Any) -> None:
    record = ask("github", Scheme.GITHUB, services.REPOSITORY)
    fields = record.fields
    assert record.type is WorkType.SOFTWARE
    assert (fields.title, fields.number, fields.license) == ("Lattice", "1.2.0", "MIT")
    assert fields.authors == (ADA, EVERYBODY)
    assert fields.issued == PartialDate(2024, 5, 6)
    assert fields.abstract == "Code for imaginary lattices"
    assert record.relations == ((RelationKind.CODE_OF, ARXIV),)
    assert missing(record) == ()


@pytest.mark.parametrize(
    "citation", [b"", b"{", b"- a\n- b", b"a: &x [1]\nb: [*x, *x]", b"\xff\xfe", b"a: !!python/object:os.system x"]
)
def test_github_with_a_broken_citation_file(citation: bytes, ask: Any, server: Server) -> None:
    server.forecast.extend([instead(lambda body: body), instead(lambda _: citation)])
    fields = ask("github", Scheme.GITHUB, services.REPOSITORY).fields
    assert (fields.title, fields.authors) == ("lattice", (Name("fabrica", literal=True),))
    assert fields.issued == PartialDate(2024, 1, 15)


def test_github_whose_citation_file_keeps_silent_is_partial(ask: Any, server: Server) -> None:
    server.forecast.extend([instead(lambda body: body), status(500), status(500)])
    record = ask("github", Scheme.GITHUB, services.REPOSITORY)
    assert missing(record) == ("authors",)


def test_hugging_face(ask: Any) -> None:
    model = ask("huggingface", Scheme.HUGGINGFACE, services.MODEL)
    assert (model.type, model.fields.title) == (WorkType.MODEL, "lattice-7b")
    assert model.fields.authors == (Name("fabrica", literal=True),)
    assert (model.fields.issued, model.fields.license) == (PartialDate(2025, 2, 3), "mit")
    data = ask("huggingface", Scheme.HUGGINGFACE, services.DATASET)
    assert (data.type, data.fields.title) == (WorkType.DATASET, "Imaginary Lattices")
    assert data.fields.abstract == "Lattices that do not exist."


def test_youtube(ask: Any, server: Server, http: Http, settings: Settings) -> None:
    video = ask("youtube", Scheme.YOUTUBE, services.VIDEO)
    assert (video.type, video.fields.title) == (WorkType.VIDEO, "A talk on imaginary lattices")
    assert video.fields.authors == (Name("Fabrica Channel", literal=True),)
    (source,) = build(settings, http, ["youtube"])
    other = Identifier(Scheme.YOUTUBE, "w1thhe1d000")
    server.forecast.append(status(401, b"Unauthorized"))
    outcomes = list(source.fetch([other, Identifier(Scheme.YOUTUBE, services.VIDEO)]))
    assert [type(each) for each in outcomes] == [Unavailable, Found]


HOSTILE: list[object] = [
    None,
    5,
    1.5,
    True,
    "x",
    "x" * 300_000,
    [],
    {},
    [[]],
    [{}],
    {"a": 1},
    ["\u202ex\x00"],
    -1,
    10**30,
]


@pytest.mark.parametrize(
    "name", ["crossref", "datacite", "openalex", "semanticscholar", "openreview", "dblp", "github", "huggingface"]
)
def test_values_of_any_kind_do_no_harm(
    name: str, settings: Settings, server: Server, subtests: pytest.Subtests
) -> None:
    case = {
        "crossref": (Scheme.DOI, services.DOI, {"DOI"}), "datacite": (Scheme.DOI, services.DATA_DOI, {"doi"}),
        "openalex": (Scheme.DOI, services.DOI, {"doi", "results", "count"}), "dblp": (Scheme.DBLP, services.DBLP_KEY, {"key"}),
        "semanticscholar": (Scheme.ARXIV, services.ARXIV, {"ArXiv", "externalIds"}),
        "openreview": (Scheme.OPENREVIEW, services.SUBMISSION, {"id", "notes"}),
        "github": (Scheme.GITHUB, services.REPOSITORY, {"full_name"}), "huggingface": (Scheme.HUGGINGFACE, services.MODEL, {"id"}),
    }  # fmt: skip
    scheme, value, needed = case[name]
    for hostile in HOSTILE:
        with subtests.test(repr(hostile)[:40]):
            if name == "dblp":
                server.climate = instead(lambda body: body.replace(b"<year>2099", f"<year>{str(hostile)[:9]}".encode()))  # noqa: B023
            else:
                server.climate = instead(lambda body: json.dumps(_replaced(_loaded(body), hostile, needed)).encode())  # noqa: B023
            with Http(replace(settings, attempts=1)) as http:
                (source,) = build(settings, http, [name])
                (outcome,) = source.fetch([Identifier(scheme, value)])
            if isinstance(outcome, Found):
                assert "\x00" not in repr(outcome.record)
                assert "\\u202e" not in repr(outcome.record)


def _loaded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {}


def _replaced(told: Any, hostile: object, needed: set[str]) -> Any:
    """Put a hostile value into the place of every leaf and list that the answer can spare."""
    if isinstance(told, dict):
        return {
            key: value if key in needed and not isinstance(value, dict | list) else _replaced(value, hostile, needed)
            for key, value in told.items()
        }
    if isinstance(told, list):
        return [_replaced(each, hostile, needed) for each in told] or hostile
    return hostile


# ---------------------------------------------------------------- pages of strangers


PAGE = "https://blog.example/post"


def test_scholarly_meta_elements_come_first() -> None:
    told = metadata.read_page(
        b"""<html lang="en"><head><title>Site - Paper</title><meta property="og:title" content="For Facebook">
        <meta name="citation_title" content="On the &lt;imaginary&gt; lattice"><meta name="citation_author" content="Fabrica, Ada">
        <meta name="citation_author" content="B&eacute;la Nincs"><meta name="citation_publication_date" content="2099/03/05">
        <meta name="citation_doi" content="10.5555/imaginary.17"><meta name="citation_arxiv_id" content="2401.00001">
        <meta name="citation_firstpage" content="17"><meta name="citation_lastpage" content="29"></head></html>""",
        PAGE,
        "iso-8859-1",
    )
    assert told.type is WorkType.PAPER
    assert told.fields.title == "On the <imaginary> lattice"
    assert told.fields.authors == (ADA, Name("Béla Nincs"))
    assert told.fields.issued == PartialDate(2099, 3, 5)
    assert told.fields.page == "17-29"
    assert told.same_as == (DOI, ARXIV)


def test_linked_data() -> None:
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "name": "Nobody"},
            {
                "@type": ["BlogPosting"],
                "headline": "Why nothing",
                "author": [{"name": "Ada Fabrica"}],
                "datePublished": "2025-03-04T05:06",
            },
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    body = f'<html><head><script type="application/ld+json">{{broken</script>{script}<title>Other</title></head></html>'
    told = metadata.read_page(body.encode(), PAGE)
    assert (told.type, told.fields.title) == (WorkType.POST, "Why nothing")
    assert told.fields.authors == (Name("Ada Fabrica"),)
    assert told.fields.issued == PartialDate(2025, 3, 4)


def test_a_plain_page_has_its_title() -> None:
    told = metadata.read_page("<title>\n Å title \u202e</title><p>text".encode(), PAGE, "utf-8")
    assert (told.type, told.fields.title, told.fields.url) == (WorkType.WEBPAGE, "Å title", PAGE)


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"\x00" * 50, b"%PDF-1.7", b"<", bytes(range(256)), b"<!--" * 9999, b"<div>" * 50_000]
)
def test_what_is_no_page_says_nothing(body: bytes) -> None:
    assert metadata.read_page(body, PAGE, "no-such-encoding").fields.url == PAGE


@pytest.mark.parametrize(
    ("name", "identifier", "change"),
    [
        ("openalex", DOI, {"results": "none"}),
        ("openalex", DOI, {"results": [None]}),
        ("openalex", DOI, {"results": [{"doi": ["10.5555/x"]}]}),
        ("openreview", Identifier(Scheme.OPENREVIEW, services.SUBMISSION), {"notes": ["a", None]}),
        ("semanticscholar", ARXIV, [["a"]]),
        ("semanticscholar", ARXIV, ["none"]),
    ],
)
def test_a_list_of_something_else_is_no_answer(
    http: Http, settings: Settings, server: Server, name: str, identifier: Identifier, change: Any
) -> None:
    told = json.dumps(change).encode()
    server.climate = instead(lambda _: told)
    (source,) = build(settings, http, [name])
    (outcome,) = source.fetch([identifier])
    assert isinstance(outcome, Unavailable)
