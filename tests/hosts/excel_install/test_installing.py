"""Installing and removing for all kinds of users; what is written, and that nothing else is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from hosts.excel_install.profile import RUN, FakeRegistry, Profile, as_vba_reads
from psscore import __version__
from psscore.hosts.excel.addin import addin_bytes
from psscore.hosts.excel.install import steps
from psscore.hosts.excel.install.doctor import examine
from psscore.hosts.excel.install.installing import Options, Plan, plan, shipped_addin
from psscore.hosts.excel.install.line import Wrong
from psscore.hosts.excel.install.places import home
from psscore.hosts.excel.install.removing import removal
from psscore.hosts.excel.install.steps import do_all
from psscore.workbook.template.package import pack, read_members

Run = Callable[..., tuple[int, str]]
ADDIN = b"the add-in"


def install(profile: Profile, **options: object) -> Plan:
    planned = plan(profile.machine, Options(**options), ADDIN)  # type: ignore[arg-type]
    planned.do()
    return planned


def remove(profile: Profile) -> None:
    found, _ = removal(profile.machine)
    do_all(found)


def addin_of(version: str) -> bytes:
    members = read_members(addin_bytes())
    members["docProps/custom.xml"] = members["docProps/custom.xml"].replace(__version__.encode(), version.encode())
    return pack(members)


def codes(wrong: Wrong) -> list[str]:
    return sorted(line.code for line in wrong.lines)


def refused(profile: Profile, **options: object) -> list[str]:
    before, registry = profile.files(), repr(profile.registry.data)
    with pytest.raises(Wrong) as wrong:
        install(profile, **options)
    assert profile.files() == before
    assert repr(profile.registry.data) == registry
    for line in wrong.value.lines:
        if line.state == "bad":
            assert line.remedy is not None
            assert line.remedy.zh
    return codes(wrong.value)


@pytest.mark.parametrize(
    ("user", "codec", "why"),
    [
        ("zhang", "cp1252", "a plain name"),
        ("张三", "cp936", "Chinese Windows writes it"),
        ("A & B O'Neil", "cp936", "spaces, ampersand, apostrophe"),
        ("100% (x86)=y", "cp1252", "signs that mean something elsewhere"),
        ("𠮷田", "utf-8", "beyond 16 bits, with the UTF-8 code page"),
    ],
)
def test_every_user_gets_settings_that_vba_reads(tmp_path: Path, user: str, codec: str, why: str) -> None:
    profile = Profile(tmp_path, user, codec)
    profile.use_python(Path(profile.environment["LOCALAPPDATA"]) / "psscore venv")
    install(profile)
    read = as_vba_reads(profile.settings.read_bytes(), codec)
    assert read == {"folder": str(profile.python.parent), "server": "start", "warm_start": "yes"}, why
    assert profile.addin.read_bytes() == ADDIN
    remove(profile)
    assert not profile.home.exists()
    assert not profile.addin.exists()


def test_every_line_of_the_settings_ends_as_vba_needs_it(profile: Profile) -> None:
    install(profile)
    data = profile.settings.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == len(data.splitlines()) == 4
    assert not data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("user", "codec", "shared"),
    [("张三", "cp1252", True), ("张三", "cp936", False), ("Zoë", "cp936", True), ("Zoë", "cp1252", False)],
)
def test_settings_go_where_vba_looks(tmp_path: Path, user: str, codec: str, shared: bool) -> None:
    profile = Profile(tmp_path, user, codec)
    place = home(profile.machine)
    assert place is not None
    assert place.shared is shared
    install(profile)
    assert profile.settings.exists() is not shared
    assert (tmp_path / "ProgramData/psscore/psscore.conf").exists() is shared
    remove(profile)
    assert not (tmp_path / "ProgramData/psscore").exists()


def test_without_a_local_folder_the_shared_one_counts(profile: Profile) -> None:
    del profile.environment["LOCALAPPDATA"]
    place = home(profile.machine)
    assert place is not None
    assert place.folder == Path(profile.environment["ProgramData"]) / "psscore"
    profile.environment["LOCALAPPDATA"] = str(profile.root / "gone")
    assert home(profile.machine) == place


def test_settings_of_another_user_in_the_shared_folder_stay(tmp_path: Path) -> None:
    first, second = Profile(tmp_path, "张三", "cp1252"), Profile(tmp_path, "李四", "cp1252")
    install(first)
    assert refused(second) == ["foreign_settings"]
    with pytest.raises(Wrong) as wrong:
        removal(second.machine)
    assert codes(wrong.value) == ["foreign"]
    install(first)  # its own it may write again


def test_settings_written_by_hand_in_the_users_own_folder_are_replaced(profile: Profile) -> None:
    profile.put(profile.settings, b"folder=elsewhere\r\n")
    install(profile)
    assert as_vba_reads(profile.settings.read_bytes(), profile.codec)["folder"] == str(profile.python.parent)


def test_the_shared_folder_is_for_one_user(tmp_path: Path) -> None:
    profile = Profile(tmp_path, "张三", "cp1252")
    folder = tmp_path / "ProgramData/psscore"
    install(profile)
    assert folder.stat().st_mode & 0o777 == 0o700
    profile.foreign = {folder}
    assert refused(profile) == ["foreign_folder"]
    assert "foreign_folder" in {line.code for line in examine(profile.machine)}
    private = Profile(tmp_path, "zhang", "cp1252")
    private.foreign = {private.home}  # within the user's own profile Windows sees to the rights
    install(private)


def test_settings_an_administrator_wrote_for_everybody_serve(tmp_path: Path) -> None:
    """As docs/install tells: the same three lines, no list of installed files."""
    profile = Profile(tmp_path, "张三", "cp1252")
    install(profile)
    (tmp_path / "ProgramData/psscore/installed.json").unlink()
    install(profile)
    (tmp_path / "ProgramData/psscore/installed.json").unlink()
    assert refused(profile, server="running") == ["foreign_settings"]


def test_installing_twice_changes_nothing(profile: Profile) -> None:
    install(profile, server="running")
    before, registry = profile.files(), repr(profile.registry.data)
    assert install(profile, server="running").steps == []
    assert profile.files() == before
    assert repr(profile.registry.data) == registry


def test_removing_leaves_the_disk_as_it_was(profile: Profile) -> None:
    mine = profile.put(profile.xlstart / "PERSONAL.XLSB", b"mine")
    before, folders, registry = profile.files(), profile.folders(), repr(profile.registry.data)
    install(profile, server="running")
    assert profile.files() != before
    remove(profile)
    assert profile.files() == before
    assert profile.folders() == folders
    assert profile.registry.data.pop(RUN.lower()) == {}
    assert repr(profile.registry.data) == registry
    assert mine.exists()


def test_removing_takes_all_folders_it_made(profile: Profile) -> None:
    folders = profile.folders()
    install(profile)
    remove(profile)
    assert profile.folders() == folders


def test_a_folder_somebody_uses_stays(profile: Profile) -> None:
    install(profile)
    other = profile.put(profile.home / "notes.txt", b"mine")
    remove(profile)
    assert other.read_bytes() == b"mine"
    assert [path.name for path in profile.home.iterdir()] == ["notes.txt"]


def test_removing_where_nothing_is_installed(profile: Profile) -> None:
    steps_, lines = removal(profile.machine)
    assert steps_ == []
    assert [line.code for line in lines] == ["absent"]


def test_another_program_of_our_name_at_log_on_stays(profile: Profile) -> None:
    install(profile, server="running")
    profile.registry.write(RUN, "psscore", "something else")
    _, lines = removal(profile.machine)
    assert [line.code for line in lines] == ["run_changed"]
    remove(profile)
    assert profile.registry.value(RUN, "psscore") == "something else"


def test_a_changed_entry_at_log_on_survives_installing_without_one(profile: Profile) -> None:
    install(profile, server="running")
    profile.registry.write(RUN, "psscore", "something else")
    install(profile)
    assert profile.registry.value(RUN, "psscore") == "something else"


@pytest.mark.parametrize(
    "damaged",
    [b"{", b"[]", b'{"schema": "psscore.installed/2"}', b"\xff\xfe"],
)
def test_a_damaged_list_deletes_nothing(profile: Profile, damaged: bytes) -> None:
    install(profile)
    profile.records.write_bytes(damaged)
    with pytest.raises(Wrong) as wrong:
        removal(profile.machine)
    assert codes(wrong.value) == ["records"]
    assert profile.addin.exists()


def test_a_list_that_names_foreign_files_deletes_nothing(profile: Profile) -> None:
    install(profile)
    text = profile.records.read_text("utf-8")
    profile.records.write_text(text.replace("psscore.xlam", "PERSONAL.XLSB"), "utf-8")
    with pytest.raises(Wrong) as wrong:
        removal(profile.machine)
    assert codes(wrong.value) == ["records"]


def test_the_server_at_log_on(profile: Profile) -> None:
    planned = install(profile, server="running", warm_start=False)
    command = profile.registry.value(RUN, "psscore")
    assert command == f'"{profile.python.parent / "pythonw.exe"}" -P -B -c "import xlwings; xlwings.serve()"'
    read = as_vba_reads(profile.settings.read_bytes(), profile.codec)
    assert (read["server"], read["warm_start"]) == ("running", "no")
    assert [line.code for line in planned.lines] == ["log_on"]
    install(profile)
    assert profile.registry.value(RUN, "psscore") is None
    assert as_vba_reads(profile.settings.read_bytes(), profile.codec)["server"] == "start"


@pytest.mark.parametrize(("length", "allowed"), [(259, True), (260, True), (261, False)])
def test_windows_starts_commands_of_260_characters(tmp_path: Path, length: int, allowed: bool) -> None:
    profile = Profile(tmp_path)
    have = len(f'"{profile.root}/p/Scripts/pythonw.exe" -P -B -c "import xlwings; xlwings.serve()"') - 1
    profile.use_python(profile.root / ("p" * (length - have)))
    if allowed:
        install(profile, server="running")
        assert len(profile.registry.value(RUN, "psscore")) == length
    else:
        assert refused(profile, server="running") == ["long_command"]


def test_a_folder_of_the_users_own(profile: Profile) -> None:
    folder = profile.root / "加载项 & more"
    planned = install(profile, folder=folder)
    assert (folder / "psscore.xlam").read_bytes() == ADDIN
    assert not profile.addin.exists()
    assert [line.code for line in planned.lines] == ["trust", "load"]
    assert install(profile, folder=profile.xlstart).lines == []
    assert profile.addin.exists()
    assert not (folder / "psscore.xlam").exists()  # two copies would both load


def test_a_trusted_folder_needs_no_advice(profile: Profile) -> None:
    folder = profile.root / "addins"
    key = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\Location7"
    profile.registry.write(key, "Path", str(folder) + "/")
    assert [line.code for line in install(profile, folder=folder).lines] == ["load"]


def test_another_copy_in_the_start_folder_is_told(profile: Profile) -> None:
    profile.put(profile.addin, b"somebody's")
    planned = install(profile, folder=profile.root / "addins")
    assert "second_copy" in [line.code for line in planned.lines]
    assert profile.addin.read_bytes() == b"somebody's"


@pytest.mark.parametrize(("old", "word"), [("0.0.9", "older"), ("9.0.0", "newer")])
def test_another_version_is_named_and_replaced(profile: Profile, old: str, word: str) -> None:
    profile.put(profile.addin, addin_of(old))
    [line] = install(profile).lines
    assert line.text.en == f"the {word} {old} is replaced by {__version__}"
    assert profile.addin.read_bytes() == ADDIN


def test_the_mark_of_the_web_goes(profile: Profile) -> None:
    install(profile)
    profile.mark(profile.addin)
    planned = install(profile)
    assert [step.text.en for step in planned.steps] == [f"unblock {profile.addin}"]
    assert not profile.addin.with_name("psscore.xlam:Zone.Identifier").exists()
    assert install(profile).steps == []


def test_everything_missing_is_told_at_once(profile: Profile) -> None:
    for path in [*profile.root.glob("venv/*.dll"), *profile.root.glob("venv/Scripts/pythonw.exe")]:
        path.unlink()
    profile.versions = {"xlwings": "0.37.7"}
    profile.modules = {"win32com"}
    del profile.environment["APPDATA"]
    wanted = ["dll32", "dll64", "no_appdata", "psscore", "pythonw", "pywin32", "xlwings"]
    assert refused(profile, server="running") == wanted


def test_without_any_place_for_settings(profile: Profile) -> None:
    del profile.environment["LOCALAPPDATA"], profile.environment["ProgramData"]
    assert refused(profile) == ["no_home"]


def test_the_python_of_the_store_is_refused(profile: Profile) -> None:
    profile.base = Path(r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.11_qbz5n2kfra8p0")
    assert refused(profile) == ["python_store"]


def test_a_python_the_code_page_cannot_write(tmp_path: Path) -> None:
    profile = Profile(tmp_path, codec="cp1252")
    profile.use_python(tmp_path / "环境")
    assert refused(profile) == ["code_page"]


@pytest.mark.parametrize(("length", "allowed"), [(259, True), (260, False)])
def test_the_dll_must_have_a_path_windows_takes(tmp_path: Path, length: int, allowed: bool) -> None:
    profile = Profile(tmp_path)
    short = len(f"{tmp_path}//Scripts/xlwings64-0.37.8.dll")
    rest = length - short
    profile.use_python(tmp_path / ("p" * (rest // 2)) / ("p" * (rest - rest // 2 - 1)))
    if allowed:
        install(profile)
    else:
        assert refused(profile) == ["long_path"]


@pytest.mark.parametrize(("length", "allowed"), [(218, True), (219, False)])
def test_excel_opens_paths_of_218_characters(profile: Profile, length: int, allowed: bool) -> None:
    rest = length - len(f"{profile.root}//psscore.xlam")
    folder = profile.root / ("f" * rest)
    if allowed:
        install(profile, folder=folder)
        assert len(str(folder / "psscore.xlam")) == length
    else:
        assert refused(profile, folder=folder) == ["long_addin"]


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_a_folder_in_onedrive_is_refused(profile: Profile, variable: str) -> None:
    profile.environment[variable] = str(profile.root / "Users/zhang/OneDrive - 单位")
    assert refused(profile, folder=profile.root / "Users/zhang/onedrive - 单位/文档") == ["onedrive"]
    assert install(profile, folder=profile.root / "Users/zhang/OneDrive - 单位2").addin.exists()


def test_a_folder_synchronised_with_sharepoint_is_refused(profile: Profile) -> None:
    key = r"HKCU\Software\SyncEngines\Providers\OneDrive\abc"
    profile.registry.write(key, "MountPoint", str(profile.root / "单位/站点"))
    assert refused(profile, folder=profile.root / "单位/站点/addins") == ["onedrive"]


def test_a_file_in_the_place_of_a_folder(profile: Profile) -> None:
    folder = profile.put(profile.root / "file", b"")
    assert refused(profile, folder=folder) == ["folder"]
    assert refused(profile, folder=folder / "below") == ["not_written"]


def test_an_add_in_that_excel_holds(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    profile.put(profile.addin, b"old")
    monkeypatch.setattr("psscore.hosts.excel.install.installing.is_open", lambda path: path == profile.addin)
    assert refused(profile) == ["open"]
    profile.addin.write_bytes(ADDIN)
    install(profile)  # the same file may stay open: only the settings are written


def test_a_held_add_in_is_not_removed(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    install(profile)
    before = profile.files()
    monkeypatch.setattr("psscore.hosts.excel.install.removing.is_open", lambda _: True)
    with pytest.raises(Wrong) as wrong:
        removal(profile.machine)
    assert codes(wrong.value) == ["open"]
    assert profile.files() == before


@pytest.mark.parametrize("fails_at", range(3))
def test_a_write_that_fails_is_undone(profile: Profile, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    profile.put(profile.addin, b"old")
    count = 0
    really = os.replace

    def replace(source: str, target: Path) -> None:
        nonlocal count
        count += 1
        if count == fails_at + 1:
            raise PermissionError(13, "Access is denied")
        really(source, target)

    monkeypatch.setattr(os, "replace", replace)
    folders = profile.folders()
    assert refused(profile, server="running") == [["not_written", "not_written", "locked"][fails_at]]
    assert profile.folders() == folders


def test_a_full_disk_and_a_locked_registry_are_undone(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(5, "Access is denied")

    monkeypatch.setattr(FakeRegistry, "write", fail)
    assert refused(profile, server="running") == ["not_written"]
    monkeypatch.setattr(steps.tempfile, "mkstemp", lambda **_: (_ for _ in ()).throw(OSError(28, "No space left")))
    assert refused(profile) == ["not_written"]


def test_no_draft_ever_lies_in_the_start_folder(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    really, seen = os.replace, []

    def replace(source: str, target: Path) -> None:
        seen.append(Path(source).parent)
        really(source, target)

    monkeypatch.setattr(os, "replace", replace)
    install(profile)
    assert profile.xlstart not in seen
    assert profile.xlstart.parent in seen
    assert [path.name for path in profile.xlstart.iterdir()] == ["psscore.xlam"]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_other_systems_are_told_and_left_alone(profile: Profile, platform: str) -> None:
    profile.platform = platform
    assert refused(profile) == ["system"]
    with pytest.raises(Wrong):
        removal(profile.machine)


def test_what_is_installed_is_the_add_in_of_the_repository() -> None:
    assert shipped_addin() == addin_bytes()


# The command line.


def test_install_status_doctor_remove(profile: Profile, addin: Run) -> None:
    code, said = addin("status")
    assert code == 1
    assert "doctor" in said
    code, said = addin("install", "--dry-run")
    assert code == 0
    assert "nothing was changed" in said
    assert not profile.home.exists()
    code, said = addin("install")
    assert code == 0
    assert f"installed: {profile.addin}" in said
    assert addin("status")[0] == 0
    code, said = addin("doctor")
    assert code == 0, said
    assert "already installed" in addin("install")[1]
    assert "nothing was changed" in addin("remove", "--dry-run")[1]
    assert profile.addin.exists()
    code, said = addin("remove")
    assert (code, said.splitlines()[-1]) == (0, "removed")
    assert not profile.addin.exists()
    assert addin("doctor")[0] == 1


def test_what_stands_in_the_way_is_an_error(profile: Profile, addin: Run) -> None:
    profile.versions["xlwings"] = "0.30.0"
    code, said = addin("install")
    assert code == 1
    assert "it must be exactly 0.37.8" in said
    assert "→" in said


def test_unknown_servers_are_usage_errors(addin: Run) -> None:
    assert addin("install", "--server", "often")[0] == 64


def test_build(addin: Run, tmp_path: Path) -> None:
    code, _ = addin("build", "-o", tmp_path / "out")
    assert code == 0
    assert (tmp_path / "out/psscore.xlam").read_bytes() == addin_bytes()
