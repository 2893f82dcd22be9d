"""How a store is named: a DuckDB file or the address of a PostgreSQL database, with a period behind `#`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SUFFIX = ".duckdb"
SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Where:
    """A store and the period that is wanted of it, "" for all; `url` says that it is no file."""

    place: str
    period: str = ""
    url: bool = False

    @property
    def shown(self) -> str:
        """What people are told: the address without its password."""
        if not self.url:
            return self.place
        parts = urlsplit(self.place)
        user = f"{parts.username}@" if parts.username else ""
        return f"{parts.scheme}://{user}{parts.netloc.rpartition('@')[2]}{parts.path}"


def where(source: str | Path) -> Where | None:
    """The store a source names; None when it is something else, such as a folder."""
    text = source.as_posix() if isinstance(source, Path) else source
    for scheme in SCHEMES:
        if text.startswith(f"{scheme}:/"):
            rest, _, period = text.removeprefix(f"{scheme}:").partition("#")
            return Where(f"{scheme}://{_address(rest)}", period.strip(), True)
    text = str(source)
    if text.lower().endswith(SUFFIX):
        return Where(text)
    place, hash_, period = text.rpartition("#")
    if hash_ and place.lower().endswith(SUFFIX) and not Path(text).exists():
        return Where(place, period.strip())
    return None


def _address(rest: str) -> str:
    """An address behind its scheme; a path has made one slash of two or three."""
    plain = rest.lstrip("/")
    slashes = len(rest) - len(plain)
    local = slashes > 2 or (slashes == 1 and "/" not in plain.partition("?")[0])
    return f"/{plain}" if local else plain


def is_store(source: str | Path) -> bool:
    """Whether a source names a store."""
    return where(source) is not None
