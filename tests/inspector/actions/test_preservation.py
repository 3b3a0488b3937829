"""先行登记保存: decided where the law allows it, its paper issued and signed, its end computed; one measure a stand."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from inspector.actions import list_item, read, seal_inspection
from inspector.actions.notice_readiness import NotReady, notice_readiness
from inspector.actions.preview_notice import preview_notice
from inspector.actions.supersede_notice import supersede_notice
from inspector.errors import InputError
from inspector.records import MeasureKind, NoticeState, RightKind
from tests.inspector.notices.archival import faults
from tests.stand import Stand


@pytest.fixture
def ready(stand: Stand) -> Stand:
    """A lawful preservation, complete up to the papers."""
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.preserve(row)
    return stand


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    finally:
        document.close()


def look(pdf: bytes, name: str) -> None:
    """Keep the pages as pictures where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        document = pypdfium2.PdfDocument(pdf)
        for number, page in enumerate(document):
            page.render(scale=1.5).to_pil().save(Path(folder) / f"{name}-{number + 1}.png")
        document.close()


def test_list_notice_and_record_come_from_one_record_and_the_stand_can_be_left(ready: Stand) -> None:
    forms = [line.form for line in notice_readiness(ready.device, ready.inspection.id)]
    assert forms == ["24", "19", "9"]
    assert ready.issue("24").number == "样市监财清〔2026〕1号"
    assert ready.issue("19").number == "样市监登保〔2026〕1号"
    ready.close()
    ready.issue("9")
    for notice in read.dossier(ready.device, ready.inspection.id).notices:
        look(read.notice_pdf(ready.device, notice.id), f"form-{notice.form}")
    sealed = seal_inspection.seal_inspection(ready.device, ready.inspection.id, by=ready.by)
    assert sealed.state.value == "sealed"


def test_the_notice_says_why_what_how_long_and_where(ready: Stand) -> None:
    ready.issue("24")
    pdf = preview_notice(ready.device, ready.inspection.id, "19").pdf
    words = words_of(pdf)
    for part in (
        "先行登记保存证据通知书",
        "样市监登保〔2026〕1号",
        "样市监财清〔2026〕1号",
        "证据可能灭失",
        "《中华人民共和国行政处罚法》（2021年修订）第五十六条",
        "至2026年12月1日届满",  # seven working days after Friday the 20th
        "异地保存",
        "样本仓库",
        "不得损毁、销毁或者转移证据",
        "自动解除",
    ):
        assert part in words, words
    assert faults(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.docinfo["/Title"]


def test_beyond_the_known_calendar_the_notice_names_the_length_and_no_day(stand: Stand) -> None:
    from datetime import timedelta

    stand.clock.advance(timedelta(days=36))  # 26 December: the next year's holidays are not fixed yet
    stand.visit()
    stand.preserve(stand.item())
    words = words_of(preview_notice(stand.device, stand.inspection.id, "19").pdf)
    assert "次日起七个工作日" in words
    assert "届满" not in words


def test_it_is_kept_in_place_where_it_is_so_decided(stand: Stand) -> None:
    stand.visit()
    stand.preserve(stand.item(), is_kept_in_place=True)
    assert "就地保存" in words_of(preview_notice(stand.device, stand.inspection.id, "19").pdf)


def test_without_a_reason_nothing_is_issued(stand: Stand) -> None:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.preserve(row, reason=" ")
    with pytest.raises(NotReady) as refusal:
        stand.issue("24")
    assert "F-37" in {finding.id for finding in refusal.value.findings}


def test_the_notice_waits_for_its_list_and_goes_with_it(ready: Stand) -> None:
    with pytest.raises(InputError) as refusal:
        ready.issue("19")
    assert refusal.value.code == "notice.list_first"
    ready.issue("24")
    ready.issue("19")
    with pytest.raises(InputError):
        list_item.remove_item(
            ready.device, read.dossier(ready.device, ready.inspection.id).items[0].id, by=ready.by
        )
    listed = next(n for n in read.dossier(ready.device, ready.inspection.id).notices if n.form == "24")
    supersede_notice(ready.device, listed.id, reason="数量写错", by=ready.by)
    states = {n.form: n.state for n in read.dossier(ready.device, ready.inspection.id).notices}
    assert states == {"24": NoticeState.SUPERSEDED, "19": NoticeState.SUPERSEDED}


def test_another_kind_of_measure_takes_the_place_of_the_former(ready: Stand) -> None:
    (row,) = read.dossier(ready.device, ready.inspection.id).items
    ready.seize(row)
    dossier = read.dossier(ready.device, ready.inspection.id)
    assert [measure.kind for measure in dossier.measures] == [MeasureKind.SEIZE]
    ready.preserve(row)
    dossier = read.dossier(ready.device, ready.inspection.id)
    assert [measure.kind for measure in dossier.measures] == [MeasureKind.REGISTER]


def test_what_may_not_be_seized_may_be_preserved_and_a_design_may_be_neither(stand: Stand) -> None:
    stand.visit()
    origin = stand.item(RightKind.FALSE_ORIGIN)
    with pytest.raises(InputError) as refusal:
        stand.seize(origin)
    assert refusal.value.code == "measure.forbidden"
    stand.preserve(origin)
    with pytest.raises(InputError) as refusal:
        stand.preserve(stand.item(RightKind.DESIGN_PATENT))
    assert refusal.value.code == "measure.forbidden"
