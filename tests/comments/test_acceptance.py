from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.comments import Acceptance, acceptance

Facts = tuple[str, int | None, str, str | None] | None


def facts(found: Acceptance | None) -> Facts:
    if found is None:
        return None
    return found.venue.short, found.year, str(found.track), found.presentation and str(found.presentation)


def seed_rows() -> list[list[str]]:
    text = (Path(__file__).parent / "seed_comments.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("row", seed_rows(), ids=lambda row: row[0])
def test_the_comments_of_the_seed(row: list[str]) -> None:
    _, venue, year, track, presentation, title, comment = row
    found = acceptance(comment)
    assert facts(found) == ((venue, int(year), track, presentation or None) if venue else None)
    assert ((found.title if found else None) or "") == title


def test_the_table_of_the_seed_is_whole() -> None:
    assert len(seed_rows()) == 41


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Accepted at ICLR 2025 (oral)", ("ICLR", 2025, "main", "oral")),
        ("Published as a conference paper at COLM 2024", ("COLM", 2024, "main", None)),
        ("Published in TMLR (09/2024)", ("TMLR", 2024, "main", None)),
        ("Accepted at Transactions on Machine Learning Research (TMLR)", ("TMLR", None, "main", None)),
        ("ACL 2025 Findings", ("ACL", 2025, "findings", None)),
        ("Findings of the Association for Computational Linguistics: EMNLP 2024", ("EMNLP", 2024, "findings", None)),
        ("acl 2025 findings", ("ACL", 2025, "findings", None)),
        ("accepted at COLM'25", ("COLM", 2025, "main", None)),
        ("To appear in Proceedings of ICML 2025", ("ICML", 2025, "main", None)),
        ("Camera-ready version for AAAI 2025", ("AAAI", 2025, "main", None)),
        ("NeurIPS 2024 Spotlight", ("NeurIPS", 2024, "main", "spotlight")),
        ("CVPR2025 (highlight). Code: https://github.com/ada/icml2024", ("CVPR", 2025, "main", "highlight")),
        ("extended version of the paper in ICLR 2024", ("ICLR", 2024, "main", None)),
        ("NeurIPS 2025 DB Track Paper", ("NeurIPS", 2025, "datasets", None)),
        ("Accepted to the EMNLP 2025 Industry Track", ("EMNLP", 2025, "industry", None)),
        ("ACL 2025 (Demo)", ("ACL", 2025, "demo", None)),
        ("ICML 2025 position paper", ("ICML", 2025, "position", None)),
        ("Accpeted by ICCV25", ("ICCV", 2025, "main", None)),
        ("Accepted toICLR 2026", ("ICLR", 2026, "main", None)),
        ("The 42nd International Conference on Machine Learning", ("ICML", 2025, "main", None)),
        ("Thirty-Ninth Annual Conference on Neural Information Processing Systems", ("NeurIPS", 2025, "main", None)),
        ("The 33rd ACM Multimedia Conference (MM '25)", ("ACM MM", 2025, "main", None)),
        ("In the 39th AAAI Conference on Artificial Intelligence (AAAI 2026)", ("AAAI", 2026, "main", None)),
        ("Submitted to Interspeech 2025 (accepted)", ("Interspeech", 2025, "main", None)),
        ("Submitted to and accepted at ICML 2024", ("ICML", 2024, "main", None)),
        ("Preprint version. The reviewed version has been accepted to MICCAI 2025", ("MICCAI", 2025, "main", None)),
        ("Accepted to RA-L and presented at ICRA 2025", ("RA-L", None, "main", None)),
        ("Accepted by TPAMI as an extension of our CVPR 2023 paper", ("TPAMI", None, "main", None)),
        ("The paper has been accepted to AAAI (AIES 2025)", ("AIES", 2025, "main", None)),
        ("IEEE Transactions on Multimedia, 2026, in print", ("TMM", 2026, "main", None)),
        ("Accepted in Nature", ("Nature", None, "main", None)),
        ("IEEE IJCNN 2025 has accepted the paper", ("IJCNN", 2025, "main", None)),
        ("TMLR '26", ("TMLR", 2026, "main", None)),
        ("Commun. Math. Phys. (to appear)", ("CMP", None, "main", None)),
        ("Comm. Math. Phys., to appear", ("CMP", None, "main", None)),
        ("Accepted in Trans. Amer. Math. Soc.", ("Trans. AMS", None, "main", None)),
        ("Accepted with minor revisions at TMLR", ("TMLR", None, "main", None)),
        ("In IJRR Special Issue: Looms", ("IJRR", None, "main", None)),
        ("accepté à TALN 2025", ("TALN", 2025, "main", None)),
        ("Accepted as a main conference submission in ECAI 2025", ("ECAI", 2025, "main", None)),
        ("Preprint Version, IEEE Transactions on Multimedia (TMM), accepted May 2025", ("TMM", 2025, "main", None)),
        ("Extension of our EMNLP 2023 paper, IEEE Transactions on Multimedia accepted", ("TMM", None, "main", None)),
        ("ACL 2025 Main Conference and NeurIPS 2024 Looms Workshop", ("ACL", 2025, "main", None)),
        ("Accepted for publication in Speech Communication on May 2", ("Speech Communication", None, "main", None)),
        ("Published in J. of Machine Learning Research", ("JMLR", None, "main", None)),
        ("Proc. of the 18th European Conference on Computer Vision", ("ECCV", 2024, "main", None)),
        ("Proceedings of the 41 st International Conference on Machine Learning", ("ICML", 2024, "main", None)),
        ("AAAI Conference on Artificial Intelligence 40 (AAAI-26)", ("AAAI", 2026, "main", None)),
        (
            "Accepted at AAMAS2025 International Conference on Autonomous Agents and Multiagent Systems",
            ("AAMAS", 2025, "main", None),
        ),
        ("Transferred for publication to Physical Review E from Physical Review Research", ("PRE", None, "main", None)),
        ("Presented at ACM SIGIR 25", ("SIGIR", 2025, "main", None)),
        ("Accepted to ACM SIGKDD Explorations Volume 27", ("SIGKDD Explor.", None, "main", None)),
        ("Euro S&P 2025", ("EuroS&P", 2025, "main", None)),
        ("The 19th Learning and Intelligent Optimization Conference, LION19 2025", ("LION", 2025, "main", None)),
        ("European Conference for Signal Processing (EUSIPCO 2025)", ("EUSIPCO", 2025, "main", None)),
        ("Accepted to APSIPA Transactions on Signal and Information Processing", ("APSIPA Trans.", None, "main", None)),
        ("Published in Radiology: Artificial Intelligence", ("Radiol. Artif. Intell.", None, "main", None)),
        ("Published on JMIR AI", ("JMIR AI", None, "main", None)),
        ("Accepted to ICLR 2025. Also presented at the Workshop on Looms", ("ICLR", 2025, "main", None)),
        ("accepted @TMLR", ("TMLR", None, "main", None)),
        ("NeurIPS 2025 reject, ICLR 2026 accept", ("ICLR", 2026, "main", None)),
        ("NeurIPS 2024 submission, accepted", ("NeurIPS", 2024, "main", None)),
        ("ECIR 2026 (Reproducibility track)", ("ECIR", 2026, "main", None)),
        ("ICML 2025 (workshop), NeurIPS 2025 (main)", ("NeurIPS", 2025, "main", None)),
        ("2025 IEEE-RAS 24th International Conference on Humanoid Robots", ("Humanoids", 2025, "main", None)),
        # accepted, but beside the venue
        ("ECCV 2024. Workshop page: https://looms.example/", ("ECCV", 2024, "workshop", None)),
        ("ACL 2025 KnowFM Oral / AACL-IJCNLP 2025", ("ACL", 2025, "workshop", "oral")),
        ("Presented at Agents in Looms, from Threads to Cloth, CVPR 2025", ("CVPR", 2025, "workshop", None)),
        ("Accepted for ICCV, Honolulu. 1st MLSR Workshop 2025", ("ICCV", None, "workshop", None)),
        (
            "Accepted for publication at the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR) LoomVision",
            ("CVPR", None, "workshop", None),
        ),
        ("Accepted to SICon 2025 ACL", ("ACL", 2025, "workshop", None)),
        ("Accepted at FinLoom-2025, EMNLP (Oral)", ("EMNLP", 2025, "workshop", "oral")),
        ("Accepted at the AAAI 2025 Fall Symposium Series", ("AAAI", 2025, "workshop", None)),
        ("accepted by AAAI 2026 Bridge LMLooms", ("AAAI", 2026, "companion", None)),
        ("Accepted at ICML MUGen'25", ("ICML", None, "workshop", None)),
        ("NeurIPS'24 ENLSP", ("NeurIPS", 2024, "workshop", None)),
        ("NeurIPS Math-AI 2024", ("NeurIPS", 2024, "workshop", None)),
        ("accepted at UNSURE, MICCAI", ("MICCAI", None, "workshop", None)),
        ("CVPR 2025 Computer Vision for Looms", ("CVPR", 2025, "workshop", None)),
        ("Accepted at ICC-W 2025", ("ICC", 2025, "workshop", None)),
        ("16th MICCAI Workshop on Looms", ("MICCAI", None, "workshop", None)),
        (
            "Accepted at the Workshop on Looms (WoL 2025). To appear in the MobiSys 2025 Proceedings",
            ("MobiSys", 2025, "workshop", None),
        ),
        ("ICLR 2024 blog post track", ("ICLR", 2024, "blog posts", None)),
        ("ICLR 2023 Tiny Papers", ("ICLR", 2023, "tiny papers", None)),
        ("CHI EA '25: CHI '25 Extended Abstracts", ("CHI", 2025, "extended abstracts", None)),
        ("Companion Proceedings of the ACM Web Conference 2025", ("WWW", 2025, "companion", None)),
        ("AAAI Spring Symposium 2024", ("AAAI Spring Symposium", 2024, "workshop", None)),
        ("ICLR 2025 Workshop on Engines", ("ICLR", 2025, "workshop", None)),
        ("Accepted at the Engines Workshop @ NeurIPS 2024", ("NeurIPS", 2024, "workshop", None)),
        ("Accepted to ABC4 2025 at NAACL 2025", ("NAACL", 2025, "workshop", None)),
        ("CVPRW 2024", ("CVPR", 2024, "workshop", None)),
        ("ICCV MRR 2025", ("ICCV", 2025, "workshop", None)),
        ("HEAL@CHI 2025", ("CHI", 2025, "workshop", None)),
        ("ICML 2025. Presented at the Engines workshop", ("ICML", 2025, "workshop", None)),
        ("Accepted at EACL 2026 Student Research Workshop (SRW)", ("EACL", 2026, "student", None)),
        ("included in Machine Learning and the Sciences Workshop @ NeurIPS 2025", ("NeurIPS", 2025, "workshop", None)),
        # a workshop by its own name is a venue
        ("Accepted to WASPAA 2025", ("WASPAA", 2025, "main", None)),
    ],
)
def test_what_was_accepted(comment: str, expected: Facts) -> None:
    assert facts(acceptance(comment)) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "Under review at ICLR 2025", "ICLR2026 under review", "Submitted to ICASSP 2026", "in submission to ACL 2025",
        "Submitted to Nature for publication", "short paper under submission to Findings of ACL 2025",
        "NeurIPS 2025. Under review", "Preprint", "rejected from NeurIPS 2024", "LaTeX style of ICLR 2025",
        "code for the ICLR 2025 submission", "Submitted to ACL Rolling Review - October 2025 for EACL 2026",
        "2nd place in the CVPR 2024 End-to-End Challenge", "Engines is an extended work of Looms (ICCV 2025)",
        "arXiv admin note: text overlap with arXiv:2401.00001", "Project page: https://ada.github.io/iclr2025/",
        "machine learning, language resources",
        "The case of 2024", "Text on science and nature", "12 pages, 3 figures", "", "`",
        "Talk at the German Conference on Artificial Intelligence", "Journal Version of ICCV 2023 paper",
        "not accepted at ICML 2024", "Accepted at ICML 2024 but withdrawn", "Committed to EMNLP 2025",
        "Invited talk at NeurIPS 2022", "Minor revision at TPAMI", "under reviewing of IEEE TMI",
        "International Conference on Logic Programming, under consideration in TPLP",
        "Talk presented at the 40th International Conference on High Energy Physics, ICHEP2020", "Reviewed at ICLR 2025", "will appear in the Springer Loom Series in Mathematics",
        "This article extends our previous work presented in ICLR 2024",
        "Journal extension of Looms which was published on ICLR 2024",
        "Erratum to PRL 120", "Reply to Phys. Rev. Lett. 120, 101101", "Comments on the NeurIPS 2023 paper by Ada",
        "Clarification note for the CVPR 2025 paper", "PhD thesis; parts published at ICML 2023",
        "Book chapter in Advances in Machine Learning, Springer 2024", "machine learning, computational creativity",
        "A technical report on the looms of the paper accepted to ISTFA 2025",
        "Talk to appear if accepted", "Change to TCSVT format", "Intend to submit to RA-L", "CPC3 system accepted",
    ],
)  # fmt: skip
def test_what_was_not(comment: str) -> None:
    assert acceptance(comment) is None


@pytest.mark.parametrize(
    ("comment", "name", "short", "year"),
    [
        (
            "Accepted at the 9th Southern Conference on Engines (SCOE 2025), Cape Town",
            "Southern Conference on Engines",
            "SCOE",
            2025,
        ),
        ("Published in IEEE Transactions on Looms", "IEEE Transactions on Looms", None, None),
        ("Accepted by the Journal of Steam and Looms in May 2025", "Journal of Steam and Looms", None, 2025),
        ("Presented at the Northern Symposium on Steam, Oslo, 2024", "Northern Symposium on Steam", None, 2024),
        ("Accepted in EC-TEL25", "EC-TEL", "EC-TEL", 2025),
        ("accepted for publication at IEEE BIB 2025", "IEEE BIB", "BIB", 2025),
        ("Accepted to the CURA conference 2025", "CURA", "CURA", 2025),
        ("In Proceedings LOOM 2024, arXiv:2401.00001", "LOOM", "LOOM", 2024),
        ("In proceedings of UKLI 2025", "UKLI", "UKLI", 2025),
        ("RiLA 2025 Accepted, 13 Pages", "RiLA", "RiLA", 2025),
        ("AFLOS 2024 Conference", "AFLOS", "AFLOS", 2024),
        ("13 pages, 7 figures. Conference paper (LOOMVIS 2025)", "LOOMVIS", "LOOMVIS", 2025),
        ("5 pages, BLA Conference 2025", "BLA", "BLA", 2025),
        (
            "2025 21st International Conference on Intelligent Looming and Threading (ICCP 2025)",
            "International Conference on Intelligent Looming and Threading",
            "ICCP",
            2025,
        ),
        ("Accepted by Loom Journal of Cloth and Thread in Oct. 2025", "Loom Journal of Cloth and Thread", None, 2025),
        ("Accepted in 'Looming Science'", "Looming Science", None, None),
        ("Published in Loom Psychology, 14 June 2024. DOI: 10.5555/1", "Loom Psychology", None, 2024),
        ("Published in Discover Looms and Steam (Springer Nature)", "Discover Looms and Steam", None, None),
        (
            "9 pages, 2nd International Conference on Looms (ICOL '25)",
            "International Conference on Looms",
            "ICOL",
            2025,
        ),
        (
            "2025 IEEE Conference on Image Processing and Looms",
            "IEEE Conference on Image Processing and Looms",
            None,
            2025,
        ),
        ("The 19th International Conference on Steam (IAS 19), 2025", "International Conference on Steam", "IAS", 2025),
        (
            "4th International Conference on Image Processing and Looms (ICIPL) 2025",
            "International Conference on Image Processing and Looms",
            "ICIPL",
            2025,
        ),
        (
            "2024 Conference of the Society for Process Science on Advances in Looms",
            "Conference of the Society for Process Science on Advances in Looms",
            None,
            2024,
        ),
        (
            "Appears in Proc. of the Conference on Steam, Looms, and Engines",
            "Conference on Steam, Looms, and Engines",
            None,
            None,
        ),
    ],
)
def test_a_venue_that_the_table_does_not_have(comment: str, name: str, short: str | None, year: int | None) -> None:
    found = acceptance(comment)
    assert found is not None
    assert (found.venue.name, found.venue.short, found.year) == (name, short or name, year)


@pytest.mark.parametrize(
    "comment",
    [
        "Submitted to IEEE Transactions on Looms", "Accepted at the Main Conference", "Journal of Steam and Looms",
        "not accepted to SOMV 2025", "Accepted in March 2025", "Published in Springer LNCS", "Accepted to ARR",
        "Presented at Stanford University", "Copyright 2025 IEEE", "Accepted for oral presentation at Looms (at ISC 2025)",
        "Accepted (Journal Impact Factor 8)",
        "A preliminary version was presented at the Southern Conference on Engines",
    ],
)  # fmt: skip
def test_an_unlisted_venue_needs_a_word_of_acceptance(comment: str) -> None:
    assert acceptance(comment) is None


def test_a_workshop_that_the_table_does_not_have_is_no_publication() -> None:
    found = acceptance("Accepted at the Workshop on Engines and Looms 2025 (WEL)")
    assert found is not None
    assert (found.venue.short, found.year, found.at_venue) == ("WEL", 2025, False)


def test_a_venue_and_its_doi_add_up() -> None:
    assert facts(acceptance("Accepted by TPAMI", "", "10.1109/TPAMI.2025.1")) == ("TPAMI", 2025, "main", None)


def test_a_paper_may_be_published_under_another_title() -> None:
    found = acceptance('Published at ICLR 2025, with title: "Engines. And Looms"')
    assert found is not None
    assert found.title == "Engines. And Looms"


def test_only_the_venue_itself_is_publication_at_it() -> None:
    at_venue = {
        comment: found.at_venue
        for comment in ("ICLR 2025", "ACL 2025 Findings", "ICLR 2025 Workshop", "ACL 2025 SRW", "SemEval 2025")
        if (found := acceptance(comment)) is not None
    }
    assert list(at_venue.values()) == [True, True, False, False, True]


@pytest.mark.parametrize(
    ("comment", "journal_ref", "doi", "expected"),
    [
        ("", "Phys. Rev. Lett. 120, 101101 (2018)", "", ("PRL", 2018, "main", None)),
        ("Accepted at ICLR 2025 (oral)", "ICLR 2025", "", ("ICLR", 2025, "main", "oral")),
        (
            "ICLR 2025 Workshop",
            "IEEE Robotics and Automation Letters 10(12), 1-9 (2025)",
            "",
            ("RA-L", 2025, "main", None),
        ),
        ("13 pages", "", "10.18653/v1/2025.findings-acl.12", ("ACL", 2025, "findings", None)),
        ("13 pages", "", "10.1109/CVPR52734.2025.00123", ("CVPR", 2025, "main", None)),
        ("13 pages", "", "10.24963/ijcai.2024/12", ("IJCAI", 2024, "main", None)),
        ("13 pages", "", "10.1103/PhysRevD.98.030001", ("PRD", None, "main", None)),
        ("13 pages", "", "10.1109/NOWHERE.2025.1", None),
        ("13 pages", "", "10.1234/x", None),
        ("13 pages", "Journal of Unheard-of Things 3", "", None),
    ],
)
def test_reference_and_doi(comment: str, journal_ref: str, doi: str, expected: Facts) -> None:
    assert facts(acceptance(comment, journal_ref, doi)) == expected


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.text(alphabet="ICLR 2025()@:.,;accepted'-", max_size=60), st.text(max_size=30))
def test_any_text_is_read(comment: str, reference: str, doi: str) -> None:
    acceptance(comment + reference, reference, doi)


def test_a_pasted_page_is_read_only_as_far_as_a_comment_goes() -> None:
    assert acceptance("a" * 10_000_000) is None
    assert acceptance("ICLR, accepted, " * 500_000) is not None
