"""Which cells are times by a mapping, told by the engine that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import duckdb

from psscore.tickets.cleaning import readable_seconds
from psscore.tickets.mapping import Mapping
from psscore.tickets.time_formats import SERIALS, TYPED

_EPOCH = datetime(1970, 1, 1)


class ReadableTimes:
    """Reads columns of times; `typed` where date cells of a workbook are read whatever the mapping lists."""

    def __init__(self, mapping: Mapping, *, typed: bool) -> None:
        self._mapping, self._typed = mapping, typed
        self._engine = duckdb.connect(":memory:")

    def read(self, field: str, cells: Sequence[str]) -> list[str | None]:
        """Each cell as the mapping reads it from text; None for one it does not read."""
        listed = self._mapping.formats_of(field)
        formats = [listed, (*listed, TYPED)] if self._typed else [listed]
        seconds = ", ".join(readable_seconds("cell", one, self._mapping.zone_seconds) for one in formats)
        numbered = "SELECT unnest($1::VARCHAR[]) AS cell, generate_subscripts($1::VARCHAR[], 1) AS place"
        rows = self._engine.execute(f"SELECT {seconds} FROM ({numbered}) ORDER BY place", [list(cells)]).fetchall()
        return [
            cell if row[0] is not None else None if row[-1] is None else _written(int(row[-1]), listed) or cell
            for cell, row in zip(cells, rows, strict=True)
        ]


def _written(seconds: int, formats: Sequence[str]) -> str | None:
    """A time in the first of the formats that says all of it."""
    moment = _EPOCH + timedelta(seconds=seconds)
    for one in formats:
        if one in SERIALS:
            days, rest = divmod(seconds, 86400)
            return f"{days + SERIALS[one]}.{rest * 10**10 // 86400:010d}"
        if "%z" not in one and datetime.strptime(text := moment.strftime(one), one) == moment:
            return text
    return None
