"""A layer of marks over one photo, with what was done last and can be taken back.

The original is never touched: a layer names its hash and lies beside it in the journal. Every change is
journalled whole, so the journal holds each state the layer ever had; the record itself keeps the last
steps, so that undo and redo work after a restart and on another device.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from inspector.errors import InputError
from inspector.records.drawing import Drawing, Mark, require_drawable

STEPS_KEPT = 50
"""Steps that can be taken back; what is older stands."""


@dataclass(frozen=True)
class Step:
    """One thing done: a mark put down, or put anew under its number, or (`put` is None) taken away.

    With `restored` the whole layer was put back as it once stood, and `number` is 0.
    """

    number: int
    put: Mark | None = None
    restored: tuple[Mark, ...] | None = None


@dataclass(frozen=True)
class PhotoLayer:
    """Marks over one photo as they stand after the first `done` of the steps."""

    id: str
    inspection_id: str
    photo_id: str
    photo_sha256: str
    """Of the original the marks were drawn over."""
    width: int
    """Of the original stood upright, pixels."""
    height: int
    made: datetime
    made_by: str
    """Officer id."""
    base: tuple[Mark, ...] = ()
    """What stood before the first step kept."""
    steps: tuple[Step, ...] = ()
    done: int = 0
    last_number: int = 0
    """The highest number ever given to a mark here."""
    revision: int = 0
    """Counts every change, undo and redo too."""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return what is seen, the lowest first; a mark put anew keeps its place."""
        seen = {mark.number: mark for mark in self.base}
        for step in self.steps[: self.done]:
            if step.restored is not None:
                seen = {mark.number: mark for mark in step.restored}
            elif step.put is None:
                seen.pop(step.number, None)
            else:
                seen[step.number] = step.put
        return tuple(seen.values())

    @property
    def drawing(self) -> Drawing:
        """Return what is seen, on its canvas."""
        return Drawing(self.width, self.height, self.marks)

    @property
    def can_undo(self) -> bool:
        """Tell whether a step can be taken back."""
        return self.done > 0

    @property
    def can_redo(self) -> bool:
        """Tell whether a step was taken back and can be done again."""
        return self.done < len(self.steps)


def put(layer: PhotoLayer, mark: Mark) -> PhotoLayer:
    """Return the layer with a mark put down, or put anew under a number that is there.

    Raises:
        InputError: `layer.number` if the number is neither there nor the next one; else as `require_drawable`.
    """
    there = {each.number for each in layer.marks}
    if mark.number not in there and mark.number != layer.last_number + 1:
        raise InputError("layer.number", mark=mark.number)
    changed = _after(layer, Step(mark.number, mark))
    changed = replace(changed, last_number=max(layer.last_number, mark.number))
    require_drawable(changed.drawing)
    return changed


def take(layer: PhotoLayer, number: int) -> PhotoLayer:
    """Return the layer without one mark; `InputError("layer.unknown_mark")` if it is not there."""
    if number not in {each.number for each in layer.marks}:
        raise InputError("layer.unknown_mark", mark=number)
    return _after(layer, Step(number))


def undo(layer: PhotoLayer) -> PhotoLayer:
    """Return the layer before its last step; `InputError("layer.nothing_to_undo")` if there is none."""
    if not layer.can_undo:
        raise InputError("layer.nothing_to_undo")
    return replace(layer, done=layer.done - 1, revision=layer.revision + 1)


def redo(layer: PhotoLayer) -> PhotoLayer:
    """Return the layer with the step taken back last; `InputError("layer.nothing_to_redo")` if there is none."""
    if not layer.can_redo:
        raise InputError("layer.nothing_to_redo")
    return replace(layer, done=layer.done + 1, revision=layer.revision + 1)


def restore(layer: PhotoLayer, marks: tuple[Mark, ...]) -> PhotoLayer:
    """Return the layer with its marks as they stood at an earlier state: one step more, which undo takes back.

    Raises:
        InputError: `layer.number` if a mark was never on this layer; else as `require_drawable`.
    """
    unknown = [mark.number for mark in marks if mark.number > layer.last_number]
    if unknown:
        raise InputError("layer.number", mark=unknown[0])
    changed = _after(layer, Step(0, restored=marks))
    require_drawable(changed.drawing)
    return changed


def require_layer(layer: PhotoLayer) -> None:
    """Make sure a layer is whole: what is seen now, and after each undo and redo.

    Raises:
        InputError: `layer.steps` with `why` if steps, counts and numbers do not fit together; else as
            `require_drawable`.
    """
    if not 0 <= layer.done <= len(layer.steps) <= STEPS_KEPT:
        raise InputError("layer.steps", why="done")
    numbers = [
        *(mark.number for mark in layer.base),
        *(step.number for step in layer.steps),
        *(mark.number for step in layer.steps for mark in step.restored or ()),
    ]
    if max(numbers, default=0) > layer.last_number or layer.revision < layer.done:
        raise InputError("layer.steps", why="numbers")
    for done in range(len(layer.steps) + 1):
        require_drawable(replace(layer, done=done).drawing)
    for place, step in enumerate(layer.steps):
        if not _fits(step, replace(layer, done=place)):
            raise InputError("layer.steps", why=f"step {place + 1}")


def _fits(step: Step, before: PhotoLayer) -> bool:
    """Tell whether a step says one thing only, about marks that were there."""
    if step.restored is not None:
        return step.put is None and step.number == 0
    if step.put is not None:
        return step.put.number == step.number
    return step.number in {mark.number for mark in before.marks}


def _after(layer: PhotoLayer, step: Step) -> PhotoLayer:
    """Add a step behind those done; what was taken back is gone, and the oldest step is folded in."""
    steps = (*layer.steps[: layer.done], step)
    base = layer.base
    if len(steps) > STEPS_KEPT:
        base, steps = replace(layer, steps=steps, done=1).marks, steps[1:]
    return replace(layer, base=base, steps=steps, done=len(steps), revision=layer.revision + 1)


@dataclass(frozen=True)
class CopyWords:
    """What a copy with marks says of itself."""

    lines: tuple[str, ...]
    """Of the strip beneath the picture."""
    original_sha256: str
    description: str
    """For the file's metadata."""
