"""Works are joined and split by the person's word, and nothing is lost on the way."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.db.settled import LinkRow, SettledWork, WorkRow
from bibdb.identifiers import Identifier, Scheme
from bibdb.ledger import Corrections, Keys
from bibdb.library import Library
from bibdb.settle import Collection, settle
from bibdb.values import EditionKind, Fields, LinkKind, LinkRole, Name, Record, WorkType
from tests.home import Home
from tests.servers.server import serving
from tests.servers.universe import Known, Universe

PAPERS = [Identifier(Scheme.ARXIV, f"2501.0000{number}") for number in range(1, 7)]
PAIRS = st.lists(st.tuples(st.sampled_from(PAPERS), st.sampled_from(PAPERS)), max_size=6)


def record(identifier: Identifier) -> Record:
    number = int(identifier.value[-1])
    word = ("one", "two", "three", "four", "five", "six")[number - 1]
    fields = Fields(
        title=f"Measurement {word} of the kind",
        authors=(Name(f"Ada Example{'abcdef'[number - 1]}"),),
        submitted=PartialDate(2025, 1, number),
    )
    return Record(
        identifier=identifier, source="arxiv", kind=EditionKind.PREPRINT, type=WorkType.PAPER, fields=fields,
        retrieved_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip


LINKS = [
    LinkRow(
        id=number, document_id=1, document="list.md", container=None, entry_id=None, line=number, url=paper.value, text="",
        role=LinkRole.MENTION, kind=LinkKind.PAPER, identifier=paper, in_label=False, work_key=None,
    )
    for number, paper in enumerate(PAPERS, 1)
]  # fmt: skip
RECORDS = [record(paper) for paper in PAPERS]


class History:
    """One collection that is settled again and again, under changing corrections."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "corrections.toml"
        self.ledger = Keys(folder / "keys.toml")
        self.works: list[SettledWork] = []

    def settle(
        self, same: Sequence[tuple[Identifier, Identifier]] = (), cut: Sequence[tuple[Identifier, Identifier]] = ()
    ) -> list[SettledWork]:
        blocks = [f'[["{one}"]]\nsame-as = ["{other}"]\n' for one, other in same]
        blocks += [f'[["{one}"]]\nnot-same-as = ["{other}"]\n' for one, other in cut]
        self.path.write_text("\n".join(blocks))
        before = [
            WorkRow(
                id=number, key=work.key, type=work.type, resolution=work.resolution, listed=work.listed, added_at=None,
                aliases=work.aliases, identifiers=tuple(identifier for identifier, _ in work.identifiers),
            )
            for number, work in enumerate(self.works, 1)
        ]  # fmt: skip
        collection = Collection((), LINKS, RECORDS, frozenset(), before)
        self.works = settle(collection, self.ledger, Corrections.load(self.path), complete=lambda _: True)
        return self.works


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_joining_and_cutting_gives_the_former_works(pairs: list[tuple[Identifier, Identifier]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        before = history.settle()
        joined = history.settle(same=pairs)
        assert {identifier for work in joined for identifier, _ in work.identifiers} == set(PAPERS)
        assert len(joined) <= len(before)
        assert history.settle() == before
        history.settle(same=pairs)
        apart = [(one, other) for one, other in pairs if one != other]
        assert history.settle(same=pairs, cut=apart) == before


@settings(max_examples=40, deadline=None)
@given(PAIRS, PAIRS)
def test_a_cut_holds_against_every_tie(
    same: list[tuple[Identifier, Identifier]], cut: list[tuple[Identifier, Identifier]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        works = History(Path(folder)).settle(same=same, cut=[(one, other) for one, other in cut if one != other])
    together = [{identifier for identifier, _ in work.identifiers} for work in works]
    assert not any({one, other} <= group for one, other in cut if one != other for group in together)
    assert len({work.key for work in works}) == len(works)


def test_in_the_database_too(tmp_path: Path) -> None:
    universe = Universe([Known("2401.00001", "A Title of Its Own"), Known("2401.00002", "Something Else Entirely")])
    with serving(universe) as server:
        home = Home(tmp_path, universe.urls(server.url))
        home.write("[A](https://arxiv.org/abs/2401.00001)\n\n[B](https://arxiv.org/abs/2401.00002)\n")
        home.sync(["arxiv"])
    everything = "select key, title, arxiv_id, listed from papers order by key"
    records = "select * from record order by id"
    before, said = home.rows(everything), home.rows(records)
    corrections = home.lists / "corrections.toml"
    for _ in range(2):
        corrections.write_text('[["arxiv:2401.00001"]]\nsame-as = ["arxiv:2401.00002"]\n')
        home.settle()
        assert len(home.rows(everything)) == 1
        with Library(home.database) as library:
            assert {library.work(str(key)).key for key, *_ in before} == {before[0][0]}
        corrections.write_text("")
        home.settle()
        assert home.rows(everything) == before
        assert home.rows(records) == said
