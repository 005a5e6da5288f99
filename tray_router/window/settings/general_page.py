"""The page of everything else: looks, tray, history, routing, cloud. GUI thread.

Rules: what an option means and what is allowed is said in the words of the settings themselves; keys of cloud services
are never asked for here.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.settings.fields import (
    ChoiceField,
    Field,
    Group,
    NumberField,
    SwitchField,
    TextField,
    plain_text,
)
from tray_router.window.settings.pages import SettingsPage, plain_button, scrolling, title_label
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.popup import OpenSettings
from tray_router.wire.settings import OptionFields, SetStartAtLogin, SettingChange, WipeHistory

CONTENT_WIDTH = 680
SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Popup",
        (
            ("popup.theme", "Colours", ""),
            ("popup.width", "Width", "pixels"),
            ("popup.max_height", "Height at most", "pixels"),
            ("popup.font_points", "Text size", "points"),
            ("popup.language", "Your language", ""),
        ),
    ),
    ("Tray", (("tray.notifications", "Notifications", ""), ("tray.animate", "Animated icon", ""))),
    (
        "History",
        (
            ("history.enabled", "Keep questions", ""),
            ("history.keep_days", "Keep for", "days"),
            ("history.private", "Always private", ""),
        ),
    ),
    (
        "Routing",
        (
            ("routing.retry_weak", "Retry weak answers", ""),
            ("routing.preload", "Load ahead", ""),
            ("routing.learn", "Keep corrections", ""),
        ),
    ),
    (
        "Cloud",
        (
            ("cloud.mode", "Ask a cloud", ""),
            ("cloud.budget_per_request", "Per answer", "US dollars"),
            ("cloud.budget_per_day", "Per day", "US dollars"),
            ("cloud.budget_per_month", "Per month", "US dollars"),
            ("cloud.images", "Images may go", ""),
            ("cloud.guard", "Secrets", ""),
        ),
    ),
)
_PLAIN = frozenset({"popup.theme", "popup.width", "popup.max_height", "history.enabled", "tray.animate"})
_CHOICE_WORDS = {
    "popup.theme": {"auto": "as the desktop", "light": "light", "dark": "dark"},
    "cloud.mode": {"never": "never", "ask": "ask me first", "auto": "auto"},
    "cloud.guard": {"block": "block the question", "mask": "mask them", "off": "off"},
}
LOGIN_ABOUT = "Starts with the desktop, and waits in the tray."
SURE = "Remove all conversations"


class GeneralPage(SettingsPage):
    """Everything else."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look)
        self.options: dict[str, Field] = {}
        self.start_at_login = SwitchField("", "Start at login", LOGIN_ABOUT)
        self.start_at_login.changed.connect(lambda value: self.send(SetStartAtLogin(bool(value))))
        self.wipe = plain_button("Empty the history", "Removes every conversation that was kept", "danger")
        self.wipe.clicked.connect(self._wipe)
        self.open_file = plain_button("Open the settings file", "In your editor; what you save there is taken up")
        self.open_file.clicked.connect(lambda: self.send(OpenSettings()))
        self.path = WrappedLabel("about")
        self.services = WrappedLabel("about")
        for label in (self.path, self.services):
            make_small(label, 0.92)
        self._is_sure = False
        self._groups: dict[str, Group] = {}
        content = QWidget()
        content.setMaximumWidth(CONTENT_WIDTH)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 20)
        column.setSpacing(10)
        column.addWidget(self.start_at_login)
        for title, _options in SECTIONS:
            column.addSpacing(8)
            column.addWidget(title_label(title, 1.04))
            group = self._groups[title] = Group()
            column.addWidget(group)
        column.addWidget(self.services)
        column.addSpacing(8)
        column.addWidget(title_label("Settings file", 1.04))
        column.addWidget(self.path)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_file)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scrolling(content))

    def show_state(self) -> None:
        document = self.state.document
        if document.options and not self.options:
            self._make_fields()
        for path, field in self.options.items():
            option = self.state.option(path)
            if option is not None and not field.is_dirty:
                field.show_value(option.value)
        self.start_at_login.setEnabled(document.starts_at_login is not None)
        self.start_at_login.show_value(document.starts_at_login or False)
        self.start_at_login.about.set_text(document.login_note or LOGIN_ABOUT)
        written = document.path if document.exists else f"{document.path} is made with your first change."
        self.path.set_text(written)
        named = ", ".join(document.services)
        how = "Services and where their keys lie are set in the settings file; docs/cloud.md explains it."
        self.services.set_text(f"Set up: {named}. {how}" if named else f"No service is set up. {how}")

    def _make_fields(self) -> None:
        for title, options in SECTIONS:
            for path, label, unit in options:
                option = self.state.option(path)
                if option is None:
                    continue
                field = self.options[path] = _field(option, label, unit)
                field.changed.connect(lambda value, field=field: self._write(field, value))
                self._groups[title].column.addWidget(field)
            if title == "History":
                row = QHBoxLayout()
                row.setContentsMargins(162, 0, 0, 0)
                row.addWidget(self.wipe)
                row.addStretch(1)
                self._groups[title].column.addLayout(row)

    def _write(self, field: Field, value: str | bool | int | float) -> None:
        self.write(field, [SettingChange(tuple(field.path.split(".")), value)])

    def _wipe(self) -> None:
        """Asks once more, on the same button."""
        if not self._is_sure:
            self._is_sure = True
            self.wipe.setText(SURE)
            self.wipe.setAccessibleName(f"{SURE}? Press once more")
            self.wipe.installEventFilter(self)
            return
        self._calm()
        self.send(WipeHistory())

    def _calm(self) -> None:
        self._is_sure = False
        self.wipe.setText("Empty the history")
        self.wipe.setAccessibleName("Empty the history")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.wipe and event.type() in (event.Type.FocusOut, event.Type.Leave) and self._is_sure:
            self._calm()
        return super().eventFilter(watched, event)


def _field(option: OptionFields, label: str, unit: str) -> Field:
    about = "" if option.path in _PLAIN or ".budget_" in option.path else option.about
    if isinstance(option.value, bool):
        return SwitchField(option.path, label, about)
    if option.choices:
        words = _CHOICE_WORDS.get(option.path, {})
        return ChoiceField(
            option.path, label, option.choices, [words.get(word, word) for word in option.choices], about
        )
    if isinstance(option.value, int | float):
        number = NumberField(option.path, label, about, unit=unit)
        number.edit.setToolTip(_bounds(option))
        return number
    return TextField(option.path, label, about, width=190)


def _bounds(option: OptionFields) -> str:
    """What is allowed, and what it is when nobody says: ``280 to 4,000; 560 unless set``."""
    allowed = ""
    if option.lowest is not None and option.highest is not None:
        allowed = f"{option.lowest:,g} to {option.highest:,g}; "
    return f"{allowed}{plain_text(option.default)} unless set"
