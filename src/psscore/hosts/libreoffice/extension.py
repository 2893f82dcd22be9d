"""psscore.oxt: texts in a zip that LibreOffice installs; the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from psscore import __version__
from psscore.hosts.excel.sources import addin_folder
from psscore.hosts.libreoffice.interface import idl
from psscore.hosts.libreoffice.vendored import vendored
from psscore.hosts.libreoffice.wizard import add_ins
from psscore.workbook.template.package import pack

FILE_NAME = "psscore.oxt"
IDENTIFIER = "org.psscore"
COMPONENT = "psscore_component.py"

_OLDEST = "25.2"  # older ones do not know the bare names of our functions in .xlsx files
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB" \
manifest:full-path="XFunctions.idl"/>
 <manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-component;type=Python" \
manifest:full-path="{component}"/>
 <manifest:file-entry manifest:media-type="application/vnd.sun.star.configuration-data" \
manifest:full-path="CalcAddIns.xcu"/>
</manifest:manifest>
"""
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


def extension_members() -> dict[str, bytes]:
    """The files of the extension by their path."""
    texts = {
        "META-INF/manifest.xml": _MANIFEST.format(component=COMPONENT),
        "description.xml": _DESCRIPTION.format(identifier=IDENTIFIER, version=__version__, oldest=_OLDEST),
        "XFunctions.idl": idl(),
        "CalcAddIns.xcu": add_ins(),
        COMPONENT: addin_folder().joinpath("libreoffice", COMPONENT).read_text("utf-8"),
    }
    core = {f"pythonpath/{name}": content for name, content in vendored().items()}
    return {name: content.encode() for name, content in texts.items()} | core


def extension_bytes() -> bytes:
    """The extension."""
    return pack(extension_members())


def write_all(folder: Path | None = None) -> Path:
    """Write the extension into the folder `addin` and give its path."""
    path = (folder or addin_folder()) / FILE_NAME
    path.write_bytes(extension_bytes())
    return path
