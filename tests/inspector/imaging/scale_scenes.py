"""Rendered photos of a scale card whose truth is known: a pinhole camera, a lens, blur, noise, JPEG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from inspector.imaging.cv import opencv
from inspector.imaging.scale import pattern
from inspector.records import SCALE_CARDS, Point, ScaleCard

_SHARP = 2
"""The scene is drawn this much larger and averaged, as a sensor does."""
_CELL = 32
"""Pixels between places at which the lens is worked out."""
_TEXELS = 12
"""Of one module of the card."""


@dataclass(frozen=True)
class Scene:
    """How a card was photographed."""

    card: ScaleCard = SCALE_CARDS[0]
    size: tuple[int, int] = (1600, 1200)
    focal: float = 0.8
    """Over the longer side."""
    far_mm: float = 260.0
    tilt: float = 20.0
    turn: float = 30.0
    """Way of the tilt and, independently, how the card lies, in degrees."""
    spin: float = 10.0
    shift: tuple[float, float] = (0.0, 0.0)
    """Of the card from the middle of the picture, in millimetres."""
    blur: float = 0.8
    noise: float = 3.0
    distortion: float = 0.0
    """Share by which the lens shifts the picture's corner outwards (negative) or inwards."""
    printed: float = 1.0
    """How long a printed millimetre is."""
    bend_mm: float = 0.0
    """How far the middle of the card stands out of its plane."""
    seed: int = 0

    def camera(self) -> tuple[Any, Any, Any]:
        """Return intrinsics, rotation and translation."""
        width, height = self.size
        inside = np.array(
            [
                [self.focal * max(self.size), 0, width / 2],
                [0, self.focal * max(self.size), height / 2],
                [0, 0, 1],
            ]
        )
        turn, tilt, spin = (math.radians(angle) for angle in (self.turn, self.tilt, self.spin))
        axis = np.array([math.cos(turn), math.sin(turn), 0.0]) * tilt
        cv = opencv()
        rotation = cv.Rodrigues(axis)[0] @ cv.Rodrigues(np.array([0.0, 0.0, spin]))[0]
        return inside, rotation, np.array([*self.shift, self.far_mm])

    def seen(self, points_mm: Any, above_mm: float = 0.0) -> Any:
        """Return where points beside the card (from its top left corner, in printed units) appear, in pixels."""
        inside, rotation, away = self.camera()
        middle = np.array([self.card.width_mm, self.card.height_mm]) / 2
        flat = (np.asarray(points_mm, float) - middle) * self.printed
        solid = np.column_stack([flat, np.full(len(flat), -above_mm)])
        mapped = (solid @ rotation.T + away) @ inside.T
        return self._through_lens(mapped[:, :2] / mapped[:, 2:])

    def spot(self, point_mm: tuple[float, float], above_mm: float = 0.0) -> Point:
        """Return one point as share of the picture."""
        x, y = self.seen([point_mm], above_mm)[0]
        return Point.at(x / self.size[0], y / self.size[1])

    def jpeg(self) -> bytes:
        """Return the photo."""
        cv = opencv()
        rng = np.random.default_rng(self.seed)
        cells = np.array(pattern(self.card), np.uint8)
        texel = self.card.square_mm / 8 / _TEXELS
        card = np.kron(245 - cells * 225, np.ones((_TEXELS, _TEXELS))).astype(np.uint8)
        card = cv.copyMakeBorder(card, *([3 * _TEXELS] * 4), cv.BORDER_CONSTANT, value=245)
        if self.bend_mm:
            card = self._bent(card, texel)
        inside, rotation, away = self.camera()
        half = np.array([self.card.width_mm, self.card.height_mm]) / 2
        to_mm = np.array([[texel, 0, -half[0]], [0, texel, -half[1]], [0, 0, 1]])
        to_mm[:2, 2] += (0.5 - 3 * _TEXELS) * texel
        to_mm[:2] *= self.printed
        plane = inside @ np.column_stack([rotation[:, 0], rotation[:, 1], away]) @ to_mm
        larger = np.array([[_SHARP, 0, (_SHARP - 1) / 2], [0, _SHARP, (_SHARP - 1) / 2], [0, 0, 1]])
        large = (self.size[0] * _SHARP, self.size[1] * _SHARP)
        table = cv.resize(
            rng.uniform(110, 190, (40, 53)).astype(np.uint8), large, interpolation=cv.INTER_CUBIC
        )
        scene = cv.warpPerspective(card, larger @ plane, large, table, borderMode=cv.BORDER_TRANSPARENT)
        if self.distortion:
            ys, xs = (np.mgrid[0 : large[1] // _CELL + 1, 0 : large[0] // _CELL + 1] + 0.5) * _CELL - 0.5
            pixels = np.column_stack([xs.ravel(), ys.ravel()]) / _SHARP
            coarse = (self._before_lens(pixels) * _SHARP).astype(np.float32).reshape(*xs.shape, 2)
            straight = cv.resize(coarse, None, fx=_CELL, fy=_CELL)[
                : large[1], : large[0]
            ]  # smooth in between
            scene = cv.remap(scene, straight[..., 0], straight[..., 1], cv.INTER_LINEAR)
        photo = cv.resize(scene, self.size, interpolation=cv.INTER_AREA).astype(np.float32)
        if self.blur:
            photo = cv.GaussianBlur(photo, (0, 0), self.blur)
        photo *= np.linspace(0.75, 1.1, self.size[0], dtype=np.float32)[None, :]
        photo += rng.normal(0, self.noise, photo.shape).astype(np.float32)
        return bytes(
            cv.imencode(".jpg", np.clip(photo, 0, 255).astype(np.uint8), [cv.IMWRITE_JPEG_QUALITY, 85])[1]
        )

    def _bent(self, card: Any, texel: float) -> Any:
        """Slide what lies on a curved card as its height makes it appear to a camera that looks aslant."""
        ys, xs = np.mgrid[0 : card.shape[0], 0 : card.shape[1]].astype(np.float32)
        lift = self.bend_mm * (1 - (2 * xs / card.shape[1] - 1) ** 2) * math.tan(math.radians(30))
        return opencv().remap(card, xs, ys + lift / texel, 1, borderMode=0, borderValue=245)

    def _lens(self, points: Any, share: float) -> Any:
        middle = np.array(self.size) / 2
        from_middle = points - middle
        squared = (from_middle**2).sum(axis=1, keepdims=True) / float(middle @ middle)
        return middle + from_middle * (1 + share * squared)

    def _through_lens(self, points: Any) -> Any:
        """Undo `_before_lens` by iteration: it has no closed form."""
        found = points
        for _ in range(20):
            found = points - (self._before_lens(found) - found)
        return found

    def _before_lens(self, points: Any) -> Any:
        return self._lens(points, self.distortion)
