"""What a file that is no photo seems to be, so that the refusal helps to find the right one."""

from __future__ import annotations

from typing import NamedTuple


class Seeming(NamedTuple):
    """A kind of file in both languages, to fill `photo.not_an_image`."""

    zh: str
    en: str


_UNKNOWN = Seeming("无法识别的文件", "of an unknown kind")
_TEXT = Seeming("文本文件", "a text file")
_SIGNATURES: tuple[tuple[int, bytes, Seeming], ...] = (
    (0, b"%PDF", Seeming("PDF 文档", "a PDF document")),
    (0, b"PK\x03\x04", Seeming("压缩包或者办公文档", "a ZIP archive or office document")),
    (0, b"PK\x05\x06", Seeming("空的压缩包", "an empty ZIP archive")),
    (0, b"Rar!", Seeming("RAR 压缩包", "a RAR archive")),
    (0, b"7z\xbc\xaf\x27\x1c", Seeming("7z 压缩包", "a 7z archive")),
    (0, b"\x1f\x8b", Seeming("gzip 压缩文件", "a gzip file")),
    (0, b"\xd0\xcf\x11\xe0", Seeming("旧版办公文档", "an old office document")),
    (0, b"MZ", Seeming("Windows 程序", "a Windows program")),
    (0, b"\x7fELF", Seeming("Linux 程序", "a Linux program")),
    (0, b"GIF8", Seeming("GIF 动图", "a GIF")),
    (0, b"II*\0", Seeming("TIFF 或者相机 RAW 文件", "a TIFF or camera RAW file")),
    (0, b"MM\0*", Seeming("TIFF 或者相机 RAW 文件", "a TIFF or camera RAW file")),
    (0, b"BM", Seeming("BMP 位图", "a BMP bitmap")),
    (0, b"\0\0\1\0", Seeming("图标文件", "an icon")),
    (0, b"ID3", Seeming("音频文件", "a sound file")),
    (0, b"\x1aE\xdf\xa3", Seeming("视频文件", "a video")),
    (8, b"AVI ", Seeming("视频文件", "a video")),
    (8, b"WAVE", Seeming("音频文件", "a sound file")),
    (4, b"ftypavi", Seeming("AVIF 图片", "an AVIF picture")),
    (4, b"ftyp", Seeming("视频文件", "a video")),
)


def seems(first: bytes) -> Seeming:
    """Say what the first bytes look like; text is told by holding nothing but text."""
    for at, signature, seeming in _SIGNATURES:
        if first[at:].startswith(signature):
            return seeming
    return _TEXT if _is_text(first) else _UNKNOWN


def _is_text(first: bytes) -> bool:
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 says so itself
        return True
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last character may be cut in two
            try:
                text = first[: len(first) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return bool(text) and all(ch.isprintable() or ch in "\t\r\n\f" for ch in text)
    return False
