"""What is under the line of an unfolded machine: address and version, what is wrong, its models. GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tray_router.model import HostStatus, InstalledModel, LoadedModel
from tray_router.model.machine import ModelFigures
from tray_router.window.controls import Caption, WrappedLabel, make_small
from tray_router.window.dashboard import wording
from tray_router.window.dashboard.rows_model import Column, RowsModel
from tray_router.window.dashboard.tables import CELL_PADDING, DataTable
from tray_router.window.theme import Colours

INDENT = 44  # under the name of the machine


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model on a machine with what is known of it there; ``seen_at`` in UTC seconds."""

    model: InstalledModel
    loaded: LoadedModel | None
    figures: ModelFigures | None
    seen_at: float

    @property
    def left_s(self) -> float | None:
        """Seconds until it leaves memory, for sorting."""
        return wording.epoch(self.loaded.expires_at) - self.seen_at if self.loaded is not None else None

    @property
    def memory_bytes(self) -> int | None:
        return self.loaded.size_bytes if self.loaded is not None else None


def model_rows(host: HostStatus, now: float) -> list[ModelRow]:
    """Loaded models first, then by name."""
    rows = [ModelRow(m, host.loaded_model(m.name), host.figures_of(m.name), now) for m in host.models]
    return sorted(rows, key=lambda row: (row.loaded is None, row.model.name.casefold()))


def _memory_words(row: ModelRow) -> str:
    loaded = row.loaded
    if loaded is None:
        return ""
    text = wording.size(loaded.size_bytes) if loaded.size_bytes else "loaded"
    if 0 < loaded.vram_bytes < loaded.size_bytes:
        text += f", {wording.share(loaded.vram_bytes / loaded.size_bytes)} GPU"
    return text


def _figure(row: ModelRow, name: str) -> float | None:
    value = getattr(row.figures, name) if row.figures is not None else None
    return float(value) if value is not None else None


MODEL_COLUMNS: tuple[Column[ModelRow], ...] = (
    Column("Model", lambda r: r.model.name, tooltip=lambda r: f"{r.model.family} {r.model.quantization}".strip()),
    Column("On disk", lambda r: wording.size(r.model.size_bytes), lambda r: r.model.size_bytes, True, 8, spare=1),
    Column(
        "Context",
        lambda r: wording.tokens_of_context(r.model.context_length),
        lambda r: r.model.context_length,
        True,
        8,
        spare=3,
    ),
    Column("Can", lambda r: wording.capabilities(r.model), width=17, is_dim=True, spare=4),
    Column("In memory", _memory_words, lambda r: r.memory_bytes, True, 20),
    Column(
        "Stays",
        lambda r: wording.time_left(r.loaded.expires_at, r.seen_at) if r.loaded is not None else "",
        lambda r: r.left_s,
        True,
        9,
    ),
    Column(
        "First word",
        lambda r: wording.seconds(_figure(r, "first_token_s")),
        lambda r: _figure(r, "first_token_s"),
        True,
        9,
        spare=2,
        tooltip=lambda r: "Seconds until the first word, while the model is in memory",
    ),
    Column(
        "Tokens/s",
        lambda r: wording.speed(_figure(r, "tokens_per_s")),
        lambda r: _figure(r, "tokens_per_s"),
        True,
        9,
        tooltip=lambda r: f"Measured over {r.figures.attempts} answers" if r.figures is not None else "",
    ),
)


class HostDetails(QWidget):
    """What is under the line of a machine."""

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self.setObjectName("hostDetails")
        self._about = Caption("hostAbout")
        make_small(self._about, 0.94)
        self._problem = WrappedLabel("hostProblem")
        make_small(self._problem, 0.94)
        self.models: DataTable[ModelRow] = DataTable("Models", RowsModel(MODEL_COLUMNS), look, grows=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(INDENT - CELL_PADDING, 0, 0, 14)
        column.setSpacing(4)
        words = QVBoxLayout()
        words.setContentsMargins(CELL_PADDING, 0, 0, 0)
        for part in (self._about, self._problem):
            words.addWidget(part)
        column.addLayout(words)
        column.addWidget(self.models)

    def show_host(self, host: HostStatus, age_s: float, wall: float) -> None:
        self._about.set_text(wording.host_line(host, age_s))
        self._problem.set_text(" ".join(filter(None, (host.problem, host.hint))))
        self.models.setVisible(bool(host.models))
        self.models.setAccessibleName(f"Models of {host.name}")
        self.models.show_rows(model_rows(host, wall))
