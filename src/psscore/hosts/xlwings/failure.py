"""What an exception says, in words a person can read."""

from __future__ import annotations


def words(failure: BaseException) -> str:
    """The sentence in an exception of COM, of the file system or of Python.

    COM gives a number, its own words and those of the program: (-2147352567, "...", (0, "Excel", "磁盘已满"), None).
    """
    details = next((part for part in failure.args if isinstance(part, tuple) and len(part) > 2 and part[2]), None)
    if details is not None:
        return str(details[2]).strip()
    numbered = len(failure.args) > 1 and isinstance(failure.args[0], int) and isinstance(failure.args[1], str)
    return failure.args[1].strip() if numbered else str(failure)
