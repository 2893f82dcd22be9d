"""Numbers of one column end at the same decimal."""

import pytest

from psscore.shown.decimals import even


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["80.54", "73.4", "80"], ["80.54", "73.40", "80.00"]),
        (["2", "3", "12"], ["2", "3", "12"]),
        (["12.8%", "100%", "9.25 %"], ["12.80%", "100.00%", "9.25 %"]),
        (["+0.38", "−0.1", "0"], ["+0.38", "−0.10", "0.00"]),
        (["—", "1.5", "不计入", "≈0.3333"], ["—", "1.5", "不计入", "≈0.3333"]),
        (["10 / 10", "2.5"], ["10 / 10", "2.5"]),
        ([], []),
    ],
)
def test_even(texts: list[str], expected: list[str]) -> None:
    assert even(texts) == expected
