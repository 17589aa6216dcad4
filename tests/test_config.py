"""`bibdb.toml` is read or refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibdb.config import Config
from bibdb.errors import ReadError


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert Config.load(tmp_path) == Config()


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "bibdb.toml").write_text('lists = ["README.md", "notes"]\nmailto = "me@example.org"\n')
    config = Config.load(tmp_path)
    assert config.lists == ("README.md", "notes")
    assert config.mailto == "me@example.org"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('list = ["a"]', "did you mean 'lists'"),
        ("lists = 3", "lists must be a list of texts"),
        ("mailto = []", "mailto must be a text"),
        ("lists = [", "no valid TOML"),
        ("zzz = 1", "known are lists"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "bibdb.toml").write_text(text)
    with pytest.raises(ReadError, match=says):
        Config.load(tmp_path)
