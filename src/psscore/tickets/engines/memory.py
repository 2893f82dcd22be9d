"""How much memory DuckDB may take: part of what this process is allowed, not of what the machine has."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_SHARE = 60
_MIB = 1 << 20
_UNKNOWN = 2048


def allowed_mib() -> int:
    """MiB this process may use: the least of the machine, its container and its own limit."""
    if sys.platform == "win32":
        return _UNKNOWN
    import resource

    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for path in (*_LIMITS, *_own()):
        # "max" stands there for no limit.
        with contextlib.suppress(OSError, ValueError):
            found.append(int(Path(path).read_text("ascii")))
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY:
        found.append(soft)
    return max(64, min(found) // _MIB)


def engine_mib(most: int = 1024) -> int:
    """MiB to give the engine: 60 % of what is allowed, as what it does not account for needs the rest."""
    return min(most, allowed_mib() * _SHARE // 100)


def _own() -> list[str]:
    with contextlib.suppress(OSError):
        lines = Path("/proc/self/cgroup").read_text("ascii").splitlines()
        for line in lines:
            number, controllers, group = line.split(":", 2)
            if number == "0":
                return _upwards("/sys/fs/cgroup", group, "memory.max")
            if "memory" in controllers.split(","):
                return _upwards("/sys/fs/cgroup/memory", group, "memory.limit_in_bytes")
    return []


def _upwards(root: str, group: str, name: str) -> list[str]:
    """The limits of a group and of all that hold it."""
    parts = [part for part in group.split("/") if part]
    return ["/".join([root, *parts[: len(parts) - up], name]) for up in range(len(parts))]
