"""How fast a service may be asked: one connection at a time and a least time between two requests.

For a service whose terms count all machines and programs together (arXiv), the connection and the clock are shared
by every process on this machine that has the same cache directory.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

__all__ = ["Limiter"]

_PATIENCE = 600.0
_Moment = tuple[float, float]
"""The time by two clocks, in seconds: the one on the wall, and the one that nobody sets."""

_NEVER: _Moment = (float("-inf"), float("-inf"))


class Limiter:
    """A gate before one service (or several that count together).

    The time runs from the end of one exchange to the start of the next, so that two requests never arrive closer
    than `delay`, however long they travel. It is measured by two clocks, and both must agree that it is over: the
    clock on the wall can be set, and the one that cannot be set begins anew when the machine does.
    """

    def __init__(
        self,
        directory: Path | None,
        group: str,
        *,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        patience: float = _PATIENCE,
    ) -> None:
        """Make the gate; with a directory it is shared between processes through two small files there.

        `steady` is a clock that nobody sets and that all processes of the machine share.
        """
        self._patience = patience
        self._stamp = directory / f"{group}.time" if directory else None
        self._lock_path = directory / f"{group}.lock" if directory else None
        self._clocks = (clock, steady)
        self._sleep = sleep
        self._thread = threading.Lock()
        self._last = _NEVER

    @contextmanager
    def turn(self, delay: float) -> Iterator[None]:
        """Wait for the turn, and hold the only connection until the block is left.

        Raises TimeoutError when another process holds the connection for ten minutes: it must be stopped.
        """
        with self._thread, self._process():
            self._wait(delay)
            self._mark()
            try:
                yield
            finally:
                self._mark()

    def _process(self) -> AbstractContextManager[object]:
        """Take the lock between processes; where the directory cannot be written to, there is none to take."""
        if self._lock_path is None:
            return nullcontext()
        from filelock import FileLock

        try:
            self._lock_path.parent.mkdir(parents=True, exist_ok=True)
            self._lock_path.touch()
        except OSError:
            return nullcontext()
        return FileLock(self._lock_path, timeout=self._patience, thread_local=False, poll_interval=0.02)

    def _wait(self, delay: float) -> None:
        # A stamp from the future is a clock that was set back: then the full time is waited, and no more.
        remaining = max(
            min(max(mine, theirs) + delay - now, delay)
            for mine, theirs, now in zip(self._last, self._read(), self._now(), strict=True)
        )
        if remaining > 0:
            self._sleep(remaining)

    def _now(self) -> _Moment:
        return self._clocks[0](), self._clocks[1]()

    def _read(self) -> _Moment:
        """Read the stamp; one that says nothing was being written when its process was stopped: that was just now."""
        if self._stamp is None:
            return _NEVER
        try:
            wall, steady = map(float, self._stamp.read_text("ascii").split())
        except OSError:
            return _NEVER
        except ValueError:
            return self._now()
        return wall, steady

    def _mark(self) -> None:
        self._last = self._now()
        if self._stamp is None:
            return
        try:
            self._stamp.write_text("{:.6f} {:.6f}".format(*self._last), "ascii")
        except OSError:
            return
