"""A licence's lines become proposals for the party's fields: by label, wherever they stand."""

from __future__ import annotations

import pytest

from inspector.reading.licence import Source, read_licence
from inspector.records import SeenInPhoto, SeenText
from tests.inspector.reading.pages import page, run, square

CODE = "91360200MA1XG6125D"
LINES = (
    run("营业执照", 400, 60, 600, 120),
    run(f"统一社会信用代码 {CODE}", 60, 150, 480, 175),
    run("名 称", 60, 220, 120, 245),
    run("景德镇样例窑坊(普通合伙)", 180, 220, 420, 245),
    run("注册资本", 560, 220, 640, 245),
    run("壹佰万元整", 660, 220, 760, 245),
    run("类型", 60, 270, 120, 295),
    run("有限责任公司", 180, 270, 330, 295),
    run("法定代表人 王某某", 60, 320, 250, 345),
    run("住所", 560, 320, 600, 345),
    run("景德镇市珠山区虚构街781号之", 660, 320, 920, 345),
    run("1号楼", 660, 352, 720, 377),
    run("经营范围", 60, 390, 130, 415),
    run("陶瓷制品制造；日用陶瓷制品销售", 180, 390, 500, 415),
)
VALUES = {
    "name": "景德镇样例窑坊（普通合伙）",
    "credit_code": CODE,
    "representative": "王某某",
    "address": "景德镇市珠山区虚构街781号之1号楼",
    "licence_kind": "营业执照",
}


def values(seen: SeenInPhoto) -> dict[str, str]:
    return {proposal.field: proposal.value for proposal in read_licence(seen).proposals}


@pytest.mark.parametrize("slant", [0.0, 4.0, -6.0])
def test_each_field_is_found_by_its_label(slant: float) -> None:
    assert values(page(*LINES, slant=slant)) == VALUES


def test_a_value_on_two_lines_shows_both_places() -> None:
    (address,) = (each for each in read_licence(page(*LINES)).proposals if each.field == "address")
    assert len(address.corners) == 2


def test_the_square_code_is_believed_before_the_text_and_a_contradiction_is_told() -> None:
    site = "http://www.gsxt.gov.cn/index.html?uniscid="
    same = read_licence(page(*LINES, codes=(square(site + CODE),)))
    (code,) = (each for each in same.proposals if each.field == "credit_code")
    assert (code.source, code.value, same.contradicts) == (Source.CODE, CODE, False)
    other = read_licence(page(*LINES, codes=(square(site + "91360200MA000LH0YU"),)))
    assert other.contradicts
    assert {each.value for each in other.proposals if each.field == "credit_code"} == {
        CODE,
        "91360200MA000LH0YU",
    }


def test_a_square_code_of_labels_and_values_is_read() -> None:
    told = f"统一社会信用代码:{CODE}；名称：样例瓷业有限公司；法定代表人：欧样例"
    found = values(page(codes=(square(told),)))
    assert found == {"credit_code": CODE, "name": "样例瓷业有限公司", "representative": "欧样例"}


@pytest.mark.parametrize(
    "told", ["https://example.com/pay?to=1", "javascript:alert(1)", "名称：只有名称", CODE[:-1] + "A"]
)
def test_a_square_code_that_is_no_licence_s_proposes_nothing(told: str) -> None:
    assert read_licence(page(codes=(square(told),))).proposals == ()


def test_a_misread_code_says_what_was_put_right() -> None:
    lines = tuple(
        SeenText(text.text.replace("G6", "GG"), text.sure, text.corners) if "代码" in text.text else text
        for text in LINES
    )
    (code,) = (each for each in read_licence(page(*lines)).proposals if each.field == "credit_code")
    assert (code.value, code.source, code.changed) == (CODE, Source.MENDED, (14,))


def test_a_page_that_is_no_licence_proposes_nothing() -> None:
    assert (
        read_licence(page(run("正品促销", 0, 0, 300, 100), run("5.8 起", 100, 300, 220, 350))).proposals == ()
    )
    assert read_licence(page()).proposals == ()
