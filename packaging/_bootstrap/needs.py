"""Which system libraries, programs and fonts are needed, what for, and who packages them.

Rule kept here: a table and a choice, nothing is probed (see ``machine``). apt's names were installed on
Debian 12 and 13; those of dnf, pacman and zypper are written from documentation and were never tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a need is probed."""

    LIBRARY = "library"
    """``name`` is a shared library's soname."""
    PROGRAM = "program"
    """``name`` is looked up on PATH; several, separated by spaces, are alternatives."""
    FONT = "font"
    """``name`` is several file name patterns, separated by spaces; any of them will do."""
    PIP = "pip"
    """Some pip that can fill a virtual environment."""
    VENV = "venv"
    """The standard library's venv module, which some systems split off."""


class PackageTool(Enum):
    """System package managers that can be told what to install."""

    APT = "apt-get"
    DNF = "dnf"
    PACMAN = "pacman"
    ZYPPER = "zypper"


@dataclass(frozen=True)
class Need:
    """One thing that the operating system has to have.

    Attributes:
        kind: how to look for it.
        name: what to look for, see ``Kind``.
        purpose: what it is for, continuing "needed because …" in the user's words.
        packages: per package tool the package's name; several names separated by spaces are alternatives,
            the first that the tool knows is taken.
    """

    kind: Kind
    name: str
    purpose: str
    packages: Mapping[PackageTool, str]


def _need(kind: Kind, name: str, purpose: str, packages: str) -> Need:
    """Make a need from one line: its packages for apt, dnf, pacman and zypper, between slashes."""
    apt, dnf, pacman, zypper = (cell.strip() for cell in packages.split("/"))
    names = {PackageTool.APT: apt, PackageTool.DNF: dnf, PackageTool.PACMAN: pacman, PackageTool.ZYPPER: zypper}
    return Need(kind, name, purpose, names)


def _library(soname: str, purpose: str, packages: str) -> Need:
    return _need(Kind.LIBRARY, soname, purpose, packages)


def _program(name: str, purpose: str, packages: str) -> Need:
    return _need(Kind.PROGRAM, name, purpose, packages)


CJK_FONT_FILES = "wqy-microhei* *CJK* DroidSansFallback* NotoSansSC* NotoSansJP* NotoSansKR*"

PYTHON_PARTS: tuple[Need, ...] = (
    _need(Kind.PIP, "pip", "installs the Python packages", "python3-pip / python3-pip / python-pip / python3-pip"),
    _need(Kind.VENV, "venv", "makes the virtual environment", "python3-venv / python3 / python / python3"),
)

QT: tuple[Need, ...] = (
    # Debian 13 and Ubuntu 24.04 renamed GLib's package; older ones do not know the new name
    _library(
        "libglib-2.0.so.0",
        "Qt's event loop is built on GLib",
        "libglib2.0-0t64 libglib2.0-0 / glib2 / glib2 / libglib-2_0-0",
    ),
    _library("libGL.so.1", "Qt links OpenGL", "libgl1 / libglvnd-glx / libglvnd / Mesa-libGL1"),
    _library("libEGL.so.1", "Qt links EGL", "libegl1 / libglvnd-egl / libglvnd / Mesa-libEGL1"),
    _library(
        "libxkbcommon.so.0",
        "Qt reads the keyboard layout",
        "libxkbcommon0 / libxkbcommon / libxkbcommon / libxkbcommon0",
    ),
    _library("libfontconfig.so.1", "Qt finds fonts", "libfontconfig1 / fontconfig / fontconfig / libfontconfig1"),
    _library("libdbus-1.so.3", "Qt talks over D-Bus", "libdbus-1-3 / dbus-libs / dbus / libdbus-1-3"),
)
"""Libraries that PySide6's wheel leaves to the system, whatever the display is."""

QT_X11: tuple[Need, ...] = (
    _library(
        "libxcb-cursor.so.0",
        "Qt shows X11 cursors",
        "libxcb-cursor0 / xcb-util-cursor / xcb-util-cursor / libxcb-cursor0",
    ),
    _library(
        "libxcb-icccm.so.4",
        "Qt talks to the window manager",
        "libxcb-icccm4 / xcb-util-wm / xcb-util-wm / libxcb-icccm4",
    ),
    _library(
        "libxcb-keysyms.so.1",
        "Qt reads X11 keys",
        "libxcb-keysyms1 / xcb-util-keysyms / xcb-util-keysyms / libxcb-keysyms1",
    ),
    _library("libxcb-shape.so.0", "Qt shapes X11 windows", "libxcb-shape0 / libxcb / libxcb / libxcb-shape0"),
    _library(
        "libxkbcommon-x11.so.0",
        "Qt reads the X11 keyboard layout",
        "libxkbcommon-x11-0 / libxkbcommon-x11 / libxkbcommon-x11 / libxkbcommon-x11-0",
    ),
)
"""Libraries of Qt's X11 plug-in."""

QT_WAYLAND: tuple[Need, ...] = (
    _library(
        "libwayland-cursor.so.0",
        "Qt shows Wayland cursors",
        "libwayland-cursor0 / libwayland-cursor / wayland / libwayland-cursor0",
    ),
    _library(
        "libwayland-egl.so.1", "Qt draws on Wayland", "libwayland-egl1 / libwayland-egl / wayland / libwayland-egl1"
    ),
)
"""Libraries of Qt's Wayland plug-in."""

TEST_DESKTOP: tuple[Need, ...] = (
    _program(
        "Xvfb",
        "the tests run on an X server of their own",
        "xvfb / xorg-x11-server-Xvfb / xorg-server-xvfb / xorg-x11-server-Xvfb",
    ),
    _program("xdotool", "the tests press real keys", "xdotool / xdotool / xdotool / xdotool"),
    _program("openbox", "the tests need a window manager", "openbox / openbox / openbox / openbox"),
    _program("wmctrl", "the tests activate windows", "wmctrl / wmctrl / wmctrl / wmctrl"),
    _program(
        "setxkbmap", "the tests change the keyboard layout", "x11-xkb-utils / setxkbmap / xorg-setxkbmap / setxkbmap"
    ),
    _program("xclip", "the tests own the clipboard from outside", "xclip / xclip / xclip / xclip"),
    _program("dbus-daemon", "the tests have a session bus of their own", "dbus / dbus-daemon / dbus / dbus-1-daemon"),
    _program("dbus-launch", "xfce4-panel starts a bus through it", "dbus-x11 / dbus-x11 / dbus / dbus-1-x11"),
    _program(
        "xfce4-panel",
        "the tests look at the icon in a real tray",
        "xfce4-panel / xfce4-panel / xfce4-panel / xfce4-panel",
    ),
    _program(
        "/usr/libexec/at-spi-bus-launcher /usr/lib/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher",
        "the tests read the popup as a screen reader does",
        "at-spi2-core / at-spi2-core / at-spi2-core / at-spi2-core",
    ),
    _program("xterm", "the tests select text in a real application", "xterm / xterm / xterm / xterm"),
    _program("xprop", "the tests ask the X server about windows", "x11-utils / xprop / xorg-xprop / xprop"),
    _program("xwininfo", "the tests ask the X server about windows", "x11-utils / xwininfo / xorg-xwininfo / xwininfo"),
    _need(
        Kind.FONT,
        "DejaVuSans.ttf",
        "Latin text, which a bare system cannot show",
        "fonts-dejavu-core / dejavu-sans-fonts / ttf-dejavu / dejavu-fonts",
    ),
    _need(
        Kind.FONT,
        CJK_FONT_FILES,
        "the tests show Chinese, Japanese and Korean text",
        "fonts-wqy-microhei / google-noto-sans-cjk-fonts / wqy-microhei / wqy-microhei-fonts",
    ),
)
"""Programs and fonts of the test suite's own desktop."""


def needs_for(*, platform: str, tests: bool, x11: bool, wayland: bool) -> tuple[Need, ...]:
    """Choose what has to be there.

    Args:
        platform: ``sys.platform``.
        tests: the whole test suite is going to run.
        x11: an X display is there (``run`` without any display stays in the terminal and needs no Qt).
        wayland: a Wayland display is there.

    Returns:
        The needs in the order in which they are reported, Python's own parts first.
    """
    chosen = list(PYTHON_PARTS)
    if not platform.startswith("linux"):
        return tuple(chosen)
    if tests or x11 or wayland:
        chosen += QT
    if tests or x11:
        chosen += QT_X11
    if wayland and not tests:
        chosen += QT_WAYLAND
    if tests:
        chosen += TEST_DESKTOP
    return tuple(chosen)
