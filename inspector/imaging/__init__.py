"""Photos: looking at files nobody vouches for, small pictures of them, and where pictures come from."""

from inspector.imaging.reader import GuardedPhotoReader

__all__ = ["GuardedPhotoReader"]
