"""What stops the reading of tickets: a sentence each, all of them at once, and nothing is written."""

from __future__ import annotations

from psscore.model.text import Text


class TicketsRefused(Exception):
    """Exports or a mapping that cannot be read as they are; `code` is one word for programs."""

    def __init__(self, code: str, *sentences: Text) -> None:
        super().__init__("\n".join(sentence.en for sentence in sentences))
        self.code = code
        self.sentences = sentences

    def __reduce__(self) -> tuple[type[TicketsRefused], tuple[str | Text, ...]]:
        return TicketsRefused, (self.code, *self.sentences)
