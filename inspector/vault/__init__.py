"""Sealed photo files: nothing plain ever touches the disk, nothing is acknowledged before it is durable."""

from inspector.vault.file_vault import FileVault, rewrapped
from inspector.vault.object_file import Sealing, seal, unseal
from inspector.vault.sweeping import Swept

__all__ = ["FileVault", "Sealing", "Swept", "rewrapped", "seal", "unseal"]
