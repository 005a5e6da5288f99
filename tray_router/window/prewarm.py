"""Makes the first popup as fast as every later one. GUI thread.

What the first paint would pay for (fonts, the style sheet, text layout, the Markdown parser, the native window) is paid
here, in a picture that nobody sees; no window is mapped, so nothing flashes and no focus moves.
"""

from __future__ import annotations

from tray_router.events import Completed, Routed, Token
from tray_router.model import CaptureOrigin
from tray_router.window.popup import Popup
from tray_router.window.state import PopupState
from tray_router.wire.window import BeginAnswer, ShowPopup

_SAMPLE = "# Head\n\nSome **bold**, *leaning* and `code` text.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


def prewarm(popup: Popup) -> None:
    """Lays out and paints a made-up session, then empties the popup again."""
    state = PopupState()
    state.apply(ShowPopup("warm", "A line of text.\n" * 6, (), CaptureOrigin.SELECTION, "Application", "Notice"), 0.0)
    popup.winId()
    popup.warm_up(state)
    state.apply(BeginAnswer("warm", "warm", "A question?"), 0.0)
    state.apply(Routed("warm", "route", "model", "host", reasons=("reason",), is_simulated=True), 0.0)
    state.apply(Token("warm", _SAMPLE), 0.0)
    state.apply(Completed("warm"), 0.0)
    popup.warm_up(state)
    popup.forget()
    popup.keep_ready()
