"""The options of commands that put units in order."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from psscore.cli.faults import Faults

if TYPE_CHECKING:
    from psscore.ranking import Problem

T = TypeVar("T")
_FOLLOWING = {"nothing", "no_volume", "weights", "last_nothing"}
"""Problems that a list or source which cannot be read brings about by itself."""


class TiesName(enum.StrEnum):
    """The tie rules as they are typed."""

    SHARED = "shared"
    DENSE = "dense"
    VOLUME = "volume"
    PRINTED = "printed"


class BasisName(enum.StrEnum):
    """The bases as they are typed."""

    EXACT = "exact"
    ROUNDED = "rounded"


class By(enum.StrEnum):
    """What groups are made of without a list."""

    FOLDER = "folder"


PANEL = "How units are ranked (reports: --kind bulletin) 怎样排名（报告：用于通报）"
"""Where help shows the options that commands for rankings and bulletins share."""

SourcesArgument = Annotated[
    list[Path], typer.Argument(help="Results of a batch, receipts, workbooks or folders of them. 结果或工作簿。")
]
GroupsOption = Annotated[
    Path | None,
    typer.Option(
        "--groups", help="Units and their groups, .csv (unit,group). 分组名单（单位,分组）。", rich_help_panel=PANEL
    ),
]
ByOption = Annotated[
    By | None,
    typer.Option("--by", help="Each folder is a group. 按文件夹分组。", rich_help_panel=PANEL),
]
TiesOption = Annotated[
    TiesName,
    typer.Option("--ties", help="What equal scores do to places. 同分规则。", rich_help_panel=PANEL),
]
BasisOption = Annotated[
    BasisName,
    typer.Option("--basis", help="Rank on exact or on rounded totals. 按未取舍或取舍后的总分。", rich_help_panel=PANEL),
]
VolumesOption = Annotated[
    Path | None,
    typer.Option(
        "--volumes", help="Cases of each unit, .csv (unit,volume). 件数表（单位,件数）。", rich_help_panel=PANEL
    ),
]
SmallOption = Annotated[
    int | None,
    typer.Option("--small", min=1, help="Mark units with fewer cases. 标注件数少于此数的单位。", rich_help_panel=PANEL),
]
AdjustOption = Annotated[
    Path | None,
    typer.Option(
        "--adjust",
        help="Points announced, .csv (unit,points,reason). 加减分（单位,加减分,原因）。",
        rich_help_panel=PANEL,
    ),
]


class Lists:
    """The lists named on the command line, and everything wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, reader: Callable[[Path], T], path: Path | None) -> T | None:
        """What a list says; None without a list, or when something is wrong with it."""
        from psscore.ranking.unit_lists import BadList

        try:
            return None if path is None else reader(path)
        except BadList as bad:
            self.problems += bad.problems
            return None

    def refused(self, others: Sequence[Problem]) -> list[Problem]:
        """Why there is no ranking: the lists, and what else was found that does not follow from them."""
        if not self.problems:
            return [*others]
        return [*self.problems, *(problem for problem in others if problem.code not in _FOLLOWING)]

    def leave(self, faults: Faults) -> None:
        """Exit when an option makes no sense or cannot be, with what is wrong with the lists told beside it."""
        if faults:
            faults.extend((problem.message for problem in self.problems), code=2)
            faults.leave()


def check_groups(faults: Faults, groups: Path | None, by: By | None) -> None:
    """Groups come from one place."""
    if groups is not None and by is not None:
        faults.usage("--groups 与 --by 只能用一个", "use either --groups or --by")
