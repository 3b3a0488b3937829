"""Lengths by the scale card on rendered photos: right within their doubt, refused by name where they cannot be."""

from __future__ import annotations

import math

import numpy as np
import pytest

from inspector.errors import InputError
from inspector.imaging.cv import opencv
from inspector.imaging.scale import SeenCard, find_card, pattern, rectified, shows_card
from inspector.records import SCALE_CARDS, Point
from tests.inspector.imaging.scale_scenes import Scene

SMALL, LARGE = SCALE_CARDS
USUAL = Scene()


@pytest.fixture(scope="module")
def seen() -> SeenCard:
    return find_card(USUAL.jpeg())


def refusal(scene: Scene) -> str:
    with pytest.raises(InputError) as refused:
        find_card(scene.jpeg()).require_flat()
    return refused.value.code


def test_the_cards_share_no_marker() -> None:
    assert not set(SMALL.markers) & set(LARGE.markers)


@pytest.mark.parametrize(
    "scene",
    [
        USUAL,
        Scene(card=LARGE, far_mm=480, tilt=35, turn=200, spin=100),
        Scene(tilt=45, spin=185, shift=(20, 10), distortion=0.008, noise=6, blur=1.6),
    ],
)
def test_a_length_is_right_within_its_doubt(scene: Scene) -> None:
    seen = find_card(scene.jpeg())
    assert seen.card == scene.card
    for start, end in (((0, -20), (50, -20)), ((10, 60), (75, 20)), ((-20, 0), (-20, 45))):
        length = seen.length(scene.spot(start), scene.spot(end))
        assert abs(float(length.mm) - math.dist(start, end)) <= float(length.uncertainty_mm)


def test_the_doubt_grows_away_from_the_card(seen: SeenCard) -> None:
    near = seen.length(USUAL.spot((0, -10)), USUAL.spot((40, -10)))
    far = seen.length(USUAL.spot((0, -125)), USUAL.spot((40, -125)))
    assert far.uncertainty_mm > near.uncertainty_mm


def test_the_tilt_is_that_of_the_camera(seen: SeenCard) -> None:
    assert abs(seen.tilt - USUAL.tilt) <= 2


def test_the_outline_is_where_the_card_lies(seen: SeenCard) -> None:
    for corner, place in zip(seen.outline, ((0, 0), (80, 0), (80, 50), (0, 50)), strict=True):
        truth = USUAL.spot(place)
        assert math.dist((corner.x, corner.y), (truth.x, truth.y)) < 0.003


@pytest.mark.parametrize(
    ("scene", "code"),
    [
        (Scene(tilt=62), "scale.too_steep"),
        (Scene(bend_mm=4), "scale.bent"),
        (Scene(far_mm=2500), "scale.no_card"),
        (Scene(shift=(180, 0), tilt=0, spin=0), "scale.card_hidden"),
    ],
)
def test_a_card_by_which_nothing_can_be_measured_is_refused_by_name(scene: Scene, code: str) -> None:
    assert refusal(scene) == code


def test_points_that_cannot_be_measured_are_refused_by_name(seen: SeenCard) -> None:
    def why(start: Point, end: Point) -> str:
        with pytest.raises(InputError) as refused:
            seen.length(start, end)
        return refused.value.code

    assert why(USUAL.spot((0, 0)), USUAL.spot((400, 300))) == "scale.too_far"
    assert why(USUAL.spot((0, 0)), USUAL.spot((1, 1))) == "scale.too_uncertain"
    assert why(Point.at(0.3, 0.3), Point.at(0.3, 0.3)) == "scale.too_uncertain"
    steep = Scene(tilt=50, turn=0, spin=0)
    assert why_behind(steep) == "scale.behind"


def why_behind(scene: Scene) -> str:
    seen = find_card(scene.jpeg())
    with pytest.raises(InputError) as refused:
        seen.length(Point.at(0.5, 0.5), Point.at(0.5, 2))
    return refused.value.code


def test_two_cards_must_lie_in_one_plane() -> None:
    small = _decoded(Scene(tilt=0, spin=0, shift=(-70, 0)))
    flat = _decoded(Scene(card=LARGE, tilt=0, spin=0, shift=(70, 0), far_mm=260))
    higher = _decoded(Scene(card=LARGE, tilt=0, spin=0, shift=(70, 0), far_mm=235))
    half = small.shape[1] // 2 - 100
    together = _encoded(np.hstack([small[:, :half], flat[:, half:]]))
    assert find_card(together).card == LARGE
    with pytest.raises(InputError, match=r"scale\.two_planes"):
        find_card(_encoded(np.hstack([small[:, :half], higher[:, half:]])))


def test_the_straightened_picture_shows_the_card_undistorted(seen: SeenCard) -> None:
    straight = find_card(rectified(USUAL.jpeg(), seen))
    assert straight.tilt <= 3  # an arc cosine near one: a tenth of a per cent is two degrees


def test_a_picture_without_a_card_shows_none() -> None:
    assert shows_card(USUAL.jpeg())
    assert not shows_card(_encoded(np.full((400, 600), 200, np.uint8)))
    assert not shows_card(b"no picture")


def test_the_pattern_is_whole_modules_with_black_corners() -> None:
    rows = pattern(SMALL)
    assert (len(rows), len(rows[0])) == (40, 64)
    assert rows[0][:8] == (1,) * 8
    assert rows[0][8:16] == (0,) * 8


def _decoded(scene: Scene) -> np.ndarray:
    cv = opencv()
    return np.asarray(cv.imdecode(np.frombuffer(scene.jpeg(), np.uint8), cv.IMREAD_GRAYSCALE))


def _encoded(picture: np.ndarray) -> bytes:
    return bytes(opencv().imencode(".jpg", picture)[1])
