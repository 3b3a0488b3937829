"""How long the window stands still while gigabytes are sealed and sent to a centre over loopback.

The real window with the sync screen open; a precise timer of 5 ms says how late the window's thread came to it. The
centre is a process of its own. Peer: the same window at rest while another process delivers from another device to the
same centre, in the same run: what is left over is what sharing a process with the work costs. `rest` is with nothing
going on at all, as far as this machine is ours.

    BENCH_GIGABYTES=1 ./run bench window_while_sending      # less, for a quick look
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from _device import Stand, stand
from delivery import free_port, serving

PHOTO_BYTES, TICK_S, REST_S = 5_000_000, 0.005, 5.0
PEER_GIGABYTES = 1.0
_ROOM = 2.3
"""Times the photos: in the vault, at the centre, and some."""


def measure() -> dict[str, object]:
    """Return milliseconds the window's thread came late: at worst, and in 999 of 1000 times."""
    from ui.desktop.app import make_application

    app = make_application()
    with stand() as place:
        wanted = float(os.environ.get("BENCH_GIGABYTES", "10"))
        free = shutil.disk_usage(place.folder).free / 1e9
        gigabytes = min(wanted, free / _ROOM - PEER_GIGABYTES)
        count = int(gigabytes * 1e9 / PHOTO_BYTES)
        central, port = place.folder / "central", free_port()
        from sync.central import create_central

        create_central(central, "样本中心")
        url = f"http://127.0.0.1:{port}"
        command = [
            sys.executable,
            "-m",
            "ui",
            "central",
            "serve",
            "--data",
            str(central),
            "--port",
            str(port),
        ]
        with serving(command, f"{url}/health"), stand() as other:
            _fill(place, count)
            _enrol(place, central, url)
            _fill(other, int(min(PEER_GIGABYTES, gigabytes) * 1e9 / PHOTO_BYTES))
            _enrol(other, central, url)
            other.opened.close()
            figures = _watched(place, other, app)
    return {"gigabytes": round(gigabytes, 1), "photos": count} | figures


def _enrol(place: Stand, central: Path, url: str) -> None:
    from sync.central import invite

    invitation = place.folder / "invitation.json"
    invitation.write_text(json.dumps(invite(central, url)), "utf-8")
    place.opened.delivery.enrol(invitation)


def _watched(place: Stand, other: Stand, app: object) -> dict[str, object]:
    from PySide6.QtCore import QEventLoop, QProcess, QTimer

    from ui.desktop.portrait import LAPTOP, settle
    from ui.desktop.shell import Place
    from ui.desktop.tasks import Tasks
    from ui.desktop.workplace import WorkplaceOnScreen

    tasks = Tasks()
    working = WorkplaceOnScreen(place.opened, tasks)
    working.shell.resize(LAPTOP)
    working.shell.show()
    working.go(Place.SYNC)
    settle(tasks)
    late = _Late()

    def until(begin: Callable[[QEventLoop], object]) -> float:
        loop, start = QEventLoop(), time.perf_counter()
        late.begin()
        begin(loop)
        loop.exec()
        late.end()
        return time.perf_counter() - start

    until(lambda loop: QTimer.singleShot(int(REST_S * 1000), loop.quit))
    at_rest = late.milliseconds
    beside = QProcess()

    def send_beside(loop: QEventLoop) -> None:
        beside.finished.connect(lambda *_: loop.quit())
        beside.start(sys.executable, [__file__, str(other.folder), other.by])

    until(send_beside)
    if beside.exitCode():
        raise SystemExit(beside.readAllStandardError().data().decode())
    elsewhere = late.milliseconds
    failed: list[object] = []
    sender = working.sync.sending
    sender.failed.connect(failed.append)

    def send(loop: QEventLoop) -> None:
        for signal in (sender.ended, sender.failed, sender.waits):
            signal.connect(loop.quit)
        working.sync.send()

    seconds = until(send)
    under_way = late.milliseconds
    settle(tasks)
    status = place.opened.delivery.status()
    if failed or status.confirmed != status.taken:
        raise SystemExit(f"{status.confirmed} of {status.taken} confirmed: {failed}")
    working.shell.close()
    tasks.close()
    return {
        "seconds": round(seconds, 1),
        "most_late_ms": round(max(under_way), 1),
        "late_ms_999_of_1000": _rare(under_way),
        "over_50_ms": f"{sum(each > 50 for each in under_way)} of {len(under_way)}",
        "most_late_ms_sent_elsewhere": round(max(elsewhere), 1),
        "late_ms_999_of_1000_sent_elsewhere": _rare(elsewhere),
        "over_50_ms_sent_elsewhere": f"{sum(each > 50 for each in elsewhere)} of {len(elsewhere)}",
        "most_late_ms_at_rest": round(max(at_rest), 1),
        "ratio_to_sent_elsewhere": round(_rare(under_way) / _rare(elsewhere), 2),
    }


def _rare(late: list[float]) -> float:
    return round(quantiles(late, n=1000)[-1], 1)


class _Late:
    """Notes how late each tick came."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(int(TICK_S * 1000))
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self.milliseconds: list[float] = []

    def begin(self) -> None:
        self.milliseconds, self._last = [], time.perf_counter()
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.milliseconds.append((now - self._last - TICK_S) * 1000)
        self._last = now


def _fill(place: Stand, count: int) -> None:
    """Take photos as a camera gives them: sealed at once, with small pictures."""
    from PIL import Image

    from inspector.actions.make_thumbnails import make_thumbnails
    from inspector.actions.take_photo import take_photo
    from inspector.records import PhotoOrigin

    picture = io.BytesIO()
    Image.new("RGB", (800, 600), (40, 90, 60)).save(picture, "JPEG")
    head = picture.getvalue()
    taken = []
    for number in range(count):
        content = io.BytesIO(head + os.urandom(PHOTO_BYTES - len(head)))
        name = f"IMG_{number:05}.JPG"
        photo = take_photo(
            place.opened.device,
            place.inspection_id,
            content=content,
            file_name=name,
            origin=PhotoOrigin.CAMERA,
            by=place.by,
        )
        taken.append(photo.id)
    make_thumbnails(place.opened.device, taken)


def _send(folder: Path, by: str) -> None:
    """Deliver from a device nobody has open: what the peer's process does."""
    from ui.demo import sample
    from ui.wiring import Workplace

    with Workplace(folder / "device", is_sample=True).unlock(sample.PASSPHRASE) as opened:
        opened.delivery.seal_and_send(by=by)


if __name__ == "__main__":
    _send(Path(sys.argv[1]), sys.argv[2])
