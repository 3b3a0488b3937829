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
from inspector.keys.key_file import KeyFile, SealedSigningKey
from inspector.keys.slots import derived, wipe

_LABELS = ("database", "vault", "journal log")


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

    def __init__(self, file: KeyFile, master: bytearray, *, damaged_copy: str = "") -> None:
        self.device_id = file.device
        """32 hex digits."""
        self.damaged_copy = damaged_copy
        """Name of the key file copy that was damaged and has been written anew; empty if both were well."""
        self.signer = DeviceSigner(_opened_signing_key(file, master))
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


def new_signing_key(master: bytearray, device: str, random: RandomBytes) -> SealedSigningKey:
    """Make the device's signing key and seal its private half."""
    seed, nonce = random(32), random(12)
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    sealing_key = derived(master, "signing key")
    sealed = AESGCM(sealing_key).encrypt(nonce, seed, _context(device, public))
    wipe(sealing_key)
    return SealedSigningKey(public.hex(), nonce.hex(), sealed.hex())


def _opened_signing_key(file: KeyFile, master: bytearray) -> Ed25519PrivateKey:
    key = file.signing_key
    sealing_key = derived(master, "signing key")
    try:
        seed = AESGCM(sealing_key).decrypt(
            bytes.fromhex(key.nonce),
            bytes.fromhex(key.sealed),
            _context(file.device, bytes.fromhex(key.public)),
        )
    except InvalidTag as error:
        raise SystemFault("keys.damaged") from error
    finally:
        wipe(sealing_key)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _context(device: str, public: bytes) -> bytes:
    return b"inspector/1 signing key " + bytes.fromhex(device) + public
