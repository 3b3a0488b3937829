"""A device delivers 200 photos of 5 MB to a centre over loopback, against `rclone` and `restic` with the same files.

Ours: from photos lying sealed in the vault to the verified receipt of the last one. The device hashes each photo,
journals and signs; the centre hashes each part and makes it durable before it is acknowledged, and decrypts and hashes every
photo before it signs the receipt. Peers: `rclone copy` to `rclone serve webdav`, which only copies, and `restic
backup` to `rclone serve restic`, which hashes and encrypts on the way; what they stored is flushed to the disk within their
time, since they do not do it themselves. Every server is a process of its own. The files are warm for all; rounds
change the order; medians. Processor time of both sides stands beside the time of the clock: on a machine that does
other things at the same time only the former can be compared from one day to another.
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
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx
import psutil

sys.path.insert(0, str(Path(__file__).parent))

from _device import Stand, stand

PHOTOS, PHOTO_BYTES, ROUNDS = 200, 5_000_000, 3
_READY_S = 30.0


@dataclass(frozen=True)
class Cost:
    """What one delivery took, in seconds."""

    clock: float
    sender: float
    """Of processor time."""
    receiver: float


def measure() -> dict[str, object]:
    """Return MB a second of each, what it cost, and our ratio to each peer in time of the clock."""
    peers: dict[str, Callable[[Path, Path], Cost]] = {}
    if shutil.which("rclone"):
        peers["rclone"] = _rclone
        if shutil.which("restic"):
            peers["restic"] = _restic
    costs: dict[str, list[Cost]] = {name: [] for name in ["ours", *peers]}
    loads: list[float] = []
    for number in range(ROUNDS):
        with stand() as place:
            card = _photos(place.folder / "card")
            order = list(costs)
            for turn in order[number % len(order) :] + order[: number % len(order)]:
                os.sync()  # what an earlier turn left to be written is not this one's burden
                loads.append(round(os.getloadavg()[0], 1))
                cost = _delivered(place, card) if turn == "ours" else peers[turn](card, place.folder / turn)
                costs[turn].append(cost)
    figures: dict[str, object] = {"megabytes": PHOTOS * PHOTO_BYTES // 1_000_000, "load_before_each": loads}
    for name, found in costs.items():
        figures[name] = {
            "mb_per_second": round(PHOTOS * PHOTO_BYTES / 1e6 / median(each.clock for each in found), 1),
            "rounds_s": [round(each.clock, 2) for each in found],
            "sender_cpu_s": round(median(each.sender for each in found), 2),
            "receiver_cpu_s": round(median(each.receiver for each in found), 2),
        }
    for name in peers:
        pairs = zip(costs["ours"], costs[name], strict=True)
        figures[f"ratio_to_{name}"] = round(median(peer.clock / mine.clock for mine, peer in pairs), 2)
    for name in {"rclone", "restic"} - peers.keys():
        figures[f"ratio_to_{name}"] = f"{name} is not installed"
    return figures


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


def _delivered(place: Stand, card: list[Path]) -> Cost:
    from inspector.actions.import_photos import import_photos
    from inspector.records import DeliveryState
    from sync.central import create_central, invite

    import_photos(place.opened.device, place.inspection_id, card, by=place.by)
    central, port = place.folder / "central", free_port()
    create_central(central, "样本中心")
    invitation = place.folder / "invitation.json"
    invitation.write_text(json.dumps(invite(central, f"http://127.0.0.1:{port}")), "utf-8")
    command = [sys.executable, "-m", "ui", "central", "serve", "--data", str(central), "--port", str(port)]
    with serving(command, f"http://127.0.0.1:{port}/health") as server:
        place.opened.delivery.enrol(invitation)
        os.sync()
        taking = _Taking(server, time.process_time)
        sent = place.opened.delivery.seal_and_send(by=place.by)
        cost = taking.cost()
    if {each.state for each in sent} != {DeliveryState.CONFIRMED}:
        raise SystemExit("not every bundle was confirmed")
    if sum(len(each.object_ids) for each in sent) != len(card):
        raise SystemExit("not every photo was delivered")
    return cost


def _rclone(card: list[Path], folder: Path) -> Cost:
    folder.mkdir()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = ["rclone", "serve", "webdav", str(folder), "--addr", f"127.0.0.1:{port}"]
    with serving(command, url) as server:
        taking = _Taking(server, _of_ended)
        subprocess.run(
            ["rclone", "copy", str(card[0].parent), ":webdav:", "--webdav-url", url],
            check=True,
            capture_output=True,
            env=_plain_environment(folder),
        )
        _flush(folder)
        return taking.cost()


def _restic(card: list[Path], folder: Path) -> Cost:
    folder.mkdir()
    port = free_port()
    environment = _plain_environment(folder) | {
        "RESTIC_REPOSITORY": f"rest:http://127.0.0.1:{port}/",
        "RESTIC_PASSWORD": "sample",
        "RESTIC_CACHE_DIR": str(folder.with_name("restic-cache")),
    }
    command = ["rclone", "serve", "restic", str(folder), "--addr", f"127.0.0.1:{port}"]
    with serving(command, f"http://127.0.0.1:{port}") as server:
        subprocess.run(["restic", "init"], check=True, capture_output=True, env=environment)
        taking = _Taking(server, _of_ended)
        subprocess.run(
            ["restic", "backup", str(card[0].parent)], check=True, capture_output=True, env=environment
        )
        _flush(folder)
        return taking.cost()


class _Taking:
    """Takes the time from now on: of the clock, of the sender's processor by its own watch, and of the server's."""

    def __init__(self, server: int, sender: Callable[[], float]) -> None:
        self._server = psutil.Process(server)
        self._sender = sender
        self._start = self._now()

    def cost(self) -> Cost:
        """Return what it took until now."""
        return Cost(*(now - start for now, start in zip(self._now(), self._start, strict=True)))

    def _now(self) -> tuple[float, float, float]:
        of_server = self._server.cpu_times()
        return time.perf_counter(), self._sender(), of_server.user + of_server.system


def _of_ended() -> float:
    """Return the processor time of all processes this one started that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


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
def serving(command: list[str], url: str) -> Iterator[int]:
    """Run a server until the block ends and yield its process id; it answers at `url` before the block begins."""
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
            yield server.pid
        finally:
            server.terminate()
            server.wait(30)
