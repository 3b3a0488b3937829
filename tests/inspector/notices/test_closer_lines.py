"""Lines move closer to save a page with a few lines on it, never closer than one and a half times their size."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest

from inspector.notices.form import read_form
from tests.inspector.notices import filled, papers
from tests.inspector.notices.test_filled_papers import PRESS, printed
from tests.inspector.notices.test_official_measures import characters

ONE_PAGE = ("16", "17", "20", "22", "23", "25", "33")


def steps(pdf: bytes, size: float) -> list[float]:
    """Return the distances between lines of running text on the first page, from comma to comma, in points."""
    commas = sorted({char.bottom for char in characters(pdf)[0] if char.size == size and char.char == "，"})
    return [(b - a) * 72 / 25.4 for a, b in pairwise(commas) if b - a > 3]


@pytest.mark.parametrize("form", ONE_PAGE)
def test_the_usual_case_takes_one_page(form: str) -> None:
    assert printed(form).pages == 1


@pytest.mark.parametrize("form", ["17", "22", "23"])
def test_lines_keep_their_distance(form: str) -> None:
    body = read_form(form).body
    distances = steps(printed(form).pdf, body.size)
    assert min(distances) >= 1.5 * body.size - 0.2
    assert min(distances) < body.leading


def test_a_document_that_needs_its_pages_keeps_the_measures_of_official_paper() -> None:
    long = "因".join(["涉案物品需由权利人逐件辨认，供货方在外地，协助调查尚未回函"] * 12)
    notice = printed("22", reason=long)
    assert notice.pages == 2
    assert min(steps(notice.pdf, 16.0)) == pytest.approx(28.95, abs=0.2)


def test_the_seal_stands_above_the_right_margin_with_the_day_four_characters_from_it() -> None:
    for form, size in (("22", 16.0), ("23", 14.0)):
        page = characters(printed(form).pdf)[0]
        words = "".join(char.char for char in page)
        start = words.index("（印章）") + len("（印章）")
        day = page[start : start + len("2026年11月23日")]
        assert day[-1].char == "日"
        margin = 28 + 156 - 4 * size * 25.4 / 72
        assert day[-1].right == pytest.approx(margin, abs=1.8)  # 日 is a narrow character


def test_a_long_name_of_the_organ_stays_inside_the_margin() -> None:
    record = papers.dossier()
    organ = "样本省样本市样本高新技术产业开发区市场监督管理局知识产权执法支队"
    record = replace(record, bureau=replace(record.bureau, name=organ))
    notice = PRESS.print(
        "22",
        record,
        number="样市监延强〔2026〕1号",
        printed=papers.PRINTED,
        wording=filled.wording(record),
        signatures=(),
        picture=papers.jpeg,
        paper=filled.paper("22", record),
    )
    for page in characters(notice.pdf):
        assert max(char.right for char in page) <= 28 + 156 + 0.1
    document = pypdfium2.PdfDocument(notice.pdf)
    words = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    assert f"{organ}（印章）" in words
