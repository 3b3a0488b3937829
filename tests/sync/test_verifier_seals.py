"""The verifier on PDFs as the product seals them, with pyHanko: honest ones hold, changed ones do not."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.notices import PadesSealer
from sync.verifier import curves, der, notice, seals
from sync.verifier.given import Given
from sync.verifier.verifying import verify_all
from tests.inspector.notices.papers import dossier
from tests.inspector.notices.test_press import printed
from tests.seal_keys import BOTH, DEVICE_KEY, OFFICER_KEY, Authority
from tests.vectors.by_hand import entries
from tests.vectors.make_proofs import signers
from tests.vectors.proof_by_hand import proof

SEALER = PadesSealer()
AT = datetime(2026, 11, 23, 2, 40, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)


@cache
def closed(form: str = "21") -> bytes:
    return SEALER.seal(printed(form, dossier(photos=1)).pdf, BOTH, at=AT, place="样本会展中心")


@cache
def stamped() -> bytes:
    return SEALER.timestamped_copy(closed(), Authority(LATER))


@pytest.mark.parametrize("form", ["9", "21", "24"])
def test_both_seals_hold_and_cover_the_whole_file(form: str) -> None:
    device, officer = seals.read(closed(form))
    certificates = [hashlib.sha256(key.certificate).hexdigest() for key in (DEVICE_KEY, OFFICER_KEY)]
    assert [device.fingerprint, officer.fingerprint] == certificates
    assert (device.unusual, officer.unusual, officer.end) == ("", "", len(closed(form)))
    assert notice.alone(closed(form)).verdict == "signer-unknown"


def test_a_notice_without_seals_cannot_be_told() -> None:
    assert notice.alone(printed("21", dossier(photos=1)).pdf).verdict == "cannot-tell"


def test_a_later_timestamp_is_told_with_its_time() -> None:
    last = seals.read(stamped())[-1]
    assert (last.unusual, last.end, last.time[:19]) == ("", len(stamped()), "2026-11-23T09:00:00")


def test_a_stamped_copy_is_proved_by_the_entry_of_its_original(tmp_path: Path) -> None:
    record = {"pdf_sha256": hashlib.sha256(closed()).hexdigest()}
    run = entries(1, [{}, {"kind": "Notice", "subject": "n1", "record": record}])
    (tmp_path / "signers.json").write_bytes(signers())
    (tmp_path / "a.proof.json").write_bytes(proof(2, run=run, size=2))
    (tmp_path / "a.pdf").write_bytes(closed())
    (tmp_path / "dated.pdf").write_bytes(stamped())
    found = verify_all([tmp_path], Given()).verdicts
    assert [each.verdict for each in found] == ["intact", "intact", "intact"]
    original, _, copy = found
    assert "副本" in copy.reason_zh
    assert "副本" not in original.reason_zh
    assert any("2026-11-23T09:00:00" in each.zh for each in copy.remarks)


@pytest.mark.parametrize("which", ["closed", "stamped"])
def test_a_changed_bit_never_leaves_the_seals_whole(which: str) -> None:
    pdf = closed() if which == "closed" else stamped()
    for bit in random.Random(which).sample(range(len(pdf) * 8), 40):
        changed = bytearray(pdf)
        changed[bit // 8] ^= 1 << bit % 8
        assert notice.alone(bytes(changed)).verdict in {"altered", "cannot-tell"}, bit


def test_something_added_after_the_last_seal_is_not_called_whole() -> None:
    assert notice.alone(closed() + b"\n% more\n%%EOF\n").verdict == "cannot-tell"


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=80), st.sampled_from([ec.SECP256R1(), ec.SECP384R1()]), st.integers(0, 700))
def test_ecdsa_agrees_with_the_library(message: bytes, curve: ec.EllipticCurve, bit: int) -> None:
    key = ec.generate_private_key(curve)
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    ours = curves.P256 if curve.key_size == 256 else curves.P384
    signature = key.sign(message, ec.ECDSA(hashes.SHA256()))
    assert curves.ecdsa_holds(ours, point, "sha256", message, signature)
    assert not curves.ecdsa_holds(ours, point, "sha256", message + b"\0", signature)
    changed = bytearray(signature)
    changed[bit % len(signature)] ^= 1
    assert not curves.ecdsa_holds(ours, point, "sha256", message, bytes(changed))


@pytest.mark.parametrize("hash_name", ["sha256", "sha384", "sha512"])
def test_rsa_agrees_with_the_library(hash_name: str) -> None:
    key = rsa.generate_private_key(65537, 2048)
    numbers = key.public_key().public_numbers()
    algorithm = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[hash_name]
    signature = key.sign(b"message", padding.PKCS1v15(), algorithm)
    assert curves.rsa_holds(numbers.n, numbers.e, hash_name, b"message", signature)
    assert not curves.rsa_holds(numbers.n, numbers.e, hash_name, b"massage", signature)
    assert not curves.rsa_holds(numbers.n, numbers.e, hash_name, b"message", b"\0" + signature)
    assert not curves.rsa_holds(numbers.n, numbers.e, "sha1", b"message", signature)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_make_the_der_reader_fail_otherwise_than_said(raw: bytes) -> None:
    try:
        node = der.only(raw)
    except der.DerError:
        return
    assert node.whole == raw
