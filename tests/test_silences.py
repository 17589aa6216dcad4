"""Many silences are told in few sentences."""

from __future__ import annotations

import pytest

from bibdb.silences import together


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ({}, {}),
        ({"arXiv could not be reached": 3}, {"arXiv could not be reached": 3}),
        (
            {"arXiv could not be reached": 3, "DBLP could not be reached": 1, "A could not be reached": 1},
            {"arXiv, DBLP and A could not be reached": 5},
        ),
        (
            {"arXiv could not be reached; later": 1, "DBLP could not be reached": 2},
            {"arXiv could not be reached; later": 1, "DBLP could not be reached": 2},
        ),
        (
            {"arXiv was not asked": 1, "DBLP was not asked": 1, "A could not be reached": 1},
            {"arXiv and DBLP were not asked": 2, "A could not be reached": 1},
        ),
        ({"arXiv was not asked: offline": 1}, {"arXiv was not asked: offline": 1}),
        ({"arXiv is overloaded (status 503)": 7}, {"arXiv is overloaded (status 503)": 7}),
    ],
)
def test_silences_of_one_reason_are_one_sentence(reasons: dict[str, int], told: dict[str, int]) -> None:
    assert together(reasons) == told
