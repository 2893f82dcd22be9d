"""Numbers of one column, brought to the same number of decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"([+\-−]?\d+)(?:\.(\d+))?(\s?%)?")


def even(texts: Sequence[str]) -> list[str]:
    """The texts, the numbers among them with as many decimals as the longest has; others are left alone.

    A column of whole numbers stays one. What has been shortened ("≈0.3333") counts as no number here.
    """
    found = [_NUMBER.fullmatch(text) for text in texts]
    most = max((len(match[2] or "") for match in found if match), default=0)
    if not most:
        return list(texts)
    return [
        f"{match[1]}.{(match[2] or '').ljust(most, '0')}{match[3] or ''}" if match else text
        for match, text in zip(found, texts, strict=True)
    ]
