"""Bars across the popup: a notice, a problem, a link to confirm. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from tray_router.window.controls import ActionButton, IconButton, WrappedLabel
from tray_router.window.failure_card import FailureCard
from tray_router.window.icons import Icon

SAFE_SCHEMES = ("http", "https", "mailto")
SHOWN_ADDRESS_CHARACTERS = 160


class NoticeBar(QFrame):
    """One calm sentence about the capture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text = WrappedLabel("noticeText")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.addWidget(self._text)

    def show_text(self, text: str) -> None:
        self._text.set_text(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class ProblemBar(FailureCard):
    """An error that belongs to no question; can be dismissed."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("problem", parent)
        self._close = IconButton(Icon.CLOSE, "Dismiss", self)
        self._close.setObjectName("problemDismiss")
        self._close.clicked.connect(self.dismissed)
        column = self.layout()
        if column is not None:
            column.setContentsMargins(12, 10, 12 + self._close.width(), 10)

    def resizeEvent(self, event: object) -> None:
        self._close.move(self.width() - self._close.width() - 4, 4)


class LinkBar(QFrame):
    """Asks before an address is opened; it is shown whole, as plain text."""

    confirmed = Signal(QUrl)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("linkBar")
        self._address = QUrl()
        self._text = WrappedLabel("linkText")
        self._open = ActionButton("linkOpen", "Open")
        self._cancel = ActionButton("linkCancel", "Cancel")
        self._open.clicked.connect(self._confirm)
        self._cancel.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(6)
        row.addWidget(self._text, 1)
        row.addWidget(self._open)
        row.addWidget(self._cancel)

    def ask(self, address: str) -> None:
        """Shows the address; only web and mail addresses can be opened."""
        url = QUrl(address, QUrl.ParsingMode.StrictMode)
        self._address = url if is_safe(url) else QUrl()
        shown = shown_address(address)
        can_open = not self._address.isEmpty()
        self._text.set_text(f"Open “{shown}”?" if can_open else f"This address cannot be opened from here: {shown}")
        self._open.setVisible(can_open)
        self.setAccessibleName(self._text.text())
        self.show()
        (self._open if can_open else self._cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        self.confirmed.emit(self._address)


def shown_address(address: str) -> str:
    """An address in its true spelling (look-alike letters encoded), cut where it is very long."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    plain = url.toDisplayString(QUrl.ComponentFormattingOption.FullyEncoded) if url.isValid() else address
    return plain if len(plain) <= SHOWN_ADDRESS_CHARACTERS else plain[:SHOWN_ADDRESS_CHARACTERS] + "…"


def is_safe(url: QUrl) -> bool:
    """True for complete web and mail addresses; everything else could reach files or programs."""
    if not url.isValid() or url.scheme().lower() not in SAFE_SCHEMES:
        return False
    return url.scheme().lower() == "mailto" or bool(url.host())
