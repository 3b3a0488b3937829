"""Pages as they looked when somebody last looked at them: what moves a block is seen before it is printed.

python -m tests.inspector.notices.test_renders    writes the pictures anew; look at each of them then
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.inspector.notices import filled
from tests.inspector.notices import test_press as records
from tests.inspector.notices.papers import dossier
from tests.inspector.notices.test_filled_papers import printed

FOLDER = Path(__file__).parent / "renders"
FORMS = sorted({*filled.ANSWERS, *records.NUMBERS}, key=int)
DENSITY = 60
"""Dots an inch: blocks and lines can be told, and no form's picture takes more than some kilobytes."""
_MOST = 0.35
"""Of the ink of the picture kept: a block that is gone, added or moved differs by more."""


def rendered(form: str) -> list[Image.Image]:
    """Draw every page in greys."""
    notice = printed(form) if form in filled.ANSWERS else records.printed(form, dossier(photos=3))
    document = pypdfium2.PdfDocument(notice.pdf)
    pages = [page.render(scale=DENSITY / 72).to_pil().convert("L") for page in document]
    document.close()
    return pages


@pytest.mark.parametrize("form", FORMS)
def test_pages_look_as_they_did(form: str) -> None:
    kept = sorted(FOLDER.glob(f"{form}-*.png"))
    pages = rendered(form)
    assert len(pages) == len(kept)
    for page, file in zip(pages, kept, strict=True):
        before, now = _soft(Image.open(file)), _soft(page)
        difference = ImageStat.Stat(ImageChops.difference(before, now)).sum[0]
        ink = ImageStat.Stat(ImageChops.invert(before)).sum[0]
        assert difference <= _MOST * ink, file.name


def test_a_block_that_is_gone_is_seen() -> None:
    before = _soft(Image.open(FOLDER / "14-1.png"))
    gone = before.copy()
    gone.paste(255, (0, 0, before.width, before.height // 2))
    difference = ImageStat.Stat(ImageChops.difference(before, gone)).sum[0]
    assert difference > _MOST * ImageStat.Stat(ImageChops.invert(before)).sum[0]


def _soft(page: Image.Image) -> Image.Image:
    return page.convert("L").filter(ImageFilter.GaussianBlur(2))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for form in FORMS:
        for number, page in enumerate(rendered(form), 1):
            page.save(FOLDER / f"{form}-{number}.png", optimize=True)
