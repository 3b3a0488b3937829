"""Fonts: every character has a face or stops the press."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from inspector.errors import SystemFault
from inspector.notices.faces import Fonts, find_fangsong, usual_font_folders
from inspector.notices.ttf import to_unicode
from inspector.notices.typeset.glyphs import Span, Style, glyphs_of

SHIPPED = Path(str(resources.files("resources") / "fonts"))
RARE = "龑堃喆䶮𬭩㛃仝製龍昇ø×〔〕¥￥☑□①②—…℃㎡Φ✓·“”"


@pytest.mark.parametrize("role", ["fang", "song", "bold", "hei"])
def test_rare_and_official_characters_have_a_face_in_every_role(role: str) -> None:
    glyphs = glyphs_of([Span(RARE)], Style(Fonts().faces(role), 16, 28))
    assert "".join(glyph.char for glyph in glyphs) == RARE
    assert all(glyph.width > 0 for glyph in glyphs)


def test_box_and_ticked_box_come_from_one_face() -> None:
    box, ticked = glyphs_of([Span("□☑")], Style(Fonts().faces("fang"), 16, 28))
    assert (box.face, box.width) == (ticked.face, ticked.width)


def test_a_character_no_font_has_stops_the_press() -> None:
    with pytest.raises(SystemFault) as raised:
        glyphs_of([Span("样本\U0001f600")], Style(Fonts().faces("fang"), 16, 28))
    assert raised.value.code == "notice.glyph_missing"
    assert raised.value.facts["char"] == "U+1F600"
    assert "U+1F600" in raised.value.sentence("zh")


def test_characters_without_ink_are_left_out() -> None:
    glyphs = glyphs_of([Span("样\u200b本\ufe0f\u202e号\x07")], Style(Fonts().faces("song"), 16, 28))
    assert "".join(glyph.char for glyph in glyphs) == "样本号"


def test_the_machines_own_fangsong_comes_first(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "NotoSerifSC-Bold.ttf", tmp_path / "simfang.ttf")
    assert find_fangsong([tmp_path / "absent", tmp_path]) == tmp_path / "simfang.ttf"
    assert Fonts(machine_folders=[tmp_path]).faces("fang")[0].path == tmp_path / "simfang.ttf"


def test_a_font_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"not a font")
    assert find_fangsong([tmp_path]) is None
    assert Fonts(machine_folders=[tmp_path]).faces("fang")[0].name == "FandolFang-Regular"


def test_a_missing_shipped_font_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(SystemFault) as raised:
        Fonts(tmp_path).faces("song")[0].advance("样")
    assert raised.value.code == "notice.font_unreadable"


def test_font_folders_of_windows_and_linux() -> None:
    folders = usual_font_folders({"WINDIR": "W"}, Path("home"))
    assert folders[0] == Path("W") / "Fonts"
    assert Path("home") / ".fonts" in folders


def test_to_unicode_writes_surrogate_pairs_in_sections_of_a_hundred() -> None:
    cmap = to_unicode("AAAAAA+Song", [0x2CB69, *range(0x4E00, 0x4E00 + 249)])
    assert "<00> <D872DF69>" in cmap
    assert [line for line in cmap.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "50 beginbfchar",
    ]


def test_notices_can_be_imported_without_reportlab() -> None:
    code = (
        "import sys, inspector.notices; sys.exit(any(name.startswith('reportlab') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
