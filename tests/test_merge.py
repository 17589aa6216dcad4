"""Editions are won bundle by bundle, by the order of trust."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.merge import BUNDLES, TRUST, Claim, cited, harmless, merge, rank, work_type
from bibdb.values import EditionKind, Evidence, Fields, Name, WorkType

PREPRINT, PUBLICATION = EditionKind.PREPRINT, EditionKind.PUBLICATION


def claim(source: str, kind: EditionKind = PREPRINT, **fields: object) -> Claim:
    return Claim(source=source, kind=kind, fields=Fields(**fields))  # type: ignore[arg-type]


def test_the_most_trusted_source_wins_whatever_the_order_of_arrival() -> None:
    claims = [claim("label", title="As labelled"), claim("arxiv", title="As submitted"), claim("oai", title="Mirror")]
    for order in (claims, claims[::-1]):
        (edition,) = merge(order)
        assert edition.title == "As submitted"
        assert edition.origin["title"] == "arxiv"


def test_a_container_is_never_mixed_from_two_sources() -> None:
    publisher = claim("crossref", PUBLICATION, container_title="Journal", volume="3", issued=PartialDate(2024))
    aggregator = claim("dblp", PUBLICATION, container_title="J.", volume="4", page="1-9", issued=PartialDate(2023))
    (edition,) = merge([aggregator, publisher])
    assert (edition.container_title, edition.volume, edition.page) == ("Journal", "3", None)
    assert edition.issued == PartialDate(2024)


def test_an_unknown_field_is_filled_by_the_next_in_trust_and_a_known_empty_one_is_not() -> None:
    (edition,) = merge([claim("arxiv", comment="", abstract=None), claim("oai", comment="12 pages", abstract="Text")])
    assert edition.comment == ""
    assert edition.abstract == "Text"


def test_a_preprint_is_cited_by_its_first_version() -> None:
    (edition,) = merge([claim("arxiv", submitted=PartialDate(2017, 6, 12), updated=PartialDate(2023, 8, 2))])
    assert edition.issued == PartialDate(2017, 6, 12)


def test_the_publication_is_cited_with_its_own_title() -> None:
    editions = merge(
        [claim("arxiv", title="Old name"), claim("openreview", PUBLICATION, title="New name", issued=PartialDate(2025))]
    )
    assert [edition.kind for edition in editions] == [PREPRINT, PUBLICATION]
    assert editions[cited(editions)].title == "New name"


def test_a_publication_without_authors_takes_the_preprints() -> None:
    author = (Name("Ada Example"),)
    editions = merge([claim("arxiv", title="T", authors=author), claim("comment", PUBLICATION, container_title="C")])
    assert editions[1].authors == author
    assert editions[1].origin["authors"] == "arxiv"


def test_evidence_comes_from_who_named_the_container() -> None:
    said = Claim(
        source="comment",
        kind=PUBLICATION,
        fields=Fields(container_title="Conference", issued=PartialDate(2025)),
        evidence=Evidence.AUTHOR,
    )
    confirmed = Claim(
        source="acl",
        kind=PUBLICATION,
        fields=Fields(container_title="Proceedings", issued=PartialDate(2025)),
        evidence=Evidence.PUBLISHER,
    )
    assert merge([said])[0].evidence is Evidence.AUTHOR
    assert merge([said, confirmed])[0].evidence is Evidence.PUBLISHER


def test_of_one_source_the_newest_version_wins_and_then_the_one_named_first() -> None:
    """Of several identifiers of one work; when each was answered makes no difference."""
    old = Claim(
        source="arxiv", kind=PREPRINT, fields=Fields(title="v1"), version=1, said_at=datetime(2026, 2, 1, tzinfo=UTC)
    )
    new = Claim(
        source="arxiv", kind=PREPRINT, fields=Fields(title="v2"), version=2, said_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    again = Claim(
        source="arxiv", kind=PREPRINT, fields=Fields(title="v2!"), version=2, said_at=datetime(2026, 3, 1, tzinfo=UTC)
    )
    assert merge([old, new])[0].title == "v2"
    assert merge([new, again, old])[0].title == "v2"
    assert merge([again, old, new])[0].title == "v2!"


@pytest.mark.parametrize("kind", list(EditionKind))
def test_the_persons_correction_outranks_everybody(kind: EditionKind) -> None:
    assert TRUST[kind][0] == "corrections"
    assert TRUST[kind][-1] == "label"
    assert rank("file:refs.bib", kind) == rank("file", kind)


def test_the_type_is_the_most_trusted_one() -> None:
    label = Claim(source="label", kind=PUBLICATION, fields=Fields(), type=WorkType.WEBPAGE)
    github = Claim(source="github", kind=PUBLICATION, fields=Fields(), type=WorkType.SOFTWARE)
    assert work_type([label, github]) is WorkType.SOFTWARE
    assert work_type([]) is None


def test_a_publication_without_a_date_is_kept_but_not_cited() -> None:
    editions = merge([claim("arxiv", title="T"), claim("comment", PUBLICATION, container_title="C")])
    assert len(editions) == 2
    assert cited(editions) == 0


def test_the_place_and_its_date_come_from_one_source_where_it_has_both() -> None:
    venue = claim("crossref", PUBLICATION, container_title="Journal", issued=PartialDate(2024))
    undated = claim("github", PUBLICATION, publisher="GitHub")
    assert merge([claim("label", PUBLICATION, issued=PartialDate(2023)), venue])[0].issued == PartialDate(2024)
    assert merge([claim("label", PUBLICATION, issued=PartialDate(2023)), undated])[0].issued == PartialDate(2023)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/", True),
        ("HTTP://example.org/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        (" javascript:alert(1)//https://example.org", False),
    ],
)
def test_only_addresses_of_the_web_are_kept(url: str, kept: bool) -> None:
    assert harmless(Fields(url=url, title="T")) == Fields(url=url if kept else None, title="T")


# ---------------------------------------------------------------- the person's word


JOURNAL = claim(
    "crossref",
    PUBLICATION,
    container_title="Journal",
    volume="3",
    page="1-9",
    doi="10.5555/j.1",
    issued=PartialDate(2024),
)


@pytest.mark.parametrize(
    ("mended", "told"),
    [
        ({"volume": "4"}, {"container_title": "Journal", "volume": "4", "page": "1-9", "doi": "10.5555/j.1"}),
        ({"page": ""}, {"container_title": "Journal", "volume": "3", "page": ""}),
        ({"issued": PartialDate(2023, 5)}, {"issued": PartialDate(2023, 5), "volume": "3"}),
        # Who names another place does not want the volume of this one.
        ({"container_title": "Elsewhere"}, {"container_title": "Elsewhere", "volume": None, "page": None, "doi": None}),
        (
            {"container_title": "Elsewhere", "volume": "9"},
            {"container_title": "Elsewhere", "volume": "9", "page": None},
        ),
    ],
)
def test_a_correction_mends_a_field_and_keeps_the_rest(mended: dict[str, object], told: dict[str, object]) -> None:
    person = claim("corrections", PUBLICATION, **mended)
    for order in ([JOURNAL, person], [person, JOURNAL]):
        (edition,) = merge(order)
        assert {name: getattr(edition, name) for name in told} == told
        assert {edition.origin[name] for name in mended} == {"corrections"}


def test_a_mended_place_keeps_its_evidence() -> None:
    said = replace(JOURNAL, evidence=Evidence.PUBLISHER)
    assert merge([said, claim("corrections", PUBLICATION, volume="4")])[0].evidence is Evidence.PUBLISHER


def test_the_persons_date_of_a_preprint_is_cited() -> None:
    person = claim("corrections", issued=PartialDate(2016))
    (edition,) = merge([claim("arxiv", submitted=PartialDate(2017, 6, 12)), person])
    assert (edition.issued, edition.origin["issued"]) == (PartialDate(2016), "corrections")


# ---------------------------------------------------------------- any records, in any order


TEXTS = (
    "title",
    "abstract",
    "container_title",
    "volume",
    "page",
    "doi",
    "publisher",
    "comment",
    "arxiv_id",
    "language",
)


@st.composite
def claims_of_a_work(draw: st.DrawFn) -> list[Claim]:
    """One claim of each of some sources, with fields that tell who said them."""
    kind = draw(st.sampled_from([PREPRINT, PUBLICATION]))
    sources = draw(st.lists(st.sampled_from(TRUST[kind][1:]), unique=True, min_size=1, max_size=6))
    return [
        claim(source, kind, **{name: f"{name} of {source}" for name in draw(st.sets(st.sampled_from(TEXTS)))})
        for source in sources
    ]


@given(claims_of_a_work(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_whoever_answers_first_the_same_wins_and_bundles_stay_whole(claims: list[Claim], chance: Random) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)
    (edition,) = merge(claims)
    assert merge(shuffled) == (edition,)
    for bundle in BUNDLES:
        tellers = {edition.origin[name] for name in bundle if name in edition.origin}
        assert len(tellers) <= 1, bundle
        for winner in (each for each in claims if each.source in tellers):
            # Nothing that the winner says of the bundle is left out, and nothing is put in.
            assert {name: getattr(edition, name) for name in bundle} == {n: getattr(winner.fields, n) for n in bundle}


@given(claims_of_a_work())
@settings(max_examples=60, deadline=None)
def test_a_less_trusted_record_changes_nothing_that_was_won(claims: list[Claim]) -> None:
    *better, last = sorted(claims, key=lambda each: rank(each.source, each.kind))
    if better:
        (before,), (after,) = merge(better), merge([*better, last])
        assert {name: after.origin[name] for name in before.origin} == before.origin
        assert {name: getattr(after, name) for name in before.origin} == {n: getattr(before, n) for n in before.origin}
