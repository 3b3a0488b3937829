"""The printed scale card is found by what looks for it, and is as large as it says."""

import argparse
import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from inspector.errors import InputError
from inspector.imaging.scale import SeenCard, find_card
from inspector.records import SCALE_CARDS, Point
from ui.commands import scale_card

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdfium2")
DPI = 150


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    out = tmp_path_factory.mktemp("card") / "card.pdf"
    assert scale_card.run(argparse.Namespace(out=out)) == 0
    with pytest.raises(InputError, match=r"notice\.file_exists"):
        scale_card.run(argparse.Namespace(out=out))
    with pypdfium2.PdfDocument(out) as document:
        return document[0].render(scale=DPI / 72).to_pil().convert("L")


def found(sheet: Image.Image, box: tuple[int, int, int, int]) -> SeenCard:
    alone = Image.new("L", sheet.size, 255)
    alone.paste(sheet.crop(box), box[:2])
    out = io.BytesIO()
    alone.save(out, "JPEG", quality=92)
    return find_card(out.getvalue())


def test_both_cards_are_found_at_their_true_size(sheet: Image.Image) -> None:
    width, height = sheet.size
    for card, box in zip(
        SCALE_CARDS, ((0, 0, width, height * 45 // 100), (0, height * 46 // 100, width, height)), strict=True
    ):
        seen = found(sheet, box)
        assert seen.card == card
        assert len(seen.corners) == (card.columns - 1) * (card.rows - 1)
        assert abs(seen.pixels_a_mm / (DPI / 25.4) - 1) < 0.002


def test_the_ruler_is_as_long_as_it_says(sheet: Image.Image) -> None:
    seen = found(sheet, (0, 0, sheet.width, sheet.height * 45 // 100))
    dark = np.asarray(sheet) < 128
    row = int(np.argmax(dark[: sheet.height // 5].sum(axis=1)))
    columns = np.flatnonzero(dark[row])
    ends = [
        Point.at((column + 0.5) / sheet.width, row / sheet.height) for column in (columns[0], columns[-1])
    ]
    assert abs(float(seen.length(*ends).mm) - 150) < 0.5


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"notice\.no_folder"):
        scale_card.run(argparse.Namespace(out=tmp_path / "none" / "card.pdf"))
