"""Folders of read tickets put in their place: whole or not at all, and what stands in the way as a sentence."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from psscore.model.text import Text
from psscore.tickets.ingested import is_ingested
from psscore.tickets.leftovers import new_folder, release, tidy_when_ended
from psscore.tickets.refusal import TicketsRefused


def check_target(target: Path, *, force: bool) -> None:
    """Refuse a folder that is there, unless `force` and it is one read before, or empty."""
    if not target.exists():
        return
    if force and (is_ingested(target) or (target.is_dir() and not any(target.iterdir()))):
        return
    raise TicketsRefused(
        "exists",
        Text(
            f"{target} 已存在；用 --force 替换以前读入的文件夹（其他内容从不替换）",
            f"{target} exists; --force replaces a folder read before, and never anything else",
        ),
    )


@contextlib.contextmanager
def staged(target: Path | None) -> Iterator[Path]:
    """A folder to work in, beside the target so that it can be put in place whole; removed whatever happens.

    One that a killed run has left is removed too.
    """
    try:
        if target is not None:
            target.absolute().parent.mkdir(parents=True, exist_ok=True)
            stage = new_folder(target.absolute().parent, f".{target.name}.psscore-")
        else:
            stage = new_folder(None, "psscore-tickets-")
    except OSError as error:
        raise _os_refusal(error) from error
    done = False
    try:
        with tidy_when_ended(lasting=target is None):
            yield stage
        done = True
    except OSError as error:
        raise _os_refusal(error) from error
    finally:
        if target is not None or not done:
            release(stage)


def put_in_place(made: Path, target: Path) -> None:
    """Put a finished folder in its place; what was there before is removed only after."""
    old = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(made, target)
    except OSError:
        if old.exists():
            os.rename(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _os_refusal(error: OSError) -> TicketsRefused:
    if error.errno == errno.ENOSPC:
        return TicketsRefused("disk_full", _DISK_FULL)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return TicketsRefused(
            "permission",
            Text(f"没有权限：{error.filename}", f"no permission: {error.filename}"),
        )
    return TicketsRefused(
        "io", Text(f"读写失败：{error.strerror}（{error.filename}）", f"{error.strerror}: {error.filename}")
    )


_DISK_FULL = Text(
    "磁盘已满，未写出任何内容；请腾出空间，或把 --into 指到别的磁盘",
    "the disk is full and nothing is written: free some space, or name another disk by --into",
)


def io_refusal(stage: Path, message: str) -> TicketsRefused:
    """What the engine says of reading and writing, as a sentence."""
    if "No space left" in message or shutil.disk_usage(stage).free < 1 << 20:
        return TicketsRefused("disk_full", _DISK_FULL)
    first = message.splitlines()[0][:200]
    return TicketsRefused("io", Text(f"读写失败：{first}", f"reading or writing failed: {first}"))
