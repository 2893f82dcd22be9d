"""What a batch writes beside its results: ranking, reports, bulletin, by the commands that make them alone too."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from psscore.cli.faults import ERROR, REFUSED, Faults
from psscore.cli.lang import Lang, say
from psscore.cli.outputs import check_apart, check_file, check_folder
from psscore.cli.ranking_options import By
from psscore.cli.targets import check_targets
from psscore.results_folder import JOURNAL

RankingOption = Annotated[
    Path | None, typer.Option("--rank", metavar="FILE", help="Rank the results too, .xlsx. 同时排名。")
]
ReportsOption = Annotated[
    Path | None, typer.Option("--reports", metavar="FOLDER", help="A report for each unit too. 同时写各单位报告。")
]
BulletinOption = Annotated[
    Path | None, typer.Option("--bulletin", metavar="FILE", help="A bulletin too: .docx, .html or .pdf. 同时写通报。")
]
ByOption = Annotated[
    By | None, typer.Option("--by", help="For these: each folder of the inbox is a group. 上述各项按文件夹分组。")
]


@dataclass(frozen=True, slots=True)
class Publishing:
    """What is to be written of a folder of results; None where it is not wanted."""

    ranking: Path | None
    reports: Path | None
    bulletin: Path | None
    by: By | None
    lang: Lang
    force: bool = False

    def __bool__(self) -> bool:
        return any((self.ranking, self.reports, self.bulletin))

    def publish(self, results: Path) -> int:
        """Write it all; what cannot be written does not hold up the rest. Gives the exit code."""
        from psscore.cli.rank import not_replaced, rank
        from psscore.cli.report import Kind, make

        codes = [0]
        common: dict[str, Any] = {"force": self.force, "lang": self.lang}
        if self.ranking is not None:
            codes.append(_code(lambda: rank([results], output=self.ranking, by=self.by, **common)))
        if self.reports is not None:
            folder = self.reports
            codes.append(_code(lambda: make([results], output=folder, **common)))
        if self.bulletin is not None and self.ranking is not None and codes[1] == REFUSED:
            # A bulletin goes by the same ranking: its reasons have just been told.
            typer.echo(say(self.lang, "通报也没有写，原因同排名", "no bulletin either, for the same reasons"), err=True)
            if self.bulletin.exists():
                typer.echo(not_replaced(self.bulletin, self.lang), err=True)
        elif self.bulletin is not None:
            file = self.bulletin
            if file.parent == self.reports:
                # It may lie among reports of which none could be written.
                with contextlib.suppress(OSError):
                    file.parent.mkdir(parents=True, exist_ok=True)
            codes.append(_code(lambda: make([results], output=file, kind=Kind.BULLETIN, by=self.by, **common)))
        return next((code for code in (ERROR, REFUSED) if code in codes), 0)

    def check(self, faults: Faults, inbox: Path, results: Path, *, watching: bool) -> None:
        """Note what makes no sense or cannot be written, before any work."""
        taken = [inbox, *([results] if (results / JOURNAL).is_file() else [])]
        refused = check_targets(faults, (self.ranking, self.reports, self.bulletin), taken)
        if self and watching:
            faults.usage(
                "--watch 不与 --rank、--reports、--bulletin 同用：结束后再运行 psscore rank、psscore report",
                "--watch goes without --rank, --reports and --bulletin: run psscore rank and psscore report afterwards",
            )
        ranking, bulletin = (None if path in refused else path for path in (self.ranking, self.bulletin))
        check_file(faults, ranking, (".xlsx",), force=self.force, made=(results,))
        check_folder(faults, self.reports)
        made = (results, self.reports) if self.reports is not None else (results,)
        check_file(faults, bulletin, (".docx", ".html", ".pdf"), force=self.force, made=made)
        check_apart(faults, self.ranking, self.reports, self.bulletin)
        if self.by is not None and not (self.ranking or self.bulletin):
            faults.usage("--by 用于 --rank、--bulletin", "--by is for --rank and --bulletin")


def _code(command: Callable[[], None]) -> int:
    try:
        command()
    except typer.Exit as left:
        return left.exit_code
    return 0
