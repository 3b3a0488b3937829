"""Where the centre keeps bundles, behind one port: files in the data folder, or any S3-compatible store."""

from sync.central.store.folder import FolderStore
from sync.central.store.port import BundleStore

__all__ = ["BundleStore", "FolderStore"]
