"""The record of counts in a workbook: files, what became of their records, and the terms they were counted under."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psscore import __version__
from psscore.model.text import Text
from psscore.tickets.counting import Counts
from psscore.tickets.periods import moment_text
from psscore.tickets.sql import COUNTED, SUPERSEDED
from psscore.workbook.filling import Record, Source


def record_of(
    counts: Counts, records: Mapping[str, Any], *, items: Path | None, names: Sequence[str], database: str | None = None
) -> Record:
    """The files and what became of their records.

    Per file it is known how many were read and rejected; with several files a first row has all five numbers. What was
    rejected is not known where others wrote the Parquet; a database rejects nothing.
    """
    settings, terms = counts.settings, counts.settings.terms
    used, duplicate = counts.states.get(COUNTED, 0), counts.states.get(SUPERSEDED, 0)
    rejected = 0 if database else records.get("rejected")
    excluded = counts.versions - used - duplicate
    everything = (counts.versions + (rejected or 0), used, excluded, rejected, duplicate)
    sources = list(records.get("sources", ()))
    if len(sources) == 1:
        rows = [Source(_named(sources[0]), sources[0]["sha256"], *everything)]
    else:
        whole = _place(database) if database else "、".join(names)
        rows = [Source(whole, "", *everything)]
        rows += [Source(_named(one), one["sha256"], one["read"], None, None, one["rejected"], None) for one in sources]
    within = "-" if terms.signed_within_s is None else f"{terms.signed_within_s // 60}min"
    parts = [f"map {digest[:16]}" for digest in records.get("mapping_sha256", ())]
    if items is not None:
        parts.append(f"items {hashlib.sha256(items.read_bytes()).hexdigest()[:16]}")
    parts += [f"{place.field} {place.name}" for place in settings.places]
    parts.append(f"signed {within} {terms.signed_from}")
    if terms.as_of_s is not None:
        parts.append(f"as of {moment_text(terms.as_of_s)}")
    if counts.ties.tied:
        parts.append(f"tied {counts.ties.tied}")
    parts.append(f"excluded {'+'.join(one.name for one in settings.exclusions) or '-'}")
    engine = f"psscore {__version__}, {counts.engine} {counts.engine_version}"
    period = settings.period.name if settings.period is not None else ""
    return Record(Text("诉求工单", "Tickets"), tuple(rows), engine, period, "; ".join(parts))


def _named(source: Mapping[str, Any]) -> str:
    return f"{source['name']} [{source['sheet']}]" if source.get("sheet") else str(source["name"])


def _place(url: str) -> str:
    """A database without user and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
