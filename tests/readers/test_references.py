"""Formatted references."""

from __future__ import annotations

import pytest

from bibdb.readers.references import names_of, read_reference

REFERENCES = [
    (
        "Ada Byron and Max Müller. A theory of lists. J. Lists, 2017.",
        ("A theory of lists", ("Ada Byron", "Max Müller"), "J. Lists", "2017"),
    ),
    (
        "Byron, A., Roe, R. P. J., & Müller, M. (2020, June 25). What is a list? Journal of Lists, 3(6), 1-9.",
        ("What is a list?", ("Byron, A.", "Roe, R. P. J.", "Müller, M."), "Journal of Lists", "2020-06-25"),
    ),
    (
        "Roe R, Doe J, Byron A. Lists in practice. J Lists. 2017;30.",
        ("Lists in practice", ("Roe R", "Doe J", "Byron A"), "J Lists", "2017"),
    ),
    (
        "J. Doe and R. Roe, “Entries and notes,” in Proc. 12th Int. Conf. on Lists, 2014, pp. 1–5.",
        ("Entries and notes", ("J. Doe", "R. Roe"), "Proc. 12th Int. Conf. on Lists", "2014"),
    ),
    (
        "Doe, J., Roe, R. et al. Lists of lists: a survey. J Lists Sci 28, 9 (2021).",
        ("Lists of lists: a survey", ("Doe, J.", "Roe, R.", "et al."), "J Lists Sci", "2021"),
    ),
    ("A. Lovelace et al.,  Phys.Rev.Lett. 97 (2006) 262002", (None, ("A. Lovelace et al.",), "Phys.Rev.Lett. 97 (2006) 262002", "2006")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REFERENCES)
def test_parts_of_a_reference(text: str, expected: tuple[object, ...]) -> None:
    found = read_reference(text)
    assert found is not None
    assert (found.title, found.authors, found.venue, str(found.date)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We think that this is a good idea. It was proposed in 2014. See the paper.",
        "(Roe et al., 2020) suggested the idea of lists in many places. These were the points.",
        "Deep things",
        "",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert read_reference(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A. Byron, M. Müller, and R. van der Roe", ("A. Byron", "M. Müller", "R. van der Roe")),
        ("Byron, A. and Müller, M.", ("Byron, A.", "Müller, M.")),
        ("A theory of lists", ()),
    ],
)
def test_names(text: str, names: tuple[str, ...]) -> None:
    assert names_of(text) == names
