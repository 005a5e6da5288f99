"""A private desktop session for tests: a D-Bus daemon and xfce4-panel with one system tray on a test X server.

Settings, caches and the runtime folder are private (XDG_*), so a person's own panel is never touched.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.processes import Child, wait_for
from tests.support.x11 import XServer

PANEL_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="{size}"/>
      <property name="icon-size" type="uint" value="{icon}"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="icon-size" type="int" value="{icon}"/>
      <property name="square-icons" type="bool" value="true"/>
      <property name="hide-new-items" type="bool" value="false"/>
    </property>
  </property>
</channel>
"""


class SessionBus:
    """``dbus-daemon --session`` on a socket of its own."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._folder = folder
        self._env = env
        self._child: Child | None = None
        self.address = f"unix:path={folder / 'bus'}"

    def start(self) -> None:
        reader, writer = os.pipe()
        argv = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--nosyslog"]
        argv += [f"--address={self.address}", f"--print-address={writer}"]
        self._child = Child(argv, log=self._folder / "dbus.log", env=self._env, pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader, "rb") as answer:
            assert answer.readline(), self._child.output()

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child = None
        (self._folder / "bus").unlink(missing_ok=True)


class DesktopSession:
    """A D-Bus daemon, started at once, and a panel, started on demand. Use as a context manager."""

    def __init__(self, x: XServer, folder: Path) -> None:
        self.x = x
        self.folder = folder
        self.folders = {
            name: str(folder / name.lower())
            for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
        }
        for path in self.folders.values():
            Path(path).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.bus = SessionBus(folder, self.env())
        self.panel: Child | None = None

    def __enter__(self) -> DesktopSession:
        self.bus.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_panel()
        self.bus.stop()

    def env(self, **extra: str) -> dict[str, str]:
        """Environment of a program of this session."""
        bus = f"unix:path={self.folder / 'bus'}"
        fixed = {"DBUS_SESSION_BUS_ADDRESS": bus, "XDG_SESSION_TYPE": "x11", "GIO_USE_VFS": "local"}
        return self.x.env(**self.folders, **fixed, **extra)

    def start_panel(self, *, size: int = 28, icon: int = 22) -> Child:
        """xfce4-panel with a system tray over the whole top edge; ``size`` and ``icon`` in pixels."""
        folder = Path(self.folders["XDG_CONFIG_HOME"]) / "xfce4/xfconf/xfce-perchannel-xml"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "xfce4-panel.xml").write_text(PANEL_SETTINGS.format(size=size, icon=icon))
        log = self.folder / "panel.log"
        self.panel = Child(["xfce4-panel", "--disable-wm-check"], log=log, env=self.env())
        self.x.wait_window("xfce4-panel")
        return self.panel

    def stop_panel(self) -> None:
        if self.panel is not None:
            self.panel.stop()
            self.panel = None
            wait_for(lambda: not self.x.windows("xfce4-panel"), what="the end of the panel")
