"""A private X server for tests: Xvfb with openbox, real key presses and clicks, and a look at the screen.

Rule: every process belongs to the object that started it and is ended by its process id. The display number is the
server's own choice (``-displayfd``), or the first free one from ``TRAY_ROUTER_TEST_DISPLAY`` upwards.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

from PIL import Image
from Xlib import X
from Xlib.display import Display
from Xlib.protocol import rq

from tests.support import x_windows
from tests.support.framebuffer import FILE, Framebuffer
from tests.support.processes import WAIT_LIMIT_S, Child, wait_for

_DISPLAYS_TO_TRY = 5
REST_S = 0.12  # longer than a window takes to draw what has changed, and shorter than a cursor takes to blink


class XServer:
    """Xvfb with openbox. Use as a context manager.

    Args:
        folder: scratch folder for logs.
        size: of the one screen, in pixels.
        has_window_manager: start openbox as well.

    Attributes:
        framebuffer: the pixels of the screen with the pointer, read past the server.
    """

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] = (1280, 800),
        has_window_manager: bool = True,
    ) -> None:
        self.folder = folder
        self.size = size
        self._has_window_manager = has_window_manager
        self._children: list[Child] = []
        self.display = ""

    # --- life ---------------------------------------------------------------------------------------------

    def __enter__(self) -> XServer:
        try:
            self.display = f":{self._start_server()}"
            self.open = Display(self.display)
            if self._has_window_manager:
                self._start_window_manager()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        if hasattr(self, "open"):
            self.open.close()
            del self.open
        if hasattr(self, "framebuffer"):
            self.framebuffer.close()
        for child in reversed(self._children):
            child.stop()
        self._children.clear()

    def _start_server(self) -> int:
        base = os.environ.get("TRAY_ROUTER_TEST_DISPLAY", "").lstrip(":")
        wanted = [f":{int(base) + step}" for step in range(_DISPLAYS_TO_TRY)] if base else [""]
        for display in wanted:
            number = self._try_server(display)
            if number is not None:
                return number
        raise AssertionError(f"no X server started; see {self.folder / 'xvfb.log'}")

    def _try_server(self, display: str) -> int | None:
        reader, writer = os.pipe()
        width, height = self.size
        argv = ["Xvfb", *filter(None, [display]), "-displayfd", str(writer)]
        argv += ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
        screens = Path(tempfile.mkdtemp(prefix="screen-", dir=self.folder))
        argv += ["-fbdir", str(screens)]
        child = Child(argv, log=self.folder / "xvfb.log", pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader, "rb") as answer:
            line = answer.readline()  # ends with the process when the number is taken
        if not line.strip():
            child.stop()
            return None
        self._children.append(child)
        self.framebuffer = Framebuffer(screens / FILE)
        (screens / FILE).unlink()  # mapped by both; nothing of it is left behind
        return int(line)

    def _start_window_manager(self) -> None:
        """Until a window is managed: openbox announces itself before it heeds windows, and forgets those in between."""
        self.spawn(["openbox", "--sm-disable"], name="openbox")
        wait_for(self._is_window_managed, what="openbox")

    def _is_window_managed(self) -> bool:
        screen = self.open.screen()
        probe = screen.root.create_window(0, 0, 10, 10, 0, screen.root_depth)
        probe.map()
        patience = time.monotonic() + 0.5
        try:
            while time.monotonic() < patience:
                managed = self._root_words("_NET_CLIENT_LIST")
                if probe.id in managed and probe.get_attributes().map_state == X.IsViewable:
                    return True
                time.sleep(0.005)
            return False
        finally:
            probe.destroy()
            self.open.sync()

    def _root_words(self, name: str) -> list[int]:
        found = self.open.screen().root.get_full_property(self.open.intern_atom(name), X.AnyPropertyType)
        return list(found.value) if found is not None else []

    # --- programs -----------------------------------------------------------------------------------------

    def env(self, **extra: str) -> dict[str, str]:
        """This process's environment with the display of this server, without the person's own session."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "XDG_", "WAYLAND_"))}
        return {**kept, "DISPLAY": self.display, "NO_AT_BRIDGE": "1", **extra}

    def spawn(self, argv: list[str], *, name: str = "", env: dict[str, str] | None = None) -> Child:
        """Starts a program on this display; it is ended with the server."""
        log = self.folder / f"{name or Path(argv[0]).name}-{len(self._children)}.log"
        child = Child(argv, log=log, env=env or self.env())
        self._children.append(child)
        return child

    def feed(self, argv: list[str], data: bytes, *, name: str = "") -> Child:
        """Like ``spawn``, with ``data`` on standard input, from a file so that nothing can block."""
        name = name or Path(argv[0]).name
        source = self.folder / f"{name}-{len(self._children)}.in"
        source.write_bytes(data)
        with source.open("rb") as stdin:
            child = Child(argv, log=source.with_suffix(".log"), env=self.env(), stdin=stdin)
        self._children.append(child)
        return child

    def run(self, *argv: str, check: bool = True) -> str:
        """Runs a short program on this display and returns its output."""
        done = subprocess.run(argv, env=self.env(), capture_output=True, timeout=30, check=False)
        if check and done.returncode:
            raise AssertionError(f"{argv}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="replace")

    def own_selections(self, offers: dict[str, dict[str, bytes]], wm_class: str = "") -> tuple[Child, int]:
        """A program that holds these selections, as format to data; its window's id. See ``selection_owner``."""
        encoded = {
            selection: {target: base64.b64encode(data).decode() for target, data in formats.items()}
            for selection, formats in offers.items()
        }
        program = Path(__file__).with_name("selection_owner.py")
        child = self.spawn([sys.executable, str(program), json.dumps(encoded), wm_class], name="owner")
        wait_for(lambda: child.output().startswith("ready"), what="the selection's owner")
        return child, int(child.output().split()[1])

    # --- input --------------------------------------------------------------------------------------------

    def press(self, chord: str) -> None:
        """One press of a chord in xdotool's words, e.g. ``ctrl+alt+k``."""
        self.run("xdotool", "key", chord)

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.run("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def set_layout(self, layout: str, *, options: str = "") -> None:
        """Keyboard layouts, e.g. ``us,ru``."""
        self.run("setxkbmap", "-layout", layout, "-option", options)

    def lock_group(self, group: int) -> None:
        """Makes the layout with that number (from 0) the active one: XkbLatchLockState."""
        opcode = self.open.query_extension("XKEYBOARD").major_opcode
        _XkbUseExtension(display=self.open.display, opcode=opcode)
        _XkbLatchLockState(display=self.open.display, opcode=opcode, group=group)
        self.open.sync()

    # --- windows ------------------------------------------------------------------------------------------

    def windows(self, wm_class: str) -> list[int]:
        """Ids of the visible windows of that class."""
        return x_windows.with_class(self.open, wm_class)

    def titled(self, title: str) -> list[int]:
        """Ids of the visible windows whose title matches the regular expression."""
        return x_windows.with_title(self.open, title)

    def place(self, window: int) -> tuple[int, int, int, int] | None:
        """Left, top, right and bottom of a window without its frame, in pixels; None when it has gone."""
        return x_windows.geometry(self.open, window)

    def wait_window(self, wm_class: str, *, within_s: float = WAIT_LIMIT_S) -> int:
        """The first visible window of that class."""
        return wait_for(lambda: self.windows(wm_class), within_s=within_s, what=f"a window of {wm_class}")[0]

    def active_window(self) -> int:
        return next(iter(self._root_words("_NET_ACTIVE_WINDOW")), 0)

    def focus(self, window: int) -> None:
        """Activates a window, also one that the window manager is just about to manage, and waits for it."""

        def is_active() -> bool:
            self.run("wmctrl", "-i", "-a", hex(window), check=False)
            return self.active_window() == window

        # Ids are used again: until the new window is mapped, its id may still name an earlier one as active.
        target = self.open.create_resource_object("window", window)
        wait_for(lambda: target.get_attributes().map_state == X.IsViewable, what="the window on the screen")
        wait_for(is_active, what="the focus")

    # --- the screen ---------------------------------------------------------------------------------------

    def screenshot(self, save_as: Path | None = None, *, area: tuple[int, int, int, int] | None = None) -> Image.Image:
        """The screen without the pointer as an RGB picture, saved as PNG when a path is given.

        Args:
            area: left, top, right and bottom; the whole screen by default.
        """
        left, top, right, bottom = area or (0, 0, *self.size)
        size = (right - left, bottom - top)
        reply = self.open.screen().root.get_image(left, top, *size, X.ZPixmap, 0xFFFFFFFF)
        picture = Image.frombytes("RGB", size, reply.data, "raw", "BGRX")
        if save_as is not None:
            save_as.parent.mkdir(parents=True, exist_ok=True)
            picture.save(save_as, compress_level=1)
        return picture

    def wait_rest(self, rest_s: float = REST_S, *, within_s: float = 5.0) -> None:
        """Until no pixel has changed for ``rest_s``, or something has moved all the time."""
        pixels = self.framebuffer.pixels
        ends = time.monotonic() + within_s
        last, since = pixels(), time.monotonic()
        while time.monotonic() - since < rest_s and time.monotonic() < ends:
            time.sleep(0.03)  # a look at a large screen costs some milliseconds
            now = pixels()
            if now != last:
                last, since = now, time.monotonic()


class _XkbUseExtension(rq.ReplyRequest):  # type: ignore[misc]
    """XKB protocol: XkbUseExtension, version 1.0."""

    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Set("major", 2, [1]), rq.Set("minor", 2, [0])
    )
    _reply = rq.Struct(
        rq.ReplyCode(), rq.Card8("supported"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Pad(24)
    )

    def __init__(self, **fields: object) -> None:
        super().__init__(major=1, minor=0, **fields)


class _XkbLatchLockState(rq.Request):  # type: ignore[misc]
    """XKB protocol: XkbLatchLockState on the core keyboard, changing nothing but the locked group."""

    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(5),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Card8("affect_mod_locks"),
        rq.Card8("mod_locks"),
        rq.Card8("lock_group"),
        rq.Card8("group"),
        rq.Card8("affect_mod_latches"),
        rq.Card8("mod_latches"),
        rq.Pad(1),
        rq.Card8("latch_group"),
        rq.Card16("group_latch"),
    )

    def __init__(self, **fields: object) -> None:
        core_keyboard = 0x100
        super().__init__(
            device=core_keyboard,
            affect_mod_locks=0,
            mod_locks=0,
            lock_group=1,
            affect_mod_latches=0,
            mod_latches=0,
            latch_group=0,
            group_latch=0,
            **fields,
        )
