from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibdb.venues import Track, VenueKind, find_mentions, find_venue, parse_venue, venues


@pytest.mark.parametrize(
    ("label", "short", "year", "track"),
    [
        ("ICLR 2025", "ICLR", 2025, "main"),
        ("EMNLP 2025", "EMNLP", 2025, "main"),
        ("ICML Position", "ICML", None, "position"),
        ("ICLR 2025 Workshop", "ICLR", 2025, "workshop"),
        ("NIPS(NeurIPS) 2017", "NeurIPS", 2017, "main"),
        ("NIPS", "NeurIPS", None, "main"),
        ("CVPR'24", "CVPR", 2024, "main"),
        ("ICLR'23 spotlight", "ICLR", 2023, "main"),
        ("ACL 2025 Findings", "ACL", 2025, "findings"),
        ("Findings of EMNLP 2024", "EMNLP", 2024, "findings"),
        ("NeurIPS D&B 2024", "NeurIPS", 2024, "datasets"),
        ("EMNLP 2024 Demo", "EMNLP", 2024, "demo"),
        ("ACL 2024 Tutorial", "ACL", 2024, "tutorial"),
        ("CVPRW 2024", "CVPR", 2024, "workshop"),
        ("CoLM 2025", "COLM", 2025, "main"),
        ("TMLR", "TMLR", None, "main"),
        ("3DV 2026", "3DV", 2026, "main"),
        ("*SEM 2025", "*SEM", 2025, "main"),
        ("IEEE S&P 2024", "IEEE S&P", 2024, "main"),
        ("NAACL-HLT'19", "NAACL", 2019, "main"),
        ("IJCNLP-AACL 2025", "AACL", 2025, "main"),
        ("Nature 2024", "Nature", 2024, "main"),
        ("arXiv 2024", "arXiv", 2024, "main"),
        ("42nd International Conference on Machine Learning", "ICML", 2025, "main"),
        ("18th Conference of the European Chapter of the ACL", "EACL", 2024, "main"),
        ("22nd AAAI Conference on Artificial Intelligence", "AAAI", None, "main"),
        ("24th AAAI Conference on Artificial Intelligence", "AAAI", 2010, "main"),
        ("Second Conference on Language Modeling", "COLM", 2025, "main"),
        ("Conference on Computer Vision and Pattern Recognition 2020", "CVPR", 2020, "main"),
        ("IEEE Trans. Pattern Anal. Mach. Intell. 2020", "TPAMI", 2020, "main"),
        ("SemEval 2025", "SemEval", 2025, "workshop"),
        ("ASRU 2025", "ASRU", 2025, "main"),
        ("Some Meeting 2022", None, 2022, "main"),
        ("", None, None, "main"),
    ],
)
def test_a_list_s_label(label: str, short: str | None, year: int | None, track: str) -> None:
    claim = parse_venue(label)
    assert (claim.venue and claim.venue.short, claim.year, str(claim.track)) == (short, year, track)
    assert claim.raw == label


def test_what_claims_publication() -> None:
    labels = (
        "ICLR 2025",
        "ACL 2025 Findings",
        "ICML Position",
        "ICLR 2025 Workshop",
        "arXiv 2024",
        "Some Meeting 2022",
    )
    assert [parse_venue(label).at_venue for label in labels] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("NIPS", "NeurIPS"),
        ("neurips", "NeurIPS"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("Proceedings of the International Conference on Machine Learning", "ICML"),
        ("Int. Conf. on Learning Representations", "ICLR"),
        ("The Web Conference", "WWW"),
        ("Transactions of the Association for Computational Linguistics", "TACL"),
        ("Proceedings of the National Academy of Sciences", "PNAS"),
        ("ICML 2025", None),
        ("A Meeting of No Name", None),
        ("", None),
    ],
)
def test_a_name_alone(name: str, short: str | None) -> None:
    found = find_venue(name)
    assert (found and found.short) == short


@pytest.mark.parametrize(
    "text",
    [
        "the case of a date in time", "Computer Science and Nature of Things", "ACL Anthology", "ICLR 2025 style file",
        "CL4Health", "a science", "machine learning", "GenAI4ACL", "ACM SIGIR Symposium on Looms",
        "Springer Nature", "'Loom Science'", "IEEE Sensors Lookout", "Proceedings of the IEEE/CVF",
        "Asian International Conference on Machine Learning", "an introduction to computer vision and pattern recognition",
    ],
)  # fmt: skip
def test_words_that_are_no_venue(text: str) -> None:
    assert find_mentions(text) == []


@pytest.mark.parametrize(
    ("short", "track", "title"),
    [
        ("ICML", Track.MAIN, "Proceedings of the International Conference on Machine Learning"),
        ("NeurIPS", Track.MAIN, "Advances in Neural Information Processing Systems"),
        ("EMNLP", Track.FINDINGS, "Findings of the Association for Computational Linguistics: EMNLP"),
        ("CVPR", Track.FINDINGS, "Findings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition"),
        ("ICLR", Track.WORKSHOP, "ICLR Workshops"),
        ("ICLR", Track.BLOG, "ICLR Blog Posts Track"),
        ("CHI", Track.ABSTRACTS, "CHI Extended Abstracts"),
        ("TMLR", Track.MAIN, "Transactions on Machine Learning Research"),
        ("SPIE", Track.MAIN, "Proceedings of SPIE"),
    ],
)
def test_what_a_work_is_printed_in(short: str, track: Track, title: str) -> None:
    venue = find_venue(short)
    assert venue is not None
    assert venue.container_title(track) == title


def test_every_venue_is_found_by_its_full_name() -> None:
    assert [venue.name for venue in venues() if find_venue(venue.name) != venue] == []


def test_the_table_is_large_and_says_each_name_once() -> None:
    names = [venue.name for venue in venues()]
    assert len(names) > 500
    assert len(set(names)) == len(names)
    assert {venue.kind for venue in venues()} == set(VenueKind)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="ACL ICML'2509 &@*()-", max_size=40)))
def test_any_text_is_read(text: str) -> None:
    for mention in find_mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)
    assert parse_venue(text).raw == text
