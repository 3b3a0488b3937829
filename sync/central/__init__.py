"""The centre: takes bundles in whole or not at all, and signs what it holds."""

from sync.central.centre import Centre, create_central
from sync.central.enrolling import invite
from sync.central.forks import ForkedBundle, forked_bundles
from sync.central.intake_folder import take_in_folder
from sync.central.reading import read_entries, read_object, stored_objects
from sync.central.serving import running_central, serve

__all__ = [
    "Centre",
    "ForkedBundle",
    "create_central",
    "forked_bundles",
    "invite",
    "read_entries",
    "read_object",
    "running_central",
    "serve",
    "stored_objects",
    "take_in_folder",
]
