"""A copy of a photo with its marks burnt in, and a strip beneath that says so. Runs in the decoding worker only.

What is blurred is gone: the part is replaced by a handful of rounded averages before anything is drawn or
encoded, so that nothing of it is left in the copy's pixels, and the copy takes no block of metadata or small
picture along from the original.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec

from inspector.errors import InputError
from inspector.imaging.limits import COPY_QUALITY
from inspector.imaging.upright import on_white_in_srgb, open_original, plain_modes, stood_up
from inspector.records.drawing import Colour, Drawing, Mark, Shape, require_drawable

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFont import FreeTypeFont

_CELLS = 6
"""Averages along the longer side of what is blurred: a face of six by six says nothing of whose it is."""
_SMALLEST_CELL = 12
_LEVELS = 32
"""Each average is rounded to one of so many shades."""

INKS = {
    Colour.RED: ((214, 30, 30), (255, 255, 255)),
    Colour.YELLOW: ((255, 209, 26), (0, 0, 0)),
    Colour.BLUE: ((24, 88, 200), (255, 255, 255)),
    Colour.BLACK: ((0, 0, 0), (255, 255, 255)),
    Colour.WHITE: ((255, 255, 255), (0, 0, 0)),
}
"""Ink and the edge around it: a mark is seen on dark glaze and on white porcelain."""
_MASK_PIXELS = 24_000_000
"""Of a mask drawn larger to be smoothed; a mark across 100 megapixels is drawn as it is."""

_FONTS = ("NotoSansSC-Bold.ttf", "NotoSerifSC-Bold.ttf", "FandolFang-Regular.ttf")
_STRIP_FONTS = ("NotoSansSC-Regular.ttf", "NotoSerifSC-Regular.ttf", "FandolFang-Regular.ttf")
_STRIP_LETTERS = (13, 60)
"""Pixels, least and most; a 52nd of the width sets the 64 digits of a hash on one line."""
_STRIP_SHARE = 52
_NOTHING = "\U0010ffff"
"""A character no font has: how a font draws what it lacks."""


@dataclass(frozen=True)
class CopyOrder:
    """What a copy shows, and what it says of itself."""

    drawing: Drawing
    lines: tuple[str, ...]
    """Of the strip beneath the picture."""
    original_sha256: str
    description: str
    """For the file's metadata: that it is a copy, and of what."""


def annotated_copy(original: bytes, orientation: int, order: bytes) -> bytes:
    """Return the JPEG; raises what the decoder raises.

    Raises:
        InputError: `layer.form` and all of `require_drawable`; `layer.other_canvas` if the drawing was made
            over another picture; `layer.glyph_missing` with `character` if no font can draw it.
    """
    try:
        wanted = msgspec.json.decode(order, type=CopyOrder)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("layer.form", why=str(error)[:160]) from error
    require_drawable(wanted.drawing)
    with open_original(original) as opened:
        opened.load()
        picture = on_white_in_srgb(plain_modes(opened), opened.info.get("icc_profile"))
    picture = stood_up(picture, original, orientation)
    return _saved(with_strip(drawn(picture, wanted.drawing), wanted.lines), wanted)


def drawn(picture: Image.Image, drawing: Drawing) -> Image.Image:
    """Return the picture with its marks: what is blurred first, what is cropped last."""
    if picture.size != (drawing.width, drawing.height):
        raise InputError("layer.other_canvas", width=picture.width, height=picture.height)
    for mark in drawing.marks:
        if mark.shape is Shape.BLUR:
            _wipe_out(picture, mark.box)
    for mark in drawing.marks:
        if mark.shape is Shape.TEXT:
            _write(picture, drawing, mark)
        elif mark.shape in {Shape.ARROW, Shape.BOX, Shape.ELLIPSE}:
            _draw(picture, drawing, mark)
    return picture if drawing.crop == (0, 0, *picture.size) else picture.crop(drawing.crop)


def with_strip(picture: Image.Image, lines: tuple[str, ...]) -> Image.Image:
    """Return the picture on a sheet with the lines beneath; a narrow picture gets a wider sheet."""
    from PIL import Image, ImageDraw

    letters = min(max(picture.width // _STRIP_SHARE, _STRIP_LETTERS[0]), _STRIP_LETTERS[1])
    width = max(picture.width, letters * _STRIP_SHARE)
    fonts = _fonts(_STRIP_FONTS, letters)
    set_lines = [part for line in lines for part in _broken(fonts, line, width - 2 * letters)]
    leading = round(letters * 1.5)
    height = leading * len(set_lines) + letters
    sheet = Image.new("RGB", (width, picture.height + height), "white")
    sheet.paste(picture, ((width - picture.width) // 2, 0))
    pen = ImageDraw.Draw(sheet)
    pen.line((0, picture.height, width, picture.height), fill="black", width=max(1, letters // 10))
    for number, line in enumerate(set_lines):
        place = (letters, picture.height + letters // 2 + number * leading)
        _set(pen, fonts, place, line, fill=(0, 0, 0))
    return sheet


def _wipe_out(picture: Image.Image, box: tuple[int, int, int, int]) -> None:
    from PIL import Image

    left, top, right, bottom = box
    cell = max(-(-max(right - left, bottom - top) // _CELLS), _SMALLEST_CELL)
    counts = max(1, round((right - left) / cell)), max(1, round((bottom - top) / cell))
    averages = picture.crop(box).resize(counts, Image.Resampling.BOX)
    step = 256 // _LEVELS
    averages = averages.point(lambda value: value // step * step + step // 2)
    picture.paste(averages.resize((right - left, bottom - top), Image.Resampling.BICUBIC), box)


def _draw(picture: Image.Image, drawing: Drawing, mark: Mark) -> None:
    """Draw one shape with its edge, both smoothed by a mask that is drawn larger."""
    from PIL import Image, ImageDraw

    line = drawing.line_width(mark.weight)
    edge = max(1, line // 3)
    room = 6 * line + edge
    left, top, right, bottom = mark.box
    box = (
        max(0, left - room),
        max(0, top - room),
        min(picture.width, right + room),
        min(picture.height, bottom + room),
    )
    size = box[2] - box[0], box[3] - box[1]
    fold = next((n for n in (4, 2) if size[0] * size[1] * n * n <= _MASK_PIXELS), 1)
    ink, around = INKS[mark.colour]
    for colour, width, more in ((around, line + 2 * edge, edge), (ink, line, 0)):
        mask = Image.new("L", (size[0] * fold, size[1] * fold))
        pen = ImageDraw.Draw(mask)
        ends = [
            ((x - box[0]) * fold, (y - box[1]) * fold) for x, y in ((mark.x, mark.y), (mark.to_x, mark.to_y))
        ]
        _trace(pen, mark.shape, ends, width * fold, more * fold, line * fold)
        picture.paste(colour, box, mask if fold == 1 else mask.reduce(fold))


def _trace(pen: Any, shape: Shape, ends: list[tuple[int, int]], width: int, more: int, line: int) -> None:
    (x, y), (to_x, to_y) = ends
    if shape is Shape.ARROW:
        shaft, head = arrow_outline(x, y, to_x, to_y, line, more)
        pen.line(shaft, fill=255, width=width)
        pen.polygon(head, fill=255)
        pen.ellipse((x - width // 2, y - width // 2, x + width // 2, y + width // 2), fill=255)
        return
    box = (
        min(x, to_x) - width // 2,
        min(y, to_y) - width // 2,
        max(x, to_x) + width // 2,
        max(y, to_y) + width // 2,
    )
    (pen.ellipse if shape is Shape.ELLIPSE else pen.rectangle)(box, outline=255, width=width)


def arrow_outline(
    x: float, y: float, to_x: float, to_y: float, line: float, more: float = 0
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Return the shaft's two ends and the head's three corners; `more` widens the head by that all around."""
    length = max(1.0, ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5)
    along, across = (to_x - x) / length, (to_y - y) / length
    head = min(5.0 * line, 0.6 * length)
    half = head * 0.5
    neck_x, neck_y = to_x - along * head, to_y - across * head
    tip_x, tip_y = to_x + along * more * 2, to_y + across * more * 2
    base_x, base_y = neck_x - along * more, neck_y - across * more
    half += more * 1.6
    corners = [
        (tip_x, tip_y),
        (base_x - across * half, base_y + along * half),
        (base_x + across * half, base_y - along * half),
    ]
    return [(x, y), (neck_x + along * head / 4, neck_y + across * head / 4)], corners


def _write(picture: Image.Image, drawing: Drawing, mark: Mark) -> None:
    from PIL import ImageDraw

    letters = drawing.letter_height(mark.weight)
    fonts = _fonts(_FONTS, letters)
    ink, around = INKS[mark.colour]
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(mark.text.split("\n")):
        place = (mark.x, mark.y + number * round(letters * 1.4))
        _set(pen, fonts, place, line, fill=ink, stroke_width=max(1, letters // 10), stroke_fill=around)


def _set(pen: Any, fonts: tuple[FreeTypeFont, ...], place: tuple[int, int], line: str, **ink: Any) -> None:
    """Set one line, each run of characters in the first face that has them."""
    x, y = place
    baseline = y + fonts[0].getmetrics()[0]
    for font, run in _runs(fonts, line):
        pen.text((x, baseline), run, font=font, anchor="ls", **ink)
        x += round(font.getlength(run))


def _broken(fonts: tuple[FreeTypeFont, ...], line: str, width: int) -> list[str]:
    """Break a line where it gets too long, at any character."""
    parts, current, used = [], "", 0.0
    for character in line:
        advance = _face(fonts, character).getlength(character)
        if current and used + advance > width:
            parts.append(current)
            current, used = "", 0.0
        current, used = current + character, used + advance
    return [*parts, current]


def _runs(fonts: tuple[FreeTypeFont, ...], line: str) -> list[tuple[FreeTypeFont, str]]:
    runs: list[tuple[FreeTypeFont, str]] = []
    for character in line:
        face = _face(fonts, character)
        if runs and runs[-1][0] is face:
            runs[-1] = face, runs[-1][1] + character
        else:
            runs.append((face, character))
    return runs


def _face(fonts: tuple[FreeTypeFont, ...], character: str) -> FreeTypeFont:
    for font in fonts:
        if _has(font, character):
            return font
    raise InputError("layer.glyph_missing", character=character, code=f"U+{ord(character):04X}")


@cache
def _has(font: FreeTypeFont, character: str) -> bool:
    return bytes(font.getmask(character)) != bytes(font.getmask(_NOTHING))


@cache
def _fonts(names: tuple[str, ...], size: int) -> tuple[FreeTypeFont, ...]:
    from PIL import ImageFont

    folder = resources.files("resources") / "fonts"
    return tuple(
        ImageFont.truetype(
            io.BytesIO((folder / name).read_bytes()), size, layout_engine=ImageFont.Layout.BASIC
        )
        for name in names
    )


def _saved(sheet: Image.Image, wanted: CopyOrder) -> bytes:
    """Write the JPEG with metadata of its own and none of the original's."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = f"COPY, not the original. SHA-256 of the original: {wanted.original_sha256}"
    exif[0x0131] = "inspector"
    jpeg = io.BytesIO()
    sheet.save(jpeg, "JPEG", quality=COPY_QUALITY, exif=exif.tobytes(), xmp=_xmp(wanted), icc_profile=None)
    return jpeg.getvalue()


def _xmp(wanted: CopyOrder) -> bytes:
    """Return XMP (ISO 16684-1): what this was derived from, and a description for people."""
    from xml.sax.saxutils import escape, quoteattr

    source = f"urn:sha256:{wanted.original_sha256}"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
        ' xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#">'
        f"<dc:source>{source}</dc:source>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(wanted.description)}</rdf:li></rdf:Alt>'
        "</dc:description>"
        f"<xmpMM:DerivedFrom stRef:documentID={quoteattr(source)}/>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
