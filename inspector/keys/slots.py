"""Slots: the master key under one secret, and the keys that come from the master key.

The additional data of each slot names the device, the slot, its kind, its officer, the salt and the cost, so
a slot cannot be moved to another device, given to another officer nor made cheaper; a cost below the floor
is refused before any work is done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector.canonical import Json, canonical
from inspector.errors import BugError, SystemFault
from inspector.ids import RandomBytes
from inspector.keys.cost import KdfCost, slow_key
from inspector.keys.key_file import VERSION, Slot

OFFICER = "officer"
RECOVERY = "recovery"
ESCROW = "escrow"
_FIRST_WORDS = {OFFICER: "passphrase"}
"""What version 1 called a kind in the additional data."""


def derived(master: bytearray, label: str) -> bytearray:
    """Return the 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    key = bytearray(32)
    HKDF(SHA256(), 32, salt=None, info=b"inspector/1 " + label.encode("ascii")).derive_into(master, key)
    return key


def wipe(key: bytearray) -> None:
    """Overwrite a key that is no longer needed; copies made by Python itself are out of reach."""
    key[:] = bytes(len(key))


@dataclass(frozen=True)
class OpenSlot:
    """A slot somebody knows the secret of."""

    slot: Slot
    master: bytearray
    slot_key: bytearray
    """What the secret gives; an officer's own signing key is sealed under a key derived from it."""

    def __repr__(self) -> str:
        return f"<open slot {self.slot.id}>"

    def wipe(self) -> None:
        """Overwrite both keys."""
        wipe(self.master)
        wipe(self.slot_key)


def officer_slot(
    secret: bytes,
    master: bytearray,
    device: str,
    *,
    officer: str,
    cost: KdfCost,
    floor: KdfCost,
    random: RandomBytes,
) -> OpenSlot:
    """Wrap the master key under an officer's passphrase.

    Raises:
        BugError: `keys.cost_too_low` if the cost is below the floor.
        SystemFault: `keys.memory`.
    """
    if not cost.meets(floor) or not cost.is_payable:
        raise BugError("keys.cost_too_low", memory=cost.memory_kib, passes=cost.passes)
    slot = Slot(
        id=random(16).hex(),
        kind=OFFICER,
        officer=officer,
        salt=random(16).hex(),
        memory_kib=cost.memory_kib,
        passes=cost.passes,
        lanes=cost.lanes,
        nonce=random(12).hex(),
        wrapped="",
    )
    slot_key = slow_key(secret, bytes.fromhex(slot.salt), cost)
    return OpenSlot(_wrapped(slot, slot_key, master, device), bytearray(master), slot_key)


def recovery_slot(secret: bytes, master: bytearray, device: str, *, random: RandomBytes) -> Slot:
    """Wrap the master key under a recovery code, which is random enough to need no slow derivation."""
    slot = Slot(random(16).hex(), RECOVERY, "", random(16).hex(), 0, 0, 0, random(12).hex(), "")
    slot_key = _code_key(secret, bytes.fromhex(slot.salt))
    try:
        return _wrapped(slot, slot_key, master, device)
    finally:
        wipe(slot_key)


def open_slot(slot: Slot, secret: bytes, device: str, *, floor: KdfCost) -> OpenSlot | None:
    """Return what the slot holds, or None if this is not its secret.

    Raises:
        SystemFault: `keys.cost_lowered` if the file asks for less work than `floor`; `keys.memory`.
    """
    salt = bytes.fromhex(slot.salt)
    if slot.kind == RECOVERY:
        slot_key = _code_key(secret, salt)
    else:
        cost = KdfCost(slot.memory_kib, slot.passes, slot.lanes)
        if not cost.meets(floor) or not cost.is_payable:
            raise SystemFault("keys.cost_lowered")
        slot_key = slow_key(secret, salt, cost)
    try:
        master = AESGCM(slot_key).decrypt(
            bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), context(slot, device)
        )
    except (InvalidTag, ValueError):
        wipe(slot_key)
        return None
    return OpenSlot(slot, bytearray(master), slot_key)


def context(slot: Slot, device: str) -> bytes:
    """Return what the wrapping is bound to."""
    facts: dict[str, Json] = {
        "device": device,
        "kind": slot.kind,
        "lanes": slot.lanes,
        "memory_kib": slot.memory_kib,
        "passes": slot.passes,
        "salt": slot.salt,
    }
    if slot.bound < VERSION:
        facts["kind"] = _FIRST_WORDS.get(slot.kind, slot.kind)
    else:
        facts |= {"id": slot.id, "officer": slot.officer, "recipient": slot.recipient, "v": slot.bound}
    return canonical(facts)


def _wrapped(slot: Slot, slot_key: bytearray, master: bytearray, device: str) -> Slot:
    wrapped = AESGCM(slot_key).encrypt(bytes.fromhex(slot.nonce), master, context(slot, device))
    return replace(slot, wrapped=wrapped.hex())


def _code_key(secret: bytes, salt: bytes) -> bytearray:
    key = bytearray(32)
    HKDF(SHA256(), 32, salt=salt, info=b"inspector/1 recovery slot").derive_into(secret, key)
    return key


def bound_anew(opened: OpenSlot, device: str, random: RandomBytes) -> Slot:
    """Return the slot wrapped again under the same secret, bound to all that today's slots are bound to."""
    slot = replace(opened.slot, nonce=random(12).hex(), bound=VERSION)
    return _wrapped(slot, opened.slot_key, opened.master, device)
