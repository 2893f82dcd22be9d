"""Putting a new file in the place of an old one: whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

from psscore.model.text import Text
from psscore.workbook.refusal import Refused


class NotWritten(Exception):
    """The new file could not be written; the old one is as it was."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.en)
        self.code = code
        self.text = text


def check_writable(path: Path) -> None:
    """Refuse to replace a workbook that is read-only or that somebody has open, which a lock file beside it shows."""
    target = Path(os.path.realpath(path))
    _check_unlocked(path)
    if target != path:
        _check_unlocked(target)
    try:
        mode = target.stat().st_mode
    except (OSError, ValueError):
        # What is not there cannot be in the way; what else is wrong shows when it is written.
        return
    if not stat.S_ISREG(mode):
        raise Refused(
            "not_a_file",
            Text(f"{path} 不是普通文件，不能写入", f"{path} is not a regular file and is not written to"),
        )
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise Refused(
            "read_only",
            Text(
                "文件是只读的，未改动：请先取消只读", "the file is read-only and is left alone: make it writable first"
            ),
        )


def _check_unlocked(path: Path) -> None:
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        # Unlike `Path.exists` it never raises: a name too long for a lock has none.
        if os.path.exists(lock):
            raise Refused(
                "locked",
                Text(
                    f"工作簿正在被打开（存在 {lock.name}）：请先关闭",
                    f"the workbook is open in another program ({lock.name} exists): close it first",
                ),
            )


def replace(path: Path, data: bytes, like: Path | None = None) -> None:
    """Write `data` to `path` in one step, with the mode and owner of `like` (or of what stood there before).

    `NotWritten` when the folder is read-only, the disk full or the file locked; nothing is lost or left behind then.
    """
    target = Path(os.path.realpath(path))
    model = target if os.path.exists(target) else like
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".psscore-", suffix=".tmp")
        with os.fdopen(handle, "wb") as stream:
            _copy_owner(handle, model)
            stream.write(data)
            stream.flush()
            os.fsync(handle)
        os.replace(temporary, target)
        temporary = ""
    except OSError as failure:
        raise NotWritten(*_why(failure, path)) from failure
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    _sync_folder(target.parent)


def _copy_owner(handle: int, model: Path | None) -> None:
    if not hasattr(os, "fchmod"):
        return
    if model is None:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    status = model.stat()
    with contextlib.suppress(PermissionError):
        # Only root may give files away; keeping what is allowed is all that can be done.
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    # The rename has happened; a file system that cannot sync folders loses nothing by it.
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _why(failure: OSError, path: Path) -> tuple[str, Text]:
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk_full", Text("磁盘空间不足，原文件未改动", "the disk is full; the old file is unchanged")
    if failure.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "read_only", Text(
            f"无权写入文件夹 {path.parent}，原文件未改动",
            f"the folder {path.parent} cannot be written; nothing has changed",
        )
    if failure.errno == errno.ENOENT:
        return "no_folder", Text(f"文件夹 {path.parent} 不存在", f"the folder {path.parent} does not exist")
    return "not_written", Text(
        f"写入失败（{failure.strerror}），原文件未改动",
        f"writing failed ({failure.strerror}); the old file is unchanged",
    )
