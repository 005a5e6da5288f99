"""The models of a machine with size, context and what they can do. GUI thread."""

from __future__ import annotations

from tray_router.model import HostStatus
from tray_router.window.dashboard import wording
from tray_router.window.dashboard.host_details import ModelRow, model_rows
from tray_router.window.dashboard.rows_model import Column, RowsModel
from tray_router.window.dashboard.tables import DataTable
from tray_router.window.theme import Colours

COLUMNS: tuple[Column[ModelRow], ...] = (
    Column("Model", lambda r: r.model.name, tooltip=lambda r: f"{r.model.family} {r.model.quantization}".strip()),
    Column("On disk", lambda r: wording.size(r.model.size_bytes), lambda r: r.model.size_bytes, True, 8),
    Column(
        "Context",
        lambda r: wording.tokens_of_context(r.model.context_length),
        lambda r: r.model.context_length,
        True,
        8,
    ),
    Column("Can", lambda r: wording.capabilities(r.model), width=22, is_dim=True, spare=1),
)


class ModelsTable(DataTable[ModelRow]):
    """As high as its rows."""

    def __init__(self, look: Colours) -> None:
        super().__init__("Models", RowsModel(COLUMNS), look, grows=True)

    def show_host(self, host: HostStatus, wall: float) -> None:
        """The models of this machine."""
        self.setAccessibleName(f"Models of {host.name}")
        self.show_rows(model_rows(host, wall))
