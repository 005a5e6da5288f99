"""The message that asks for a notification: org.freedesktop.Notifications, specification 1.2. Pure, any thread."""

from __future__ import annotations

from enum import IntEnum

from dbus_fast import Message, Variant

_SERVICE, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_APP_NAME, _DESKTOP_ENTRY = "Tray Router", "tray-router"
_SERVER_DECIDES = -1


class Urgency(IntEnum):
    """By the specification; critical ones stay until the user closes them."""

    LOW = 0
    NORMAL = 1
    CRITICAL = 2


def notification(title: str, body: str, urgency: Urgency = Urgency.NORMAL) -> Message:
    """Asks for one notification. The body is plain text: servers read it as markup, so it is escaped."""
    hints = {"urgency": Variant("y", int(urgency)), "desktop-entry": Variant("s", _DESKTOP_ENTRY)}
    return Message(
        destination=_SERVICE,
        path=_PATH,
        interface=_SERVICE,
        member="Notify",
        signature="susssasa{sv}i",
        body=[_APP_NAME, 0, _DESKTOP_ENTRY, title, _escaped(body), [], hints, _SERVER_DECIDES],
    )


def _escaped(text: str) -> str:
    """As markup that shows the text. ``html.escape`` would do, but brings two thousand entity names into memory."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
