"""Connections to the X server: ours know the core protocol, those of others are left as they are."""

from __future__ import annotations

import pytest
from Xlib.display import Display

from tests.support.x11 import XServer
from tray_router.desktop.x_display import close_display, open_display
from tray_router.errors import DesktopError


def test_ours_have_no_extensions_and_others_keep_theirs(x_server: XServer) -> None:
    ours = open_display(x_server.display)
    others = Display(x_server.display)
    try:
        assert ours.extensions == []
        assert not hasattr(ours, "xtest_fake_input")
        assert ours.screen().root.get_geometry().width == x_server.size[0]
        assert {"XTEST", "RECORD", "RANDR"} <= set(others.extensions)
        assert others.has_extension("XTEST")
    finally:
        close_display(ours)
        others.close()


def test_a_server_that_is_not_there_is_said_in_two_sentences() -> None:
    with pytest.raises(DesktopError, match="':987'") as raised:
        open_display(":987")
    assert "DISPLAY" in raised.value.hint
