"""Labels: a machine reads the item and its seal, people read the same, and all fits on the label."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pypdfium2
import pytest

from inspector.errors import InputError
from inspector.imaging.cv import opencv
from inspector.notices import Fonts
from inspector.notices.calibration import calibration_page
from inspector.notices.labels import label_code, print_labels
from inspector.notices.stock import Stock, copies_of, stock_named, stocks
from inspector.notices.values import parcels
from inspector.records import MeasureKind, Sample
from tests.inspector.notices import papers

FONTS = Fonts()
MILLIMETRE = 72 / 25.4


def labels(stock: str, items: int = 4, skip: int = 0) -> pypdfium2.PdfDocument:
    pdf, count = print_labels(
        papers.dossier(items=items), stock_named(stock), printed=papers.PRINTED, fonts=FONTS, skip=skip
    )
    assert count == items
    return pypdfium2.PdfDocument(pdf)


def label_picture(page: pypdfium2.PdfPage, stock: Stock, place: int) -> np.ndarray:
    """Return one label of a page as a camera sees it."""
    dots = 300 / 25.4
    picture = page.render(scale=300 / 72).to_pil().convert("L")
    row, column = divmod(place, stock.columns)
    left, top = stock.left + column * stock.pitch_x, stock.top + row * stock.pitch_y
    box = (left, top, left + stock.label_width, top + stock.label_height)
    return np.array(picture.crop(tuple(round(edge * dots) for edge in box)))


@pytest.mark.parametrize(("name", "first_page"), [("a4-21", 0), ("a4-14", 0), ("roll-60x40", 1)])
def test_the_code_on_a_label_says_item_and_seal(name: str, first_page: int) -> None:
    document = labels(name)
    read, *_ = (
        opencv().QRCodeDetector().detectAndDecode(label_picture(document[first_page], stock_named(name), 0))
    )
    first = papers.dossier().items[0]
    assert read == label_code(first) == f"item={first.id}&seal={first.seal_number}"
    document.close()


@pytest.mark.parametrize("name", sorted(stocks()))
def test_every_label_keeps_its_words_inside_and_a_ruler_is_with_them(name: str) -> None:
    stock, document = stock_named(name), labels(name, 25)
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    for item in papers.dossier(items=25).items:
        assert f"封条 {item.seal_number}" in words
    assert f"应为{stock.ruler:g}毫米" in words.replace("\r\n", "")
    for page in document:
        textpage = page.get_textpage()
        for index in range(textpage.count_chars()):
            left, bottom, right, top = (edge / MILLIMETRE for edge in textpage.get_charbox(index))
            if not stock.is_sheet or stock.height - top > stock.top:
                assert 0 <= (left - stock.left) % stock.pitch_x <= stock.label_width
                assert (left - stock.left) // stock.pitch_x == (right - stock.left) // stock.pitch_x
                assert (stock.height - stock.top - top) // stock.pitch_y == (
                    stock.height - stock.top - bottom
                ) // stock.pitch_y
    document.close()


def test_labels_used_up_on_the_first_sheet_stay_free() -> None:
    document = labels("a4-21", 4, skip=20)
    assert len(document) == 2
    assert label_picture(document[0], stock_named("a4-21"), 19).min() == 255
    assert label_picture(document[0], stock_named("a4-21"), 20).min() < 128
    document.close()


def test_a_very_long_name_is_shortened_and_stays_on_the_label() -> None:
    dossier = papers.dossier(items=1)
    long = replace(dossier.items[0], label_name="青花缠枝莲纹茶壶" * 200)
    pdf, _ = print_labels(
        replace(dossier, items=(long,)), stock_named("roll-60x40"), printed=papers.PRINTED, fonts=FONTS
    )
    document = pypdfium2.PdfDocument(pdf)
    assert "…" in document[1].get_textpage().get_text_bounded()
    document.close()


@pytest.mark.parametrize(
    ("skip", "items", "code"), [(21, 4, "print.skip"), (-1, 4, "print.skip"), (0, 0, "print.no_labels")]
)
def test_what_cannot_be_labelled_has_a_reason(skip: int, items: int, code: str) -> None:
    with pytest.raises(InputError) as refusal:
        labels("a4-21", items, skip)
    assert refusal.value.code == code


def test_an_unknown_stock_names_the_known_ones() -> None:
    with pytest.raises(InputError) as refusal:
        stock_named("a5")
    assert refusal.value.code == "print.stock"


def test_what_is_served_is_offered_twice_and_what_is_filed_once() -> None:
    assert [copies_of(form) for form in ("21", "24", "9")] == [2, 2, 1]


def test_the_rulers_of_the_calibration_page_are_as_long_as_they_say() -> None:
    document = pypdfium2.PdfDocument(calibration_page(printed=papers.PRINTED, fonts=FONTS))
    assert len(document) == 2
    lines = [
        [edge / MILLIMETRE for edge in thing.get_bounds()]
        for thing in document[0].get_objects()
        if thing.type == 2
    ]
    wide = {round(right - left, 1) for left, _, right, _ in lines}
    high = {round(top - bottom, 1) for _, bottom, _, top in lines}
    assert {150.0, 156.0} <= {round(width) for width in wide}
    assert {190.0, 225.0} <= {round(height) for height in high}
    document.close()


def test_each_measure_and_each_sample_has_labels_of_its_own() -> None:
    record = papers.dossier(items=4)
    (seizure,) = record.measures
    first, second, third, _ = (item.id for item in record.items)
    sample = Sample(
        first, base=record.items[0].quantity, taken=Decimal(1), reserve=Decimal(1), seal_number="样封1"
    )
    seized = replace(seizure, item_ids=(first, second))
    kept = replace(seizure, id="kept", kind=MeasureKind.REGISTER, item_ids=(third,))
    sampling = replace(seizure, id="sampling", kind=MeasureKind.SAMPLE, item_ids=(first,), samples=(sample,))
    found = parcels(replace(record, measures=(seized, kept, sampling)))
    assert [(number, item.id) for number, item in found] == [(1, first), (2, second), (1, third), (1, first)]
    whole = record.items[0].quantity
    assert [item.quantity for _, item in found[::3]] == [whole - 2, 2]
    assert found[-1][1].seal_number == "样封1"
    assert found[-1][1].label_name.startswith("样品：")
