"""Fonts: which files draw the notices, read once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import SystemFault

if TYPE_CHECKING:
    from inspector.notices.ttf import TrueTypeFont

FANGSONG_FILES = (
    "simfang.ttf",
    "FangSong.ttf",
    "仿宋_GB2312.ttf",
    "SIMFANG.TTF",
    "FZFangSong.ttf",
    "FZFSK.TTF",
    "FZFSJW.TTF",
    "方正仿宋_GBK.ttf",
    "方正仿宋简体.ttf",
)
"""File names under which a 仿宋 of the machine is looked for, the first found is taken."""

_SYMBOLS = frozenset("□☑■◇◆○●◎△▲☆★✓√¥￥") | {chr(code) for code in range(0x2460, 0x2500)}
"""Taken from one face so that pairs such as □ and ☑ match; FandolFang draws some of them too large."""
_LATIN = frozenset(map(chr, range(0x2000)))
"""FandolFang's own are heavier than its 汉字."""


class TtfFace:
    """One TrueType file, parsed when the first character is measured."""

    def __init__(self, path: Path, without: frozenset[str] = frozenset()) -> None:
        self.path = path
        self._without = without

    @property
    def name(self) -> str:
        """Return the name under which the PDF writer knows the face."""
        return self.path.stem

    @cached_property
    def font(self) -> TrueTypeFont:
        """Return the parsed file."""
        return _parse(self.path)

    def advance(self, char: str) -> float | None:
        """Return the width in em, or None if the face cannot draw the character well."""
        if char in self._without:
            return None
        if not self.font.face.charToGlyph.get(ord(char)):
            return None  # glyph 0 is the blank box; FandolFang gives it to U+FFFF
        width: float | None = self.font.face.charWidths.get(ord(char))
        return None if width is None else width / 1000


class Fonts:
    """The faces of a notice by their role; missing characters fall through from face to face.

    `machine_folders` are searched for the machine's own 仿宋; the shipped one stands in where there is none.
    """

    def __init__(self, folder: Path | None = None, machine_folders: Iterable[Path] = ()) -> None:
        folder = folder or Path(str(resources.files("resources") / "fonts"))
        song, hei = TtfFace(folder / "NotoSerifSC-Regular.ttf"), TtfFace(folder / "NotoSansSC-Regular.ttf")
        bold = TtfFace(folder / "NotoSerifSC-Bold.ttf")
        fang = TtfFace(folder / "FandolFang-Regular.ttf", _SYMBOLS | _LATIN)
        light = TtfFace(folder / "NotoSerifSC-ExtraLight.ttf")
        machine = find_fangsong(machine_folders)
        own = (TtfFace(machine, _SYMBOLS),) if machine else ()
        self.roles: Mapping[str, tuple[TtfFace, ...]] = {
            "fang": (*own, fang, light, song, hei),
            "song": (song, hei),
            "bold": (bold, song, hei),
            "hei": (hei, song),
        }

    def faces(self, role: str) -> tuple[TtfFace, ...]:
        """Return the chain of a role: fang, song, bold or hei."""
        return self.roles[role]


def find_fangsong(folders: Iterable[Path]) -> Path | None:
    """Return the first 仿宋 file in the folders, or None; a file that cannot be embedded is passed over."""
    for folder in folders:
        for name in FANGSONG_FILES:
            path = folder / name
            if path.is_file() and _can_be_embedded(path):
                return path
    return None


def usual_font_folders(environment: Mapping[str, str], home: Path) -> Sequence[Path]:
    """Return where Windows and Linux keep fonts."""
    windows = environment.get("WINDIR")
    folders = [Path(windows) / "Fonts"] if windows else []
    local = environment.get("LOCALAPPDATA")
    folders += [Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []
    shared = Path("/usr/share/fonts")
    return [
        *folders,
        home / ".local/share/fonts",
        home / ".fonts",
        shared,
        shared / "truetype",
        shared / "chinese",
    ]


@cache
def _parse(path: Path) -> TrueTypeFont:
    from reportlab.pdfbase.ttfonts import TTFError

    from inspector.notices.ttf import parse

    try:
        return parse(path)
    except (OSError, TTFError) as error:
        raise SystemFault("notice.font_unreadable", file=path.name, why=str(error)) from error


def _can_be_embedded(path: Path) -> bool:
    try:
        _parse(path)
    except SystemFault:
        return False
    return True
