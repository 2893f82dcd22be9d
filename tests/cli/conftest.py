"""Running the command line as the shell does, without a new process each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from psscore.cli.main import main
from psscore.workbook.template.build import draft
from psscore.workbook.template.example import EXAMPLE


@dataclass(frozen=True)
class Run:
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


@pytest.fixture
def psscore(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    def run(*words: object) -> Run:
        monkeypatch.setattr("sys.argv", ["psscore", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return Run(int(left.value.code or 0), said.out, said.err)

    return run


@pytest.fixture(scope="session")
def filled_bytes() -> bytes:
    return draft("zh", EXAMPLE)


@pytest.fixture
def filled(tmp_path: Path, filled_bytes: bytes) -> Path:
    path = tmp_path / "评价.xlsm"
    path.write_bytes(filled_bytes)
    return path
