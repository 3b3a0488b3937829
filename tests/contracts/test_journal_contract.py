"""What every journal promises: an unbroken chain and notes that anyone can check."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.actions.ports import Journal
from inspector.canonical import canonical
from inspector.errors import BugError
from inspector.store import Store
from inspector.store.merkle import is_extension, root_from_inclusion
from tests.fakes import DEVICE_ID, FakeSigner, MemoryStore
from tests.sample_records import a_fair

AnyStore = MemoryStore | Store


def write(store: AnyStore, count: int) -> None:
    with store.unit() as unit:
        for number in range(count):
            unit.note("sample.noted", f"thing-{number}", {"number": number}, by="device")
        unit.commit()


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, as written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + naive_root(leaves[:half]) + naive_root(leaves[half:])).digest()


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def test_entries_hold_every_key_of_the_format_and_follow_one_another(store: AnyStore) -> None:
    with store.unit() as unit:
        unit.save(a_fair(), change="fair.registered", by="officer-1")
        unit.note("clock.stepped", "clock", {"by_ms": 5000}, by="device")
        unit.commit()
    journal: Journal = store.journal
    entries = list(journal.entries(1, 2))
    told = [json.loads(entry) for entry in entries]
    assert [canonical(entry) for entry in told] == entries
    assert told[0] | {"record": None} == {
        "v": 1,
        "device": DEVICE_ID,
        "epoch": 1,
        "seq": 1,
        "prev": "0" * 64,
        "by": "officer-1",
        "change": "fair.registered",
        "kind": "Fair",
        "subject": "fair-1",
        "record": None,
        "facts": None,
        "wall": "2026-11-23T01:02:03.004Z",
        "mono_us": 0,
        "boot": "boot-1",
    }
    assert told[0]["record"]["name"] == "样本博览会"
    assert told[1]["prev"] == leaf(entries[0]).hex()
    assert (told[1]["kind"], told[1]["record"], told[1]["facts"]) == ("", None, {"by_ms": 5000})


def test_the_length_counts_committed_entries_only(store: AnyStore) -> None:
    write(store, 3)
    with store.unit() as unit:
        unit.note("sample.noted", "thing", {}, by="device")
    assert store.journal.length() == 3


def test_a_run_of_entries_includes_both_ends(store: AnyStore) -> None:
    write(store, 5)
    assert [json.loads(entry)["seq"] for entry in store.journal.entries(2, 4)] == [2, 3, 4]
    assert list(store.journal.entries(6, 5)) == []


@pytest.mark.parametrize(("first", "last"), [(1, 4), (0, 2), (4, 4)])
def test_entries_that_are_not_there_are_a_bug_not_an_empty_answer(
    store: AnyStore, first: int, last: int
) -> None:
    write(store, 3)
    with pytest.raises(BugError) as told:
        list(store.journal.entries(first, last))
    assert told.value.code == "store.no_such_entry"


def test_a_checkpoint_is_signed_and_its_root_is_the_one_of_rfc_6962(
    store: AnyStore, signer: FakeSigner
) -> None:
    public_key = Ed25519PublicKey.from_public_bytes(signer.public_key)
    for size in range(9):
        note = store.journal.checkpoint()
        text, signature_line = note.split("\n\n")
        origin, length, root, time = text.split("\n")
        leaves = [leaf(entry) for entry in store.journal.entries(1, size)]
        assert (origin, length) == (f"inspector/device/{DEVICE_ID}", str(size))
        assert time == "time 2026-11-23T01:02:03.004Z"
        assert base64.b64decode(root) == naive_root(leaves)
        dash, name, signed = signature_line.removesuffix("\n").split(" ")
        assert (dash, name) == ("—", origin)
        raw = base64.b64decode(signed)
        assert raw[:4] == hashlib.sha256(name.encode() + b"\n\x01" + signer.public_key).digest()[:4]
        public_key.verify(raw[4:], (text + "\n").encode())
        with pytest.raises(InvalidSignature):
            public_key.verify(raw[4:], text.encode())
        write(store, 1)


def test_entries_are_found_by_what_they_tell(store: AnyStore) -> None:
    write(store, 4)
    with store.unit() as unit:
        unit.note("other.noted", "thing-2", {"change": "sample.noted"}, by="device")
        unit.commit()
    journal: Journal = store.journal
    assert [json.loads(entry)["seq"] for entry in journal.entries_of_change("other.noted")] == [5]
    assert [json.loads(entry)["seq"] for entry in journal.entries_of_change("sample.noted")] == [1, 2, 3, 4]


def test_an_entry_is_proved_under_the_root_of_any_length(store: AnyStore) -> None:
    write(store, 9)
    journal = store.journal
    leaves = [leaf(entry) for entry in journal.entries(1, 9)]
    for size in range(1, 10):
        assert journal.root(size) == naive_root(leaves[:size])
        for seq in range(1, size + 1):
            path = journal.inclusion_proof(seq, size)
            assert root_from_inclusion(leaves[seq - 1], seq - 1, size, path) == naive_root(leaves[:size])
        old, new = naive_root(leaves[:size]), naive_root(leaves)
        assert is_extension(size, old, 9, new, journal.consistency_proof(size, 9))


def test_what_is_not_there_is_not_proved(store: AnyStore) -> None:
    write(store, 3)
    for ask in (
        lambda: store.journal.inclusion_proof(0, 3),
        lambda: store.journal.inclusion_proof(4, 3),
        lambda: store.journal.inclusion_proof(1, 4),
        lambda: store.journal.consistency_proof(4, 3),
        lambda: store.journal.root(4),
    ):
        with pytest.raises(BugError, match=r"store\.no_such_entry"):
            ask()
