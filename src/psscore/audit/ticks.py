"""Choices printed with boxes: "优☑ 良□ 中□ 差□"."""

from __future__ import annotations

import re
import unicodedata

_TICKED, _EMPTY = "☑", "□"
_BRACKETED = re.compile(r"[(\[]\s*([✓✔√☑■×xX])?\s*[)\]]")
_MARKS = str.maketrans(dict.fromkeys("✓✔√☑■☒▣●◉🗹⊠", _TICKED) | dict.fromkeys("□☐○◯▢", _EMPTY))


def chosen(text: str) -> str | None:
    """The one ticked choice, or the text itself when it holds no boxes; None when no choice, or more than one, shows.

    A mark belongs to the word it touches; in a row of words and marks without blanks every word must carry one.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = _BRACKETED.sub(lambda m: _TICKED if m[1] else _EMPTY, plain).translate(_MARKS)
    if _TICKED not in plain and _EMPTY not in plain:
        return plain.strip()
    parts = re.findall(f"[{_TICKED}{_EMPTY}]|[^{_TICKED}{_EMPTY}\\s,、;/]+", plain)
    marks = [part in (_TICKED, _EMPTY) for part in parts]
    paired = len(parts) % 2 == 0 and marks[::2] == [marks[0]] * (len(parts) // 2)
    if paired and marks[1::2] == [not marks[0]] * (len(parts) // 2):
        words, boxes = (parts[1::2], parts[::2]) if marks[0] else (parts[::2], parts[1::2])
        pairs = list(zip(words, boxes, strict=True))
    else:
        pairs = [(word.strip(_TICKED), _TICKED) for word in re.split(r"[\s,、;/]+", plain) if _TICKED in word]
    ticked = [word for word, mark in pairs if mark == _TICKED and word]
    return ticked[0] if len(ticked) == 1 and not set(ticked[0]) & {_TICKED, _EMPTY} else None
