"""What is a photo and what is not, told from headers alone."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

from inspector.errors import InputError
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.limits import HEADER_BYTES, HEADER_STEPS, MAX_FILE_BYTES
from tests.pictures import make_heic, make_jpeg, make_png, make_webp


class CountingStream(io.BytesIO):
    """Counts what is read from it."""

    given = 0
    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.given += len(found)
        self.reads += 1
        return found


class SparseStream(io.BytesIO):
    """Begins like a JPEG and says it is longer than any photo."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return MAX_FILE_BYTES + 1 if whence == 2 else super().seek(offset, whence)


def refusal(reader: GuardedPhotoReader, content: bytes | io.BytesIO, name: str = "样本.jpg") -> InputError:
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    with pytest.raises(InputError) as caught:
        reader.examine(source, name)
    assert caught.value.facts["file"] == name
    for language in ("zh", "en"):
        assert "{" not in caught.value.sentence(language)
    return caught.value


def png_claiming(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (body, data)
    )


@pytest.mark.parametrize(
    ("content", "media_type", "size"),
    [
        (make_jpeg(640, 480), "image/jpeg", (640, 480)),
        (make_png(65, 33), "image/png", (65, 33)),
        (make_webp(70, 31), "image/webp", (70, 31)),
        (make_webp(71, 32, lossless=True), "image/webp", (71, 32)),
        (make_heic(128, 96), "image/heic", (128, 96)),
    ],
    ids=["jpeg", "png", "webp-lossy", "webp-lossless", "heic"],
)
def test_cameras_and_phones_pictures_are_photos(
    reader: GuardedPhotoReader, content: bytes, media_type: str, size: tuple[int, int]
) -> None:
    facts = reader.examine(io.BytesIO(content), "whatever.bin")
    assert facts.media_type == media_type
    assert (facts.claims.width, facts.claims.height) == size


def test_an_empty_file_is_refused(reader: GuardedPhotoReader) -> None:
    assert refusal(reader, b"").code == "photo.empty"


@pytest.mark.parametrize(
    ("content", "seems"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "压缩包"),
        (b"GIF89a\1\0\1\0", "GIF"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "视频"),
        (b"\0\0\0\x18ftypavif\0\0\0\0avifmif1", "AVIF"),
        ("检查记录，2号馆".encode(), "文本"),
        ("检查记录，2号馆".encode("gb18030"), "文本"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07", "无法识别"),
    ],
)
def test_what_is_no_photo_is_refused_and_said_what_it_seems(
    reader: GuardedPhotoReader, content: bytes, seems: str
) -> None:
    error = refusal(reader, content)
    assert error.code == "photo.not_an_image"
    assert seems in error.sentence()


def test_a_film_is_never_read_to_its_end_as_a_photo(reader: GuardedPhotoReader) -> None:
    error = refusal(reader, SparseStream(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"))
    assert error.code == "photo.too_large"


def test_a_file_larger_than_any_photo_is_refused(reader: GuardedPhotoReader) -> None:
    error = refusal(reader, SparseStream(make_jpeg()))
    assert error.code == "photo.too_large"
    assert error.facts["mb"] == 61


@pytest.mark.parametrize("size", [(10_001, 10_000), (65_500, 65_500), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_pixels(reader: GuardedPhotoReader, size: tuple[int, int]) -> None:
    error = refusal(reader, png_claiming(*size), "炸弹.png")
    assert error.code == "photo.too_many_pixels"
    assert (error.facts["width"], error.facts["height"]) == size


def test_a_hundred_megapixels_are_still_a_photo(reader: GuardedPhotoReader) -> None:
    assert reader.examine(io.BytesIO(png_claiming(10_000, 10_000)), "大.png").claims.width == 10_000


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8",
        make_jpeg()[:300],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe1\x00\x01",
        make_png()[:20],
        make_png().replace(b"IHDR", b"IHDX"),
        bytes(b ^ (at == 19) for at, b in enumerate(make_png())),
        make_webp()[:18],
        b"RIFF\x10\0\0\0WEBPICCP\x04\0\0\0abcdefgh",
        make_heic()[:40],
        make_heic().replace(b"ispe", b"isqe"),
    ],
)
def test_a_broken_header_is_refused(reader: GuardedPhotoReader, content: bytes) -> None:
    assert refusal(reader, content).code == "photo.damaged_header"


def test_a_picture_broken_off_behind_its_header_is_kept_as_evidence(reader: GuardedPhotoReader) -> None:
    for whole in (make_jpeg(), make_png(400, 300)):
        assert reader.examine(io.BytesIO(whole[: len(whole) * 2 // 3]), "断.jpg").claims.width


def test_stray_bytes_between_segments_do_not_lose_a_photo(reader: GuardedPhotoReader) -> None:
    jpeg = make_jpeg()
    assert reader.examine(io.BytesIO(jpeg[:2] + b"\0\0\x12\0" + jpeg[2:]), "杂.jpg").claims.width == 640


def test_a_million_empty_segments_are_not_walked(reader: GuardedPhotoReader) -> None:
    source = CountingStream(b"\xff\xd8" + b"\xff\xfe\x00\x02" * 1_000_000)
    assert refusal(reader, source).code == "photo.damaged_header"
    assert source.reads <= HEADER_STEPS + 1


def test_endless_metadata_is_not_read(reader: GuardedPhotoReader) -> None:
    segment = b"\xff\xe1\xff\xff" + b"x" * 0xFFFD
    source = CountingStream(b"\xff\xd8" + segment * 300)
    assert refusal(reader, source).code == "photo.damaged_header"
    assert source.given <= HEADER_BYTES + 64


def test_an_unbuffered_stream_that_gives_little_at_a_time_is_read(reader: GuardedPhotoReader) -> None:
    class Dribble(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 3) if size is not None and size >= 0 else size)

    assert reader.examine(Dribble(make_jpeg()), "慢.jpg").claims.width == 640
