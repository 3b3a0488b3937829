"""A case as a BagIt folder (RFC 8493), written as a zip while it is read: nothing plain touches the centre's disk."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from inspector.clock import CHINA
from inspector.errors import InputError, InspectorError
from inspector.law import Finding
from inspector.records.file_endings import ending_of
from sync.central.centre import Centre
from sync.central.console.arrivals import receipt_for
from sync.central.console.cases import Case
from sync.central.console.exports.case_json import case_json
from sync.central.reading import object_pieces

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class _Sink(io.RawIOBase):
    """Takes what the zip writes and gives it on; it cannot be sought in, so the zip never goes back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object, /) -> int:
        content = bytes(memoryview(piece))  # type: ignore[arg-type]
        self._pieces.append(content)
        return len(content)

    def taken(self) -> bytes:
        """Return what came since this was asked last."""
        content, self._pieces = b"".join(self._pieces), []
        return content


@dataclass
class _Bag:
    folder: str
    at: datetime
    sink: _Sink = field(default_factory=_Sink)
    hashes: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._zip = zipfile.ZipFile(self.sink, "w")

    def add(self, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
        """Write one file and return what the stream gained."""
        self._zip.writestr(self._info(name, how), content)
        self.hashes[name], self.sizes[name] = hashlib.sha256(content).hexdigest(), len(content)
        return self.sink.taken()

    def stream(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Write one file piece by piece, however large, and yield what the stream gains."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._info(name, zipfile.ZIP_STORED), "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                yield self.sink.taken()
        self.hashes[name], self.sizes[name] = digest.hexdigest(), size
        yield self.sink.taken()

    def _info(self, name: str, how: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(f"{self.folder}/{name}", self.at.astimezone(CHINA).timetuple()[:6])
        info.compress_type, info.external_attr = how, 0o644 << 16
        return info

    def end(self) -> bytes:
        """Write the zip's directory."""
        self._zip.close()
        return self.sink.taken()

    def manifest(self, *, payload: bool) -> bytes:
        """Return the manifest of the payload or of the tag files."""
        named = {name: each for name, each in self.hashes.items() if name.startswith("data/") == payload}
        return "".join(f"{each}  {name}\n" for name, each in sorted(named.items())).encode()


def bag(
    centre: Centre, case: Case, findings: tuple[Finding, ...], law: str, review: bytes
) -> Iterator[bytes]:
    """Yield the zip. A file that cannot be read whole is left out, and `data/left-out.json` says which and why."""
    begun = _Bag(bag_name(case), centre.clock.now().wall)
    yield begun.add("bagit.txt", _DECLARATION.encode())
    files: dict[str, str] = {}
    left_out: list[dict[str, str]] = []
    for name, object_id, expected in _named_files(case):
        fault = _fault_in(centre, case.device, object_id, expected)
        if fault is not None:
            left_out.append({"file": name, "id": object_id, "code": fault.code, "zh": fault.sentence("zh")})
            continue
        files[object_id] = name
        yield from begun.stream(f"data/{name}", object_pieces(centre, object_id, case.device))
    told = case_json(case, findings, law=law, at=centre.now(), files=files)
    yield begun.add("data/case.json", told)
    yield begun.add("data/review.pdf", review, zipfile.ZIP_STORED)
    for bundle, _ in case.bundles:
        yield begun.add(f"data/receipts/{bundle}.receipt", receipt_for(centre, bundle).encoded())
    signers = centre.data / "signers.json"
    if signers.exists():
        yield begun.add("data/signers.json", signers.read_bytes())
    if left_out:
        yield begun.add("data/left-out.json", json.dumps(left_out, ensure_ascii=False, indent=1).encode())
    yield begun.add("bag-info.txt", _info(begun, case))
    yield begun.add("manifest-sha256.txt", begun.manifest(payload=True))
    yield begun.add("tagmanifest-sha256.txt", begun.manifest(payload=False))
    yield begun.end()


def _fault_in(centre: Centre, device: str, object_id: str, expected: str) -> InspectorError | None:
    """Read one file through before it is written, since a stream takes nothing back."""
    digest = hashlib.sha256()
    try:
        for piece in object_pieces(centre, object_id, device):
            digest.update(piece)
    except InspectorError as error:
        return error
    if digest.hexdigest() != expected:
        return InputError("bundle.altered", place=f"object {object_id}", why="sha256")
    return None


def bag_name(case: Case) -> str:
    """Return the folder's name: letters and digits of our own choosing, whatever the booth is called."""
    booth = re.sub(r"[^A-Za-z0-9]+", "-", case.dossier.inspection.booth).strip("-")[:24]
    return "-".join(part for part in ("case", booth, case.dossier.inspection.id[-12:]) if part)


def _named_files(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield name in the bag, object id and hash of each file; no name of a stranger becomes a path."""
    for number, photo in enumerate(case.dossier.photos, 1):
        yield f"photos/{number:04}.{ending_of(photo.media_type)}", photo.id, photo.sha256
    for number, recording in enumerate(case.dossier.recordings, 1):
        name = f"recordings/{number:02}.{ending_of(recording.media_type)}"
        yield name, recording.id, recording.sha256
    for number, notice in enumerate(
        case.dossier.notices, 1
    ):  # of the whole case: later acts are papers of it
        form = re.sub(r"[^0-9]", "", notice.form) or "0"
        standing = "-set-aside" if notice.is_set_aside else ""  # the pages do not say so
        yield f"notices/{number:02}-form-{form}{standing}.pdf", notice.pdf_object_id, notice.pdf_sha256


def _info(begun: _Bag, case: Case) -> bytes:
    payload = [size for name, size in begun.sizes.items() if name.startswith("data/")]
    bureau = " ".join(case.dossier.bureau.name.split())
    told = {
        "Source-Organization": bureau,
        "Bagging-Date": begun.at.astimezone(CHINA).date().isoformat(),
        "External-Identifier": case.dossier.inspection.id,
        "Payload-Oxum": f"{sum(payload)}.{len(payload)}",
    }
    return "".join(f"{name}: {value}\n" for name, value in told.items()).encode()
