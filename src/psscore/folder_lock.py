"""One batch at a time in a folder of results."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

NAME = ".psscore-batch.lock"


class Busy(Exception):
    """Another batch is at work in the folder."""


class FolderLock:
    """Held while a batch runs; the system lets go of it when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def __enter__(self) -> FolderLock:
        self._stream = open(self._path, "a+b")
        try:
            _lock(self._stream.fileno())
        except OSError as taken:
            self._stream.close()
            raise Busy(str(self._path.parent)) from taken
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stream.close()


if os.name == "nt":  # pragma: no cover (Windows)
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
