"""What is exported says the same to those who read it: bibtexparser, pybtex, biber, and bibdb's own reader."""

from __future__ import annotations

from pathlib import Path, PurePath

import bibtexparser.entrypoint
import pytest
from bibtexparser.middlewares import NormalizeFieldKeys, SeparateCoAuthors, SplitNameParts
from pybtex.database import parse_string

from bibdb.readers.bibtex import read
from bibdb.text import fold
from bibdb.values import EditionKind, Name, Work
from bibdb.writers import biblatex, bibtex
from bibdb.writers.tex import plain
from tests.writers.programs import Tool, run
from tests.writers.samples import ARTICLE, ATLAS, BOTH, PREPRINT, preprint, work

HARD = work(
    "hard2024",
    preprint(
        title="Erdős & $\\alpha$-Trees: 100% of R&D_x {in} GPT-4",
        authors=(Name("Paul Erdős"), Name("Laurens van der Maaten"), Name("Juan de la Cruz Jr."), Name("Wei Li"), Name("Wei Li"),
                 Name("OpenAI", literal=True)),
    ),
)  # fmt: skip
WORKS = (PREPRINT, BOTH, ARTICLE, ATLAS, HARD)


def titles() -> dict[str, str]:
    return {each.key: fold(plain(each.cited.title or "")) for each in WORKS}


def test_bibtexparser() -> None:
    middleware = [NormalizeFieldKeys(), SeparateCoAuthors(), SplitNameParts()]
    library = bibtexparser.entrypoint.parse_string("".join(bibtex.write(WORKS)), append_middleware=middleware)
    assert not library.failed_blocks
    assert {entry.key: fold(plain(entry["title"])) for entry in library.entries} == titles()
    hard = library.entries_dict["hard2024"]
    families = [plain(" ".join(name.last)) for name in hard["author"]]
    assert families == ["Erdős", "Maaten", "Cruz", "Li", "Li", "OpenAI"]
    assert hard["author"][1].von == ["van", "der"]
    assert hard["author"][2].jr == ["Jr."]
    assert hard["eprint"] == "2401.00001"


def test_pybtex() -> None:
    database = parse_string("".join(bibtex.write(WORKS)), "bibtex")
    assert {key: fold(plain(entry.fields["title"])) for key, entry in database.entries.items()} == titles()
    people = database.entries["hard2024"].persons["author"]
    assert [plain(" ".join(person.last_names)) for person in people] == [
        "Erdős",
        "Maaten",
        "Cruz",
        "Li",
        "Li",
        "OpenAI",
    ]
    assert people[2].lineage_names == ["Jr."]
    assert database.entries["hard2024"].fields["month"] == "January"


def test_biber(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("".join(biblatex.write(WORKS)), "utf-8")
    said = run([tool("biber"), "--tool", "--validate-datamodel", "--nolog", "refs.bib"], tmp_path)
    assert "WARN" not in said, said
    text = (tmp_path / "refs_bibertool.bib").read_text("utf-8")
    library = bibtexparser.entrypoint.parse_string(text, append_middleware=[NormalizeFieldKeys()])
    assert {entry.key: fold(plain(entry["title"])) for entry in library.entries} == titles()
    hard = library.entries_dict["hard2024"]
    assert hard["author"].startswith(
        "Erdős, Paul and van der Maaten, Laurens and de la Cruz, Jr., Juan and Li, Wei and Li"
    )
    assert (hard["eprint"], hard["eprinttype"], hard["eprintclass"]) == ("2401.00001", "arxiv", "cs.CL")


@pytest.mark.parametrize("write", [bibtex.write, biblatex.write], ids=["bibtex", "biblatex"])
@pytest.mark.parametrize("each", WORKS, ids=lambda each: each.key)
def test_bibdb_reads_its_own(write: object, each: Work) -> None:
    text = "".join(write([each]))  # type: ignore[operator]
    (entry,) = next(iter(read(text.encode(), PurePath("refs.bib")))).entries
    assert entry.key == each.key
    fields, cited = entry.fields, each.cited
    assert fields is not None
    assert fold(plain(fields.title or "")) == fold(plain(cited.title or ""))
    assert len(fields.authors or ()) == len(cited.authors or ())
    assert [fold(name.family or name.display) for name in fields.authors or ()][-1:] == [
        fold((cited.authors or ())[-1].display.split()[-1] if each.key != "atlas2020" else "ATLAS Collaboration")
        if each.key in {"hard2024", "atlas2020"}
        else "van der test"
    ]
    date = cited.submitted if cited.kind is EditionKind.PREPRINT else cited.issued
    assert fields.issued is not None
    assert date is not None
    assert fields.issued.covers(date)
    if cited.arxiv_id:
        assert fields.arxiv_id == cited.arxiv_id
    if cited.volume:
        assert (fields.volume, fields.doi) == (cited.volume, (cited.doi or "").lower())
