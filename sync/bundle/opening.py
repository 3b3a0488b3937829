"""Opening a bundle with a recipient's private key: manifest, every object, every entry (FORMAT.md 4.7)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.vault.object_file import unseal, unsealing
from sync.bundle.entries import Entry, chained, decompressed
from sync.bundle.envelope import open_key, region_key
from sync.bundle.layout import Region, altered
from sync.bundle.manifest import MANIFEST_LIMIT, Manifest, ManifestObject, read_manifest
from sync.bundle.reader import BundleFile


@dataclass(frozen=True)
class OpenedBundle:
    """A bundle with its manifest open; the plain bytes are still to be asked for."""

    file: BundleFile
    bundle_key: bytes = field(repr=False)
    manifest: Manifest

    def objects(self) -> Iterator[tuple[Region, ManifestObject]]:
        """Yield each object's place and what opens it, in file order."""
        regions = (region for region in self.file.foot.regions() if region.object_id)
        return zip(regions, self.manifest.objects, strict=True)

    def plain(self, region: Region, known: ManifestObject) -> Iterator[bytes]:
        """Yield the verified plain bytes of one object; what came is whole only when this has run out.

        Raises:
            InputError: `bundle.altered` naming the object.
        """
        return map(bytes, self._judged(region, known))

    def _judged(self, region: Region, known: ManifestObject) -> Iterator[memoryview]:
        place = f"object {known.id}"
        digest, size = hashlib.sha256(), 0
        with _damage_at(place), self.file.region(region) as source:
            for piece in unsealing(source, known.id, known.key):
                digest.update(piece)
                size += len(piece)
                yield piece
        if size != known.size or digest.hexdigest() != known.sha256:
            raise altered(place, "sha256")

    def check_objects(self, progress: Progress | None = None) -> None:
        """Decrypt and hash every object; `bundle.altered` naming the first one that is not as declared."""
        progress = progress or Progress()
        for number, (region, known) in enumerate(self.objects()):
            progress.step(number, len(self.manifest.objects), known.id)
            for _ in self._judged(region, known):
                pass

    def entries(self) -> Iterator[Entry]:
        """Yield the entries, chained and counted; `bundle.altered` at `entries` where they are not."""
        foot = self.file.foot
        key = region_key(self.bundle_key, "entries", foot.bundle)
        with _damage_at("entries"), self.file.region(foot.region("entries")) as source:
            yield from chained(decompressed(unseal(source, foot.bundle, key), self.manifest), foot)


def open_bundle(file: BundleFile, private: X25519PrivateKey) -> OpenedBundle:
    """Open the envelope and the manifest of a bundle whose parts have been verified.

    Raises:
        InputError: `bundle.key_unknown`; `bundle.altered` at `envelopes` or `manifest`.
    """
    foot = file.foot
    with file.region(foot.region("envelopes")) as source:
        envelopes = source.read()
    bundle_key = open_key(envelopes, foot.recipients, private, foot.bundle, foot.device)
    return OpenedBundle(file, bundle_key, manifest_of(file, bundle_key))


def manifest_of(file: BundleFile, bundle_key: bytes) -> Manifest:
    """Return the manifest; `bundle.altered` at `manifest`."""
    foot = file.foot
    region = foot.region("manifest")
    if region.size > MANIFEST_LIMIT:
        raise altered("manifest", "size")
    key = region_key(bundle_key, "manifest", foot.bundle)
    plain = io.BytesIO()
    with _damage_at("manifest"), file.region(region) as source:
        for piece in unseal(source, foot.bundle, key):
            plain.write(piece)
    return read_manifest(plain.getvalue(), foot)


@contextmanager
def _damage_at(place: str) -> Iterator[None]:
    try:
        yield
    except SystemFault as error:
        raise altered(place, "sealed") from error
