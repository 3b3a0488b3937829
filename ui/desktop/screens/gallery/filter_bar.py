"""The gallery's filters: stand, row, what a photo shows, who took it, how far it has come, whether it is drawn on."""

from __future__ import annotations

from PySide6.QtCore import Signal

from inspector.records import PhotoTag
from ui.desktop.i18n import tr
from ui.desktop.screens.gallery.listed import ANY, LOOSE, GalleryNow, Wanted, Way
from ui.desktop.theme.tokens import L, S
from ui.desktop.widgets import Button, Choice, IconButton, Line, Role, Sparing


class FilterBar(Sparing):
    """Five lists of words side by side, the ones for rows follow the stand; and a switch for marks."""

    changed = Signal(object)
    """Wanted"""
    recordings_asked = Signal()
    """Film and sound shall be shown instead."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._wanted = Wanted()
        self._stand = self._choice("stand", 122)
        self._item = self._choice("item", 122)
        self._tag = self._choice("tag", 122)
        self._officer = self._choice("officer", 122)
        self._way = self._choice("way", 122)
        self._drawn = Button(tr("ui.gallery.drawn_only"), icon="pen-line")
        self._drawn.setCheckable(True)
        self._drawn.setProperty("kind", "segment")
        self._all = IconButton("x", tr("ui.gallery.all"))
        self._count = Line("", Role.CAPTION)
        self._recordings = Button("", icon="film")
        for part in (
            self._stand,
            self._item,
            self._tag,
            self._officer,
            self._way,
        ):
            self.row.addWidget(part, 1)
        self.row.addWidget(self._drawn)
        self.row.addWidget(self._all)
        self.row.addStretch(1)
        self.row.addWidget(self._count)
        self.row.addWidget(self._recordings)
        self.row.setContentsMargins(L, S, L, S)
        self.spare((self._drawn, self._recordings))
        self._drawn.clicked.connect(lambda _: self._chosen())
        self.show_recordings(0)
        self._recordings.clicked.connect(self.recordings_asked)
        self._all.clicked.connect(lambda: self.set_wanted(Wanted(), tells=True))
        self._tag.set_choices(
            (("", tr("ui.gallery.any_tag")), *((t.value, tr(f"ui.tag.{t}")) for t in PhotoTag))
        )
        self._way.set_choices(
            (("", tr("ui.gallery.any_way")), *((way.value, tr(f"ui.gallery.way.{way}")) for way in Way))
        )

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        return self._wanted

    def show_words(self, now: GalleryNow) -> None:
        """Offer the stands, rows and officers there are."""
        stands = sorted(now.inspections.values(), key=lambda each: each.booth)
        self._stand.set_choices(
            (
                (ANY, tr("ui.gallery.any_stand")),
                *((each.id, f"{each.hall} {each.booth}".strip()) for each in stands),
            )
        )
        self._officer.set_choices(
            ((ANY, tr("ui.gallery.any_officer")), *((each.id, each.name) for each in now.officers.values()))
        )
        self._offer_items(now)
        self._show()

    def show_count(self, shown: int, all_of_them: int) -> None:
        """Say how many photos pass."""
        code = "ui.gallery.count" if shown == all_of_them else "ui.gallery.count_of"
        self._count.setText(tr(code, shown=shown, count=all_of_them))

    def show_recordings(self, count: int) -> None:
        """Say how many recordings there are besides the photos."""
        self._recordings.set_text(tr("ui.recording.open", count=count))

    def set_wanted(self, wanted: Wanted, *, tells: bool = False) -> None:
        """Ask for something else."""
        self._wanted = wanted
        self._show()
        if tells:
            self.changed.emit(wanted)

    def _choice(self, name: str, width: int) -> Choice:
        choice = Choice()
        choice.setAccessibleName(tr(f"ui.gallery.by_{name}"))
        choice.setMinimumWidth(width)
        choice.setMaximumWidth(width + 60)
        choice.activated.connect(lambda _: self._chosen())
        return choice

    def _chosen(self) -> None:
        before = self._wanted
        stand = str(self._stand.currentData() or "")
        wanted = Wanted(
            inspection_id=stand,
            item=str(self._item.currentData() or "") if stand == before.inspection_id else ANY,
            tag=str(self._tag.currentData() or ""),
            officer_id=str(self._officer.currentData() or ""),
            way=str(self._way.currentData() or ""),
            drawn_only=self._drawn.isChecked(),
        )
        if wanted != before:
            self.set_wanted(wanted, tells=True)

    def _offer_items(self, now: GalleryNow) -> None:
        rows = now.items_of(self._wanted.inspection_id) if self._wanted.inspection_id else ()
        self._item.set_choices(
            (
                (ANY, tr("ui.gallery.any_item")),
                (LOOSE, tr("ui.gallery.loose")),
                *((item.id, f"{item.position}　{item.label_name}") for item in rows),
            )
        )

    def offer_items(self, now: GalleryNow) -> None:
        """Offer the rows of the stand asked for."""
        self._offer_items(now)
        self._show()

    def _show(self) -> None:
        wanted = self._wanted
        for choice, value in (
            (self._stand, wanted.inspection_id),
            (self._item, wanted.item),
            (self._tag, wanted.tag),
            (self._officer, wanted.officer_id),
            (self._way, wanted.way),
        ):
            choice.setCurrentIndex(max(choice.findData(value), 0))
        self._drawn.setChecked(wanted.drawn_only)
        self._all.setEnabled(not wanted.is_all)
