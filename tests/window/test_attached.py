"""Pictures that go out with the next question, in the real popup."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.window.widgets import find, find_visible, link_of
from tray_router.model import CaptureOrigin
from tray_router.window.app import WindowApp
from tray_router.window.controls import IconButton
from tray_router.window.thumbnail import Thumbnail
from tray_router.window.thumbnails import ThumbnailRow
from tray_router.wire.window import AddScreenshot, RemoveAttached, ShowAttached, ShowPopup

pytestmark = pytest.mark.desktop


def picture(colour: str, size: tuple[int, int] = (320, 180)) -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", size, colour).save(sink, "PNG")
    return sink.getvalue()


@pytest.fixture
def opened(window: WindowApp, qtbot: QtBot) -> WindowApp:
    window.take(ShowPopup("a", "text", will_send=False, takes_focus=True))
    qtbot.waitUntil(window.popup.isVisible)
    return window


def row(window: WindowApp) -> ThumbnailRow:
    return find(window.popup, ThumbnailRow, "attached")


def test_pictures_stand_above_the_input_until_they_are_sent(opened: WindowApp, qtbot: QtBot) -> None:
    assert not row(opened).isVisible()
    opened.take(ShowAttached("a", (picture("teal"), picture("orange"))))
    assert row(opened).isVisible()
    assert len(find_visible(row(opened), Thumbnail, "captureImage")) == 2
    qtbot.waitUntil(lambda: row(opened).geometry().bottom() < opened.popup.input.geometry().top())
    opened.take(ShowAttached("a", ()))
    assert not row(opened).isVisible()


def test_those_of_another_session_are_not_shown(opened: WindowApp) -> None:
    opened.take(ShowAttached("b", (picture("teal"),)))
    assert not row(opened).isVisible()


@pytest.mark.parametrize("way", ["button", "key"])
def test_a_picture_is_asked_for(opened: WindowApp, qtbot: QtBot, way: str) -> None:
    if way == "button":
        qtbot.mouseClick(find(opened.popup, IconButton, "screenshot"), Qt.MouseButton.LeftButton)
    else:
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        qtbot.waitUntil(opened.popup.isActiveWindow)
        qtbot.keyClick(opened.popup, Qt.Key.Key_S, modifiers)
    assert link_of(opened).of(AddScreenshot) == [AddScreenshot("a")]


def test_each_picture_can_be_taken_back(opened: WindowApp, qtbot: QtBot) -> None:
    opened.take(ShowAttached("a", (picture("teal"), picture("orange"))))
    second = [button for button in row(opened).findChildren(IconButton) if "2" in button.accessibleName()]
    qtbot.mouseClick(second[-1], Qt.MouseButton.LeftButton)
    assert link_of(opened).of(RemoveAttached) == [RemoveAttached("a", 1)]


def test_more_than_fit_are_counted(opened: WindowApp) -> None:
    opened.take(ShowAttached("a", tuple(picture("teal", (400, 180 + number)) for number in range(12))))
    shown = find_visible(row(opened), Thumbnail, "captureImage")
    assert 2 <= len(shown) < 12
    assert f"and {12 - len(shown)} more" in [
        label.text() for label in row(opened).findChildren(type(row(opened)._more))
    ]
    assert row(opened).sizeHint().height() < 90


def test_several_captured_pictures_are_all_shown(window: WindowApp, qtbot: QtBot) -> None:
    window.take(ShowPopup("a", "", (picture("teal"), picture("orange")), CaptureOrigin.REGION, will_send=False))
    qtbot.waitUntil(window.popup.isVisible)
    captured = find(window.popup, ThumbnailRow, "capturePictures")
    assert len(find_visible(captured, Thumbnail, "captureImage")) == 2
    assert not captured.findChildren(IconButton)
