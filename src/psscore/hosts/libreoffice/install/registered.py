"""What LibreOffice says about our extension: whether it is there, which version, and whether all of it works."""

from __future__ import annotations

import re
from dataclasses import dataclass

from psscore.hosts.libreoffice.extension import IDENTIFIER
from psscore.hosts.libreoffice.install.office import Office

_PART = re.compile(r"URL: (\S+)\s+is registered: (\w+)")
_VERSION = re.compile(r"^\s*Version: (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Registered:
    """Our extension in LibreOffice; `broken` are the parts that LibreOffice did not register."""

    version: str
    broken: tuple[str, ...]
    parts: int
    basic: bool  # the one for versions before 25.2


def registered(office: Office, *, bundled: bool) -> Registered | None:
    """Our extension for this user, or the one for all users; None when there is none."""
    where = ["--bundled"] if bundled else []
    code, said = office.run([str(office.unopkg), "list", *where, IDENTIFIER])
    version = _VERSION.search(said)
    parts = _PART.findall(said)
    if code or version is None or not parts:
        return None
    broken = tuple(url.rpartition("/")[2] for url, state in parts if state != "yes")
    return Registered(version[1], broken, len(parts), "psscore_basic.py" in said)
