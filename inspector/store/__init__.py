"""The encrypted database: one journal that carries everything, and tables projected from it."""

from inspector.store.copies import length_of_sound_copy, objects_in_copy
from inspector.store.database_file import SCHEMA
from inspector.store.store import Store
from inspector.store.verification import Flaw

__all__ = ["SCHEMA", "Flaw", "Store", "length_of_sound_copy", "objects_in_copy"]
