"""Look at a card before anything is taken: what is new, what is here already, what is refused and why."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from inspector.actions.already_here import AlreadyHere
from inspector.actions.card_files import OpenCardFile, files_under, is_folder, is_gone
from inspector.actions.import_photos import Refusal, refused
from inspector.actions.ports import Device
from inspector.actions.take_photo import file_label
from inspector.errors import InputError
from inspector.progress import Progress
from inspector.records import RecordingFacts
from inspector.settling import Settling

MOST_FILES = 20_000
"""More is no card but a whole disk, chosen by mistake."""


class Standing(StrEnum):
    """What will become of a file on the card."""

    NEW = "new"
    KNOWN = "known"
    """Its very bytes are sealed on this device, and whole."""
    REFUSED = "refused"
    GROWING = "growing"
    """Still being written; looked at again."""


@dataclass(frozen=True)
class CardFile:
    """One file of the card."""

    path: Path
    name: str
    size: int
    written_ns: int
    standing: Standing
    taken: datetime | None = None
    """When the picture was taken, or the recording begun, as the file claims."""
    recording: RecordingFacts | None = None
    """What the headers say, if this is film or sound."""
    known_as: str = ""
    """Name of the sealed photo with the same bytes."""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class CardLook:
    """One look at a card."""

    files: tuple[CardFile, ...]

    def of(self, standing: Standing) -> tuple[CardFile, ...]:
        """Return the files that stand so."""
        return tuple(file for file in self.files if file.standing is standing)

    @property
    def bytes_to_take(self) -> int:
        """Size of all that is new."""
        return sum(file.size for file in self.of(Standing.NEW))


class Card:
    """One card, folder or choice of files; each look costs only what is new since the last one."""

    def __init__(self, device: Device, paths: Sequence[Path]) -> None:
        self._device = device
        self._paths = tuple(paths)
        self._folders = tuple(path if is_folder(path) else path.parent for path in self._paths)
        self._here = AlreadyHere(device)
        self._settling = Settling(device.clock)
        self._seen: dict[Path, CardFile] = {}

    @property
    def is_gone(self) -> bool:
        """Tell whether it was pulled out."""
        return any(map(is_gone, self._folders))

    def look(self, progress: Progress | None = None) -> CardLook:
        """Look at every file; nothing is taken and nothing is written.

        Raises:
            InputError: `card.gone` if it is not there, `card.too_many`.
        """
        progress = progress or Progress()
        if self.is_gone:
            raise InputError("card.gone")
        files = list(dict.fromkeys(file for path in self._paths for file in files_under(path)))
        if len(files) > MOST_FILES:
            raise InputError("card.too_many", count=len(files), limit=MOST_FILES)
        others_recorded = self._here.look_again()
        looked: dict[Path, CardFile] = {}
        for number, file in enumerate(files):
            progress.step(number, len(files), file_label(file.name))
            looked[file] = self._look_at(file, progress, others_recorded=others_recorded)
        progress.step(len(files), len(files))
        if self.is_gone:
            raise InputError("card.gone")  # what failed on the way was not the files' fault
        self._seen = looked
        self._settling.forget_all_but(set(files))
        return CardLook(tuple(looked.values()))

    def picture(self, file: CardFile) -> bytes:
        """Return a small upright JPEG of a photo on the card, decoded in the limited worker process.

        Raises:
            InputError: `photo.*` if it cannot be read or decoded, or is a recording.
        """
        with io.BufferedReader(OpenCardFile(file.path)) as content:
            facts = self._device.photos.examine(content, file.name)
            content.seek(0)
            return self._device.photos.thumbnail(content.read(), facts.claims.orientation)

    def _look_at(self, file: Path, progress: Progress, *, others_recorded: bool) -> CardFile:
        try:
            facts = file.stat(follow_symlinks=False)
        except OSError as error:
            why = InputError("photo.unreadable", file=file_label(file.name), why=error.strerror or "")
            return CardFile(file, file_label(file.name), 0, 0, Standing.REFUSED, refusal=refused(file, why))
        seen = self._seen.get(file)
        if seen is not None and (seen.size, seen.written_ns) == (facts.st_size, facts.st_mtime_ns):
            stays = {Standing.REFUSED, Standing.KNOWN, *(() if others_recorded else (Standing.NEW,))}
            if seen.standing in stays:
                return seen
        return self._examine(file, facts, progress)

    def _examine(self, file: Path, facts: os.stat_result, progress: Progress) -> CardFile:
        found = CardFile(file, file_label(file.name), facts.st_size, facts.st_mtime_ns, Standing.NEW)
        if stat.S_ISREG(facts.st_mode) and not self._settling.is_settled(file, facts):
            return replace(found, standing=Standing.GROWING)
        try:
            with io.BufferedReader(OpenCardFile(file)) as content:
                recording = self._device.recordings.examine(content)
                if recording is not None:
                    taken = recording.claims.made
                else:
                    content.seek(0)
                    taken = self._device.photos.examine(content, found.name).claims.taken
            known = self._here.of(file, facts.st_size, progress)
        except InputError as error:
            return replace(found, standing=Standing.REFUSED, refusal=refused(file, error))
        found = replace(found, taken=taken, recording=recording)
        if known is not None:
            return replace(found, standing=Standing.KNOWN, known_as=known.file_name)
        return found
