"""The measures all forms share: the sheet and its styles, as `resources/forms/layout.toml` has them."""

from __future__ import annotations

from functools import cache
from typing import Literal

from inspector.notices.data_files import Part, read_data

Align = Literal["left", "center", "right", "justify"]


class PageMeasures(Part, frozen=True):
    """The sheet in millimetres."""

    width: float
    height: float
    top: float
    left: float
    text_width: float
    text_height: float
    page_number_below: float


class StyleMeasures(Part, frozen=True):
    """One style in points; `faces` is a role of `Fonts`."""

    faces: Literal["fang", "song", "bold", "hei"]
    size: float
    leading: float
    align: Align = "justify"


class Layout(Part, frozen=True):
    """The measures all forms share."""

    page: PageMeasures
    styles: dict[str, StyleMeasures]


@cache
def read_layout() -> Layout:
    """Return the shared measures; raises `notice.form_file` as `read_data`."""
    return read_data("layout", Layout)
