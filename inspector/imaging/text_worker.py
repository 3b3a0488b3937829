"""The reading worker: a process of its own that reads the characters in one small JPEG at a time.

It gets only pictures the decoding worker made anew. Models come from inside the package; the process can
open no socket, so nothing is ever fetched.
"""

from __future__ import annotations

import io
import os
import struct
import sys
import warnings
from importlib import resources
from typing import TYPE_CHECKING, Any, BinaryIO

from inspector.imaging.limited_worker import ANSWER, READY
from inspector.imaging.limits import READ_JPEG_BYTES, READ_MEMORY_BYTES
from inspector.imaging.process_limits import limit_this_process, refuse_network

if TYPE_CHECKING:
    from collections.abc import Callable

JOB = struct.Struct(">I")
"""Bytes of the JPEG, which follows."""

_REASON_CHARACTERS = 160
_THREADS = 2
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}

Line = tuple[str, float, list[tuple[float, float]]]
"""Text, how sure, four corners in pixels."""


def main() -> None:
    """Serve jobs from standard input until it ends."""
    jobs = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break into the answers
    limit_this_process(READ_MEMORY_BYTES)
    refuse_network()
    warnings.simplefilter("ignore")
    read = _reader()
    _write(answers, READY)
    while len(head := jobs.read(JOB.size)) == JOB.size:
        (length,) = JOB.unpack(head)
        if length > READ_JPEG_BYTES:
            break  # whoever asked is not itself any more
        jpeg = jobs.read(length)
        if len(jpeg) < length:
            break  # whoever asked is gone
        done, content = _answer(read, jpeg)
        _write(answers, ANSWER.pack(done, len(content)) + content)


def _reader() -> Callable[[bytes], list[Line]]:
    from inspector.imaging.cv import opencv

    cv = opencv()
    import numpy
    from rapidocr import RapidOCR

    models = resources.files("rapidocr") / "models"
    settings: dict[str, Any] = {f"{part}.model_path": str(models / name) for part, name in _MODELS.items()}
    settings["EngineConfig.onnxruntime.intra_op_num_threads"] = min(_THREADS, os.cpu_count() or 1)
    settings["Global.log_level"] = "critical"
    engine: Callable[[Any], Any] = RapidOCR(params=settings)

    def read(jpeg: bytes) -> list[Line]:
        picture = cv.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv.IMREAD_COLOR)
        if picture is None:
            raise ValueError("not a picture")
        found = engine(picture)
        if found.boxes is None or found.txts is None:
            return []
        return [
            (str(text), float(sure), [(float(x), float(y)) for x, y in corners])
            for text, sure, corners in zip(found.txts, found.scores, found.boxes, strict=True)
        ]

    return read


def _answer(read: Callable[[bytes], list[Line]], jpeg: bytes) -> tuple[int, bytes]:
    import msgspec

    try:
        return 1, msgspec.json.encode(read(jpeg))
    except Exception as error:  # the engine raises anything; the reason goes to who asked
        reason = f"{type(error).__name__}: {error}"
        return 0, reason[:_REASON_CHARACTERS].encode("utf-8", "replace")


def _write(stream: BinaryIO | io.BufferedWriter, content: bytes) -> None:
    stream.write(content)
    stream.flush()


if __name__ == "__main__":
    main()
