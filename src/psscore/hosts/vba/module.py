"""One module of a VBA project: its name, what it belongs to, and its text as it is stored."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from psscore.model.text import Text

_LONGEST_NAME = 31  # Excel refuses more
_LONGEST_LINE = 1023  # characters; the editor cannot hold more
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_HEADER = re.compile(r'Attribute VB_Name = "([^"]*)"\r?\n')


class Belongs(enum.Enum):
    """What a module is attached to; the value is the class a document module extends (MS-OVBA 2.3.4.3)."""

    NOTHING = ""
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"


class SourceFault(ValueError):
    """The text of a module cannot go into a project as it is."""

    def __init__(self, module: str, line: int, message: Text) -> None:
        self.module, self.line, self.message = module, line, message
        where = f"{module}:{line}" if line else module
        super().__init__(f"{where}: {message.zh} {message.en}")


@dataclass(frozen=True, slots=True)
class Module:
    """A module, its code without the lines that only say what it is. Made by `standard` or `document`."""

    name: str
    code: str
    belongs: Belongs = Belongs.NOTHING

    def __post_init__(self) -> None:
        for line, message in _faults(self):
            raise SourceFault(self.name, line, message)

    def source(self) -> bytes:
        """The text as stored: attributes first, lines ending in CR LF."""
        lines = [*self._attributes(), *_lines(self.code)]
        return "".join(f"{line}\r\n" for line in lines).encode("ascii")

    def _attributes(self) -> list[str]:
        lines = [f'Attribute VB_Name = "{self.name}"']
        if self.belongs is not Belongs.NOTHING:
            lines += [
                f'Attribute VB_Base = "{self.belongs.value}"',
                "Attribute VB_GlobalNameSpace = False",
                "Attribute VB_Creatable = False",
                "Attribute VB_PredeclaredId = True",
                "Attribute VB_Exposed = True",
                "Attribute VB_TemplateDerived = False",
                "Attribute VB_Customizable = True",
            ]
        return lines


def standard(exported: str) -> Module:
    """The module an exported .bas file holds; its first line names it. Raises `SourceFault`."""
    header = _HEADER.match(exported)
    if header is None:
        raise SourceFault(
            "?", 1, Text('首行应为 Attribute VB_Name = "名称"。', 'The first line must be Attribute VB_Name = "name".')
        )
    return Module(header[1], exported[header.end() :])


def document(name: str, belongs: Belongs, code: str = "") -> Module:
    """The module behind the workbook or a sheet; `name` must be its code name in the package."""
    return Module(name, code, belongs)


def _lines(code: str) -> list[str]:
    lines = code.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def _faults(module: Module) -> list[tuple[int, Text]]:
    found: list[tuple[int, Text]] = []
    if not _NAME.match(module.name) or len(module.name) > _LONGEST_NAME:
        found.append(
            (
                0,
                Text(
                    f"模块名须以字母开头，只含字母、数字、下划线，不超过 {_LONGEST_NAME} 个字符。",
                    f"A module's name starts with a letter, has letters, digits and underscores only, "
                    f"{_LONGEST_NAME} at most.",
                ),
            )
        )
    ahead = 0 if module.belongs is not Belongs.NOTHING else 1
    for number, line in enumerate(_lines(module.code), 1 + ahead):
        if not line.isascii():
            odd = next(character for character in line if not character.isascii())
            found.append(
                (
                    number,
                    Text(
                        f"“{odd}” 不是 ASCII 字符：VBA 源码随各机代码页而变，请放入文字表。",
                        f"{odd!r} is not ASCII, and VBA text depends on the code page. Use the table of texts.",
                    ),
                )
            )
        if len(line) > _LONGEST_LINE:
            found.append(
                (
                    number,
                    Text(f"一行最多 {_LONGEST_LINE} 个字符。", f"A line holds {_LONGEST_LINE} characters at most."),
                )
            )
        if line.startswith(("VERSION ", "Attribute VB_PredeclaredId")):
            found.append((number, Text("不支持类模块。", "Class modules are not supported.")))
    return found
