"""Read a whole recording and compare it with the hash taken when it came in; nothing is kept."""

from __future__ import annotations

from inspector.actions.ports import Device
from inspector.progress import Progress

_MB = 1 << 20


def check_recording(device: Device, recording_id: str, progress: Progress | None = None) -> None:
    """Return if every byte is as it was sealed; progress is told in megabytes.

    While it is played only the parts in view are authenticated; this is what tells of the whole.

    Raises:
        SystemFault: `vault.altered`, `vault.missing`, `vault.io`.
        Cancelled: somebody stopped it.
    """
    progress = progress or Progress()
    with device.reading() as unit:
        sealed = unit.sealed_object(recording_id)
    read, total = 0, -(-sealed.size // _MB)
    for plain in device.vault.chunks(sealed):
        progress.step(read // _MB, total)
        read += len(plain)
    progress.step(total, total)
