"""What a check of a rulebook says: faults that stop it, differences that are computed, what is left to fill in."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from psscore.model.text import Text


class Severity(enum.Enum):
    """How bad a finding is."""

    FAULT = "fault"  # the standard cannot be used
    DIFFERENCE = "difference"  # it can; what the source prints disagrees with itself
    OPEN = "open"  # a draft: the table does not say it, its author has to
    NOTE = "note"  # a draft: how the table was read

    def __call__(self, lang: str) -> str:
        return _NAMES[self.value][lang == "en"]


_NAMES = {
    "fault": ("错误", "fault"),
    "difference": ("出入", "difference"),
    "open": ("待填", "to fill in"),
    "note": ("提示", "note"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, with the file and the place in it: a sheet and cell, or a path in TOML."""

    severity: Severity
    file: str
    where: str
    message: Text

    def line(self, lang: str = "zh") -> str:
        return f"{self.severity(lang)}  {self.file}: {self.where}: {self.message(lang)}"

    def to_json(self, lang: str = "zh") -> dict[str, str]:
        return {
            "severity": self.severity.value,
            "file": self.file,
            "where": self.where,
            "message": self.message(lang),
        }
