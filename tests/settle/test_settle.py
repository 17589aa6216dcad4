"""From rows and records to works: sameness, editions, keys, resolutions, relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from bibdb.dates import PartialDate
from bibdb.db.settled import EntryRow, LinkRow, SettledWork, WorkRow
from bibdb.identifiers import Identifier, Scheme, identify
from bibdb.ledger import Corrections, Keys
from bibdb.settle import Collection, settle
from bibdb.values import (
    EditionKind,
    Evidence,
    Fields,
    LinkKind,
    LinkRole,
    Name,
    Record,
    RelationKind,
    Resolution,
    WorkType,
)

PREPRINT, PUBLICATION = EditionKind.PREPRINT, EditionKind.PUBLICATION
ARXIV, OTHER = Identifier(Scheme.ARXIV, "2501.00001"), Identifier(Scheme.ARXIV, "2502.00002")
DOI = Identifier(Scheme.DOI, "10.1234/abc")
REVIEW = Identifier(Scheme.OPENREVIEW, "AbCdEfGh12")
REPOSITORY = Identifier(Scheme.GITHUB, "example/sampler")
TITLE = "Sampling Examples: A Study of Fabricated Papers"


class Lists:
    """Rows as the database gives them, made by hand."""

    def __init__(self) -> None:
        self.entries: list[EntryRow] = []
        self.links: list[LinkRow] = []

    def entry(self, title: str, subject: Identifier | None = None, *links: LinkRow, **values: object) -> int:
        number = len(self.entries) + 1
        row: dict[str, object] = {
            "id": number, "document_id": 1, "document": "list.md", "container": None, "position": number - 1,
            "section": (), "line": number * 10, "end_line": number * 10, "label_end_line": number * 10, "label": title,
            "title": title, "date": None, "venue": None, "authors": (), "tags": (), "note": "", "key": None,
            "type": None, "fields": None, "work_key": None,
        }  # fmt: skip
        self.entries.append(EntryRow(**{**row, **values}))  # type: ignore[arg-type]
        if subject is not None:
            self.link(subject, number, role=LinkRole.SUBJECT, kind=LinkKind.PAPER)
        return number

    def link(self, identifier: Identifier, entry: int | None = None, **values: object) -> None:
        row: dict[str, object] = {
            "id": len(self.links) + 1, "document_id": 1, "document": "list.md", "container": None, "entry_id": entry,
            "line": 1, "url": f"https://example.org/{identifier.value}", "text": "", "role": LinkRole.MENTION,
            "kind": LinkKind.OTHER, "identifier": identifier, "in_label": True, "work_key": None,
        }  # fmt: skip
        self.links.append(LinkRow(**{**row, **values}))  # type: ignore[arg-type]


def record(
    identifier: Identifier, source: str, kind: EditionKind = PREPRINT, *same: Identifier, **fields: object
) -> Record:
    return Record(
        identifier=identifier,
        source=source,
        kind=kind,
        type=WorkType.PAPER,
        fields=Fields(**fields),  # type: ignore[arg-type]
        retrieved_at=datetime(2026, 1, 1, tzinfo=UTC),
        same_as=same,
        evidence=Evidence.PUBLISHER if kind is PUBLICATION else None,
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys.toml")


def run(
    lists: Lists,
    ledger: Keys,
    records: Sequence[Record] = (),
    works: Sequence[WorkRow] = (),
    corrections: Corrections | None = None,
    not_found: frozenset[Identifier] = frozenset(),
) -> list[SettledWork]:
    collection = Collection(lists.entries, lists.links, records, not_found, works)
    return settle(collection, ledger, corrections or Corrections(Path("corrections.toml")), complete=lambda _: True)


def test_two_entries_of_one_identifier_are_one_work(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    lists.entry("The same, worded otherwise", ARXIV)
    (work,) = run(lists, ledger, [record(ARXIV, "arxiv", title=TITLE)])
    assert work.entry_ids == (1, 2)
    assert work.resolution is Resolution.RESOLVED


def test_a_preprint_and_its_doi_are_two_editions_of_one_work(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    lists.entry("As published", DOI)
    preprint = record(ARXIV, "arxiv", PREPRINT, DOI, title=TITLE, doi=DOI.value, submitted=PartialDate(2025, 1, 2))
    published = record(
        DOI,
        "crossref",
        PUBLICATION,
        title="As published",
        container_title="Journal",
        doi=DOI.value,
        issued=PartialDate(2025),
    )
    (work,) = run(lists, ledger, [preprint, published])
    assert [edition.kind for edition in work.editions] == [PREPRINT, PUBLICATION]
    assert work.editions[work.cited].title == "As published"
    assert work.editions[0].doi is None
    assert dict(work.identifiers)[ARXIV] == 0


OURS, OTHERS = (Name("Ada Fabrica"), Name("Béla Nincs")), (Name("Ada Fabrica"), Name("Chloé Leduc"))


@pytest.mark.parametrize(
    ("other", "type_", "title", "authors", "works"),
    [
        (DOI, WorkType.PAPER, TITLE, OURS, 1),
        (REVIEW, WorkType.PAPER, TITLE.upper(), OURS, 1),
        (DOI, WorkType.PAPER, TITLE, OTHERS, 2),
        (DOI, WorkType.PAPER, TITLE + " II", OURS, 2),
        (DOI, WorkType.DATASET, TITLE, OURS, 2),
        (OTHER, WorkType.PAPER, TITLE, OURS, 2),
    ],
)
def test_what_is_listed_under_two_schemes_is_one_paper_by_title_and_people(
    other: Identifier, type_: WorkType, title: str, authors: tuple[Name, ...], works: int, ledger: Keys
) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    lists.entry(title, other)
    second = record(other, "crossref", PUBLICATION, title=title, authors=authors, issued=PartialDate(2025))
    told = [record(ARXIV, "arxiv", title=TITLE, authors=OURS), replace(second, type=type_)]
    assert len(run(lists, ledger, told)) == works


def test_of_two_publications_of_one_title_none_is_taken_for_the_other(ledger: Keys) -> None:
    lists, longer = Lists(), Identifier(Scheme.DOI, "10.1234/longer")
    for each in (ARXIV, DOI, longer):
        lists.entry(TITLE, each)
    printed = [record(each, "crossref", PUBLICATION, title=TITLE, authors=OURS) for each in (DOI, longer)]
    assert len(run(lists, ledger, [record(ARXIV, "arxiv", title=TITLE, authors=OURS), *printed])) == 3


def test_an_aggregators_word_alone_makes_no_two_works_one(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    lists.entry(TITLE, DOI)
    told = [record(ARXIV, "arxiv", title=TITLE, authors=OURS), record(DOI, "openalex", title=TITLE, authors=OURS)]
    assert len(run(lists, ledger, told)) == 2


def test_a_persons_cut_holds(ledger: Keys, tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(f'[["{ARXIV}"]]\nnot-same-as = ["{DOI}"]\n')
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    lists.entry("Another", DOI)
    preprint = record(ARXIV, "arxiv", PREPRINT, DOI, title=TITLE)
    works = run(lists, ledger, [preprint], corrections=Corrections.load(path))
    assert [work.entry_ids for work in works] == [(1,), (2,)]


def test_a_correction_outranks_the_sources(ledger: Keys, tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(f'[["{ARXIV}"]]\ntitle = "As printed"\n')
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    (work,) = run(lists, ledger, [record(ARXIV, "arxiv", title=TITLE)], corrections=Corrections.load(path))
    assert work.editions[work.cited].title == "As printed"


def test_a_title_alone_is_a_work_known_by_its_label(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, date=PartialDate(2024, 11))
    (work,) = run(lists, ledger)
    assert (work.resolution, work.type, work.identifiers) == (Resolution.LABEL, WorkType.PAPER, ())
    assert work.editions[0].issued == PartialDate(2024, 11)


def test_silence_is_pending_and_an_answer_is_not_found(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    lists.entry("Unknown", OTHER)
    works = run(lists, ledger, not_found=frozenset({OTHER}))
    assert [work.resolution for work in works] == [Resolution.PENDING, Resolution.NOT_FOUND]
    assert works[0].editions[0].submitted == PartialDate(2025, 1)


def test_a_mention_is_a_work_only_where_a_source_knows_it(ledger: Keys) -> None:
    lists = Lists()
    entry = lists.entry(TITLE, ARXIV)
    lists.link(OTHER, entry, in_label=False)
    lists.link(DOI, entry, in_label=False)
    lists.link(REPOSITORY, entry, in_label=False)
    records = [record(ARXIV, "arxiv", title=TITLE), record(OTHER, "arxiv", title="A Wholly Different Study")]
    works = run(lists, ledger, records)
    assert [work.identifiers[0][0] for work in works] == [ARXIV, OTHER]
    assert works[1].link_ids == (2,)


def test_a_review_page_in_a_note_joins_the_paper_that_it_reviews(ledger: Keys) -> None:
    lists = Lists()
    entry = lists.entry(TITLE, ARXIV)
    lists.link(REVIEW, entry, in_label=False)
    names = (Name("Ada Example"), Name("Bo Sample"))
    records = [
        record(ARXIV, "arxiv", title=TITLE, authors=names),
        record(REVIEW, "openreview", PUBLICATION, title=TITLE, authors=names, container_title="ICLR"),
    ]
    (work,) = run(lists, ledger, records)
    assert {identifier for identifier, _ in work.identifiers} == {ARXIV, REVIEW}


def test_a_repository_with_a_papers_title_is_its_code(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    lists.entry(TITLE, REPOSITORY)
    paper, code = run(lists, ledger, [record(ARXIV, "arxiv", title=TITLE)])
    assert code.type is WorkType.SOFTWARE
    assert code.relations == ((RelationKind.CODE_OF, paper.key),)


def test_keys_are_law_once_given(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    facts = record(ARXIV, "arxiv", title=TITLE, authors=(Name("Ada Example"),), submitted=PartialDate(2025, 1))
    (work,) = run(lists, ledger, [facts])
    assert work.key == "example2025sampling"
    renamed = record(ARXIV, "arxiv", title="Renamed", authors=(Name("Zoe Else"),), submitted=PartialDate(2025, 1))
    (again,) = run(lists, ledger, [renamed])
    assert again.key == "example2025sampling"


def test_a_pending_works_key_is_no_law_and_stays_as_an_alias(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    (pending,) = run(lists, ledger)
    assert dict(ledger.entries) == {}
    before = WorkRow(
        id=1, key=pending.key, type=pending.type, resolution=pending.resolution, listed=True, added_at=None,
        aliases=(), identifiers=(ARXIV,),
    )  # fmt: skip
    facts = record(ARXIV, "arxiv", title=TITLE, authors=(Name("Ada Example"),), submitted=PartialDate(2025, 1))
    (work,) = run(lists, ledger, [facts], [before])
    assert work.key == "example2025sampling"
    assert work.aliases == (pending.key,)


def test_a_persons_own_key_is_adopted(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV, key="mine:2025", fields=Fields(title=TITLE))
    (work,) = run(lists, ledger)
    assert work.key == "mine:2025"


def test_a_bibliographic_file_speaks_where_no_source_does(ledger: Keys) -> None:
    fields = Fields(title=TITLE, authors=(Name("Jane Doe"),), container_title="Proceedings", issued=PartialDate(2020))
    lists = Lists()
    lists.entry(TITLE, key="doe", fields=fields, document="refs.bib")
    (work,) = run(lists, ledger)
    edition = work.editions[work.cited]
    assert (edition.kind, edition.container_title) == (PUBLICATION, "Proceedings")
    assert edition.origin["title"] == "file:refs.bib"


def test_a_work_that_no_list_names_stays_unlisted(ledger: Keys) -> None:
    before = WorkRow(
        id=1, key="old", type=WorkType.PAPER, resolution=Resolution.RESOLVED, listed=True, added_at=None, aliases=(),
        identifiers=(ARXIV,),
    )  # fmt: skip
    ledger.assign(ARXIV, "old")
    (work,) = run(Lists(), ledger, [record(ARXIV, "arxiv", title=TITLE)], [before])
    assert not work.listed
    assert work.key == "old"


def test_two_works_of_one_name_get_different_keys_in_list_order(ledger: Keys) -> None:
    lists = Lists()
    lists.entry("Sampling Things", ARXIV)
    lists.entry("Sampling Others", OTHER)
    authors, date = (Name("Ada Example"),), PartialDate(2025, 1)
    records = [
        record(OTHER, "arxiv", title="Sampling Others", authors=authors, submitted=date),
        record(ARXIV, "arxiv", title="Sampling Things", authors=authors, submitted=date),
    ]
    works = run(lists, ledger, records)
    assert [work.key for work in works] == ["example2025sampling", "example2025others"]


def test_identifiers_in_one_record_of_a_file_are_one_work(ledger: Keys) -> None:
    lists = Lists()
    entry = lists.entry(TITLE, ARXIV, fields=Fields(title=TITLE))
    lists.link(DOI, entry)
    (work,) = run(lists, ledger)
    assert {identifier for identifier, _ in work.identifiers} == {ARXIV, DOI}


def test_the_address_of_an_unknown_page_is_its_url(ledger: Keys) -> None:
    page = identify("https://example.org/blog/post")
    assert page is not None
    lists = Lists()
    lists.entry("A Post", page)
    (work,) = run(lists, ledger)
    assert work.type is WorkType.WEBPAGE
    assert work.resolution is Resolution.LABEL


def test_a_repository_under_the_title_of_a_paper_that_is_not_listed_is_that_papers(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, REPOSITORY)
    paper = record(ARXIV, "arxiv", title=TITLE, authors=(Name("Ada Example"),), submitted=PartialDate(2025, 1))
    stray = record(REPOSITORY, "github", PUBLICATION, title="sampler", issued=PartialDate(2024))
    (work,) = run(lists, ledger, [paper, stray])
    assert work.type is WorkType.PAPER
    assert [edition.title for edition in work.editions] == [TITLE]
    assert {identifier for identifier, _ in work.identifiers} == {ARXIV, REPOSITORY}


def test_a_bare_title_finds_its_paper_and_a_different_year_does_not(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, date=PartialDate(2025))
    lists.entry("Sampling Other Examples: A Later Study", date=PartialDate(2015))
    later = record(OTHER, "arxiv", title="Sampling Other Examples: A Later Study", submitted=PartialDate(2025, 2))
    works = run(lists, ledger, [record(ARXIV, "arxiv", title=TITLE, submitted=PartialDate(2025, 1)), later])
    assert works[0].identifiers[0][0] == ARXIV
    assert works[1].identifiers == ()


@pytest.mark.parametrize(
    ("comment", "journal_ref", "container", "issued"),
    [
        ("Accepted at ICLR 2025 (oral)", "", "International Conference on Learning Representations", PartialDate(2025)),
        ("ICLR 2025 submission, under review", "", None, None),
        ("Accepted at the ICLR 2025 Workshop on Examples", "", None, None),
        ("12 pages", "Phys. Rev. D 98 (2018) 030001", "Physical Review D", PartialDate(2018)),
        ("", "", None, None),
    ],
)
def test_a_papers_own_words_tell_where_it_was_published(
    ledger: Keys, comment: str, journal_ref: str, container: str | None, issued: PartialDate | None
) -> None:
    lists = Lists()
    lists.entry(TITLE, ARXIV)
    own = record(ARXIV, "arxiv", title=TITLE, comment=comment, journal_ref=journal_ref, submitted=PartialDate(2017, 1))
    (work,) = run(lists, ledger, [own])
    if container is None:
        assert [edition.kind for edition in work.editions] == [PREPRINT]
    else:
        publication = work.editions[work.cited]
        assert container in (publication.container_title or "")
        assert (publication.issued, publication.evidence) == (issued, Evidence.AUTHOR)


def test_a_key_waits_until_what_stands_before_it_has_been_answered(ledger: Keys) -> None:
    lists = Lists()
    lists.entry("Sampling Things", ARXIV)
    lists.entry("Sampling Others", OTHER)
    authors, date = (Name("Ada Example"),), PartialDate(2025, 1)
    second = record(OTHER, "arxiv", title="Sampling", authors=authors, submitted=date)
    _, early = run(lists, ledger, [second])
    assert early.key == "example2025sampling"
    assert dict(ledger.entries) == {}
    first = record(ARXIV, "arxiv", title="Sampling", authors=authors, submitted=date)
    works = run(lists, ledger, [second, first])
    assert [work.key for work in works] == ["example2025sampling", "example2025samplinga"]


def test_a_publications_key_waits_for_the_day_of_its_silent_preprint(ledger: Keys) -> None:
    lists = Lists()
    lists.entry(TITLE, DOI)
    printed = record(DOI, "crossref", PUBLICATION, ARXIV, title=TITLE, authors=OURS, issued=PartialDate(2026))
    posted = record(ARXIV, "arxiv", title=TITLE, authors=OURS, submitted=PartialDate(2025, 1, 2))
    silent = Collection(lists.entries, lists.links, [printed], silent=frozenset({ARXIV}))
    settle(silent, ledger, Corrections(Path("corrections.toml")), complete=lambda _: True)
    assert not ledger.entries
    (work,) = run(lists, ledger, [printed, posted])
    assert ledger.key_of([DOI]) == work.key == "fabrica2025sampling"


def test_the_order_in_which_answers_came_makes_no_difference(ledger: Keys, tmp_path: Path) -> None:
    """Not for the editions, not for the keys, and not for which of two contradicting ties is dropped."""
    path = tmp_path / "corrections.toml"
    path.write_text(f'[["{ARXIV}"]]\nnot-same-as = ["{OTHER}"]\n')
    second = Identifier(Scheme.DOI, "10.1234/workshop")
    said = [
        record(ARXIV, "arxiv", PREPRINT, DOI, title=TITLE, comment="Accepted at ICLR 2025", version=2),
        record(ARXIV, "openalex", PREPRINT, second, title="A stand-in's title", comment="Accepted at NeurIPS 2024"),
        record(DOI, "crossref", PUBLICATION, title="As printed", container_title="Journal", volume="3"),
        record(DOI, "semanticscholar", PUBLICATION, OTHER, container_title="J.", volume="4", page="1"),
        record(second, "crossref", PUBLICATION, title="At a workshop", container_title="Workshop", page="7"),
        record(OTHER, "arxiv", PREPRINT, DOI, title="Another"),
    ]
    minutes = [datetime(2026, 1, 1, 0, minute, tzinfo=UTC) for minute in range(len(said))]
    told = []
    for number, order in enumerate(permutations(said)):
        if number % 7 == 0:
            lists = Lists()
            lists.entry(TITLE, ARXIV)
            lists.entry("Another", OTHER)
            answered = [replace(each, retrieved_at=at) for each, at in zip(order, minutes, strict=True)]
            told.append(run(lists, Keys(path.with_name(f"{number}")), answered, corrections=Corrections.load(path)))
    assert all(works == told[0] for works in told)
    (first, second_work) = told[0]
    assert (first.editions[first.cited].container_title, first.editions[1].volume) == ("Journal", "3")
    assert second_work.editions[0].title == "Another"
