"""Bringing the vectors' bundles to a centre, as their device would."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert

from sync.bundle import BundleFile
from sync.central import Centre
from sync.central.accepting import accept
from sync.central.receiving import announce, put_part
from sync.central.tables import devices
from tests.vectors.by_hand import DEVICE, SIGNER, STRANGER, word

VECTORS = Path(__file__).parents[2] / "vectors"
OTHER = "e0" * 16


def with_vectors_key(data: Path) -> Path:
    """Give a centre that is still to be made the key the vectors are sealed for."""
    (data / "keys").mkdir(parents=True)
    (data / "keys" / "recipient.key").write_text(word("centre").hex())
    return data


def know(centre: Centre) -> None:
    """Record the vectors' device and one other, as if enrolled."""
    with centre.transaction() as connection:
        for device, key in ((DEVICE, SIGNER), (OTHER, STRANGER)):
            connection.execute(
                insert(devices).values(
                    device=device,
                    epoch=1,
                    name="样本局",
                    public_key=key.public_key().public_bytes_raw(),
                    enrolled="2026-11-20T01:00:00.000Z",
                )
            )


def bring(centre: Centre, path: Path) -> str:
    """Announce a bundle and bring every part; return its id."""
    with BundleFile(path) as bundle:
        announce(centre, bundle.end, caller=DEVICE)
        for part in bundle.foot.all_parts():
            put_part(centre, bundle.foot.bundle, part.number, bundle.part(part), caller=DEVICE)
        return bundle.foot.bundle


def take(centre: Centre, path: Path) -> bytes:
    """Bring a bundle and have it accepted."""
    return accept(centre, bring(centre, path), caller=DEVICE).encoded()
