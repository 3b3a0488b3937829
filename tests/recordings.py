"""Film and sound for tests: made on the spot with the same library that plays them, the same bytes for the same wish."""

from __future__ import annotations

import io
import math
import struct
import wave
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import av

_RATE = 25
_SAMPLES = 48_000
_PIECE = 1024


@cache
def make_film(
    container: str = "mp4",
    video: str = "libx264",
    audio: str = "aac",
    *,
    seconds: int = 2,
    size: tuple[int, int] = (96, 64),
    shade: int = 0,
) -> bytes:
    """Return a film that grows lighter, with a hum; `video` or `audio` may be empty."""
    import av  # only where a film is made: plain samples need no library

    made = io.BytesIO()
    with av.open(made, "w", format=container) as film:
        pictures = _picture_stream(film, video, size) if video else None
        sound = _sound_stream(film, audio) if audio else None
        if pictures is not None:
            for number in range(_RATE * seconds):
                frame = av.VideoFrame(*size, "rgb24")
                frame.planes[0].update(bytes([(shade + number * 2) % 256]) * frame.planes[0].buffer_size)
                frame.pts = number
                film.mux(pictures.encode(frame))
            film.mux(pictures.encode(None))
        if sound is not None:
            rate = sound.codec_context.sample_rate
            for start in range(0, rate * seconds, _PIECE):
                heard = av.AudioFrame("s16", sound.layout.name, _PIECE)
                heard.planes[0].update(_hum(start, rate, sound.layout.nb_channels))
                heard.sample_rate, heard.pts = rate, start
                film.mux(sound.encode(heard))
            film.mux(sound.encode(None))
    return made.getvalue()


def make_sound(container: str, audio: str, *, seconds: int = 2) -> bytes:
    """Return a hum."""
    return make_film(container, "", audio, seconds=seconds)


def make_wav(seconds: int = 1, rate: int = 8_000) -> bytes:
    """Return a hum as plain samples, written by the standard library."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(_hum(0, rate, 1, rate * seconds))
    return made.getvalue()


def long_film(megabytes: int) -> io.BytesIO:
    """Return a film so long: playable, with as much beside its pictures as a body camera would have had in them."""
    film = make_film()
    padding = megabytes * 2**20
    return io.BytesIO(film + struct.pack(">I4s", padding, b"free") + bytes(padding - 8))


def _picture_stream(film: av.container.OutputContainer, codec: str, size: tuple[int, int]) -> av.VideoStream:
    import av

    stream = film.add_stream(codec, rate=_RATE)
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height = size
    stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    return stream


def _sound_stream(film: av.container.OutputContainer, codec: str) -> av.AudioStream:
    import av

    is_narrow = codec == "libopencore_amrnb"
    stream = film.add_stream(codec, rate=8_000 if is_narrow else _SAMPLES)
    assert isinstance(stream, av.AudioStream)
    stream.layout = "mono" if is_narrow else "stereo"
    return stream


def _hum(start: int, rate: int, channels: int, count: int = _PIECE) -> bytes:
    values = 6000 * np.sin((start + np.arange(count)) * (2 * math.pi * 440 / rate))
    return values.round().astype("<i2").repeat(channels).tobytes()
