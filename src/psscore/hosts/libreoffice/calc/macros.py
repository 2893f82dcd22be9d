"""Our modules in the user's Basic macros: kept as they should be, or taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LIBRARY = "Standard"
"""The library of the user's macros that Calc looks into for functions; it looks into no other."""
PREFIX = "Psscore"
"""How the names of our modules begin."""


def keep_macros(context: Any, modules: Mapping[str, str]) -> None:
    """Make the user's macros hold these modules of ours, and no others of ours; nothing is written needlessly."""
    name = "com.sun.star.script.ApplicationScriptLibraryContainer"
    libraries = context.ServiceManager.createInstanceWithContext(name, context)
    libraries.loadLibrary(LIBRARY)
    library = libraries.getByName(LIBRARY)
    kept = {name: library.getByName(name) for name in library.getElementNames() if name.startswith(PREFIX)}
    if kept == modules:
        return
    for name in kept:
        library.removeByName(name)
    for name, source in modules.items():
        library.insertByName(name, source)
    libraries.storeLibraries()
