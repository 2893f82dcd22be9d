"""Each thing the doctor looks at, made to fail; and that it finds nothing where nothing is wrong."""

from __future__ import annotations

import ast
import inspect
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from hosts.excel_install.profile import CLOUD_POLICY, EXCEL, POLICY, SECURITY, Profile, portable_executable
from psscore import __version__
from psscore.hosts.excel.addin import addin_bytes
from psscore.hosts.excel.install import doctor, excel, policies, python_lines, system, workbooks
from psscore.hosts.excel.install.installing import Options, plan
from psscore.hosts.excel.install.line import Line
from psscore.hosts.excel.vba_project import vba_project
from psscore.hosts.vba import Project, project_bytes, standard
from psscore.workbook.template.package import pack, read_members

Break = Callable[[Profile], object]
COMMON_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common"
LOCATIONS = r"\Trusted Locations"


@pytest.fixture
def installed(profile: Profile) -> Profile:
    plan(profile.machine, Options(), addin_bytes()).do()
    return profile


def found(profile: Profile, *books: Path) -> dict[str, Line]:
    lines = doctor.examine(profile.machine, books)
    for line in lines:
        assert line.text.zh
        assert line.text.en
        assert line.state != "bad" or line.remedy is not None, line.code
    return {line.code: line for line in lines if line.state != "ok"}


def edit_settings(profile: Profile, old: str, new: str) -> None:
    text = profile.settings.read_bytes().decode(profile.codec)
    assert old in text
    profile.settings.write_bytes(text.replace(old, new).encode(profile.codec))


def other_version(profile: Profile) -> None:
    members = read_members(addin_bytes())
    members["docProps/custom.xml"] = members["docProps/custom.xml"].replace(__version__.encode(), b"0.0.1")
    profile.addin.write_bytes(pack(members))


def second_copy(profile: Profile) -> None:
    folder = profile.root / "addins"
    plan(profile.machine, Options(folder), addin_bytes()).do()
    profile.put(profile.addin, addin_bytes())


def untrusted_folder(profile: Profile) -> None:
    plan(profile.machine, Options(profile.root / "addins"), addin_bytes()).do()


def disabled_item(profile: Profile) -> None:
    key = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
    profile.registry.write(key, "A1B2", bytes(12) + str(profile.addin).upper().encode("utf-16-le").lower())


def own_server(profile: Profile) -> None:
    plan(profile.machine, Options(server="running"), addin_bytes()).do()
    edit_settings(profile, "server=running", "server=start")


def store_excel(profile: Profile) -> None:
    profile.registry.write(EXCEL, "", r'"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel\EXCEL.EXE"')


def drop(*patterns: str) -> Break:
    return lambda profile: [path.unlink() for pattern in patterns for path in profile.root.glob(pattern)]


def setting(key: str, name: str, value: object) -> Break:
    return lambda profile: profile.registry.write(key, name, value)


BROKEN: list[tuple[str, Break, str]] = [
    ("system", lambda p: setattr(p, "platform", "linux"), "not Windows"),
    ("system", lambda p: setattr(p, "platform", "darwin"), "Mac"),
    ("excel", lambda p: p.registry.delete(EXCEL, ""), "no Excel"),
    ("excel_store", store_excel, "Excel of the Microsoft Store"),
    ("python_store", lambda p: setattr(p, "base", Path(r"C:\Program Files\WindowsApps\Python")), "Python of the Store"),
    ("pythonw", drop("venv/Scripts/pythonw.exe"), "python.exe alone"),
    ("dll64", drop("venv/xlwings64*"), "taken by an antivirus program"),
    ("dll32", drop("venv/xlwings32*"), "taken by an antivirus program"),
    ("xlwings", lambda p: p.versions.update(xlwings="0.37.9"), "a later xlwings"),
    ("xlwings", lambda p: p.versions.pop("xlwings"), "no xlwings"),
    ("pywin32", lambda p: p.modules.remove("pythoncom"), "half of pywin32"),
    ("psscore", lambda p: p.versions.update(psscore="0.0.1"), "run from a source folder"),
    ("code_page", lambda p: p.use_python(p.root / "Łódź"), "a folder that code page 936 has no letters for"),
    ("long_path", lambda p: p.use_python(p.root / ("p" * 200) / ("p" * 60)), "a path beyond 259 characters"),
    (
        "no_home",
        lambda p: (p.environment.pop("LOCALAPPDATA"), p.environment.pop("ProgramData")),
        "a service without a profile",
    ),
    ("settings", lambda p: p.settings.unlink(), "no settings"),
    ("settings", lambda p: p.settings.write_bytes(b"folder=\xff\xff\r\n"), "bytes of another code page"),
    ("settings_python", lambda p: p.use_python(p.root / "other"), "another Python runs the doctor"),
    ("settings_python", lambda p: edit_settings(p, "folder=", "# folder="), "no folder set"),
    ("settings_server", lambda p: edit_settings(p, "server=start", "server=strat"), "a slip of the pen"),
    ("records", lambda p: p.records.write_bytes(b"{"), "cut short"),
    ("addin", lambda p: p.addin.unlink(), "taken by an antivirus program"),
    ("second_copy", second_copy, "two add-ins"),
    ("addin_version", other_version, "psscore updated without installing"),
    ("addin_version", lambda p: p.addin.write_bytes(b"PK"), "a damaged file"),
    ("addin_mark", lambda p: p.mark(p.addin), "copied from a download"),
    ("addin_trust", untrusted_folder, "a folder Excel does not trust"),
    ("addin_trust", setting(SECURITY + LOCATIONS, "AllLocationsDisabled", 1), "trust switched off"),
    ("server_entry", lambda p: edit_settings(p, "server=start", "server=running"), "nothing starts the server"),
    ("server_entry", own_server, "a server nobody uses"),
    ("macros_off", lambda p: [setting(POLICY, "VBAWarnings", 4)(p), no_locations(p)], "all macros off"),
    ("macros_signed", lambda p: [setting(POLICY, "VBAWarnings", 3)(p), no_locations(p)], "signed macros only"),
    (
        "macros_internet",
        lambda p: [setting(CLOUD_POLICY, "blockcontentexecutionfrominternet", 1)(p), no_locations(p)],
        "a policy of Microsoft 365",
    ),
    ("addins_off", setting(SECURITY, "DisableAllAddins", 1), "all add-ins off"),
    ("addins_signed", setting(POLICY, "RequireAddinSig", 1), "signed add-ins only"),
    ("no_locations", setting(POLICY + LOCATIONS, "AllLocationsDisabled", 1), "trusted locations off"),
    ("no_user_locations", setting(COMMON_POLICY + r"\Security" + LOCATIONS, "Allow User Locations", 0), "policy only"),
    ("vba_off", setting(COMMON_POLICY.replace("HKCU", "HKLM"), "VBAOff", 1), "VBA off on this computer"),
    ("disabled_item", disabled_item, "Excel crashed with it"),
]


def no_locations(profile: Profile) -> None:
    profile.registry.write(POLICY + LOCATIONS, "AllLocationsDisabled", 1)


@pytest.mark.parametrize(("code", "spoil", "why"), BROKEN, ids=[f"{row[0]}: {row[2]}" for row in BROKEN])
def test_what_is_wrong_is_found(installed: Profile, code: str, spoil: Break, why: str) -> None:
    assert found(installed) == {}
    spoil(installed)
    lines = found(installed)
    assert code in lines, why
    assert lines[code].state == "bad"


def test_macro_settings_do_not_matter_in_trusted_locations(installed: Profile) -> None:
    setting(POLICY, "VBAWarnings", 4)(installed)
    lines = found(installed)
    assert {code: line.state for code, line in lines.items()} == {"macros_off": "note"}


@pytest.mark.parametrize(
    ("policy", "own", "wrong"),
    [(3, 1, True), (1, 3, False), (2, 4, False), (None, 3, True), (None, 2, False), (0, 3, False)],
)
def test_a_policy_wins_over_the_user(installed: Profile, policy: int | None, own: int, wrong: bool) -> None:
    setting(SECURITY, "VBAWarnings", own)(installed)
    if policy is not None:
        setting(POLICY, "VBAWarnings", policy)(installed)
    assert bool(found(installed)) is wrong


def test_settings_on_an_office_of_another_version(installed: Profile) -> None:
    installed.registry.write(r"HKCR\Excel.Application\CurVer", "", "Excel.Application.15")
    setting(POLICY, "RequireAddinSig", 1)(installed)
    assert found(installed) == {}
    setting(POLICY.replace("16.0", "15.0"), "RequireAddinSig", 1)(installed)
    assert list(found(installed)) == ["addins_signed"]


def test_an_add_in_for_all_users_beside_excel(installed: Profile) -> None:
    installed.addin.unlink()
    assert "addin" in found(installed)
    installed.put(installed.root / "Office16/XLSTART/psscore.xlam", addin_bytes())
    assert found(installed) == {}


@pytest.mark.parametrize(("machine", "bits"), [(0x8664, 64), (0x14C, 32), (0xAA64, 64), (0x1C0, None)])
def test_the_bits_of_excel(profile: Profile, machine: int, bits: int | None) -> None:
    profile.put(profile.root / "Office16/EXCEL.EXE", portable_executable(machine))
    there = excel.find_excel(profile.machine)
    assert there is not None
    assert there.bits == bits


@pytest.mark.parametrize("head", [b"", b"MZ", b"MZ" + bytes(0x3A) + b"\xff\xff\xff\x7f"])
def test_an_excel_that_cannot_be_read_is_still_found(installed: Profile, head: bytes) -> None:
    installed.put(installed.root / "Office16/EXCEL.EXE", head)
    assert found(installed) == {}


def test_a_network_profile_needs_an_allowed_network(installed: Profile) -> None:
    """A redirected %APPDATA%: a trusted location that Excel ignores unless networks are allowed."""
    from psscore.hosts.excel.install.trusted import is_trusted

    folder = r"\\server\users$\zhang\AppData\Roaming\Microsoft\Excel\XLSTART"
    installed.environment["APPDATA"] = r"\\server\users$\zhang\AppData\Roaming"
    key = SECURITY + LOCATIONS + r"\Location1"
    installed.registry.write(key, "Path", r"%APPDATA%\Microsoft\Excel\XLSTART\\"[:-1])
    assert not is_trusted(installed.machine, folder)
    setting(SECURITY + LOCATIONS, "AllowNetworkLocations", 1)(installed)
    assert is_trusted(installed.machine, folder)
    assert not is_trusted(installed.machine, folder + r"\below")
    installed.registry.write(key, "AllowSubFolders", 1)
    assert is_trusted(installed.machine, folder + r"\below")


@pytest.mark.parametrize(
    ("key", "policy_only", "counts"),
    [
        (SECURITY, False, True),
        (SECURITY, True, False),
        (POLICY, False, True),
        (POLICY, True, True),
        (CLOUD_POLICY, True, True),
    ],
)
def test_whose_trusted_locations_count(installed: Profile, key: str, policy_only: bool, counts: bool) -> None:
    folder = installed.root / "addins"
    installed.registry.write(key + LOCATIONS + r"\Location20", "Path", str(folder))
    if policy_only:
        setting(COMMON_POLICY + r"\Security" + LOCATIONS, "Allow User Locations", 0)(installed)
    plan(installed.machine, Options(folder), addin_bytes()).do()
    assert ("addin_trust" in found(installed)) is not counts


# Workbooks.


def book(formula: str | None = None, version: str | None = None, template: str | None = None) -> bytes:
    """A workbook with a formula, with our macros of a version, made from a template of a version."""
    out = io.BytesIO()
    made = openpyxl.Workbook()
    made.active["A1"] = formula or 1  # type: ignore[index]
    made.save(out)
    members = read_members(out.getvalue())
    if version is not None:
        text = f'Attribute VB_Name = "PsBuild"\nPublic Const PsVersion As String = "{version}"\n'
        modules = [standard(text), standard('Attribute VB_Name = "PsFunctions"\n')]
        members["xl/vbaProject.bin"] = project_bytes(Project("VBAProject", modules))
    if template is not None:
        members["docProps/custom.xml"] = read_members(addin_bytes())["docProps/custom.xml"].replace(
            __version__.encode(), template.encode()
        )
    return pack(members)


BOOKS: list[tuple[str, bytes, str]] = [
    ("workbook_version", book(version="9.0.0"), "a newer workbook"),
    ("workbook_version", book(version="0.0.1"), "an older workbook"),
    ("workbook_newer", book("=PS_SCORE(1,2)", template="9.0.0"), "made from a newer template"),
    ("workbook_newer", book(version=__version__, template="9.0.0"), "a newer template with old macros"),
    ("workbook_damaged", b"no workbook", "not a zip"),
    ("workbook_damaged", book()[:-100], "cut short"),
    ("workbook_old", vba_project(), "a compound file: an .xls"),
]


@pytest.mark.parametrize(("code", "data", "why"), BOOKS, ids=[f"{row[0]}: {row[2]}" for row in BOOKS])
@pytest.mark.parametrize("platform", ["win32", "linux"])
def test_what_is_wrong_with_a_workbook_is_found(
    installed: Profile, platform: str, code: str, data: bytes, why: str
) -> None:
    installed.platform = platform
    path = installed.put(installed.root / "Desktop/评价 表.xlsm", data)
    lines = found(installed, path)
    assert code in lines, why
    assert lines[code].state == "bad"
    assert str(path) in lines[code].text.zh
    if code in ("workbook_version", "workbook_newer"):
        assert __version__ in lines[code].text.en
        assert ("9.0.0" in lines[code].text.en) or ("0.0.1" in lines[code].text.en)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (book(version=__version__), "its own functions"),
        (book("=PS_SCORE(1,2)"), "the add-in's functions"),
        (book("='C:\\x\\psscore.xlam'!PS_SCORE(1,2)"), "linked to an add-in elsewhere"),
        (book("=ps_score(1,2)", template=__version__), "in lower case, of this template"),
    ],
)
def test_good_workbooks(installed: Profile, data: bytes, why: str) -> None:
    path = installed.put(installed.root / "book.xlsx", data)
    assert found(installed, path) == {}, why


@pytest.mark.parametrize("formula", [None, "=SUM(1,2)", "=MYPS_SCORE(1)", "=PS_SCORER(1)"])
def test_a_workbook_without_our_functions(installed: Profile, formula: str | None) -> None:
    path = installed.put(installed.root / "book.xlsx", book(formula))
    assert {code: line.state for code, line in found(installed, path).items()} == {"workbook": "note"}


def test_a_workbook_that_needs_the_missing_add_in(installed: Profile) -> None:
    path = installed.put(installed.root / "book.xlsx", book("=PS_SCORE(1,2)"))
    installed.addin.unlink()
    assert found(installed, path)["workbook_needs_addin"].state == "bad"
    installed.platform = "linux"
    assert found(installed, path)["workbook"].state == "note"


@pytest.mark.parametrize(("zone", "wrong"), [(4, True), (3, True), (2, False), (0, False)])
def test_a_downloaded_workbook(installed: Profile, zone: int, wrong: bool) -> None:
    path = installed.put(installed.root / "下载/book.xlsm", book(version=__version__))
    installed.mark(path, zone)
    assert ("workbook_mark" in found(installed, path)) is wrong


def test_a_workbook_in_onedrive(installed: Profile) -> None:
    installed.environment["OneDriveCommercial"] = str(installed.root / "OneDrive - 单位")
    path = installed.put(installed.root / "OneDrive - 单位/book.xlsm", book(version=__version__))
    assert found(installed, path)["workbook_onedrive"].state == "note"


@pytest.mark.parametrize(("length", "wrong"), [(218, False), (219, True)])
def test_a_workbook_with_a_long_path(installed: Profile, length: int, wrong: bool) -> None:
    path = installed.root / ("b" * (length - len(f"{installed.root}/.xlsm")) + ".xlsm")
    assert len(str(path)) == length
    installed.put(path, book(version=__version__))
    assert ("workbook_path" in found(installed, path)) is wrong


@pytest.mark.parametrize("place", ["absent.xlsm", "", "venv"])
def test_a_workbook_that_is_not_there(installed: Profile, place: str) -> None:
    assert found(installed, installed.root / place)["workbook"].state == "bad"


def test_a_workbook_with_a_password(installed: Profile) -> None:
    path = installed.put(installed.root / "book.xlsx", encrypted_package())
    assert list(found(installed, path)) == ["workbook_password"]


def encrypted_package() -> bytes:
    """The directory of an encrypted workbook: a stream EncryptedPackage beside EncryptionInfo."""
    data = bytearray(vba_project())
    name = "PROJECTwm".encode("utf-16-le")
    at = data.index(name)
    wanted = "EncryptedPackage".encode("utf-16-le")
    data[at : at + len(wanted)] = wanted
    data[at + 64 : at + 66] = (len(wanted) + 2).to_bytes(2, "little")
    return bytes(data)


@pytest.mark.parametrize("part", ["xl/vbaProject.bin"])
@pytest.mark.parametrize("cut", [0, 8, 100, 600, 3000])
def test_damaged_macros_are_told(installed: Profile, part: str, cut: int) -> None:
    members = read_members(book(version=__version__))
    members[part] = members[part][:cut]
    path = installed.put(installed.root / "book.xlsm", pack(members))
    assert list(found(installed, path)) == ["workbook_damaged"]


def test_every_line_of_the_doctor_is_made_to_fail() -> None:
    tried = {row[0] for row in BROKEN} | {row[0] for row in BOOKS}
    tried |= {"workbook", "workbook_needs_addin", "workbook_mark", "workbook_path", "workbook_password"}
    wanted = set()
    for module in (doctor, policies, python_lines, system, workbooks):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("bad", "_Rule"):
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    wanted.add(code.value)
                elif isinstance(code, ast.JoinedStr):
                    wanted |= {"dll64", "dll32"}
    assert wanted == tried


def test_the_command_line_on_other_systems(installed: Profile, addin: Callable[..., tuple[int, str]]) -> None:
    installed.platform = "linux"
    good = installed.put(installed.root / "book.xlsm", book(version=__version__))
    assert addin("doctor", good)[0] == 0
    assert addin("doctor")[0] == 1
    wrong = installed.put(installed.root / "newer.xlsm", book(version="9.0.0"))
    code, said = addin("doctor", good, wrong)
    assert code == 1
    assert "9.0.0" in said
    assert __version__ in said
    assert addin("status")[0] == 1


def test_a_formula_in_a_text_is_none(installed: Profile) -> None:
    members = read_members(book())
    sheet = members["xl/worksheets/sheet1.xml"]
    assert b"<v>1</v>" in sheet
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v>1</v>", b"<is><t>=PS_SCORE(1,2)</t></is>")
    path = installed.put(installed.root / "book.xlsx", pack(members))
    assert found(installed, path)["workbook"].state == "note"
