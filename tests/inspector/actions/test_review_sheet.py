"""The review sheet: every finding with its article, and under each page the law by which it was found."""

from __future__ import annotations

import pypdfium2

from inspector.actions import read
from inspector.actions.review_sheet import review_sheet
from inspector.law import load
from tests.inspector.notices.archival import faults
from tests.stand import Stand


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


def test_a_sealed_file_that_was_changed_is_told_once_the_files_are_read(stand: Stand) -> None:
    photo = stand.photo(1)
    assert "F-43" not in {f.id for f in read.examine(stand.device, stand.inspection.id, with_files=True)}
    file = next((stand.opened.folder / "vault").rglob(f"{photo.id}.ipv"))
    whole = file.read_bytes()
    file.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
    assert "F-43" not in {f.id for f in read.examine(stand.device, stand.inspection.id)}, "files are not read"
    (told,) = [f for f in read.examine(stand.device, stand.inspection.id, with_files=True) if f.id == "F-43"]
    assert photo.file_name in told.message_zh
    assert "F-43" in "".join(pages(review_sheet(stand.device, stand.inspection.id)))
