"""What a header reader gathers about a recording while it walks through the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from inspector.records import RecordingClaims, RecordingFacts

_LONGEST_MS = 31 * 24 * 3600 * 1000
"""No recorder runs for a month: more is damage, and is not repeated as a claim."""
_MOST_PIXELS_A_SIDE = 65_535
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass
class Found:
    """Each value stands for itself: where the walk broke off, what was read before is kept."""

    film_type: str
    """Media type if there are pictures, or if nothing was said of either."""
    sound_type: str
    made: datetime | None = None
    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None
    has_picture: bool = False
    has_sound: bool = False

    def size(self, width: int, height: int) -> None:
        """Note a picture's size; the first one counts."""
        self.has_picture = True
        if self.width is None and 0 < width <= _MOST_PIXELS_A_SIDE and 0 < height <= _MOST_PIXELS_A_SIDE:
            self.width, self.height = width, height

    def lasts(self, units: int, units_a_second: int) -> None:
        """Note a duration; the longest one told counts."""
        if units_a_second > 0 and units > 0:
            told = units * 1000 // units_a_second
            if told <= _LONGEST_MS:
                self.duration_ms = max(told, self.duration_ms or 0)

    def begun(self, epoch: datetime, seconds: int) -> None:
        """Note when it was made, in seconds since `epoch`; what no camera can mean is passed over."""
        try:
            made = epoch + timedelta(seconds=seconds)
        except OverflowError:
            return
        if _FIRST_YEAR <= made.year <= _LAST_YEAR:
            self.made = made.astimezone(UTC)

    def facts(self) -> RecordingFacts:
        """Return what was found."""
        is_sound = self.has_sound and not self.has_picture
        claims = RecordingClaims(self.made, self.duration_ms, self.width, self.height, self.has_sound)
        return RecordingFacts(self.sound_type if is_sound else self.film_type, claims)
