"""What makes responses unreadable: every reason at once, nothing counted."""

from __future__ import annotations

from collections.abc import Iterable

from psscore.model.text import Text


class SurveyFaults(ValueError):
    """Responses, a mapping or a sample that cannot be used; `texts` says why and what to do."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.texts = tuple(texts)
        super().__init__("; ".join(text.en for text in self.texts))

    def __reduce__(self) -> tuple[type[SurveyFaults], tuple[tuple[Text, ...]]]:
        return SurveyFaults, (self.texts,)
