"""The reading worker: characters and codes of a picture, in a limited process that speaks to no network."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources

import pytest
import segno
from PIL import Image, ImageDraw, ImageFont

from inspector.errors import SystemFault
from inspector.imaging import GuardedPhotoReader
from inspector.imaging.cv import opencv
from inspector.imaging.text_reading import TextWorker, read_picture
from inspector.reading.marks import read_mark
from inspector.records import Point
from tests.inspector.imaging.mark_scenes import mark_photo

opencv()


@pytest.fixture(scope="module")
def worker() -> Iterator[TextWorker]:
    made = TextWorker()
    yield made
    made.close()


def test_a_mark_of_two_columns_is_read_in_its_order(worker: TextWorker) -> None:
    seen = read_picture(worker, mark_photo(("大清康", "熙年製"), side=250))
    assert read_mark(seen)[0].text == "大清康熙年製"
    for text in seen.texts:
        assert all(0.3 < x < 0.7 and 0.3 < y < 0.7 for x, y in text.corners)


def test_a_part_is_read_at_its_place_in_the_whole(worker: TextWorker) -> None:
    whole = Image.new("RGB", (1000, 400), "white")
    letters = ImageFont.truetype(str(resources.files("resources") / "fonts" / "NotoSansSC-Regular.ttf"), 40)
    ImageDraw.Draw(whole).text((650, 170), "景德镇陶瓷", font=letters, fill="navy")
    code = io.BytesIO()
    segno.make_qr("sample").save(code, kind="png", scale=4)
    whole.paste(Image.open(code), (40, 60))
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=92)
    seen = read_picture(worker, out.getvalue(), (Point.at(1, 1), Point.at(0.5, 0)))
    (text,) = seen.texts
    assert text.text == "景德镇陶瓷"
    assert all(0.6 < x < 0.9 and 0.35 < y < 0.65 for x, y in text.corners)
    assert seen.codes == ()


def test_what_is_no_picture_or_takes_too_long_is_told_and_the_next_is_read(worker: TextWorker) -> None:
    with pytest.raises(SystemFault, match=r"reading\.failed"):
        worker.lines(b"no picture")
    assert worker.lines(_white()) == []


def test_a_closed_worker_reads_nothing() -> None:
    closed = TextWorker()
    closed.close()
    with pytest.raises(SystemFault, match=r"imaging\.closed"):
        closed.lines(_white())
    reader = GuardedPhotoReader()
    reader.close()
    with pytest.raises(SystemFault, match=r"imaging\.closed"):
        reader.read_text(_white(), 1)


def test_the_worker_can_open_no_socket() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            (
                "import socket; from inspector.imaging.process_limits import refuse_network; refuse_network()\n"
                "for ask in (lambda: socket.socket(), lambda: socket.getaddrinfo('localhost', 1)):\n"
                "    try: ask(); print('open')\n"
                "    except PermissionError: print('refused')"
            ),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["refused", "refused"]


def _white() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(out, "JPEG")
    return out.getvalue()
