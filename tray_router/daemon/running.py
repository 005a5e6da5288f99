"""What runs in a daemon: its parts in one place, for those who start, change, command and stop them.

Rule: no behaviour here; who may touch a part is said at the part. Parts of the engine belong to its thread.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tray_router.config.load import LoadedSettings
from tray_router.config.settings import Settings
from tray_router.config.watch import ConfigWatcher
from tray_router.daemon.compose import EngineParts
from tray_router.daemon.control import ControlServer
from tray_router.daemon.hotkeys import HotkeyBinding
from tray_router.daemon.keeping import RecordKeeping
from tray_router.daemon.late_desk import LateDesk
from tray_router.daemon.live_settings import LiveSettings
from tray_router.daemon.machines import MachineSource
from tray_router.daemon.notices import Notices
from tray_router.daemon.overview import Overview
from tray_router.daemon.owner import OwnerControls
from tray_router.daemon.popup import PopupBinding
from tray_router.daemon.record_place import RecordPlace
from tray_router.daemon.tray import TrayBinding
from tray_router.desktop.session import Session
from tray_router.engine.thread import EngineThread
from tray_router.errors import DaemonError

if TYPE_CHECKING:
    from tray_router.daemon.settings_desk import SettingsDesk


class Running:
    """The parts of one daemon.

    Attributes:
        loaded: the settings at the start.
        engine, session, tray, hotkeys, notices, overview: from the start; any thread.
        machines, keeping, records: from the start; the engine's thread.
        parts, owner, popup, control, live, desk: of the engine's thread; None before they are started, and ``popup``
            and ``desk`` for ever where there is no desktop session.
    """

    tray: TrayBinding
    hotkeys: HotkeyBinding
    overview: Overview
    keeping: RecordKeeping
    records: RecordPlace

    def __init__(self, loaded: LoadedSettings, watcher: ConfigWatcher, session: Session, *, is_simulated: bool) -> None:
        self.loaded = loaded
        self.watcher = watcher
        self.session = session
        self.started_at = time.monotonic()
        self.engine = EngineThread()
        self.notices = Notices(self._notices_changed)
        self.machines = MachineSource(self.notices, is_simulated=is_simulated)
        self.parts: EngineParts | None = None
        self.owner: OwnerControls | None = None
        self.popup: PopupBinding | None = None
        self.control: ControlServer | None = None
        self.live: LiveSettings | None = None
        self.desk: LateDesk[SettingsDesk] | None = None

    @property
    def settings(self) -> Settings:
        """Those in force."""
        return self.parts.settings if self.parts is not None else self.loaded.settings

    def engine_parts(self) -> EngineParts:
        """The engine's parts.

        Raises:
            DaemonError: they are not there yet.
        """
        if self.parts is None:
            raise still_starting()
        return self.parts

    def _notices_changed(self, texts: tuple[str, ...]) -> None:
        self.tray.notices_changed(texts)

    def show_private(self) -> None:
        """Tells the tray whether anything is kept of questions."""
        self.tray.private_changed(is_private=self.keeping.is_private)


def still_starting() -> DaemonError:
    """What a client is told in the first moments."""
    return DaemonError("Tray Router is still starting.", "Try again in a moment.")
