"""The colours and measures of the popup, light and dark. GUI thread for everything that touches Qt.

Rule: a colour has one name and two values, and no other module writes a colour down. Text colours keep a contrast of
4.5 : 1 or more against the surface they are meant for (WCAG 2.2, 1.4.3), which the tests compute.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from tray_router.window.xsettings import desktop_look


class Appearance(StrEnum):
    """What the settings ask for (``SetAppearance.theme``)."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tone:
    """Text on a surface of its own, with a line around it."""

    text: str
    surface: str
    line: str


@dataclass(frozen=True, slots=True)
class Colours:
    """All colours of one look, as ``#rrggbb`` or, where alpha matters, ``#aarrggbb``."""

    is_dark: bool
    window: str
    sunken: str  # the capture card, the input line
    hover: str
    pressed: str
    text: str
    secondary: str
    faint: str
    line: str  # separators inside
    edge: str  # the window's own border
    accent: str
    on_accent: str
    focus: str  # the line around what has the keyboard: 3 : 1 or more on every surface (WCAG 2.2, 1.4.11)
    selection: str
    code: str  # surface behind code
    link: str
    notice: Tone
    error: Tone
    cloud: Tone
    simulated: Tone
    degraded: Tone
    removed: Tone  # what an answer would take out of a document, and what it would put in
    added: Tone
    good: str  # of machines, in pictures: 3 : 1 or more against the window (WCAG 2.2, 1.4.11)
    warn: str
    bad: str
    quiet: str
    chart: str  # bars; the pale one is the lesser of two
    chart_pale: str


LIGHT = Colours(
    is_dark=False,
    window="#ffffff",
    sunken="#f5f5f7",
    hover="#ececf0",
    pressed="#e0e0e6",
    text="#1d1d1f",
    secondary="#5f5f66",
    faint="#6f6f77",
    line="#e6e6ea",
    edge="#d3d3d9",
    accent="#0a63e0",
    on_accent="#ffffff",
    focus="#0a63e0",
    selection="#bcd7ff",
    code="#f5f5f7",
    link="#0a5ad0",
    notice=Tone("#5a4300", "#fff6dc", "#f0dda6"),
    error=Tone("#9c1c10", "#fdeeec", "#f5cdc8"),
    cloud=Tone("#ffffff", "#b83d06", "#b83d06"),
    simulated=Tone("#5429ad", "#f1eafe", "#d5c2fa"),
    degraded=Tone("#7a4a00", "#fff1d2", "#efd08c"),
    removed=Tone("#9c1c10", "#fbe4e1", "#f5cdc8"),
    added=Tone("#0b5a2b", "#ddf4e3", "#b4e0c1"),
    good="#37986a",
    warn="#b87a00",
    bad="#cf3a30",
    quiet="#868b95",
    chart="#2f6fdb",
    chart_pale="#a9c4f2",
)

DARK = Colours(
    is_dark=True,
    window="#232326",
    sunken="#2c2c30",
    hover="#38383d",
    pressed="#434349",
    text="#f2f2f4",
    secondary="#b0b0b8",
    faint="#9a9aa3",
    line="#37373c",
    edge="#46464c",
    accent="#2563eb",
    on_accent="#ffffff",
    focus="#6a9df5",
    selection="#2d5a9e",
    code="#1b1b1e",
    link="#7db4ff",
    notice=Tone("#f5d98f", "#3a321c", "#57492a"),
    error=Tone("#ffaba1", "#42211f", "#633330"),
    cloud=Tone("#1f1206", "#ff9d5c", "#ff9d5c"),
    simulated=Tone("#d3c1ff", "#352b4f", "#524277"),
    degraded=Tone("#ffcf70", "#40331a", "#624e27"),
    removed=Tone("#ffaba1", "#4a2522", "#633330"),
    added=Tone("#9fe5b6", "#1e3b29", "#2f5c40"),
    good="#45b07a",
    warn="#e0a63a",
    bad="#f0716a",
    quiet="#8a8d96",
    chart="#6a9df5",
    chart_pale="#3d547d",
)

RADIUS = 12  # of the window, where a compositor lets corners be round
CARD_RADIUS = 8
CHIP_RADIUS = 5
PADDING = 16  # between the window's edge and its content
BAR_WIDTH = 8  # the scroll bar
BUTTON_PADDING, TIGHT_PADDING = 11, 3  # of a button's words, with its line; where many have to fit
GAP = 10  # between two things that belong to different groups
SMALL_GAP = 6
SHADOW = 22  # logical pixels around the window, where a compositor shows them
SMALLEST_POINTS = 10.0  # below this the desktop's font is too small for reading an answer


def colours(appearance: Appearance) -> Colours:
    """The look that the settings ask for; ``auto`` follows the desktop, and is light where it does not say."""
    if appearance is Appearance.AUTO:
        scheme = QGuiApplication.styleHints().colorScheme()
        is_dark = desktop_look().is_dark if scheme is Qt.ColorScheme.Unknown else scheme is Qt.ColorScheme.Dark
        return DARK if is_dark else LIGHT
    return DARK if appearance is Appearance.DARK else LIGHT


def body_font(points: float) -> QFont:
    """The desktop's own font, at ``points`` or, when that is 0, at its own size (at least SMALLEST_POINTS)."""
    desktop = desktop_look()
    font = QFont(desktop.font_family) if desktop.font_family else QFontDatabase.systemFont(_GENERAL)
    own = desktop.font_points or font.pointSizeF()
    font.setPointSizeF(points if points > 0 else max(own, SMALLEST_POINTS))
    return font


_GENERAL = QFontDatabase.SystemFont.GeneralFont


def scaled(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """The font at another size."""
    other = QFont(font)
    other.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        other.setWeight(QFont.Weight.DemiBold)
    return other


def code_font(body: QFont) -> QFont:
    """The desktop's fixed-width font, a little smaller than the text around it."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(body.pointSizeF() * 0.92)
    return font


def palette(look: Colours) -> QPalette:
    """A Qt palette of these colours, for everything that paints itself."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, look.window),
        (role.Base, look.window),
        (role.AlternateBase, look.sunken),
        (role.WindowText, look.text),
        (role.Text, look.text),
        (role.ButtonText, look.text),
        (role.Button, look.window),
        (role.PlaceholderText, look.faint),
        (role.Highlight, look.selection),
        (role.HighlightedText, look.text),
        (role.Link, look.link),
        (role.LinkVisited, look.link),
        (role.ToolTipBase, look.sunken),
        (role.ToolTipText, look.text),
        (role.Accent, look.focus),
    ):
        result.setColor(name, QColor(colour))
    return result
