"""The style sheet of the settings window, on top of the dashboard's. No Qt here: it is text."""

from __future__ import annotations

from tray_router.window.dashboard.look import dashboard_stylesheet
from tray_router.window.theme import CARD_RADIUS, Colours


def settings_stylesheet(look: Colours) -> str:
    """The style sheet of the settings window and the first run in one look."""
    return "\n".join((dashboard_stylesheet(look), _surfaces(look), _fields(look), _lists(look), _buttons(look)))


def _surfaces(look: Colours) -> str:
    return f"""
#settings, #firstRun {{ background: {look.window}; }}
#page, #form {{ background: transparent; }}
#about, #fieldAbout, #fieldLabel, #stepDetail, #servedBy, #firstRunText {{ color: {look.secondary}; }}
#pageTitle, #firstRunTitle {{ color: {look.text}; }}
#fieldProblem, #stepFailed {{ color: {look.error.text}; }}
#card {{ background: {look.sunken}; border: 1px solid transparent; border-radius: {CARD_RADIUS}px; }}
#plainCard {{ background: {look.sunken}; border-radius: {CARD_RADIUS}px; }}
#noticeBar {{ background: {look.sunken}; border-radius: {CARD_RADIUS}px; }}
#noticeBar QLabel {{ color: {look.secondary}; }}
#noticeBar[isProblem="true"] {{ background: {look.error.surface}; }}
#noticeBar[isProblem="true"] QLabel {{ color: {look.error.text}; }}
#tint {{ background: {look.simulated.surface}; border-radius: {CARD_RADIUS}px; }}
#tint QLabel {{ color: {look.simulated.text}; }}
#sample {{ background: {look.sunken}; border: 1px solid {look.line}; border-radius: {CARD_RADIUS}px; padding: 10px; }}
#worked {{ background: {look.added.surface}; border-radius: {CARD_RADIUS}px; }}
#worked QLabel {{ color: {look.added.text}; }}
#keyCap {{ color: {look.text}; background: {look.sunken}; border: 1px solid {look.edge}; border-radius: 6px;
  padding: 6px 12px; }}
"""


def _fields(look: Colours) -> str:
    return f"""
#field {{ background: {look.sunken}; color: {look.text}; border: 1px solid {look.line}; border-radius: 6px;
  padding: 5px 8px; selection-background-color: {look.selection}; selection-color: {look.text}; }}
#field:focus {{ border: 1px solid {look.focus}; }}
#field[isWrong="true"] {{ border: 1px solid {look.error.text}; }}
#field:disabled {{ color: {look.faint}; }}
"""


def _lists(look: Colours) -> str:
    return f"""
#list, #candidates {{ background: transparent; border: none; outline: none; }}
#list::item, #candidates::item {{ border: none; }}
#candidates[isTarget="true"] {{ background: {look.hover}; border-radius: 6px; }}
"""


def _buttons(look: Colours) -> str:
    quiet = ", ".join(f"#{name}" for name in ("plain", "chord", "picker"))
    focus = ", ".join(f"#{name}:focus" for name in ("plain", "chord", "picker"))
    return f"""
{quiet} {{ border: 1px solid {look.line}; padding: 4px 11px; }}
{focus} {{ border: 1px solid {look.focus}; }}
#chord, #picker {{ color: {look.text}; text-align: left; }}
#chord[isRecording="true"] {{ background: {look.selection}; border: 1px solid {look.focus}; }}
#chord[isOff="true"] {{ color: {look.faint}; }}
#picker {{ padding: 4px 26px 4px 11px; }}
#plain:disabled, #main:disabled {{ color: {look.faint}; }}
#main {{ background: {look.accent}; color: {look.on_accent}; padding: 5px 14px; }}
#main:hover, #main:pressed {{ background: {look.accent}; color: {look.on_accent}; }}
#main:focus {{ border: 1px solid {look.text}; }}
#main:disabled {{ background: {look.hover}; }}
#danger {{ color: {look.error.text}; border: 1px solid {look.line}; padding: 4px 11px; }}
#danger:hover {{ background: {look.error.surface}; color: {look.error.text}; }}
#danger:focus {{ border: 1px solid {look.error.text}; }}
"""
