"""Texts that must fit beside something."""

from __future__ import annotations

_FIRST_WIDE = 0x2E80


def shortened(text: str, most: int) -> str:
    """A text cut to fit; a Chinese character is as wide as two Latin ones, `most` counts the wide."""
    wide = 0
    for place, letter in enumerate(text):
        wide += 2 if ord(letter) >= _FIRST_WIDE else 1
        if wide > 2 * most:
            return text[:place] + "…"
    return text
