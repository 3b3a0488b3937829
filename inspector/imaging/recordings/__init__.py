"""Film and sound nobody vouches for: what their headers say by our own readers, pictures and sound in a limited process."""

from inspector.imaging.recordings.reader import GuardedRecordingReader

__all__ = ["GuardedRecordingReader"]
