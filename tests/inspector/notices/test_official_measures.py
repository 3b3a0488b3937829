"""The measures of official paper (GB/T 9704-2012), taken from the printed page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.notices import Fonts, ReportlabPress
from inspector.notices.sheet import Imprint, Sheets
from inspector.notices.typeset.characters import NO_END, NO_START
from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import MILLIMETRE
from tests.inspector.notices import papers

HAO_2, HAO_3, HAO_4 = 22.0, 16.0, 14.0
"""Chinese type sizes in points."""
NUMBERS = {"21": "样市监强制〔2026〕12号", "24": "样市监财清〔2026〕7号", "9": ""}
SIZE = (210 * MILLIMETRE, 297 * MILLIMETRE)
FONTS = Fonts()


@dataclass(frozen=True)
class Char:
    """A printed character: where its ink is, in millimetres from the top left corner, and its size in points."""

    char: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@cache
def pdf_of(form: str, items: int = 4) -> bytes:
    return (
        ReportlabPress()
        .print(
            form,
            papers.dossier(items=items),
            number=NUMBERS[form],
            printed=papers.PRINTED,
            wording=papers.WORDING,
            signatures=papers.ALL_SIGNED,
            picture=papers.jpeg,
        )
        .pdf
    )


@cache
def pages(form: str, items: int = 4) -> tuple[tuple[Char, ...], ...]:
    """Return the inked characters of each page of a form."""
    return characters(pdf_of(form, items))


def characters(pdf: bytes) -> tuple[tuple[Char, ...], ...]:
    """Return the inked characters of each page, in the order a reader extracts them."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        height, textpage = page.get_height(), page.get_textpage()
        chars = []
        for index in range(textpage.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(textpage.raw, index))
            if char.strip():
                left, bottom, right, top = textpage.get_charbox(index)
                size = pdfium.FPDFText_GetFontSize(textpage.raw, index)
                left, right, top, bottom = (
                    x / MILLIMETRE for x in (left, right, height - top, height - bottom)
                )
                chars.append(Char(char, left, right, top, bottom, round(size, 2)))
        found.append(tuple(chars))
    document.close()
    return tuple(found)


def stretch(page: tuple[Char, ...], words: str) -> tuple[Char, ...]:
    """Return the first place of `words` on the page."""
    start = "".join(char.char for char in page).index(words)
    return page[start : start + len(words)]


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_the_sheet_is_a4(form: str) -> None:
    document = pypdfium2.PdfDocument(pdf_of(form))
    assert {tuple(round(side / MILLIMETRE) for side in page.get_size()) for page in document} == {(210, 297)}
    document.close()


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_text_keeps_within_156_by_225_mm_behind_a_37_mm_head_and_a_28_mm_gutter(form: str) -> None:
    for page in pages(form, 40):
        inside = [char for char in page if char.top < 37 + 225]
        assert min(char.left for char in inside) >= 28 - 0.1
        assert max(char.right for char in inside) <= 28 + 156 + 0.1
        assert min(char.top for char in inside) >= 37 - 0.1
        assert max(char.bottom for char in inside) <= 37 + 225 + 0.1


def test_a_decision_has_3_hao_text_28_to_a_line_and_22_lines_to_a_page_under_a_2_hao_title() -> None:
    first = pages("21")[0]
    assert {char.size for char in stretch(first, "实施行政强制措施决定书")} == {HAO_2}
    assert {char.size for char in stretch(first, "决定对有关财物")} == {HAO_3}
    style = Style(FONTS.faces("fang"), HAO_3, 28.95)
    full, rest = text("样" * 29, style).set(156 * MILLIMETRE)
    assert (len(full.text), len(rest.text)) == (28, 1)
    assert full.width == pytest.approx(156 * MILLIMETRE, abs=0.01)
    assert 225 * MILLIMETRE // style.leading == 22


@pytest.mark.parametrize("items", [40])
def test_the_page_number_is_4_hao_on_the_outer_side_one_character_in(items: int) -> None:
    sheets = pages("24", items)
    assert len(sheets) > 2
    for position, page in enumerate(sheets, 1):
        number = stretch(page, f"第{position}页共{len(sheets)}页")
        assert {char.size for char in number} == {HAO_4}
        one = HAO_4 / MILLIMETRE
        if position % 2:
            assert number[-1].right == pytest.approx(28 + 156 - one, abs=1)
        else:
            assert number[0].left == pytest.approx(28 + one, abs=1)
        assert number[0].top == pytest.approx(37 + 225 + 7 - one / 2, abs=1.5)


def test_the_list_repeats_its_head_and_says_that_nothing_follows() -> None:
    sheets = pages("24", 40)
    words = ["".join(char.char for char in page) for page in sheets]
    rows = [page for page in words if "青花" in page]
    assert len(rows) > 2
    assert all("序号标称名称" in page for page in rows)
    assert sum("以下空白" in page for page in words) == 1


def test_the_seal_falls_on_the_organ_and_the_day_at_the_right_on_a_page_with_text() -> None:
    last = pages("21")[-1]
    organ, hint, day = (
        stretch(last, words) for words in ("样本市市场监督管理局（印章）", "（印章）", "2026年11月23日")
    )
    middle = [(part[0].left + part[-1].right) / 2 for part in (organ[:10], hint, day)]
    assert max(middle) - min(middle) < 2
    assert min(middle) > 28 + 156 / 2
    assert last.index(organ[0]) > 20


MARKS = "，。、；：？！（）《》“”［］【】〔〕"
prose = st.text(
    alphabet=st.one_of(
        st.sampled_from("市场监督管理局陶瓷茶壶侵权"),
        st.sampled_from(MARKS),
        st.sampled_from("aB2026%"),
    ),
    min_size=1,
    max_size=200,
).map(lambda drawn: re.sub(f"([{MARKS}])[{MARKS}]+", r"\1", drawn))
"""What people write: mark after mark is left to the test of absurd text."""


@settings(max_examples=40, deadline=None)
@given(prose, st.sampled_from([HAO_3, HAO_4, 10.5]), st.sampled_from(["justify", "left"]))
def test_no_line_of_any_text_starts_or_ends_wrongly_or_is_too_wide_and_it_is_read_out_in_order(
    written: str, size: float, align: str
) -> None:
    measure = 156 * MILLIMETRE
    paragraph = text(written, Style(FONTS.faces("fang"), size, size * 1.8, indent=2, align=align))
    lines = paragraph.set(measure)
    assert all(line.text[0] not in NO_START for line in lines[1:])
    assert all(line.text.rstrip()[-1] not in NO_END for line in lines[:-1])
    sheets = Sheets(
        SIZE, Imprint("样本", "样本", "样本", datetime(2026, 11, 23, tzinfo=UTC)), FONTS.faces("song")[0]
    )
    paragraph.draw(sheets, 28 * MILLIMETRE, SIZE[1] - 37 * MILLIMETRE, measure)
    sheets.next_page()
    document = pypdfium2.PdfDocument(sheets.finish())
    textpage = document[0].get_textpage()
    read = re.sub(r"\s", "", textpage.get_text_bounded())
    boxes = [textpage.get_charbox(index) for index in range(textpage.count_chars())]
    document.close()
    assert read == written
    assert max(right for _, _, right, _ in boxes) <= (28 + 156) * MILLIMETRE + 0.5
