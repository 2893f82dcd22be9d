"""Changed cells as rectangles: nothing left out, nothing covered that is no literal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from psscore.workbook.blocks import blocks


def _zero(_column: int, _row: int) -> float:
    return 0.0


_PLACES = st.tuples(st.integers(1, 5), st.integers(1, 60))


@given(
    changed=st.dictionaries(_PLACES, st.one_of(st.none(), st.floats(0, 9), st.text(max_size=2))),
    standing=st.dictionaries(_PLACES, st.floats(10, 19)),
)
def test_blocks_write_every_change_and_what_stands_there(
    changed: dict[tuple[int, int], float | str | None], standing: dict[tuple[int, int], float]
) -> None:
    written: dict[tuple[int, int], float | str | None] = {}
    for block in blocks(changed, lambda column, row: standing.get((column, row))):
        for down, values in enumerate(block.rows()):
            for right, value in enumerate(values):
                place = block.column + right, block.row + down
                assert place not in written
                written[place] = value
    # A cell that holds no literal is only written when it is to change.
    assert written.keys() - changed.keys() <= standing.keys()
    assert written == {place: changed.get(place, standing.get(place)) for place in written} | changed


def test_a_table_with_a_few_changes_is_one_rectangle() -> None:
    changed = {(4, 5): 1.0, (4, 20): 2.0, (5, 7): 3.0, (6, 5): None}
    found = list(blocks(changed, _zero))
    assert [(block.row, block.column, len(block.rows())) for block in found] == [(5, 4, 16)]


def test_a_formula_between_keeps_rectangles_apart() -> None:
    changed = {(4, 5): 1.0, (4, 7): 2.0, (5, 5): 3.0}
    found = list(blocks(changed, lambda column, row: None if (column, row) == (4, 6) else 0.0))
    assert sorted((block.row, block.column, len(block.columns)) for block in found) == [(5, 4, 2), (7, 4, 1)]


def test_far_apart_cells_are_not_bridged() -> None:
    assert len(list(blocks({(1, 1): 1.0, (1, 60): 1.0}, _zero))) == 2


def test_blocks_beside_one_another_wait_for_the_next_column() -> None:
    changed = {(4, 5): 1.0, (4, 50): 2.0, (5, 5): 3.0, (5, 50): 4.0}
    found = list(blocks(changed, _zero))
    assert sorted((block.row, len(block.columns)) for block in found) == [(5, 2), (50, 2)]
