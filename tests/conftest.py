"""What all tests share."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable

import pytest

# A shell lets what it starts in the background ignore Ctrl-C, and children inherit that: some of ours are stopped so.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def tool() -> Callable[[str], str]:
    """Find a program beyond Python; skip the test without it, or fail where it is required."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            message = f"the program {name} is not installed"
            if os.environ.get("BIBDB_TEST_TOOLS") == "required":
                pytest.fail(message)
            pytest.skip(message)
        return path

    return find
