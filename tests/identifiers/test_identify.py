from __future__ import annotations

import pytest

from bibdb.identifiers import Identifier, Scheme, identify, web_address

HASH = "0123456789abcdef0123456789abcdef"

SPELLINGS = {
    "arxiv:1706.03762": [
        "http://arxiv.org/abs/1706.03762",
        "arxiv.org/abs/1706.03762",
        "https://arxiv.org/abs/1706.03762?context=cs",
        "https://arxiv.org/1706.03762",
        "https://arxiv.com/pdf/1706.03762.pdf",
        "https://arxiv.org/abs/arXiv:1706.03762",
        "http://cn.arxiv.org/abs/1706.03762",
        "http://xxx.lanl.gov/abs/1706.03762",
        "https://128.84.21.199/pdf/1706.03762",
        "https://export.arxiv.org/abs/1706.03762",
        "https://ar5iv.org/abs/1706.03762",
        "https://ar5iv.labs.arxiv.org/html/1706.03762",
        "https://www.alphaxiv.org/overview/1706.03762",
        "https://www.arxiv-vanity.com/papers/1706.03762/",
        "https://scirate.com/arxiv/1706.03762",
        "https://www.semanticscholar.org/arxiv/1706.03762",
        "https://api.semanticscholar.org/arXiv:1706.03762",
        "https://api.semanticscholar.org/graph/v1/paper/ARXIV:1706.03762",
        "https://huggingface.co/papers/1706.03762",
        "https://doi.org/10.48550/arXiv.1706.03762",
        "10.48550/ARXIV.1706.03762",
        "https://web.archive.org/web/20200101000000/https://arxiv.org/abs/1706.03762",
        "https://web.archive.org/web/2020/arxiv.org/abs/1706.03762",
        "https://www.google.com/url?q=https://arxiv.org/abs/1706.03762&sa=D",
        "https://scholar.google.com/scholar_url?url=https%3A%2F%2Farxiv.org%2Fpdf%2F1706.03762&hl=en",
        "https://login.ezproxy.example.edu/login?url=https://arxiv.org/abs/1706.03762",
        "https://arxiv.org.remotexs.example.edu/pdf/1706.03762.pdf",
        "https://arxiv-org.proxy.example.edu/pdf/1706.03762.pdf",
        "http://arxiv.org/pdf/1706.03762.pdf%20(http://arxiv.org/pdf/1706.03762.pdf)",
        "https://arxiv.org/pdf/1706.03762.pdf%5Cnhttp://arxiv.org/abs/1706.03762",
        "https:\\/\\/arxiv.org\\/abs\\/1706.03762",
    ],
    "arxiv:1706.03762v5": [
        "https://arxiv.org/pdf/1706.03762v5.pdf",
        "https://arxiv.org/html/1706.03762v5#S3",
        "https://www.alphaxiv.org/abs/1706.03762v5",
        "arXiv:1706.03762v5 [cs.CL]",
        "https://doi.org/10.48550/arXiv.1706.03762v5",
    ],
    "arxiv:cs/0701001": [
        "https://arxiv.org/ftp/cs/papers/0701/0701001.pdf",
        "https://arxiv.org/abs/cs.LG/0701001",
        "https://arxiv.org/abs/cs%2F0701001",
    ],
    "arxiv:hep-th/0603001v1": ["http://arxiv.org/PS_cache/hep-th/pdf/0603/0603001v1.pdf"],
    "doi:10.1145/3292500.3330648": [
        "https://dl.acm.org/doi/abs/10.1145/3292500.3330648",
        "https://dl.acm.org/doi/pdf/10.1145/3292500.3330648?download=true",
        "https://dl-acm-org.proxy.example.edu/doi/10.1145/3292500.3330648",
        "info:doi/10.1145/3292500.3330648",
        "DOI 10.1145/3292500.3330648",
        "https://example.org/article?doi=10.1145/3292500.3330648",
    ],
    "doi:10.1007/978-3-319-46448-0_8": [
        "https://link.springer.com/content/pdf/10.1007/978-3-319-46448-0_8.pdf",
        "https://link.springer.com/content/pdf/10.1007%2F978-3-319-46448-0_8.pdf",
        "10.1007/978-3-319-46448-0{\\_}8",
    ],
    "doi:10.1101/2022.07.10.499510": ["https://www.biorxiv.org/content/10.1101/2022.07.10.499510v1.full.pdf"],
    "doi:10.3389/fmicb.2017.02224": [
        "https://www.frontiersin.org/articles/10.3389/fmicb.2017.02224/pdf?isPublishedV2=false"
    ],
    "openreview:KbYevcLjnc": [
        "https://openreview.net/forum?id=KbYevcLjnc",
        "https://openreview.net/forum?id=KbYevcLjnc&noteId=abc",
        "https://openreview.net/pdf?id=KbYevcLjnc",
        "http://www.openreview.net/attachment?id=KbYevcLjnc&name=pdf",
    ],
    "acl:2025.findings-acl.604": [
        "2025.findings-acl.604",
        "https://aclanthology.org/2025.findings-acl.604",
        "https://aclanthology.org/2025.findings-acl.604/",
        "https://aclanthology.org/2025.findings-acl.604v2.pdf",
        "https://aclanthology.org/2025.findings-acl.604.bib",
        "https://aclanthology.org/attachments/2025.findings-acl.604.software.zip",
    ],
    "acl:P19-1001": [
        "P19-1001",
        "https://aclanthology.org/P19-1001.pdf",
        "https://www.aclweb.org/anthology/P19-1001v2.pdf",
        "http://aclweb.org/anthology/P/P19/P19-1001.pdf",
        "https://aclanthology.info/papers/P19-1001/p19-1001",
    ],
    "pmlr:v97/doe19a": [
        "http://proceedings.mlr.press/v97/doe19a.html",
        "http://proceedings.mlr.press/v97/doe19a.pdf",
        "https://proceedings.mlr.press/v97/doe19a/doe19a.pdf",
        "https://proceedings.mlr.press/v97/doe19a/doe19a-supp.pdf",
        "http://www.jmlr.org/proceedings/papers/v97/doe19a.html",
        "https://raw.githubusercontent.com/mlresearch/v97/main/assets/doe19a/doe19a.pdf",
    ],
    "cvf:Doe_On_Lists_CVPR_2016_paper": [
        "https://openaccess.thecvf.com/content_cvpr_2016/html/Doe_On_Lists_CVPR_2016_paper.html",
        "http://www.cv-foundation.org/openaccess/content_cvpr_2016/papers/Doe_On_Lists_CVPR_2016_paper.pdf",
        "https://openaccess.thecvf.com/content_cvpr_2016/supplemental/Doe_On_Lists_CVPR_2016_supplemental.pdf",
    ],
    "cvf:content/CVPR2021W/NTIRE/Doe_On_Lists_CVPRW_2021_paper": [
        "https://openaccess.thecvf.com/content/CVPR2021W/NTIRE/papers/Doe_On_Lists_CVPRW_2021_paper.pdf"
    ],
    f"neurips:2017/{HASH}": [
        f"https://proceedings.neurips.cc/paper/2017/hash/{HASH}-Abstract.html",
        f"https://papers.nips.cc/paper/2017/file/{HASH}-Paper.pdf",
        f"https://proceedings.neurips.cc/paper_files/paper/2017/file/{HASH}-Supplemental.zip",
    ],
    f"neurips:2022/{HASH}": [f"https://proceedings.neurips.cc/paper_files/paper/2022/file/{HASH}-Paper-Conference.pdf"],
    f"neurips:2023/{HASH}-Datasets_and_Benchmarks": [
        f"https://proceedings.neurips.cc/paper_files/paper/2023/file/{HASH}-Paper-Datasets_and_Benchmarks.pdf"
    ],
    "neurips:4321": ["http://papers.nips.cc/paper/4321-on-lists", "http://papers.nips.cc/paper/4321-on-lists.pdf"],
    "dblp:conf/nips/DoeR17": [
        "DBLP:conf/nips/DoeR17",
        "conf/nips/DoeR17",
        "https://dblp.org/rec/conf/nips/DoeR17.html?view=bibtex",
        "https://dblp.uni-trier.de/rec/bibtex/conf/nips/DoeR17",
    ],
    "github:doe/lists": [
        "https://github.com/doe/lists",
        "http://www.github.com/doe/lists.git",
        "github.com/doe/lists/",
        "git@github.com:doe/lists.git",
        "https://github.com/doe/lists?tab=readme-ov-file#usage",
        "https://github.com/doe/lists/tree/main",
        "https://github.com/doe/lists/blob/main/README.md",
        "https://raw.githubusercontent.com/doe/lists/main/README.md",
    ],
    "huggingface:doe/Model-7B": [
        "https://huggingface.co/doe/Model-7B",
        "https://hf.co/doe/Model-7B",
        "https://huggingface.co/doe/Model-7B/tree/main",
        "https://huggingface.co/doe/Model-7B/blob/main/README.md",
    ],
    "huggingface:datasets/doe/lists": ["https://huggingface.co/datasets/doe/lists/viewer/default/train"],
    "huggingface:datasets/squad": ["https://huggingface.co/datasets/squad"],
    "huggingface:spaces/doe/demo": ["https://huggingface.co/spaces/doe/demo"],
    "youtube:KtBcIDtS13M": [
        "https://www.youtube.com/watch?v=KtBcIDtS13M&t=10s",
        "https://m.youtube.com/watch?list=PL1&v=KtBcIDtS13M",
        "https://youtu.be/KtBcIDtS13M?si=abc",
        "https://www.youtube.com/shorts/KtBcIDtS13M",
        "https://www.youtube.com/embed/KtBcIDtS13M",
        "https://www.youtube-nocookie.com/embed/KtBcIDtS13M",
        "https://www.youtube.com/live/KtBcIDtS13M?feature=share",
    ],
    "isbn:9780262033848": ["ISBN 978-0-262-03384-8", "ISBN-10: 0-262-03384-4", "9780262033848", "0-262-03384-4"],
}

ONLY_PAGES = [
    "https://arxiv.org/list/cs.LG/recent",
    "https://arxiv.org/abs/1203.12345",
    "https://openreview.net/group?id=ICLR.cc/2025/Conference",
    "https://openreview.net/pdf/0123456789.pdf",
    "https://openreview.net/references/pdf?id=KbYevcLjnc",
    "https://aclanthology.org/volumes/2025.findings-acl",
    "https://proceedings.mlr.press/v97",
    "https://jmlr.org/papers/v15/doe14a.html",
    "https://openaccess.thecvf.com/CVPR2021",
    "https://papers.nips.cc/book/advances-30-2017",
    "https://dblp.org/pid/12/3456",
    "https://github.com/doe",
    "https://github.com/topics/lists",
    "https://github.com/doe/lists/tree/main/examples",
    "https://github.com/doe/lists/blob/main/paper.pdf",
    "https://github.com/doe/lists/blob/main/arxiv/1706.03762.ipynb",
    "https://github.com/doe/lists/issues/100",
    "https://gist.github.com/doe/0123456789",
    "https://huggingface.co/doe",
    "https://huggingface.co/blog/doe/lists",
    "https://huggingface.co/docs/trl",
    "https://huggingface.co/doe/Model-7B/resolve/main/model.bin",
    "https://youtube.com/playlist?list=PL123",
    "https://youtube.com/@doe",
    "https://web.archive.org/web/2020/https://example.com/post",
    "https://semanticscholar.org/reader/0123456789",
    "https://delivery.acm.org/10.1145/3190000/3186116/p499-doe.pdf",
    "https://thisisnouri/",
]

NOTHING = [
    "",
    " ",
    "10/2023",
    "978-0-262-03384-9",
    "0262033844",
    "example.org/x",
    "https://",
    "https:///",
    "x:y",
    "url:x",
    "10.1234/",
    "github:",
    "github:doe",
    "12/34",
]


@pytest.mark.parametrize(("expected", "text"), [(key, text) for key, texts in SPELLINGS.items() for text in texts])
def test_every_spelling_is_the_same_identifier(expected: str, text: str) -> None:
    assert str(identify(text)) == expected


@pytest.mark.parametrize("expected", SPELLINGS)
def test_what_is_written_is_read_back(expected: str) -> None:
    identifier = identify(expected)
    assert str(identifier) == expected
    assert identifier is not None
    assert str(identify(web_address(identifier))) == expected or identifier.scheme is Scheme.ISBN


@pytest.mark.parametrize("url", ONLY_PAGES)
def test_a_page_that_is_nothing_more(url: str) -> None:
    assert identify(url) == Identifier(Scheme.URL, url)


@pytest.mark.parametrize("text", NOTHING)
def test_no_identifier(text: str) -> None:
    assert identify(text) is None


def test_text_around_it_is_not_accepted() -> None:
    assert identify("see arXiv:1706.03762") is None
    assert identify("https://arxiv.org/abs/1706.03762 and more") is None


ADDRESSES = {
    "arxiv:hep-th/9901001": "https://arxiv.org/abs/hep-th/9901001",
    "doi:10.1002/(sici)1<2::aid-mrm16>3.0.co;2-s": "https://doi.org/10.1002/(sici)1%3C2::aid-mrm16%3E3.0.co;2-s",
    "acl:P19-1001": "https://aclanthology.org/P19-1001/",
    "cvf:A_B_CVPR_2019_paper": "https://openaccess.thecvf.com/content_CVPR_2019/html/A_B_CVPR_2019_paper.html",
    "cvf:A_B_ICCV_2023_paper": "https://openaccess.thecvf.com/content/ICCV2023/html/A_B_ICCV_2023_paper.html",
    "huggingface:datasets/doe/lists": "https://huggingface.co/datasets/doe/lists",
    "url:http://example.org:8080/a": "http://example.org:8080/a",
}


@pytest.mark.parametrize(("text", "expected"), ADDRESSES.items())
def test_web_address(text: str, expected: str) -> None:
    identifier = identify(text)
    assert identifier is not None
    assert web_address(identifier) == expected


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("https://www.nature.com/articles/s41586-021-03819-2", "10.1038/s41586-021-03819-2"),
        ("https://www.nature.com/articles/s41586-021-03819-2.pdf", "10.1038/s41586-021-03819-2"),
        ("https://www.nature.com/articles/nature14539/figures/1", "10.1038/nature14539"),
        ("https://elifesciences.org/articles/12345v2", "10.7554/elife.12345"),
        ("https://zenodo.org/records/7654321#files", "10.5281/zenodo.7654321"),
        ("https://zenodo.org/doi/10.5281/zenodo.7654321", "10.5281/zenodo.7654321"),
        ("https://www.ijcai.org/proceedings/2019/123", "10.24963/ijcai.2019/123"),
        ("https://www.researchsquare.com/article/rs-123456/v1", "10.21203/rs.3.rs-123456/v1"),
        ("https://papers.ssrn.com/sol3/papers.cfm?x=1&abstract_id=1234567", "10.2139/ssrn.1234567"),
    ],
)
def test_publishers_that_make_dois_of_their_addresses(address: str, value: str) -> None:
    assert identify(address) == Identifier(Scheme.DOI, value)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.nature.com/collections/lattices",
        "https://www.nature.com/articles/",
        "https://zenodo.org/communities/lattices",
        "https://www.ijcai.org/proceedings/2015",
        "https://papers.ssrn.com/sol3/cf_dev/AbsByAuth.cfm?per_id=123456",
    ],
)
def test_their_other_pages_are_pages(address: str) -> None:
    found = identify(address)
    assert found is not None
    assert found.scheme is Scheme.URL


def test_pages_that_only_show_a_post_are_the_post() -> None:
    posts = (
        "x.com",
        "twitter.com",
        "mobile.twitter.com",
        "nitter.net",
        "xcancel.com",
        "fxtwitter.com",
        "vxtwitter.com",
    )
    assert len({identify(f"https://{host}/fabrica/status/1886192184808149383") for host in posts}) == 1


def test_repositories_are_the_same_in_whatever_case() -> None:
    one, other = Identifier(Scheme.GITHUB, "Ada/Lattice"), Identifier(Scheme.GITHUB, "ada/lattice")
    assert one == other
    assert (len({one, other}), str(one), str(other)) == (1, "github:Ada/Lattice", "github:ada/lattice")
    assert Identifier(Scheme.YOUTUBE, "abcdefghijK") != Identifier(Scheme.YOUTUBE, "abcdefghijk")
    assert one != Identifier(Scheme.HUGGINGFACE, "Ada/Lattice")
    assert one != "github:Ada/Lattice"
