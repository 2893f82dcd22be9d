"""`psscore tickets count --into`: the counts into a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psscore.cli.into import moment, open_into, write_into

if TYPE_CHECKING:
    from psscore.model.text import Text
    from psscore.tickets.counting import Counts
    from psscore.tickets.engines.engine import Engine
    from psscore.workbook.filling import Record, RequestCounts
    from psscore.workbook.input_tables import InputTables


@dataclass(slots=True)
class Target:
    """The workbook to fill, opened before anything is counted; what it gets once that is done."""

    path: Path
    opened: tuple[bytes, InputTables]
    now: datetime
    force: bool
    check: bool
    found: tuple[RequestCounts, Record, tuple[Text, ...]] | None = None

    def take(
        self,
        engine: Engine,
        counts: Counts,
        records: Mapping[str, Any],
        *,
        items: Path | None,
        names: Sequence[Path],
        database: str | None,
    ) -> None:
        """Keep the numbers for the workbook."""
        from psscore.tickets.filling import taken

        given = [name.name for name in names]
        self.found = taken(engine, counts, records, self.opened[1], items=items, names=given, database=database)

    def write(self, lang: str, *, quiet: bool) -> dict[str, Any]:
        """Show and write; gives the part of the receipt about it."""
        from psscore.workbook.filling import plan_requests

        assert self.found is not None, "taken before it is written"
        numbers, record, notes = self.found
        return write_into(
            self.path,
            self.opened,
            lambda tables: plan_requests(tables, numbers).noted(notes),
            record,
            self.now,
            lang,
            force=self.force,
            check=self.check,
            quiet=quiet,
        )


def target_of(path: Path | None, now: str | None, lang: str, *, force: bool, check: bool) -> Target | None:
    """The workbook of `--into`, None without one; exit 2 with a sentence when it cannot be opened."""
    if path is None:
        return None
    return Target(path, open_into(path, lang), moment(now, lang), force, check)
