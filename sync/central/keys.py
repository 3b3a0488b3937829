"""The centre's own keys: one to sign receipts, one to open bundles, one for its storage, and the bureau's root.

`receipt.key` and `recipient.key` are the first of their kind; one that follows is `receipt-<key id>.key`, and the
table `centre_keys` says which is in use (`rotating.py`). Keys to open bundles are all kept: a stick may come late.
`root.key` certifies the others and may be taken away to a safe; `root.pub` stays. They lie in the data folder, readable by its owner only. Whoever can read that account can read the
cases: protect the machine and its disk. Sealing them under a passphrase is left for a later version.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspector.durable import write_file
from inspector.errors import InputError, SystemFault
from inspector.ids import RandomBytes
from sync.bundle.envelope import bureau_id, key_id

_NAMES = ("receipt", "recipient", "storage")
_ROOT = "root.key"
_ROOT_PUBLIC = "root.pub"


@dataclass(frozen=True)
class CentralKeys:
    """The private keys of one centre."""

    signing: Ed25519PrivateKey = field(repr=False)
    opening: X25519PrivateKey = field(repr=False)
    storage: bytes = field(repr=False)
    root_public: bytes
    """The bureau's root, raw."""
    openings: Mapping[str, X25519PrivateKey] = field(repr=False)
    """Every key bundles may have been sealed for, by key id."""

    def signed_by(self, folder: Path, receipt: str) -> CentralKeys:
        """Return these keys with another one to sign, by its id."""
        signing = Ed25519PrivateKey.from_private_bytes(_read(key_file(folder, "receipt", receipt)))
        return replace(self, signing=signing)

    @property
    def bureau(self) -> str:
        """Return the bureau's id, which its root decides."""
        return bureau_id(self.root_public)

    def opening_for(self, recipients: Sequence[str]) -> X25519PrivateKey:
        """Return the key that opens a bundle sealed for `recipients` (key ids), the present one if none does."""
        return next((self.openings[each] for each in recipients if each in self.openings), self.opening)

    @property
    def receipt_public(self) -> bytes:
        """Return the raw key whose receipts devices believe."""
        return raw_public(self.signing)

    @property
    def recipient_public(self) -> bytes:
        """Return the raw key bundles are sealed for."""
        return raw_public(self.opening)

    def wrap(self, secret: bytes) -> bytes:
        """Return a secret as it may stand in the database (AES-KW, RFC 3394)."""
        return aes_key_wrap(self.storage, secret)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return a secret kept by `wrap`; `SystemFault("central.damaged")` under another storage key."""
        try:
            return aes_key_unwrap(self.storage, wrapped)
        except InvalidUnwrap as error:
            raise SystemFault("central.damaged", what="storage.key") from error

    def seal(self, plain: bytes) -> bytes:
        """Return personal data as it may stand in the database (AES-256-GCM, random nonce in front)."""
        nonce = secrets.token_bytes(12)
        return nonce + self._sealing.encrypt(nonce, plain, None)

    def unseal(self, sealed: bytes) -> bytes:
        """Return what `seal` sealed; `SystemFault("central.damaged")` under another storage key."""
        try:
            return self._sealing.decrypt(sealed[:12], sealed[12:], None)
        except (InvalidTag, ValueError) as error:
            raise SystemFault("central.damaged", what="storage.key") from error

    @cached_property
    def _sealing(self) -> AESGCM:
        return AESGCM(HKDF(hashes.SHA256(), 32, None, b"inspector/1 centre rows").derive(self.storage))


def make_keys(folder: Path, random: RandomBytes = secrets.token_bytes) -> None:
    """Make what is missing of the keys; never replaces one, nor a root that was taken away."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in _NAMES:
        path = folder / f"{name}.key"
        if not path.exists():
            _write(path, random(32))
    if not (folder / _ROOT_PUBLIC).exists():
        root = random(32)
        _write(folder / _ROOT, root)
        _write(folder / _ROOT_PUBLIC, raw_public(Ed25519PrivateKey.from_private_bytes(root)))


def load_keys(folder: Path, receipt: str = "", recipient: str = "") -> CentralKeys:
    """Read the keys, `receipt` and `recipient` being the ids of those in use, empty for the first ones.

    Raises:
        SystemFault: `central.damaged` naming the file that cannot be used.
    """
    if not (folder / _ROOT_PUBLIC).exists():
        make_keys(folder)  # of a centre from before there were roots
    openings = [
        X25519PrivateKey.from_private_bytes(_read(each)) for each in sorted(folder.glob("recipient*.key"))
    ]
    return CentralKeys(
        Ed25519PrivateKey.from_private_bytes(_read(key_file(folder, "receipt", receipt))),
        X25519PrivateKey.from_private_bytes(_read(key_file(folder, "recipient", recipient))),
        _read(folder / "storage.key"),
        _read(folder / _ROOT_PUBLIC),
        {key_id(raw_public(each)): each for each in openings},
    )


def key_file(folder: Path, role: str, name: str) -> Path:
    """Return where the private key of a role lies; an empty id means the first one."""
    return folder / (f"{role}-{name}.key" if name else f"{role}.key")


def make_key(folder: Path, role: str, random: RandomBytes = secrets.token_bytes) -> tuple[str, bytes]:
    """Make another key of a role and return its id and raw public half; nothing uses it yet."""
    raw = random(32)
    private = (Ed25519PrivateKey if role == "receipt" else X25519PrivateKey).from_private_bytes(raw)
    public = raw_public(private)
    _write(key_file(folder, role, key_id(public)), raw)
    return key_id(public), public


def has_root(folder: Path) -> bool:
    """Tell whether the private root lies in the keys' folder."""
    return (folder / _ROOT).exists()


def load_root(folder: Path, elsewhere: Path | None = None) -> Ed25519PrivateKey:
    """Return the bureau's root from the keys' folder, or from a file that was taken away.

    Raises:
        InputError: `central.root_absent`, `central.root_other` if it is the root of another bureau.
        SystemFault: `central.damaged`.
    """
    path = elsewhere or folder / _ROOT
    if not path.exists():
        raise InputError("central.root_absent", file=path)
    root = Ed25519PrivateKey.from_private_bytes(_read(path))
    if raw_public(root) != _read(folder / _ROOT_PUBLIC):
        raise InputError("central.root_other", file=path)
    return root


def raw_public(private: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    """Return the raw public half of a key."""
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _write(path: Path, raw: bytes) -> None:
    write_file(path, raw.hex().encode() + b"\n")


def _read(path: Path) -> bytes:
    try:
        raw = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise SystemFault("central.damaged", what=path.name) from error
    if len(raw) != 32:
        raise SystemFault("central.damaged", what=path.name)
    return raw
