"""Fixtures over the real X server and session; import them in a ``conftest.py`` that needs them.

One server per test module (it starts in 0.1 s); every test gets clean keyboard settings.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.support.session import DesktopSession
from tests.support.x11 import XServer


@pytest.fixture(scope="module")
def x_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    if not sys.platform.startswith("linux"):
        pytest.skip("needs an X server")
    with XServer(tmp_path_factory.mktemp("x11")) as server:
        yield server


@pytest.fixture
def x_server(x_module: XServer) -> XServer:
    """Xvfb with openbox and a US keyboard in its first group."""
    x_module.set_layout("us")
    x_module.lock_group(0)
    return x_module


@pytest.fixture
def desktop_session(x_server: XServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DesktopSession]:
    """A D-Bus daemon on that server, fresh for each test; ``start_panel()`` adds a panel with a tray."""
    with DesktopSession(x_server, tmp_path_factory.mktemp("s")) as session:
        yield session
