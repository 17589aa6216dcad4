from __future__ import annotations

import re
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.citekeys import candidates, choose, stand_in
from bibdb.identifiers import Identifier, Scheme
from bibdb.names import split_name


def first(title: str, author: str | None, year: int | None, fallback: str = "") -> str:
    return choose(title, [split_name(author)] if author else [], year, fallback, taken=())


@pytest.mark.parametrize(
    ("title", "author", "year", "key"),
    [
        ("s1: Simple test-time scaling", "Niklas Muennighoff", 2025, "muennighoff2025s1"),
        ("The First Step", "Ada Lovelace", 1843, "lovelace1843first"),
        ("Can Large Models Self-Train?", "Ada Lovelace", 2025, "lovelace2025large"),
        ("R-Zero: From Nothing", "Ada Lovelace", 2025, "lovelace2025rzero"),
        ("Self-Rewarding Models", "Ada Lovelace", 2024, "lovelace2024self"),
        ("$S^*$: Test time scaling", "Ada Lovelace", 2025, "lovelace2025test"),
        ("S∗: Test Time Scaling", "Ada Lovelace", 2025, "lovelace2025s"),
        (r"G{\"o}del Machines", "Ada Lovelace", 2003, "lovelace2003godel"),
        (r"\emph{Fast} learning", "Ada Lovelace", 2003, "lovelace2003fast"),
        ("RL's Razor", "Ada Lovelace", 2025, "lovelace2025rl"),
        ("Die Würde des Menschen", "Ada Lovelace", 1949, "lovelace1949wurde"),
        ("Le théorème de Fermat", "Ada Lovelace", 1995, "lovelace1995theoreme"),
        ("El ingenioso hidalgo", "Ada Lovelace", 1605, "lovelace1605ingenioso"),
        ("What Is It?", "Ada Lovelace", 2000, "lovelace2000what"),
        ("1984", "Ada Lovelace", None, "lovelace1984"),
        ("🎉", "Ada Lovelace", 2020, "lovelace2020"),
        ("Visualizing Data", "Laurens van der Maaten", 2008, "vandermaaten2008visualizing"),
        ("Titles", "Juan de la Cruz", 2008, "delacruz2008titles"),
        ("Dreams", "Martin Luther King Jr.", 1963, "king1963dreams"),
        ("Searn", "Hal Daumé III", 2009, "daume2009searn"),
        ("Reasoning", "DeepSeek-AI", 2025, "deepseekai2025reasoning"),
        ("Bosons", "The BABAR Collaboration", 2001, "babarcollaboration2001bosons"),
        ("Words", "Alejandro Moreno R.", 2001, "moreno2001words"),
        ("Words", "Suharto", 2001, "suharto2001words"),
        ("Words", "Иван Щербаков", 2001, "shcherbakov2001words"),
        ("Words", "김철수", 2001, "gim2001words"),
        ("Words", "Weinan E", 2001, "e2001words"),
    ],
)
def test_the_key_of_a_work(title: str, author: str, year: int | None, key: str) -> None:
    assert first(title, author, year) == key


@pytest.mark.parametrize(
    ("title", "author", "year", "fallback", "key"),
    [
        ("veRL", None, None, "volcengine", "volcengineverl"),
        ("Deliberative Alignment: Reasoning Enables Safety", None, 2024, "", "deliberative2024alignment"),
        ("Words", "王小明", 2001, "arxiv0101.00001", "arxiv0101000012001words"),
        ("用于推理", "王小明", None, "arxiv0101.00001", "arxiv010100001"),
        ("", None, None, "", "untitled"),
        ("", None, 2020, "", "untitled2020"),
    ],
)
def test_who_stands_in_for_an_author(title: str, author: str | None, year: int | None, fallback: str, key: str) -> None:
    assert first(title, author, year, fallback) == key


def test_a_taken_key_gives_way_to_the_next_title_word_and_only_then_to_a_letter() -> None:
    taken: set[str] = set()
    for _ in range(5):
        taken.add(choose("Self-Improvement of Models", [split_name("Ada Lovelace")], 2024, "", taken=taken))
    assert sorted(taken) == [
        "lovelace2024improvement", "lovelace2024models", "lovelace2024self", "lovelace2024selfa", "lovelace2024selfb",
    ]  # fmt: skip


def test_letters_go_on_behind_z() -> None:
    keys = list(islice(candidates("Word", [], None, "host"), 60))
    assert keys[0] == "hostword"
    assert keys[26:29] == ["hostwordz", "hostwordaa", "hostwordab"]


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        (None, ""),
        (Identifier(Scheme.GITHUB, "volcengine/verl"), "volcengine"),
        (Identifier(Scheme.HUGGINGFACE, "datasets/ada/words"), "ada"),
        (Identifier(Scheme.ARXIV, "2501.19393"), "arxiv2501.19393"),
        (Identifier(Scheme.OPENREVIEW, "abCD"), "abCD"),
        (Identifier(Scheme.URL, "https://www.unsloth.ai/blog/words"), "unsloth"),
        (Identifier(Scheme.URL, "https://x.com/ada_l/status/1"), "ada_l"),
        (Identifier(Scheme.URL, "https://ada.github.io/words/"), "ada"),
        (Identifier(Scheme.URL, "https://sites.google.com/view/words"), "google"),
        (Identifier(Scheme.URL, "https://huggingface.co/docs/words/en/index"), "huggingface"),
        (Identifier(Scheme.URL, "https://quiet-word-0f1.notion.site/Words"), ""),
        (Identifier(Scheme.URL, "https://ada.notion.site/Words"), "ada"),
    ],
)
def test_who_stands_behind_an_identifier(identifier: Identifier | None, name: str) -> None:
    assert stand_in(identifier) == name


Texts = st.one_of(st.text(max_size=40), st.text(alphabet="aZé王김1$\\{}' -", max_size=30))


@settings(max_examples=150, deadline=None)
@given(Texts, st.lists(Texts, max_size=2), st.none() | st.integers(1000, 9999), Texts)
def test_keys_are_ascii_and_never_given_twice(title: str, authors: list[str], year: int | None, fallback: str) -> None:
    names = [split_name(author) for author in authors]
    taken: set[str] = set()
    for _ in range(30):
        key = choose(title, names, year, fallback, taken=taken)
        assert re.fullmatch("[a-z0-9]+", key)
        assert key not in taken
        taken.add(key)


def test_a_pasted_page_makes_no_long_key() -> None:
    assert len(first("word" * 1_000_000, "x" * 1000, 2020)) == 84
