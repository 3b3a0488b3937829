"""The one style sheet; `{name}` is filled from the tokens of the look."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from ui.desktop.theme.tokens import BODY, CAPTION, CARD_RADIUS, PAGE, RADIUS, SECTION, Look, Tokens

_SHEET = Template("""
* { font-size: ${body}px; }
QToolTip { background: $text; color: $surface; border: 0; padding: 4px 8px; font-size: ${caption}px; }

QLabel { background: transparent; color: $text; }
QLabel[role="page"] { font-size: ${page}px; font-weight: 700; }
QLabel[role="section"] { font-size: ${section}px; font-weight: 700; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="caption"] { font-size: ${caption}px; color: $muted; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="figure"] { font-size: ${page}px; font-weight: 700; }
QLabel[role="problem"] { font-size: ${caption}px; color: $danger; }
QLabel[role="code"] { font-size: ${page}px; font-weight: 700; letter-spacing: 2px; }

QFrame[role="card"] { background: $surface; border: ${edge}px solid $line; border-radius: ${card_radius}px; }
QFrame[role="card"][lit="true"] { border: 2px solid $accent; }
QFrame[role="rule"] { background: $line; border: 0; min-height: 1px; max-height: 1px; }
QFrame[role="bar"] { background: $surface; border: 0; border-bottom: ${edge}px solid $line; }
QWidget[role="rail"] { background: $surface; border: 0; border-right: ${edge}px solid $line; }
QWidget[role="side"] { background: $surface; border: 0; border-left: ${edge}px solid $line; }
QWidget[role="peek"] { background: $surface; border: 1px solid $line_strong; }
QFrame[role="banner"] { border: ${edge}px solid transparent; border-radius: ${radius}px; background: transparent; }
QFrame[role="banner"][tone="ok"] { background: $ok_soft; border-color: $ok_edge; }
QFrame[role="banner"][tone="warn"] { background: $warn_soft; border-color: $warn_edge; }
QFrame[role="banner"][tone="danger"] { background: $danger_soft; border-color: $danger_edge; }
QFrame[role="banner"][tone="accent"] { background: $accent_soft; border-color: $accent_edge; }

QPushButton { min-height: 42px; padding: 0 15px; border-radius: ${radius}px; border: 1px solid $line_strong;
  background: $surface; color: $text; text-align: center; }
QPushButton:hover { background: $bg; border-color: $text; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:disabled { color: $muted; border: 1px $disabled_edge $line; background: $bg; }
QPushButton:focus { border: 2px solid $accent; padding: 0 14px; min-height: 40px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 700; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $focus_on_accent; }
QPushButton[kind="primary"]:disabled { background: $disabled; color: $muted; border: 1px $disabled_edge $line; }
QPushButton[kind="danger"] { color: $danger; border-color: $danger; }
QPushButton[kind="danger"]:hover { background: $danger_soft; }
QPushButton[kind="plain"] { background: transparent; border-color: transparent; color: $accent; padding: 0 7px; }
QPushButton[kind="plain"]:hover { background: $accent_soft; }
QPushButton[kind="plain"]:focus { border: 2px solid $accent; padding: 0 6px; }
QPushButton[kind="plain"]:disabled { color: $muted; }
QPushButton[kind="icon"] { background: transparent; border-color: transparent; padding: 0; min-width: 42px; }
QPushButton[kind="icon"]:hover { background: $accent_soft; }
QPushButton[kind="icon"]:focus { border: 2px solid $accent; padding: 0; min-width: 40px; }
QPushButton[kind="segment"] { border-color: $line_strong; background: $surface; }
QPushButton[kind="segment"]:disabled { border-color: $line; background: $bg; }
QPushButton[kind="segment"]:checked { background: $accent_soft; color: $accent; border: 2px solid $accent;
  padding: 0 14px; min-height: 40px; font-weight: 700; }
QPushButton[kind="segment"]:checked:focus { border-color: $text; }
QPushButton[kind="nav"] { text-align: left; border: 0; border-radius: ${radius}px; padding: 0 12px; min-height: 44px;
  background: transparent; color: $muted; }
QPushButton[kind="nav"]:hover { background: $bg; color: $text; }
QPushButton[kind="nav"]:checked { background: $accent_soft; color: $accent; font-weight: 700; }
QPushButton[kind="nav"]:focus { border: 2px solid $accent; padding: 0 10px; min-height: 40px; }
QPushButton[kind="step"] { border: 0; border-radius: ${radius}px; padding: 0 12px; min-height: 44px;
  background: transparent; color: $muted; }
QPushButton[kind="step"]:hover { background: $bg; color: $text; }
QPushButton[kind="step"]:checked { background: $accent_soft; color: $accent; font-weight: 700; }
QPushButton[kind="step"]:focus { border: 2px solid $accent; padding: 0 10px; min-height: 40px; }
QPushButton[kind="row"] { text-align: left; border: 0; border-radius: ${radius}px; padding: 0; background: transparent; }
QPushButton[kind="row"]:hover { background: $bg; }
QPushButton[kind="row"]:focus { border: 2px solid $accent; padding: 0; }

QPushButton[kind="side"], QFrame[role="cell"] { text-align: left; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0; background: $surface; }
QPushButton[kind="side"] { border-color: $line_strong; }
QPushButton[kind="side"]:hover { background: $bg; }
QPushButton[kind="side"]:checked { border: 2px solid $accent; background: $accent_soft; }
QPushButton[kind="side"]:focus { border: 2px solid $accent; }
QPushButton[kind="side"]:checked:focus { border-color: $text; }
QFrame[role="cell"][lit="true"] { border: 2px solid $accent; background: $accent_soft; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $surface; color: $text;
  border: 1px solid $line_strong; border-radius: ${radius}px; padding: 0 12px; min-height: 42px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: 8px 11px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $accent; padding: 0 11px; min-height: 40px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 7px 10px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"], QPlainTextEdit[wrong="true"] {
  border: 2px solid $danger; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"] { padding: 0 11px; min-height: 40px; }
QLineEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus, QAbstractSpinBox[wrong="true"]:focus {
  border: 4px solid $danger; padding: 0 9px; min-height: 36px; }
QPlainTextEdit[wrong="true"]:focus { border: 4px solid $danger; padding: 5px 8px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: $bg;
  color: $muted; border-color: $line; }
QLineEdit:read-only { background: $bg; }
QLineEdit[cellEditor="true"], QComboBox[cellEditor="true"] { border: 2px solid $accent; border-radius: 0;
  padding: 0 6px; min-height: 0; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {
  border: 0; border-radius: 0; padding: 0; min-height: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: 36px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line_strong; outline: 0;
  selection-background-color: $accent_soft; selection-color: $accent; }
QComboBox QAbstractItemView::item { min-height: 40px; padding: 0 12px; }
QCheckBox { background: transparent; color: $text; spacing: 12px; min-height: 44px; }

QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: 0; }
QScrollArea[role="read"] { border: 2px solid transparent; }
QScrollArea[role="read"]:focus { border: 2px solid $accent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; margin: 2px; min-height: 44px; min-width: 44px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractItemView { background: $surface; color: $text; border: 0; outline: 0; }
QTableView { gridline-color: $line; selection-background-color: $accent_soft; selection-color: $text; }
QTableView[role="list"]::item { padding: 0 8px; }
QTableView:focus { border: 2px solid $accent; }
QListView { border: 2px solid transparent; }
QListView:focus { border: 2px solid $accent; }
QListView[role="files"] { background: $surface; color: $text; border: 1px solid $line; border-radius: ${radius}px; outline: 0; }
QListView[role="files"]:focus { border: 2px solid $accent; }
QListView[role="files"]::item { padding: 0 12px; }
QListView[role="files"]::item:selected { background: $accent_soft; color: $text; }
QHeaderView { background: $surface; }
QHeaderView::section { background: $surface; color: $muted; font-size: ${caption}px; border: 0;
  border-bottom: 1px solid $line_strong; padding: 0 8px; min-height: 36px; }
QTableCornerButton::section { background: $surface; border: 0; }

QSlider::groove:horizontal { height: 6px; border-radius: 3px; background: $track; }
QSlider::sub-page:horizontal { height: 6px; border-radius: 3px; background: $accent; }
QSlider::handle:horizontal { width: 20px; height: 20px; margin: -7px 0; border-radius: 10px; background: $accent; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: $line_strong; }
QProgressBar { border: 0; border-radius: 3px; background: $track; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QMenu { background: $surface; color: $text; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 12px 16px; border-radius: ${radius}px; }
QMenu::item:selected { background: $accent_soft; color: $accent; }
""")


def style_sheet(tokens: Tokens, look: Look) -> str:
    """Return the style sheet of a look."""
    strong = look is Look.HIGH_CONTRAST
    return _SHEET.substitute(
        asdict(tokens),
        body=BODY,
        caption=CAPTION,
        section=SECTION,
        page=PAGE,
        radius=RADIUS,
        card_radius=CARD_RADIUS,
        edge=2 if strong else 1,
        focus_on_accent=tokens.text,
        disabled=tokens.surface if strong else tokens.line,
        disabled_edge="dashed" if strong else "solid",
        track=tokens.accent_soft if strong else tokens.line,
        ok_edge=tokens.ok if strong else tokens.ok_soft,
        warn_edge=tokens.warn if strong else tokens.warn_soft,
        danger_edge=tokens.danger if strong else tokens.danger_soft,
        accent_edge=tokens.accent if strong else tokens.accent_soft,
    )
