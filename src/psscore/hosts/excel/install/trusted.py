"""Folders whose files Excel takes for safe, and the policies about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from psscore.hosts.excel.install.excel import everybodys_xlstart, office
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.places import inside, on_network, same, xlstart

_VARIABLE = re.compile(r"%([^%]+)%")


def is_trusted(machine: Machine, folder: Path | str) -> bool:
    """Whether files in a folder run without questions. The start folders do, unless trust is switched off."""
    if locations_off(machine) or (on_network(folder) and not network_allowed(machine)):
        return False
    starts = (xlstart(machine), everybodys_xlstart(machine))
    if any(start is not None and same(folder, start) for start in starts) and user_locations_allowed(machine):
        return True
    return any(same(folder, place) or (deep and inside(folder, place)) for place, deep in _locations(machine))


def locations_off(machine: Machine) -> bool:
    """Whether every trusted location is switched off."""
    return any(_number(machine, rf"{key}\Trusted Locations", "AllLocationsDisabled") == 1 for key in keys(machine))


def network_allowed(machine: Machine) -> bool:
    return any(_number(machine, rf"{key}\Trusted Locations", "AllowNetworkLocations") == 1 for key in keys(machine))


def user_locations_allowed(machine: Machine) -> bool:
    """Whether locations that no policy names count."""
    key = rf"HKCU\Software\Policies\Microsoft\Office\{office(machine)}\Common\Security\Trusted Locations"
    return _number(machine, key, "Allow User Locations") != 0


def keys(machine: Machine) -> tuple[str, str, str]:
    """Where Excel's security settings are: policies of the domain, of Microsoft 365, then what the user chose."""
    tail = rf"Office\{office(machine)}\Excel\Security"
    return (
        rf"HKCU\Software\Policies\Microsoft\{tail}",
        rf"HKCU\Software\Policies\Microsoft\Cloud\{tail}",
        rf"HKCU\Software\Microsoft\{tail}",
    )


def _locations(machine: Machine) -> Iterator[tuple[str, bool]]:
    *policies, own = keys(machine)
    for key in (*policies, own) if user_locations_allowed(machine) else policies:
        for name in machine.registry.keys(rf"{key}\Trusted Locations"):
            place = machine.registry.value(rf"{key}\Trusted Locations\{name}", "Path")
            deep = machine.registry.value(rf"{key}\Trusted Locations\{name}", "AllowSubFolders")
            if isinstance(place, str) and place:
                yield _expanded(machine, place), deep == 1


def _expanded(machine: Machine, path: str) -> str:
    return _VARIABLE.sub(lambda found: machine.environment.get(found[1], found[0]), path)


def _number(machine: Machine, key: str, name: str) -> int | None:
    value = machine.registry.value(key, name)
    return value if isinstance(value, int) else None
