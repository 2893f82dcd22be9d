"""Receipts read back: JSON of `psscore score --json`, and the lines a batch leaves beside its results."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from psscore.results.evaluation import Evaluation, Finding, Item

SCHEMA = "psscore.recalc/1"
"""As `workbook.receipt` writes it; the engine, which comes with that module, is not needed for reading."""


class NotAReceipt(ValueError):
    """Something that is no receipt of this version; the argument says where."""


def evaluation_of(receipt: Mapping[str, Any]) -> Evaluation:
    """What a receipt tells. Raises `NotAReceipt`."""
    try:
        if receipt["schema"] != SCHEMA:
            raise NotAReceipt(str(receipt["schema"]))
        standard = receipt["standard"] or {}
        versions = receipt["versions"]
        return Evaluation(
            file=_text(receipt["file"]),
            status=receipt["status"],
            unit=_text(receipt["evaluated_unit"]).strip(),
            period=_text(receipt["period"]).strip(),
            evaluator=_text(receipt["evaluator"]).strip(),
            mode=_text(receipt["evaluation_mode"]).strip(),
            reference=standard.get("reference") or "",
            standard_id=standard.get("id") or "",
            edition=standard.get("edition") or "",
            digest=standard.get("digest") or "",
            total=_number(receipt["total"]),
            max_points=_number(receipt["max_points"]),
            grade=_text(receipt["grade"]),
            progress=receipt["progress"] or "",
            items=tuple(_item(row) for row in receipt["indicators"]),
            findings=tuple(_finding(row) for row in receipt["findings"]),
            clock=receipt["clock"],
            psscore=versions["psscore"] or "",
            engine=versions["engine"] or "",
            input_digest=receipt.get("input_digest") or "",
            output_digest=receipt.get("output_digest") or "",
        )
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise NotAReceipt(repr(fault)) from fault


def read_receipts(path: Path) -> Iterator[Evaluation]:
    """The evaluations of a file of receipts: a JSON object, a JSON list, or an object on each line.

    Of several lines for one workbook the last counts; a last line that was torn off is left out. Raises `OSError` and
    `NotAReceipt`.
    """
    text = path.read_text("utf-8")
    latest: dict[str, Evaluation] = {}
    for receipt in _objects(text, path):
        evaluation = evaluation_of(receipt)
        latest[evaluation.file] = evaluation
    yield from latest.values()


def _objects(text: str, path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        whole = json.loads(text)
    except ValueError:
        yield from _lines(text, path)
        return
    yield from whole if isinstance(whole, list) else [whole]


def _lines(text: str, path: Path) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError as fault:
            if not line.endswith("\n"):
                return
            raise NotAReceipt(f"{path.name}:{number}") from fault


def _text(text: str | None) -> str:
    """A text, "" for none; half a character, which no file can hold, becomes "?"."""
    return (text or "").encode("utf-8", "replace").decode("utf-8")


def _number(text: str | None) -> Fraction | None:
    # A workbook without points says so by a dash.
    if text is None or text.startswith("#") or text == "—":
        return None
    return Fraction(text)


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        row["indicator"],
        _number(row["value"]),
        _number(row["base"]),
        _number(row["score"]),
        _number(row["points"]),
        row["hole"] or "",
        _text(row["explanation"]),
        _text(row["cell"]),
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(row["code"], _text(row["sheet"]), _text(row["cell"]), _text(row["message"]))
