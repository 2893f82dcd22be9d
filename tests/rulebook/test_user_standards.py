"""Standards of the user's own: found, loaded, changed, broken, dated."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from psscore.functions.call import call
from psscore.model.cell_error import CellError
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.rulebook import folders
from psscore.rulebook.catalogue import faults_of, find, known_ids, known_standards, load_standard, raw_standard
from psscore.rulebooks.skeleton import skeleton

Put = Callable[..., Path]
WANTS = "mine/1?no_cases=full"


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Writes a standard into the user's folder; `change` edits its text."""
    monkeypatch.setenv(folders.VARIABLE, str(tmp_path))

    def write(name: str, *changes: tuple[str, str], folder: Path = tmp_path) -> Path:
        text = skeleton(name)
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = folder / name / "standard.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_users_standard_is_listed_loaded_and_scored(put: Put) -> None:
    put("mine/1")
    assert "mine/1" in known_ids()
    assert load_standard("mine/1").total_points == 10
    assert call("PS_SCORE", "1.1", 90, 100, WANTS).value == 7.5
    assert call("PS_STANDARD", "mine").value == "mine/1"
    assert call("PS_STANDARD", "mine", "1", "no_cases=full").value == WANTS


def test_a_changed_file_is_seen_by_the_next_call(put: Put) -> None:
    path = put("mine/1")
    assert call("PS_SCORE", "1.1", 90, 100, WANTS).value == 7.5
    assert call("PS_EXPLAIN", "1.1", 90, 100, WANTS).value.count("0.5 分")
    put("mine/1", ('deduction = "0.5"', 'deduction = "1"'))
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000))
    assert call("PS_SCORE", "1.1", 90, 100, WANTS).value == 5
    assert call("PS_TOTAL", [["1.1"]], [[5]], WANTS).value == 5
    assert (
        "5 × 1 分" in (text := call("PS_EXPLAIN", "1.1", 90, 100, WANTS).value) or "扣 5 分" in text or "1 分" in text
    )
    path.unlink()
    assert call("PS_SCORE", "1.1", 90, 100, WANTS).value is CellError.VALUE


def test_a_standard_that_comes_later_is_found(put: Put) -> None:
    """An unknown name must not be remembered as unknown."""
    assert call("PS_SCORE", "1.1", 90, 100, WANTS).value is CellError.VALUE
    put("mine/1")
    assert call("PS_SCORE", "1.1", 90, 100, WANTS).value == 7.5


def test_a_broken_one_keeps_to_itself(put: Put) -> None:
    put("good/1")
    path = put("bad/1", ("points = 10\nrule", "points = 9\nrule"), ('kind = "step_down"', 'kind = "steps"'))
    faults = {known.name: faults_of(known) for known in known_standards()}
    assert faults["good/1"] == ()
    lines = [fault.line("en") for fault in faults["bad/1"]]
    assert len(lines) >= 2
    assert all(str(path) in line for line in lines)
    assert any("indicator 1 > points" in line for line in lines)
    assert load_standard("good/1").title.zh == "标准名称"
    with pytest.raises(StandardFaults):
        load_standard("bad/1")
    called = call("PS_SCORE", "1.1", 90, 100, "bad/1")
    assert called.value is CellError.VALUE
    assert "标准有误" in called.reason.zh
    assert call("PS_STANDARD", "bad", "1").value is CellError.VALUE
    assert call("PS_SCORE", "1", 93, 100).value == 0.6


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        (b"\xff\xfe", "UTF-8", "another encoding"),
        (b"id = ", "TOML", "no TOML"),
        (b'id = "other"\nedition = "1"\n', "folder", "another name than its folder"),
        (b'id = "mine"\nedition = "1"\ntitle = 2026-01-01\n', "dates as text", "a bare date"),
        (b'id = "mine"\nedition = "1"\n[[indicator]]\ncode = 1\n', "must be text", "a code that is a number"),
    ],
)
def test_an_unreadable_file_says_what_is_wrong(put: Put, text: bytes, words: str, why: str) -> None:
    path = put("mine/1")
    path.write_bytes(text)
    with pytest.raises(StandardFaults) as caught:
        load_standard("mine/1")
    assert words in str(caught.value), why
    assert str(path) in str(caught.value), why


def test_a_byte_order_mark_does_no_harm(put: Put) -> None:
    path = put("mine/1")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_standard("mine/1").total_points == 10


def test_a_shipped_standard_cannot_be_overridden(put: Put) -> None:
    put("public-service/2026")
    known = [one for one in known_standards() if one.name == "public-service/2026"]
    assert [one.shipped for one in known] == [True, False]
    assert "cannot be overridden" in faults_of(known[1])[0].line("en")
    assert load_standard("public-service/2026").total_points == 100
    assert raw_standard("public-service/2026")["total_points"] == 100


def test_of_two_folders_the_first_has_it(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    monkeypatch.setenv(folders.VARIABLE, os.pathsep.join(map(str, (one, other, tmp_path / "missing"))))
    put("mine/1", ('zh = "标准名称"', 'zh = "甲"'), folder=one)
    put("mine/1", ('zh = "标准名称"', 'zh = "乙"'), folder=other)
    assert load_standard("mine/1").title.zh == "甲"
    hidden = [known for known in known_standards() if known.fault]
    assert [str(known.folder) for known in hidden] == [str(other / "mine/1")]


@pytest.mark.parametrize("reference", ["../x", "a/..", "a/b/c", ".hidden/1", "a\\b/1", "C:/x", "mine/nul\x00"])
def test_no_reference_leaves_the_folder(put: Put, reference: str) -> None:
    put("mine/1")
    with pytest.raises(ReferenceFault, match=r"mine/1|looks like"):
        load_standard(reference)


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/psscore/standards"),
        ("linux", {}, "/home/u/.local/share/psscore/standards"),
        ("darwin", {}, "/home/u/Library/Application Support/psscore/standards"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/psscore/standards"),
        ("win32", {}, "/home/u/AppData/Roaming/psscore/standards"),
    ],
)
def test_without_the_variable_it_is_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], expected: str
) -> None:
    for name in (folders.VARIABLE, "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/u")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(folders.sys, "platform", system)
    assert [path.as_posix() for path in folders.user_folders()] == [expected]


# fmt: off
SPANS = {
    "2023": ('effective_from = "2023-01-01"', 'effective_to = "2024-12-31"'),
    "2025": ('effective_from = "2025-01-01"',),
}
DAYS = [
    (date(2023, 1, 1), "2023", "the first day"),
    (date(2024, 12, 31), "2023", "the last day"),
    (date(2025, 1, 1), "2025", "the first day of the next"),
    (date(2030, 1, 1), "2025", "open to the end"),
    (date(2022, 12, 31), None, "before the first"),
]
# fmt: on


@pytest.mark.parametrize(("day", "edition", "why"), DAYS)
def test_the_edition_in_force(put: Put, day: date, edition: str | None, why: str) -> None:
    for name, lines in SPANS.items():
        put(f"mine/{name}", ("total_points = 10", "\n".join((*lines, "total_points = 10"))))
    if edition is None:
        with pytest.raises(ReferenceFault, match="mine/2023"):
            find("mine", on=day)
    else:
        assert find("mine", on=day) == f"mine/{edition}", why


def test_editions_without_dates_cannot_be_told_apart(put: Put) -> None:
    put("mine/1")
    assert find("mine", on=date(2026, 1, 1)) == "mine/1"
    put("mine/2")
    with pytest.raises(ReferenceFault, match="name one of"):
        find("mine", on=date(2026, 1, 1))
    with pytest.raises(ReferenceFault, match="public-service"):
        find("nothing", on=date(2026, 1, 1))
