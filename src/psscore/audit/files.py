"""A file to its grids, or the one sentence why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from psscore.audit.delimited import delimited_grids
from psscore.audit.excel import workbook_grids
from psscore.audit.grid import Grid
from psscore.audit.refusal import AuditRefused
from psscore.model.text import Text

_MAX_BYTES = 64 * 2**20
_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")
_TEXTS = (".csv", ".tsv", ".txt")
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_grids(path: Path) -> Iterator[Grid]:
    """The sheets of a workbook, or the readings of a text table. Raises AuditRefused."""
    suffix = path.suffix.lower()
    if suffix not in _WORKBOOKS + _TEXTS:
        raise AuditRefused(
            Text(
                f"不支持 {suffix or '无扩展名'} 文件，请另存为 .xlsx 或 .csv",
                f"{suffix or 'a file without extension'} is not supported: save it as .xlsx or .csv",
            )
        )
    data = _bytes(path)
    if not data:
        raise AuditRefused(Text("文件是空的", "the file is empty"))
    if data.startswith(_COMPOUND):
        raise AuditRefused(_compound(data))
    if suffix in _TEXTS and data.startswith(b"PK\x03\x04"):
        raise AuditRefused(Text("文件是 Excel 工作簿，扩展名应为 .xlsx", "this is a workbook: name it .xlsx"))
    return workbook_grids(data) if suffix in _WORKBOOKS else delimited_grids(data)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise AuditRefused(Text("文件超过 64 MB，不像自评表", "the file is above 64 MB: not a form"))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AuditRefused(Text("文件不存在", "there is no such file")) from error
    except IsADirectoryError as error:
        raise AuditRefused(Text("这是文件夹，不是文件", "this is a folder, not a file")) from error
    except PermissionError as error:
        raise AuditRefused(Text("没有读取权限", "no permission to read the file")) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise AuditRefused(Text(f"文件无法读取：{reason}", f"the file cannot be read: {reason}")) from error


def _compound(data: bytes) -> Text:
    if _ENCRYPTED in data:
        return Text("文件已加密，请去除密码后再核", "the file is encrypted: remove the password first")
    return Text("文件是旧式 .xls，请另存为 .xlsx", "this is an old .xls file: save it as .xlsx")
