"""The bundled typeface: the same Chinese on every machine, rare names included."""

from __future__ import annotations

from importlib import resources
from importlib.resources import as_file

from PySide6.QtGui import QFont, QFontDatabase

from ui.desktop.theme.tokens import BODY

_FALLBACK = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "sans-serif")
_loaded: list[str] = []


def load_fonts() -> tuple[str, ...]:
    """Register every bundled sans-serif face once; return the families, the bundled one first."""
    if not _loaded:
        folder = resources.files("resources") / "fonts"
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if "Sans" in file.name and file.name.endswith((".ttf", ".otf")):
                with as_file(file) as path:
                    number = QFontDatabase.addApplicationFont(str(path))
                for family in QFontDatabase.applicationFontFamilies(number):
                    if family not in _loaded:
                        _loaded.append(family)
    return (*_loaded, *_FALLBACK)


def body_font(pixels: int = BODY, *, strong: bool = False) -> QFont:
    """Return the interface's font in a size of the table; digits stand in columns."""
    font = QFont()
    font.setFamilies(list(load_fonts()))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if strong else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
