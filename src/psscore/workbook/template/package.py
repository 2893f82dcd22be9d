"""The finished package: a macro-enabled workbook whose bytes depend on its content alone."""

from __future__ import annotations

import io
import re
import zipfile

VERSION_PROPERTY = "psscore"  # the custom property of a file that says which psscore built it

_SHOWS_NOTHING = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)>(<f>[^<]*</f>)<v></v>')
_DATE = (2026, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")


def finish(data: bytes, calculated: bool = True) -> bytes:
    """Make of the writer's .xlsm the one that is shipped; not `calculated`, its formulas have no values."""
    members = read_members(data)
    if calculated:
        # The values are right as shipped: a full calculation on opening would only make the file look changed.
        members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    # The writer stores a formula that shows nothing as a number without digits.
    shown = rb'\1 t="str">\2<v></v>' if calculated else rb"\1>\2"
    for name in members:
        if name.startswith("xl/worksheets/sheet"):
            members[name] = _SHOWS_NOTHING.sub(shown, members[name])
    return pack(members)


def read_members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(members: dict[str, bytes]) -> bytes:
    """Stored, dated and ordered the same on every machine: compression differs between builds of zlib."""
    names = [name for name in _FIRST if name in members]
    names += sorted(name for name in members if name not in _FIRST)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = 0
            info.external_attr = 0o600 << 16
            archive.writestr(info, members[name])
    return out.getvalue()
