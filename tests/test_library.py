from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bibdb.errors import DatabaseError, NotFoundError, QueryError, UsageError
from bibdb.library import Library, Order, Selection
from tests.db.samples import RECORD, digest, fill

HEAVY = {
    "sqlmodel", "sqlalchemy", "alembic", "pydantic", "requests", "urllib3", "http", "arxiv", "lxml", "bibtexparser",
    "jinja2", "citeproc", "yaml", "rapidfuzz", "rich", "asyncio",
}  # fmt: skip


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "data.sqlite"
    fill(path)
    return path


@pytest.fixture
def path(_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(_made, tmp_path / "data.sqlite"))


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


def test_the_example_of_the_readme(library: Library) -> None:
    rows = library.sql("select key, title, year from papers order by issued desc limit 5")
    assert rows.columns == ("key", "title", "year")
    assert next(rows.dicts()) == {"key": "los2030lists", "title": "On Lists", "year": 2031}


def test_works(library: Library) -> None:
    assert [work.key for work in library.works()] == ["lists", "los2030lists", "own1"]
    in_order = library.works(Selection(order=Order.LIST, citeable=True))
    assert [work.key for work in in_order] == ["los2030lists", "lists", "own1"]
    assert library.work("arXiv:3001.00001").key == "los2030lists"


def test_search_documents_facts_and_status(library: Library) -> None:
    assert [hit.key for hit in library.search("naive")] == ["los2030lists"]
    (document,) = library.documents()
    assert library.facts(document.id)[1].key == "lists"
    assert library.status().entries == 3
    assert [(record.identifier, record.fields) for record in library.records()] == [(RECORD.identifier, RECORD.fields)]


def test_errors(library: Library) -> None:
    with pytest.raises(NotFoundError, match="los2030lists"):
        library.work("los2030listen")
    with pytest.raises(QueryError):
        library.sql("drop table work")


def test_where_a_library_can_lie(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    for location in (None, "data.sqlite", str(path), path, f"sqlite:///{path}"):
        with Library() if location is None else Library(location) as library:
            assert library.status().documents == 1
    with pytest.raises(DatabaseError, match="There is no database"):
        Library("other.sqlite")
    with pytest.raises(UsageError):
        Library("postgresql://localhost/bibdb")


def test_reading_leaves_the_file_alone(path: Path) -> None:
    before = digest(path)
    with Library(path) as library:
        list(library.works())
        library.search("lists")
        list(library.sql("select * from papers"))
    assert digest(path) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_read_only_folder_is_enough(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with Library(path) as library:
            assert library.status().documents == 1
    finally:
        path.parent.chmod(0o755)


def test_reading_loads_nothing_heavy(path: Path) -> None:
    program = (
        "import sys\n"
        "from bibdb.library import Library, Selection\n"
        "with Library(sys.argv[1]) as library:\n"
        "    list(library.works(Selection(query='lists', section='papers')))\n"
        "    library.work('3001.00001'); library.search('lists'); list(library.sql('select * from papers'))\n"
        "    library.status(); list(library.records()); [library.facts(each.id) for each in library.documents()]\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())
