"""The object file to the byte: FORMAT.md section 1, read here a second time by hand."""

from __future__ import annotations

import hashlib
import io

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import SystemFault
from inspector.vault.object_file import HEADER, SEGMENT, TAG, Sealing, cipher_size, seal, unseal

ID = "0123456789abcdef" * 2
KEY = bytes(range(32))
PREFIX = b"prefix7"
BORDERS = [0, 1, 15, 16, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT - 1, 2 * SEGMENT, 2 * SEGMENT + 1]


def sealed(plain: bytes) -> bytes:
    sink = io.BytesIO()
    seal(io.BytesIO(plain), sink, ID, KEY, PREFIX)
    return sink.getvalue()


def opened(cipher: bytes, object_id: str = ID, key: bytes = KEY) -> bytes:
    return b"".join(unseal(io.BytesIO(cipher), object_id, key))


def assert_refused(cipher: bytes, object_id: str = ID, key: bytes = KEY) -> None:
    with pytest.raises(SystemFault) as told:
        opened(cipher, object_id, key)
    assert told.value.code == "vault.altered"


def pattern(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


class Dribble(io.RawIOBase):
    """A source that gives a few bytes at a time, as a camera's cable may."""

    def __init__(self, content: bytes, step: int) -> None:
        self._content = io.BytesIO(content)
        self._step = step

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any buffer
        return self._content.readinto(memoryview(buffer)[: self._step])


class Duck:
    """A source that is no io class at all."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def read(self, size: int) -> bytes:
        return self._content.read(min(size, 100_000))


class PulledOut(io.RawIOBase):
    """A card that is pulled out."""

    def readinto(self, buffer: object) -> int:
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize("size", BORDERS)
def test_around_every_border_what_goes_in_comes_out(size: int) -> None:
    plain = pattern(size)
    sink = io.BytesIO()
    told = seal(io.BytesIO(plain), sink, ID, KEY, PREFIX)
    cipher = sink.getvalue()
    assert told == Sealing(
        hashlib.sha256(plain).hexdigest(), size, hashlib.sha256(cipher).hexdigest(), len(cipher)
    )
    assert len(cipher) == cipher_size(size)
    assert opened(cipher) == plain


@pytest.mark.parametrize("size", [0, 5, SEGMENT, SEGMENT + 5])
def test_the_bytes_are_those_of_the_format(size: int) -> None:
    plain = pattern(size)
    header = b"IPV1" + bytes([1, 18, 0, 0]) + PREFIX + b"\0" + bytes.fromhex(ID) + bytes(8)
    pieces = [plain[at : at + SEGMENT] for at in range(0, size, SEGMENT)] or [b""]
    expected = header
    for number, piece in enumerate(pieces):
        nonce = PREFIX + number.to_bytes(4, "big") + bytes([number == len(pieces) - 1])
        expected += AESGCM(KEY).encrypt(nonce, piece, header if number == 0 else b"")
    assert len(header) == HEADER
    assert sealed(plain) == expected


@given(st.sampled_from(BORDERS), st.sampled_from([SEGMENT // 3, SEGMENT // 2, SEGMENT]))
@settings(max_examples=20, deadline=None)
def test_short_reads_are_not_the_end(size: int, step: int) -> None:
    plain = pattern(size)
    sink = io.BytesIO()
    seal(Dribble(plain, step), sink, ID, KEY, PREFIX)  # type: ignore[arg-type]  # raw, not BinaryIO by name
    assert sink.getvalue() == sealed(plain)
    reading = unseal(Dribble(sink.getvalue(), step + HEADER), ID, KEY)  # type: ignore[arg-type]  # as above
    assert b"".join(reading) == plain


def test_any_object_that_reads_is_a_source() -> None:
    plain = pattern(SEGMENT + 7)
    sink = io.BytesIO()
    seal(Duck(plain), sink, ID, KEY, PREFIX)  # type: ignore[arg-type]  # that is the point
    assert sink.getvalue() == sealed(plain)


def test_a_card_pulled_out_is_the_sources_fault() -> None:
    with pytest.raises(SystemFault) as told:
        seal(PulledOut(), io.BytesIO(), ID, KEY, PREFIX)  # type: ignore[arg-type]  # raw
    assert told.value.code == "vault.source_unreadable"


SMALL = sealed(b"photo bytes")
LONG = sealed(pattern(2 * SEGMENT + 9))
EVEN = sealed(pattern(2 * SEGMENT))


@given(st.integers(0, len(SMALL) * 8 - 1))
@settings(max_examples=300)
def test_any_flipped_bit_of_a_small_file_is_refused(bit: int) -> None:
    cipher = bytearray(SMALL)
    cipher[bit // 8] ^= 1 << (bit % 8)
    assert_refused(bytes(cipher))


@given(st.integers(0, len(LONG) - 1), st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_any_changed_byte_of_a_long_file_is_refused(at: int, change: int) -> None:
    cipher = bytearray(LONG)
    cipher[at] ^= change
    assert_refused(bytes(cipher))


@given(st.sampled_from([SMALL, LONG, EVEN]), st.data())
@settings(max_examples=60, deadline=None)
def test_any_cut_is_refused(cipher: bytes, data: st.DataObject) -> None:
    assert_refused(cipher[: data.draw(st.integers(0, len(cipher) - 1))])


@pytest.mark.parametrize("segments", [0, 1, 2])
def test_a_cut_at_a_segments_border_is_refused(segments: int) -> None:
    assert_refused(LONG[: HEADER + segments * (SEGMENT + TAG)])


@given(st.sampled_from([SMALL, LONG, EVEN]), st.binary(min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_anything_after_the_end_is_refused(cipher: bytes, more: bytes) -> None:
    assert_refused(cipher + more)


def test_an_empty_segment_after_a_full_one_is_refused() -> None:
    empty = AESGCM(KEY).encrypt(PREFIX + (1).to_bytes(4, "big") + b"\1", b"", None)
    header = LONG[:HEADER]
    full = AESGCM(KEY).encrypt(PREFIX + bytes(5), pattern(SEGMENT), header)
    assert_refused(header + full + empty)


def test_segments_in_another_order_are_refused() -> None:
    step = SEGMENT + TAG
    one, two, rest = (
        LONG[HEADER : HEADER + step],
        LONG[HEADER + step : HEADER + 2 * step],
        LONG[HEADER + 2 * step :],
    )
    assert_refused(LONG[:HEADER] + two + one + rest)
    assert_refused(LONG[:HEADER] + one + one + rest)


def test_another_name_or_key_opens_nothing() -> None:
    assert_refused(SMALL, object_id="f" * 32)
    assert_refused(SMALL, key=bytes(32))


def test_each_piece_is_verified_before_it_is_handed_out() -> None:
    cipher = bytearray(LONG)
    cipher[-1] ^= 1
    pieces = unseal(io.BytesIO(bytes(cipher)), ID, KEY)
    assert next(pieces) == pattern(SEGMENT)
    assert len(next(pieces)) == SEGMENT
    with pytest.raises(SystemFault) as told:
        next(pieces)
    assert told.value.facts["segment"] == 2
