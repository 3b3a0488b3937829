"""A bundle longer than a stick holds in one file: in volumes, read by device, centre and verifier as if it were one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.errors import InputError, SystemFault
from inspector.progress import Progress
from inspector.records import Delivery
from sync.bundle import BundleFile
from sync.bundle.volumes import joined_volumes, list_path, volume_path
from sync.central import stored_objects, take_in_folder
from sync.meter import Meter
from sync.transport.folder import OUT, FolderTransport
from sync.transport.protocol import Caller, Carried, Standing
from sync.verifier import verify
from sync.verifier.volumes import open_whole
from tests.sync.delivery_site import Site

VOLUME = 1500


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def carry(site: Site, stick: Path) -> Path:
    """Carry what is new in small volumes; return where the whole bundle would lie."""
    delivery, caller = site.seal(), Caller(site.stand.device.id, site.stand.device.signer)
    transport = FolderTransport(stick, VOLUME)
    with site.bundle(delivery) as bundle:
        assert isinstance(transport.announce(caller, bundle), Standing)
        transport.send(caller, bundle, (), Progress(), Meter())
        assert isinstance(transport.announce(caller, bundle), Carried)
    return stick / OUT / f"{delivery.id}.ipb"


def test_volumes_are_the_bundle_to_the_byte_and_every_reader_takes_them(site: Site, stick: Path) -> None:
    target = carry(site, stick)
    with site.stand.device.reading() as unit:
        whole = site.whole(unit.get(Delivery, target.stem))
    pieces = sorted(stick.rglob("*.ipb.0*"))
    assert b"".join(piece.read_bytes() for piece in pieces) == whole
    assert {piece.stat().st_size for piece in pieces[:-1]} == {VOLUME}
    assert not target.exists()
    assert verify(list_path(target)).verdict == "signer-unknown"
    assert verify(pieces[1]).verdict == "signer-unknown", "any volume leads to the whole"
    with open_whole(list_path(target)) as theirs:
        assert theirs.read() == whole
    result = take_in_folder(site.data, stick)
    assert len(result["accepted"]) == 1  # type: ignore[arg-type]  # a list
    assert len(stored_objects(site.data)) == 3


def drop(piece: Path) -> None:
    piece.unlink()


def shorten(piece: Path) -> None:
    piece.write_bytes(piece.read_bytes()[:-1])


def flip(piece: Path) -> None:
    raw = bytearray(piece.read_bytes())
    raw[700] ^= 1
    piece.write_bytes(raw)


@pytest.mark.parametrize(
    ("spoil", "code", "verdict"),
    [
        (drop, "bundle.volume_missing", "cannot-tell"),
        (shorten, "bundle.volume_size", "cannot-tell"),
        (flip, "bundle.altered", "altered"),
    ],
)
def test_a_volume_that_is_not_as_it_was_is_named(
    site: Site, stick: Path, spoil: Callable[[Path], None], code: str, verdict: str
) -> None:
    target = carry(site, stick)
    spoil(volume_path(target, 2))
    with pytest.raises(InputError, match=code), BundleFile(list_path(target)) as bundle:
        bundle.verify()
    assert verify(list_path(target)).verdict == verdict
    (refused,) = take_in_folder(site.data, stick)["refused"]  # type: ignore[misc]  # a list
    assert refused["code"] == code  # type: ignore[index,call-overload]


def test_volumes_without_their_list_are_no_bundle(site: Site, stick: Path) -> None:
    target = carry(site, stick)
    list_path(target).unlink()
    assert take_in_folder(site.data, stick)["accepted"] == []
    assert verify(volume_path(target, 2)).verdict == "cannot-tell"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"v":1,"volumes":[]}', b'{"v":1,"volumes":[{"bytes":-1}]}', b"{" * 9]
)
def test_a_list_that_makes_no_sense_is_told(tmp_path: Path, content: bytes) -> None:
    listed = tmp_path / "a.ipb.volumes"
    listed.write_bytes(content)
    with pytest.raises(InputError, match=r"bundle\.volumes"):
        BundleFile(listed)
    assert verify(listed).verdict == "cannot-tell"


def test_reading_across_volumes_gives_any_stretch(tmp_path: Path) -> None:
    whole = bytes(range(250))
    pieces = []
    for number, begin in enumerate(range(0, 250, 60)):
        path = tmp_path / str(number)
        path.write_bytes(whole[begin : begin + 60])
        pieces.append((path, len(whole[begin : begin + 60])))
    with joined_volumes(pieces) as file:
        for begin in range(0, 251, 7):
            file.seek(begin)
            assert file.read(100) == whole[begin : begin + 100]


def test_our_own_spoiled_file_is_not_the_sticks_fault(site: Site, stick: Path, tmp_path: Path) -> None:
    delivery, caller = site.seal(), Caller(site.stand.device.id, site.stand.device.signer)
    path = next((tmp_path / "device" / "vault").rglob(f"{delivery.object_ids[-1]}*"))
    with site.bundle(delivery) as bundle:
        flip(path)
        with pytest.raises(InputError, match=r"bundle\.altered"):
            FolderTransport(stick).send(caller, bundle, (), Progress(), Meter())
    assert list((stick / OUT).iterdir()) == []


def test_a_stick_that_is_not_there_gets_no_folder_in_its_place(site: Site, tmp_path: Path) -> None:
    delivery, caller = site.seal(), Caller(site.stand.device.id, site.stand.device.signer)
    gone = tmp_path / "media" / "usb"
    with (
        site.bundle(delivery) as bundle,
        pytest.raises(SystemFault, match="stick_gone"),
    ):
        FolderTransport(gone).send(caller, bundle, (), Progress(), Meter())
    assert not gone.parent.exists()
