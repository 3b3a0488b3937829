"""Printed notices are archive files: PDF/A-2b, by our own reading of the clauses and by pikepdf's check."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from inspector.notices import PadesSealer
from inspector.notices.archive import archival, xmp_packet
from inspector.notices.sheet import Imprint
from tests.inspector.notices import papers
from tests.inspector.notices.archival import faults, pikepdf_faults
from tests.inspector.notices.papers import PRINTED, dossier
from tests.inspector.notices.test_press import pages_of, printed
from tests.seal_keys import BOTH


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_every_form_is_an_archive_file(form: str) -> None:
    content = printed(form, dossier(photos=3, items=30)).pdf
    assert faults(content) == []


@pytest.mark.parametrize("form", ["9", "21", "24"])
@pytest.mark.parametrize("is_sealed", [False, True])
def test_pikepdf_finds_no_fault_either(form: str, *, is_sealed: bool) -> None:
    content = printed(form, dossier(photos=3)).pdf
    if is_sealed:
        content = PadesSealer().seal(content, BOTH, at=PRINTED, place="样本")
    found = pikepdf_faults(content)
    if found is None:
        pytest.skip("pikepdf's check needs fonttools, jsonschema and referencing")
    assert found == []


def test_a_sample_and_a_preview_without_signatures_are_archive_files_too() -> None:
    assert faults(printed("24", is_sample=True).pdf) == []
    assert faults(printed("9", signatures=()).pdf) == []


def test_the_check_notices_what_an_archive_file_must_not_have() -> None:
    content = printed("9", dossier(photos=1)).pdf
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        del document.Root.OutputIntents[0].DestOutputProfile.N
        document.Root.OutputIntents[0].DestOutputProfile.N = 4
        document.Root.AA = pikepdf.Dictionary()
        document.docinfo.Title = "别的标题"
        document.pages[0].obj.Trans = pikepdf.Dictionary()
        font = next(iter(document.pages[0].obj.Resources.Font.values()))
        del font.ToUnicode
        del font.FontDescriptor.FontFile2
        document.save(out)
    found = set(faults(out.getvalue()))
    assert {
        "6.2.3 components", "6.5 actions", "6.6.3 title", "6.2.10 page", "6.2.11.7 unicode", "6.2.11.4 embedded",
    } <= found  # fmt: skip


def test_a_title_with_marks_of_xml_stays_a_description() -> None:
    imprint = Imprint("<清单> & “样本”", "样本局 & 分局", "3号馆 <B>", PRINTED)
    assert b"&lt;\xe6\xb8\x85\xe5\x8d\x95&gt; &amp;" in xmp_packet(imprint)
    content = printed("24", replace(dossier(), bureau=replace(papers.BUREAU, name="样本局 & <分局>"))).pdf
    assert faults(content) == []


def test_the_archive_form_is_the_same_each_time_and_changes_no_page() -> None:
    first = printed("21")
    imprint = Imprint("实施行政强制措施决定书", papers.BUREAU.name, "样本", PRINTED)
    again = archival(first.pdf, imprint)
    assert again == archival(first.pdf, imprint)
    assert pages_of(replace(first, pdf=again)) == pages_of(first)


def test_each_page_says_whose_clock_its_times_are_from() -> None:
    for page in pages_of(printed("9", dossier(photos=3))):
        flat = page.replace("\n", "").replace(" ", "")
        assert "时间取自执法设备时钟（北京时间）：2026年11月23日10:40:00制作" in flat
