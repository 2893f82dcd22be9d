"""Cells gathered into rectangles come out of them again, each its own, in their own order."""

from hypothesis import given
from hypothesis import strategies as st

from psscore.engines.areas import areas

CELLS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 8)), min_size=2, max_size=60)


@given(CELLS)
def test_every_cell_is_found_in_its_own_place(cells: list[tuple[int, int]]) -> None:
    found = areas(cells)
    rows = [
        [[(row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)]
        for top, left, bottom, right in found.boxes
    ]
    assert found.pick(rows) == cells


def test_a_column_is_one_rectangle_and_columns_of_the_same_rows_are_too() -> None:
    assert areas([(row, 2) for row in range(5, 52)]).boxes == ((5, 2, 51, 2),)
    assert areas([(row, column) for row in range(5, 52) for column in (2, 3, 4)]).boxes == ((5, 2, 51, 4),)


def test_few_missing_cells_are_taken_along_and_many_are_not() -> None:
    assert areas([(1, 1), (5, 1)]).boxes == ((1, 1, 5, 1),)
    assert areas([(1, 1), (6, 1)]).boxes == ((1, 1, 1, 1), (6, 1, 6, 1))
