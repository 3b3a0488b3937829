"""Foreign tables: every encoding of the field reads, everything hostile is refused by name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from inspector.errors import InputError
from inspector.progress import Cancelled, Progress
from inspector.sheets import columns_of, guess_columns, limits, pasted_rows, read_table
from inspector.sheets.sheet import column_letter

LIST = "展位号,参展商名称,信用代码\r\nA-01,样本甲陶瓷有限公司,91360200MA1XG6125D\r\nA-02,𠮷龘样本瓷行,\r\n"
OWN = Path(__file__).parents[4] / "shared" / "corpus" / "hostile" / "own"
needs_corpus = pytest.mark.skipif(not OWN.is_dir(), reason="the corpus is not beside the checkout")


def book(fill: Callable[[Workbook], None] | None = None) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "名单"
    for line in LIST.split("\r\n"):
        sheet.append(line.split(",") if line else [])
    if fill is not None:
        fill(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return made.getvalue()


def refusal(content: bytes, name: str = "x", **options: str) -> str:
    with pytest.raises(InputError) as refused:
        read_table(content, name, **options)
    assert refused.value.sentence("zh") != refused.value.code
    return refused.value.code


@pytest.mark.parametrize(
    ("encoding", "kind"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
    ],
)
def test_the_same_list_reads_alike_in_every_encoding(encoding: str, kind: str) -> None:
    sheet = read_table(LIST.encode(encoding), "x.csv")
    assert sheet.kind == kind
    assert [row.cells for row in sheet.rows] == [
        ("展位号", "参展商名称", "信用代码"),
        ("A-01", "样本甲陶瓷有限公司", "91360200MA1XG6125D"),
        ("A-02", "𠮷龘样本瓷行"),
    ]


def test_a_workbook_reads_as_its_text_does() -> None:
    sheet = read_table(book(), "名单.xlsx")
    assert (sheet.kind, sheet.name, sheet.names) == ("xlsx", "名单", ("名单",))
    assert [row.cells for row in sheet.rows] == [row.cells for row in read_table(LIST.encode(), "x.csv").rows]


def test_two_words_of_gb18030_that_read_as_utf8_are_no_mixture() -> None:
    assert read_table("联通,展位\n样本,1\n".encode("gb18030"), "x.csv").rows[0].cells == ("联通", "展位")


def test_a_file_of_two_encodings_is_refused_with_its_row() -> None:
    content = LIST.encode() + "B-01,另一个样本\n".encode("gb18030")
    with pytest.raises(InputError) as refused:
        read_table(content, "x.csv")
    assert (refused.value.code, refused.value.facts["row"]) == ("sheet.mixed_encoding", 4)


@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
def test_the_separator_is_what_stands_between_the_cells(separator: str) -> None:
    text = f'展位{separator}名称\nA{separator}"甲{separator}乙"\n'
    assert read_table(text.encode(), "x").rows[1].cells == ("A", f"甲{separator}乙".replace("\t", " "))


def test_rows_keep_the_number_an_editor_shows() -> None:
    rows = read_table(b'a,b\r\n\r\n1,"two\r\nlines"\r\n3,4\r\n', "x").rows
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("a", "b")),
        (3, ("1", "two lines")),
        (5, ("3", "4")),
    ]


def test_merged_cells_say_in_every_row_what_they_show() -> None:
    def merge(made: Workbook) -> None:
        sheet = made["名单"]
        sheet["D2"] = "1号馆"
        sheet.merge_cells("D2:D3")
        sheet["A5"], sheet["D5"] = "A-03", ""

    rows = read_table(book(merge), "x").rows
    assert [row.cell(3) for row in rows] == ["", "1号馆", "1号馆", ""]


def test_a_formula_counts_by_its_result_and_without_one_is_named() -> None:
    def formulas(made: Workbook) -> None:
        made["名单"]["A2"] = "=1+1"

    rows = read_table(book(formulas), "x").rows
    (fault,) = rows[1].faults
    assert (fault.column, fault.reason.code) == (0, "sheet.cell_no_result")
    with_result = rewritten(
        book(formulas),
        lambda _, part: (
            part.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
        ),
    )
    row = read_table(with_result, "x").rows[1]
    assert (row.cells[0], row.faults) == ("2", ())


def test_figures_read_as_they_are_shown() -> None:
    def figures(made: Workbook) -> None:
        sheet = made["名单"]
        for column, value in enumerate((12, 2.5, 1234567890123456789, True, 0.1 + 0.2), 4):
            sheet.cell(2, column, value)
        sheet.cell(2, 4).number_format = "0000000"

    row = read_table(book(figures), "x").rows[1]
    assert row.cells[3:5] == ("0000012", "2.5")
    assert row.cells[6:] == ("是", "0.3")
    assert [(fault.letter, fault.reason.code) for fault in row.faults] == [("F", "sheet.cell_digits_lost")]


def test_another_sheet_can_be_asked_for() -> None:
    def second(made: Workbook) -> None:
        made.create_sheet("二馆").append(["B-01"])

    content = book(second)
    assert read_table(content, "x", sheet="二馆").rows[0].cells == ("B-01",)
    assert refusal(content, sheet="三馆") == "sheet.no_such_sheet"


def test_what_spreadsheets_would_compute_is_never_taken_as_text() -> None:
    rows = read_table("名称\n=1+1\n@SUM(1)\n-1+1\n+5 cm\n-\n=cmd|' /c calc'!A1\n".encode(), "x").rows
    assert [bool(row.faults) for row in rows] == [False, True, True, True, False, False, True]


def test_hostile_workbooks_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = book()
    sheet = "xl/worksheets/sheet1.xml"
    monkeypatch.setattr("inspector.sheets.parts.UNPACKED_BYTES", 100_000)
    bomb = rewritten(whole, lambda name, part: b" " * 100_000 if name == sheet else part)
    assert len(bomb) < 10_000
    assert refusal(bomb) == "sheet.unpacks_too_large"
    laughs = b'<!DOCTYPE a [<!ENTITY b "bb">]>'
    for encoded in (laughs, laughs.decode().encode("utf-16-le")):
        foreign = rewritten(whole, lambda name, part, said=encoded: said + part if name == sheet else part)
        assert refusal(foreign) == "sheet.foreign_xml"
    assert refusal(whole[: len(whole) // 2]) == "sheet.damaged"
    assert (
        refusal(rewritten(whole, lambda name, part: b"" if name == "xl/workbook.xml" else part))
        == "sheet.damaged"
    )
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refusal(other.getvalue()) == "sheet.not_a_table"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == "sheet.old_excel"
    assert refusal(b"") == "sheet.empty"
    assert refusal(b"%PDF-1.7") == "sheet.not_a_table"
    assert refusal(b'a,"b\n1,2\n') == "sheet.quote_open"


def test_what_is_too_large_is_refused_and_reading_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(b"a,b\n" * (limits.MOST_ROWS + 1)) == "sheet.too_many_rows"
    assert refusal(("," * limits.MOST_COLUMNS + "x").encode()) == "sheet.too_wide"
    monkeypatch.setattr("inspector.sheets.workbook.MOST_ROWS", 2)
    assert refusal(book()) == "sheet.too_many_rows"
    monkeypatch.setattr("inspector.sheets.reading.FILE_BYTES", 3)
    assert refusal(b"a,b\n") == "sheet.too_large"
    monkeypatch.undo()
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        read_table(b"a,b\n" * 1000, "x", progress=stopped)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_never_raises_anything_else(data: st.DataObject) -> None:
    content = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_table(bytes(content), "x")
    except InputError as error:
        assert error.code.startswith("sheet.")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    try:
        read_table(content, "x")
    except InputError as error:
        assert error.code.startswith("sheet.")


@needs_corpus
def test_every_hostile_file_has_a_named_end() -> None:
    for file in sorted(each for folder in ("csv", "zip", "poly", "img") for each in (OWN / folder).iterdir()):
        try:
            read_table(file.read_bytes(), file.name)
        except InputError as error:
            assert error.code.startswith("sheet."), file.name


CELLS = st.text(st.characters(exclude_categories=("C",)), max_size=12).map(
    lambda text: " ".join(text.split())
)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_a_table_comes_back_from_the_clipboard_as_it_was(table: list[list[str]]) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if '"' in text or "\t" in text else text

    pasted = pasted_rows("\r\n".join("\t".join(cell(text) for text in row) for row in table))
    written = [tuple(row) for row in table if any(row)]
    for row, wrote in zip(pasted, written, strict=True):
        assert row.cells == wrote[: len(row.cells)]
        assert not any(wrote[len(row.cells) :])


def test_a_quote_that_closes_nothing_is_a_letter() -> None:
    (row,) = pasted_rows('12" 盘\t"大"字碗\t"a\nb"\r\n')
    assert row.cells == ('12" 盘', '"大"字碗', "a b")


def test_headings_are_found_beneath_a_title_and_by_part_of_their_words() -> None:
    rows = pasted_rows(
        "样本陶瓷博览会参展商名单\n序号\t展位号*\t企业名称（全称）\t统一社会信用代码\tBooth size\n1\tA\t甲\t\t9"
    )
    guess = guess_columns(rows, columns_of("roster"))
    assert guess.heading == 1
    assert dict(guess.places) == {"booth": 1, "name": 2, "credit_code": 3}
    assert guess_columns(rows[2:], columns_of("roster")).heading == -1


@given(st.integers(0, 16_383))
def test_columns_are_lettered_as_spreadsheets_do(column: int) -> None:
    from openpyxl.utils import get_column_letter

    assert column_letter(column) == get_column_letter(column + 1)


BOOK = book()
