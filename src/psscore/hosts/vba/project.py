"""A VBA project of source text only: the storage of MS-OVBA 2.2.

The `_VBA_PROJECT` stream says that there is no compiled code (2.3.4.1, version 0xFFFF), and every module's text starts
at offset 0 (2.3.4.2.3.2.5), so Excel compiles from the text when it opens the file.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from psscore.hosts.vba.compound_file import compound_file
from psscore.hosts.vba.compression import compress
from psscore.hosts.vba.module import Belongs, Module, SourceFault
from psscore.hosts.vba.protection import protection_lines
from psscore.model.text import Text

_NOT_COMPILED = bytes.fromhex("cc61ffff000000")
_ENGLISH = struct.pack("<I", 0x409)
_CODE_PAGE = 1252  # sources are ASCII, so every machine reads the same
_WINDOWS_64 = struct.pack("<I", 3)  # PROJECTSYSKIND
_OLE = (
    "stdole",
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
)
_HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"  # 2.3.1.18
_NAMESPACE = uuid.UUID("8f2a6c0e-5b0d-5c53-9d0c-3f6f9a3d5b11")


@dataclass(frozen=True, slots=True)
class Project:
    """Modules in the order the editor lists them; documents must match the package's code names."""

    name: str
    modules: Sequence[Module]

    @property
    def identity(self) -> str:
        """The project's ID: depends on its name alone."""
        return "{" + str(uuid.uuid5(_NAMESPACE, self.name)).upper() + "}"


def project_bytes(project: Project) -> bytes:
    """The content of vbaProject.bin. Raises `SourceFault` when two modules share a name."""
    names: set[str] = set()
    for module in project.modules:
        if module.name.upper() in names:
            raise SourceFault(module.name, 0, Text("模块名重复。", "Two modules have this name."))
        names.add(module.name.upper())
    streams = {module.name: compress(module.source()) for module in project.modules}
    streams["_VBA_PROJECT"] = _NOT_COMPILED
    streams["dir"] = compress(_directory(project))
    return compound_file({"VBA": streams, "PROJECT": _properties(project), "PROJECTwm": _names(project)})


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _directory(project: Project) -> bytes:
    """The dir stream before compression: 2.3.4.2."""
    name, reference = _OLE
    out = [
        _record(0x01, _WINDOWS_64),
        _record(0x02, _ENGLISH),
        _record(0x14, _ENGLISH),
        _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, project.name.encode("ascii")),
        *(_record(0x05, b""), _record(0x40, b"")),  # PROJECTDOCSTRING
        *(_record(0x06, b""), _record(0x3D, b"")),  # PROJECTHELPFILEPATH
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 0x61000000, 1),  # PROJECTVERSION: its size counts the major part only
        *(_record(0x0C, b""), _record(0x3C, b"")),  # PROJECTCONSTANTS
        *(_record(0x16, name.encode("ascii")), _record(0x3E, name.encode("utf-16le"))),
        _record(0x0D, struct.pack("<I", len(reference)) + reference.encode("ascii") + bytes(6)),
        _record(0x0F, struct.pack("<H", len(project.modules))),
        _record(0x13, b"\xff\xff"),
    ]
    for module in project.modules:
        ascii_name, wide_name = module.name.encode("ascii"), module.name.encode("utf-16le")
        out += [
            *(_record(0x19, ascii_name), _record(0x47, wide_name)),
            *(_record(0x1A, ascii_name), _record(0x32, wide_name)),  # the stream has the module's name
            *(_record(0x1C, b""), _record(0x48, b"")),
            _record(0x31, bytes(4)),
            _record(0x1E, bytes(4)),
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if module.belongs is Belongs.NOTHING else 0x22, b""),
            _record(0x2B, b""),
        ]
    return b"".join([*out, _record(0x10, b"")])


def _properties(project: Project) -> bytes:
    """The PROJECT stream: 2.3.1."""
    lines = [f'ID="{project.identity}"']
    for module in project.modules:
        document = module.belongs is not Belongs.NOTHING
        lines.append(f"Document={module.name}/&H00000000" if document else f"Module={module.name}")
    lines += [f'Name="{project.name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    lines += protection_lines(project.identity)
    lines += ["", "[Host Extender Info]", _HOST, "", "[Workspace]"]
    lines += [f"{module.name}=0, 0, 0, 0, C" for module in project.modules]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _names(project: Project) -> bytes:
    """The PROJECTwm stream: 2.3.3."""
    pairs = (
        module.name.encode("ascii") + b"\0" + module.name.encode("utf-16le") + b"\0\0" for module in project.modules
    )
    return b"".join(pairs) + b"\0\0"
