"""The window as a screen reader has it: what stands where, under which name, in which state.

The journeys look at the program through this and through nothing else. What cannot be found here cannot be found by
somebody who does not see the screen either, and no door is built into the product for the tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from jeepney import DBusAddress, Message, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT = "org.a11y.atspi.Component"
_TEXT = "org.a11y.atspi.Text"
_VALUE = "org.a11y.atspi.Value"
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_SCREEN = 0
"""Places are asked for in points of the screen."""
_CHECKED, _ENABLED, _FOCUSED, _SELECTED, _SHOWING = 4, 8, 12, 23, 25
"""Bits of a state (AtspiStateType)."""

Address = tuple[str, str]


class Place(NamedTuple):
    """A rectangle of the screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where one presses it."""
        return self.x + self.width // 2, self.y + self.height // 2

    def within(self, other: Place) -> Place:
        """Return what of it lies inside another."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Place(left, top, max(0, right - left), max(0, bottom - top))


@dataclass(frozen=True)
class Thing:
    """Something in the window that shows."""

    address: Address
    role: str
    name: str
    states: int
    place: Place
    seen: Place
    """The part of its place that what stands around it does not cut off."""
    depth: int

    def _is(self, bit: int) -> bool:
        return bool(self.states >> bit & 1)

    @property
    def is_enabled(self) -> bool:
        """Tell whether it can be used."""
        return self._is(_ENABLED)

    @property
    def is_focused(self) -> bool:
        """Tell whether the keyboard goes to it."""
        return self._is(_FOCUSED)

    @property
    def is_in_sight(self) -> bool:
        """Tell whether its middle can be pressed without scrolling."""
        x, y = self.place.middle
        return (
            self.seen.x <= x < self.seen.x + self.seen.width
            and self.seen.y <= y < self.seen.y + self.seen.height
        )

    @property
    def is_checked(self) -> bool:
        """Tell whether it is ticked or pressed in."""
        return self._is(_CHECKED)


class Reader:
    """Asks one program what is in its window."""

    def __init__(self, bus: str) -> None:
        self._bus: DBusConnection = open_dbus_connection(bus)
        self._program: Address | None = None

    def close(self) -> None:
        """Hang up."""
        self._bus.close()

    def is_there(self) -> bool:
        """Tell whether the program has a window and talks."""
        if self._program is None:
            programs = self._ask([self._call(_REGISTRY, _ACCESSIBLE, "GetChildren")])[0]
            self._program = programs[0][-1] if programs and programs[0] else None
        return self._program is not None and bool(self.things())

    def answers(self) -> None:
        """Return once the program's window thread has answered a question: it is then done with what came before."""
        assert self._program is not None
        self._ask([self._call(self._program, _ACCESSIBLE, "GetState")])

    def things(self) -> list[Thing]:
        """Return everything that shows, from the frame inwards."""
        assert self._program is not None
        found: list[Thing] = []
        level = self._children({self._program: _EVERYWHERE})
        depth = 0
        while level:
            shown = self._described(level, depth)
            found += shown
            level = self._children(
                {thing.address: thing.seen for thing in shown if thing.role not in _LEAVES}
            )
            depth += 1
        return found

    def text_of(self, thing: Thing) -> str:
        """Return what stands in a field."""
        return str(self._ask([self._call(thing.address, _TEXT, "GetText", "ii", (0, -1))])[0][0])

    def is_where_it_was(self, thing: Thing) -> bool:
        """Tell whether something still stands in its place: a page that was just built is laid out a moment later."""
        (place,) = self._ask([self._call(thing.address, _COMPONENT, "GetExtents", "u", (_SCREEN,))])
        return place is not None and Place(*place[0]) == thing.place

    def _described(self, level: Mapping[Address, Place], depth: int) -> list[Thing]:
        """Return those of a level that show; `level` says what cuts each off."""
        calls = []
        for address in level:
            about = DBusAddress(address[1], address[0], _ACCESSIBLE)
            calls += [
                self._call(address, _ACCESSIBLE, "GetRoleName"),
                Properties(about).get("Name"),
                self._call(address, _ACCESSIBLE, "GetState"),
                self._call(address, _COMPONENT, "GetExtents", "u", (_SCREEN,)),
            ]
        answers = iter(self._ask(calls))
        shown = []
        for address, role, name, states, place in zip(level, *[answers] * 4, strict=False):
            if not (role and name and states and place):
                continue  # gone between two questions
            low, high = states[0]
            where = Place(*place[0])
            thing = Thing(
                address, role[0], name[0][1], low | high << 32, where, where.within(level[address]), depth
            )
            if thing._is(_SHOWING):
                shown.append(thing)
        return shown

    def _children(self, parents: Mapping[Address, Place]) -> dict[Address, Place]:
        """Return the children of things, each with what its parent lets be seen."""
        answers = self._ask([self._call(parent, _ACCESSIBLE, "GetChildren") for parent in parents])
        return {
            (child[0], child[1]): seen
            for seen, answer in zip(parents.values(), answers, strict=True)
            if answer
            for child in answer[0]
        }

    @staticmethod
    def _call(
        address: Address, interface: str, method: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> Message:
        return new_method_call(DBusAddress(address[1], address[0], interface), method, signature, body)

    def _ask(self, calls: Sequence[Message]) -> list[Any]:
        """Ask all at once, and return the answers in the order asked; None for what could not be answered."""
        serials = []
        for call in calls:
            serial = next(self._bus.outgoing_serial)
            self._bus.send(call, serial=serial)
            serials.append(serial)
        wanted, answers = set(serials), {}
        while wanted:
            message = self._bus.receive()
            about = message.header.fields.get(5)  # the serial it answers
            if about in wanted:
                wanted.discard(about)
                is_answer = message.header.message_type.name == "method_return"
                answers[about] = message.body if is_answer else None
        return [answers[serial] for serial in serials]


_EVERYWHERE = Place(-100_000, -100_000, 200_000, 200_000)
_LEAVES = frozenset(
    {"label", "push button", "button", "check box", "text", "entry", "table cell", "list item", "separator"}
)
