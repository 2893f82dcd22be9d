"""A sentence in the two languages of the product."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English; call it with a language to read it."""

    zh: str
    en: str

    def __call__(self, lang: str = "zh") -> str:
        return self.en if lang == "en" else self.zh

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)


def counted(count: int | str, one: str, many: str = "") -> str:
    """How many of something there are, in English: `many` is what follows any number but 1, else `one` with an s."""
    return f"{count} {one if str(count) == '1' else many or one + 's'}"
