from __future__ import annotations

import pytest

from bibdb.comments import is_withdrawn


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
        ("This paper has been withdrawn by the author(s)", ""),
        ("Paper withdrawn", ""),
        ("10 pages. This article is temporarily withdrawn pending review.", ""),
        ("The data is wrong and needs to be withdrawn", ""),
        ("Withdrawn from arXiv by the authors", ""),
        ("The paper is being withdrawn until authorship is settled", ""),
        ("We would like to withdraw our paper due to an error in the protocol", ""),
        ("We have decided to withdraw the manuscript and plan to resubmit it", ""),
        ("We plan to withdraw it from public display", ""),
        ("v3 is withdrawn: it repeats an error of v2", ""),
        ("Version 2 has been withdrawn by the authors", ""),
        ("", "This paper has been withdrawn by the authors."),
        ("", "arXiv admin note: This submission has been withdrawn by arXiv administrators"),
        ("", "This article is temporarily withdrawn pending review."),
        ("", "Paper withdrawn"),
        ("12 pages", "Withdrawn."),
    ],
)
def test_what_is_withdrawn(comment: str, abstract: str) -> None:
    assert is_withdrawn(comment, abstract)


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        ("12 pages", "We study engines."),
        ("", "We study how a paper is withdrawn. This paper has been withdrawn is what they say."),
        ("Withdrawn from ICLR 2025, now under review", ""),
        ("Withdrawn from the conference", ""),
        ("The paper is no longer withdrawn; this version restores it", ""),
        ("A study of opioid withdrawal symptoms", ""),
        ("After one month this preprint will be withdrawn", ""),
        ("Replaces the withdrawn paper 0704.0001", ""),
        ("An extended version of a withdrawn note", ""),
        ("This was never withdrawn", ""),
        ("Supersedes the withdrawn version", ""),
        ("v2 was withdrawn by mistake; this is complete", ""),
        ("v1 was withdrawn because of an error in Lemma 2, which v2 mends", ""),
        ("", "We study deposits. Money is withdrawn at random."),
        ("", ""),
    ],
)
def test_what_is_not(comment: str, abstract: str) -> None:
    assert not is_withdrawn(comment, abstract)
