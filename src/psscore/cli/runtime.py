"""The option that says which VBA a built file gets."""

from __future__ import annotations

import enum


class Runtime(enum.StrEnum):
    """Which VBA talks to Python; see docs/excel-runtime.md."""

    SLIM = "slim"
    XLWINGS = "xlwings"
