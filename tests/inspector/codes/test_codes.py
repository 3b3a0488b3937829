"""The published numbers of domain D-1 to D-4 are judged as their standards say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from inspector.codes import KINDS, check, credit_code, id_card, patent_no
from inspector.errors import InputError

CREDIT_CODES = [
    "91350100M000100Y43",
    "914403001922038216",
    "91440300708461136T",
    "91330100799655058B",
    "91110000600037341L",
    "91130200MAAY4CL12X",
    "92130203MA2TH3BJ3F",
    "91360200MA1XG6125D",
    "92360203MADD272H4K",
    "91445100MAD1TJ3Y9F",
    "93350526MA7LLJY1XR",
]
REGISTRATION_NUMBERS = ["110108000000016", "130200000000017", "130200600123450", "360200210001234"]
ID_NUMBERS = ["11010519491231002X", "440524188001010014", "130202198503150019", "36020219900822003X"]
PATENT_NUMBERS = [
    "201710601862.3",
    "95115608.X",
    "97101765.4",
    "200930193487.X",
    "201430009113.9",
    "201330528226.5",
    "200820047012.X",
    "200510105502.1",
    "01319523.9",
    "ZL202230123456.2",
    "ZL202330456789.1",
    "ZL202430001234.2",
    "ZL202330100009.X",
]
TRADEMARK_NUMBERS = ["1299950", "01299950", "35894893", "12345678A", "G1234567"]
VALID = [
    *(("credit-code", value) for value in CREDIT_CODES + REGISTRATION_NUMBERS),
    *(("id-card", value) for value in ID_NUMBERS),
    *(("patent-no", value) for value in PATENT_NUMBERS),
    *(("trademark-no", value) for value in TRADEMARK_NUMBERS),
]


@pytest.mark.parametrize(("kind", "value"), VALID)
def test_a_published_number_is_valid(kind: str, value: str) -> None:
    verdict = check(kind, value)
    assert verdict.valid, verdict.reasons
    assert verdict.reasons == ()


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("credit-code", "91350100M000100Y44", "codes.credit_code.check"),
        ("credit-code", "91350100M000100Y4", "codes.credit_code.length"),
        ("credit-code", "91350100M0OO100Y43", "codes.credit_code.character"),
        ("credit-code", "130200000000018", "codes.registration_no.check"),
        ("credit-code", "000000000000000000", "codes.credit_code.authority"),
        ("credit-code", "000000000000000000", "codes.credit_code.division"),
        ("credit-code", "91000000600037341L", "codes.credit_code.division"),
        ("credit-code", "B1110000600037341L", "codes.credit_code.authority"),
        ("credit-code", "94110000600037341L", "codes.credit_code.category"),
        ("credit-code", "10110000600037341L", "codes.credit_code.category"),
        ("credit-code", "", "codes.empty"),
        ("id-card", "360222196602290016", "codes.id_card.day"),
        ("id-card", "110105194912310021", "codes.id_card.check"),
        ("id-card", "11010549123100", "codes.id_card.length"),
        ("id-card", "1101O519491231002X", "codes.id_card.character"),
        ("patent-no", "ZL202230123456.3", "codes.patent_no.check"),
        ("patent-no", "ZL202230123456", "codes.patent_no.check_missing"),
        ("patent-no", "CN306123456S", "codes.patent_no.publication"),
        ("patent-no", "ZL20223012345.2", "codes.patent_no.form"),
        ("patent-no", "ZL202270123456.2", "codes.patent_no.type"),
        ("patent-no", "ZL199830123456.2", "codes.patent_no.year"),
        ("trademark-no", "123456789", "codes.trademark_no.form"),
        ("trademark-no", "G12345", "codes.trademark_no.form"),
        ("trademark-no", "AB123", "codes.trademark_no.form"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(kind: str, value: str, code: str) -> None:
    verdict = check(kind, value)
    assert not verdict.valid
    found = {reason.code: reason for reason in verdict.reasons}
    assert code in found
    assert "{" not in found[code].zh + found[code].en


@pytest.mark.parametrize("kind", KINDS)
@given(value=st.text(max_size=24))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_verdict_and_every_refusal_a_reason(kind: str, value: str) -> None:
    verdict = check(kind, value)
    assert verdict.valid == (verdict.reasons == ())


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(InputError) as caught:
        check("passport", "E1")
    assert caught.value.code == "codes.unknown_kind"
    assert "passport" in caught.value.sentence("zh")


def test_full_width_lower_case_and_blanks_are_read() -> None:
    assert check("credit-code", " ９１４４０３００ 708461136ｔ\u3000").value_as_read == "91440300708461136T"
    assert check("id-card", "11010519491231002x").valid
    assert check("patent-no", "zl 2022 3012 3456。2").value_as_read == "ZL202230123456.2"
    assert check("trademark-no", "第1299950号").value_as_read == "1299950"


@pytest.mark.parametrize("value", CREDIT_CODES)
def test_every_single_substitution_in_a_credit_code_is_found(value: str) -> None:
    for place in range(17):
        for other in credit_code.ALPHABET.replace(value[place], ""):
            assert not credit_code.check(value[:place] + other + value[place + 1 :]).valid


def test_reasons_tell_where_to_look_and_never_to_alter() -> None:
    (wrong,) = check("credit-code", "91350100M000100Y44").reasons
    assert wrong.position == 18
    assert "对照证照原件" in wrong.zh
    assert "不得" in wrong.zh
    positions = [reason.position for reason in check("credit-code", "91350100M0OO100Y43").reasons]
    assert positions == [11, 12]


def test_facts_are_read_from_the_code() -> None:
    assert check("credit-code", CREDIT_CODES[6]).facts["body"] == "个体工商户"
    person = check("id-card", ID_NUMBERS[0])
    assert (person.facts["born"], person.facts["sex"]) == ("1949-12-31", "女")
    assert check("patent-no", "01319523.9").facts == {"year": "2001", "type": "design", "type_zh": "外观设计"}


def test_an_unknown_region_is_only_a_remark() -> None:
    body = "99010519491231002"
    verdict = check("id-card", body + id_card.check_character(body))
    assert verdict.valid
    assert [remark.code for remark in verdict.remarks] == ["codes.id_card.division"]


@pytest.mark.parametrize("division", ["810000", "820000", "830000"])
def test_residence_permits_share_the_form(division: str) -> None:
    body = division + "19900101001"
    verdict = check("id-card", body + id_card.check_character(body))
    assert verdict.valid
    assert not verdict.remarks
    assert "居住证" in verdict.facts["document"]


def test_a_design_must_carry_the_design_digit() -> None:
    design = patent_no.PatentType.DESIGN
    assert patent_no.check("ZL202230123456.2", expected=design).valid
    assert patent_no.check("01319523.9", expected=design).valid
    (wrong,) = patent_no.check("200820047012.X", expected=design).reasons
    assert wrong.code == "codes.patent_no.other_type"
    assert "实用新型" in wrong.zh


@given(st.text(alphabet=credit_code.ALPHABET, min_size=17, max_size=17))
@settings(max_examples=200, deadline=None)
def test_check_characters_agree_with_an_independent_reading(first17: str) -> None:
    assert credit_code.check_character(first17) == uscc.calc_check_digit(first17)


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
@settings(max_examples=200, deadline=None)
def test_id_check_characters_agree_with_an_independent_reading(first17: str) -> None:
    assert id_card.check_character(first17) == ric.calc_check_digit(first17 + "0")


@pytest.mark.parametrize(
    "first", ["11", "12", "21", "31", "35", "51", "53", "71", "81", "91", "99", "A1", "N2", "Y1"]
)
def test_every_registering_authority_is_known(first: str) -> None:
    body = f"{first}11000060003734"
    body += credit_code.body_check_character(body[8:])
    assert check("credit-code", body + credit_code.check_character(body)).valid
