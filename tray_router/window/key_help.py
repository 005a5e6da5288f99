"""The popup's keys, as ``?`` lists them. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """One line of the key list."""

    keys: str
    what: str


KEYS = (
    KeyHelp("Enter", "Send; while it answers: ask next"),
    KeyHelp("Enter, nothing typed", "After a failure: what its first button does"),
    KeyHelp("Shift+Enter", "New line"),
    KeyHelp("Ctrl+.", "Stop"),
    KeyHelp("Ctrl+R", "Retry"),
    KeyHelp("Ctrl+Shift+S", "Add a picture of the screen"),
    KeyHelp("Ctrl+K", "Ask elsewhere"),
    KeyHelp("Ctrl+1 … Ctrl+9", "Ask there at once"),
    KeyHelp("Ctrl+I", "Why this model"),
    KeyHelp("Ctrl+C", "Copy selection or answer"),
    KeyHelp("Ctrl+Shift+C", "Copy the answer"),
    KeyHelp("1 … 9, Alt+1 … Alt+9", "Another action"),
    KeyHelp("Ctrl+Enter", "Replace the selected text"),
    KeyHelp("Ctrl+Shift+Enter", "Insert the answer"),
    KeyHelp("Ctrl+T", "Show or hide thinking"),
    KeyHelp("Ctrl+E", "Show the earlier answer"),
    KeyHelp("Page Up / Page Down", "Scroll"),
    KeyHelp("Tab", "Next control"),
    KeyHelp("Ctrl+H", "Search what was asked before"),
    KeyHelp("Ctrl+Shift+P", "Keep nothing of this conversation"),
    KeyHelp("Ctrl+D", "Dashboard"),
    KeyHelp("Ctrl+,", "Settings"),
    KeyHelp("F1 or ?", "These keys"),
    KeyHelp("Esc", "Close"),
)
