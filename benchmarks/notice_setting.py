"""What setting a notice costs: two pages, and 500 items with a photo each; against Typst on the same words.

Typst is no dependency: `uv run --with typst==0.15.2 inspector bench notice_setting` measures it as well.
"""

from __future__ import annotations

import statistics
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module, resources
from pathlib import Path
from typing import Any

ROWS, ROUNDS = 500, 7
_PAGE = """#set page(width: 210mm, height: 297mm, margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(font: ("FandolFang R", "Noto Serif SC"), size: 16pt, lang: "zh")
#set par(justify: true, first-line-indent: 2em)
"""
_SPECIAL = "\\\\#$*_`<>@=~[]/"


def measure() -> dict[str, Any]:
    """Return milliseconds, size in MB and ratios; each round measures both, one after the other."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from inspector.notices import ReportlabPress
    from tests.inspector.notices import papers

    press, pictures = ReportlabPress(), _Pictures()
    short = papers.dossier()
    long = papers.dossier(items=ROWS, photos=ROWS)

    def notice() -> bytes:
        return _printed(press, "21", short, pictures)

    def listed() -> bytes:
        return _printed(press, "9", long, pictures)

    def rows() -> bytes:
        return _printed(press, "24", long, pictures)

    notice()  # fonts are read once
    listed()  # and pictures are made once
    with tempfile.TemporaryDirectory() as name:
        typst_notice, typst_list = _typst(Path(name), notice(), long, pictures.made)
        figures = _pair("two_pages", notice, typst_notice, ROUNDS)
        figures |= _pair(
            "500_items_500_photos", listed, typst_list, 1
        )  # Typst keeps what it set: a second round is free
        figures |= _pair("500_rows", rows, None, ROUNDS)
    figures["500_items_500_photos_mb"] = round(len(listed()) / 1e6, 1)
    return figures


def _printed(press: Any, form: str, dossier: Any, pictures: _Pictures) -> bytes:
    from tests.inspector.notices import papers

    printed = press.print(
        form,
        dossier,
        number="样市监强制〔2026〕12号",
        printed=papers.PRINTED,
        wording=papers.WORDING,
        signatures=papers.ALL_SIGNED,
        picture=pictures,
    )
    content: bytes = printed.pdf
    return content


class _Pictures:
    """Copies as the device prints them, of the sample photos, no two alike."""

    def __init__(self) -> None:
        from inspector.imaging import GuardedPhotoReader

        folder = resources.files("resources") / "samples"
        names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".jpg"))
        self._reader, self._samples = GuardedPhotoReader(), [(folder / name).read_bytes() for name in names]
        self._copies: dict[tuple[int, float], bytes] = {}
        self.made: dict[int, bytes] = {}

    def __call__(self, photo: Any, longer_side: float) -> bytes:
        number = int(photo.id, 16) % ROWS
        if number not in self.made:
            key = number % len(self._samples), longer_side
            if key not in self._copies:
                self._copies[key] = self._reader.print_copy(self._samples[key[0]], 1, longer_side)
            copy = self._copies[key]
            # a comment after the start of the image tells the copies apart and changes no dot
            self.made[number] = copy[:2] + b"\xff\xfe" + struct.pack(">HI", 6, number) + copy[2:]
        return self.made[number]


def _typst(
    folder: Path, notice: bytes, long: Any, pictures: dict[int, bytes]
) -> tuple[Callable[[], object], Callable[[], object]] | tuple[None, None]:
    """Return what sets the same words in Typst, or nothing where it is not installed."""
    import pypdfium2

    try:
        typst: Any = import_module("typst")
    except ModuleNotFoundError:
        return None, None
    document = pypdfium2.PdfDocument(notice)
    words = "\n\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    for number, picture in pictures.items():
        (folder / f"{number}.jpg").write_bytes(picture)
    rows = "".join(
        f"[{item.position}],[{_escaped(item.label_name)}],[{_escaped(item.specification)}],[{item.quantity}],"
        for item in long.items
    )
    album = "".join(f'image("{number}.jpg", width: 70mm),' for number in range(ROWS))
    (folder / "notice.typ").write_text(_PAGE + _escaped(words), encoding="utf-8")
    (folder / "list.typ").write_text(
        f"{_PAGE}#table(columns: 4, {rows})\n#grid(columns: 2, gutter: 8pt, {album})", encoding="utf-8"
    )
    fonts = [str(resources.files("resources") / "fonts")]
    return (
        lambda: typst.compile(str(folder / "notice.typ"), font_paths=fonts),
        lambda: typst.compile(str(folder / "list.typ"), font_paths=fonts),
    )


def _escaped(words: str) -> str:
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in words)


def _pair(
    name: str, ours: Callable[[], object], peer: Callable[[], object] | None, rounds: int
) -> dict[str, Any]:
    times: list[float] = []
    others: list[float] = []
    for _ in range(rounds):
        times.append(_milliseconds(ours))
        if peer is not None:
            others.append(_milliseconds(peer))
    figures: dict[str, Any] = {f"{name}_ms": round(statistics.median(times))}
    if others:
        ratios = [one / other for one, other in zip(times, others, strict=True)]
        figures |= {
            f"{name}_typst_ms": round(statistics.median(others)),
            f"{name}_ratio": round(statistics.median(ratios), 2),
            f"{name}_ratio_range": [round(min(ratios), 2), round(max(ratios), 2)],
        }
    return figures


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
