"""Decisions about the cloud: said in the popup, and a yes is one press."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.window.scenes import REQUEST, SCENES, begin, show
from tests.window.widgets import find, link_of
from tray_router.events import CloudNotice, CloudStep, Failed
from tray_router.model import CloudConsent, Finding, Override
from tray_router.window import cloud_wording
from tray_router.window.app import WindowApp
from tray_router.wire.window import Retry


@pytest.mark.parametrize(("has_images", "consent"), [(False, CloudConsent.TEXT), (True, CloudConsent.WITH_IMAGES)])
def test_a_yes_asks_the_same_question_again(
    has_images: bool, consent: CloudConsent, window: WindowApp, qtbot: QtBot
) -> None:
    offer = CloudNotice(REQUEST, CloudStep.OFFERED, "It could.", "m", "sky", 0.02, "about $0.02", has_images=has_images)
    for message in (show(), begin(), offer, Failed(REQUEST, "No machine can take the question.", "Start one.")):
        window.take(message)
    qtbot.waitUntil(window.popup.isVisible)
    button = find(window.popup, QPushButton, f"remedy-{'ask-cloud-with-images' if has_images else 'ask-cloud'}")
    assert button.isVisible()
    assert "$0.02" in button.text()
    assert "image" in button.text() or not has_images
    button.click()
    assert link_of(window).of(Retry) == [Retry(REQUEST, Override(cloud=consent))]


@pytest.mark.parametrize("step", [CloudStep.NOT_WORTH, CloudStep.BLOCKED, CloudStep.MASKED])
def test_other_decisions_are_only_said(step: CloudStep) -> None:
    found = tuple(Finding("private key", f"your question, line {n}", 9) for n in range(8))
    title, text, details, buttons = cloud_wording.told(CloudNotice(REQUEST, step, "Why.", findings=found))
    assert title
    assert text == "Why."
    assert details.splitlines()[0] == "private key: your question, line 0"
    assert details.splitlines()[-1] == "and 2 more"
    assert buttons == ()


def test_the_mark_that_it_left_cannot_be_missed(window: WindowApp, qtbot: QtBot) -> None:
    for message in SCENES["cloud-masked"]():
        window.take(message)
    qtbot.waitUntil(window.popup.isVisible)
    mark = find(window.popup, QWidget, "mark-cloud")
    assert mark.isVisible()
    assert "left your network" in mark.text()  # type: ignore[attr-defined]
    assert "runs outside it" in mark.toolTip() + mark.accessibleDescription()
