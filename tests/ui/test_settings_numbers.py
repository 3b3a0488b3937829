"""The settings name each block of numbers and say which gives none any more."""

from inspector.records import Bureau, BureauLevel, NumberBlock
from inspector.records.numbers import all_closed, with_block
from ui.desktop.screens.settings.presenter import _numbers

BUREAU = Bureau("b", "样本市市场监督管理局", "样", BureauLevel.COUNTY, "360299", "g", "c", "a", "n", "p")


def test_blocks_are_named_and_closed_ones_say_so() -> None:
    bureau = with_block(all_closed(BUREAU, "restored"), NumberBlock("强制", 2026, 400, 450), ())
    standing, block = _numbers(bureau)
    assert "已停用" in standing
    assert "400–450" in block
    assert "已停用" not in block
