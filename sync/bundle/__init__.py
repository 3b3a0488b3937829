"""The bundle of FORMAT.md section 4: written, verified without a secret, opened with the centre's key."""

from sync.bundle.foot import Foot, KnownObject
from sync.bundle.frame import open_framed
from sync.bundle.opening import OpenedBundle, open_bundle
from sync.bundle.reader import BundleFile
from sync.bundle.writer import BundleOrder, write_frame

__all__ = [
    "BundleFile",
    "BundleOrder",
    "Foot",
    "KnownObject",
    "OpenedBundle",
    "open_bundle",
    "open_framed",
    "write_frame",
]
