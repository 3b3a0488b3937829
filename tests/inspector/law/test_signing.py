"""Who must sign a form, and what stands in for a signature that is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.law import load, signature_findings
from inspector.records import Signature, SignatureRole
from tests.inspector.law.dossiers import INK, OFFICERS, absent, lawful, signature, signatures

PACK = load()
PARTY, FIRST, SECOND = signatures()
WITNESS = signature(SignatureRole.WITNESS, "样本见证人")
DOT = (((1, 1, 0), (2, 2, 5)),)
REFUSED = signature(SignatureRole.PARTY, "样本经营者", strokes=(), refusal="对数量有异议", recording="V-9")


def found(*given: Signature, is_absent: bool = False) -> list[tuple[str, str]]:
    dossier = absent() if is_absent else lawful()
    findings = signature_findings(PACK, dossier, "24", given)
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
    assert [finding.id for finding in signature_findings(PACK, dossier, "9", given)] == ["F-01"]


def test_without_a_seizure_the_witness_of_an_absent_party_is_optional() -> None:
    dossier = replace(absent(), measures=())
    assert signature_findings(PACK, dossier, "9", (FIRST, SECOND)) == ()
