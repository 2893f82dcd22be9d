"""PsSettings.bas, run by LibreOffice, reads the very file that installing writes."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from hosts.excel.office import Question, ask
from hosts.excel.test_libreoffice import book
from psscore.hosts.excel.install.settings import Settings

# LibreOffice on Linux takes the files of VBA for UTF-8, as Windows does with its UTF-8 code page.
CODEC = "utf-8"
FOLDER = r"C:\Users\张 三\AppData\Local\psscore\venv\Scripts"


def test_the_settings_reach_vba(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("office")
    settings = Settings(PureWindowsPath(FOLDER), "running", warm_start=False)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCALAPPDATA", str(folder))
        # The backslashes of a Windows path are part of the name there.
        folder.with_name(f"{folder.name}\\psscore\\psscore.conf").write_bytes(settings.to_bytes(CODEC))
        question = Question(book({}, "PsProbeButton"), [("PsProbe", "PsProbeSettings", [])], [])
        [answer] = ask(soffice, folder, question)
    assert answer.calls == [f"running|no||{FOLDER}\\"]
