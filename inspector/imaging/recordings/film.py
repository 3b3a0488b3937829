"""One recording as the playing worker decodes it: pictures and sound by time. Imported in that process only."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from av import AudioFrame, Packet, VideoFrame

_FORMATS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/3gpp": "mov",
    "audio/mp4": "mov",
    "video/x-msvideo": "avi",
    "video/x-matroska": "matroska",
    "audio/x-matroska": "matroska",
    "video/webm": "matroska",
    "audio/webm": "matroska",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/amr-wb": "amr",
}
"""The one demuxer for what our own header reader found: FFmpeg guesses no format, so a playlist is never one."""
_CODECS = (
    "h264,hevc,mpeg4,h263,mjpeg,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,msmpeg4v2,msmpeg4v3,mpeg2video,mpeg1video,rawvideo,"
    "aac,mp3,mp3float,mp2,ac3,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,opus,libopus,vorbis,flac,alac,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_u8,pcm_alaw,pcm_mulaw,adpcm_ima_wav,adpcm_ima_qt,adpcm_ms"
)
"""What cameras, telephones and recorders write; the several hundred other decoders are not needed here."""
_READ_AHEAD = 256 * 1024
"""As long as a segment of the sealed file."""
_PROBE = {"probesize": "5000000", "analyzeduration": "5000000"}
_SAMPLES_A_SECOND = 48_000
_FRAME_BYTES = 4
"""Two channels of 16 bits."""
_US = 1_000_000
_MOST_DAMAGED = 500
"""Packets that cannot be decoded, one after the other, before it is given up."""
_POSTER_AT_MS = 1_000


class Picture(NamedTuple):
    """One picture, upright and fitted."""

    at_ms: int
    width: int
    height: int
    rgb: bytes


class Sound(NamedTuple):
    """A piece of sound: 48 kHz, two channels, 16 bits."""

    at_ms: int
    pcm: bytes


def rehearse() -> None:
    """Play a film of our own making once: what is imported on the way is there when no file can be opened any more."""
    import av

    av.logging.set_level(None)
    made = io.BytesIO()
    with av.open(made, "w", format="avi") as container:
        video, audio = container.add_stream("mjpeg", rate=25), container.add_stream("pcm_s16le", rate=8000)
        video.width, video.height, video.pix_fmt = 16, 16, "yuvj420p"
        audio.layout = "mono"
        sound = av.AudioFrame("s16", "mono", 320)
        sound.sample_rate = 8000
        container.mux([*video.encode(av.VideoFrame(16, 16, "yuvj420p")), *video.encode(None)])
        container.mux([*audio.encode(sound), *audio.encode(None)])
    made.seek(0)
    film = Film(made, "video/x-msvideo", (8, 8))
    film.poster(50)
    while film.next() is not None:
        pass
    film.seek(0)
    _turned(1, 1, bytes(3), 90)


class Film:
    """Decodes forward from where it was last told to be."""

    def __init__(self, source: io.IOBase, media_type: str, box: tuple[int, int]) -> None:
        """Open a recording whose kind is known already; raises what FFmpeg raises."""
        import av

        self._container = av.open(
            source,
            "r",
            format=_FORMATS[media_type],
            buffer_size=_READ_AHEAD,
            options={"codec_whitelist": _CODECS},
            container_options={**_PROBE, "codec_whitelist": _CODECS, "protocol_whitelist": "none"},
        )
        self._box = box
        streams = self._container.streams
        self._video = next((each for each in streams.video if not _is_cover(each)), None)
        self._audio = next(iter(streams.audio), None)
        if self._video is not None:
            self._video.thread_type = "AUTO"
            self._video.codec_context.thread_count = 2
        self.has_picture = self._video is not None
        self.has_sound = self._audio is not None
        if not (self.has_picture or self.has_sound):
            raise ValueError("neither picture nor sound")
        self._begins = Fraction(self._container.start_time or 0, _US)
        self.duration_ms = max(0, (self._container.duration or 0) // 1000)
        self._skip_to_ms = 0
        self._ready: deque[Picture | Sound] = deque()
        self._packets: Iterator[Packet[Any]] = iter(())
        self._go_on_from_here()

    def next(self) -> Picture | Sound | None:
        """Return what comes next by the file's order, None at the end; damaged packets are passed over."""
        damaged = 0
        while not self._ready:
            packet = next(self._packets, None)
            if packet is None:
                return None
            try:
                self._decode(packet)
                damaged = 0
            except _decoding_errors():
                damaged += 1
                if damaged > _MOST_DAMAGED:
                    raise
        return self._ready.popleft()

    def seek(self, at_ms: int) -> None:
        """Go on at a time: the nearest key picture before it is looked for, and what lies between is passed over."""
        at_us = int(self._begins * _US) + at_ms * 1000
        self._container.seek(at_us, backward=True, any_frame=False)
        self._skip_to_ms = at_ms
        self._go_on_from_here()

    def poster(self, quality: int) -> bytes:
        """Return a JPEG of a picture near the beginning; the very first ones are often black."""
        from PIL import Image

        if self._video is None:
            raise ValueError("no picture")
        if self.duration_ms > 2 * _POSTER_AT_MS:
            self.seek(_POSTER_AT_MS)
        found = self.next()
        while not isinstance(found, Picture):
            if found is None:
                raise ValueError("no picture")
            found = self.next()
        jpeg = io.BytesIO()
        Image.frombytes("RGB", (found.width, found.height), found.rgb).save(jpeg, "JPEG", quality=quality)
        return jpeg.getvalue()

    def _go_on_from_here(self) -> None:
        import av

        self._ready.clear()
        self._resampler = av.AudioResampler(format="s16", layout="stereo", rate=_SAMPLES_A_SECOND)
        self._packets = self._container.demux([each for each in (self._video, self._audio) if each])

    def _decode(self, packet: Packet[Any]) -> None:
        frames: list[Any] = packet.decode()
        for frame in frames:
            at_ms = round((frame.time - float(self._begins)) * 1000) if frame.time is not None else 0
            if packet.stream is self._video:
                # a picture lasts until the next one: the one just before the wanted time is not shown
                if at_ms >= self._skip_to_ms - _half_a_picture(packet.stream):
                    self._ready.append(self._picture(frame, max(0, at_ms)))
            elif at_ms >= self._skip_to_ms:
                self._ready.extend(self._sound(frame, max(0, at_ms)))

    def _picture(self, frame: VideoFrame, at_ms: int) -> Picture:
        turned = int(frame.rotation) % 360
        box = self._box if turned in {0, 180} else self._box[::-1]
        width, height = _fitted(frame.width, frame.height, box)
        plain = frame.reformat(width=width, height=height, format="rgb24")
        plane = plain.planes[0]
        rgb, row = bytes(plane), width * 3
        if plane.line_size != row:
            rgb = b"".join(
                rgb[start : start + row] for start in range(0, plane.line_size * height, plane.line_size)
            )
        if turned in {90, 180, 270}:
            width, height, rgb = _turned(width, height, rgb, turned)
        return Picture(at_ms, width, height, rgb)

    def _sound(self, frame: AudioFrame, at_ms: int) -> Iterator[Sound]:
        for each in self._resampler.resample(frame):
            yield Sound(at_ms, bytes(each.planes[0])[: each.samples * _FRAME_BYTES])


def _is_cover(stream: Any) -> bool:
    """Tell whether a stream is the cover picture of a sound file."""
    import av

    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _decoding_errors() -> tuple[type[Exception], ...]:
    import av

    return (av.error.FFmpegError,)


def _half_a_picture(stream: Any) -> float:
    """Return half the time of a picture in milliseconds."""
    rate = stream.average_rate or 25
    return float(500 / rate) if rate else 20.0


def _fitted(width: int, height: int, box: tuple[int, int]) -> tuple[int, int]:
    """Return a size of the same shape within the box, never larger than it is."""
    share = min(1.0, box[0] / width, box[1] / height)
    return max(1, int(width * share)), max(1, int(height * share))


def _turned(width: int, height: int, rgb: bytes, degrees: int) -> tuple[int, int, bytes]:
    """Turn a picture anticlockwise, as the film's own matrix says."""
    from PIL import Image

    turns = {
        90: Image.Transpose.ROTATE_90,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_270,
    }
    upright = Image.frombytes("RGB", (width, height), rgb).transpose(turns[degrees])
    return *upright.size, upright.tobytes()
