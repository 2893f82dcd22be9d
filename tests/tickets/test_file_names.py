"""Files of one name in two folders are told apart, in what became of their records too."""

from __future__ import annotations

from pathlib import Path

import pytest

from psscore.tickets import ingest
from psscore.tickets.file_names import told_apart
from psscore.tickets.opening import opened

NAMES = [
    ([("/d/a/x.csv", "x.csv"), ("/d/b/y.csv", "y.csv")], ["x.csv", "y.csv"], "different already"),
    ([("/d/a/x.csv", "x.csv"), ("/d/b/x.csv", "x.csv")], ["a/x.csv", "b/x.csv"], "the folder"),
    (
        [("/d/a/r/x.csv", "r/x.csv"), ("/d/b/r/x.csv", "r/x.csv"), ("/d/x.csv", "x.csv")],
        ["a/r/x.csv", "b/r/x.csv", "x.csv"],
        "beyond what stands in the name, and no more than is needed",
    ),
    ([("/d/1/a/x.csv", "x.csv"), ("/d/2/a/x.csv", "x.csv")], ["1/a/x.csv", "2/a/x.csv"], "folders of one name"),
    (
        [("/d/a/x.csv", "x.csv"), ("/d/b/x.csv", "x.csv"), ("/e/a/x.csv", "a/x.csv")],
        ["d/a/x.csv", "b/x.csv", "e/a/x.csv"],
        "a longer name that another file has already",
    ),
    ([("/d/x.csv", "x.csv"), ("/d/x.csv", "x.csv")], ["x.csv", "x.csv"], "one file twice"),
    ([], [], "no file"),
]


@pytest.mark.parametrize(("files", "names", "why"), NAMES, ids=[why for *_, why in NAMES])
def test_names_are_told_apart(files: list[tuple[str, str]], names: list[str], why: str) -> None:
    assert told_apart([(Path(path), name) for path, name in files]) == names, why


def export(folder: Path, *numbers: str) -> Path:
    folder.mkdir(exist_ok=True)
    rows = "".join(f"{number},2025-03-04 10:00:00\n" for number in numbers)
    path = folder / "工单.csv"
    path.write_text("工单编号,受理时间\n" + rows, "utf-8")
    return path


def test_each_file_has_the_account_of_its_own_records(tmp_path: Path) -> None:
    paths = [export(tmp_path / "东城", "A1", "A2", "A3"), export(tmp_path / "西城", "B1", "1.2E+17")]
    with ingest(paths, max_rejects=1) as result:
        told = [(one.name, one.read, one.accepted, one.rejected) for one in result.files]
        assert told == [("东城/工单.csv", 3, 3, 0), ("西城/工单.csv", 2, 1, 1)]
        assert sum(one.read for one in result.files) == result.read


def test_folders_named_both_have_such_a_file(tmp_path: Path) -> None:
    for name in ("东城", "西城"):
        export(tmp_path / name, name)
    with ingest([tmp_path / "东城", tmp_path / "西城"]) as result:
        assert [(one.name, one.accepted) for one in result.files] == [("东城/工单.csv", 1), ("西城/工单.csv", 1)]


def test_so_do_readings(tmp_path: Path) -> None:
    for name, numbers in (("东城", ["A1", "A2"]), ("西城", ["B1"])):
        ingest(export(tmp_path / name, *numbers), into=tmp_path / f"读入{name}")
    with opened([tmp_path / "读入东城", tmp_path / "读入西城"]) as (_, records):
        assert [(one["name"], one["read"]) for one in records["sources"]] == [
            ("读入东城/工单.csv", 2),
            ("读入西城/工单.csv", 1),
        ]
        assert records["read"] == 3


def test_a_reading_named_twice_is_read_once(tmp_path: Path) -> None:
    ingest(export(tmp_path / "东城", "A1"), into=tmp_path / "读入")
    with opened([tmp_path / "读入", tmp_path / "东城" / ".." / "读入"]) as (engine, records):
        assert (records["read"], len(records["sources"])) == (1, 1)
        assert engine.rows("SELECT COUNT(*) FROM tickets") == [(1,)]
