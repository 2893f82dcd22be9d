"""What results rest on beside the workbook: standards, version, engine, options."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import psscore
from psscore.rulebook.catalogue import known_standards
from psscore.workbook.recalculation import Options


def conditions(options: Options) -> dict[str, Any]:
    """Everything that makes the same workbook give another result, as JSON.

    Each standard counts with the SHA-256 of its file, those of the user's own too: one that changes has every
    workbook scored again. The clock counts only when it was set.
    """
    return {
        "psscore": psscore.__version__,
        "engine": _version("formualizer"),
        "standards": dict(sorted(_standards())),
        "allow_partial": options.allow_partial,
        "stamp": options.stamp,
        "operator": options.operator if options.stamp else "",
        "lang": str(options.lang),
        "now": options.now.isoformat() if options.now else None,
    }


def digest(found: dict[str, Any]) -> str:
    """The SHA-256 of conditions."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def _standards() -> list[tuple[str, str]]:
    found = []
    for known in known_standards():
        for item in sorted(known.folder.iterdir(), key=lambda item: item.name):
            if item.name.endswith((".toml", ".json")):
                found.append((f"{known.name}/{item.name}", hashlib.sha256(item.read_bytes()).hexdigest()))
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
