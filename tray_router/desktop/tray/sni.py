"""A pystray icon for Linux panels: StatusNotifierItem and dbusmenu over dbus-fast, without GTK.

Rule: ``run`` blocks the main thread in a loop of its own; ``icon``, ``title``, ``menu``, ``visible``,
``update_menu``, ``notify`` and ``stop`` may be used from any thread. Callbacks of menu items run in that loop and
must return at once. Without a bus or a panel the loop goes on and waits for one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from dbus_fast import Message, MessageType

from tray_router.desktop.notify.message import notification
from tray_router.desktop.session_bus import SessionBus
from tray_router.desktop.tray.dbus_menu import ROOT, Change, MenuModel, variants
from tray_router.desktop.tray.models import OnTrayReport, TrayReport, TrayState
from tray_router.desktop.tray.pixmaps import Pictures, pixmaps
from tray_router.desktop.tray.pystray_api import Icon
from tray_router.desktop.tray.registration import PanelRegistration
from tray_router.desktop.tray.sni_objects import ITEM, ITEM_PATH, MENU, MENU_PATH, TrayObjects
from tray_router.desktop.tray.throttle import Throttle

_log = logging.getLogger(__name__)

_ICON_INTERVAL_S, _MENU_INTERVAL_S = 0.1, 0.05
_NO_MENU_PATH = "/NO_DBUSMENU"


def _itself(icon: Any) -> Pictures:
    pictures: Pictures = icon
    return pictures


class SniIcon(Icon):  # type: ignore[misc]
    """See ``pystray.Icon``. ``icon`` may also be a sequence of pictures in several sizes, or what ``draw`` draws.

    Args:
        bus: the session bus; one of its own when not given. This icon's loop runs it.
        desktop: value of ``XDG_CURRENT_DESKTOP``, for hints.
        on_report: told of every change of ``report``, in the loop.
        draw: makes the pictures of ``icon``; called in the loop when a panel asks, once for each icon that is seen.
    """

    def __init__(
        self,
        name: str,
        icon: Any = None,
        title: str | None = None,
        menu: Any = None,
        *,
        bus: SessionBus | None = None,
        desktop: str = "",
        on_report: OnTrayReport | None = None,
        draw: Callable[[Any], Pictures] = _itself,
    ) -> None:
        super().__init__(name, icon, title, menu)
        self.bus = bus or SessionBus()
        self.bus.on_message.append(self._received)
        self._draw = draw
        self._menu_model = MenuModel()
        self._registration = PanelRegistration(
            self.bus, desktop, on_report, lambda: self._menu_model.refresh(self.menu)
        )
        self._objects = TrayObjects(self, self._menu_model)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop_wanted = threading.Event()
        self._stopping: asyncio.Event | None = None
        self._throttles: dict[str, Throttle] = {}
        self._drawn: tuple[Any, list[list[Any]]] = (None, [])

    @property
    def report(self) -> TrayReport:
        """Whether the icon can be seen, and if not, why. Any thread."""
        return self._registration.report

    def stop(self) -> None:
        """Ends ``run`` soon, also when it has not started yet. Any thread, and a signal handler."""
        self._stop_wanted.set()
        if self._running:
            super().stop()

    # --- what pystray calls, any thread -------------------------------------------------------------------

    def _run(self) -> None:
        self._loop = loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(self._main(loop))
        finally:
            self._loop = None
            self._registration.tell(TrayReport(TrayState.STOPPED))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    def _run_detached(self) -> None:
        threading.Thread(target=self._run, name="tray", daemon=True).start()

    def _stop(self) -> None:
        stopping = self._stopping
        if stopping is not None:
            self._post(stopping.set)

    def _show(self) -> None:
        self._emit_soon("NewStatus", "s", ["Active"])

    def _hide(self) -> None:
        self._emit_soon("NewStatus", "s", ["Passive"])

    def _update_icon(self) -> None:
        self._icon_valid = True
        self._request("icon")

    def _update_title(self) -> None:
        self._request("title")

    def _update_menu(self) -> None:
        self._request("menu")

    def _notify(self, message: str, title: str | None = None) -> None:
        self.bus.post(notification(title or self.title or self.name, message))

    def _remove_notification(self) -> None:
        """Notifications close by themselves; we do not wait to learn their numbers."""

    def _request(self, what: str) -> None:
        self._post(partial(self._request_now, what))

    def _request_now(self, what: str) -> None:
        if what in self._throttles:
            self._throttles[what].request()

    def _emit_soon(self, member: str, signature: str = "", body: list[Any] | None = None) -> None:
        self._post(lambda: self._emit(ITEM_PATH, ITEM, member, signature, body))

    def _post(self, function: Callable[[], object]) -> None:
        loop = self._loop
        if loop is not None:  # before ``run`` nobody knows of us, and whoever connects later asks for everything
            with contextlib.suppress(RuntimeError):  # closed in between
                loop.call_soon_threadsafe(function)

    # --- loop ---------------------------------------------------------------------------------------------

    async def _main(self, loop: asyncio.AbstractEventLoop) -> None:
        self._stopping = asyncio.Event()
        self._throttles = {
            "icon": Throttle(loop, _ICON_INTERVAL_S, lambda: self._emit(ITEM_PATH, ITEM, "NewIcon")),
            "title": Throttle(loop, _ICON_INTERVAL_S, self._emit_title),
            "menu": Throttle(loop, _MENU_INTERVAL_S, self._refresh_menu),
        }
        self._registration.begin()
        connection = loop.create_task(self.bus.run())
        self._mark_ready()
        if self._stop_wanted.is_set():
            self._stopping.set()
        try:
            await self._stopping.wait()
        finally:
            self._stopping = None
            for throttle in self._throttles.values():
                throttle.cancel()
            connection.cancel()
            await self._registration.end()
            await asyncio.gather(connection, return_exceptions=True)

    def _emit(self, path: str, interface: str, member: str, signature: str = "", body: list[Any] | None = None) -> None:
        self.bus.emit(Message.new_signal(path, interface, member, signature, body or []))

    def _emit_title(self) -> None:
        self._emit(ITEM_PATH, ITEM, "NewTitle")
        self._emit(ITEM_PATH, ITEM, "NewToolTip")

    def _refresh_menu(self) -> None:
        self._tell_menu(self._menu_model.refresh(self.menu))

    def _tell_menu(self, change: Change) -> None:
        if change.is_layout:
            self._emit(MENU_PATH, MENU, "LayoutUpdated", "ui", [self._menu_model.revision, ROOT])
        elif not change.is_nothing:
            updated = [[item_id, variants(properties)] for item_id, properties in change.updated]
            removed = [[item_id, list(names)] for item_id, names in change.removed]
            self._emit(MENU_PATH, MENU, "ItemsPropertiesUpdated", "a(ia{sv})a(ias)", [updated, removed])

    def _received(self, message: Message) -> Message | bool:
        if message.message_type is MessageType.SIGNAL:
            self._registration.take(message)
            return False
        return self._objects.answer(message)

    # --- ItemSource, in the loop

    def sni_status(self) -> str:
        return "Active" if self.visible else "Passive"

    def sni_title(self) -> str:
        return str(self.title).partition("\n")[0] or str(self.name)

    def sni_tooltip(self) -> tuple[str, str]:
        first, _, rest = str(self.title).partition("\n")
        return first, rest

    def sni_pixmaps(self) -> list[list[Any]]:
        icon = self.icon  # read once: other threads set it
        if icon is None:
            return []
        if self._drawn[0] is not icon:
            self._drawn = (icon, pixmaps(self._draw(icon)))
        return self._drawn[1]

    def sni_menu_path(self) -> str:
        return MENU_PATH if self.menu else _NO_MENU_PATH

    def sni_activate(self) -> None:
        self._run_callback(self)

    def sni_menu_clicked(self, item: Any) -> None:
        self._run_callback(lambda: item(self))
        self._throttles["menu"].request()

    def sni_refresh_menu(self) -> bool:
        change = self._menu_model.refresh(self.menu)
        self._tell_menu(change)
        return change.is_layout

    def _run_callback(self, callback: Callable[[], object]) -> None:
        try:
            callback()
        except Exception:
            _log.exception("a menu item of the tray failed")
