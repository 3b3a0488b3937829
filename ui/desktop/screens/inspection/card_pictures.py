"""The small pictures of files on a card, decoded in the limited worker before anything is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtGui import QImage

from inspector.actions.look_at_card import Card, CardFile, CardLook
from inspector.errors import InputError
from ui.desktop.i18n import tr
from ui.desktop.small_pictures import Found


class CardPictures:
    """The card looked at now; `turn_to` another one at any time."""

    def __init__(self) -> None:
        self._shown: tuple[Card | None, Mapping[str, CardFile]] = (None, {})

    def turn_to(self, card: Card | None, look: CardLook) -> None:
        """Read from this card from now on."""
        self._shown = card, {str(file.path): file for file in look.files}

    def known(self, file_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
        """Yield that each has to be made: nothing of a card is kept."""
        return ((file_id, Found(None, is_to_be_made=True)) for file_id in file_ids)

    def made(self, file_ids: Sequence[str]) -> Iterator[tuple[str, Found]]:
        """Decode pictures; what cannot be is told in a few words, and in full when it is taken."""
        card, files = self._shown
        for file_id in file_ids:
            file = files.get(file_id)
            try:
                jpeg = b"" if card is None or file is None else card.picture(file)
            except InputError:
                jpeg = b""
            picture = QImage.fromData(jpeg)
            yield file_id, Found(picture, tr("ui.photos.no_picture") if picture.isNull() else "")
