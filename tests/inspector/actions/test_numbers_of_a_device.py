"""The numbers of a real device: given, set aside, void, and closed when it comes back from a backup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from inspector.actions import read, write_paper
from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_readiness import notice_readiness
from inspector.actions.number_blocks import (
    allot_numbers,
    close_blocks,
    numbers_low,
    numbers_shown,
    void_numbers,
)
from inspector.actions.preview_notice import preview_notice
from inspector.actions.supersede_notice import supersede_notice
from inspector.errors import InputError
from inspector.notices import ReportlabPress
from inspector.records import NumberBlock
from tests.stand import Stand


@pytest.fixture
def ready(stand: Stand) -> Stand:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    stand.seize(row)
    return stand


def issue_list(stand: Stand) -> str:
    notice = issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    supersede_notice(stand.device, notice.id, reason="数量写错", by=stand.by)
    return notice.number


def test_every_number_is_accounted_for(ready: Stand) -> None:
    assert issue_list(ready) == "样市监财清〔2026〕1号"
    void_numbers(ready.device, "财清", 2026, 2, 2, reason="打印机卡纸", by=ready.by)
    assert issue_list(ready) == "样市监财清〔2026〕3号"
    shown = {each.kind: each for each in numbers_shown(ready.device, ("强制", "财清"), 2026)}
    told = [(line.number, line.state, line.reason) for line in shown["财清"].lines]
    assert told == [
        (1, "superseded", "数量写错"),
        (2, "void", "打印机卡纸"),
        (3, "superseded", "数量写错"),
    ]
    assert shown["财清"].gaps == ()
    assert shown["财清"].next == "样市监财清〔2026〕4号"
    assert shown["强制"].lines == ()
    assert (shown["财清"].used, shown["财清"].void, shown["财清"].left) == (2, 1, 996)
    assert not shown["财清"].is_low


def test_a_device_that_came_back_gives_no_number_until_it_has_a_new_block(ready: Stand) -> None:
    issue_list(ready)
    with ready.device.unit() as unit:
        close_blocks(unit, "restored")
        unit.commit()
    with pytest.raises(InputError, match=r"numbers\.closed"):
        preview_notice(ready.device, ready.inspection.id, "24")
    (line,) = [each for each in numbers_shown(ready.device, ["财清"], 2026) if each.kind == "财清"]
    assert [(gap.first, gap.last, gap.is_explained) for gap in line.gaps] == [(2, 999, True)]
    assert line.refusal is not None
    allot_numbers(ready.device, [NumberBlock("财清", 2026, 400, 401, "局办公室")], by=ready.by)
    assert issue_list(ready) == "样市监财清〔2026〕400号"
    assert issue_list(ready) == "样市监财清〔2026〕401号"
    with pytest.raises(InputError, match=r"numbers\.used_up"):
        issue_list(ready)


def test_an_allotment_is_in_the_journal(ready: Stand, tmp_path: Path) -> None:
    allot_numbers(ready.device, [NumberBlock("强制", 2027, 1, 50, "局办公室")], by=ready.by)
    (entry,) = ready.device.journal.entries_of_change("numbers.allotted")
    assert '"first":1,"kind":"强制","last":50' in entry.decode()


def test_blocks_of_several_classes_are_entered_together_or_not_at_all(ready: Stand) -> None:
    blocks = [NumberBlock(kind, 2027, 1, 30, "局办公室") for kind in ("强制", "财清")]
    allot_numbers(ready.device, blocks, by=ready.by)
    with pytest.raises(InputError, match=r"numbers\.overlap"):
        allot_numbers(ready.device, [NumberBlock("责改", 2027, 1, 30, ""), blocks[0]], by=ready.by)
    shown = {each.kind: each for each in numbers_shown(ready.device, ["责改"], 2027) if each.year == 2027}
    assert {kind: each.left for kind, each in shown.items()} == {"强制": 30, "财清": 30, "责改": 999}


def test_a_gap_is_explained_as_a_whole(ready: Stand) -> None:
    void_numbers(ready.device, "财清", 2026, 1, 5, reason="样张", by=ready.by)
    assert issue_list(ready) == "样市监财清〔2026〕6号"
    with pytest.raises(InputError, match=r"numbers\.void_many"):
        void_numbers(ready.device, "财清", 2026, 7, 700, reason="样张", by=ready.by)


def test_a_pattern_changed_during_the_year_gives_no_number_twice(ready: Stand, tmp_path: Path) -> None:
    assert issue_list(ready) == "样市监财清〔2026〕1号"
    own = tmp_path / "layout.toml"
    own.write_text(
        "[numbers]\npattern = '{short}市监{class}〔{year}〕第{number}号'\ndigits = 3\n"
        "[wording]\ncopies = '本文书一式三份。'\n",
        encoding="utf-8",
    )
    device = replace(ready.device, press=ReportlabPress(overlay=own))
    notice = issue_notice(device, ready.inspection.id, "24", signatures=ready.signatures(), by=ready.by)
    assert notice.number == "样市监财清〔2026〕第002号"
    document = pypdfium2.PdfDocument(read.notice_pdf(device, notice.id))
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert "本文书一式三份。" in words
    shown = numbers_shown(device, (), 2026)
    assert [line.number for each in shown for line in each.lines] == [1, 2]
    own.write_text("[wording]\nremedies = '不得复议。'\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"wording\.fixed"):
        preview_notice(device, ready.inspection.id, "21")


def test_a_faulty_file_of_the_bureau_stops_the_printing_and_nothing_else(
    ready: Stand, tmp_path: Path
) -> None:
    write_paper.begin_paper(ready.device, ready.inspection.id, "33", by=ready.by)
    own = tmp_path / "layout.toml"
    own.write_text("[wording]\nremedies = '不得复议。'\n[numbers]\ndigits = 0\n", encoding="utf-8")
    device = replace(ready.device, press=ReportlabPress(overlay=own))
    assert any(line.paper for line in notice_readiness(device, ready.inspection.id))
    assert numbers_low(device, 2026) == ()
    assert read.examine(device, ready.inspection.id) is not None
    with pytest.raises(InputError, match=r"notice\.overlay"):
        preview_notice(device, ready.inspection.id, "24")
