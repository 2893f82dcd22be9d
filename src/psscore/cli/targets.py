"""Where outputs must not go: over what is read, into an inbox, over the files of a batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from psscore.cli.faults import Faults
from psscore.results_folder import JOURNAL, MANIFEST

_BATCH = (JOURNAL, MANIFEST)


def check_targets(faults: Faults, targets: Iterable[Path | None], sources: Sequence[Path]) -> set[Path]:
    """Note, before any work, which targets would overwrite a source or a handed-in workbook; "-" and None pass.

    Into a folder of workbooks nothing is written at all: it would be taken for one more workbook. In a folder of
    results only what the batch itself wrote is guarded.
    """
    refused: set[Path] = set()
    for target in targets:
        if target is None or str(target) == "-":
            continue
        for source in sources:
            if _in_the_way(target, source):
                faults.usage(
                    f"不能写到 {target}：会覆盖或混入 {source} 里的文件，请写到别处",
                    f"{target} is not written to: it is, or would lie among, the files of {source}; choose another",
                )
                refused.add(target)
                break
    return refused


def _in_the_way(target: Path, source: Path) -> bool:
    try:
        at, given = target.resolve(), source.resolve()
        if at == given:
            return True
        if not given.is_dir() or not at.is_relative_to(given):
            return False
    except (OSError, ValueError):
        return False
    journal = given / JOURNAL
    return not journal.is_file() or at.relative_to(given).as_posix() in {*_BATCH, *_results(journal)}


def _results(journal: Path) -> set[str]:
    """The names of the workbooks a batch has dealt with."""
    names = set()
    try:
        for line in journal.read_text("utf-8").splitlines():
            names.add(str(json.loads(line).get("file")))
    except (OSError, ValueError, AttributeError):
        # What cannot be read is guarded by its folder's other checks.
        return names
    return names
