"""Sound to the loudspeaker: samples in, nothing heard where there is no device."""

from __future__ import annotations

from PySide6.QtCore import QIODevice, QObject
from PySide6.QtMultimedia import QAudio, QAudioFormat, QAudioSink, QMediaDevices

_SAMPLES_A_SECOND = 48_000
_CHANNELS = 2
_AHEAD_BYTES = _SAMPLES_A_SECOND * _CHANNELS * 2 // 8
"""An eighth of a second in the sink: what is heard stays close to what is seen."""


class SoundOut(QObject):
    """The machine's own loudspeaker, if there is one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        format_ = QAudioFormat()
        format_.setSampleRate(_SAMPLES_A_SECOND)
        format_.setChannelCount(_CHANNELS)
        format_.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        device = QMediaDevices.defaultAudioOutput()
        self._sink: QAudioSink | None = None
        self._pipe: QIODevice | None = None
        if not device.isNull() and device.isFormatSupported(format_):
            self._sink = QAudioSink(device, format_, self)
            self._sink.setBufferSize(_AHEAD_BYTES)

    @property
    def is_there(self) -> bool:
        """Tell whether anything can be heard."""
        return self._sink is not None

    def start(self) -> None:
        """Begin to play what is fed."""
        if self._sink is not None and self._pipe is None:
            self._pipe = self._sink.start()

    def stop(self) -> None:
        """Fall silent at once; what was not heard is dropped."""
        if self._sink is not None and self._pipe is not None:
            self._sink.stop()
            self._pipe = None

    def room(self) -> int:
        """Return how many bytes can be fed now."""
        return self._sink.bytesFree() if self._sink is not None and self._pipe is not None else 0

    def feed(self, pcm: bytes) -> None:
        """Play these samples after the ones before."""
        if self._pipe is not None and pcm:
            self._pipe.write(pcm)

    def set_volume(self, percent: int) -> None:
        """Set how loud it is, as an ear counts it."""
        if self._sink is not None:
            loud = QAudio.convertVolume(
                percent / 100,
                QAudio.VolumeScale.LogarithmicVolumeScale,
                QAudio.VolumeScale.LinearVolumeScale,
            )
            self._sink.setVolume(loud)
