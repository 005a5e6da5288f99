"""The settings of the tray. No I/O; any thread."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from tray_router.config.sections import Section


class TraySettings(Section, frozen=True):
    """The icon, and what it says by itself."""

    animate: Annotated[bool, Meta(description="The icon moves gently while somebody answers.")] = True
    notifications: Annotated[
        bool, Meta(description="Desktop notifications for what matters; tray, status and log say it in any case.")
    ] = True
