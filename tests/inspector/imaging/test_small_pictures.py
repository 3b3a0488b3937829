"""Small pictures come upright out of a process that may die without harm."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from inspector.errors import InputError, SystemFault
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.decoding import DecodingWorker, require_small_jpeg
from tests.pictures import CORNERS, draw, make_exif, make_heic, make_jpeg, make_png, make_webp

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="signals and /proc of Linux")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource limits")

STORED_AS = {
    1: (),
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.ROTATE_90, Image.Transpose.FLIP_TOP_BOTTOM),
    6: (Image.Transpose.ROTATE_90,),
    7: (Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT),
    8: (Image.Transpose.ROTATE_270,),
}
"""How a camera stores an upright scene for each orientation it then writes."""


@pytest.fixture
def worker() -> Iterator[DecodingWorker]:
    made = DecodingWorker(seconds=1.0)
    yield made
    made.close()


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg), formats=("JPEG",))
    picture.load()
    return picture


def corner_names(picture: Image.Image) -> list[str]:
    """Name the colour found in each quarter, read from the top left."""
    width, height = picture.size
    found = []
    for across, down in ((1, 1), (7, 1), (1, 7), (7, 7)):
        pixel = picture.getpixel((width * across // 8, height * down // 8))
        assert isinstance(pixel, tuple)
        found.append(
            min(CORNERS, key=lambda name: sum(abs(a - b) for a, b in zip(pixel, CORNERS[name], strict=True)))
        )
    return found


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_thumbnail_stands_upright(reader: GuardedPhotoReader, orientation: int) -> None:
    stored = draw(640, 480, seed=1)
    for turn in STORED_AS[orientation]:
        stored = stored.transpose(turn)
    content = io.BytesIO()
    stored.save(content, "JPEG")
    small = opened(reader.thumbnail(content.getvalue(), orientation))
    assert small.size == (320, 240)
    assert corner_names(small) == list(CORNERS)


def test_heic_is_not_turned_twice(reader: GuardedPhotoReader) -> None:
    small = opened(reader.thumbnail(make_heic(256, 192), 6))
    assert small.size == (256, 192)
    assert corner_names(small) == list(CORNERS)


@pytest.mark.parametrize("content", [make_png(900, 600), make_webp(900, 600), make_jpeg(900, 600)])
def test_every_kind_gives_a_plain_jpeg(reader: GuardedPhotoReader, content: bytes) -> None:
    small = opened(reader.thumbnail(content, 1))
    assert (small.mode, small.size) == ("RGB", (320, 213))
    assert corner_names(small) == list(CORNERS)


def test_unusual_colours_are_shown(reader: GuardedPhotoReader) -> None:
    scene = draw(400, 300, seed=2)
    for mode in ("L", "P", "1", "RGBA", "LA", "I;16"):
        content = io.BytesIO()
        (scene.convert("L").convert("I").point(lambda v: v * 256) if mode == "I;16" else scene).convert(
            mode
        ).save(content, "PNG")
        small = opened(reader.thumbnail(content.getvalue(), 1))
        mean = sum(small.convert("L").resize((1, 1), Image.Resampling.BOX).tobytes())
        assert 60 < mean < 190, mode


def test_what_is_transparent_lies_on_white(reader: GuardedPhotoReader) -> None:
    content = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(content, "PNG")
    assert opened(reader.thumbnail(content.getvalue(), 1)).getpixel((10, 10)) == (255, 255, 255)


def test_a_print_copy_is_as_fine_as_its_size_on_paper_asks_and_never_enlarged(
    reader: GuardedPhotoReader,
) -> None:
    assert opened(reader.print_copy(make_jpeg(3000, 2000), 6, 76.2)).size == (400, 600)
    assert opened(reader.print_copy(make_jpeg(3000, 2000), 1, 152.4)).size == (1500, 1000)
    assert opened(reader.print_copy(make_jpeg(300, 200), 1, 156.0)).size == (300, 200)
    assert max(opened(reader.print_copy(make_jpeg(4000, 3000), 1, 9000.0)).size) < 3000


def test_a_small_picture_keeps_no_claims_of_the_original(reader: GuardedPhotoReader) -> None:
    small = reader.thumbnail(make_jpeg(exif=make_exif(make="样本相机")), 1)
    assert b"Exif" not in small


def test_a_damaged_picture_is_named_and_the_next_one_works(reader: GuardedPhotoReader) -> None:
    whole = make_jpeg(800, 600, quality=95)
    for broken in (whole[: len(whole) // 2], b"", b"not a picture", b"GIF89a" + bytes(40)):
        with pytest.raises(InputError) as caught:
            reader.thumbnail(broken, 1)
        assert caught.value.code == "photo.cannot_decode"
    assert reader.thumbnail(whole, 1)


def test_a_bomb_that_came_past_the_header_is_stopped_in_the_worker(reader: GuardedPhotoReader) -> None:
    content = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(content, "PNG")
    with pytest.raises(InputError, match=r"photo\.cannot_decode"):
        reader.thumbnail(content.getvalue(), 1)


def test_several_threads_share_one_worker(reader: GuardedPhotoReader) -> None:
    originals = [make_jpeg(400, 300, seed) for seed in range(8)]
    one_by_one = [reader.thumbnail(original, 1) for original in originals]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda original: reader.thumbnail(original, 1), originals)) == one_by_one


def test_the_worker_is_believed_only_what_was_asked_for() -> None:
    require_small_jpeg(make_jpeg(320, 240), 320)
    for answer in (b"", b"\x89PNG", make_jpeg(321, 240)):
        with pytest.raises(InputError, match=r"photo\.cannot_decode"):
            require_small_jpeg(answer, 320)


@linux_only
def test_a_killed_worker_is_replaced(worker: DecodingWorker) -> None:
    worker.shrink(make_jpeg(), 1, 100)
    first = worker.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert worker.shrink(make_jpeg(), 1, 100)
    assert worker.process_id != first


@linux_only
@pytest.mark.parametrize("size", [100, 300_000], ids=["asks in vain", "cannot even hand over"])
def test_a_worker_that_hangs_costs_one_picture(worker: DecodingWorker, size: int) -> None:
    worker.shrink(make_jpeg(), 1, 100)
    first = worker.process_id
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(InputError) as caught:
        worker.shrink(bytes(size), 1, 100)
    assert caught.value.code == "photo.cannot_decode"
    assert not Path(f"/proc/{first}").exists()
    assert worker.shrink(make_jpeg(), 1, 100)


@linux_only
def test_closing_ends_the_picture_in_work(worker: DecodingWorker) -> None:
    worker.shrink(make_jpeg(), 1, 100)
    process = worker.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    while Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        pass  # stopped for certain before it is given work
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(worker.shrink, make_jpeg(), 1, 100)
        worker.close()
        with pytest.raises(SystemFault, match=r"imaging\.closed"):
            asked.result()
    assert not Path(f"/proc/{process}").exists()


def test_after_closing_nothing_is_left_and_nothing_starts() -> None:
    threads = threading.active_count()
    reader = GuardedPhotoReader()
    reader.thumbnail(make_jpeg(), 1)
    reader.close()
    reader.close()
    assert threading.active_count() == threads
    with pytest.raises(SystemFault, match=r"imaging\.closed"):
        reader.thumbnail(make_jpeg(), 1)


def test_examining_starts_no_worker() -> None:
    worker = DecodingWorker()
    assert worker.process_id is None
    worker.close()


@linux_only
def test_the_worker_ends_with_whoever_started_it() -> None:
    program = (
        "import os\n"
        "from inspector.imaging.decoding import DecodingWorker\n"
        "worker = DecodingWorker()\n"
        "worker._running()\n"
        "print(worker.process_id, flush=True)\n"
        "input()\n"
        "os._exit(1)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        handle = os.pidfd_open(int(parent.stdout.readline()))
        try:
            parent.communicate(b"\n")
            watch = select.poll()
            watch.register(handle, select.POLLIN)
            assert watch.poll(20_000), "the worker outlived its parent"
        finally:
            os.close(handle)


@posix_only
def test_the_worker_can_neither_take_much_memory_nor_write_a_file(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from inspector.imaging import worker\n"
        "worker._limit_this_process()\n"
        "try:\n    bytearray(2 * 2**30)\nexcept MemoryError:\n    print('memory')\n"
        "try:\n    open(sys.argv[1], 'wb').write(b'x' * 9999)\nexcept OSError:\n    print('file')\n"
    )
    plain = tmp_path / "plain"
    done = subprocess.run(
        [sys.executable, "-c", program, str(plain)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["memory", "file"]
    assert plain.read_bytes() == b""
