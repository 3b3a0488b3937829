"""A licence's lines become proposals for the party's fields: by label, wherever they stand."""

from __future__ import annotations

import pytest

from inspector.reading.licence import Source, read_licence
from inspector.reading.look_alikes import look_alikes, with_other
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
    "kind": "company",
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
    assert (code.source, code.value, same.contradicted) == (Source.CODE, CODE, frozenset())
    other = read_licence(page(*LINES, codes=(square(site + "91360200MA000LH0YU"),)))
    assert other.contradicted == {"credit_code"}
    assert {each.value for each in other.proposals if each.field == "credit_code"} == {
        CODE,
        "91360200MA000LH0YU",
    }


def test_a_name_printed_otherwise_than_in_the_square_code_stands_beside_it() -> None:
    printed = read_licence(page(*LINES))
    (name,) = (each.value for each in printed.proposals if each.field == "name")
    same = read_licence(page(*LINES, codes=(square(f"统一社会信用代码:{CODE}；名称：{name}"),)))
    assert [each.source for each in same.proposals if each.field == "name"] == [Source.CODE]
    assert same.contradicted == frozenset()
    other = read_licence(page(*LINES, codes=(square(f"统一社会信用代码:{CODE}；名称：另一样例公司"),)))
    assert [each.value for each in other.proposals if each.field == "name"] == ["另一样例公司", name]
    assert other.contradicted == {"name"}


def test_a_square_code_of_labels_and_values_is_read() -> None:
    told = f"统一社会信用代码:{CODE}；名称：样例瓷业有限公司；法定代表人：欧样例"
    found = values(page(codes=(square(told),)))
    assert found == {
        "credit_code": CODE,
        "name": "样例瓷业有限公司",
        "representative": "欧样例",
        "kind": "company",
    }


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


def kinds(words: str, code: str) -> list[tuple[str, Source, str]]:
    """Return the kinds proposed of a licence with these words behind 类型 and this code."""
    lines = tuple(
        SeenText(text.text.replace("有限责任公司", words).replace(CODE, code), text.sure, text.corners)
        for text in LINES
    )
    found = read_licence(page(*lines)).proposals
    return [(each.value, each.source, each.words) for each in found if each.field == "kind"]


def test_what_kind_of_party_it_is_comes_from_the_words_and_else_from_the_code() -> None:
    sole = "92130203MA2TH3BJ3F"
    assert kinds("有限责任公司（自然人独资）", CODE) == [
        ("company", Source.TEXT, "有限责任公司（自然人独资）")
    ]
    assert kinds("个体工商户", sole) == [("sole-trader", Source.TEXT, "个体工商户")]
    assert kinds("读不出", sole) == [("sole-trader", Source.NUMBER, "个体工商户")]
    assert kinds("读不出", CODE) == [("company", Source.NUMBER, "企业")]
    assert [value for value, *_ in kinds("个体工商户", CODE)] == ["sole-trader", "company"]  # both are shown


def test_a_code_of_another_authority_tells_no_kind() -> None:
    assert kinds("读不出", "12100000400012345A") == []


def test_a_name_read_says_which_characters_may_be_look_alikes() -> None:
    lines = tuple(SeenText(text.text.replace("王某某", "吉测江"), text.sure, text.corners) for text in LINES)
    (person,) = (each for each in read_licence(page(*lines)).proposals if each.field == "representative")
    assert person.value == "吉测江"  # nothing is replaced
    found = {doubt.place: doubt.others for doubt in person.doubts}
    assert "𠮷" in found[0]
    assert "冮" in found[2]
    assert with_other(person.value, 0, "𠮷") == "𠮷测江"
    firm = next(each for each in read_licence(page(*lines)).proposals if each.field == "name")
    assert not firm.doubts  # the 镇 of 景德镇 is no 镆
    told = read_licence(page(codes=(square(f"统一社会信用代码:{CODE}；法定代表人：吉测江"),)))
    assert all(not each.doubts for each in told.proposals)  # a code carries the characters themselves


def test_the_table_names_no_character_as_its_own_look_alike() -> None:
    for read, others in look_alikes().items():
        assert read not in others
        assert all(len(other) == 1 for other in others)
        assert len(set(others)) == len(others) <= 4


def test_a_page_that_is_no_licence_proposes_nothing() -> None:
    assert (
        read_licence(page(run("正品促销", 0, 0, 300, 100), run("5.8 起", 100, 300, 220, 350))).proposals == ()
    )
    assert read_licence(page()).proposals == ()
