from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.names import family_name, split_name
from bibdb.values import Name


@pytest.mark.parametrize(
    ("display", "given_names", "family", "suffix"),
    [
        ("Niklas Muennighoff", "Niklas", "Muennighoff", None),
        ("Sheila A. McIlraith", "Sheila A.", "McIlraith", None),
        ("J.P. Lees", "J.P.", "Lees", None),
        ("Weinan E", "Weinan", "E", None),
        ("Suharto", None, "Suharto", None),
        # particles
        ("Laurens van der Maaten", "Laurens", "van der Maaten", None),
        ("A. Van de Walle", "A.", "Van de Walle", None),
        ("Benjamin Van Durme", "Benjamin", "Van Durme", None),
        ("Juan de la Cruz", "Juan", "de la Cruz", None),
        ("Juan de la Cruz Pérez", "Juan", "de la Cruz Pérez", None),
        ("José Ortega y Gasset", "José", "Ortega y Gasset", None),
        ("Gabriel de Souza P. Moreira", "Gabriel de Souza P.", "Moreira", None),
        ("Robert St. Amant", "Robert", "St. Amant", None),
        ("de Finetti", None, "de Finetti", None),
        ("Ben Adlam", "Ben", "Adlam", None),
        ("Li Le", "Li", "Le", None),
        ("Hasan Abed Al Kader Hammoud", "Hasan Abed Al Kader", "Hammoud", None),
        ("Tung Van Nguyen", "Tung Van", "Nguyen", None),
        ("Trinh Van Chien", "Trinh Van", "Chien", None),
        # suffixes
        ("Martin Luther King Jr.", "Martin Luther", "King", "Jr."),
        ("Hal Daumé III", "Hal", "Daumé", "III"),
        ("Jan Hajič jr", "Jan", "Hajič", "jr"),
        # initials behind
        ("Vaswani A.", "A.", "Vaswani", None),
        ("Prashanth L. A.", "L. A.", "Prashanth", None),
        ("Alejandro Moreno R.", "Alejandro", "Moreno R.", None),
        # East Asian order
        ("王小明", "小明", "王", None),
        ("欧阳修", "修", "欧阳", None),
        ("김철수", "철수", "김", None),
        ("山田 太郎", "太郎", "山田", None),
        ("山田太郎", None, "山田太郎", None),
    ],
)
def test_a_name_in_natural_order(display: str, given_names: str | None, family: str, suffix: str | None) -> None:
    assert split_name(display) == Name(display=display, given=given_names, family=family, suffix=suffix)


@pytest.mark.parametrize(
    ("written", "display", "given_names", "family", "suffix"),
    [
        ("Maaten, Laurens van der", "Laurens van der Maaten", "Laurens van der", "Maaten", None),
        ("van der Maaten, Laurens", "Laurens van der Maaten", "Laurens", "van der Maaten", None),
        ("King, Jr., Martin Luther", "Martin Luther King Jr.", "Martin Luther", "King", "Jr."),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr.", "Martin Luther", "King", "Jr."),
        ("John Smith, Jr.", "John Smith Jr.", "John", "Smith", "Jr."),
        ("Smith,", "Smith", None, "Smith", None),
        (", Ada", "Ada", None, "Ada", None),
        ("  Ada   Lovelace†, ", "Ada Lovelace", "Ada", "Lovelace", None),
        ("Ada Lovelace et al.", "Ada Lovelace", "Ada", "Lovelace", None),
        ("Ada Lovelace, et al", "Ada Lovelace", "Ada", "Lovelace", None),
    ],
)
def test_a_name_written_otherwise(
    written: str, display: str, given_names: str | None, family: str, suffix: str | None
) -> None:
    assert split_name(written) == Name(display=display, given=given_names, family=family, suffix=suffix)


@pytest.mark.parametrize(
    "written",
    [
        "The BABAR Collaboration", "the Virgo Collaboration", "DeepSeek-AI", "OpenAI", "LLM-Core Team", "Gemini Team",
        "Meta AI", "Google DeepMind", "NVIDIA", "Qwen", "ByteDance", "Euclid Consortium", ":",
    ],
)  # fmt: skip
def test_what_is_no_person_stays_whole(written: str) -> None:
    assert split_name(written) == Name(display=written, literal=True)


@pytest.mark.parametrize(
    "written", ["Huawei Li", "The Anh Nguyen", "M. Huertas-Company", "Leon Derczynski", "LeCun", "Yuan Team-Wu"]
)
def test_persons_that_look_like_organisations(written: str) -> None:
    assert not split_name(written).literal


def test_braces_keep_a_name_whole_and_parentheses_are_an_affiliation() -> None:
    assert split_name("{Ada and Friends}") == Name(display="Ada and Friends", literal=True)
    assert split_name("Ada Lovelace (Analytical Society)") == Name(
        display="Ada Lovelace", given="Ada", family="Lovelace", affiliation="Analytical Society"
    )


@pytest.mark.parametrize(
    ("name", "family"),
    [
        (Name("Laurens van der Maaten"), "van der Maaten"),
        (Name("Anything", given="A", family="van X"), "van X"),
        (Name("DeepSeek-AI", literal=True), "DeepSeek-AI"),
        (Name("et al.", literal=True), "et al."),
    ],
)
def test_the_name_to_cite_by(name: Name, family: str) -> None:
    assert family_name(name) == family


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(alphabet="aA ,.-{}()王김y'\u202e", max_size=25)))
def test_every_text_gives_a_name(text: str) -> None:
    name = split_name(text)
    assert name.literal or name.family
    assert "\u202e" not in name.display


@pytest.mark.parametrize(
    ("display", "family", "given"),
    [
        ("Li Fei-Fei", "Li", "Fei-Fei"),
        ("Kim Min-jae", "Kim", "Min-jae"),
        ("Fei-Fei Li", "Li", "Fei-Fei"),
        ("Maryam Fazel-Zarandi", "Fazel-Zarandi", "Maryam"),
        ("Ho Smith-Jones", "Smith-Jones", "Ho"),
        ("Li Yang", "Yang", "Li"),
    ],
)
def test_a_hyphenated_given_name_behind_a_frequent_family_name_is_in_its_own_order(
    display: str, family: str, given: str
) -> None:
    name = split_name(display)
    assert (name.family, name.given) == (family, given)
