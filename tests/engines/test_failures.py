"""What goes wrong inside a function of ours must come out, never end up as #VALUE! in a cell."""

from __future__ import annotations

import io
import os
import signal
from typing import Any

import pytest
import xlsxwriter

from psscore.functions.called import Called
from psscore.workbook.recalculate import Options, Recalculator


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("S").write_formula("A1", "PS_SCORE(1)", None, "")
    return out.getvalue()


def failing(failure: BaseException) -> Recalculator:
    def score(*_: Any) -> Any:
        raise failure

    return Recalculator({"PS_SCORE": score})


def test_an_interruption_is_an_interruption() -> None:
    with pytest.raises(KeyboardInterrupt):
        failing(KeyboardInterrupt()).recalculate(workbook(), Options())


def test_a_fault_of_ours_refuses_the_workbook() -> None:
    result = failing(RuntimeError("broken")).recalculate(workbook(), Options())
    assert (result.status, result.data) == ("refused", None)


def test_ctrl_c_during_a_calculation_takes_effect_after_it() -> None:
    def score(*_: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return Called(1.0)

    with pytest.raises(KeyboardInterrupt):
        Recalculator({"PS_SCORE": score}).recalculate(workbook(), Options())
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
