"""What can be written back of an answer: the offer, where it goes, and the order that does it. Frozen data; any thread.

Rule: the text and its target are kept here; the window only names the request and the way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tray_router.engine.ports import InsertOrder
from tray_router.model import Capture, Output
from tray_router.wire.actions import OfferWriteBack


@dataclass(frozen=True, slots=True)
class Writing:
    """What can be written back: the offer that the window shows, and where it goes."""

    offer: OfferWriteBack
    target: Capture

    def order(self, output: Output) -> InsertOrder:
        """The order for one of the offered ways."""
        target = self.target
        selected = target.text if target.is_selected_there else ""
        text = self.offer.text
        if output is Output.INSERT:
            text = text.strip()
            text = f"\n{text}" if selected and not selected.endswith("\n") else text
        return InsertOrder(target.window, target.application, output, text, selected)

    def for_a_new_window(self) -> OfferWriteBack:
        """The offer for a window that starts again, where nothing may happen by itself a second time."""
        return replace(self.offer, begins=None)
