"""The extensions of LibreOffice: texts in a zip that it installs; the same bytes every time.

One is for LibreOffice 25.2 and later, one for 7.4 to 24.8, which do not know the bare names of an add-in's functions
in .xlsx files: there the functions are Basic macros of the user that call the same Python.
"""

from __future__ import annotations

import enum
from pathlib import Path

from psscore import __version__
from psscore.hosts.excel.sources import addin_folder
from psscore.hosts.libreoffice import basic, menu
from psscore.hosts.libreoffice.interface import CALL_INTERFACE, INTERFACE, call_idl, idl
from psscore.hosts.libreoffice.vendored import vendored
from psscore.hosts.libreoffice.wizard import add_ins
from psscore.workbook.template.package import pack

IDENTIFIER = "org.psscore"


class Flavour(enum.Enum):
    """Which versions of LibreOffice an extension is for; the value is the name of its file."""

    CURRENT = "psscore.oxt"
    BASIC = "psscore-7.4.oxt"

    @property
    def oldest(self) -> str:
        """The first version of LibreOffice that takes it."""
        return "25.2" if self is Flavour.CURRENT else "7.4"


FILE_NAME = Flavour.CURRENT.value

COMPONENT, _COMMANDS, _BASIC = "psscore_component.py", "psscore_commands.py", "psscore_basic.py"
_TYPES = "application/vnd.sun.star.uno-typelibrary;type=RDB"
_PYTHON = "application/vnd.sun.star.uno-component;type=Python"
_SETTINGS = "application/vnd.sun.star.configuration-data"

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
{entries}
</manifest:manifest>
"""
_ENTRY = ' <manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{name}"/>'
_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006" \
xmlns:d="http://openoffice.org/extensions/description/2006" \
xmlns:l="http://libreoffice.org/extensions/description/2011">
 <identifier value="{identifier}"/>
 <version value="{version}"/>
 <display-name><name lang="en">psscore: public-service scores</name><name lang="zh-CN">psscore 公共服务评分</name>\
</display-name>
 <dependencies><l:LibreOffice-minimal-version value="{oldest}" d:name="LibreOffice {oldest}"/></dependencies>
</description>
"""


def extension_members(flavour: Flavour = Flavour.CURRENT) -> dict[str, bytes]:
    """The files of an extension by their path."""
    current = flavour is Flavour.CURRENT
    registered = {
        f"{INTERFACE if current else CALL_INTERFACE}.idl": (_TYPES, idl() if current else call_idl()),
        COMPONENT if current else _BASIC: (_PYTHON, _written(COMPONENT if current else _BASIC)),
        _COMMANDS: (_PYTHON, _written(_COMMANDS)),
        "Addons.xcu": (_SETTINGS, menu.add_ons()),
        "CalcWindowState.xcu": (_SETTINGS, menu.window_state()),
        "ProtocolHandler.xcu": (_SETTINGS, menu.protocol_handler()),
    }
    if current:
        registered["CalcAddIns.xcu"] = (_SETTINGS, add_ins())
    entries = [_ENTRY.format(kind=kind, name=name) for name, (kind, _) in registered.items()]
    texts = {
        "META-INF/manifest.xml": _MANIFEST.format(entries="\n".join(entries)),
        "description.xml": _DESCRIPTION.format(identifier=IDENTIFIER, version=__version__, oldest=flavour.oldest),
    } | {name: text for name, (_, text) in registered.items()}
    if not current:
        texts |= {f"basic/{name}.bas": text for name, text in basic.modules().items()}
    core = {f"pythonpath/{name}": content for name, content in vendored().items()}
    return {name: content.encode() for name, content in texts.items()} | core


def extension_bytes(flavour: Flavour = Flavour.CURRENT) -> bytes:
    """An extension."""
    return pack(extension_members(flavour))


def write_all(folder: Path | None = None) -> list[Path]:
    """Write the extensions into the folder `addin` and give their paths."""
    written = []
    for flavour in Flavour:
        path = (folder or addin_folder()) / flavour.value
        path.write_bytes(extension_bytes(flavour))
        written.append(path)
    return written


def _written(name: str) -> str:
    return addin_folder().joinpath("libreoffice", name).read_text("utf-8")
