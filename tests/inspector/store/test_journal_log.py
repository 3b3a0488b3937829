"""The journal's copy: each frame stands alone, none can be changed, moved or cut without notice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.errors import BugError, SystemFault
from inspector.records import SealedObject
from inspector.store.journal_log import HEADER_BYTES, Damage, Frame, JournalLog, LogReader
from tests.fakes import DEVICE_ID

KEY = b"l" * 32
OPENS = SealedObject("ab" * 16, "cd" * 32, 5, "ef" * 32, 61, b"w" * 40)
FRAMES = [
    Frame(seq, f'{{"seq":{seq},"text":"样本"}}'.encode(), (OPENS,) if seq % 2 else ()) for seq in range(1, 6)
]


def written(path: Path, frames: list[Frame] = FRAMES) -> bytes:
    log = JournalLog(path, KEY, DEVICE_ID)
    for frame in frames:
        log.append([frame])
    log.close()
    return path.read_bytes()


def read(path: Path, key: bytes = KEY, device: str = DEVICE_ID) -> list[Frame | Damage]:
    return list(LogReader(path, key, device).frames())


def test_what_was_appended_is_read_back_and_goes_on_at_the_next_opening(tmp_path: Path) -> None:
    path = tmp_path / "journal.log"
    written(path, FRAMES[:2])
    log = JournalLog(path, KEY, DEVICE_ID, is_read_through=True)
    assert (log.last, log.is_damaged) == (2, False)
    log.append(FRAMES[2:])
    assert log.frame(4) == FRAMES[3]
    assert (log.frame(0), log.frame(6)) == (None, None)
    log.close()
    assert read(path) == FRAMES


def test_nothing_of_an_entry_can_be_read_in_the_file(tmp_path: Path) -> None:
    content = written(tmp_path / "journal.log")
    for trace in ("样本".encode(), b"text", OPENS.id.encode(), OPENS.wrapped_key, KEY):
        assert trace not in content


def test_the_same_entry_never_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.log"), written(tmp_path / "b.log")
    assert first[HEADER_BYTES:] != second[HEADER_BYTES:]


def test_another_key_or_another_device_reads_nothing(tmp_path: Path) -> None:
    size = len(written(tmp_path / "journal.log"))
    assert read(tmp_path / "journal.log", key=b"x" * 32) == [Damage(HEADER_BYTES, size)]
    assert read(tmp_path / "journal.log", device="e1" * 16) == [Damage(HEADER_BYTES, size)]


@given(at=st.integers(0), by=st.integers(1, 255))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_byte_costs_at_most_its_own_frame(tmp_path: Path, at: int, by: int) -> None:
    path = tmp_path / "journal.log"
    path.unlink(missing_ok=True)
    content = bytearray(written(path))
    at %= len(content)
    content[at] ^= by
    path.write_bytes(content)
    found = read(path)
    frames = [each for each in found if isinstance(each, Frame)]
    assert all(frame in FRAMES for frame in frames)
    if at < HEADER_BYTES:
        assert frames == FRAMES
    else:
        (damage,) = (each for each in found if isinstance(each, Damage))
        assert damage.start <= at < damage.end
        assert len(frames) == len(FRAMES) - 1


@given(length=st.integers(0))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_it_was_cut_off_it_goes_on_after_the_last_whole_frame(tmp_path: Path, length: int) -> None:
    path = tmp_path / "journal.log"
    path.unlink(missing_ok=True)
    content = written(path)
    length = HEADER_BYTES + length % (len(content) - HEADER_BYTES)
    path.write_bytes(content[:length])
    log = JournalLog(path, KEY, DEVICE_ID)
    assert not log.is_damaged
    log.append(FRAMES[log.last :])
    log.close()
    assert read(path) == FRAMES


@pytest.mark.parametrize("is_read_through", [False, True])
def test_zeros_where_the_last_frame_should_be_are_a_frame_cut_off(
    tmp_path: Path, is_read_through: bool
) -> None:
    path = tmp_path / "journal.log"
    short = len(written(path, FRAMES[:4]))
    path.unlink()
    content = bytearray(written(path))
    content[short + 60 :] = bytes(len(content) - short - 60)
    path.write_bytes(content)
    log = JournalLog(path, KEY, DEVICE_ID, is_read_through=is_read_through)
    assert (log.last, log.is_damaged) == (4, False)
    log.close()


def test_a_frame_of_another_log_or_at_another_place_is_damage(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.log"), written(tmp_path / "b.log")
    half = HEADER_BYTES + (len(first) - HEADER_BYTES) // 2
    assert len(first) == len(second)
    (tmp_path / "a.log").write_bytes(first[:half] + second[half:])
    frames = [each for each in read(tmp_path / "a.log") if isinstance(each, Frame)]
    assert frames == FRAMES[: len(frames)]
    assert len(frames) < len(FRAMES)


def test_a_frame_out_of_order_is_refused(tmp_path: Path) -> None:
    log = JournalLog(tmp_path / "journal.log", KEY, DEVICE_ID)
    with pytest.raises(BugError) as told:
        log.append([FRAMES[1]])
    assert told.value.code == "store.log_order"
    log.close()


def test_a_log_of_a_newer_program_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "journal.log"
    content = bytearray(written(path))
    content[4] = 2
    content[40:48] = LogReader(path, KEY, DEVICE_ID).mark(bytes(content[:40]))
    path.write_bytes(content)
    for opening in (lambda: JournalLog(path, KEY, DEVICE_ID), lambda: read(path)):
        with pytest.raises(SystemFault) as told:
            opening()
        assert told.value.code == "store.newer_log"
    assert path.read_bytes() == content


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_a_disk_that_refuses_leaves_the_log_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "journal.log"
    log = JournalLog(path, KEY, DEVICE_ID)
    log.append(FRAMES[:1])
    whole = path.read_bytes()
    real = os.write

    def refuse(*args: Any) -> int:
        if failing == "write" and len(args[1]) > 10:
            return real(args[0], args[1][:10])  # a short write first, then the error
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="Input/output"):
        broken.setattr(os, failing, refuse)
        log.append(FRAMES[1:3])
    assert (log.last, path.read_bytes()) == (1, whole)
    log.append(FRAMES[1:])
    log.close()
    assert read(path) == FRAMES
