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

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from _device import Stand, stand
from _standstill import Standstill, rare
from delivery import free_port, serving

PHOTO_BYTES, REST_S = 5_000_000, 5.0
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

    from inspector.clock import SystemClock
    from ui.desktop.portrait import LAPTOP, settle
    from ui.desktop.session import Session
    from ui.desktop.shell import Place, Window
    from ui.wiring import Workplace

    window = Window()
    session = Session(Workplace(place.folder / "device", is_sample=True), window, SystemClock())
    session.work(place.opened)
    window.resize(LAPTOP)
    window.show()
    working = session.on_screen
    if working is None:
        raise SystemExit("the device is not on the screen")
    working.go(Place.SYNC)
    settle(working.tasks)
    watch = Standstill()

    def until(begin: Callable[[QEventLoop], object]) -> float:
        loop, start = QEventLoop(), time.perf_counter()
        watch.begin()
        begin(loop)
        loop.exec()
        watch.end()
        return time.perf_counter() - start

    until(lambda loop: QTimer.singleShot(int(REST_S * 1000), loop.quit))
    figures = {"most_late_ms_at_rest": round(max(watch.late), 1)}
    beside = QProcess()

    def send_beside(loop: QEventLoop) -> None:
        beside.finished.connect(lambda *_: loop.quit())
        beside.start(sys.executable, [__file__, str(other.folder), other.by])

    until(send_beside)
    if beside.exitCode():
        raise SystemExit(beside.readAllStandardError().data().decode())
    figures |= watch.told("_sent_elsewhere")
    rare_elsewhere = rare(watch.late)
    failed: list[object] = []
    sender = working.sync.sending
    sender.failed.connect(failed.append)

    def send(loop: QEventLoop) -> None:
        for signal in (sender.ended, sender.failed, sender.waits):
            signal.connect(loop.quit)
        working.sync.send()

    held_before_mb = _megabytes()
    seconds = until(send)
    settle(working.tasks)
    status = place.opened.delivery.status()
    if failed or status.confirmed != status.taken:
        raise SystemExit(f"{status.confirmed} of {status.taken} confirmed: {failed}")
    held_mb = _megabytes()
    session.close()
    return (
        {"seconds": round(seconds, 1), "memory_added_mb": round(held_mb - held_before_mb)}
        | watch.told()
        | figures
        | {"ratio_to_sent_elsewhere": round(rare(watch.late) / rare_elsewhere, 2)}
        | watch.longest()
    )


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


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
