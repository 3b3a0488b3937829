"""DER (X.690) as certificates, signatures and timestamps use it: a reader of definite lengths, nothing more."""

from __future__ import annotations

from typing import NamedTuple

INTEGER, BIT_STRING, OCTET_STRING, OBJECT_ID, UTC_TIME, GENERALIZED_TIME = 2, 3, 4, 6, 23, 24
SEQUENCE, SET = 0x30, 0x31
CONTEXT_0, CONTEXT_1, CONTEXT_0_PLAIN = 0xA0, 0xA1, 0x80


class DerError(ValueError):
    """The bytes are not the DER expected here."""


class Node(NamedTuple):
    """One value: its tag byte, its content and all its bytes."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list[Node]:
        """Return the values inside a constructed one."""
        found, at = [], 0
        while at < len(self.content):
            node, at = read(self.content, at)
            found.append(node)
        return found

    def number(self) -> int:
        """Return a non-negative INTEGER."""
        expect(self, INTEGER)
        if not self.content or self.content[0] & 0x80:
            raise DerError("integer")
        return int.from_bytes(self.content, "big")

    def name(self) -> str:
        """Return an OBJECT IDENTIFIER with dots."""
        expect(self, OBJECT_ID)
        arcs, value = [], 0
        for byte in self.content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                arcs.append(value)
                value = 0
        if not arcs or self.content[-1] & 0x80:
            raise DerError("object identifier")
        first = min(arcs[0] // 40, 2)
        return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))


def read(raw: bytes, at: int = 0) -> tuple[Node, int]:
    """Return the value that begins at `at` and the offset after it; only DER's own, shortest lengths pass."""
    if at + 2 > len(raw) or raw[at] & 0x1F == 0x1F:
        raise DerError("cut short or long tag")
    length, begin = raw[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        digits = raw[begin : begin + count]
        if not 1 <= count <= 4 or len(digits) != count or digits[0] == 0:
            raise DerError("length")
        length, begin = int.from_bytes(digits, "big"), begin + count
        if length < 0x80:
            raise DerError("length")
    end = begin + length
    if end > len(raw):
        raise DerError("cut short")
    return Node(raw[at], raw[begin:end], raw[at:end]), end


def only(raw: bytes) -> Node:
    """Return the one value that `raw` is, nothing after it."""
    node, end = read(raw)
    if end != len(raw):
        raise DerError("more than one value")
    return node


def expect(node: Node, tag: int) -> Node:
    """Return `node` if it has this tag."""
    if node.tag != tag:
        raise DerError(f"tag {node.tag:#x} where {tag:#x} was expected")
    return node


def sequence(node: Node, least: int = 0, tag: int = SEQUENCE) -> list[Node]:
    """Return the values in a SEQUENCE (or another constructed value) of at least `least`."""
    parts = expect(node, tag).parts()
    if len(parts) < least:
        raise DerError("too few values")
    return parts
