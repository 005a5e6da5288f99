"""Small parts of the dashboard: figures with a caption, section titles, choices of one, empty pages. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tray_router.window.controls import Caption, WrappedLabel, make_small
from tray_router.window.dashboard.paint import tabular
from tray_router.window.theme import scaled

FIGURE_SCALE = 1.5
TITLE_SCALE = 1.02
CAPTION_SCALE = 0.88
TEXT_SCALE = 0.94
TILE_GAP = 20
NARROWEST_TILE = 100
FEWEST_TILES = 3


class Tile(QFrame):
    """A figure, and below it what it is."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tile")
        self._caption_text = caption
        self._figure = Caption("tileFigure")
        self._figure.setFont(tabular(scaled(self.font(), FIGURE_SCALE)))
        self._caption = Caption("tileCaption")
        self._caption.set_text(caption)
        make_small(self._caption, CAPTION_SCALE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._figure)
        column.addWidget(self._caption)

    def show_figure(self, figure: str, caption: str = "", tooltip: str = "") -> None:
        """Shows the figure; the caption stays when none is given."""
        self._caption_text = caption or self._caption_text
        self._figure.set_text(figure)
        self._caption.set_text(self._caption_text)
        self.setToolTip(tooltip)
        self.setAccessibleName(f"{self._caption_text}: {figure}")
        self.setAccessibleDescription(tooltip)


class Tiles(QWidget):
    """Figures side by side, all of one width."""

    def __init__(self, names: Sequence[str], captions: Sequence[str]) -> None:
        super().__init__()
        self._tiles = {name: Tile(caption) for name, caption in zip(names, captions, strict=True)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TILE_GAP)
        for tile in self._tiles.values():
            tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(tile, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the last ones give way, before their figures are cut."""
        fitting = max(FEWEST_TILES, (event.size().width() + TILE_GAP) // (NARROWEST_TILE + TILE_GAP))
        for number, tile in enumerate(self._tiles.values()):
            tile.setVisible(number < fitting)
        super().resizeEvent(event)

    def __getitem__(self, name: str) -> Tile:
        return self._tiles[name]


class SectionTitle(QLabel):
    """The title of a section."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("sectionTitle")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(scaled(self.font(), TITLE_SCALE, bold=True))


class Choice(QWidget):
    """One of a few: flat buttons of which one is pressed; Left and Right move on."""

    chosen = Signal(int)

    def __init__(self, name: str, texts: Sequence[str], object_name: str = "choice") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for number, text in enumerate(texts):
            button = QPushButton(text)
            button.setObjectName(object_name)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setAccessibleName(f"{name}: {text}")
            make_small(button, TEXT_SCALE)
            self._group.addButton(button, number)
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(self.chosen)

    def show_chosen(self, number: int) -> None:
        """Marks one without telling."""
        button = self._group.button(number)
        if button is not None:
            button.setChecked(True)

    def choose(self, number: int) -> None:
        """As if it had been pressed."""
        button = self._group.button(number)
        if button is not None:
            button.click()

    @property
    def current(self) -> int:
        """The number of the one that is pressed; -1 for none."""
        return self._group.checkedId()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        button = self._group.button(self.current + step) if step is not None else None
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)
            button.click()
        else:
            super().keyPressEvent(event)


class EmptyPage(QWidget):
    """What a page says when there is nothing to show: a title, a sentence, and perhaps a command to copy."""

    def __init__(self, title: str, text: str, command: str = "") -> None:
        super().__init__()
        self._title = SectionTitle(title)
        self._text = WrappedLabel("emptyText")
        self._text.set_text(text)
        self._command = WrappedLabel("emptyCommand")
        self._command.set_text(command)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 40, 0, 0)
        column.setSpacing(8)
        for part in (self._title, self._text, self._command):
            part.setMaximumWidth(560)
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(part, 4)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)

    def show_text(self, title: str, text: str) -> None:
        """Another title and sentence."""
        self._title.setText(title)
        self._text.set_text(text)
