"""A new master key, for when somebody left with the old one: every key of the device changes.

Order, so that a cut at any moment leaves a device that opens: the data is written anew beside (by the rooms
that own it), then the key file says the new keys and keeps the former ones sealed under them, then the new
files take their places, then the former keys go. `unlock` finishes what was cut off after the key file spoke.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector.errors import InputError
from inspector.ids import RandomBytes
from inspector.keys.acting import Acting
from inspector.keys.changing import by_secret, escrow_slot, mended_now
from inspector.keys.cost import FLOOR, KdfCost
from inspector.keys.key_file import KeyFile, SealedKey, Slot, write_copies
from inspector.keys.keyring import Keyring, sealed_signing_key, signing_seed
from inspector.keys.opening import Opened
from inspector.keys.passphrase import spelled
from inspector.keys.recovery_code import new_recovery_code, recovery_secret
from inspector.keys.seal_key import opened_seal, sealed_again
from inspector.keys.slots import ESCROW, OFFICER, derived, officer_slot, recovery_slot, wipe


@dataclass(frozen=True)
class NewKeys:
    """A change of the master key that does not count yet: both keyrings, open, and the new recovery code."""

    former: Keyring
    keyring: Keyring
    recovery_code: str
    _folder: Path
    _file: KeyFile
    _mac_key: bytearray

    def speak(self) -> None:
        """Write the key file: from here on the new keys count, and unlocking finishes what is not finished.

        Raises:
            SystemFault: `keys.io`.
        """
        write_copies(self._folder, self._file, self._mac_key)

    def finish(self) -> None:
        """Let go of the former keys, once the files under the new ones have their places.

        Raises:
            SystemFault: `keys.io`; the next unlocking does it then.
        """
        done = replace(self._file, retired=None, generation=self._file.generation + 1)
        write_copies(self._folder, done, self._mac_key)

    def close(self) -> None:
        """Wipe all keys."""
        self.former.close()
        self.keyring.close()
        wipe(self._mac_key)

    def __repr__(self) -> str:
        return f"<new keys for {self._file.device}>"


def new_keys(
    folder: Path,
    passphrase: str,
    *,
    cost: KdfCost,
    floor: KdfCost = FLOOR,
    random: RandomBytes = secrets.token_bytes,
) -> NewKeys:
    """Make a new master key; nothing is written. `passphrase` is the acting officer's, and stays.

    The other officers' passphrases cannot come along, for nobody knows them; they are given anew. The escrow key
    comes along, the recovery code is a new one, the device's and the officer's signing keys stay.

    Raises:
        InputError: `keys.wrong_secret`; `keys.not_an_officer` for a recovery code.
        SystemFault: as `unlock`.
    """
    opened = mended_now(by_secret(folder, passphrase, floor), random)
    master = bytearray(random(32))
    try:
        if opened.slot.slot.kind != OFFICER:
            raise InputError("keys.not_an_officer")
        code = new_recovery_code(random)
        slot = _own_slot(opened, passphrase, master, cost, floor, random)
        file = _changed(opened, master, slot, code, random)
        acting = opened.acting()
        return NewKeys(
            former=Keyring(opened.file, opened.master, acting),
            keyring=Keyring(file, master, Acting(acting.kind, acting.officer, acting.seal)),
            recovery_code=code,
            _folder=folder,
            _file=file,
            _mac_key=derived(master, "key file"),
        )
    finally:
        opened.wipe()
        wipe(master)


def _changed(opened: Opened, master: bytearray, slot: Slot, code: str, random: RandomBytes) -> KeyFile:
    file, device = opened.file, opened.file.device
    escrow = [
        escrow_slot(master, device, bytes.fromhex(each.recipient), random)
        for each in file.slots
        if each.kind == ESCROW
    ]
    seal = opened_seal(file.device_seal, opened.master, device) if file.device_seal else None
    sealing_key, nonce = derived(master, "retired master"), random(12)
    retired = SealedKey("", nonce.hex(), AESGCM(sealing_key).encrypt(nonce, opened.master, None).hex())
    wipe(sealing_key)
    return replace(
        file,
        epoch=file.epoch + 1,
        generation=opened.newest + 1,
        slots=(slot, recovery_slot(recovery_secret(code), master, device, random=random), *escrow),
        signing_key=sealed_signing_key(signing_seed(file, opened.master), master, device, random),
        device_seal=sealed_again(seal, master, device, random=random) if seal else None,
        retired=retired,
    )


def _own_slot(
    opened: Opened, passphrase: str, master: bytearray, cost: KdfCost, floor: KdfCost, random: RandomBytes
) -> Slot:
    own, device = opened.slot.slot, opened.file.device
    made = officer_slot(
        spelled(passphrase), master, device, officer=own.officer, cost=cost, floor=floor, random=random
    )
    seal = opened.acting().seal
    try:
        again = sealed_again(seal, made.slot_key, device, random=random) if seal else None
        return replace(made.slot, seal=again)
    finally:
        made.wipe()
