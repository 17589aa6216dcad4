from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.identifiers import Identifier, Scheme
from bibdb.matching import (
    Accepted,
    Ambiguous,
    Match,
    Scale,
    Unresolved,
    blocks,
    compare,
    judge,
    owns,
    same_work,
)
from bibdb.matching.people import author_penalty
from bibdb.matching.titles import title_penalty
from bibdb.names import split_name
from bibdb.values import EditionKind, Fields, Query, Record, WorkType

ADA = ("Ada Lovelace", "Charles Babbage", "Mary Somerville")


def record(
    title: str | None, authors: tuple[str, ...] | None = ADA, year: int | None = 2025, value: str = "1"
) -> Record:
    return Record(
        identifier=Identifier(Scheme.OPENREVIEW, value),
        source="test",
        kind=EditionKind.PREPRINT,
        type=WorkType.PAPER,
        fields=Fields(
            title=title,
            authors=tuple(map(split_name, authors)) if authors is not None else None,
            submitted=PartialDate(year) if year else None,
        ),
        retrieved_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("Engines of Thought", "ENGINES of thought", 0, 0),
        ("S∗: Test Time Scaling", "S*: Test-Time Scaling", 0, 0),
        ("Test Time", "Test-time", 0, 0),
        ("Position: Engines Should Think", "Engines Should Think", 0, 0),
        ("Advancing Engines through Thought", "T1: Advancing Engines through Thought", 0.05, 0.15),
        ("Logic-RL", "Logic-RL: Unleashing Engines", 0.1, 0.2),
        ("RAGEN: Training Agents", "RAGEN: Understanding Evolution", 0.2, 0.34),
        ("Engines of Thought for Agents", "Engines in Thought for Agents", 0.05, 0.34),
        ("Deep learning", "Deep learning: a survey", 0.35, 1),
        ("Engines 2: Open Models", "Engines 3: Open Models", 0.6, 1),
        ("Engines, Part II", "Engines, Part III", 0.6, 1),
        ("Attention Is All You Need", "Attention Is Not All You Need", 0.2, 1),
        ("Self-Rewarding Language Models", "Self-Rewarding Vision Models", 0.35, 1),
        ("Engines", "Gardens and Flowers", 1, 1),
        ("", "Engines", 1, 1),
        # as people write titles
        ("Engines & Thought", "Engines and Thought", 0, 0),
        ("Steering Engines of Thought by …", "Steering Engines of Thought by Planning Agents", 0.1, 0.15),
        ("Steering Engines of Thought by Plan...", "Steering Engines of Thought by Planning Agents", 0.1, 0.15),
        ("Optimising Behaviour of Engines with Coloured Models", "Optimizing Behavior of Engines with Colored Models", 0.01, 0.15),
        ("Training LLMs to Think via RL", "Training Large Language Models to Think via Reinforcement Learning", 0.1, 0.15),
        ("Trees of Engines", "Trees of Engines: Deliberate Thought in Gardens", 0.21, 0.3),
        # a work and what was written about it
        ("Engines of Thought for Planning Agents", 'Comment on "Engines of Thought for Planning Agents"', 0.6, 1),
        ("Engines of Thought for Planning Agents", "Erratum: Engines of Thought for Planning Agents", 0.6, 1),
        ("Engines of Thought for Planning Agents", "[Re] Engines of Thought for Planning Agents", 0.6, 1),
        ("Engines of Thought for Planning Agents", "Engines of Thought for Planning Agents: A Rejoinder", 0.6, 1),
        ("GEARS", "GEARS: Growing Self-Made Engines and Not Gardens", 0.1, 0.2),
        # parts, versions and kinds
        ("Engines of Thought for Planning Agents", "Engines of Thought for Planning Agents. Part II: Gardens", 0.6, 1),
        ("Engines of Thought for Agents of Type A", "Engines of Thought for Agents of Type B", 0.6, 1),
        ("Engines2 Technical Report", "Engines3 Technical Report", 0.6, 1),
        ("Gears-V2: A Strong and Economical Engine of Thought", "Gears-V3: A Strong and Economical Engine of Thought", 0.6, 1),
        ("Gears: Engines of Thought", "Gears V2: Engines of Thought", 0.6, 1),
        ("A Survey of Large Imaginary Engines", "A Survey on Large Imaginary Engines", 0.2, 0.34),
        ("Engines of Thought for Planning", "Engines of Thought for Planning: A Survey", 0.4, 1),
        # a few letters, and another work
        ("Engines Is All You Need", "Is Engines All You Need?", 0.2, 0.34),
        ("Supervised Learning of Engines with Deep Networks", "Unsupervised Learning of Engines with Deep Networks", 0.35, 1),
        ("Supervised Learning of Engines", "Self-Supervised Learning of Engines", 0.35, 1),
        ("Large Engines Can Correct Themselves by Thought", "Large Engines Cannot Correct Themselves by Thought", 0.35, 1),
        ("Large Language Engines are Zero-Shot Reasoners", "Large Language Engines are Zero-Shot Rankers", 0.35, 1),
        ("Imaginary Lattices and Engines: Theory", "Imaginary Lattices and Engines: Experiments", 0.35, 1),
        ("Collective Action with Multiple Engines of Thought", "Collective Action with Two Engines of Thought", 0.35, 1),
    ],
)  # fmt: skip
def test_how_far_titles_are(one: str, other: str, low: float, high: float) -> None:
    assert low <= title_penalty(one, other) <= high
    assert title_penalty(one, other) == title_penalty(other, one)


@pytest.mark.parametrize(
    ("one", "other", "penalty"),
    [
        (ADA, ADA, 0),
        (ADA[:1], ADA, 0),
        (("A. Lovelace", "C. Babbage"), ADA, 0),
        (("Lovelace, Ada",), ADA, 0),
        (("Ada King Lovelace", "Gauss"), ADA, 0.5),
        (("Gauss",), ADA, 1),
        ((), ADA, 0),
        (("Bela Lovelace", "Charles Babbage"), ADA, 1),  # namesakes, and the first at that
        (("Lovelace", "Babbage, C."), ADA, 0),
    ],
)
def test_how_far_authors_are(one: tuple[str, ...], other: tuple[str, ...], penalty: float) -> None:
    assert author_penalty([split_name(name) for name in one], [split_name(name) for name in other]) == penalty


def test_what_nobody_said_has_no_penalty() -> None:
    assert compare(Query("Engines"), record("Engines")).penalties == {"title": 0.0}
    assert compare(Query("Engines", ("Ada Lovelace",), 2024), record("Engines", None, None)).penalties == {"title": 0.0}
    assert compare(Query("Engines", ("Gauss",), 2025), record("Engines")).penalties == {
        "title": 0.0,
        "authors": 1.0,
        "year": 0.0,
    }
    assert compare(Query("Engines"), record(None)).distance == 1.0


def test_a_label_may_match_any_title_that_the_work_has_had() -> None:
    sought = Query("An Older Name of the Engine", year=2025)
    assert compare(sought, record("Gardens"), titles=["An older name of the engine"]).distance == 0


@pytest.mark.parametrize(
    ("query", "records", "verdict"),
    [
        (Query("Engines of Thought", year=2025), [record("Engines of Thought")], Accepted),
        (Query("Engines of Thought", ("Ada Lovelace",)), [record("Engines in Thought")], Accepted),
        (Query("Engines of Thought", year=2026), [record("Engines of Thought")], Accepted),
        (Query("Logic-RL", ADA[:1]), [record("Logic-RL: Unleashing Engines")], Accepted),
        # a long title that is the same to the word may stand alone, a short one not
        (Query("Engines of Thought for Agents that Plan"), [record("Engines of thought for agents that plan")], Accepted),
        (Query("Engines of Thought"), [record("Engines of Thought")], Ambiguous),
        # the authors or the year speak against it
        (Query("Engines of Thought", ("Gauss",)), [record("Engines of Thought")], Ambiguous),
        (Query("Engines of Thought", year=2015), [record("Engines of Thought")], Ambiguous),
        # near, but a word is another, and nobody vouches for it
        (Query("Engines of Thought", year=2025), [record("Engines in Thought")], Ambiguous),
        # two works of one name
        (
            Query("Engines of Thought", year=2025),
            [record("Engines of Thought"), record("Engines of Thought", ("Carl Gauss",), 2025, "2")],
            Ambiguous,
        ),
        # two records of one work are no rivals
        (Query("Engines of Thought", year=2025), [record("Engines of Thought"), record("Engines of Thought", value="2")], Accepted),
        # a name alone is not vouched for by its year, but by who owns the repository or what it asks to cite
        (Query("Logic-RL", year=2025), [record("Logic-RL: Unleashing Engines")], Ambiguous),
        (Query("Logic-RL", year=2025, owner="AdaLovelace7"), [record("Logic-RL: Unleashing Engines")], Accepted),
        (Query("Logic-RL", year=2025, owner="someone"), [record("Logic-RL: Unleashing Engines")], Ambiguous),
        (Query("Logic-RL", year=2015, owner="AdaLovelace7"), [record("Logic-RL: Unleashing Engines")], Ambiguous),
        (Query("Logic-RL", cites=(record("").identifier,)), [record("Logic-RL: Unleashing Engines")], Accepted),
        (Query("veRL", cites=(record("").identifier,)), [record("HybridFlow: A Framework of Engines")], Unresolved),
        (Query("GEARS: Training Agents", owner="lovelace"), [record("GEARS: Understanding Evolution")], Accepted),
        (
            Query("Gears", about="Code of Gears and Their Use in Engines of Thought (2025)"),
            [record("Gears and their use in engines of thought")],
            Accepted,
        ),
        (
            Query("Gears-1", year=2025, owner="AdaLovelace"),
            [record("Gears-1: Turning Engines"), record("Gears-1: Growing Gardens of Flowers", ADA, 2025, "2")],
            Ambiguous,
        ),
        (Query("Engines of Thought"), [record("Gardens and Flowers")], Unresolved),
        (Query("Engines of Thought"), [], Unresolved),
        # one surname vouches for a title and for its head, and not for a name that others use too
        (Query("Engines of Thought", ("Lovelace",), 2025), [record("Engines of Thought: Planning for Agents")], Accepted),
        (Query("GEARS: Engines of Thought", ("Lovelace",), 2025), [record("GEARS: Planning for Agents")], Ambiguous),
        (Query("GEARS: Engines of Thought", ADA[:2], 2025), [record("GEARS: Planning for Agents")], Accepted),
        (Query("Gears: Engines of Thought", ("Babbage",), 2025), [record("Gears: Engines of Thought")], Accepted),
        (Query("Gears: Engines of Thought", ADA[:2], 2025), [record("Gears: Planning for Agents")], Ambiguous),
        # a title of two words may be anything's
        (Query("Deep Engines", year=2025), [record("Deep Engines")], Ambiguous),
        (Query("Deep Engines", ADA[:1], year=2025), [record("Deep Engines")], Accepted),
        # the work itself is not known, only what was written about it
        (
            Query("Engines of Thought for Planning Agents", ADA, 2025),
            [record("Reply to Comment on Engines of Thought for Planning Agents")],
            Ambiguous,
        ),
        (Query("Engines Are All You Need", year=2025), [record("Are Engines All You Need?")], Ambiguous),
        # what one source does not say of a paper, another does
        (
            Query("Engines of Thought for Agents that Plan", year=2015),
            [record("Engines of Thought for Agents that Plan", None, None), record("Engines of Thought for Agents that Plan")],
            Ambiguous,
        ),
    ],
)  # fmt: skip
def test_the_verdict(query: Query, records: list[Record], verdict: type) -> None:
    assert isinstance(judge([compare(query, each) for each in records]), verdict)


def test_thresholds_are_passed_in() -> None:
    match = Match(record("Engines"), {"title": 0.1, "authors": 0.0}, 0.06)
    assert isinstance(judge([match]), Accepted)
    assert isinstance(judge([match], Scale(near=0.05)), Ambiguous)
    assert isinstance(judge([match], Scale(near=0.05, far=0.05)), Unresolved)


@pytest.mark.parametrize(
    ("owner", "authors", "owned"),
    [
        ("AdaLovelace314", ADA, True),
        ("ada-lovelace", ADA, True),
        ("lovelace", ADA, True),
        ("PeterGriffinJin", ("Bowen Jin", "Hansi Zeng"), True),
        ("PeterGriffinJin", ("Hansi Zeng", "Bowen Jin"), False),  # a short name, and not the first
        ("jinks", ("Bowen Jin",), False),
        ("patjj", ("Pengcheng Jiang",), False),
        ("open-li", ("Xu Li",), False),
        ("sail-sg", ("Zichen Liu", "Sail"), False),
        ("", ADA, False),
        ("lovelace", (), False),
    ],
)
def test_whether_an_account_is_an_authors(owner: str, authors: tuple[str, ...], owned: bool) -> None:
    assert owns(owner, [split_name(name) for name in authors]) is owned


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (record("Engines of Thought"), record("Engines of Thought", ADA, 2026, "2"), True),
        (record("Engines of Thought"), record("Something Else", value="1"), True),  # one identifier
        (record("Engines of Thought for All"), record("Engines of Deep Thought for All", ADA, 2025, "2"), True),
        (record("Engines of Thought"), record("Gardens and Flowers", ADA, 2025, "2"), False),
        (record("Engines of Thought"), record("Engines of Thought", ("Carl Gauss",), 2025, "2"), False),
        (record("Engines of Thought"), record("Engines of Thought", ADA, 2015, "2"), False),
        (record("Engines 2: Models"), record("Engines 3: Models", ADA, 2025, "2"), False),
        (record("Gears: Models of Engines"), record("Gears V2: Models of Engines", ADA, 2025, "2"), False),
        (record("Filtering Beliefs in Imaginary Engines"), record("Injecting Beliefs in Imaginary Engines", ADA, 2025, "2"), False),
        (record("GEARS: Engine Heuristics Design"), record("GEARS: Designing Engine Heuristics", ADA, 2025, "2"), True),
        (record("Engines of Thought"), record("Engines of Thought", None, 2025, "2"), False),
        (record("Engines of Thought for All of Us"), record("Engines of Thought for All of Us", None, None, "2"), True),
        (record(None), record("Engines", value="2"), False),
    ],
)  # fmt: skip
def test_whether_two_records_are_one_work(one: Record, other: Record, same: bool) -> None:
    assert same_work(one, other) is same
    assert same_work(other, one) is same


def test_near_titles_share_a_block() -> None:
    assert blocks("Engines of Thought for Planning Agents") & blocks("Engines of Deep Thought for Planning Agents")
    assert blocks("Logic-RL") & blocks("Logic-RL: Unleashing Engines")
    assert not blocks("Engines of Thought") & blocks("Gardens and Flowers")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_penalties_are_between_nought_and_one_and_even_handed(one: str, other: str) -> None:
    assert 0 <= title_penalty(one, other) <= 1
    assert title_penalty(one, other) == title_penalty(other, one)
