"""Work folders that say whose they are: one left by a run that was killed is removed by the next."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from psscore.folder_lock import NAME, Busy, FolderLock

_DAY = 86400
_HELD: dict[Path, ExitStack] = {}


def new_folder(parent: Path | None, prefix: str) -> Path:
    """A folder of one's own, held until `release`; those of this prefix that nobody holds any more are removed."""
    place = parent or Path(tempfile.gettempdir())
    _clear(place, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    held = ExitStack()
    held.enter_context(FolderLock(folder))
    _HELD[folder] = held
    return folder


def release(folder: Path) -> None:
    """Remove a folder."""
    if held := _HELD.pop(folder, None):
        held.close()
    shutil.rmtree(folder, ignore_errors=True)


def _clear(place: Path, prefix: str) -> None:
    for path in place.iterdir() if place.is_dir() else ():
        if path.name.startswith(prefix):
            with suppress(OSError):
                _clear_one(path)


def _clear_one(folder: Path) -> None:
    told = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or (hasattr(os, "getuid") and told.st_uid != os.getuid()):
        return
    # Without its lock a folder may have been made this very moment.
    if not (folder / NAME).is_file():
        if time.time() - told.st_mtime < _DAY:
            return
    else:
        try:
            with FolderLock(folder):
                pass
        except Busy:
            return
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def tidy_when_ended(*, lasting: bool) -> Iterator[None]:
    """Let a request to end (SIGTERM) clean up as an error does, unless the program has its own way.

    `lasting` leaves it so afterwards, where a folder outlives what is done here.
    """
    own = (
        threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL
    )
    if own:
        yield
        return
    signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        if not lasting:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
