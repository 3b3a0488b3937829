"""Which cameras there are, and QtMultimedia's way to them; the other sources live in `inspector.imaging`."""

from ui.desktop.cameras.choices import CameraChoice, Cameras, GivenCameras

__all__ = ["CameraChoice", "Cameras", "GivenCameras"]
