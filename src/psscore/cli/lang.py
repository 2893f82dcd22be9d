"""The language option all commands share."""

from __future__ import annotations

import enum
from typing import Annotated

import typer


class Lang(enum.StrEnum):
    """A language of the product."""

    ZH = "zh"
    EN = "en"


LangOption = Annotated[
    Lang, typer.Option("--lang", envvar="PSSCORE_LANG", help="Language of the output, zh or en. 输出语言。")
]


def say(lang: str, zh: str, en: str) -> str:
    """The sentence in the chosen language."""
    return en if lang == "en" else zh
