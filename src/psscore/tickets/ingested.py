"""What reading exports gave: the canonical table in a folder, and every record accounted for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from psscore.model.text import Text
from psscore.tickets.canonical import GLOB
from psscore.tickets.leftovers import release
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.several_cities import SeveralCities

SCHEMA = "psscore.ingest/1"
RECEIPT = "ingest.json"
STRUCTURE_TABLE = "rejects/structure.csv"
VALUES_TABLE = "rejects/values.csv"


@dataclass(frozen=True)
class SourceFile:
    """One file, or one sheet of one: its SHA-256 and what became of its records."""

    name: str
    sheet: str | None
    sha256: str
    encoding: str | None
    read: int
    accepted: int
    rejected: int
    columns: Mapping[str, str]
    """Which column each field was read from."""
    careful: bool = False
    """Whether broken records had to be sorted out before it could be read."""


@dataclass(frozen=True)
class Ingested:
    """Counts of records; `read` = `accepted` + `rejected`. A context manager: it removes a temporary folder."""

    folder: Path
    read: int
    accepted: int
    rejected: int
    duplicates: int
    """Accepted records beyond one a ticket: further versions of the same `ticket_id` in a city."""
    rejects: Mapping[str, int]
    """Rejected records by reason."""
    doubts: Mapping[str, int]
    """Doubtful values in accepted records, by `field:reason`."""
    doubtful: int
    """Accepted records with at least one doubtful value."""
    files: tuple[SourceFile, ...]
    mapping_digest: str
    time_zone: str
    several_cities: SeveralCities | None = None
    """Ticket numbers that stand in several cities; None where an older reading did not look."""
    temporary: bool = field(default=False, compare=False)

    @property
    def glob(self) -> str:
        """The Parquet files of the canonical table, as a pattern."""
        return str(self.folder / GLOB)

    def to_json(self) -> dict[str, Any]:
        """The receipt, `psscore.ingest/1`."""
        return {
            "schema": SCHEMA,
            "read": self.read,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "duplicates": self.duplicates,
            "doubtful": self.doubtful,
            "several_cities": self.several_cities and self.several_cities.to_json(),
            "rejects": dict(self.rejects),
            "doubts": dict(self.doubts),
            "time_zone": self.time_zone,
            "mapping_sha256": self.mapping_digest,
            "files": [
                {
                    "name": one.name,
                    "sheet": one.sheet,
                    "sha256": one.sha256,
                    "encoding": one.encoding,
                    "read": one.read,
                    "accepted": one.accepted,
                    "rejected": one.rejected,
                    "careful": one.careful,
                    "columns": dict(one.columns),
                }
                for one in self.files
            ],
        }

    def close(self) -> None:
        """Remove the folder when it is temporary."""
        if self.temporary:
            # The table was laid out in a folder of its own work.
            release(self.folder.parent)

    def __enter__(self) -> Ingested:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def is_ingested(folder: Path) -> bool:
    """Whether a folder is what reading exports has written."""
    return (folder / RECEIPT).is_file()


def open_ingested(folder: Path | str) -> Ingested:
    """A folder written before. Raises TicketsRefused when it is none."""
    path = Path(folder)
    try:
        told = json.loads((path / RECEIPT).read_text("utf-8"))
        if told["schema"] != SCHEMA:
            raise ValueError(told["schema"])
        return Ingested(
            folder=path,
            read=told["read"],
            accepted=told["accepted"],
            rejected=told["rejected"],
            duplicates=told["duplicates"],
            rejects=told["rejects"],
            doubts=told["doubts"],
            doubtful=told["doubtful"],
            files=tuple(SourceFile(**one) for one in told["files"]),
            mapping_digest=told["mapping_sha256"],
            time_zone=told["time_zone"],
            several_cities=SeveralCities(**several) if (several := told.get("several_cities")) else None,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TicketsRefused(
            "folder",
            Text(
                f"{path}：不是 psscore tickets ingest 写出的文件夹（{RECEIPT} 缺失或不可读）",
                f"{path}: not a folder written by psscore tickets ingest ({RECEIPT} is missing or unreadable)",
            ),
        ) from error
