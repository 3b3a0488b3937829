"""The review sheet: every finding with its article, and under each page the law by which it was found."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pypdfium2

from inspector.actions import read
from inspector.actions.office_edits import CORRECTABLE
from inspector.actions.review_sheet import review_sheet
from inspector.law import load
from inspector.notices.review_corrections import FACT_NAMES, HEADING
from inspector.records import Correction, Notice
from tests.inspector.notices.archival import faults
from tests.stand import Stand

ROOT = Path(__file__).parents[3]


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "") for page in document]
    finally:
        document.close()


def test_each_page_names_the_law_pack_and_each_finding_its_article(stand: Stand) -> None:
    stand.visit()
    stand.item()
    before = stand.device.journal.length()
    pdf = review_sheet(stand.device, stand.inspection.id)
    assert faults(pdf) == []
    told = pages(pdf)
    for page in told:
        assert f"法律数据包{load().version}，放假安排至2026年" in page
    found = read.examine(stand.device, stand.inspection.id)
    whole = "".join(told)
    assert found
    for finding in found:
        assert finding.id in whole
        assert finding.message_zh[:8] in whole
    assert f"共发现{len(found)}项" in whole
    assert stand.device.journal.length() == before, "it is no paper of the case"


def test_corrections_of_facts_are_named_with_both_words_and_the_reason(stand: Stand) -> None:
    stand.visit()
    row = stand.item()
    assert HEADING not in "".join(pages(review_sheet(stand.device, stand.inspection.id)))
    for number, (was, now) in enumerate((("24", "23"), ("23", "22"))):
        said = Correction(
            id=f"c-{number}",
            inspection_id=stand.inspection.id,
            record_kind="Item",
            record_id=row.id,
            field="quantity",
            was=was,
            now=now,
            reason=f"录像第{number}次清点",
            at=stand.clock.now().wall,
            by=stand.by,
            task_id="t",
        )
        with stand.device.unit() as unit:
            unit.save(said, change="fact.corrected", by=stand.by)
            unit.commit()
    pdf = review_sheet(stand.device, stand.inspection.id)
    assert faults(pdf) == []
    whole = "".join(pages(pdf))
    for words in (
        HEADING,
        "第1项样本盖碗",
        "数量",
        "录像第1次清点",
        f"{stand.officers[0].name} 2026年11月20日",
    ):
        assert words in whole
    assert "录像第0次清点" not in whole, "the later one holds"


def test_the_window_and_the_sheet_call_facts_the_same() -> None:
    window = tomllib.loads((ROOT / "resources/messages/ui_office.toml").read_text("utf-8"))
    for kind, (_, fields) in CORRECTABLE.items():
        assert set(FACT_NAMES[kind]) == fields
        for field in fields:
            assert window[f"ui.office.field.{kind}.{field}"]["zh"] == FACT_NAMES[kind][field]


def test_a_sealed_file_that_was_changed_is_told_once_the_files_are_read(stand: Stand) -> None:
    photo = stand.photo(1)
    assert "F-43" not in {f.id for f in read.examine(stand.device, stand.inspection.id, thorough=True)}
    file = next((stand.opened.folder / "vault").rglob(f"{photo.id}.ipv"))
    whole = file.read_bytes()
    file.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
    assert "F-43" not in {f.id for f in read.examine(stand.device, stand.inspection.id)}, "files are not read"
    (told,) = [f for f in read.examine(stand.device, stand.inspection.id, thorough=True) if f.id == "F-43"]
    assert photo.file_name in told.message_zh
    assert "F-43" in "".join(pages(review_sheet(stand.device, stand.inspection.id)))


def test_numbers_passed_over_are_told_with_the_files(stand: Stand) -> None:
    given = Notice(
        "given",
        stand.inspection.id,
        "24",
        "样市监财清〔2026〕4号",
        stand.inspection.started,
        "pdf",
        "0" * 64,
        1,
    )
    with stand.device.unit() as unit:
        unit.save(given, change="notice.issued", by=stand.by)
        unit.commit()
    told = {f.id: f for f in read.examine(stand.device, stand.inspection.id, thorough=True)}
    assert "样市监财清〔2026〕1号至样市监财清〔2026〕3号" in told["F-70"].message_zh
    assert "F-70" not in {f.id for f in read.examine(stand.device, stand.inspection.id)}
