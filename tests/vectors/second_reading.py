"""A second reading of FORMAT.md section 10, with libraries where the verifier has only Python: both must agree."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.canonical import canonical

KEYS = {
    "v": int,
    "kind": str,
    "min_reader": int,
    "critical": list,
    "entry": str,
    "path": list,
    "checkpoint": str,
    "signer": str,
    "centre": str,
    "timestamp": str,
    "sum": str,
}


def place_of_fault(raw: bytes) -> str:
    """Return the place section 10 names for a proof, "" if every check holds, "newer" if it cannot be read."""
    try:
        said: Any = json.loads(raw)
        assert canonical(said) == raw
        assert said["kind"] == "inspector-proof"
        assert type(said["min_reader"]) is int
        assert type(said["critical"]) is list
        if said["min_reader"] > 1 or said["critical"]:
            return "newer"
        assert said["v"] == 1
        assert all(type(said[key]) is kind for key, kind in KEYS.items())
        assert all(re.fullmatch("[0-9a-f]{64}", each) for each in said["path"])
        signer = Ed25519PublicKey.from_public_bytes(base64.b64decode(said["signer"], validate=True))
        centre = base64.b64decode(said["centre"], validate=True)
        assert len(centre) in {0, 32}
    except (AssertionError, ValueError, KeyError, RecursionError):
        return "form"
    checks = {
        "entry": lambda: _entry(said["entry"]),
        "checkpoint": lambda: _checkpoint(said, signer),
        "path": lambda: _path(said),
        "centre signature": lambda: _centre(said, centre),
        "timestamp": lambda: _timestamp(said),
        "sum": lambda: _sum(said),
    }
    for place, check in checks.items():
        try:
            check()
        except (AssertionError, ValueError, KeyError, IndexError, InvalidSignature):
            return place
    return ""


def _entry(text: str) -> None:
    assert canonical(json.loads(text)).decode() == text
    known = {"v", "device", "epoch", "seq", "prev", "by", "change", "kind", "subject", "record", "facts"}
    assert known | {"wall", "mono_us", "boot"} <= set(json.loads(text))


def _signed_text(said: dict[str, Any]) -> str:
    return str(said["checkpoint"]).partition("\n\n")[0] + "\n"


def _line(said: dict[str, Any], number: int) -> tuple[str, bytes]:
    lines = str(said["checkpoint"]).partition("\n\n")[2].splitlines()
    _, name, blob = lines[number].split(" ")
    return name, base64.b64decode(blob)


def _holds(said: dict[str, Any], number: int, name: str, key: Ed25519PublicKey) -> None:
    found, blob = _line(said, number)
    identity = hashlib.sha256(name.encode() + b"\n\x01" + key.public_bytes_raw()).digest()
    assert (found, blob[:4]) == (name, identity[:4])
    key.verify(blob[4:], _signed_text(said).encode())


def _checkpoint(said: dict[str, Any], signer: Ed25519PublicKey) -> None:
    entry = json.loads(said["entry"])
    name, size = _signed_text(said).splitlines()[:2]
    assert name == f"inspector/device/{entry['device']}"
    assert int(size) >= entry["seq"]
    _holds(said, 0, name, signer)


def _path(said: dict[str, Any]) -> None:
    size, root = _signed_text(said).splitlines()[1:3]
    path = [bytes.fromhex(each) for each in said["path"]]
    leaf = hashlib.sha256(b"\0" + said["entry"].encode()).digest()

    def climb(index: int, count: int) -> bytes:
        """RFC 6962, 2.1.1 read from the top: the last hash of the path is the highest sibling."""
        if count == 1:
            return leaf
        k = 1 << (count - 1).bit_length() - 1
        sibling = path.pop()
        if index < k:
            return hashlib.sha256(b"\1" + climb(index, k) + sibling).digest()
        return hashlib.sha256(b"\1" + sibling + climb(index - k, count - k)).digest()

    found = climb(json.loads(said["entry"])["seq"] - 1, int(size))
    assert not path
    assert base64.b64decode(root) == found


def _centre(said: dict[str, Any], centre: bytes) -> None:
    lines = str(said["checkpoint"]).partition("\n\n")[2].splitlines()
    assert len(lines) == (2 if centre else 1)
    if centre:
        name = f"inspector/centre/{hashlib.sha256(centre).hexdigest()[:16]}"
        _holds(said, 1, name, Ed25519PublicKey.from_public_bytes(centre))


def _timestamp(said: dict[str, Any]) -> None:
    if not said["timestamp"]:
        return
    signed = cms.ContentInfo.load(base64.b64decode(said["timestamp"], validate=True), strict=True)["content"]
    content = signed["encap_content_info"]["content"]
    imprint = tsp.TSTInfo.load(content.parsed.dump())["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        return  # of a kind this reading does not know
    assert imprint["hashed_message"].native == hashlib.sha256(_signed_text(said).encode()).digest()
    info = signed["signer_infos"][0]
    attributes = {each["type"].native: each["values"][0] for each in info["signed_attrs"]}
    assert attributes["message_digest"].native == hashlib.sha256(content.contents).digest()
    key = x509.load_der_x509_certificate(signed["certificates"][0].chosen.dump()).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256()))


def _sum(said: dict[str, Any]) -> None:
    rest = {key: value for key, value in said.items() if key != "sum"}
    assert said["sum"] == hashlib.sha256(canonical(rest)).hexdigest()
