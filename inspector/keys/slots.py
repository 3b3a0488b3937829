"""Slots: the master key under one secret, and the keys that come from the master key.

The additional data of each slot names the device, the kind, the salt and the cost, so a slot cannot be
moved to another device nor its cost changed; a cost below the floor is refused before any work is done.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector.canonical import canonical
from inspector.errors import BugError, SystemFault
from inspector.ids import RandomBytes
from inspector.keys.cost import KdfCost, slow_key
from inspector.keys.key_file import Slot

PASSPHRASE = "passphrase"  # noqa: S105 - the kind of a slot
RECOVERY = "recovery"


def derived(master: bytearray, label: str) -> bytearray:
    """Return the 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    key = bytearray(32)
    HKDF(SHA256(), 32, salt=None, info=b"inspector/1 " + label.encode("ascii")).derive_into(master, key)
    return key


def wipe(key: bytearray) -> None:
    """Overwrite a key that is no longer needed; copies made by Python itself are out of reach."""
    key[:] = bytes(len(key))


def passphrase_slot(
    secret: bytes, master: bytearray, device: str, *, cost: KdfCost, floor: KdfCost, random: RandomBytes
) -> Slot:
    """Wrap the master key under a passphrase.

    Raises:
        BugError: `keys.cost_too_low` if the cost is below the floor.
    """
    if not cost.meets(floor) or not cost.is_payable:
        raise BugError("keys.cost_too_low", memory=cost.memory_kib, passes=cost.passes)
    salt, nonce = random(16), random(12)
    slot = Slot(PASSPHRASE, salt.hex(), cost.memory_kib, cost.passes, cost.lanes, nonce.hex(), "")
    return _wrapped(slot, slow_key(secret, salt, cost), master, device)


def recovery_slot(secret: bytes, master: bytearray, device: str, *, random: RandomBytes) -> Slot:
    """Wrap the master key under a recovery code, which is random enough to need no slow derivation."""
    salt, nonce = random(16), random(12)
    slot = Slot(RECOVERY, salt.hex(), 0, 0, 0, nonce.hex(), "")
    return _wrapped(slot, _code_key(secret, salt), master, device)


def open_slot(slot: Slot, secret: bytes, device: str, *, floor: KdfCost) -> bytearray | None:
    """Return the master key, or None if this is not the slot's secret.

    Raises:
        SystemFault: `keys.cost_lowered` if the file asks for less work than `floor`.
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
            bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), _context(slot, device)
        )
    except (InvalidTag, ValueError):
        return None
    finally:
        wipe(slot_key)
    return bytearray(master)


def _wrapped(slot: Slot, slot_key: bytearray, master: bytearray, device: str) -> Slot:
    context = _context(slot, device)
    wrapped = AESGCM(slot_key).encrypt(bytes.fromhex(slot.nonce), master, context)
    wipe(slot_key)
    return Slot(slot.kind, slot.salt, slot.memory_kib, slot.passes, slot.lanes, slot.nonce, wrapped.hex())


def _context(slot: Slot, device: str) -> bytes:
    return canonical(
        {
            "device": device,
            "kind": slot.kind,
            "lanes": slot.lanes,
            "memory_kib": slot.memory_kib,
            "passes": slot.passes,
            "salt": slot.salt,
        }
    )


def _code_key(secret: bytes, salt: bytes) -> bytearray:
    key = bytearray(32)
    HKDF(SHA256(), 32, salt=salt, info=b"inspector/1 recovery slot").derive_into(secret, key)
    return key
