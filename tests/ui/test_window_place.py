"""The window comes back where it was, whole on a monitor that is there, whatever the file says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.errors import SystemFault
from ui.desktop.window_place import (
    Placed,
    WindowPlaces,
    keep_places,
    keep_where_it_is,
    place_on,
    remembered_places,
    show_where_it_was,
)

LEAST = QSize(1000, 600)
names = st.sampled_from(["DP-1", "HDMI-1", "eDP-1", "样"])
placed = st.builds(
    Placed,
    st.integers(-9000, 9000),
    st.integers(-9000, 9000),
    st.integers(1, 9000),
    st.integers(1, 9000),
    st.integers(0, 20),
    st.integers(0, 60),
    st.booleans(),
)
monitors = st.dictionaries(
    names,
    st.builds(
        QRect,
        st.integers(-5000, 5000),
        st.integers(-5000, 5000),
        st.integers(1100, 4000),
        st.integers(700, 3000),
    ),
    min_size=1,
)


def _with_frame(place: QRect, by: Placed) -> QRect:
    return QRect(place.topLeft(), place.size().grownBy(QMargins(0, 0, by.frame_width, by.frame_height)))


@given(st.dictionaries(names, placed, min_size=1), names, monitors, st.data())
def test_the_window_is_whole_on_one_monitor_that_is_there(
    by_monitor: dict[str, Placed], last: str, there: dict[str, QRect], data: st.DataObject
) -> None:
    primary = data.draw(st.sampled_from(sorted(there)))
    found = place_on(WindowPlaces(last, by_monitor), there, primary, LEAST)
    if last not in by_monitor:
        assert found is None
        return
    assert found is not None
    monitor = last if last in there else primary
    assert there[monitor].contains(_with_frame(found[0], by_monitor.get(monitor, by_monitor[last])))
    assert found[0].width() >= LEAST.width()
    assert found[0].height() >= LEAST.height()


@given(
    st.integers(0, 200), st.integers(0, 100), st.integers(1000, 1200), st.integers(600, 900), st.booleans()
)
def test_what_fits_comes_back_to_the_point(x: int, y: int, width: int, height: int, fills: bool) -> None:
    place = Placed(x, y, width, height, 2, 30, fills)
    there = {"A": QRect(0, 0, 800, 600), "B": QRect(800, 40, 1920, 1080)}
    found = place_on(WindowPlaces().with_place("B", place), there, "A", LEAST)
    assert found == (QRect(800 + x, 40 + y, width, height), fills)


def test_each_monitor_has_a_place_of_its_own(tmp_path: Path) -> None:
    small, wide = Placed(0, 0, 1100, 700, 0, 0, True), Placed(50, 60, 1500, 900, 0, 0)
    places = WindowPlaces().with_place("laptop", small).with_place("desk", wide)
    keep_places(tmp_path, places)
    assert remembered_places(tmp_path) == places
    screens = {"laptop": QRect(0, 0, 1366, 768), "desk": QRect(1366, 0, 1920, 1080)}
    assert place_on(places, screens, "laptop", LEAST) == (QRect(1416, 60, 1500, 900), False)
    del screens["desk"]
    assert place_on(places, screens, "laptop", LEAST) == (QRect(0, 0, 1100, 700), True)
    assert len(json.loads((tmp_path / "window").read_bytes())["monitors"]) == 2


def test_a_monitor_never_met_gets_the_size_in_its_middle() -> None:
    places = WindowPlaces().with_place("gone", Placed(3000, 2000, 1200, 700, 0, 0))
    assert place_on(places, {"new": QRect(0, 0, 1400, 900)}, "new", LEAST) == (
        QRect(100, 100, 1200, 700),
        False,
    )


def test_only_so_many_monitors_are_kept() -> None:
    places = WindowPlaces()
    for number in range(40):
        places = places.with_place(str(number), Placed(0, 0, 1, 1, 0, 0))
    assert list(places.by_monitor) == [str(number) for number in range(28, 40)]


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b'{"last": "A"}',
        b'{"last": "A", "monitors": {"A": [0, 0]}}',
        b'{"last": "A", "monitors": {"A": [0, 0, 0, 0, 0, 0, false]}}',
        b'{"last": "A", "monitors": {"A": [1e999, 0, 9, 9, 0, 0, false]}}',
        b'{"last": "A", "monitors": {"A": [99999999999, 0, 9, 9, 0, 0, false]}}',
        b'{"last": "A", "monitors": {"A": [0, 0, 9, 9, 9999, 0, false]}}',
        b"[" * 20_000,
    ],
)
def test_a_file_that_makes_no_sense_is_no_place(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "window").write_bytes(written)
    assert remembered_places(tmp_path) == WindowPlaces()


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemFault, match="window_place_not_kept"):
        keep_places(tmp_path / "absent", WindowPlaces())


def test_a_real_window_comes_back(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    for window in (first, second):
        qtbot.addWidget(window)
    room = first.screen().availableGeometry()
    first.resize(room.size() / 2)
    first.move(room.topLeft() + room.center() / 4)
    show_where_it_was(first, tmp_path, fills_by_default=False)
    keep_where_it_is(first, tmp_path)
    show_where_it_was(second, tmp_path, fills_by_default=True)
    assert not second.isMaximized()
    assert second.normalGeometry() == first.normalGeometry()
    assert set(json.loads((tmp_path / "window").read_bytes())) == {"last", "monitors"}
