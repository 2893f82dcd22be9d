"""Entry point: the commands, and exit codes 0 done, 1 error, 2 refused, 3 stale, 64 usage, 130 interrupted."""

from __future__ import annotations

import contextlib
import os
import sys

import typer

from psscore import __version__
from psscore.cli import (
    addin,
    audit,
    batch,
    call,
    check,
    compare,
    demo,
    explain,
    history,
    rank,
    report,
    score,
    sensitivity,
    standard,
    survey,
    template,
    tickets,
)

USAGE = 64
INTERRUPTED = 130
TYPER_USAGE = 2

app = typer.Typer(
    name="psscore",
    help="Scores public-service evaluations, headless and exact. 公共服务评价计分。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"psscore {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    _: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version. 显示版本。"),
) -> None:
    """Scores public-service evaluations, headless and exact. 公共服务评价计分。"""


for module in (
    score,
    batch,
    check,
    compare,
    history,
    rank,
    report,
    sensitivity,
    demo,
    audit,
    explain,
    call,
    standard,
    template,
    tickets,
    survey,
    addin,
):
    module.register(app)


def _complain(sentence: str) -> int:
    with contextlib.suppress(OSError):
        typer.echo(sentence, err=True)
    return 1


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        typer.echo(error.format_message(), err=True)
        code = USAGE if error.exit_code == TYPER_USAGE else 1
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("已中断，未写的文件保持原样。 Interrupted; files not yet written are as they were.", err=True)
        code = INTERRUPTED
    except OSError as error:
        code = _complain(f"读写失败：{error.strerror}。 Reading or writing failed: {error}.")
    except Exception as error:
        if os.environ.get("PSSCORE_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        code = _complain(
            f"内部错误（{what}），请报告；设 PSSCORE_DEBUG=1 可看详情。 Internal error ({what}): please report."
        )
    sys.exit(code if isinstance(code, int) else 0)
