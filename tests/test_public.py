"""The public surface is what `__all__` says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import bibdb


def test_every_public_name_is_there_and_sorted() -> None:
    assert bibdb.__all__ == sorted(bibdb.__all__)
    assert all(getattr(bibdb, name) is not None for name in bibdb.__all__)


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        bibdb.Nonsense  # noqa: B018


def test_the_version_is_the_packages() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert bibdb.__version__ == project["project"]["version"]
