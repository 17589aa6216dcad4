"""Labels taken apart: what is title, date, venue, authors and tags, and what stays in the title."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.dates import PartialDate
from bibdb.readers.label_dates import find_dates, resembles_month
from bibdb.readers.label_names import names_at, split_names
from bibdb.readers.labels import LabelParts, split_label
from bibdb.readers.venuewords import is_venue


def parts(label: str) -> tuple[str | None, str | None, str | None, tuple[str, ...], tuple[str, ...]]:
    found = split_label(label)
    return found.title, str(found.date) if found.date else None, found.venue, found.authors, found.tags


@pytest.mark.parametrize(
    ("label", "title", "date", "venue"),
    [
        ("(2024 Sept; ICLR 2025) On Wool", "On Wool", "2024-09", "ICLR 2025"),
        ("(2025, Feb) [EMNLP 2025] On Wool", "On Wool", "2025-02", "EMNLP 2025"),
        ("(2025 Apr - ICLR 2025 Workshop) On Wool", "On Wool", "2025-04", "ICLR 2025 Workshop"),
        ("(2025 May ICML Position) Position: On Wool", "Position: On Wool", "2025-05", "ICML Position"),
        ("(2025) On Wool", "On Wool", "2025", None),
        ("[2022/10] On Wool", "On Wool", "2022-10", None),
        ("[2024.05.06] On Wool", "On Wool", "2024-05-06", None),
        ("2023-05 - On Wool", "On Wool", "2023-05", None),
        ("NeurIPS 2023: On Wool", "On Wool", "2023", "NeurIPS 2023"),
        ("On Wool. ACL 2019.", "On Wool", "2019", "ACL 2019"),
        ("On Wool (CVPR'21)", "On Wool", "2021", "CVPR'21"),
        ("On Wool, Nature, 2015", "On Wool", "2015", "Nature"),
        ("On Wool | ICCV2019 | 3 Mar 2020", "On Wool", "2020-03-03", "ICCV2019"),
        ("论羊毛 【ACL 2020】", "论羊毛", "2020", "ACL 2020"),
        ("论羊毛（2023年3月）", "论羊毛", "2023-03", None),
    ],
)
def test_dates_and_venues(label: str, title: str, date: str, venue: str | None) -> None:
    assert parts(label) == (title, date, venue, (), ())


@pytest.mark.parametrize(
    ("label", "title", "date", "venue", "authors"),
    [
        ("On Wool. Ada Ng et al. arXiv.", "On Wool", None, "arXiv", ("Ada Ng et al.",)),
        ("On wool and yarn (WOOL) (2015), A. Ng et al.", "On wool and yarn (WOOL)", "2015", None, ("A. Ng et al.",)),
        ("On Wool (Ng et al., NAACL 2022)", "On Wool", "2022", "NAACL 2022", ("Ng et al.",)),
        ("On Wool (Ng & Sato, ACL 2023)", "On Wool", "2023", "ACL 2023", ("Ng", "Sato")),
        ("On Wool. Ada Ng, Bo Sato, Cleo Petrov. ICML 2020", "On Wool", "2020", "ICML 2020", ("Ada Ng", "Bo Sato", "Cleo Petrov")),
        (
            '[4] Ng, Ada, and Bo Sato. "On wool and yarn." arXiv preprint arXiv:1505.00001 362 (2015).',
            "On wool and yarn", "2015", "arXiv", ("Ng, Ada", "Bo Sato"),
        ),
        (
            'Ng, Ada, et al. "On wool and yarn." Wool Letters 18.7 (2006): 1527-1554.',
            "On wool and yarn", "2006", "Wool Letters", ("Ng, Ada", "et al."),
        ),
        (
            "Ng, A., & Sato, B. (2020). On wool and yarn. Journal of Wool, 12(3), 4-5.",
            "On wool and yarn", "2020", "Journal of Wool, 12(3), 4-5", ("Ng, A.", "Sato, B."),
        ),
        (
            "Ada Ng, Bo Sato, Cleo Petrov, et al. On wool and yarn: a review of sheep. Wool Rep. 2020 26 June 2020;40(6): W1.",
            "On wool and yarn: a review of sheep", "2020-06-26", "Wool Rep", ("Ada Ng", "Bo Sato", "Cleo Petrov", "et al."),
        ),
        ("C. Muñoz Ng et al.,  Phys.Rev.Lett. 97 (2006) 262002", None, "2006", "Phys.Rev.Lett. 97 (2006) 262002", ("C. Muñoz Ng et al.",)),
        (
            "Ng, Ada; Sato, Bo (2015). “On Wool and Yarn”. Wool Research.",
            "On Wool and Yarn", "2015", "Wool Research", ("Ng, Ada", "Sato, Bo"),
        ),
    ],
)  # fmt: skip
def test_citations(label: str, title: str | None, date: str | None, venue: str, authors: tuple[str, ...]) -> None:
    assert parts(label) == (title, date, venue, authors, ())


@pytest.mark.parametrize(
    "title",
    [
        "Spinning, Weaving and Knitting",
        "(Un)spun Wool: Predicate Logic for Sheep",
        "Wool by Numbers",
        "Learning to Spin by Watching Sheep Graze",
        "The Wool of 2021 and What Came After",
        "Is Wool All You Need?",
        "Can We Spin Wool with CoT? Let's Verify and Knit Step by Step",
        "Wool 3.5: A Technical Report",
        "“Baa”: What Sheep Say About Wool",
        "A Survey of Wool in Nature and Science",
        "Wool, or, Four Habits of Highly Effective Sheep",
        "Artificial Wool: Machine Learning for Sheep",
        "A*esque Wool",
        "W* : Test Time Knitting",
    ],
)
def test_what_looks_like_facts_stays_in_the_title(title: str) -> None:
    assert split_label(title) == LabelParts(title=title)


def test_tags() -> None:
    assert parts("(Paper Collection) Awesome Wool") == ("Awesome Wool", None, None, (), ("Paper Collection",))
    assert parts("[Survey] [ACL 2021] All the Wool") == ("All the Wool", "2021", "ACL 2021", (), ("Survey",))
    assert parts("(Almost) All the Wool")[0] == "(Almost) All the Wool"


def test_an_impossible_month_leaves_the_year_and_is_remembered() -> None:
    found = split_label("(2025 Jue) On Wool")
    assert (found.title, found.date) == ("On Wool", PartialDate(2025))
    assert [flaw.rule for flaw in found.findings] == ["impossible-month"]
    assert "Jue" in found.findings[0].message


def test_decoration_is_no_title() -> None:
    assert split_label("🔥 ⭐️ 1. On Wool :star::star:").title == "On Wool"
    assert split_label("[x] On Wool").title == "On Wool"
    assert split_label("“On Wool.”").title == "On Wool"
    assert split_label("").title is None
    assert split_label("(2024)").title in {None, "(2024)"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Ng", ("Ada Ng",)),
        ("Ada Ng et al.", ("Ada Ng et al.",)),
        ("Ada Ng, et al.", ("Ada Ng", "et al.")),
        ("Ada Ng, Bo van der Sato and Cleo Petrov", ("Ada Ng", "Bo van der Sato", "Cleo Petrov")),
        ("Ng, Ada, and Bo Sato", ("Ng, Ada", "Bo Sato")),
        ("Ng, Ada and Sato, Bo", ("Ng, Ada", "Sato, Bo")),
        ("Ng, A. B., Sato, C.", ("Ng, A. B.", "Sato, C.")),
        ("Le, Quoc V.", ("Le, Quoc V.",)),
        ("Ng and Sato", ("Ng", "Sato")),
        ("Ada Ng (Wool Lab, Sheepton), Bo Sato", ("Ada Ng (Wool Lab, Sheepton)", "Bo Sato")),
        ("Oord, Aaron van den, et al.", ("Oord, Aaron van den", "et al.")),
        ("张三、李四", ("张三", "李四")),
    ],
)
def test_lists_of_names(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


def test_names_are_told_from_titles() -> None:
    sure = [names_at(text) for text in ("Ada Ng, Bo Sato, Cleo Petrov", "A. Ng and B. Sato", "Ng et al.")]
    assert all(found is not None and found.strength == 3 for found in sure)
    doubtful = [names_at(text) for text in ("Deep Learning", "Graph Networks and Planning", "OpenAI")]
    assert all(found is None or found.strength == 0 for found in doubtful)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("29 Mar 2023", ["2023-03-29"]), ("March 3rd, 2021", ["2021-03-03"]), ("Sept. 2020", ["2020-09"]),
        ("2024 Sept", ["2024-09"]), ("2017.06.12", ["2017-06-12"]), ("5/2021", ["2021-05"]), ("2023年3月4日", ["2023-03-04"]),
        ("CVPR2019", ["2019"]), ("NIPS'16", ["2016"]), ("arXiv:2301.00001", []), ("1706.03762", []),
        ("521.7553 (2015): 436-444", ["2015"]), ("31 June 2020", ["2020-06"]), ("août 2020", ["2020-08"]), ("no date", []),
    ],
)  # fmt: skip
def test_dates(text: str, dates: list[str]) -> None:
    assert [str(span.date) for span in find_dates(text)] == dates


def test_misspelt_months() -> None:
    assert all(map(resembles_month, ("Jue", "Setp", "Febuary", "Octber")))
    assert not any(map(resembles_month, ("June", "Survey", "LLM", "Code", "Paper")))


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("ICLR 2025", True), ("NIPS(NeurIPS) 2017", True), ("Findings 2024", True), ("arXiv", True), ("Journal of Wool", True),
        ("Proceedings of the Sheep Conference", True), ("SPINW'21", True), ("Deep Learning", False), ("Berkeley", False),
        ("This is the Journal of Wool that we read", False), ("Wool: A Workshop Report", False), ("", False), ("-", False),
    ],
)  # fmt: skip
def test_venues(text: str, venue: bool) -> None:
    assert is_venue(text) is venue


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_taken_apart(text: str) -> None:
    found = split_label(text)
    if found.title is not None:
        assert found.title.strip()
        assert split_label(found.title).title is None or len(split_label(found.title).title or "") <= len(found.title)


@pytest.mark.parametrize(
    "piece", ["(", "[", "(2020", "Ada Ng, ", "A. ", "“", "ICLR ", "| ", "2020-", ". A", " by A", "、张三"]
)
def test_hostile_labels_take_linear_time(piece: str) -> None:
    start = time.process_time()
    split_label(piece * 20_000)
    names_at(piece * 20_000)
    split_label(piece * (1100 // len(piece)))
    assert time.process_time() - start < 5
