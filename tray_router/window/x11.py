"""What Qt does not offer on X11: is there a compositor, is there a server, and a firm request for the focus.

Rule: optional everywhere. Where libxcb or the server is missing, each function answers as if the feature were absent.
libxcb itself is there whenever Qt's xcb platform runs, which links it. GUI thread; each call opens its own short
connection (under a millisecond on a local server), because Qt does not lend out the one that it has.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

SOURCE_PAGER = 2  # EWMH, _NET_ACTIVE_WINDOW: a direct request of the user, exempt from focus-stealing prevention
ANY_TYPE = 0  # X11 protocol, GetProperty
MAX_PROPERTY_BYTES = 64 * 1024
CLIENT_MESSAGE = 33  # X11 protocol, event code
MAP_STATE_VIEWABLE = 2  # X11 protocol, GetWindowAttributes
GEOMETRY_BYTES = 24  # X11 protocol, GetGeometry: the reply's head with position and size
SUBSTRUCTURE_MASKS = 0x00080000 | 0x00100000  # SubstructureNotify | SubstructureRedirect (X11 protocol, SETofEVENT)


class _Reply(ctypes.Structure):
    """Both replies read here hold one 32-bit id behind the 8-byte reply header (X11 protocol)."""

    _fields_ = (("header", ctypes.c_uint8 * 8), ("value", ctypes.c_uint32))


class _Screens(ctypes.Structure):
    """Head of ``xcb_screen_iterator_t``; the first field of a screen is its root window's id."""

    _fields_ = (("data", ctypes.POINTER(ctypes.c_uint32)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class _Connection:
    """A connection to the server that DISPLAY names."""

    def __init__(self, xcb: Any, handle: int) -> None:
        self._xcb = xcb
        self._handle = ctypes.c_void_p(handle)

    def atom(self, name: str) -> int:
        raw = name.encode("ascii")
        cookie = self._xcb.xcb_intern_atom(self._handle, 0, len(raw), raw)
        return self._value(self._xcb.xcb_intern_atom_reply, cookie)

    def selection_owner(self, atom: int) -> int:
        cookie = self._xcb.xcb_get_selection_owner(self._handle, atom)
        return self._value(self._xcb.xcb_get_selection_owner_reply, cookie)

    def text_property(self, window: int, atom: int) -> bytes:
        """The bytes of a property of format 8; empty when there is none."""
        cookie = self._xcb.xcb_get_property(self._handle, 0, window, atom, ANY_TYPE, 0, MAX_PROPERTY_BYTES // 4)
        address = self._xcb.xcb_get_property_reply(self._handle, cookie, None)
        if not address:
            return b""
        length = self._xcb.xcb_get_property_value_length(ctypes.c_void_p(address))
        data = ctypes.string_at(self._xcb.xcb_get_property_value(ctypes.c_void_p(address)), length) if length else b""
        _libc().free(ctypes.c_void_p(address))
        return data

    def numbers_property(self, window: int, atom: int) -> tuple[int, ...]:
        """The 32-bit numbers of a property of format 32; empty when there is none."""
        data = self.text_property(window, atom)
        return struct.unpack(f"={len(data) // 4}I", data[: len(data) // 4 * 4])

    @property
    def root(self) -> int:
        """The root window of the first screen."""
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._handle))
        return int(screens.data[0])

    def is_viewable(self, window: int) -> bool:
        cookie = self._xcb.xcb_get_window_attributes(self._handle, window)
        reply = self._bytes(self._xcb.xcb_get_window_attributes_reply, cookie, 28)
        return bool(reply) and reply[26] == MAP_STATE_VIEWABLE

    def rectangle(self, window: int) -> tuple[int, int, int, int] | None:
        """Left, top, width and height in pixels of the root window, without the frame; None when it is gone."""
        size = self._bytes(
            self._xcb.xcb_get_geometry_reply, self._xcb.xcb_get_geometry(self._handle, window), GEOMETRY_BYTES
        )
        cookie = self._xcb.xcb_translate_coordinates(self._handle, window, self.root, 0, 0)
        place = self._bytes(self._xcb.xcb_translate_coordinates_reply, cookie, 16)
        if not size or not place:
            return None
        return (*struct.unpack_from("=hh", place, 12), *struct.unpack_from("=HH", size, 16))

    def send_to_root(self, event: bytes) -> None:
        self._xcb.xcb_send_event(self._handle, 0, self.root, SUBSTRUCTURE_MASKS, event)
        self._xcb.xcb_flush(self._handle)

    def _bytes(self, reply: Callable[..., int | None], cookie: int, count: int) -> bytes:
        """The head of a reply; empty when the server answered with an error."""
        address = reply(self._handle, cookie, None)
        if not address:
            return b""
        data = ctypes.string_at(address, count)
        _libc().free(ctypes.c_void_p(address))
        return data

    def _value(self, reply: Callable[..., int | None], cookie: int) -> int:
        address = reply(self._handle, cookie, None)
        if not address:
            return 0
        value = int(_Reply.from_address(address).value)
        _libc().free(ctypes.c_void_p(address))
        return value


@contextmanager
def _connected() -> Iterator[_Connection | None]:
    """A connection, or None when there is no server to talk to."""
    xcb = _libxcb()
    if xcb is None or not os.environ.get("DISPLAY"):
        yield None
        return
    handle = xcb.xcb_connect(None, None)
    try:
        yield None if xcb.xcb_connection_has_error(ctypes.c_void_p(handle)) else _Connection(xcb, handle)
    finally:
        xcb.xcb_disconnect(ctypes.c_void_p(handle))


def has_server() -> bool | None:
    """Whether an X server answers; None when that cannot be found out here (no libxcb, not X11)."""
    if _libxcb() is None:
        return None
    with _connected() as connection:
        return connection is not None


def has_compositor() -> bool:
    """Whether windows may be translucent: somebody owns the selection ``_NET_WM_CM_S0`` (EWMH)."""
    with _connected() as connection:
        if connection is None:
            return False
        return connection.selection_owner(connection.atom("_NET_WM_CM_S0")) != 0


def selection_property(selection: str, name: str) -> bytes:
    """A property of the window that owns a selection; empty when nobody owns it or it has no such property."""
    with _connected() as connection:
        owner = connection.selection_owner(connection.atom(selection)) if connection is not None else 0
        return connection.text_property(owner, connection.atom(name)) if connection is not None and owner else b""


def window_rectangles() -> list[tuple[int, int, int, int]]:
    """Every visible window of other programs with its frame, topmost first: left, top, width, height in root pixels.

    From the window manager's list (EWMH, ``_NET_CLIENT_LIST_STACKING``); empty where there is none.
    """
    with _connected() as connection:
        if connection is None:
            return []
        stacking, frame = connection.atom("_NET_CLIENT_LIST_STACKING"), connection.atom("_NET_FRAME_EXTENTS")
        kind, desktop = connection.atom("_NET_WM_WINDOW_TYPE"), connection.atom("_NET_WM_WINDOW_TYPE_DESKTOP")
        pid = connection.atom("_NET_WM_PID")
        found = []
        for window in reversed(connection.numbers_property(connection.root, stacking)):
            is_ours = connection.numbers_property(window, pid) == (os.getpid(),)
            if is_ours or desktop in connection.numbers_property(window, kind) or not connection.is_viewable(window):
                continue
            if (inner := connection.rectangle(window)) is not None:
                found.append(_framed(inner, connection.numbers_property(window, frame)))
        return found


def _framed(inner: tuple[int, int, int, int], extents: tuple[int, ...]) -> tuple[int, int, int, int]:
    left, right, top, bottom = extents if len(extents) == 4 else (0, 0, 0, 0)  # noqa: PLR2004 - one for each side
    x, y, width, height = inner
    return x - left, y - top, width + left + right, height + top + bottom


def request_focus(window_id: int) -> None:
    """Asks the window manager to activate the window, in the name of the user who pressed its key."""
    with _connected() as connection:
        if connection is None:
            return
        message = connection.atom("_NET_ACTIVE_WINDOW")
        event = struct.pack("=BBHII5I", CLIENT_MESSAGE, 32, 0, window_id, message, SOURCE_PAGER, 0, 0, 0, 0)
        connection.send_to_root(event)


@cache
def _libxcb() -> Any | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return None
    pointer, u32 = ctypes.c_void_p, ctypes.c_uint32
    signatures: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "xcb_connect": (pointer, (ctypes.c_char_p, ctypes.POINTER(ctypes.c_int))),
        "xcb_disconnect": (None, (pointer,)),
        "xcb_connection_has_error": (ctypes.c_int, (pointer,)),
        "xcb_intern_atom": (u32, (pointer, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_char_p)),
        "xcb_intern_atom_reply": (pointer, (pointer, u32, pointer)),
        "xcb_get_selection_owner": (u32, (pointer, u32)),
        "xcb_get_selection_owner_reply": (pointer, (pointer, u32, pointer)),
        "xcb_get_property": (u32, (pointer, ctypes.c_uint8, u32, u32, u32, u32, u32)),
        "xcb_get_property_reply": (pointer, (pointer, u32, pointer)),
        "xcb_get_property_value": (pointer, (pointer,)),
        "xcb_get_property_value_length": (ctypes.c_int, (pointer,)),
        "xcb_get_window_attributes": (u32, (pointer, u32)),
        "xcb_get_window_attributes_reply": (pointer, (pointer, u32, pointer)),
        "xcb_get_geometry": (u32, (pointer, u32)),
        "xcb_get_geometry_reply": (pointer, (pointer, u32, pointer)),
        "xcb_translate_coordinates": (u32, (pointer, u32, u32, ctypes.c_int16, ctypes.c_int16)),
        "xcb_translate_coordinates_reply": (pointer, (pointer, u32, pointer)),
        "xcb_get_setup": (pointer, (pointer,)),
        "xcb_setup_roots_iterator": (_Screens, (pointer,)),
        "xcb_send_event": (u32, (pointer, ctypes.c_uint8, u32, u32, ctypes.c_char_p)),
        "xcb_flush": (ctypes.c_int, (pointer,)),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(xcb, name)
        function.restype, function.argtypes = result, list(arguments)
    return xcb


@cache
def _libc() -> Any:
    libc = ctypes.CDLL(None)
    libc.free.restype, libc.free.argtypes = None, [ctypes.c_void_p]
    return libc
