"""Builds opened feeds and certificates by hand from FORMAT.md 13 and 14, with nothing of the product."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.vectors.by_hand import DEVICE, SIGNER, STRANGER, b64, canonical, word

Said = dict[str, Any]

ROOT = Ed25519PrivateKey.from_private_bytes(word("root"))
OTHER_ROOT = Ed25519PrivateKey.from_private_bytes(word("other root"))
FIRST_KEY = Ed25519PrivateKey.from_private_bytes(word("first receipt key"))
NEXT_KEY = Ed25519PrivateKey.from_private_bytes(word("next receipt key"))
LAST_KEY = Ed25519PrivateKey.from_private_bytes(word("last receipt key"))
ZEROS = "0" * 64
NONCE = "ab" * 16


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def bureau(root: Ed25519PrivateKey = ROOT) -> str:
    return hashlib.sha256(raw(root)).hexdigest()[:32]


def at(second: int) -> str:
    return f"2026-11-20T01:{second // 60:02}:{second % 60:02}.000Z"


def statement(kind: str, content: Said, key: Ed25519PrivateKey) -> Said:
    """Section 5."""
    text = canonical({"v": 1, **content})
    return {"text": text.decode(), "signature": b64(key.sign(f"ipb/1 {kind}\0".encode() + text))}


def carried(said: Said) -> str:
    return canonical(said).decode()


def certificate(
    key: Ed25519PrivateKey,
    role: str = "receipt",
    subject: str = "",
    root: Ed25519PrivateKey = ROOT,
    **fields: Any,
) -> Said:
    """Section 14."""
    content = {
        "bureau": bureau(root),
        "number": word(f"number {role} {raw(key).hex()}", 16).hex(),
        "role": role,
        "subject": subject,
        "name": "样本局一号机" if role == "device" else "样本中心",
        "public_key": b64(raw(key)),
        "since": at(0),
        "until": "",
        **fields,
    }
    return statement("certificate", content, root)


def new_key(
    key: Ed25519PrivateKey, *, former_until: str = at(3600), root: Ed25519PrivateKey = ROOT
) -> tuple[str, Said]:
    body = {
        "key": b64(raw(key)),
        "since": at(30),
        "former_until": former_until,
        "certificate": carried(certificate(key, root=root)),
    }
    return "receipt-key", body


def restart(
    epoch: int = 2,
    key: Ed25519PrivateKey = FIRST_KEY,
    root: Ed25519PrivateKey = ROOT,
    of_bureau: str = "",
) -> tuple[str, Said]:
    """13.8."""
    content = {
        "bureau": of_bureau or bureau(),
        "epoch": epoch,
        "receipt_key": b64(raw(key)),
        "reason": "恢复备份",
        "by": "王样本",
        "at": at(50),
    }
    return "restart", {"statement": carried(statement("feed-restart", content, root))}


def case(value: str) -> tuple[str, Said]:
    return "case", {"inspection": "i-1", "fields": {"number": value}, "over": {"number": ""}}


@dataclass
class Feed:
    """A feed as it grows; each word is signed by `key`, which the vector sets as it goes."""

    key: Ed25519PrivateKey = FIRST_KEY
    epoch: int = 1
    seq: int = 0
    prev: str = ZEROS
    entries: list[Said] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    """Beside that of the first key, as they are carried."""

    def say(self, told: tuple[str, Said], **changed: Any) -> Said:
        """Append an entry; `changed` overrides fields of its head before it is signed."""
        kind, body = told
        encoded = canonical(body)
        self.seq += 1
        head = {
            "bureau": bureau(),
            "device": DEVICE,
            "epoch": self.epoch,
            "seq": self.seq,
            "prev": self.prev,
            "kind": kind,
            "subject": "i-1" if kind == "case" else "",
            "body_sha256": hashlib.sha256(encoded).hexdigest(),
            "by": "王样本",
            "at": at(len(self.entries) + 1),
            **changed,
        }
        entry = {**statement("feed", head, self.key), "body": encoded.decode()}
        self.prev = hashlib.sha256(entry["text"].encode()).hexdigest()
        self.entries.append(entry)
        return entry

    def begin(self, epoch: int, told: tuple[str, Said], **changed: Any) -> None:
        self.epoch, self.seq, self.prev = epoch, 0, ZEROS
        self.say(told, **changed)

    def file(self, **changed: Any) -> bytes:
        """13.9; `changed` overrides fields of the ending before it is signed."""
        return canonical(self.plain(**changed))

    def plain(self, **changed: Any) -> Said:
        head = {
            "bureau": bureau(),
            "device": DEVICE,
            "epoch": self.epoch,
            "length": self.seq,
            "head": self.prev,
            "nonce": "0" * 32,
            "at": at(120),
            **changed,
        }
        return {
            "v": 1,
            "kind": "inspector-feed",
            "certificates": [carried(certificate(FIRST_KEY)), *self.certificates],
            "entries": self.entries,
            "head": statement("feed-head", head, self.key),
            "request": "",
        }


def usual() -> Feed:
    """Root, certificate, three words on a case."""
    feed = Feed()
    feed.say(("root", {"root_key": b64(raw(ROOT))}))
    feed.say(("certificate", {"statement": carried(certificate(SIGNER, "device", DEVICE))}))
    for value in "甲乙丙":
        feed.say(case(value))
    return feed


def request(nonce: str = NONCE, signer: Ed25519PrivateKey = SIGNER) -> str:
    """13.2."""
    content = {
        "bureau": bureau(),
        "device": DEVICE,
        "epoch": 1,
        "after": 0,
        "head": ZEROS,
        "feed_key": b64(word("feed key")),
        "nonce": nonce,
    }
    return carried(statement("feed-request", content, signer))


__all__ = ["DEVICE", "SIGNER", "STRANGER", "b64", "canonical"]
