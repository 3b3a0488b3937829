"""Receipts and statements: what was signed comes back; what was touched does not."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import InputError
from inspector.records import ConfirmedObject
from sync.receipts import ReceiptFacts, make_receipt, read_receipt
from sync.statement import make_statement, read_statement, verified

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes_raw()
HEX_32 = st.binary(min_size=16, max_size=16).map(bytes.hex)
HEX_64 = st.binary(min_size=32, max_size=32).map(bytes.hex)
COUNT = st.integers(1, 2**53)
NAME = st.text(st.characters(codec="utf-8"), max_size=20)

FACTS = st.builds(
    ReceiptFacts,
    bundle=HEX_32,
    device=HEX_32,
    epoch=COUNT,
    sequence=COUNT,
    first=COUNT,
    last=COUNT,
    foot_sha256=HEX_64,
    objects=st.lists(
        st.builds(ConfirmedObject, HEX_32, HEX_64), unique_by=lambda o: o.object_id, max_size=5
    ).map(tuple),
    checkpoint=st.just("note"),
    centre=st.just("样本中心"),
    received=st.just("2026-11-20T01:30:00.000Z"),
)


@settings(max_examples=60)
@given(FACTS)
def test_a_receipt_comes_back_as_it_was_signed(facts: ReceiptFacts) -> None:
    statement, read = read_receipt(make_receipt(facts, KEY.sign).encoded(), PUBLIC)
    assert read == facts
    assert statement.encoded() == make_receipt(facts, KEY.sign).encoded()


@settings(max_examples=100)
@given(FACTS, st.integers(0), st.integers(1, 255))
def test_no_byte_of_a_receipt_can_change(facts: ReceiptFacts, at: int, by: int) -> None:
    raw = bytearray(make_receipt(facts, KEY.sign).encoded())
    raw[at % len(raw)] ^= by
    with pytest.raises(InputError, match=r"receipt\.(form|signature)"):
        read_receipt(bytes(raw), PUBLIC)


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_code(raw: bytes) -> None:
    with pytest.raises(InputError, match=r"statement\.form"):
        read_statement(raw)


def test_a_statement_of_one_kind_is_none_of_another() -> None:
    refusal = make_statement("refusal", {"v": 1}, KEY.sign)
    assert verified(refusal, "refusal", PUBLIC) == {"v": 1}
    with pytest.raises(InputError, match=r"statement\.signature"):
        verified(refusal, "receipt", PUBLIC)
