"""Printed notices: everything is there, findable, whole, and the same each time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from inspector.errors import BugError, SystemFault
from inspector.notices import ReportlabPress
from inspector.notices.form import read_form
from inspector.records import (
    Dossier,
    PhotoForPaper,
    Presence,
    PresenceKind,
    PrintedNotice,
    Signature,
    SignatureRole,
    Witness,
)
from tests.inspector.notices import papers
from tests.inspector.notices.papers import ALL_SIGNED, PRINTED, WORDING, dossier

NUMBERS = {
    "9": "",
    "19": "样市监登保〔2026〕5号",
    "21": "样市监强制〔2026〕12号",
    "24": "样市监财清〔2026〕7号",
}
PRESS = ReportlabPress()
FURNITURE = r"第\d页共\d页时间取自执法设备时钟（北京时间）：[^；]*制作；电子件附电子印记"
"""What stands at the foot of every page."""


def printed(
    form: str,
    what: Dossier | None = None,
    *,
    signatures: tuple[Signature, ...] = ALL_SIGNED,
    wording: Mapping[str, str] = WORDING,
    picture: PhotoForPaper = papers.jpeg,
    is_sample: bool = False,
) -> PrintedNotice:
    return PRESS.print(
        form,
        what or dossier(),
        number=NUMBERS[form],
        printed=PRINTED,
        wording=wording,
        signatures=signatures,
        picture=picture,
        is_sample=is_sample,
    )


def pages_of(notice: PrintedNotice) -> list[str]:
    document = pypdfium2.PdfDocument(notice.pdf)
    pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    document.close()
    return pages


def text_of(notice: PrintedNotice) -> str:
    """All text, without the spaces and line breaks of the page."""
    return re.sub(r"\s+", "", "".join(pages_of(notice)))


def test_rare_names_can_be_copied_and_found() -> None:
    document = pypdfium2.PdfDocument(printed("21").pdf)
    text = document[0].get_textpage()
    for name in ("样本龑堃喆陶瓷有限公司", "䶮", "𬭩路㛃巷"):
        assert name in text.get_text_bounded().replace("\r\n", "")
    assert text.search("龑堃喆").get_next() is not None


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_every_label_of_the_form_is_printed(form: str) -> None:
    text = text_of(printed(form, dossier(photos=1)))
    sheet = read_form(form)
    assert papers.BUREAU.name + sheet.title in text
    for block in sheet.block:
        for part in getattr(block, "fields", ()) or (block,):
            assert getattr(part, "label", "") in text
    assert PRESS.blank_fields(form, dossier(), number="1", printed=PRINTED, wording=WORDING) == ()


def test_the_record_holds_all_its_fields() -> None:
    text = text_of(printed("9", dossier(photos=2)))
    expected = [
        "时间：2026年11月23日9时05分至2026年11月23日10时32分",
        "地点：样本市样本路1号样本会展中心3号馆B-217展位",
        "检查人员：张样本执法证号：样A001",
        "检查人员：欧阳示例执法证号：样A002",
        "统一社会信用代码（注册号）：91360200MA0000000X",
        "主体资格证照名称：营业执照",
        "法定代表人（负责人、经营者）：王示例",
        "通知当事人到场情况：现场负责人到场（王示例）",
        WORDING["credentials_sentence"],
        "看清楚了。",
        WORDING["rights_sentence"],
        "不申请回避。",
        "现场情况：",
        "行政强制措施告知：" + WORDING["measure_told"],
        "当事人的陈述和申辩：我们不知道这批茶壶是侵权商品",
        WORDING["closing_sentence_checked"],
        "以上记录已核对，属实。",
        "附：现场照片",
        "照片1DSC_0001.JPG清单第1项接收时间：2026年11月23日9时06分SHA-256：",
    ]
    body = re.sub(r"当事人：\d{4}年.*?" + FURNITURE, "", text)
    for part in expected:
        assert part.replace(" ", "") in text or part in body


def test_the_decision_holds_what_the_law_asks_for() -> None:
    text = text_of(printed("21"))
    for part in (
        NUMBERS["21"],
        "经查，你（单位）" + WORDING["suspicion"] + "。",
        f"本局依据{WORDING['basis']}的规定，决定对有关财物［详见《财物清单》（文书编号：{NUMBERS['24']}）］实施扣押行政强制措施。",
        "1.财物地点：",
        "2.期限：" + WORDING["period"],
        "3.物品保存条件：" + WORDING["keeping"],
        WORDING["remedies"],
        "联系人：张样本联系电话：0798-0000000",
        f"附件：《财物清单》（文书编号：{NUMBERS['24']}）",
        "样本市市场监督管理局（印章）2026年11月23日",
        WORDING["copies"],
    ):
        assert part in re.sub(FURNITURE, "", text)


def test_the_list_holds_rows_totals_and_is_closed() -> None:
    text = text_of(printed("24"))
    for part in (
        "文书编号：" + NUMBERS["24"],
        "青花缠枝莲纹茶壶",
        "标识“样本瓷”；标价￥68.00；封条样0001",
        "以下空白",
        "合计：4项，63套、20件。货值金额人民币伍仟零捌拾元整（￥5,080.00），另有1项价格待查。",
        WORDING["list_statement"],
        "执法人员（签名或者盖章）：",
    ):
        assert part in text


def test_sixty_rows_repeat_the_head_and_count_the_pages() -> None:
    pages = [re.sub(r"\s", "", page) for page in pages_of(printed("24", dossier(items=60)))]
    assert len(pages) > 3
    for position, page in enumerate(pages, 1):
        assert "序号标称名称规格（型号）单位数量备注" in page
        assert f"第{position}页共{len(pages)}页" in page
    assert "以下空白" in pages[-1]
    assert WORDING["list_statement"] in pages[-1]


def test_every_page_of_the_record_is_signed() -> None:
    for page in pages_of(printed("9", dossier(photos=5))):
        flat = re.sub(r"\s", "", page)
        assert re.sub(FURNITURE, "", flat).count("2026年11月23日") >= 3
        assert "检查人员：" in flat
        assert "见证人：" in flat


def test_a_refusal_and_an_absent_party_are_noted_on_every_page() -> None:
    absent = dossier(
        presence=Presence(PresenceKind.NOTIFIED_ABSENT, note="电话通知，未到", recording="SX-013"),
        witness=Witness("赵见证", "360200199001010000", "13900000000"),
    )
    notice = printed("9", absent, signatures=(papers.refused(), *ALL_SIGNED[1:]))
    assert "已电话通知，当事人未到场。电话通知，未到（录音录像编号：SX-013）" in text_of(notice)
    assert "见证人：赵见证，证件号码360200199001010000，13900000000" in text_of(notice)
    for page in pages_of(notice):
        flat = re.sub(r"\s", "", page)
        assert (
            "拒绝签名。原因：现场负责人称须请示总公司，拒绝在文书上签名。录音录像编号：SX-20261123-014。"
            in flat
        )


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_a_preview_without_party_signatures_or_wording_still_prints(form: str) -> None:
    bare = replace(
        dossier(items=0), party=None, measures=(), officers=(),
        inspection=replace(
            dossier().inspection, ended=None, credentials=None, rights=None, presence=None, statement=None,
            closing=None, findings="",
        ),
    )  # fmt: skip
    assert printed(form, bare, signatures=(), wording={}).pages >= 1


def test_what_is_still_blank_is_named() -> None:
    bare = replace(dossier(), party=None, inspection=replace(dossier().inspection, rights=None))
    blank = PRESS.blank_fields("9", bare, number="", printed=PRINTED, wording=WORDING)
    assert blank == ("当事人", "住所（住址）", "联系电话", "权利告知及答复")
    assert "文号" in PRESS.blank_fields("21", bare, number="", printed=PRINTED, wording=WORDING)


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_the_same_record_gives_the_same_bytes(form: str) -> None:
    what = dossier(photos=3)
    first = printed(form, what)
    printed("24", dossier(items=9))
    assert printed(form, what).pdf == first.pdf
    again = ReportlabPress().print(
        form,
        what,
        number=NUMBERS[form],
        printed=PRINTED,
        wording=WORDING,
        signatures=ALL_SIGNED,
        picture=papers.jpeg,
    )
    assert again.pdf == first.pdf


def test_fonts_are_embedded_and_nothing_else_is_named() -> None:
    pdf = printed("9", dossier(photos=1)).pdf
    assert b"Helvetica" not in pdf
    assert b"/Trans " not in pdf
    names = set(re.findall(rb"/BaseFont /(\S+)", pdf))
    assert names
    assert all(re.match(rb"[A-Z]{6}\+", name) for name in names)
    assert pdf.count(b"/FontFile2") >= len(names)
    assert len(pdf) < 400_000


def test_the_pdf_says_what_it_is() -> None:
    document = pypdfium2.PdfDocument(printed("21").pdf)
    about = document.get_metadata_dict()
    assert about["Title"] == f"实施行政强制措施决定书 {NUMBERS['21']}"
    assert about["Author"] == papers.BUREAU.name
    assert about["CreationDate"] == "D:20261123104000+08'00'"
    assert b"/Lang (zh-CN)" in printed("21").pdf
    assert document[0].get_size() == pytest.approx((595.28, 841.89), abs=0.01)


def test_a_sample_says_so_on_every_page_and_a_real_one_never() -> None:
    assert all("样本 SAMPLE" in page for page in pages_of(printed("24", dossier(items=30), is_sample=True)))
    assert "SAMPLE" not in text_of(printed("24"))


def test_a_missing_glyph_stops_the_press() -> None:
    with pytest.raises(SystemFault) as raised:
        printed("24", replace(dossier(), bureau=replace(papers.BUREAU, name="样本\U0001f3fa局")))
    assert raised.value.code == "notice.glyph_missing"


def test_a_photo_without_a_print_copy_is_named_all_the_same() -> None:
    text = text_of(printed("9", dossier(photos=2), picture=lambda *_: None))
    assert text.count("此照片无法显示缩略图，原件已密封保存。") == 2
    assert "照片2DSC_0002.JPG" in text


def test_a_damaged_print_copy_is_reported() -> None:
    with pytest.raises(SystemFault) as raised:
        printed("9", dossier(photos=1), picture=lambda *_: b"\xff\xd8damaged")
    assert raised.value.code == "notice.picture_unreadable"


def test_photos_keep_their_proportions() -> None:
    document = pypdfium2.PdfDocument(printed("9", dossier(photos=3)).pdf)
    shapes = [
        (round(right - left), round(top - bottom))
        for page in document
        for image in page.get_objects(filter=[3])
        for left, bottom, right, top in [image.get_bounds()]
    ]
    assert [round(width / height, 2) for width, height in shapes] == [1.33, 1.33, 0.75]


def test_signatures_are_drawn_as_curves_inside_the_page() -> None:
    with_ink, without = (printed("24", signatures=given).pdf for given in (ALL_SIGNED, ()))
    assert paths(with_ink) - paths(without) == sum(len(signature.strokes) for signature in ALL_SIGNED)


def paths(pdf: bytes) -> int:
    return sum(1 for page in pypdfium2.PdfDocument(pdf) for _ in page.get_objects(filter=[2]))


def test_a_stroke_of_one_point_does_no_harm() -> None:
    dot = Signature(SignatureRole.PARTY, "王示例", PRINTED, strokes=(((5, 5, 0),),))
    assert printed("24", signatures=(dot,)).pages == 1


def test_a_row_taller_than_the_page_goes_on_over_the_page() -> None:
    what = dossier(items=2)
    long = replace(what.items[0], remark="样本说明" * 900, quantity=Decimal(1))
    notice = printed("24", replace(what, items=(long, what.items[1])))
    assert notice.pages > 2
    assert text_of(notice).count("样本说明") >= 890


def test_unknown_forms_are_refused() -> None:
    for form in ("99", "layout", "../forms/9"):
        with pytest.raises(BugError) as raised:
            PRESS.print(
                form, dossier(), number="", printed=PRINTED, wording={}, signatures=(), picture=papers.jpeg
            )
        assert raised.value.code == "notice.unknown_form"


def test_machine_paths_stay_out_of_the_file() -> None:
    assert str(Path.cwd()).encode() not in printed("9").pdf
