"""The page of the actions: built-in ones, and the user's own. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.dashboard.parts import EmptyPage
from tray_router.window.settings.fields import AreaField, ChoiceField, Field, Group, SwitchField, TextField
from tray_router.window.settings.hotkeys_page import ACTION_PREFIX, ChordField
from tray_router.window.settings.pages import NameList, SettingsPage, plain_button, scrolling, title_label
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.settings.trial import TrialField
from tray_router.window.theme import Colours
from tray_router.wire.settings import ActionFields, ChordChecked, SettingChange, TryAsking

LIST_WIDTH = 230
NEW_NAME, NEW_PROMPT = "New action", "Make this politer and give back nothing else: {text}"
OUTPUTS = {
    "auto": "as built in",
    "popup": "the popup only",
    "copy": "the clipboard",
    "replace": "in place of the text",
    "insert": "behind the text",
}
BUILT_IN_PROMPT = "Its own prompt is used. Type one here to use that instead; {text} stands for the captured text."
OWN_PROMPT = "What is asked. {text} stands for the captured text; without it, the text follows the prompt."


class ActionsPage(SettingsPage):
    """All actions."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look)
        self.list = NameList("Actions", look)
        self.list.currentItemChanged.connect(self._chosen)
        self.add_button = plain_button("New action", "A prompt of your own (Ctrl+N)")
        self.add_button.clicked.connect(self.begin_adding)
        self.form = ActionForm(self)
        self._choose_next = ""
        side = QWidget()
        side.setFixedWidth(LIST_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.add_button)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolling(self.form))
        self.stack.addWidget(EmptyPage("Actions", "Choose one."))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(side)
        row.addWidget(self.stack, 1)

    def show_state(self) -> None:
        actions = self.state.document.actions
        self.list.show_names([(a.name, _shown_name(a), _about(a), _mark(a)) for a in actions])
        if self._choose_next and self.list.choose(self._choose_next):
            self._choose_next = ""
        if actions and not self.list.chosen:
            self.list.choose(actions[0].name)
        self._show_right()

    def begin_adding(self) -> None:
        """A new action that works as it is, to be changed."""
        self._add(ActionFields(NEW_NAME, NEW_PROMPT))

    def duplicate(self, action: ActionFields) -> None:
        """The same once more; a built-in one without a prompt of its own has nothing to copy."""
        self._add(action, f"{action.name} copy")

    def _add(self, action: ActionFields, wanted: str = "") -> None:
        name, place = self.state.free_action_name(wanted or action.name), self.state.next_action_place
        changes = [SettingChange(("actions", place, "name"), name)]
        changes.append(SettingChange(("actions", place, "prompt"), action.prompt))
        for option in ("route", "model"):
            if getattr(action, option):
                changes.append(SettingChange(("actions", place, option), getattr(action, option)))
        if action.output != "auto":
            changes.append(SettingChange(("actions", place, "output"), action.output))
        if not action.show_diff:
            changes.append(SettingChange(("actions", place, "show_diff"), False))
        self._choose_next = name
        self.queue.change(changes, lambda done: self.answered(None, done), f"{name} is added.")

    def renamed(self, name: str) -> None:
        """The action that is chosen is about to be called so."""
        self._choose_next = name

    def take_chord(self, answer: ChordChecked) -> None:
        """Whether a chord could be used."""
        self.form.hotkey.button.take(answer)

    def _chosen(self, *_rows: object) -> None:
        self.form.commit()
        self._show_right()

    def _show_right(self) -> None:
        action = next((each for each in self.state.document.actions if each.name == self.list.chosen), None)
        self.stack.setCurrentIndex(0 if action is not None else 1)
        if action is not None:
            self.form.show_action(action)


class ActionForm(QWidget):
    """The action that is chosen."""

    def __init__(self, page: ActionsPage) -> None:
        super().__init__()
        self._page = page
        self._action: ActionFields | None = None
        self.title = title_label("")
        self.duplicate = plain_button("Duplicate", "The same once more, to be changed")
        self.remove = plain_button("Remove", kind="danger")
        self.back = plain_button("Back to built-in", "Takes back everything that you changed of it")
        self.name = TextField("", "Name")
        self.enabled = SwitchField("", "In use", "Off takes it out of popup and menu.")
        self.prompt = AreaField("", "Prompt", OWN_PROMPT, lines=6)
        self.route = ChoiceField("", "Route", [""], ["the router chooses"])
        self.model = ChoiceField("", "Model", [""], ["the route chooses"])
        self.output = ChoiceField("", "Answer goes to", list(OUTPUTS), list(OUTPUTS.values()))
        self.show_diff = SwitchField("", "Look first", "What would change is shown before it is written back.")
        self.hotkey = ChordField("", "", "Hotkey", "", page.send)
        self.trial = TrialField()
        self.trial.wished.connect(self._try)
        self.note = WrappedLabel("about")
        make_small(self.note, 0.92)
        self.fields: dict[str, Field] = {
            "name": self.name,
            "enabled": self.enabled,
            "prompt": self.prompt,
            "route": self.route,
            "model": self.model,
            "output": self.output,
            "show_diff": self.show_diff,
            "hotkey": self.hotkey,
        }
        for option, field in self.fields.items():
            field.changed.connect(lambda value, option=option: self._write(option, value))
        self.duplicate.clicked.connect(self._duplicate)
        self.remove.clicked.connect(self._remove)
        self.back.clicked.connect(self._remove)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        for button in (self.duplicate, self.back, self.remove):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addWidget(Group([*self.fields.values(), self.trial]))
        column.addStretch(1)

    def show_action(self, action: ActionFields) -> None:
        """Shows it as it is now."""
        before, self._action = self._action, action
        is_other = before is None or before.name != action.name
        place = action.place if action.place >= 0 else self._page.state.next_action_place
        self.title.setText(_shown_name(action))
        self.name.setVisible(not action.built_in)
        self.duplicate.setVisible(bool(action.prompt))
        self.remove.setVisible(not action.built_in)
        self.back.setVisible(bool(action.built_in) and action.place >= 0)
        self.note.set_text("A built-in action: what you change here is kept beside it." if action.built_in else "")
        self.prompt.edit.setPlaceholderText(BUILT_IN_PROMPT if action.built_in else "")
        self.prompt.about.set_text("" if action.built_in else OWN_PROMPT)
        self.trial.show_value(action.enabled)
        self._offer_routes_and_models()
        for option, field in self.fields.items():
            field.path = f"actions[{place}].{option}"
            if field is self.hotkey:
                continue
            if is_other or not field.is_dirty:
                field.show_value(getattr(action, option))
        if is_other:
            self.hotkey.button.end()
        self.hotkey.button.key = f"{ACTION_PREFIX}{action.name}"
        self.hotkey.show_chord(action.hotkey, action.readable, "", action.problem)
        if is_other:
            self.hotkey.show_problem(action.problem)

    def _offer_routes_and_models(self) -> None:
        state = self._page.state
        routes = [route.name for route in state.document.routes]
        self.route.set_choices(["", *routes], ["the router chooses", *routes])
        models = [place.candidate for place in state.chat_models()]
        self.model.set_choices(["", *models], ["the route chooses", *models])

    def commit(self) -> None:
        """Tells of what is typed."""
        for field in self.fields.values():
            field.commit()

    def _write(self, option: str, value: str | bool) -> None:
        action = self._action
        if action is None:
            return
        default = getattr(ActionFields(""), option)
        kept = None if value == default and option != "name" else value
        if option == "name":
            self._page.renamed(str(value))
        self._page.write(self.fields[option], self._page.state.set_action(action, option, kept))

    def _try(self) -> None:
        """With everything that is typed, written first; not while a field says what is wrong with it."""
        self.commit()
        self._page.queue.when_written(self._try_as_written)

    def _try_as_written(self) -> None:
        if self._action is not None and not any(field.problem.text() for field in self.fields.values()):
            self._page.send(TryAsking(self._action.name))

    def _duplicate(self) -> None:
        if self._action is not None:
            self._page.duplicate(self._action)

    def _remove(self) -> None:
        action = self._action
        if action is None or action.place < 0:
            return
        words = f"{action.name} is as built in." if action.built_in else f"{action.name} is removed."
        changes = [SettingChange(("actions", action.place), None)]
        self._page.queue.change(changes, lambda done: self._page.answered(None, done), words)


def _shown_name(action: ActionFields) -> str:
    return action.name.capitalize() if action.built_in and action.name == action.built_in else action.name


def _about(action: ActionFields) -> str:
    kind = "built in" if action.built_in and not action.prompt else "changed" if action.built_in else "your own"
    return " · ".join(filter(None, ("off" if not action.enabled else kind, action.readable)))


def _mark(action: ActionFields) -> Callable[[QPainter, QRectF, Colours], None]:
    def paint(painter: QPainter, area: QRectF, look: Colours) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.good if action.enabled else look.quiet))
        inner = QRectF(area.center().x() - 4, area.center().y() - 4, 8, 8)
        if action.enabled:
            painter.drawEllipse(inner)
        else:
            painter.drawRect(QRectF(inner.left(), inner.center().y() - 1, 8, 2))

    return paint
