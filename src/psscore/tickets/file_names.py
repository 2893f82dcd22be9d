"""Names of files as records tell them: alone where they are alone, with the folders before where two are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def told_apart(files: Sequence[tuple[Path, str]]) -> list[str]:
    """A name for each file: the one it has, or so much more of its path as tells it from the others.

    `files` are paths with the names they go by; a path that is there twice keeps one name.
    """
    whole = [path.parts for path, _ in files]
    depths = [0] * len(files)

    def name(at: int) -> str:
        return Path(*whole[at][-depths[at] :]).as_posix() if depths[at] else files[at][1]

    while True:
        names = [name(at) for at in range(len(files))]
        seen = Counter(told for _, told in {(path, told) for (path, _), told in zip(files, names, strict=True)})
        grown = False
        for at, told in enumerate(names):
            more = max(depths[at], len(Path(files[at][1]).parts)) + 1
            if seen[told] > 1 and more <= len(whole[at]):
                depths[at], grown = more, True
        if not grown:
            return names
