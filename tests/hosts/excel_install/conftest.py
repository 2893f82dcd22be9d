"""The fake Windows user, and the command line run for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hosts.excel_install.profile import Profile
from psscore.cli.main import main
from psscore.hosts.excel.install import machine


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path)


@pytest.fixture
def addin(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """`psscore addin` with some words: the exit code and all it said, in English."""

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(machine, "this_machine", lambda: profile.machine)
        monkeypatch.setattr("sys.argv", ["psscore", "addin", *map(str, words), "--lang", "en"])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "Internal error" not in said.err
        return int(left.value.code or 0), said.out + said.err

    return run
