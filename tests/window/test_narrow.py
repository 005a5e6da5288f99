"""The narrowest popup: what stands in it is shown whole, in further lines or closer together, never cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.window.scenes import SCENES, appearance
from tests.window.test_popup import opened
from tray_router.window.app import WindowApp
from tray_router.window.controls import ICON_BUTTON_SIZE, PartsCaption
from tray_router.window.flow import FlowLayout

NARROW = 320


def cut_off(window: WindowApp) -> dict[str, str]:
    """Buttons and marks that are seen, but not whole."""
    popup = window.popup
    edge = popup.width() - popup.border
    found = {}
    for part in (*popup.findChildren(QPushButton), *popup.findChildren(QLabel)):
        if not part.isVisible() or not (part.objectName().startswith("mark-") or isinstance(part, QAbstractButton)):
            continue
        words = part.fontMetrics().horizontalAdvance(part.text())
        right = part.mapTo(popup, part.rect().topRight()).x()
        if part.width() < words + 2 or right >= edge:
            found[part.text()] = f"{part.width()} for {words}, up to {right} of {edge}"
    return found


@pytest.mark.parametrize("scene", ["failed", "marks", "restarted", "write-back-asked", "finished", "cloud-offered"])
def test_nothing_is_cut_off(window: WindowApp, qtbot: QtBot, scene: str) -> None:
    window.take(appearance("light", width=NARROW))
    opened(window, qtbot, *SCENES[scene]())
    qtbot.waitUntil(lambda: cut_off(window) == {})
    content = window.popup.content
    assert content.width() <= window.popup.scroll_area.viewport().width()


def test_a_wide_popup_has_the_usual_buttons(window: WindowApp, qtbot: QtBot) -> None:
    window.take(appearance("light", width=NARROW))
    opened(window, qtbot, *SCENES["write-back-asked"]())
    retry = window.popup.footer.retry
    narrow = retry.sizeHint().width()
    window.take(appearance("light"))
    opened(window, qtbot, *SCENES["write-back-asked"]())
    assert window.popup.footer.retry.sizeHint().width() > narrow
    assert window.popup.footer.screenshot.isVisible()


def test_of_several_figures_none_is_shown_in_part(qtbot: QtBot) -> None:
    caption = PartsCaption("figures")
    qtbot.addWidget(caption)
    assert caption.shortened("38.1 tokens/s · 412 tokens", 30) == ""
    assert caption.shortened("one sentence that is too long", 60).endswith("…")


def test_a_flow_breaks_where_there_is_no_room(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    flow = FlowLayout(parent, gap=4)
    flow.setContentsMargins(0, 6, 0, 0)
    boxes = [QWidget(parent) for _ in range(3)]
    for box in boxes:
        box.setFixedSize(60, ICON_BUTTON_SIZE)
        flow.addWidget(box)
    assert flow.heightForWidth(188) == 6 + ICON_BUTTON_SIZE
    assert flow.heightForWidth(187) == 6 + 2 * ICON_BUTTON_SIZE + 4
    assert flow.heightForWidth(20) == 6 + 3 * ICON_BUTTON_SIZE + 8
    boxes[1].hide()
    assert flow.heightForWidth(130) == 6 + ICON_BUTTON_SIZE
    parent.resize(130, 100)
    parent.show()
    assert (boxes[0].pos().x(), boxes[2].pos().x(), boxes[2].pos().y()) == (0, 64, 6)
