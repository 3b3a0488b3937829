"""The key file as version 1 wrote it: one passphrase for all officers, slots without names. Only read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SlotV1:
    """The master key wrapped under the passphrase or the recovery code; hex texts."""

    kind: str
    """`passphrase` or `recovery`."""
    salt: str
    memory_kib: int
    passes: int
    lanes: int
    nonce: str
    wrapped: str

    @property
    def kind_now(self) -> str:
        """The word for this kind since version 2."""
        return "officer" if self.kind == "passphrase" else self.kind


@dataclass(frozen=True)
class SealedSigningKeyV1:
    """The device's Ed25519 key; hex texts."""

    public: str
    nonce: str
    sealed: str


@dataclass(frozen=True)
class KeyFileV1:
    """What the two copies said."""

    v: int
    device: str
    generation: int
    slots: tuple[SlotV1, ...]
    signing_key: SealedSigningKeyV1
