"""A real X server for everything with widgets; pure tests in this folder do not ask for it.

Rule: the server is there or the test fails and says so; nothing is skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tests.window.widgets import FakeLink
from tray_router.window.app import WindowApp


@pytest.fixture(scope="session")
def x_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    """Xvfb with openbox, one for all widget tests of the run."""
    for program in ("Xvfb", "openbox", "xdotool"):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing; `python3 packaging/bootstrap.py test` installs it")
    with XServer(tmp_path_factory.mktemp("window-x11"), size=(1280, 900)) as server:
        yield server


@pytest.fixture(scope="session")
def qapp(x_session: XServer) -> Iterator[QApplication]:
    """The QApplication of pytest-qt, on our own server, and gone before that is stopped."""
    before = os.environ.get("DISPLAY")
    os.environ["DISPLAY"] = x_session.display
    app = QApplication(["tray-router-tests"])
    if before is None:
        del os.environ["DISPLAY"]
    else:
        os.environ["DISPLAY"] = before
    app.setQuitOnLastWindowClosed(False)
    yield app
    app.shutdown()


@pytest.fixture
def x_display(x_session: XServer, monkeypatch: pytest.MonkeyPatch) -> XServer:
    """DISPLAY names the test server while the test runs."""
    monkeypatch.setenv("DISPLAY", x_session.display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    x_session.run("xdotool", "mousemove", "400", "60")
    return x_session


@pytest.fixture
def window(qapp: QApplication, x_display: XServer, qtbot: object) -> Iterator[WindowApp]:
    """The whole window side in this process, over a link that only remembers."""
    app = WindowApp(FakeLink())
    app.start()
    yield app
    # This process owns what a test copied, but answers for it only while its event loop runs: the next test's xclip,
    # on the same server, would wait for it in vain.
    qapp.clipboard().clear()
    app.popup.hide()
    app.popup.deleteLater()
    app.deleteLater()
    qapp.processEvents()


@pytest.fixture
def window_process(x_display: XServer) -> Iterator[WindowProcess]:
    """The real process over real pipes, warm."""
    with WindowProcess(x_display) as process:
        yield process
