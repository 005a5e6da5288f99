"""Colours: readable in both looks, by the formula of WCAG 2.2 (relative luminance, contrast ratio)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tray_router.window.markdown.highlight import _FAMILIES
from tray_router.window.popup import Popup
from tray_router.window.theme import DARK, LIGHT, Colours
from tray_router.wire.actions import ActionChip

READABLE = 4.5
VISIBLE = 3.0  # graphical objects (1.4.11)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_its_surface(look: Colours) -> None:
    pairs = {
        **{f"{name} on {surface}": (getattr(look, name), getattr(look, surface))
           for name in ("text", "secondary", "faint")
           for surface in ("window", "sunken", "code")},
        "link on window": (look.link, look.window),
        "text on selection": (look.text, look.selection),
        **{name: (getattr(look, name).text, getattr(look, name).surface)
           for name in ("notice", "error", "cloud", "simulated", "degraded", "removed", "added")},
    }  # fmt: skip
    unreadable = {name: round(contrast(*pair), 2) for name, pair in pairs.items() if contrast(*pair) < READABLE}
    assert unreadable == {}


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_code_is_readable(look: Colours) -> None:
    column = 2 if look.is_dark else 1
    unreadable = {f[0]: f[column] for f in _FAMILIES if contrast(f[column], look.code) < READABLE}
    assert unreadable == {}


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_button_text_is_readable(look: Colours) -> None:
    assert contrast(look.on_accent, look.accent) >= READABLE


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_what_has_the_keyboard_can_be_seen(look: Colours) -> None:
    surfaces = ("window", "sunken", "hover", "code")
    faint = {name: round(contrast(look.focus, getattr(look, name)), 2) for name in surfaces}
    assert min(faint.values()) >= VISIBLE, faint


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_small_grey_text_has_the_colour_that_the_theme_says(look: Colours, x_display: object, qtbot: QtBot) -> None:
    """A style sheet with a text colour makes Qt paint placeholders, and what we paint in their colour, half there."""
    popup = Popup(look, is_composited=False)
    qtbot.addWidget(popup)
    popup.actions_bar.set_actions((ActionChip("fix", "Fix"),))
    for part in (popup.input, *popup.findChildren(QAbstractButton)):
        part.ensurePolished()
        found = part.palette().color(QPalette.ColorRole.PlaceholderText)
        assert (found.name(), found.alpha()) == (look.faint, 255), part.objectName()


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_what_pictures_say_by_colour_can_be_told_from_the_window(look: Colours) -> None:
    faint = {
        name: round(contrast(getattr(look, name), look.window), 2)
        for name in ("good", "warn", "bad", "quiet", "chart")
        if contrast(getattr(look, name), look.window) < VISIBLE
    }
    assert faint == {}
    assert contrast(look.chart, look.chart_pale) > 2
