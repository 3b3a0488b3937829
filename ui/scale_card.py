"""The scale card to print: the pattern the camera looks for, set on paper."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.notices import Fonts


def scale_card_pdf(fonts: Fonts, printed: datetime) -> bytes:
    """Return the sheet with both cards."""
    from inspector.imaging.scale import pattern
    from inspector.notices.scale_card import scale_card_page
    from inspector.records import SCALE_CARDS

    return scale_card_page([(card, pattern(card)) for card in SCALE_CARDS], printed=printed, fonts=fonts)
