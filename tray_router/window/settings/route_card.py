"""One route on its page: who is asked, in which order, and its keywords. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from tray_router.window.settings.candidates import CandidateList
from tray_router.window.settings.fields import TextField
from tray_router.window.settings.pages import Elided, SettingsPage, below, plain_button, title_label
from tray_router.wire.settings import RouteFields, SettingChange

_ABOUT = {
    "quick": "short questions, rephrasing, translating",
    "vision": "screenshots and pictures",
    "code": "code, logs and error messages",
    "reasoning": "questions that want thinking",
}


class RouteCard(QFrame):
    """One route.

    Signals:
        arranged: other candidates are wished, with what to say of it.
        models_wished: the menu of all models is, at this point of the screen.
    """

    arranged = Signal(object, str)
    models_wished = Signal(QPoint)

    def __init__(self, name: str, page: SettingsPage) -> None:
        super().__init__()
        self._page = page
        self.name = name
        self.setObjectName("card")
        self.setAccessibleName(f"Route {name}")
        self.served_by = Elided("servedBy", factor=0.92)
        self.served_by.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.about = Elided("about", _ABOUT.get(name, ""), 0.92)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # gives way first
        self.list = CandidateList(name, page.look)
        self.list.changed.connect(self._wished)
        self.add = plain_button("Add model", f"Puts a model into {name}")
        self.reset = plain_button("Reset", "Back to what is proposed for the models that there are")
        self.remove = plain_button("Remove", f"Removes the route {name}", "danger")
        for button in (self.add, self.reset, self.remove):
            button.setAccessibleName(f"{button.text()}: {name}")
        self.add.clicked.connect(lambda: self.models_wished.emit(below(self.add)))
        self.reset.clicked.connect(self._reset)
        self.remove.clicked.connect(self._remove)
        self.keywords = TextField(f"routes.{name}.keywords", "Keywords", "Words that lead a question here.")
        self.keywords.changed.connect(self._set_keywords)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(title_label(name, 1.04))
        head.addWidget(self.about, 1)
        head.addWidget(self.served_by)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.add, self.reset):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(self.keywords)
        column.addLayout(buttons)

    def show_route(self, route: RouteFields, *, is_editable: bool) -> None:
        """Shows the route as it is now."""
        state = self._page.state
        self.list.is_editable = is_editable
        if not self._page.queue.is_busy:
            self.list.show_candidates(route.candidates, state, route.needs)
        else:
            self.list.show_candidates(self.list.candidates, state, route.needs)
        served = state.served_by(route.name)
        now = f"now {served.model} on {served.host}" if served.is_served else "nobody can answer now"
        self.served_by.setText(now)
        self.keywords.setVisible(not route.is_built_in)
        if not self.keywords.is_dirty:
            self.keywords.show_value(", ".join(route.keywords))
        proposal = state.proposal(route.name)
        is_other = proposal is not None and proposal.candidates != route.candidates
        self.reset.setVisible(is_editable and is_other)
        self.add.setVisible(is_editable)
        self.remove.setVisible(not route.is_built_in and is_editable)

    def _wished(self, candidates: tuple[str, ...]) -> None:
        self.list.show_candidates(candidates, self._page.state)
        self.arranged.emit(candidates, "")

    def _reset(self) -> None:
        proposal = self._page.state.proposal(self.name)
        if proposal is not None:
            self.list.show_candidates(proposal.candidates, self._page.state)
            self.arranged.emit(proposal.candidates, f"{self.name} is as proposed.")

    def _set_keywords(self, text: str) -> None:
        words = tuple(filter(None, (word.strip() for word in str(text).split(","))))
        self._page.write(self.keywords, [SettingChange(("routes", self.name, "keywords"), words)])

    def _remove(self) -> None:
        changes = [SettingChange(("routes", self.name), None)]
        self._page.queue.change(changes, lambda done: self._page.answered(None, done), f"{self.name} is removed.")
