"""Papers an officer fills in: all that was written is printed, in the form's order, in files fit for archives."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import SystemFault
from inspector.notices import ReportlabPress
from inspector.notices.blocks import PLACEHOLDER
from inspector.notices.form import read_form
from inspector.notices.paper_values import paper_values
from inspector.records import Dimension, Dossier, Length, Point, PrintedNotice
from inspector.records.paper import amount_of, day_of, exchanges, moment_of
from tests.inspector.notices import archival, filled, papers
from tests.inspector.notices.papers import ALL_SIGNED, PRINTED, dossier

PRESS = ReportlabPress()
FORMS = sorted(filled.ANSWERS, key=int)


def printed(form: str, photos: int = 3, of: Dossier | None = None, **changed: str) -> PrintedNotice:
    record = of or dossier(photos=photos)
    return PRESS.print(
        form,
        record,
        number=filled.NUMBERS.get(form, ""),
        printed=PRINTED,
        wording=filled.wording(record),
        signatures=ALL_SIGNED if PRESS.sheet(form).signs else (),
        picture=papers.jpeg,
        paper=filled.paper(form, record, **changed),
    )


def text_of(notice: PrintedNotice) -> str:
    document = pypdfium2.PdfDocument(notice.pdf)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("form", FORMS)
def test_every_answer_can_be_found_in_the_order_of_the_form(form: str) -> None:
    text, sheet, record = text_of(printed(form)), read_form(form), dossier(photos=3)
    values = paper_values(sheet, record, filled.paper(form, record))
    named = [
        name
        for block in sheet.block
        if block.when is None or values[f"paper.{block.when.name}.said"] in block.when.values
        for name in _names(block)
    ]
    place = 0
    for name in dict.fromkeys(named):
        lines = re.sub(r"\s+", "", unicodedata.normalize("NFC", values[name]))
        if name == "paper.dialogue":
            continue
        if name in named[: named.index(name)] or not lines:
            continue
        found = text.find(lines[:12], place)
        assert found >= 0, name
        place = found


@pytest.mark.parametrize("form", FORMS)
def test_everything_asked_is_printed(form: str) -> None:
    sheet = read_form(form)
    used = {name for block in sheet.block for name in _names(block)}
    decides = {part.when.name for part in (*sheet.block, *sheet.ask) if part.when} | {"photos", "layout"}
    for ask in sheet.ask:
        assert f"paper.{ask.name}" in used or ask.name in decides, ask.name


@pytest.mark.parametrize("form", FORMS)
def test_papers_are_fit_for_archives(form: str) -> None:
    notice = printed(form)
    assert archival.faults(notice.pdf) == []
    assert not archival.pikepdf_faults(notice.pdf)
    assert notice == printed(form)


def test_an_extension_is_contested_as_a_decision_and_an_order_as_a_notice() -> None:
    assert "如不服本决定" in text_of(printed("22"))
    assert "如不服本通知" in text_of(printed("33"))


def test_the_seal_never_stands_on_a_page_without_text() -> None:
    document = pypdfium2.PdfDocument(printed("16").pdf)
    assert "附件：" in document[len(document) - 1].get_textpage().get_text_bounded()
    document.close()


def test_an_interview_is_printed_question_by_question() -> None:
    text = text_of(printed("14"))
    assert "问：请介绍你的身份和在公司的职务。答：我叫王示例" in text
    assert "请你核对" in text
    assert "已向你宣读" not in text
    assert "已向你宣读" in text_of(printed("14", closing="宣读"))


@pytest.mark.parametrize(
    ("changed", "there", "gone"),
    [
        ({"manner": "直接送达", "receiver": "王示例"}, "与受送达人的关系：", "拒收事由"),
        ({"manner": "邮寄送达", "track": "EX000000001CN"}, "EX000000001CN", "周样例"),
        ({"manner": "留置送达"}, "周样例", "邮件编号"),
    ],
)
def test_a_service_record_prints_what_its_manner_asks(changed: dict[str, str], there: str, gone: str) -> None:
    text = text_of(printed("50", **changed))
    assert there in text
    assert gone not in text
    assert "☑" + changed["manner"] in text


def test_an_evidence_sheet_shows_each_photo_with_its_number_and_hash() -> None:
    record = dossier(photos=14)
    several, single = printed("11", 14), printed("11", 14, layout="每页一张")
    for number, photo in enumerate(record.photos, 1):
        for text in (text_of(several), text_of(single)):
            assert f"照片{number}" in text
            assert photo.sha256[:16] in text
    assert single.pages in {14, 15}
    assert several.pages < 8


def test_the_fine_stands_in_capitals_and_figures() -> None:
    assert "人民币贰佰元整（￥200.00）" in text_of(printed("44"))
    assert "罚款金额" not in text_of(printed("44", penalty="警告"))


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_with_nothing_written_can_be_looked_at(form: str) -> None:
    record = dossier(photos=1)
    blank = filled.paper(form, record, **dict.fromkeys(filled.ANSWERS[form], ""))
    notice = PRESS.print(
        form,
        record,
        number="",
        printed=PRINTED,
        wording=filled.wording(record),
        signatures=(),
        picture=papers.jpeg,
        paper=blank,
    )
    assert read_form(form).title in text_of(notice)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text("甲乙丙丁", min_size=1), st.text("戊己庚辛", min_size=1)), min_size=1))
def test_a_transcript_is_read_back_as_it_was_spoken(spoken: list[tuple[str, str]]) -> None:
    text = "\n".join(f"问：{question}\n答：{answer}" for question, answer in spoken)
    assert [(each.question, each.answer) for each in exchanges(text)] == spoken


def test_a_time_of_day_in_a_transcript_stays_as_it_was_written() -> None:
    (spoken,) = exchanges("问：10:30 你在哪里？\n答: 从9:00起在展位。")
    assert (spoken.question, spoken.answer) == ("10:30 你在哪里？", "从9:00起在展位。")


def test_what_is_no_time_day_or_amount_is_none() -> None:
    assert moment_of("2026-11-23 09:05") is not None
    assert moment_of("昨天上午") is None
    assert day_of("2026-02-30") is None
    assert [
        str(amount_of(text))
        for text in ("3,000.5", "1，234，567", "3,5", "1,0000", "０", "-1", "1e9", "9" * 30)
    ] == [
        "3000.5",
        "1234567",
        "None",
        "None",
        "None",
        "None",
        "None",
        "None",
    ]


def _names(block: object) -> list[str]:
    names = [field.value for field in getattr(block, "fields", ())]
    names += [name for name, _ in PLACEHOLDER.findall(getattr(block, "text", ""))]
    names += [value for key in ("value", "answer") if (value := getattr(block, key, ""))]
    return [name for name in names if name.startswith("paper.")]


def test_an_interview_of_the_longest_kind_is_printed_whole() -> None:
    spoken = "\n".join(f"问：第{number}个问题？\n答：第{number}个回答。" for number in range(1, 1200))
    notice = printed("14", dialogue=spoken)
    text = text_of(notice)
    assert notice.pages > 50
    assert text.find("第1个回答") < text.find("第700个回答") < text.find("第1199个回答")


@pytest.mark.parametrize("form", FORMS)
def test_a_character_no_font_has_is_named_and_never_a_blank_box(form: str) -> None:
    name = next(ask.name for ask in read_form(form).ask if ask.kind == "text" or ask.name == "address")
    with pytest.raises(SystemFault) as told:
        printed(form, **{name: "壶\U000f0000"})
    assert told.value.code == "notice.glyph_missing"


@pytest.mark.parametrize("form", FORMS)
def test_marks_of_a_form_in_an_answer_are_only_text(form: str) -> None:
    name = next(ask.name for ask in read_form(form).ask if ask.kind == "text" or ask.name == "address")
    hostile = "{party.name}<b>&amp;</b>%s\\n"
    assert hostile in text_of(printed(form, **{name: hostile}))


def test_an_order_speaks_of_itself_as_a_notice() -> None:
    text = text_of(printed("33"))
    assert "自收到本通知书之日起六十日内" in text
    assert "本决定" not in text
    assert "六十日内" not in text_of(printed("33", alone="否"))


def test_signatures_stand_under_the_service_they_tell_of() -> None:
    document = pypdfium2.PdfDocument(printed("50").pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert "收件人（签名或者盖章）" in pages[0]
    assert "送达照片" in pages[1]


def test_a_decision_speaks_of_itself_as_one() -> None:
    text = text_of(printed("22"))
    assert "自收到本决定书之日起六十日内" in text
    assert "本通知" not in text


def test_lengths_stand_under_their_photo_with_their_doubt() -> None:
    bare = dossier(photos=2)
    second = bare.photos[1]
    lengths = (("口径", "82.4", "0.9"), ("足径", "41.0", "0.6"))
    measured = tuple(
        Dimension(
            f"d{number}",
            second.inspection_id,
            second.id,
            second.sha256,
            Point.at(0.1, 0.1),
            Point.at(0.2, 0.1),
            Length(Decimal(mm), Decimal(doubt), "S", 12),
            label,
            PRINTED,
            "officer-1",
        )
        for number, (label, mm, doubt) in enumerate(lengths)
    )
    said = "按比例卡量得，±后为扩展不确定度（k=2）：口径(82.4±0.9)mm足径(41.0±0.6)mm"
    for layout in ("每页多张", "每页一张"):
        made = printed("11", of=replace(bare, dimensions=measured), layout=layout)
        if folder := os.environ.get("LOOK"):
            (Path(folder) / f"lengths-{layout}.pdf").write_bytes(made.pdf)
        text = text_of(made)
        assert text.count(said) == 1
        assert text.index("照片2") < text.index(said)
    assert "按比例卡" not in text_of(printed("11", photos=2))
