"""A device delivers 200 photos of 5 MB to a centre over loopback, against `rclone` and `restic` with the same files.

Ours: from photos lying sealed in the vault to the verified receipt of the last one; every part is durable when it is
acknowledged, and the centre has decrypted and hashed every photo. Peers: `rclone copy` to `rclone serve webdav`, and
`restic backup` to `rclone serve restic`; what they stored is flushed to the disk within their time, since they do not
do it themselves. Every server is a process of its own. The files are warm for all; rounds change the order; medians.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import httpx

sys.path.insert(0, str(Path(__file__).parent))

from _device import Stand, stand

PHOTOS, PHOTO_BYTES, ROUNDS = 200, 5_000_000, 3
_READY_S = 30.0


def measure() -> dict[str, object]:
    """Return MB a second of each, and our ratio to the faster peer."""
    peers: dict[str, Callable[[Path, Path], float]] = {}
    if shutil.which("rclone"):
        peers["rclone"] = _rclone
        if shutil.which("restic"):
            peers["restic"] = _restic
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in peers}
    for number in range(ROUNDS):
        with stand() as place:
            card = _photos(place.folder / "card")
            order = ["ours", *peers]
            for turn in order[number % len(order) :] + order[: number % len(order)]:
                os.sync()  # what an earlier turn left to be written is not this one's burden
                if turn == "ours":
                    ours.append(_delivered(place, card))
                else:
                    theirs[turn].append(peers[turn](card, place.folder / turn))
    figures: dict[str, object] = {
        "megabytes": PHOTOS * PHOTO_BYTES // 1_000_000,
        "mb_per_second": _rate(ours),
        "rounds_s": [round(each, 2) for each in ours],
    }
    for name, seconds in theirs.items():
        figures[f"{name}_mb_per_second"] = _rate(seconds)
        figures[f"{name}_rounds_s"] = [round(each, 2) for each in seconds]
        figures[f"ratio_to_{name}"] = round(
            median(peer / mine for mine, peer in zip(ours, seconds, strict=True)), 2
        )
    for name in {"rclone", "restic"} - peers.keys():
        figures[f"ratio_to_{name}"] = f"{name} is not installed"
    return figures


def _rate(seconds: list[float]) -> float:
    return round(PHOTOS * PHOTO_BYTES / 1e6 / median(seconds), 1)


def _photos(folder: Path) -> list[Path]:
    """Write photos that have no stretch in common: a peer that finds doubles must not find any."""
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (1600, 1200), (40, 90, 60)).save(picture, "JPEG")
    folder.mkdir()
    files = []
    for number in range(PHOTOS):
        file = folder / f"IMG_{number:04}.jpg"
        file.write_bytes(picture.getvalue() + os.urandom(PHOTO_BYTES - len(picture.getvalue())))
        files.append(file)
    return files


def _delivered(place: Stand, card: list[Path]) -> float:
    from inspector.actions.import_photos import import_photos
    from inspector.records import DeliveryState
    from sync.central import create_central, invite

    import_photos(place.opened.device, place.inspection_id, card, by=place.by)
    central, port = place.folder / "central", free_port()
    create_central(central, "样本中心")
    invitation = place.folder / "invitation.json"
    invitation.write_text(json.dumps(invite(central, f"http://127.0.0.1:{port}")), "utf-8")
    command = [sys.executable, "-m", "ui", "central", "serve", "--data", str(central), "--port", str(port)]
    with serving(command, f"http://127.0.0.1:{port}/health"):
        place.opened.delivery.enrol(invitation)
        os.sync()
        start = time.perf_counter()
        sent = place.opened.delivery.seal_and_send(by=place.by)
        seconds = time.perf_counter() - start
    if {each.state for each in sent} != {DeliveryState.CONFIRMED}:
        raise SystemExit("not every bundle was confirmed")
    if sum(len(each.object_ids) for each in sent) != len(card):
        raise SystemExit("not every photo was delivered")
    return seconds


def _rclone(card: list[Path], folder: Path) -> float:
    folder.mkdir()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with serving(["rclone", "serve", "webdav", str(folder), "--addr", f"127.0.0.1:{port}"], url):
        start = time.perf_counter()
        subprocess.run(
            ["rclone", "copy", str(card[0].parent), ":webdav:", "--webdav-url", url],
            check=True,
            capture_output=True,
            env=_plain_environment(folder),
        )
        _flush(folder)
        return time.perf_counter() - start


def _restic(card: list[Path], folder: Path) -> float:
    folder.mkdir()
    port = free_port()
    environment = _plain_environment(folder) | {
        "RESTIC_REPOSITORY": f"rest:http://127.0.0.1:{port}/",
        "RESTIC_PASSWORD": "sample",
        "RESTIC_CACHE_DIR": str(folder.with_name("restic-cache")),
    }
    with serving(
        ["rclone", "serve", "restic", str(folder), "--addr", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}"
    ):
        subprocess.run(["restic", "init"], check=True, capture_output=True, env=environment)
        start = time.perf_counter()
        subprocess.run(
            ["restic", "backup", str(card[0].parent)], check=True, capture_output=True, env=environment
        )
        _flush(folder)
        return time.perf_counter() - start


def _plain_environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder.parent), "RCLONE_CONFIG": os.devnull}


def _flush(folder: Path) -> None:
    for file in folder.rglob("*"):
        handle = os.open(file, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(command: list[str], url: str) -> Iterator[None]:
    """Run a server until the block ends; it answers at `url` before the block begins."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + _READY_S
            while True:
                with contextlib.suppress(httpx.TransportError):
                    httpx.get(url, trust_env=False)
                    break
                if time.monotonic() > end or server.poll() is not None:
                    raise SystemExit(f"{command[0]} {command[1]} does not serve")
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            server.wait(30)
