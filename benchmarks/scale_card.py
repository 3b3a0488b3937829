"""How far lengths by the scale card are off on rendered photos, and how often the stated doubt covers it.

Every doubt the statement counts is really there: points picked by hand, a print too long or short, a lens,
points off the plane, blur, noise, JPEG. Rendered pictures: figures for rendered pictures.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from inspector.errors import InputError
from inspector.imaging.scale import PICK_PX, PICK_SIDE, find_card
from inspector.records import SCALE_CARDS, Point

if TYPE_CHECKING:
    from tests.inspector.imaging.scale_scenes import Scene

SCENES = 150


def measure(scenes: int = SCENES) -> dict[str, Any]:
    """Return errors in millimetres and how many of them the stated doubt covers."""
    rng = np.random.default_rng(20261127)
    errors: list[float] = []
    stated: list[float] = []
    shares: list[float] = []
    refused: Counter[str] = Counter()
    for seed in range(scenes):
        scene = _scene(rng, seed)
        try:
            seen = find_card(scene.jpeg())
        except InputError as error:
            refused[error.code] += 1
            continue
        for _ in range(4):
            start, end = _points(rng, scene)
            truth = math.dist(start, end) * scene.printed
            above = float(rng.normal(0, 1.0))
            spots = [_picked(rng, scene, point, above) for point in (start, end)]
            try:
                length = seen.length(*spots)
            except InputError as error:
                refused[error.code] += 1
                continue
            errors.append(float(length.mm) - truth)
            stated.append(float(length.uncertainty_mm))
            shares.append(abs(errors[-1]) / truth)
    off = np.abs(errors)
    return {
        "scenes": scenes,
        "lengths": len(errors),
        "error_mm_median": _two(np.median(off)),
        "error_mm_p95": _two(np.percentile(off, 95)),
        "error_mm_mean": _two(np.mean(errors)),
        "error_percent_median": _two(100 * np.median(shares)),
        "error_percent_p95": _two(100 * np.percentile(shares, 95)),
        "stated_mm_median": _two(np.median(stated)),
        "covered_percent": _two(100 * np.mean(off <= stated)),
        "refused": dict(refused),
    }


def _scene(rng: np.random.Generator, seed: int) -> Scene:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.inspector.imaging.scale_scenes import Scene  # the renderer is shared with the tests

    card = SCALE_CARDS[int(rng.integers(2))]
    return Scene(
        card=card,
        size=(2000, 1500),
        focal=float(rng.uniform(0.7, 0.85)),
        far_mm=float(rng.uniform(2.2, 6) * card.width_mm),
        tilt=float(rng.uniform(0, 50)),
        turn=float(rng.uniform(0, 360)),
        spin=float(rng.uniform(0, 360)),
        shift=tuple(rng.uniform(-0.4, 0.4, 2) * card.width_mm),
        blur=float(rng.uniform(0.5, 2.5)),
        noise=float(rng.uniform(1, 7)),
        distortion=float(rng.uniform(-0.015, 0.015)),
        printed=float(rng.uniform(1 - 0.5 / 150, 1 + 0.5 / 150)),
        seed=seed,
    )


def _points(rng: np.random.Generator, scene: Scene) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two points beside the card, as far apart as goods are wide."""
    card = scene.card
    while True:
        start, end = rng.uniform(-0.6, 1.6, (2, 2)) * (card.width_mm, card.height_mm)
        if math.dist(start, end) > card.width_mm / 4:
            return tuple(start), tuple(end)


def _picked(rng: np.random.Generator, scene: Scene, point: tuple[float, float], above: float) -> Point:
    x, y = scene.seen([point], above)[0] + rng.normal(0, PICK_PX * scene.size[0] / PICK_SIDE, 2)
    return Point.at(x / scene.size[0], y / scene.size[1])


def _two(value: object) -> float:
    return round(float(value), 2)  # type: ignore[arg-type]
