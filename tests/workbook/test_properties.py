"""What holds for any workbook: nothing to do changes nothing, what is not touched stays, memory changes no result."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.workbook.package import Package
from psscore.workbook.recalculate import Recalculator
from psscore.workbook.sheet import patch, scan
from psscore.workbook.strings import inline_text
from psscore.workbook.values import encode, escape_excel, number_text, same_number, text_of, unescape_excel
from workbook.books import book, run

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False, width=64)
inputs = st.one_of(st.integers(-999, 999).map(float), st.booleans(), texts, st.none())

FORMULAS = [
    "SUM(A1:A4)",
    "COUNTA(A1:A4)",
    'IFERROR(A1+A2,"-")',
    "IF(ISNUMBER(A3),A3*2,A4)",
    'A1&amp;"|"&amp;A2',
    "B1+B2",
    "PS_RATE(A1,A2)",
    'IF(A1&gt;0,PS_RATE(A1,A3),"")',
    'INDIRECT("A"&amp;2)',
    "MAX(A1:A4)=A4",
]


def literal(row: int, value: float | bool | str | None) -> str:
    if value is None:
        return ""
    kind, content = encode(value)
    return f'<c r="A{row}"{kind.decode()}>{content.decode()}</c>'


def workbook(values: list[float | bool | str | None]) -> bytes:
    lines = []
    for row in range(1, len(FORMULAS) + 1):
        own = literal(row, values[row - 1]) if row <= len(values) else ""
        lines.append(f'<row r="{row}">{own}<c r="B{row}"><f>{FORMULAS[row - 1]}</f></c></row>')
    return book("".join(lines))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(inputs, min_size=4, max_size=4), min_size=2, max_size=5))
def test_a_reused_engine_is_a_fresh_engine(series: list[list[float | bool | str | None]]) -> None:
    reused = Recalculator()
    for values in series:
        data = workbook(values)
        one, other = run(data, reused), run(data)
        assert one.data == other.data
        assert one.receipt == other.receipt


@settings(max_examples=30, deadline=None)
@given(st.lists(inputs, min_size=4, max_size=4))
def test_a_second_run_changes_nothing_and_other_members_keep_their_bytes(
    values: list[float | bool | str | None],
) -> None:
    data = workbook(values)
    first = run(data)
    assert first.data is not None
    second = run(first.data)
    assert (second.status, second.data is first.data) == ("unchanged", True)
    before, after = Package(data), Package(first.data)
    for name in before.index:
        if "worksheets" not in name:
            assert before.raw(name) == after.raw(name)


@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    assert run(data).status == "refused"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_never_raises(data: st.DataObject) -> None:
    whole = bytearray(workbook([1.0, 2.0, "x", True]))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert run(bytes(whole)).status in ("refused", "written", "partial", "unchanged")


@given(st.lists(st.tuples(st.integers(1, 3), texts), max_size=5))
def test_patching_nothing_is_the_same_object(cells: list[tuple[int, str]]) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>{r}</v></c></row>' for n, (r, _) in enumerate(cells, 1))
    data = Package(book(rows)).read("xl/worksheets/sheet1.xml")
    assert patch(data, "x", scan(data, "x"), {}) is data


@given(texts)
def test_texts_survive_the_file(text: str) -> None:
    assert unescape_excel(escape_excel(text)) == text
    kind, element = encode(text)
    assert kind == b' t="str"'
    content = element[element.index(b">") + 1 : element.rindex(b"</v>")]
    assert text_of(content) == text
    assert inline_text(b"<t>" + content + b"</t>") == text


@given(numbers)
def test_numbers_survive_the_file(number: float) -> None:
    assert float(number_text(number)) == number
    assert same_number(number, float(f"{number:.17g}"))
