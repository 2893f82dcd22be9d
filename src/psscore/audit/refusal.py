"""A file that cannot be audited at all."""

from __future__ import annotations

from psscore.model.text import Text


class AuditRefused(Exception):
    """The file is not a readable self-evaluation table: one sentence, what is wrong and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message

    def __reduce__(self) -> tuple[type[AuditRefused], tuple[Text]]:
        return AuditRefused, (self.message,)
