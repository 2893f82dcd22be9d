"""What a batch writes beside its results: ranking, reports, bulletin, by the commands that make them alone too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, say
from psscore.cli.rank import By
from psscore.cli.targets import JOURNAL, check_targets

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

_REFUSED = 2


@dataclass(frozen=True, slots=True)
class Publishing:
    """What is to be written of a folder of results; None where it is not wanted."""

    ranking: Path | None
    reports: Path | None
    bulletin: Path | None
    by: By | None
    lang: Lang

    def __bool__(self) -> bool:
        return any((self.ranking, self.reports, self.bulletin))

    def publish(self, results: Path) -> int:
        """Write it all; what cannot be written does not hold up the rest. Gives the exit code."""
        from psscore.cli.rank import not_replaced, rank
        from psscore.cli.report import Kind, make

        codes = [0]
        if self.ranking is not None:
            codes.append(_code(lambda: rank([results], output=self.ranking, by=self.by, lang=self.lang)))
        if self.reports is not None:
            folder = self.reports
            codes.append(_code(lambda: make([results], output=folder, lang=self.lang)))
        if self.bulletin is not None and self.ranking is not None and codes[1] == _REFUSED:
            # A bulletin goes by the same ranking: its reasons have just been told.
            typer.echo(say(self.lang, "通报也没有写，原因同排名", "no bulletin either, for the same reasons"), err=True)
            if self.bulletin.exists():
                typer.echo(not_replaced(self.bulletin, self.lang), err=True)
        elif self.bulletin is not None:
            file = self.bulletin
            codes.append(_code(lambda: make([results], output=file, kind=Kind.BULLETIN, by=self.by, lang=self.lang)))
        return next((code for code in (1, _REFUSED) if code in codes), 0)

    def check(self, inbox: Path, results: Path, *, watching: bool) -> None:
        """Refuse what makes no sense, before any work."""
        taken = [inbox, *([results] if (results / JOURNAL).is_file() else [])]
        check_targets((self.ranking, self.reports, self.bulletin), taken, self.lang)
        if self and watching:
            both = (
                "--watch 不与 --rank、--reports、--bulletin 同用：结束后再运行 psscore rank、psscore report",
                "--watch goes without --rank, --reports and --bulletin: run psscore rank and psscore report afterwards",
            )
            raise typer.BadParameter(say(self.lang, *both))
        for path, endings in ((self.ranking, (".xlsx",)), (self.bulletin, (".docx", ".html", ".pdf"))):
            if path is not None and path.suffix.lower() not in endings:
                shown = "、".join(endings), " or ".join(endings)
                wrong = f"{path} 的扩展名应为 {shown[0]}", f"{path} must end in {shown[1]}"
                raise typer.BadParameter(say(self.lang, *wrong))
        if self.by is not None and not (self.ranking or self.bulletin):
            raise typer.BadParameter(
                say(self.lang, "--by 用于 --rank、--bulletin", "--by is for --rank and --bulletin")
            )


def _code(command: Callable[[], None]) -> int:
    try:
        command()
    except typer.Exit as left:
        return left.exit_code
    return 0
