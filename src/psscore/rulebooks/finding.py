"""What a check of a rulebook says: faults that stop it, differences that are computed and reported."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from psscore.model.text import Text


class Severity(enum.Enum):
    """How bad a finding is."""

    FAULT = "fault"  # the standard cannot be used
    DIFFERENCE = "difference"  # it can; what the source prints disagrees with itself

    def __call__(self, lang: str) -> str:
        return {"fault": ("错误", "fault"), "difference": ("出入", "difference")}[self.value][lang == "en"]


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
