"""Words beside lengths that lie close stand apart, near their lengths and inside the picture."""

from itertools import combinations

from PySide6.QtCore import QPointF, QRectF, QSizeF

from ui.desktop.screens.inspection.label_places import Wanted, label_places

ROOM = QRectF(8, 8, 704, 524)
SIZE = QSizeF(180, 32)


def across(x: float, y: float, half: float = 60) -> Wanted:
    """A level length about a point."""
    return Wanted(QPointF(x - half, y), QPointF(x + half, y), SIZE)


def test_a_label_alone_stands_below_its_point_without_a_line() -> None:
    (place,) = label_places([across(300, 200)], ROOM, off=12)
    assert (place.box.center().x(), place.box.top(), place.leader) == (300, 212, None)


def test_labels_of_lengths_that_lie_close_cover_nothing_of_each_other() -> None:
    wanted = [across(300 + 9 * number, 200 + 7 * number) for number in range(6)]
    places = label_places(wanted, ROOM, off=12)
    assert not any(one.box.intersects(other.box) for one, other in combinations(places, 2))
    far = [place for place in places if place.leader is not None]
    assert far, "some had to go farther away"
    for place in far:
        _, end = place.leader or (QPointF(), QPointF())
        assert place.box.adjusted(-1, -1, 1, 1).contains(end), "a line leads to it"


def test_labels_at_an_edge_stay_inside_and_apart() -> None:
    wanted = [across(x, y, 4) for x, y in ((706, 528), (700, 530), (12, 10), (14, 12))]
    places = label_places(wanted, ROOM, off=12)
    assert all(ROOM.contains(place.box) for place in places)
    assert not any(one.box.intersects(other.box) for one, other in combinations(places, 2))


def test_a_label_does_not_stand_on_the_length_beside_it() -> None:
    """Two level lengths, one close below the other: below the first is the second's line."""
    first, second = label_places([across(300, 200), across(300, 222)], ROOM, off=12)
    assert first.box.bottom() < 200, "above its own"
    assert second.box.top() > 222, "below its own"
