"""Who must sign a form, and what stands in for a signature that is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from inspector.law import load, signature_findings
from inspector.records import Presence, PresenceKind, Signature, SignatureRole
from tests.inspector.law.dossiers import (
    INK,
    NOW,
    OFFICERS,
    STARTED,
    absent,
    lawful,
    signature,
    signatures,
    with_inspection,
)
from tests.inspector.law.dossiers import (
    PARTY as FIRM,
)

PACK = load()
PARTY, FIRST, SECOND = signatures()
WITNESS = signature(SignatureRole.WITNESS, "样本见证人")
DOT = (((1, 1, 0), (2, 2, 5)),)
REFUSED = signature(SignatureRole.PARTY, "样本经营者", strokes=(), refusal="对数量有异议", recording="V-9")


def found(*given: Signature, is_absent: bool = False) -> list[tuple[str, str]]:
    dossier = absent() if is_absent else lawful()
    findings = signature_findings(PACK, dossier, "24", given, NOW)
    assert all(finding.forms == ("24",) for finding in findings)
    return [(finding.id, finding.field) for finding in findings]


def test_party_and_two_officers_are_enough() -> None:
    assert found(PARTY, FIRST, SECOND) == []


def test_a_refusal_with_reason_and_recording_is_enough() -> None:
    assert found(REFUSED, FIRST, SECOND) == []


def test_with_the_party_absent_the_witness_signs() -> None:
    assert found(FIRST, SECOND, WITNESS, is_absent=True) == []
    assert found(FIRST, SECOND, is_absent=True) == [("F-17", "signatures.witness")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((FIRST, SECOND), ("F-15", "signatures.party")),
        ((replace(PARTY, strokes=DOT), FIRST, SECOND), ("F-15", "signatures.party")),
        ((replace(REFUSED, recording=" "), FIRST, SECOND), ("F-16", "signatures.party")),
        ((replace(REFUSED, refusal=" "), FIRST, SECOND), ("F-15", "signatures.party")),
        ((PARTY, FIRST), ("F-01", "signatures.officers")),
        ((PARTY, FIRST, FIRST), ("F-01", "signatures.officers")),
        ((PARTY, FIRST, replace(SECOND, strokes=DOT)), ("F-15", "signatures.officers")),
        ((PARTY, FIRST, replace(SECOND, refusal="不签")), ("F-15", "signatures.officers")),
        ((PARTY, FIRST, replace(SECOND, name="样本他人")), ("F-15", "signatures.officers")),
        ((PARTY, FIRST, SECOND, replace(WITNESS, strokes=())), ("F-15", "signatures.witness")),
    ],
)
def test_what_is_missing_is_found(given: tuple[Signature, ...], expected: tuple[str, str]) -> None:
    assert expected in found(*given)


def test_two_officers_under_one_certificate_are_one() -> None:
    twin = replace(OFFICERS[1], cert_no=OFFICERS[0].cert_no)
    dossier = lawful(officers=(OFFICERS[0], twin))
    given = (PARTY, FIRST, replace(SECOND, cert_no=twin.cert_no, strokes=INK))
    assert [finding.id for finding in signature_findings(PACK, dossier, "9", given, NOW)] == ["F-01"]


def test_without_a_seizure_the_witness_of_an_absent_party_is_optional() -> None:
    dossier = replace(absent(), measures=())
    assert signature_findings(PACK, dossier, "9", (FIRST, SECOND), NOW) == ()


@pytest.mark.parametrize(
    "name", ["样本经营者", "样本陶瓷经营部", "钱样本", "钱 样本", "钱样本(店员)", "钱样本（现场负责人）"]
)
def test_the_person_present_the_head_or_the_party_signs_for_the_party(name: str) -> None:
    dossier = with_inspection(presence=Presence(PresenceKind.SITE_MANAGER, person="钱样本（现场负责人）"))
    given = (replace(PARTY, name=name), FIRST, SECOND)
    assert signature_findings(PACK, dossier, "9", given, NOW) == ()


@pytest.mark.parametrize("name", ["路人样本", "", "（现场负责人）", "钱样本甲"])
def test_a_stranger_neither_signs_nor_refuses_for_the_party(name: str) -> None:
    for given in (PARTY, REFUSED):
        assert ("F-15", "signatures.party") in found(replace(given, name=name), FIRST, SECOND)


def test_a_firms_brackets_belong_to_its_name() -> None:
    dossier = lawful(party=replace(FIRM, name="样本陶瓷（唐山）有限公司"))
    given = (replace(PARTY, name="样本陶瓷"), FIRST, SECOND)
    assert [finding.id for finding in signature_findings(PACK, dossier, "9", given, NOW)] == ["F-15"]


def test_only_the_witness_on_record_signs_as_witness() -> None:
    stranger = replace(WITNESS, name="样本路人")
    assert found(FIRST, SECOND, stranger, is_absent=True) == [("F-15", "signatures.witness")]
    assert found(PARTY, FIRST, SECOND, WITNESS) == [("F-15", "signatures.witness")]


@pytest.mark.parametrize("at", [STARTED - timedelta(seconds=1), NOW + timedelta(seconds=1)])
def test_nobody_signs_before_the_inspection_or_in_the_future(at: datetime) -> None:
    assert found(replace(PARTY, at=at), FIRST, SECOND) == [("F-71", "signatures")]


def test_all_sign_on_one_day_in_china() -> None:
    late = STARTED.replace(hour=15, minute=59)
    given = (
        replace(PARTY, at=late),
        replace(FIRST, at=late),
        replace(SECOND, at=late + timedelta(minutes=1)),
    )
    now = late + timedelta(hours=1)
    findings = signature_findings(PACK, lawful(), "9", given, now)
    assert [finding.id for finding in findings] == ["F-15"]
    assert "2026-11-23、2026-11-24" in findings[0].message_zh
