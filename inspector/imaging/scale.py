"""Lengths in a photo by the scale card in it: the card's plane is fitted, and every doubt is counted.

The uncertainty follows JCGM 100:2008 (GUM): each doubt as a standard uncertainty, carried through to the
length and added as squares; stated with the coverage factor 2. `benchmarks/scale_card.py` holds it
against pictures whose truth is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspector.errors import InputError
from inspector.imaging.cv import opencv
from inspector.records import SCALE_CARDS, Length, Point, ScaleCard
from inspector.records.scale import MODULES_A_SQUARE

Floats = NDArray[np.float64]

COVERAGE = 2.0
PICK_SIDE = 2600
PICK_PX = 2.0
"""How far a person's finger or pointer is off, in pixels of a picture `PICK_SIDE` pixels wide, each way."""
PRINT_SHARE = 0.002
"""What a print may be too long or too short: half a millimetre on the ruler's 150, evenly likely."""
OFF_PLANE_MM = 1.0
"""How far above or below the card a point said to be in its plane may lie."""
DISTORTION = 0.01
"""What a lens may shift the picture's corner by, as share of its distance from the middle."""
FOCAL_SHARE = 0.7
"""Focal length over the picture's longer side: a phone's main camera of 25 mm; only the height counts it."""
LEAST_CORNER_PX = 0.1
"""No corner is found better than this, however well a few of them agree."""

LEAST_CORNERS = 8
LEAST_SQUARE_PX = 14.0
STEEPEST = 55
"""Degrees; beyond, a square is less than six tenths as high as wide."""
BENT_SHARE = 0.012
"""What corners may be off a plane, as share of a square; paper that is bent or a hand under it shows more."""
FARTHEST = 1.5
"""How far outside the card a point may lie, in diagonals of the card."""
WORST_SHARE = 0.1
"""A length that may be off by more than a tenth is not stated."""
SAME_PLANE_SHARE = 0.03
"""How much two cards in one plane may contradict each other."""


@dataclass(frozen=True)
class SeenCard:
    """A card as it lies in one picture."""

    card: ScaleCard
    size: tuple[int, int]
    """Width and height of the picture in pixels."""
    corners: Floats
    """Inner corners in the picture, n × 2 pixels."""
    places: Floats
    """The same corners on the card, n × 2 millimetres."""

    @cached_property
    def tilt(self) -> int:
        """Return the degrees from the upright, by how a square is foreshortened in the middle of the card."""
        middle = np.array([[self.card.width_mm / 2, self.card.height_mm / 2]])
        jacobian = _slopes(self._fit.to_picture, middle)[0]
        wide, narrow = np.linalg.svd(jacobian, compute_uv=False)
        return round(math.degrees(math.acos(min(1.0, narrow / wide))))

    @cached_property
    def pixels_a_mm(self) -> float:
        """Return the scale in the middle of the card, along the shorter way."""
        middle = np.array([[self.card.width_mm / 2, self.card.height_mm / 2]])
        return float(np.linalg.svd(_slopes(self._fit.to_picture, middle)[0], compute_uv=False)[1])

    @property
    def outline(self) -> tuple[Point, ...]:
        """Return the card's four corners in the picture, for drawing them."""
        width, height = self.card.width_mm, self.card.height_mm
        corners = _applied(
            self._fit.to_picture, np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
        )
        return tuple(Point.at(x / self.size[0], y / self.size[1]) for x, y in corners)

    def require_flat(self) -> None:
        """Refuse a card by which nothing can be measured.

        Raises:
            InputError: `scale.too_small`, `scale.too_steep`, `scale.bent`.
        """
        if self.pixels_a_mm * self.card.square_mm < LEAST_SQUARE_PX:
            raise InputError("scale.too_small", card=self.card.name)
        if self.tilt > STEEPEST:
            raise InputError("scale.too_steep", tilt=self.tilt, limit=STEEPEST)
        off = self._fit.rms / (self.pixels_a_mm * self.card.square_mm)
        if off > BENT_SHARE and self._fit.rms > 3 * LEAST_CORNER_PX:
            raise InputError("scale.bent", card=self.card.name)

    def length(self, start: Point, end: Point) -> Length:
        """Return the distance of two points that lie in the card's plane.

        Raises:
            InputError: as `require_flat`; `scale.behind`, `scale.too_far`, `scale.too_uncertain`.
        """
        self.require_flat()
        ends = np.array([[float(point.x), float(point.y)] for point in (start, end)]) * self.size
        mm = self._distance(self._fit, ends)
        doubt = COVERAGE * math.sqrt(sum(part**2 for part in self._doubts(ends, mm)))
        if doubt > WORST_SHARE * mm:
            raise InputError("scale.too_uncertain", mm=f"{mm:.1f}", uncertainty=f"{doubt:.1f}")
        return Length(_tenths(mm), max(_tenths(doubt, up=True), Decimal("0.1")), self.card.name, self.tilt)

    @cached_property
    def _fit(self) -> _Fit:
        return _fitted(self.corners, self.places)

    def _distance(self, fit: _Fit, ends: Floats) -> float:
        from_picture = _inverse(fit.to_picture)
        depth = ends @ from_picture[2, :2] + from_picture[2, 2]
        middle = self.corners.mean(axis=0) @ from_picture[2, :2] + from_picture[2, 2]
        if np.any(depth * middle <= 0):
            raise InputError("scale.behind")
        points = _applied(from_picture, ends)
        size = np.array([self.card.width_mm, self.card.height_mm])
        outside = np.maximum(0, np.maximum(-points, points - size))
        if np.linalg.norm(outside, axis=1).max() > FARTHEST * np.linalg.norm(size):
            raise InputError("scale.too_far", card=self.card.name)
        return float(np.linalg.norm(points[1] - points[0]))

    def _doubts(self, ends: Floats, mm: float) -> tuple[float, ...]:
        """Return what each source adds to the standard uncertainty, in millimetres."""
        fit, to_picture = self._fit, self._fit.to_picture
        step = 1e-4
        slopes = np.empty(8)
        for place in range(8):  # by the fit: its eight numbers and how well the corners fix them
            moved = [to_picture.copy(), to_picture.copy()]
            width = step * max(abs(to_picture.flat[place]), 1e-6)
            for each, sign in zip(moved, (1, -1), strict=True):
                each.flat[place] += sign * width
            ahead, behind = (self._length_by(each, ends) for each in moved)
            slopes[place] = (ahead - behind) / (2 * width)
        of_fit = math.sqrt(max(0.0, float(slopes @ fit.covariance @ slopes)))
        pick = PICK_PX * max(self.size) / PICK_SIDE
        from_picture = _inverse(to_picture)
        along = _applied(from_picture, ends)
        direction = (along[1] - along[0]) / mm if mm > 0 else np.array([1.0, 0.0])
        of_picking = [
            pick * float(np.linalg.norm(direction @ slope)) for slope in _slopes(from_picture, ends)
        ]
        far = FOCAL_SHARE * max(self.size) / self.pixels_a_mm
        bent = [self._length_through(ends, sign * DISTORTION) for sign in (1, -1)]
        return (
            of_fit,
            *of_picking,
            mm * PRINT_SHARE,
            mm * OFF_PLANE_MM / far,
            abs(bent[0] - bent[1]) / 2,
        )

    def _length_by(self, to_picture: Floats, ends: Floats) -> float:
        points = _applied(_inverse(to_picture), ends)
        return float(np.linalg.norm(points[1] - points[0]))

    def _length_through(self, ends: Floats, share: float) -> float:
        """Return the length if the lens had shifted everything outwards by this share at the corner."""
        middle = np.array(self.size) / 2
        reach = float(np.linalg.norm(middle))

        def straightened(points: Floats) -> Floats:
            from_middle = points - middle
            squared = (from_middle**2).sum(axis=1, keepdims=True) / reach**2
            return np.asarray(middle + from_middle * (1 + share * squared))

        fit = _fitted(straightened(self.corners), self.places)
        return self._length_by(fit.to_picture, straightened(ends))


@dataclass(frozen=True)
class _Fit:
    """The plane: what takes millimetres on the card to pixels, and how well the corners fix it."""

    to_picture: Floats
    covariance: Floats
    """8 × 8, of the numbers of `to_picture` but the last, which is 1."""
    rms: float
    """Pixels the corners are off the plane."""


def find_card(jpeg: bytes) -> SeenCard:
    """Return the card in a picture of the decoding worker's making; the larger in the picture if there are two.

    Raises:
        InputError: `scale.no_card`; `scale.card_hidden` if too little of it is seen; `scale.two_planes` if
            the cards in the picture do not lie in one plane.
    """
    cv = opencv()
    picture = cv.imdecode(np.frombuffer(jpeg, np.uint8), cv.IMREAD_GRAYSCALE | cv.IMREAD_IGNORE_ORIENTATION)
    if picture is None:
        raise InputError("scale.no_card")
    found = [seen for card in SCALE_CARDS if (seen := _seen(picture, card)) is not None]
    if not found:
        raise InputError("scale.no_card")
    whole = [seen for seen in found if len(seen.corners) >= LEAST_CORNERS and not _in_a_row(seen.places)]
    if not whole:
        raise InputError("scale.card_hidden", card=found[0].card.name)
    largest = max(whole, key=lambda seen: seen.pixels_a_mm * seen.card.width_mm)
    for other in whole:
        _require_one_plane(largest, other)
    return largest


def shows_card(jpeg: bytes) -> bool:
    """Tell whether a scale card is in the picture at all, for the word at the shutter; never refuses."""
    try:
        find_card(jpeg)
    except InputError as error:
        return error.code != "scale.no_card"
    return True


def rectified(jpeg: bytes, seen: SeenCard, side: int = 1400) -> bytes:
    """Return the picture as seen from straight above the card, with one diagonal of it around: for the eye."""
    cv = opencv()
    picture = cv.imdecode(np.frombuffer(jpeg, np.uint8), cv.IMREAD_COLOR | cv.IMREAD_IGNORE_ORIENTATION)
    margin = math.hypot(seen.card.width_mm, seen.card.height_mm) / 2
    scale = side / (seen.card.width_mm + 2 * margin)
    to_page = np.array([[scale, 0, margin * scale], [0, scale, margin * scale], [0, 0, 1]])
    size = (side, round((seen.card.height_mm + 2 * margin) * scale))
    flat = cv.warpPerspective(
        picture, to_page @ _inverse(seen._fit.to_picture), size, borderValue=(255, 255, 255)
    )
    return bytes(cv.imencode(".jpg", flat, [cv.IMWRITE_JPEG_QUALITY, 90])[1])


def pattern(card: ScaleCard) -> tuple[tuple[int, ...], ...]:
    """Return the card's modules by rows, 1 for black: what is printed and what is looked for is one thing."""
    side = (card.columns * MODULES_A_SQUARE, card.rows * MODULES_A_SQUARE)
    image = _board(card).generateImage(side, marginSize=0)
    return tuple(tuple(int(value < 128) for value in row) for row in image)


def _board(card: ScaleCard) -> Any:
    aruco = opencv().aruco
    return aruco.CharucoBoard(
        (card.columns, card.rows),
        card.square_mm,
        card.square_mm * (MODULES_A_SQUARE - 2) / MODULES_A_SQUARE,
        aruco.getPredefinedDictionary(aruco.DICT_4X4_50),
        np.array(card.markers),
    )


def _seen(picture: Any, card: ScaleCard) -> SeenCard | None:
    cv, board = opencv(), _board(card)
    settings = cv.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv.aruco.CORNER_REFINE_SUBPIX
    corners, ids, _, _ = cv.aruco.CharucoDetector(board, cv.aruco.CharucoParameters(), settings).detectBoard(
        picture
    )
    if ids is None or len(ids) == 0:
        return None
    places = np.asarray(board.getChessboardCorners(), np.float64)[np.ravel(ids), :2]
    height, width = picture.shape[:2]
    return SeenCard(card, (width, height), np.asarray(corners, np.float64).reshape(-1, 2), places)


def _in_a_row(places: Floats) -> bool:
    """Tell whether the corners lie on one line: a plane needs more."""
    return bool(np.linalg.svd(places - places.mean(axis=0), compute_uv=False)[1] < 1e-6)


def _require_one_plane(first: SeenCard, other: SeenCard) -> None:
    """What one card says of the other's squares tells whether they lie in one plane."""
    if first is other:
        return
    points = _applied(_inverse(first._fit.to_picture), other.corners)
    says = np.linalg.norm(points - points.mean(axis=0), axis=1).sum()
    truth = np.linalg.norm(other.places - other.places.mean(axis=0), axis=1).sum()
    if abs(says / truth - 1) > SAME_PLANE_SHARE:
        raise InputError("scale.two_planes")


def _fitted(corners: Floats, places: Floats) -> _Fit:
    """Fit the plane by least squares in the picture, with the covariance of its eight numbers."""
    to_picture, _ = opencv().findHomography(places, corners, 0)
    if to_picture is None:
        raise InputError("scale.no_card")
    to_picture = np.asarray(to_picture, np.float64) / to_picture[2, 2]
    off = corners - _applied(to_picture, places)
    rms = math.sqrt(float((off**2).sum(axis=1).mean()))
    design = _design(to_picture, places)
    free = max(1, 2 * len(corners) - 8)
    variance = max(float((off**2).sum()) / free, LEAST_CORNER_PX**2)
    scale = 1 / np.linalg.norm(design, axis=0)  # the numbers differ by orders of magnitude
    covariance = np.linalg.pinv((design * scale).T @ (design * scale)) * np.outer(scale, scale) * variance
    return _Fit(to_picture, covariance, rms)


def _design(to_picture: Floats, places: Floats) -> Floats:
    """Return how the corners move with each number of the plane, 2n × 8."""
    whole = np.column_stack([places, np.ones(len(places))])
    mapped = whole @ to_picture.T
    depth = mapped[:, 2:]
    seen = mapped[:, :2] / depth
    design = np.zeros((len(places), 2, 8))
    design[:, 0, 0:3] = whole / depth
    design[:, 1, 3:6] = whole / depth
    for axis in (0, 1):
        design[:, axis, 6:8] = -seen[:, axis : axis + 1] * places / depth
    return design.reshape(-1, 8)


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), np.float64)


def _applied(matrix: Floats, points: Floats) -> Floats:
    mapped = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:])


def _slopes(matrix: Floats, points: Floats) -> Floats:
    """Return the 2 × 2 derivative of a projective map at each point."""
    mapped = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    depth = mapped[:, 2][:, None, None]
    seen = mapped[:, :2] / mapped[:, 2:]
    return np.asarray((matrix[None, :2, :2] - seen[:, :, None] * matrix[None, 2:, :2]) / depth)


def _tenths(mm: float, *, up: bool = False) -> Decimal:
    return Decimal(math.ceil(mm * 10 - 1e-9) if up else round(mm * 10)).scaleb(-1)
