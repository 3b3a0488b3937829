"""Film and sound read and played, as the actions need it."""

from __future__ import annotations

from typing import BinaryIO, Protocol

from inspector.actions.ports.vault import PlainFile
from inspector.records import PlayedPicture, PlayedSound, RecordingFacts


class PlayedRecording(Protocol):
    """One recording being played by a process of its own; used by one thread, closed by any."""

    def begin(self) -> None:
        """Open it; before that nothing is known of it.

        Raises:
            InputError: `recording.cannot_play`.
            SystemFault: `imaging.no_worker`, `imaging.closed`, `vault.*`.
        """
        ...

    @property
    def duration_ms(self) -> int:
        """Return the length, 0 if the file does not tell."""
        ...

    @property
    def has_picture(self) -> bool:
        """Tell whether there are pictures."""
        ...

    @property
    def has_sound(self) -> bool:
        """Tell whether there is sound."""
        ...

    def next(self) -> PlayedPicture | PlayedSound | None:
        """Return what comes next, None at the end; `recording.cannot_play`."""
        ...

    def seek(self, at_ms: int) -> None:
        """Go on from there, or from the nearest place before it that can be decoded; raises as `next`."""
        ...

    def close(self) -> None:
        """End the process and wipe what is held; may be called again, from any thread."""
        ...


class RecordingReader(Protocol):
    """Looks at film and sound without trusting them."""

    def examine(self, source: BinaryIO) -> RecordingFacts | None:
        """Tell what a recording is from its headers, None if it is none; leaves the stream anywhere."""
        ...

    def poster(self, plain: PlainFile, media_type: str) -> bytes:
        """Return a JPEG of at most 320×320 of a film's beginning; `recording.cannot_play`."""
        ...

    def play(self, plain: PlainFile, media_type: str, box: tuple[int, int]) -> PlayedRecording:
        """Make a recording ready for playing, pictures no larger than `box`; it closes `plain` when it is closed."""
        ...
