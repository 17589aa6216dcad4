"""Entries in both dialects: which edition, which type, which fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibdb.dates import PartialDate
from bibdb.values import Edition, EditionKind, Name, Work, WorkType
from bibdb.writers import WRITERS, biblatex, bibtex
from bibdb.writers.bibtex import beyond_pdflatex
from bibdb.writers.mapping import facts, type_name
from bibdb.writers.profiles import PROFILES, Style
from bibdb.writers.reference import Options, cite
from tests.writers.samples import ARTICLE, ATLAS, BOTH, PREPRINT, edition, listing, preprint, publication, work

BIBTEX = r"""@misc{example2024trees,
  title         = {Trees of Glass: A Study},
  author        = {Example, Ada and van der Test, {\L}ukasz},
  year          = {2024},
  month         = jan,
  eprint        = {2401.00001},
  archivePrefix = {arXiv},
  primaryClass  = {cs.CL},
  doi           = {10.48550/arXiv.2401.00001},
  url           = {https://arxiv.org/abs/2401.00001},
}

@inproceedings{example2025glass,
  title         = {Glass Trees: A Study},
  author        = {Example, Ada and van der Test, {\L}ukasz},
  booktitle     = {Proceedings of the International Conference on Learning Representations},
  year          = {2025},
  month         = jul,
  eprint        = {2402.00002},
  archivePrefix = {arXiv},
  primaryClass  = {cs.CL},
  url           = {https://openreview.net/forum?id=a_b%20c},
}

@article{example2025article,
  title         = {Glass Trees: A Study},
  author        = {Example, Ada and van der Test, {\L}ukasz},
  journal       = {Journal of Machine Learning Research},
  volume        = {12},
  number        = {3},
  pages         = {5998--6008},
  year          = {2025},
  month         = jul,
  doi           = {10.5555/Ex_ample.1},
  issn          = {2049-3630},
}

@article{atlas2020,
  title         = {Glass Trees: A Study},
  author        = {Doe, Jane and {ATLAS Collaboration}},
  journal       = {Physical Review Letters},
  volume        = {125},
  eid           = {031801},
  pages         = {031801},
  year          = {2020},
  month         = mar,
  doi           = {10.5555/prl.1},
}
"""
BIBLATEX = r"""@online{example2024trees,
  title         = {Trees of Glass: A Study},
  author        = {Example, Ada and van der Test, Łukasz},
  date          = {2024-01-01},
  eprint        = {2401.00001},
  eprinttype    = {arxiv},
  eprintclass   = {cs.CL},
  doi           = {10.48550/arXiv.2401.00001},
  ids           = {old2024},
}

@inproceedings{example2025glass,
  title         = {Glass Trees: A Study},
  author        = {Example, Ada and van der Test, Łukasz},
  booktitle     = {Proceedings of the International Conference on Learning Representations},
  date          = {2025-07},
  eprint        = {2402.00002},
  eprinttype    = {arxiv},
  eprintclass   = {cs.CL},
  url           = {https://openreview.net/forum?id=a_b%20c},
}

@article{example2025article,
  title         = {Glass Trees: A Study},
  author        = {Example, Ada and van der Test, Łukasz},
  journaltitle  = {Journal of Machine Learning Research},
  volume        = {12},
  number        = {3},
  pages         = {5998--6008},
  date          = {2025-07},
  doi           = {10.5555/Ex_ample.1},
  issn          = {2049-3630},
}

@article{atlas2020,
  title         = {Glass Trees: A Study},
  author        = {Doe, Jane and {ATLAS Collaboration}},
  journaltitle  = {Physical Review Letters},
  volume        = {125},
  eid           = {031801},
  date          = {2020-03-09},
  doi           = {10.5555/prl.1},
}
"""
WORKS = (PREPRINT, BOTH, ARTICLE, ATLAS)


def fields(each: Work, options: Options | None = None) -> dict[str, object]:
    chosen = options or Options()
    return {fact.name: fact.value for fact in facts(cite(each, chosen), chosen)}


def test_bibtex() -> None:
    assert "".join(bibtex.write(WORKS)) == BIBTEX


def test_biblatex() -> None:
    assert "".join(biblatex.write(WORKS)) == BIBLATEX


def test_blocks_are_joined_as_entries_are() -> None:
    many = [replace(PREPRINT, key=f"k{n}") for n in range(450)]
    chunks = list(bibtex.write(iter(many)))
    assert len(chunks) > 2
    assert "".join(chunks).count("\n}\n\n@misc{") == 449


def test_nothing_is_written_of_nothing() -> None:
    for name in ("bibtex", "biblatex", "ris"):
        assert "".join(WRITERS[name](())) == ""


def test_the_edition_can_be_forced() -> None:
    entry = "".join(bibtex.write([BOTH], Options(edition=EditionKind.PREPRINT)))
    assert entry.startswith("@misc{example2025glass,\n  title         = {Trees of Glass")
    assert "10.48550/arXiv.2402.00002" in entry
    forced = Options(edition=EditionKind.PUBLICATION)
    assert "".join(bibtex.write([PREPRINT], forced)) == "".join(bibtex.write([PREPRINT]))


def test_an_arxiv_doi_stays_off_publications() -> None:
    each = work("a", publication(container_title="ICLR", doi="10.48550/arXiv.2401.00001"))
    assert "doi" not in fields(each)


def test_a_preprint_is_dated_by_its_first_version() -> None:
    each = work("a", preprint(submitted=PartialDate(2023, 12, 31), updated=PartialDate(2025, 1, 1)))
    assert (fields(each)["year"], fields(each)["month"]) == ("2023", "dec")


def test_an_old_identifier_holds_its_class() -> None:
    each = work("a", preprint("hep-th/9901001", primary_category="hep-th"))
    assert fields(each)["eprint"] == "hep-th/9901001"
    assert "primaryClass" not in fields(each)


def test_more_is_written_on_request() -> None:
    each = work(
        "a", preprint(abstract="All of it.", keywords=("trees", "glass")), listings=(listing(), listing(tags=("new",)))
    )
    assert not {"abstract", "keywords", "note"} & fields(each).keys()
    asked = fields(each, Options(abstract=True, keywords=True, note=True))
    assert asked["abstract"] == "All of it."
    assert asked["keywords"] == ("trees", "glass", "new")
    assert asked["note"] == "Read twice: 100%."


def test_nobody_to_name_gives_a_key_to_sort_by() -> None:
    each = work("a", preprint(authors=None, title="Glass: What It Is"))
    assert fields(each)["key"] == "Glass"
    assert "key" not in fields(PREPRINT)


def test_without_a_title_the_list_s_label_stands() -> None:
    assert fields(work("a", preprint(title=None), listings=(listing(),)))["title"] == "Trees of Glass"


def test_keys_are_ones_that_bibtex_takes() -> None:
    assert "".join(bibtex.write([replace(PREPRINT, key="a b,{c}%")])).startswith("@misc{abc,")


TYPES = [
    (WorkType.PAPER, publication(container_title="ICLR"), "inproceedings", "inproceedings"),
    (WorkType.PAPER, publication(container_title="Nature"), "article", "article"),
    (WorkType.PAPER, publication(), "misc", "misc"),
    (WorkType.PAPER, preprint(), "misc", "online"),
    (WorkType.BOOK, publication(publisher="Example Press", isbn="978-3"), "book", "book"),
    (WorkType.CHAPTER, publication(container_title="A Book"), "incollection", "incollection"),
    (WorkType.THESIS, publication(publisher="University"), "phdthesis", "thesis"),
    (WorkType.THESIS, publication(publisher="University", genre="Master's thesis"), "mastersthesis", "thesis"),
    (WorkType.REPORT, publication(publisher="Institute", number="7"), "techreport", "report"),
    (WorkType.SOFTWARE, publication(url="https://github.com/a/b"), "misc", "software"),
    (WorkType.DATASET, publication(doi="10.5555/data"), "misc", "dataset"),
    (WorkType.POST, publication(url="https://example.org/post"), "misc", "online"),
]


@pytest.mark.parametrize(("kind", "cited", "old", "new"), TYPES)
def test_types(kind: WorkType, cited: Edition, old: str, new: str) -> None:
    found = cite(work("a", cited, type=kind), Options())
    assert type_name(found, Options().dialect) == old
    assert f"@{new}{{" in "".join(biblatex.write([work("a", cited, type=kind)]))


@pytest.mark.parametrize(
    ("container", "full", "short", "journal"),
    [
        ("ICLR", "Proceedings of the International Conference on Learning Representations", "ICLR", False),
        ("NeurIPS 2023", "Advances in Neural Information Processing Systems", "NeurIPS", False),
        ("Proceedings of the 41st International Conference on Machine Learning",
         "Proceedings of the 41st International Conference on Machine Learning", "ICML", False),
        ("Findings of the Association for Computational Linguistics: EMNLP 2023",
         "Findings of the Association for Computational Linguistics: EMNLP 2023", "Findings of EMNLP", False),
        ("EMNLP (Findings)", "Findings of the Association for Computational Linguistics: EMNLP", "Findings of EMNLP", False),
        ("NeurIPS 2023 Workshop on Instruction Tuning", "NeurIPS 2023 Workshop on Instruction Tuning",
         "NeurIPS 2023 Workshop on Instruction Tuning", False),
        ("J. Mach. Learn. Res.", "Journal of Machine Learning Research", "JMLR", True),
        ("TMLR", "Transactions on Machine Learning Research", "TMLR", True),
        ("Proceedings of the National Academy of Sciences", "Proceedings of the National Academy of Sciences", "PNAS", True),
        ("Lecture Notes in Computer Science", "Lecture Notes in Computer Science", "Lecture Notes in Computer Science", False),
        ("Annals of Glass", "Annals of Glass", "Annals of Glass", True),
    ],
)  # fmt: skip
def test_venues(container: str, full: str, short: str, journal: bool) -> None:
    each = work("a", publication(container_title=container))
    name = "journal" if journal else "booktitle"
    assert fields(each)[name] == full
    assert fields(each, Options(short_venues=True))[name] == short


def test_what_pdflatex_cannot_show_is_named() -> None:
    entries = "".join(bibtex.write([PREPRINT, work("han", preprint(authors=(Name("王小明"),)))]))
    assert beyond_pdflatex(entries) == ["han"]
    assert beyond_pdflatex("".join(bibtex.write([PREPRINT]))) == []


def test_every_profile_has_a_name() -> None:
    assert set(PROFILES) == set(Style)


def test_revtex_prints_collaborations_itself() -> None:
    entry = "".join(bibtex.write([ATLAS], Options(style="revtex")))
    assert "  author        = {Doe, Jane},\n  collaboration = {ATLAS Collaboration},\n" in entry


def test_editors_and_series() -> None:
    each = work(
        "a",
        edition(
            EditionKind.PUBLICATION,
            title="T",
            editors=(Name("Eve Ditor"),),
            collection_title="LNCS",
            container_title="X Workshop",
        ),
    )
    assert "  editor        = {Ditor, Eve},\n" in "".join(bibtex.write([each]))
    assert fields(each)["series"] == "LNCS"
