"""Backup to a second medium and back: sealed files, a verified copy of the records, a signed list of both.

Pure copying of what is sealed already: nothing here knows a key, and nothing plain reaches the medium.
"""

from inspector.backup.copying_back import CopiedBack, copy_objects_back, copy_records_back
from inspector.backup.manifest import BackupFile, Manifest, is_signed_by, read_manifest
from inspector.backup.medium import FOLDER, devices_on
from inspector.backup.trial import Reading, try_restore
from inspector.backup.writing import Backup, Source, write_backup

__all__ = [
    "FOLDER",
    "Backup",
    "BackupFile",
    "CopiedBack",
    "Manifest",
    "Reading",
    "Source",
    "copy_objects_back",
    "copy_records_back",
    "devices_on",
    "is_signed_by",
    "read_manifest",
    "try_restore",
    "write_backup",
]
