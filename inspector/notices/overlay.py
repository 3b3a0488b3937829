"""A bureau's own measures laid over those all forms share: margins, sizes, faces; checked, never half applied."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from inspector.errors import InputError
from inspector.notices.form import Align, Layout, Part, read_layout

LARGEST = 64 * 1024
"""Bytes of such a file; a longer one is something else."""
_LEAST_PAGE = 100.0
_SMALLEST, _BIGGEST = 5.0, 72.0
"""Points a character may have."""


class _Page(Part, frozen=True):
    top: float | None = None
    left: float | None = None
    text_width: float | None = None
    text_height: float | None = None
    page_number_below: float | None = None


class _Style(Part, frozen=True):
    faces: str | None = None
    size: float | None = None
    leading: float | None = None
    align: Align | None = None


class _Overlay(Part, frozen=True):
    page: _Page = _Page()
    styles: dict[str, _Style] = msgspec.field(default_factory=dict)


def usual_overlay(environ: Mapping[str, str]) -> Path:
    """Return where an administrator of the machine puts the bureau's measures."""
    if sys.platform == "win32":
        folder = Path(environ.get("PROGRAMDATA", "C:/ProgramData"))
    else:
        folder = Path(environ.get("XDG_CONFIG_DIRS", "").split(":")[0] or "/etc/xdg")
    return folder / "inspector" / "layout.toml"


def layout_with(overlay: Path | None) -> Layout:
    """Return the shared measures with those of the file over them; without a file the shared ones.

    Raises:
        InputError: `notice.overlay` with what is wrong in the file.
    """
    try:
        if overlay is None or not overlay.is_file():
            return read_layout()
        with overlay.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError("notice.overlay", file=str(overlay), why=error.strerror or "") from error
    try:
        return overlaid(content)
    except (ValueError, RecursionError) as error:  # msgspec and tomllib tell what is wrong as ValueError
        raise InputError("notice.overlay", file=str(overlay), why=str(error)) from error


def overlaid(content: bytes) -> Layout:
    """Return the shared measures with these over them; `ValueError` says what is wrong in them."""
    if len(content) > LARGEST:
        raise ValueError(f"> {LARGEST} bytes")
    own = msgspec.convert(tomllib.loads(content.decode("utf-8")), _Overlay)
    shared = msgspec.to_builtins(read_layout())
    shared["page"] |= _stated(own.page)
    for name, style in own.styles.items():
        if name not in shared["styles"]:
            raise ValueError(f"styles.{name}: {', '.join(shared['styles'])}")
        shared["styles"][name] |= _stated(style)
    layout = msgspec.convert(shared, Layout)
    for fault in _faults(layout):
        raise ValueError(fault)
    return layout


def _stated(part: Part) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(part).items() if value is not None}


def _faults(layout: Layout) -> list[str]:
    page = layout.page
    faults = []
    if not (page.left >= 0 and page.text_width >= _LEAST_PAGE and page.left + page.text_width <= page.width):
        faults.append(f"page: left + text_width ≤ {page.width:g}, text_width ≥ {_LEAST_PAGE:g}")
    foot = page.height - page.top - page.text_height
    if not (page.top >= 0 and page.text_height >= _LEAST_PAGE and 0 <= page.page_number_below <= foot):
        faults.append(f"page: top + text_height + page_number_below ≤ {page.height:g}")
    for name, style in layout.styles.items():
        if not (_SMALLEST <= style.size <= _BIGGEST and style.size <= style.leading <= 2 * _BIGGEST):
            faults.append(f"styles.{name}: {_SMALLEST:g} ≤ size ≤ {_BIGGEST:g}, size ≤ leading")
    return faults
