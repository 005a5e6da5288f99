"""How the user wants the windows to look: theme, font and size of the popup. GUI thread.

Rule: what the settings say holds until the user draws the popup larger or smaller; that size is told to the daemon,
once, and holds from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from tray_router.window import x11
from tray_router.window.popup import Popup
from tray_router.window.theme import Appearance, Colours, body_font, colours, palette
from tray_router.wire.actions import ActionChip
from tray_router.wire.popup import PopupSized
from tray_router.wire.window import SetAppearance


class WishedLook:
    """The look that the daemon told last.

    Args:
        send: queues a message for the daemon.
    """

    def __init__(self, wished: SetAppearance, send: Callable[[object], None]) -> None:
        self._wished = wished
        self._send = send

    @property
    def actions(self) -> tuple[ActionChip, ...]:
        """What can be done with a capture, in the order of its keys."""
        return self._wished.actions

    def take(self, wished: SetAppearance) -> bool:
        """Other wishes from the daemon; whether they are others at all."""
        is_other = wished != self._wished
        self._wished = wished
        return is_other

    def colours(self) -> Colours:
        """The colours that suit the theme that is wished, or the desktop's."""
        theme = self._wished.theme
        return colours(Appearance(theme) if theme in set(Appearance) else Appearance.AUTO)

    def made_popup(self) -> Popup:
        """A new popup, and the whole program, in this look."""
        QApplication.setFont(body_font(self._wished.font_points))
        look = self.colours()
        QApplication.setPalette(palette(look))
        popup = Popup(look, is_composited=x11.has_compositor())
        popup.wished_width, popup.max_height = self._wished.width, self._wished.max_height
        return popup

    def still_suits(self, popup: Popup) -> bool:
        """Whether a popup that was made now would look the same."""
        return x11.has_compositor() == popup.is_composited and self.colours() is popup.look

    def remember_size(self, popup: Popup) -> None:
        """Keeps the size that the user gave the popup, if so."""
        if not popup.was_resized_by_user:
            return
        popup.was_resized_by_user = False
        width, height = popup.frame_size()
        self._wished = replace(self._wished, width=width, max_height=height)
        popup.wished_width, popup.max_height = width, height
        self._send(PopupSized(width, height))
