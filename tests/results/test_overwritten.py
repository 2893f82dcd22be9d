"""Typed scores and totals, as rankings and reports learn of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from psscore.results import Evaluation, open_results
from psscore.results.wording import hole_text, known_standard, missing_text, no_total_text, worded
from tampering.tampered import COVER, SCORES, STANDARD, example, with_cell

ROW = "得分不是由公式算出", "the score is not calculated by a formula"


def opened(folder: Path, data: bytes, lang: str = "zh") -> Evaluation:
    path = folder / "甲.xlsm"
    path.write_bytes(data)
    return open_results([path], lang=lang).evaluations[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_typed_scores_are_told_in_both_languages(tmp_path: Path, lang: str) -> None:
    standard = known_standard(STANDARD)
    assert standard is not None
    data = example()
    for cell in ("I5", "I6", "I7"):
        data = with_cell(data, SCORES, cell, "<v>2</v>")
    one = opened(tmp_path, data, lang)
    assert (one.total, one.grade, one.progress) == (None, "", "44/47")
    typed = [item for item in one.items if item.hole == "overwritten"]
    assert [item.indicator for item in typed] == ["1", "2", "3"]
    assert {(hole_text(item, standard).zh, hole_text(item, standard).en) for item in typed} == {ROW}
    told = missing_text(one, ["1", "2", "3"], standard)
    assert (told.zh, told.en) == (f"{ROW[0]}：1、2、3", f"{ROW[1]}: 1, 2, 3")
    told = missing_text(one, ["1", "2", "3", "9"], standard)
    assert (told.zh, told.en) == (
        f"尚缺 4 项得分：1、2、3、9（{ROW[0]}：1、2、3）",
        f"4 scores missing: 1, 2, 3, 9 ({ROW[1]}: 1, 2, 3)",
    )
    assert [worded(one, "en").by_indicator["1"].explanation, worded(one, "zh").by_indicator["1"].explanation] == [
        ROW[1],
        ROW[0],
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_typed_total_is_told_in_both_languages(tmp_path: Path, lang: str) -> None:
    one = opened(tmp_path, with_cell(example(), COVER, "B6", "<v>66.6</v>"), lang)
    why = no_total_text(one)
    assert (one.total, one.grade) == (None, "")
    assert why is not None
    assert (why.zh, why.en) == (
        "总分不是由公式算出，请恢复公式",
        "the total is not calculated by a formula: restore it",
    )
