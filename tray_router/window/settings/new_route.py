"""A route of the user's own that is not written down yet: its name and its keywords. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tray_router.window.settings.fields import TextField
from tray_router.window.settings.pages import SettingsPage, plain_button, title_label
from tray_router.wire.settings import ChangeDone, SettingChange


class NewRoute(QWidget):
    """A route of the user's own."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__()
        self._page = page
        self.open = plain_button("New route", "A route of your own, found by its keywords")
        self.name = TextField("", "Name", "E.g. translate; questions find it by the keywords.")
        self.keywords = TextField("", "Keywords", "With commas between them.", hint="translate, übersetze, 翻译")
        self.add = plain_button("Add", kind="main")
        self.cancel = plain_button("Cancel")
        self.form = QFrame()
        self.form.setObjectName("card")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.add)
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(14, 12, 14, 12)
        inner.setSpacing(10)
        inner.addWidget(title_label("A new route", 1.04))
        inner.addWidget(self.name)
        inner.addWidget(self.keywords)
        inner.addLayout(buttons)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.form)
        self.form.hide()
        self.open.clicked.connect(self.begin)
        self.cancel.clicked.connect(self._leave)
        self.add.clicked.connect(self._add)
        for field in (self.name, self.keywords):
            field.edit.returnPressed.connect(self._add)

    def begin(self) -> None:
        """Asks for name and keywords."""
        for field in (self.name, self.keywords):
            field.show_value("")
        self.form.show()
        self.open.hide()
        self.name.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _leave(self) -> None:
        self.form.hide()
        self.open.show()
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        name = self.name.text.strip()
        if not name:
            self.name.show_problem("Say what it is called.")
            return
        if self._page.state.route(name) is not None:
            self.name.show_problem(f"There is a route {name} already.")
            return
        words = tuple(filter(None, (word.strip() for word in self.keywords.text.split(","))))
        self.name.path, self.keywords.path = f"routes.{name}", f"routes.{name}.keywords"
        changes = [*self._page.state.set_candidates(name, ())]
        if words:
            changes.append(SettingChange(("routes", name, "keywords"), words))

        def done(answer: ChangeDone) -> None:
            about_words = any(problem.path.startswith(self.keywords.path) for problem in answer.problems)
            self._page.answered(self.keywords if about_words else self.name, answer)
            if not answer.problems:
                self._leave()

        self._page.queue.change(changes, done, f"{name} is added.")
