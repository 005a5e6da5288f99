"""The history's window as its door opens it, and the popup's private mark, on the test server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.window.widgets import FakeLink
from tray_router.events import Completed, Routed, Token
from tray_router.model.history import HistoryConversation, HistoryEntry, HistoryTurn, TurnEnding
from tray_router.window.answer_view import AnswerView
from tray_router.window.app import WindowApp
from tray_router.window.past import wording
from tray_router.window.past.door import HistoryDoor
from tray_router.window.past.window import HistoryWindow
from tray_router.window.state import PopupState
from tray_router.window.theme import DARK, LIGHT, palette
from tray_router.wire.history import ConversationFound, HistoryFound, OpenConversation, SearchHistory
from tray_router.wire.popup import SetPrivate, ShowPrivate
from tray_router.wire.window import BeginAnswer, ShowPopup

NOW = datetime.now(UTC)
ENTRIES = (
    HistoryEntry(
        7, NOW.isoformat(), "Why is the sky blue?", "…Rayleigh scattering of sunlight", "quick", "qwen3:4b", "mac", 2
    ),
    HistoryEntry(5, (NOW - timedelta(1)).isoformat(), "今天天气怎么样？", "今天天气很好", "quick", "qwen3:4b", "mac"),
    HistoryEntry(
        3,
        "2025-11-12T10:00:00+00:00",
        "Übersetze die Donaudampfschifffahrtsgesellschaftskapitänsmütze bitte ins Englische",
        "cap",
        "quick",
        "qwen3:4b",
        "mac",
    ),
)
ANSWER = """Because of **Rayleigh scattering**:

- blue light scatters more
- see [here](https://example.net)

```python
print(1 / 0.45**4)
```
"""
TALK = HistoryConversation(
    7,
    "Why is the sky blue?",
    "Editor",
    (
        HistoryTurn(
            "c1",
            "r1",
            "Why is the sky blue?",
            "",
            ANSWER,
            TurnEnding.COMPLETED,
            "quick",
            "qwen3:4b",
            "mac",
            at=NOW.isoformat(),
        ),
        HistoryTurn(
            "c1", "r2", "<b>And</b> at night?", "a captured text", "", TurnEnding.FAILED, images=2, at=NOW.isoformat()
        ),
    ),
)


class Opened:
    """The door and what it sent."""

    def __init__(self) -> None:
        self.sent: list[object] = []
        self.look = LIGHT
        self.state = PopupState()
        self.door = HistoryDoor(self.sent.append, lambda: self.look, self.state)
        self.door.open()

    @property
    def window(self) -> HistoryWindow:
        assert self.door.window is not None
        return self.door.window


@pytest.fixture
def opened(qapp: QApplication, x_display: object, qtbot: QtBot) -> Iterator[Opened]:
    qapp.setPalette(palette(LIGHT))
    made = Opened()
    assert QTest.qWaitForWindowActive(made.window, 5_000)
    yield made
    if made.door.window is not None:
        made.door.window.close()
    qapp.processEvents()
    made.door.deleteLater()


def test_it_opens_with_the_latest_and_searches_as_it_is_typed(opened: Opened) -> None:
    assert opened.sent == [SearchHistory()]
    opened.door.take(HistoryFound("", ENTRIES))
    assert opened.window.entries.count() == 3
    QTest.keyClicks(opened.window.search, "sky")
    assert opened.sent[1:] == [SearchHistory("s"), SearchHistory("sk"), SearchHistory("sky")]
    opened.door.take(HistoryFound("sk", ()))  # late
    assert opened.window.entries.count() == 3
    opened.door.take(HistoryFound("sky", ENTRIES[:1]))
    assert opened.window.entries.count() == 1
    opened.door.take(HistoryFound("sky", ()))
    assert (opened.window.sentence.text(), opened.window.sentence.isVisible()) == (wording.NOTHING_FOUND, True)
    opened.door.take(HistoryFound("sky", problem="The history cannot be used."))
    assert opened.window.sentence.text() == "The history cannot be used."


def test_a_conversation_is_chosen_and_read_by_keyboard(opened: Opened) -> None:
    opened.door.take(HistoryFound("", ENTRIES))
    QTest.keyClick(opened.window.search, Qt.Key.Key_Down)
    assert opened.window.entries.hasFocus()
    assert opened.sent[-1] == OpenConversation(7)
    opened.door.take(ConversationFound(7, TALK))
    reading = opened.window.reading.widget()
    assert [view.markdown for view in reading.findChildren(AnswerView)] == [TALK.turns[0].answer]
    texts = [label.text() for label in reading.findChildren(QLabel, "pastQuestion")]
    assert texts == ["Why is the sky blue?", "<b>And</b> at night?\n\na captured text"]
    QTest.keyClick(opened.window.entries, Qt.Key.Key_Down)
    assert opened.sent[-1] == OpenConversation(5)
    opened.door.take(ConversationFound(7, None))  # late
    assert reading is opened.window.reading.widget()
    opened.door.take(ConversationFound(5, None))
    assert opened.window.reading.widget().text() == wording.GONE
    opened.door.take(HistoryFound("", ENTRIES))  # one more question was kept: the choice stays
    assert opened.window.entries.number == 5
    QTest.keyClick(opened.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.search.hasFocus()


def test_a_link_is_copied_and_never_opened(opened: Opened, qapp: QApplication) -> None:
    opened.door.take(HistoryFound("", ENTRIES))
    opened.window.entries.setCurrentRow(0)
    opened.door.take(ConversationFound(7, TALK))
    (view,) = opened.window.reading.widget().findChildren(AnswerView)
    view.link_pressed.emit("https://example.net")
    assert qapp.clipboard().text() == "https://example.net"
    qapp.clipboard().clear()


def test_escape_closes_it_and_it_opens_again(opened: Opened) -> None:
    QTest.keyClick(opened.window, Qt.Key.Key_Escape)
    assert opened.door.window is None
    opened.door.take(HistoryFound("", ENTRIES))  # late
    opened.door.open()
    assert opened.sent == [SearchHistory(), SearchHistory()]


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_painted_in_the_look_that_is_in_force(look: object, opened: Opened, qapp: QApplication) -> None:
    opened.look = DARK if look is DARK else LIGHT
    qapp.setPalette(palette(opened.look))
    opened.door.renew()
    opened.door.take(HistoryFound("", ENTRIES))
    opened.window.entries.setCurrentRow(0)
    opened.door.take(ConversationFound(7, TALK))
    qapp.processEvents()
    picture = opened.window.grab().toImage()
    corner = picture.pixelColor(QPoint(4, picture.height() - 5))
    assert corner == QColor(opened.look.window)
    colours = {picture.pixelColor(x, y).name() for x in range(20, 320, 2) for y in range(70, 250, 3)}
    assert len(colours) > 3  # the entries are there


def test_the_private_key_is_told_and_the_header_says_so(window: WindowApp, qtbot: QtBot) -> None:
    link = window._link
    assert isinstance(link, FakeLink)
    window.take(ShowPopup("s1", text="x", will_send=False, takes_focus=True))
    assert QTest.qWaitForWindowActive(window.popup, 5_000)
    QTest.keyClick(window.popup, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert link.sent[-1] == SetPrivate("s1", is_private=True)
    window.take(ShowPrivate("s1", is_private=True))
    (chip,) = window.popup.header.findChildren(QLabel, "mark-private")
    assert (chip.text(), chip.isVisible()) == ("PRIVATE · not kept", True)
    window.take(BeginAnswer("s1", "r1"))
    for event in (Routed("r1", "quick", "qwen3:4b", "mac"), Token("r1", "Hello."), Completed("r1")):
        window.take(event)
    assert window.popup.header.findChildren(QLabel, "mark-private")[0].isVisible()
    QTest.keyClick(window.popup, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert link.sent[-1] == SetPrivate("s1", is_private=False)
    window.take(ShowPrivate("other", is_private=False))
    window.take(ShowPopup("s2", text="y", will_send=False))
    assert not [c for c in window.popup.header.findChildren(QLabel, "mark-private") if c.isVisible()]


@pytest.mark.parametrize("is_private", [False, True])
def test_the_popup_makes_way_for_the_history_unless_it_would_be_lost(
    window: WindowApp, qtbot: QtBot, is_private: bool
) -> None:
    window.take(ShowPopup("s1", text="x", will_send=False, takes_focus=True))
    window.take(ShowPrivate("s1", is_private=is_private))
    assert QTest.qWaitForWindowActive(window.popup, 5_000)
    QTest.keyClick(window.popup, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    history = window.history.window
    assert history is not None
    assert window.popup.isVisible() == is_private
    if is_private:  # it is above all windows, and must not lie over the line that is typed into
        qtbot.waitUntil(lambda: not history.frameGeometry().intersects(window.popup.geometry()))
        assert history.screen().availableGeometry().contains(history.geometry())
        assert history.screen().availableGeometry().contains(window.popup.geometry())


# --- sentences ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-03-04T10:05:00+00:00", "10:05"),
        ("2026-03-03T22:00:00+00:00", "Yesterday 22:00"),
        ("2026-03-01T22:00:00+00:00", "1 Mar"),
        ("2025-12-31T22:00:00+00:00", "31 Dec 2025"),
        ("never", ""),
        ("", ""),
    ],
)
def test_times_are_said_as_people_do(at: str, said: str) -> None:
    assert wording.when(at, datetime(2026, 3, 4, 12, tzinfo=UTC)) == said


def test_captions_say_what_must_not_be_missed() -> None:
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    turn = HistoryTurn(
        "c", "r", route="quick", model="gpt", host="cloudy", is_cloud=True, images=1, ending=TurnEnding.STOPPED
    )
    assert wording.turn_caption(turn, now) == "quick → cloudy / gpt · left your network · 1 picture, not kept · stopped"
    assert wording.turn_caption(HistoryTurn("c", "r"), now) == "nobody was asked"
    assert (
        wording.caption(HistoryEntry(1, "2026-03-04T10:05:00+00:00", "t", model="m", turns=3), now)
        == "10:05 · m · 3 questions"
    )
