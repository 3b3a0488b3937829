"""What a bureau's root says of a key: FORMAT.md 14. Nothing inside a file makes a root known."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from . import signers, statement
from .canonical import exact_base64
from .given import Given
from .signers import bureau_id
from .statement import Statement
from .verdict import CANNOT_TELL, INTACT, SIGNER_UNKNOWN, AlteredError, Verdict

MOST = 1 << 20
_ROLES = {
    "receipt": ("中心端签名密钥", "receipt key"),
    "recipient": ("中心端加密密钥", "recipient key"),
    "device": ("设备", "device"),
    "officer": ("人员", "officer"),
}
_HEX = re.compile(r"[0-9a-f]{32}")
_TEXTS = ("subject", "name", "since", "until")
_TOLD = ("bureau", "number", "role", *_TEXTS)


class Certificate(NamedTuple):
    """A certificate of the right form; its signature is not judged yet."""

    statement: Statement
    bureau: str
    role: str
    subject: str
    key: bytes

    def is_from(self, root: bytes | None) -> bool:
        """Tell whether this raw root gave it."""
        return root is not None and self.statement.is_signed("certificate", root)


def read(text: str) -> Certificate:
    """Read a certificate as it is carried.

    Raises:
        ValueError: any other form.
    """
    found = statement.read(text)
    said = found.content
    key = exact_base64(said.get("public_key"))
    is_whole = key is not None and len(key) == 32 and said.get("role") in _ROLES
    for name in ("bureau", "number"):
        is_whole = is_whole and isinstance(said.get(name), str) and bool(_HEX.fullmatch(said[name]))
    if not is_whole or not all(isinstance(said.get(name), str) for name in _TEXTS):
        raise ValueError("certificate")
    return Certificate(found, said["bureau"], said["role"], said["subject"], key or b"")


def root_of(bureau: str, given: Given, listed: signers.Listed) -> bytes | None:
    """Return the root of a bureau, if somebody gave it."""
    known = (*given.roots, *listed.roots)
    return next((each for each in known if bureau_id(each) == bureau), None)


def judge(raw: bytes, given: Given, listed: signers.Listed) -> Verdict:
    """Give one of the four verdicts on a certificate that lies alone."""
    try:
        found = read(raw.decode())
    except ValueError:
        return AlteredError("form").verdict("证书", "certificate")
    root = root_of(found.bureau, given, listed)
    details: dict[str, object] = {name: found.statement.content[name] for name in _TOLD}
    details["public_key"] = found.key.hex()
    if root is None:
        return Verdict(
            CANNOT_TELL,
            "",
            f"缺少单位 {found.bureau} 的根公钥，证书无法核对。请把中心端的名单 signers.json 放在旁边，或用 --root-key 给出。",
            f"The root of the bureau {found.bureau} is needed to check this certificate: put the centre's list"
            " signers.json beside it, or give the root with --root-key.",
            details,
            list_used=listed.path,
        )
    if not found.is_from(root):
        return AlteredError("signature").verdict("证书", "certificate")
    zh, en = _ROLES[found.role]
    zh, en = f"{zh}“{details['name']}”的证书", f"The certificate of the {en} “{details['name']}”"
    fingerprint, used = hashlib.sha256(root).hexdigest(), "" if root in given.roots else listed.path
    ended = _ended(found, listed)
    if ended:
        return Verdict(
            SIGNER_UNKNOWN,
            "",
            f"{zh}完好，但名单写明这把密钥只到 {ended}。",
            f"{en} is intact, but the list says that this key came to its end on {ended}.",
            details,
            fingerprint,
            used,
        )
    return Verdict(
        INTACT,
        "",
        f"{zh}完好，由本单位根密钥签发。",
        f"{en} is intact and given by the bureau's root.",
        details,
        fingerprint,
        used,
    )


def _ended(found: Certificate, listed: signers.Listed) -> str:
    ends = [each.end for each in listed.centres if each.key == found.key]
    ends += [
        each.end
        for each in listed.devices
        if (each.device, each.public_key) == (found.subject, found.key) and found.role == "device"
    ]
    last = next((each for each in ends if each is not None), None)
    return last.isoformat() if last else ""
