"""What a workbook brings along: its own functions, formulas that need the add-in, versions, its mark and place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from psscore import __version__
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.excel.install.line import Line, bad, note, ok
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.mark_of_web import is_marked
from psscore.hosts.excel.install.places import LONGEST_BOOK, synced_by
from psscore.hosts.excel.install.versions import UNREADABLE, newer, version_of
from psscore.hosts.vba.compound_file import SIGNATURE
from psscore.hosts.vba.reader import NotReadable, module_texts, stream_names
from psscore.model.text import Text

_PROJECT = "xl/vbaProject.bin"
_VERSION = re.compile(r'^Public Const PsVersion As String = "([^"]*)"', re.M)
_CALL = re.compile(rb"<f\b[^>]*>[^<]*(?<![\w.])(?:" + b"|".join(name.encode() for name in FUNCTIONS) + rb")\s*\(", re.I)
_FUNCTIONS_MODULE = "PsFunctions"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is inside: the version its macros are of (None without ours), the template's, and whether cells call us."""

    macros: str | None
    template: str | None
    calls: bool
    has_functions: bool


def read(data: bytes) -> Contents:
    """Raises `NotReadable` for what is no workbook of Excel 2007 or later, and for damaged macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise NotReadable("no workbook in it")
            sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            calls = any(_CALL.search(archive.read(name)) for name in sheets)
            texts = module_texts(archive.read(_PROJECT)) if _PROJECT in names else {}
    except UNREADABLE as failure:
        raise NotReadable(str(failure)) from failure
    found = _VERSION.search(texts.get("PsBuild", ""))
    return Contents(found[1] if found else None, version_of(data), calls, _FUNCTIONS_MODULE in texts)


def workbook_lines(machine: Machine, path: Path, addin_there: bool | None) -> Iterator[Line]:
    """All there is to say of a workbook; `addin_there`: Excel loads the add-in; None where there is no Excel."""
    name = str(path)
    yield from _place(machine, path)
    try:
        data = path.read_bytes()
    except OSError as failure:
        yield bad(
            "workbook",
            Text(f"{name}：不能读取（{failure.strerror}）", f"{name}: cannot be read ({failure.strerror})"),
            Text("请检查路径，并关闭占用它的程序", "check the path, and close the program that holds it"),
        )
        return
    if is_marked(path):
        yield bad(
            "workbook_mark",
            Text(
                f"{name}：带有来自互联网的标记，Excel 会禁用其中的宏",
                f"{name}: marked as from the internet, so Excel blocks its macros",
            ),
            Text(
                "关闭文件，右击 > 属性 > 勾选“解除锁定” > 确定",
                'close it, right-click > Properties > tick "Unblock" > OK',
            ),
        )
    try:
        contents = read(data)
    except NotReadable as failure:
        yield _unreadable(name, data, failure)
        return
    yield from _functions(name, contents, addin_there)
    yield from _template(name, contents)


def _functions(name: str, contents: Contents, addin_there: bool | None) -> Iterator[Line]:
    if contents.has_functions:
        if contents.macros == __version__:
            yield ok("workbook", f"{name}：自带函数，版本 {__version__}", f"{name}: has the functions, {__version__}")
        else:
            yield _differs(name, contents.macros or "?")
    elif not contents.calls:
        yield note("workbook", Text(f"{name}：没有 psscore 的公式", f"{name}: has no formulas of psscore"))
    elif addin_there is None:
        needs = Text(f"{name}：在 Excel 中需要加载项", f"{name}: needs the add-in in Excel")
        yield note(
            "workbook", needs, Text("在 Windows 上运行 psscore addin install", "run psscore addin install on Windows")
        )
    elif addin_there:
        yield ok("workbook", f"{name}：用加载项的函数", f"{name}: uses the functions of the add-in")
    else:
        yield bad(
            "workbook_needs_addin",
            Text(
                f"{name}：公式需要加载项，而它没有安装", f"{name}: its formulas need the add-in, which is not installed"
            ),
            Text(
                "运行 psscore addin install，或用 psscore score 计算", "run psscore addin install, or use psscore score"
            ),
        )


def _differs(name: str, macros: str) -> Line:
    return bad(
        "workbook_version",
        Text(
            f"{name}：其中的函数为 {macros}，已安装的 psscore 为 {__version__}，Excel 中不计算",
            f"{name}: its functions are of {macros}, the psscore installed is {__version__}: Excel calculates nothing",
        ),
        _upgrade(macros),
    )


def _template(name: str, contents: Contents) -> Iterator[Line]:
    made_by = contents.template
    if made_by and made_by != contents.macros and newer(made_by, __version__):
        yield bad(
            "workbook_newer",
            Text(
                f"{name}：由较新的模板（{made_by}）制成，psscore 为 {__version__}",
                f"{name}: made from a newer template ({made_by}) than this psscore ({__version__})",
            ),
            _upgrade(made_by),
        )


def _upgrade(version: str) -> Text:
    if newer(version, __version__):
        return Text(
            f"安装 psscore {version} 后再运行 psscore addin install",
            f"install psscore {version}, then run psscore addin install",
        )
    return Text(
        "用 psscore template build 生成新模板并转入数据，或用 psscore score 计算",
        "build a new template with psscore template build and move the data, or use psscore score",
    )


def _place(machine: Machine, path: Path) -> Iterator[Line]:
    full = str(path.absolute())
    if (synced := synced_by(machine, full)) is not None:
        yield note(
            "workbook_onedrive",
            Text(f"{path}：在 OneDrive 或 SharePoint 中（{synced}）", f"{path}: in OneDrive or SharePoint ({synced})"),
            Text(
                "函数不受影响；同步中的副本可能带锁定标记，最好在本机文件夹中评分",
                "functions work; a copy that is being synchronised may be blocked, so better score it in a folder of "
                "this computer",
            ),
        )
    if len(full) > LONGEST_BOOK:
        yield bad(
            "workbook_path",
            Text(
                f"{path}：路径有 {len(full)} 个字符，Excel 最多打开 {LONGEST_BOOK} 个",
                f"{path}: its path has {len(full)} characters, Excel opens {LONGEST_BOOK} at most",
            ),
            Text("请移到路径较短的文件夹", "move it to a folder with a shorter path"),
        )


def _unreadable(name: str, data: bytes, failure: NotReadable) -> Line:
    if data[:8] == SIGNATURE:
        if _encrypted(data):
            return bad(
                "workbook_password",
                Text(f"{name}：有打开密码", f"{name}: protected by a password"),
                Text("请先在 Excel 中去掉打开密码", "take the password off in Excel first"),
            )
        return bad(
            "workbook_old",
            Text(f"{name}：是 Excel 97-2003 的 .xls 格式", f"{name}: an .xls of Excel 97-2003"),
            Text("请在 Excel 中另存为 .xlsm 或 .xlsx", "save it as .xlsm or .xlsx in Excel"),
        )
    return bad(
        "workbook_damaged",
        Text(f"{name}：不是可读的 Excel 工作簿（{failure}）", f"{name}: no readable workbook of Excel ({failure})"),
        Text("请换用未损坏的副本", "use a copy that is not damaged"),
    )


def _encrypted(data: bytes) -> bool:
    try:
        return "EncryptedPackage" in stream_names(data)
    except NotReadable:
        return False
