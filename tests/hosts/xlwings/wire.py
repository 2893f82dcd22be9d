"""Cell values between the tests and the process that plays Excel's Python server, as JSON."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

Wire = Any


def date(iso: str, serial: float) -> Wire:
    """A cell with a date format: what it shows and the number it stores."""
    return {"date": iso, "stored": serial}


def currency(shown: str, stored: float) -> Wire:
    """A cell with a currency format: COM gives four decimals of it."""
    return {"currency": shown, "stored": stored}


def overflow(stored: float) -> Wire:
    """A cell with a date format and a number that no date has: COM gives no value for it."""
    return {"overflow": True, "stored": stored}


def error(number: int) -> Wire:
    """A cell with an error value, by its XlCVError number."""
    return {"code": number - 0x7FF60000}


def whole(number: int) -> Wire:
    """A whole number, which only VBA code passes."""
    return {"code": number}


def value_in(cell: Wire) -> Any:
    """What `Range.Value` gives for a cell, or VBA passes for a value."""
    if not isinstance(cell, dict):
        return tuple(map(value_in, cell)) if isinstance(cell, list) else cell
    if "overflow" in cell:
        raise OverflowError(cell["stored"])
    if "date" in cell:
        # pywin32 gives an aware datetime, the clock time as if it were UTC.
        return datetime.datetime.fromisoformat(cell["date"]).replace(tzinfo=datetime.UTC)
    return Decimal(cell["currency"]) if "currency" in cell else cell["code"]


def value_2_in(cell: Wire) -> Any:
    """What `Range.Value2` gives."""
    return cell["stored"] if isinstance(cell, dict) and "stored" in cell else value_in(cell)
