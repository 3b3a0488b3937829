"""The unlocked keys: held by whoever holds the session, wiped when it locks."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector.errors import SystemFault
from inspector.ids import RandomBytes
from inspector.keys.acting import Acting
from inspector.keys.key_file import KeyFile, SealedKey
from inspector.keys.seal_key import SealKey, opened_seal
from inspector.keys.slots import derived, wipe

_LABELS = ("database", "vault", "journal log", "backup", "drafts")


class DeviceSigner:
    """The device's own Ed25519 key (RFC 8032); the private half stays inside."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private: Ed25519PrivateKey | None = private
        self._public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def public_key(self) -> bytes:
        """Return the 32 raw bytes of the public key."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature; `SystemFault("keys.locked")` once the device is locked."""
        if self._private is None:
            raise SystemFault("keys.locked")
        return self._private.sign(message)

    def forget(self) -> None:
        """Drop the private half."""
        self._private = None


class Keyring:
    """What an unlocked device may use; `close` (or leaving `with`) locks it again."""

    def __init__(self, file: KeyFile, master: bytearray, acting: Acting, *, damaged_copy: str = "") -> None:
        self.device_id = file.device
        """32 hex digits."""
        self.epoch = file.epoch
        """Counts the master keys this device has had."""
        self.damaged_copy = damaged_copy
        """Name of the key file copy that was damaged and has been written anew; empty if both were well."""
        self.opened_by = acting.kind
        """`officer`, `recovery` or `escrow`: what the device was opened with."""
        self._acting = acting
        self.signer = DeviceSigner(_opened_signing_key(file, master))
        self.device_seal = _opened_device_seal(file, master)
        """The device's key for seals on paper."""
        self._keys = {label: derived(master, label) for label in _LABELS}

    def database_key(self) -> bytes:
        """Return the 32-byte key of the database; `SystemFault("keys.locked")` after `close`."""
        return self._key("database")

    def vault_key(self) -> bytes:
        """Return the 32-byte key that wraps each object's key; `SystemFault("keys.locked")` after `close`."""
        return self._key("vault")

    def journal_log_key(self) -> bytes:
        """Return the 32-byte key of the journal's copy; `SystemFault("keys.locked")` after `close`."""
        return self._key("journal log")

    def backup_key(self) -> bytes:
        """Return the 32-byte key of backups; `SystemFault("keys.locked")` after `close`."""
        return self._key("backup")

    @property
    def officer_id(self) -> str:
        """Record id of the officer whose passphrase was given last; empty after recovery code or escrow."""
        return self._acting.officer

    @property
    def officer_seal(self) -> SealKey | None:
        """That officer's own key for seals on paper; None if nobody in particular opened the device."""
        return self._acting.seal

    @property
    def is_renewal_due(self) -> bool:
        """Tell whether the officer's slot should be written anew, at a higher cost."""
        return self._acting.is_renewal_due

    def hand_over(self, acting: Acting) -> None:
        """Let another officer act from now on; the former one's signing key is dropped."""
        if self.is_locked:
            raise SystemFault("keys.locked")
        former, self._acting = self._acting, acting
        if former.seal is not None and former.seal is not acting.seal:
            former.seal.forget()

    def drafts_key(self) -> bytes:
        """Return the 32-byte key of what is typed and not recorded; `SystemFault("keys.locked")` after `close`."""
        return self._key("drafts")

    @property
    def is_locked(self) -> bool:
        """Tell whether the keys have been wiped."""
        return not self._keys

    def close(self) -> None:
        """Wipe the keys, as far as Python lets one; safe to call twice."""
        for key in self._keys.values():
            wipe(key)
        self._keys = {}
        self.signer.forget()
        self.device_seal.forget()
        if self._acting.seal is not None:
            self._acting.seal.forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Keyring of {self.device_id}{' locked' if self.is_locked else ''}>"

    def _key(self, label: str) -> bytes:
        key = self._keys.get(label)
        if key is None:
            raise SystemFault("keys.locked")
        return bytes(key)


def new_signing_key(master: bytearray, device: str, random: RandomBytes) -> SealedKey:
    """Make the device's signing key and seal its private half."""
    return sealed_signing_key(random(32), master, device, random)


def sealed_signing_key(seed: bytes, master: bytearray, device: str, random: RandomBytes) -> SealedKey:
    """Seal a signing key under a key of this master key."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    sealing_key, nonce = derived(master, "signing key"), random(12)
    sealed = AESGCM(sealing_key).encrypt(nonce, seed, _context(device, public))
    wipe(sealing_key)
    return SealedKey(public.hex(), nonce.hex(), sealed.hex())


def signing_seed(file: KeyFile, master: bytearray) -> bytes:
    """Return the private half of the device's signing key.

    Raises:
        SystemFault: `keys.damaged`.
    """
    key = file.signing_key
    sealing_key = derived(master, "signing key")
    try:
        return AESGCM(sealing_key).decrypt(
            bytes.fromhex(key.nonce),
            bytes.fromhex(key.sealed),
            _context(file.device, bytes.fromhex(key.public)),
        )
    except InvalidTag as error:
        raise SystemFault("keys.damaged") from error
    finally:
        wipe(sealing_key)


def _opened_signing_key(file: KeyFile, master: bytearray) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(signing_seed(file, master))


def _opened_device_seal(file: KeyFile, master: bytearray) -> SealKey:
    if file.device_seal is None:
        raise SystemFault("keys.damaged")
    return opened_seal(file.device_seal, master, file.device)


def _context(device: str, public: bytes) -> bytes:
    return b"inspector/1 signing key " + bytes.fromhex(device) + public
