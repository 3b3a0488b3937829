"""What every vault promises."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import pytest

from inspector.actions.ports import Vault
from inspector.errors import BugError, SystemFault
from inspector.vault import unseal
from inspector.vault.object_file import SEGMENT

ID = "ab" * 16


def test_what_was_put_is_read_back(vault: Vault) -> None:
    for number, size in enumerate((0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT)):
        plain = bytes([number]) * size
        sealed = vault.put(f"{number:032x}", io.BytesIO(plain))
        assert (sealed.id, sealed.size) == (f"{number:032x}", size)
        assert sealed.sha256 == hashlib.sha256(plain).hexdigest()
        assert vault.read(sealed) == plain


def test_pieces_are_small_and_join_to_the_whole(vault: Vault) -> None:
    plain = b"ab" * SEGMENT
    pieces = list(vault.chunks(vault.put(ID, io.BytesIO(plain))))
    assert max(len(piece) for piece in pieces) <= 256 * 1024
    assert b"".join(pieces) == plain


def test_the_sealed_file_is_the_one_described_and_opens_with_the_object_key(vault: Vault) -> None:
    sealed = vault.put(ID, io.BytesIO(b"photo bytes"))
    with vault.ciphertext(sealed) as file:
        cipher = file.read()
    assert len(cipher) == sealed.cipher_size
    assert hashlib.sha256(cipher).hexdigest() == sealed.cipher_sha256
    assert b"photo bytes" not in cipher
    key = vault.object_key(sealed)
    assert len(key) == 32
    assert b"".join(unseal(io.BytesIO(cipher), ID, key)) == b"photo bytes"


def test_an_id_is_never_used_twice(vault: Vault) -> None:
    sealed = vault.put(ID, io.BytesIO(b"first"))
    with pytest.raises(BugError) as told:
        vault.put(ID, io.BytesIO(b"second"))
    assert told.value.code == "vault.exists"
    assert vault.read(sealed) == b"first"


def test_each_object_has_a_key_of_its_own(vault: Vault) -> None:
    one = vault.put("11" * 16, io.BytesIO(b"same"))
    two = vault.put("22" * 16, io.BytesIO(b"same"))
    assert vault.object_key(one) != vault.object_key(two)
    assert one.cipher_sha256 != two.cipher_sha256


def test_a_discarded_object_is_gone_and_discarding_again_is_quiet(vault: Vault) -> None:
    sealed = vault.put(ID, io.BytesIO(b"photo bytes"))
    vault.discard(ID)
    vault.discard(ID)
    with pytest.raises(SystemFault) as told:
        vault.read(sealed)
    assert told.value.code == "vault.missing"


def test_another_hash_than_promised_is_found(vault: Vault) -> None:
    sealed = vault.put(ID, io.BytesIO(b"photo bytes"))
    with pytest.raises(SystemFault) as told:
        vault.read(replace(sealed, sha256="00" * 32))
    assert told.value.code == "vault.altered"


def test_what_was_set_aside_makes_room_for_the_same_bytes(vault: Vault) -> None:
    vault.put("aa" * 16, io.BytesIO(b"photo"))
    vault.set_aside("aa" * 16)
    vault.set_aside("aa" * 16)
    assert vault.read(vault.put("aa" * 16, io.BytesIO(b"photo"))) == b"photo"
