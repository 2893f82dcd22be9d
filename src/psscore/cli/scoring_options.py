"""The options that commands which score share."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

PartialOption = Annotated[
    bool, typer.Option("--allow-partial", help="Write although some formulas keep old values. 允许部分写入。")
]
NowOption = Annotated[
    datetime.datetime | None, typer.Option("--now", help="Clock for TODAY and NOW, ISO format. 固定时钟。")
]
StampOption = Annotated[
    bool, typer.Option("--stamp", help="Write time, operator, standard digest and version. 写入计分时间、人员等。")
]
OperatorOption = Annotated[
    str | None, typer.Option("--operator", help="Who scores, for --stamp; your login name. 计分人，默认登录名。")
]
