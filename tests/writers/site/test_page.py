"""What is written: whole, escaped, in order, and the same each time."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bibdb.dates import PartialDate
from bibdb.errors import UsageError, WriteError
from bibdb.values import Edition, EditionKind, Evidence, Name, Work, WorkType
from bibdb.writers.glance import glance
from bibdb.writers.site import write
from bibdb.writers.site.pictures import timeline
from bibdb.writers.site.single import citation, single

Make = Callable[..., Work]


def written(works: list[Work], folder: Path, **options: object) -> str:
    write(works, folder, **options)  # type: ignore[arg-type]
    return (folder / "index.html").read_text(encoding="utf-8")


def lists(page: str) -> Any:
    """What a browser without scripts shows of the works."""
    match = re.search(r'<noscript id="_all">(.*?)</noscript>', page, re.DOTALL)
    assert match is not None
    return html.fragment_fromstring(match[1], create_parent="div")


def test_a_page_a_bib_and_a_feed_stand_together(tmp_path: Path, works: list[Work]) -> None:
    assert write(works, tmp_path) == ["index.html", "works.bib", "feed.xml"]
    assert (tmp_path / "works.bib").read_text(encoding="utf-8").count("@misc{") == 3
    assert "Just a Page" not in (tmp_path / "works.bib").read_text(encoding="utf-8")


def test_the_same_works_change_nothing(tmp_path: Path, works: list[Work]) -> None:
    write(works, tmp_path)
    assert write(works, tmp_path) == []


def test_works_stand_by_section_in_the_order_of_the_lists(tmp_path: Path, works: list[Work]) -> None:
    found = lists(written(works, tmp_path))
    assert [heading.text_content() for heading in found.iter("h2")][:1] == ["First"]
    assert found.xpath("//section[h2='First']/article/@id") == ["example2024n1", "example2024n2", "example2024n3"]
    assert found.xpath("//section[h2='Mentioned in notes']/article/@id") == ["page"]
    assert found.get_element_by_id("example2024n3").findtext(".//p[@class='also']/a") == "Second"


def test_lists_with_sections_of_one_name_are_told_apart(tmp_path: Path, make: Make) -> None:
    works = [make(1, section="Papers"), make(2, section="Papers", listing={"document": "other.md"})]
    found = lists(written(works, tmp_path))
    assert found.xpath("//section/@data-path") == ["list › Papers", "other › Papers"]
    assert len(set(found.xpath("//section/@id"))) == 2


def test_notes_are_html_and_abstracts_wait(tmp_path: Path, works: list[Work]) -> None:
    found = lists(written(works, tmp_path))
    note = found.get_element_by_id("example2024n1").find(".//div[@class='note']")
    assert html.tostring(note, encoding="unicode").startswith(
        '<div class="note"><ul><li><strong>worth</strong> reading</li>'
    )
    assert note.find(".//a").get("href") == "https://example.org/x"
    assert found.get_element_by_id("example2024n2").xpath(".//details[summary='Abstract']/p/text()") == [
        "An abstract of the sharpening kind."
    ]


def test_metadata_cannot_leave_its_place(tmp_path: Path, works: list[Work]) -> None:
    page = written(works, tmp_path, title="</title><script>hacked()</script>", pages=True)
    pages = [page, *(path.read_text(encoding="utf-8") for path in (tmp_path / "works").iterdir())]
    for text in pages:
        tree: Any = html.document_fromstring(text.replace("<noscript", "<div").replace("</noscript", "</div"))
        assert len(tree.findall(".//script")) == (text is page)
        assert not tree.xpath(
            "//img | //a/svg | //*[@onerror or @onload or @onclick] | //@href[contains(., 'script:')]"
        )
        assert all(
            url.startswith(("https://", "#", "feed.xml", "works.bib", "data:,", "../")) for url in tree.xpath("//@href")
        )


def test_only_its_own_style_and_script_may_run(tmp_path: Path, works: list[Work]) -> None:
    tree: Any = html.document_fromstring(written(works, tmp_path))
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    for name in ("style", "script"):
        (content,) = tree.xpath(f"//{name}/text()")
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not tree.xpath("//@style")


def test_nothing_is_asked_of_another_host(tmp_path: Path, works: list[Work]) -> None:
    tree: Any = html.document_fromstring(written(works, tmp_path))
    assert tree.xpath("//@src") == []
    assert tree.xpath("//link/@href") == ["data:,", "feed.xml", "works.bib"]
    assert "url(" not in tree.findtext(".//style")


def test_the_timeline_counts_by_quarter_and_says_what_it_leaves_out(make: Make) -> None:
    dates = [*[PartialDate(2024, 2, 1)] * 40, PartialDate(2025, 12), PartialDate(2025), PartialDate(1999, 1)]
    picture = timeline([glance(make(n, edition={"issued": date})) for n, date in enumerate(dates)])
    assert re.findall(r'href="#\?year=(\d+)" aria-label="([^"]+)"', picture) == [
        ("2024", "2024, first quarter: 40 works"),
        ("2025", "2025, fourth quarter: 1 work"),
    ]
    assert "1 from before 2024; 1 without a month not drawn." in picture


def test_many_years_are_drawn_by_year(make: Make) -> None:
    picture = timeline([glance(make(n, edition={"issued": PartialDate(2000 + n)})) for n in range(20)])
    assert picture.count("<rect") == 20
    assert picture.count('class="year"') <= 8


@pytest.mark.parametrize("works", [[], None])
def test_empty_collections_have_a_page(tmp_path: Path, works: list[Work] | None, make: Make) -> None:
    undated = make(1, edition={"issued": None, "authors": None, "title": None}, listings=())
    page = written([undated] if works is None else works, tmp_path)
    assert "<svg" not in page or "<rect" not in page


def test_a_page_of_its_own_tells_reference_managers(make: Make) -> None:
    edition = Edition(
        kind=EditionKind.PUBLICATION, title="A <Title>", authors=(Name("Ada Example"), Name("Bo Sample")), volume="3",
        container_title="Journal of Examples", issue="1", page="12–34", issued=PartialDate(2024, 5), doi="10.1000/x",
        evidence=Evidence.PUBLISHER,
    )  # fmt: skip
    published = make(1, editions=(edition,), cited=edition)
    assert list(citation(published, glance(published))) == [
        ("title", "A <Title>"),
        ("author", "Ada Example"),
        ("author", "Bo Sample"),
        ("publication_date", "2024/05"),
        ("journal_title", "Journal of Examples"),
        ("volume", "3"),
        ("issue", "1"),
        ("firstpage", "12"),
        ("lastpage", "34"),
        ("doi", "10.1000/x"),
        ("arxiv_id", "2401.00001"),
        ("pdf_url", "https://arxiv.org/pdf/2401.00001"),
        ("abstract_html_url", "https://arxiv.org/abs/2401.00001"),
    ]
    assert '<meta name="citation_title" content="A &lt;Title&gt;">' in single(
        published, glance(published), "@article{}"
    )


def test_pages_are_written_for_what_is_citeable(tmp_path: Path, works: list[Work]) -> None:
    write(works, tmp_path, pages=True)
    assert len(list((tmp_path / "works").iterdir())) == sum(work.type.citeable for work in works)
    assert not (tmp_path / "works" / "page.html").exists()


def test_a_warning_is_shown(tmp_path: Path, make: Make) -> None:
    found = lists(written([make(1, edition={"withdrawn": True})], tmp_path))
    assert found.findtext(".//p[@class='on']/strong") == "withdrawn"


def test_software_is_its_own_code(tmp_path: Path, make: Make) -> None:
    edition = Edition(kind=EditionKind.PUBLICATION, title="Tool", url="https://github.com/example/tool")
    software = replace(make(1), type=WorkType.SOFTWARE, editions=(edition,), cited=edition, identifiers=())
    found = lists(written([software], tmp_path))
    assert found.xpath("//article/@data-k") == [""]
    assert found.xpath("//h3/a/@href") == ["https://github.com/example/tool"]


@pytest.mark.parametrize("url", ["javascript:x", "example.org", ""])
def test_an_address_that_is_none_is_refused(tmp_path: Path, works: list[Work], url: str) -> None:
    with pytest.raises(UsageError, match="--url"):
        write(works, tmp_path / "site", url=url)
    assert not (tmp_path / "site").exists()


def test_the_old_page_stays_when_something_cannot_be_written(tmp_path: Path, works: list[Work]) -> None:
    write(works[:1], tmp_path)
    before = (tmp_path / "index.html").read_bytes()
    (tmp_path / "works.bib").unlink()
    (tmp_path / "works.bib").mkdir()
    with pytest.raises(WriteError, match=r"works\.bib"):
        write(works, tmp_path)
    assert (tmp_path / "index.html").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feed.xml", "index.html", "works.bib"]
