"""`from psscore.functions import PS_SCORE`."""

from __future__ import annotations

import pandas
import pytest

from psscore import functions
from psscore.functions import PS_SCORE, PS_STANDARD, PS_TOTAL
from psscore.functions.registry import FUNCTIONS
from psscore.model.cell_error import CellError


def test_every_function_is_there() -> None:
    assert all(callable(getattr(functions, name)) for name in FUNCTIONS)
    assert set(functions.__all__) == set(FUNCTIONS)


def test_single_values_and_names() -> None:
    assert PS_SCORE("1", 93, 100) == 0.6
    assert PS_SCORE("1", value=93, base=100, standard=PS_STANDARD("public-service", "2026", "step=ceil")) == 0.6
    with pytest.raises(TypeError, match="bse"):
        PS_SCORE("1", 93, bse=100)


def test_columns_of_every_kind() -> None:
    expected = [0.6, 2.0, CellError.NOT_AVAILABLE]
    assert PS_SCORE("1", [93, 100, None], [100, 100, 100]) == expected
    assert PS_SCORE("1", (93, 100, None), (100, 100, 100)) == expected
    assert PS_SCORE("1", pandas.Series([93, 100, None]), pandas.Series([100, 100, 100])) == expected
    assert PS_SCORE("1", [[93, 100]], 100) == [[0.6, 2.0]]
    assert PS_TOTAL([str(n) for n in range(1, 48)], [2.0] * 47) == 94.0
    assert PS_SCORE([], [], []) == []
