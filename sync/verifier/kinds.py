"""What a file is, told by its content; a name is believed only where the content is too damaged to say."""

from __future__ import annotations

import os
from pathlib import Path

from .volumes import is_list, is_piece, list_of

BUNDLE, PROOF, STATEMENT, NOTICE, PHOTO = "bundle", "proof", "statement", "notice", "photo"
RECORDING, FEED, CERTIFICATE = "recording", "feed", "certificate"
ORIGINALS = {PHOTO, RECORDING}
"""What a proof compares as a whole."""
SEALED, PAGE, LIST, VOLUME, UNREADABLE, UNKNOWN = (
    "sealed",
    "sealed-page",
    "signers",
    "volume",
    "unreadable",
    "",
)

JSON_MOST = 64 << 20
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM")
_PICTURE_BRANDS = (b"hei", b"hev", b"mif", b"msf", b"avi", b"crx")
"""Of a file that begins with `ftyp`, HEIC and the like; all others are film or sound."""
_RECORDINGS = (b"RIFF", b"RF64", b"\x1aE\xdf\xa3", b"ID3", b"#!AMR")
_SEALED = {b"IPV1": SEALED, b"IPF1": PAGE}
_NAMES = {
    ".feed.json": FEED,
    ".certificate": CERTIFICATE,
    ".proof.json": PROOF,
    ".receipt": STATEMENT,
    ".refusal": STATEMENT,
}
_SUFFIXES = {
    ".pdf": NOTICE,
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".heic", ".dng"), PHOTO),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".wav", ".mp3", ".aac", ".m4a", ".amr"), RECORDING),
}


def kind_of(path: Path) -> str:
    """Return what a file is.

    Raises:
        OSError: it cannot be read.
    """
    if is_list(path):
        return BUNDLE
    if is_piece(path) and list_of(path).is_file():
        return VOLUME
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 4))
        end = file.read(4)
        file.seek(0)
        begin = file.read(4096)
        content = begin + file.read() if begin[:1] == b"{" and size <= JSON_MOST else b""
    return _by_content(begin, end) or _json(content) or _by_name(path.name.lower(), is_empty=size == 0)


def _by_content(begin: bytes, end: bytes) -> str:
    if begin[:4] == b"IPB1":
        return BUNDLE
    if original := _original(begin):
        return original  # whatever follows: a picture may hold anything after its own end
    if end == b"IPB1":
        return BUNDLE
    if begin[:4] in _SEALED:
        return _SEALED[begin[:4]]
    return NOTICE if b"%PDF-" in begin[:1024] else UNKNOWN


def _original(begin: bytes) -> str:
    if begin.startswith(_PICTURES) or begin[8:12] == b"WEBP":
        return PHOTO
    if begin[4:8] == b"ftyp":
        return PHOTO if begin[8:11] in _PICTURE_BRANDS else RECORDING
    return RECORDING if begin.startswith(_RECORDINGS) else UNKNOWN


def _by_name(name: str, *, is_empty: bool) -> str:
    for ending, kind in _NAMES.items():
        if name.endswith(ending):
            return kind
    return UNKNOWN if is_empty else _SUFFIXES.get(os.path.splitext(name)[1], UNKNOWN)  # noqa: PTH122 - no path


def _json(content: bytes) -> str:
    if content.startswith(b'{"signature":') and b'"text":' in content and b"foot_sha256" in content:
        return STATEMENT
    if content.startswith(b'{"signature":') and b'\\"role\\":' in content[:4096]:
        return CERTIFICATE
    if b'"kind":"inspector-feed"' in content:
        return FEED
    if b'"inspector-proof' in content or (b'"checkpoint":' in content and b'"path":' in content):
        return PROOF
    return LIST if b'"signers"' in content[:200] and b'"public_key"' in content else ""
