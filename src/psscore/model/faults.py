"""Faults in data files: all of them at once, each with its address."""

from __future__ import annotations

from dataclasses import dataclass

from psscore.model.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a data file: the file, the path inside it, and what to do about it."""

    file: str
    where: str
    message: Text

    def line(self, lang: str = "zh") -> str:
        return f"{self.file}: {self.where}: {self.message(lang)}"


class StandardFaults(Exception):
    """A standard that contradicts itself is refused, with every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(fault.line("en") for fault in faults))


class ReferenceFault(Exception):
    """A standard reference that names something unknown; the message lists what is valid."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)
