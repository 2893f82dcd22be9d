"""A shared folder served: complete files only, each version once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from batch.inboxes import fill, receipts, workbook
from psscore.batch.found import Skipped
from psscore.batch.summary import Settings, Summary
from psscore.batch.watch import watch
from psscore.workbook.recalculate import Options
from workbook.books import NOW

SETTINGS = Settings(Options(now=NOW, lang="en"), workers=1)


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


class Served:
    """A watch whose polls are steps of a script: what happens in the folder between two looks."""

    def __init__(self, inbox: Path, out: Path, executor: ThreadPoolExecutor) -> None:
        self.inbox, self.out, self.executor = inbox, out, executor
        self.scored: list[list[str]] = [[]]
        self.skipped: list[str] = []

    def run(self, *steps: Callable[[], Any]) -> Summary:
        left = list(steps)
        ended: list[bool] = []

        def pause(_: float) -> None:
            self.scored.append([])
            if left:
                left.pop(0)()
            else:
                ended.append(True)

        def scored(receipt: dict[str, Any]) -> None:
            if receipt["status"] != "kept":
                self.scored[-1].append(receipt["file"])

        def skipped(item: Skipped) -> None:
            self.skipped.append(item.name)

        return watch(
            self.inbox,
            self.out,
            settings=SETTINGS,
            executor=self.executor,
            pause=pause,
            progress=scored,
            skipped=skipped,
            stopped=lambda: bool(ended),
        )


@pytest.fixture
def served(tmp_path: Path, executor: ThreadPoolExecutor) -> Served:
    (tmp_path / "in").mkdir()
    return Served(tmp_path / "in", tmp_path / "out", executor)


def nothing() -> None:
    """A poll in which nothing happens."""


def test_a_file_is_scored_once_it_stands_still(served: Served) -> None:
    data = workbook(50)
    path = served.inbox / "a.xlsx"
    served.run(
        lambda: path.write_bytes(data[:100]),
        lambda: path.write_bytes(data[:200]),
        lambda: path.write_bytes(data),
        nothing,
        nothing,
        nothing,
    )
    # Looks: none, 100 bytes, 200 bytes, whole, whole again (scored), and not again.
    assert served.scored == [[], [], [], [], ["a.xlsx"], [], [], []]


def test_what_does_not_open_is_waited_for_and_told_once(served: Served) -> None:
    data = workbook(50)
    path = served.inbox / "a.xlsx"
    path.write_bytes(data[:100])
    summary = served.run(nothing, nothing, nothing)
    assert (served.scored, served.skipped, summary.waiting) == ([[]] * 5, ["a.xlsx"], ["a.xlsx"])
    served.run(lambda: path.write_bytes(data), nothing)
    assert ["a.xlsx"] in served.scored


def test_a_new_version_is_scored_again_and_a_restart_scores_nothing(served: Served) -> None:
    names = fill(served.inbox, 3)
    changed = served.inbox / names[0]
    served.run(nothing, lambda: changed.write_bytes(workbook(3)), nothing, nothing)
    assert [sorted(names) for names in served.scored] == [[], names, [], [names[0]], [], []]
    served.scored = [[]]
    summary = served.run(nothing, nothing)
    assert served.scored == [[], [], [], []]
    assert dict(summary.counts) == {"unchanged": 3}
    assert [line["file"] for line in receipts(served.out)] == names


def test_what_was_taken_away_keeps_its_receipt(served: Served) -> None:
    names = fill(served.inbox, 2)
    served.run(nothing, nothing, (served.inbox / names[0]).unlink, nothing)
    assert [line["file"] for line in receipts(served.out)] == names


def test_a_locked_result_is_tried_again_later(served: Served) -> None:
    (served.inbox / "a.xlsx").write_bytes(workbook(5))
    lock = served.out / "~$a.xlsx"
    served.out.mkdir()
    lock.touch()
    served.run(*[nothing] * 5, lock.unlink, *[nothing] * 16)
    assert [len(names) for names in served.scored].count(1) == 2, "refused once, written once, not on every poll"
    assert (served.out / "a.xlsx").exists()


def test_it_makes_processes_of_its_own(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    names = fill(inbox, 3)
    looks: list[float] = []
    summary = watch(
        inbox, tmp_path / "out", settings=SETTINGS, pause=looks.append, poll=0.5, stopped=lambda: len(looks) >= 2
    )
    assert (dict(summary.counts), looks) == ({"written": 3}, [0.5, 0.5])
    assert all((tmp_path / "out" / name).exists() for name in names)
