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
