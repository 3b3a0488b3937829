"""A signed statement (FORMAT.md 5), read to the letter; whose it is, the caller says."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import canonical
from .canonical import exact_base64
from .ed25519 import is_valid


class Statement(NamedTuple):
    """A statement as read; its signature is not judged yet."""

    text: str
    signature: bytes
    content: dict[str, Any]

    def is_signed(self, kind: str, key: bytes) -> bool:
        """Tell whether the raw `key` signed it as one of `kind`."""
        return is_valid(key, f"ipb/1 {kind}\0{self.text}".encode(), self.signature)


def read(text: str) -> Statement:
    """Read a statement as it is carried.

    Raises:
        ValueError: any other form.
    """
    return of(canonical.parse(text.encode()))


def of(outer: Any) -> Statement:
    """Read a statement that stands as an object in another file; raises as `read`."""
    if not isinstance(outer, dict) or set(outer) != {"signature", "text"}:
        raise ValueError("statement")
    signature, text = exact_base64(outer["signature"]), outer["text"]
    if signature is None or len(signature) != 64 or not isinstance(text, str):
        raise ValueError("statement")
    content = canonical.parse(text.encode())
    if not isinstance(content, dict) or content.get("v") != 1:
        raise ValueError("statement")
    return Statement(text, signature, content)
