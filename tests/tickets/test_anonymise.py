"""Sharing: no persons, no free text, numbers as keyed hashes."""

from __future__ import annotations

import csv
import random
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from psscore.tickets import Ingested, TicketsRefused, counts, ingest, load_mapping
from psscore.tickets.anonymise import anonymise

ROWS = (
    "工单编号,受理时间,承办单位,来电人姓名,诉求内容\n"
    "GD1,2025-03-04 10:00:00,城管局,张三丰,路灯坏了\n"
    'GD2,张三丰 13812345678,=13812345678,李四,"两\n行"\n'
    "GD1,2025-03-04 11:00:00,=1+1,王五,x\n"
    "GD3,2025-03-04 11:00:00,错位,的行\n"
)


def test_a_shared_copy(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_bytes(ROWS.encode("gb18030"))
    done = anonymise(path, out, load_mapping(), key="k")
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["工单编号", "受理时间", "承办单位"] == list(done.kept)
    assert done.left_out == ("来电人姓名", "诉求内容")
    assert [row[1:2] for row in rows[1:]] == [
        ["2025-03-04 10:00:00"],
        ["某某某 99999999999"],
        ["2025-03-04 11:00:00"],
        [],
    ]
    assert (rows[1][2], rows[3][2], rows[4], done.broken) == ("城管局", "'=1+1", ["?"], 1)
    assert rows[2][2].startswith("?###########-")
    numbers = [row[0] for row in rows[1:]]
    assert numbers[0] == numbers[2] != numbers[1]
    assert not any("GD" in number for number in numbers)


def test_the_key_makes_the_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ROWS, "utf-8")
    made = []
    for name, key in (("1", "k"), ("2", "k"), ("3", None), ("4", None)):
        done = anonymise(path, tmp_path / name, load_mapping(), key=key)
        assert done.key_given is (key is not None)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert len({made[0], made[2], made[3]}) == 3


def test_nothing_is_overwritten_or_half_written(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text(ROWS, "utf-8")
    out.write_text("mine", "utf-8")
    with pytest.raises(TicketsRefused, match="exists"):
        anonymise(path, out, load_mapping())
    path.write_text("x,y\n", "utf-8")
    with pytest.raises(TicketsRefused):
        anonymise(path, out, load_mapping(), force=True)
    assert out.read_text("utf-8") == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "out.csv"]


HEAD = ["工单编号", "备注", "受理时间", "办结时间", "城市", "承办单位", "诉求类别", "是否解决", "返工次数"]
CELLS: dict[str, list[str]] = {
    "工单编号": [
        "T1",
        "Ｔ1",
        '="T1"',
        "'T1",
        "T2",
        "T3",
        " T3　",
        "",
        "合计",
        "总计：3",
        "工单编号",
        "1.23E+17",
        "T\ufffd",
        "\x01foo",
    ],
    "备注": ["", "路灯", "王小明 13800138000", "a,b", 'say "x"', "两\n行", "合计"],
    "受理时间": [
        "2025-03-04 10:00:00",
        "2025/3/5 11:00",
        "2025年03月06日 1:02:03",
        "110105 19491231 002X",
        "",
        "　",
        "1949-12-31",
    ],
    "办结时间": ["2025-03-05 10:00:00", "2024-01-01 00:00:00", "13800138000", ""],
    "城市": ["甲市", "乙市", ""],
    "承办单位": ["城管局", "=1+1", "-", "合计", ""],
    "诉求类别": ["路灯", "市容", ""],
    "是否解决": ["是", "否", "王小明说否", "1", ""],
    "返工次数": ["1", "０", "2次", ""],
}
SECRETS = ("王小明", "13800138000", "19491231", "foo")


def same(original: Path, copy: Path) -> None:
    folders = [path.with_suffix(".read") for path in (original, copy)]
    read = [ingest(path, into=to, max_rejects=Fraction(1)) for path, to in zip((original, copy), folders, strict=True)]
    assert told(read[0]) == told(read[1])
    found = [counts(folder, by=("city", "unit", "month")).drop(columns="unit") for folder in folders]
    rows = [sorted([str(cell) for cell in row] for row in frame.to_numpy().tolist()) for frame in found]
    assert rows[0] == rows[1] != []


def told(read: Ingested) -> tuple[object, ...]:
    broken = {"columns", "quote", "line_end"}
    rejects = {reason: count for reason, count in read.rejects.items() if reason not in broken}
    lost = sum(read.rejects.get(reason, 0) for reason in broken)
    return read.read, read.accepted, read.rejected, read.duplicates, rejects, lost, dict(read.doubts)


@pytest.mark.parametrize("seed", range(12))
def test_a_copy_counts_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["导出"])
        writer.writerow(HEAD)
        for _ in range(120):
            row = [chance.choice(CELLS[name]) for name in HEAD]
            writer.writerow(row + [""] * chance.choice([0, 0, 3]))
            if chance.random() < 0.1:
                file.write(
                    chance.choice(["\r\n", "x,y\r\n", 'T9,"a"b,2025-03-04 10:00:00,,,,,,\r\n', 'T8,x"y,,,,,,,\r\n'])
                )
    done = anonymise(path, out, load_mapping(), key="k")
    same(path, out)
    assert done.broken > 0 or "x,y" not in path.read_text("utf-8")
    text = out.read_text("utf-8-sig")
    assert [secret for secret in SECRETS if secret in text] == []


def test_all_sheets_of_a_workbook_are_copied(tmp_path: Path) -> None:
    path, out = tmp_path / "a.xlsx", tmp_path / "out.csv"
    chance = random.Random(1)
    with xlsxwriter.Workbook(path) as book:
        for _ in range(2):
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEAD)
            for at in range(1, 40):
                for place, name in enumerate(HEAD):
                    sheet.write_string(at, place, chance.choice([c for c in CELLS[name] if "\x01" not in c]))
    anonymise(path, out, load_mapping(), key="k")
    same(path, out)
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, HEAD)
        book.add_worksheet().write_row(0, 0, HEAD[:3])
    with pytest.raises(TicketsRefused, match="other columns"):
        anonymise(path, out, load_mapping(), force=True)


@pytest.mark.parametrize("number", ["Ｔ1", '="T1"', "'T1", " T1　"])
def test_one_number_has_one_hash(tmp_path: Path, number: str) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["工单编号", "受理时间"], ["T1", "2025-03-04 10:00:00"], [number, "2025-03-04 10:00:00"]]
        )
    anonymise(path, out, load_mapping(), key="k")
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert rows[1][0] == rows[2][0] != "T1"


@pytest.mark.parametrize(
    ("label", "kept", "why"),
    [
        ("停车 8123 4567", False, "a landline without its area code"),
        ("王女士", False, "a person as one is addressed"),
        ("停车 2024-2025", True, "two years"),
        ("21010203 停车", True, "a code"),
    ],
)
def test_what_lists_do_not_show_is_not_shared(tmp_path: Path, label: str, kept: bool, why: str) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text(f"工单编号,受理时间,诉求类别\nGD1,2025-03-04 10:00:00,{label}\n", "utf-8")
    anonymise(path, out, load_mapping())
    assert (label in out.read_text("utf-8-sig")) is kept, why
