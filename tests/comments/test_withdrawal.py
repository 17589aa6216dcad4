from __future__ import annotations

import pytest

from bibdb.comments import withdrawal


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        ("This paper has been withdrawn by the author due to an error in Lemma 2", ""),
        ("arXiv admin note: This paper has been withdrawn by arXiv due to disputed authorship", ""),
        ("Withdrawn pending revisions", ""),
        ("We are withdrawing this preprint to revise it", ""),
        ("company requests to withdraw", ""),
        ("I request the withdrawal of my recent submission", ""),
        ("This version has been removed by arXiv administrators", ""),
        ("", "This paper has been withdrawn by the authors."),
        ("12 pages", "Withdrawn."),
    ],
)
def test_what_is_withdrawn(comment: str, abstract: str) -> None:
    assert withdrawal(comment, abstract)


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        ("12 pages", "We study engines."),
        ("", "We study how a paper is withdrawn. This paper has been withdrawn is what they say."),
        ("Withdrawn from ICLR 2025, now under review", ""),
        ("Withdrawn from the conference", ""),
        ("The paper is no longer withdrawn; this version restores it", ""),
        ("A study of opioid withdrawal symptoms", ""),
        ("", ""),
    ],
)
def test_what_is_not(comment: str, abstract: str) -> None:
    assert not withdrawal(comment, abstract)
