"""Groups of commands that have one for words that name none: `psscore survey FILE` is `psscore survey count FILE`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class CountsByDefault(TyperGroup):
    """A group whose command `count` takes what names no other command."""

    default = "count"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


class MakesByDefault(CountsByDefault):
    """The same with `make`."""

    default = "make"
