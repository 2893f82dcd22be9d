"""Sharing: no persons, no free text, numbers as keyed hashes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from psscore.tickets import TicketsRefused, load_mapping
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
    assert [row[1:] for row in rows[1:]] == [
        ["2025-03-04 10:00:00", "城管局"],
        ["某某某 99999999999", "?99999999999"],
        ["2025-03-04 11:00:00", "'=1+1"],
    ]
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
