"""What of the dashboard can be saved, where, and what is said afterwards. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from tray_router.model.usage import UsageReport
from tray_router.window.controls import ActionButton, WrappedLabel, make_small
from tray_router.window.dashboard import export
from tray_router.window.dashboard.state import DashboardState

NOTICE_MS = 8_000


class Exporter:
    """The export button, its menu, and the line that says what became of it.

    Args:
        window: what a picture is taken of.
        page: the word for what is seen now, for the name of a picture.
    """

    def __init__(self, window: QWidget, state: DashboardState, page: Callable[[], str]) -> None:
        self._window = window
        self._state = state
        self._page = page
        self.button = ActionButton("export", "Export", "Ctrl+S")
        make_small(self.button, 0.94)
        self.button.clicked.connect(self.open_menu)
        self.notice = WrappedLabel("savedNotice")
        make_small(self.notice, 0.94)
        self.notice.hide()
        self._notice_ends = QTimer(window, singleShot=True, interval=NOTICE_MS)
        self._notice_ends.timeout.connect(self.notice.hide)
        self.menu: QMenu | None = None

    def open_menu(self) -> None:
        """Offers what can be saved."""
        if self.menu is None:
            self.menu = QMenu(self._window)
            for text, suffix, write in (
                ("Usage as CSV…", "csv", self.write_csv),
                ("Usage as JSON…", "json", self.write_json),
                ("This view as a picture…", "png", self.write_picture),
            ):
                action = QAction(text, self.menu)
                action.triggered.connect(partial(self._ask_where, text.rstrip("…"), suffix, write))
                self.menu.addAction(action)
        at = self.button.mapToGlobal(self.button.rect().bottomRight())
        at.setX(at.x() - self.menu.sizeHint().width())
        self.menu.popup(at)
        self.menu.setActiveAction(self.menu.actions()[0])

    def _ask_where(self, title: str, suffix: str, write: Callable[[Path], object], _checked: bool = False) -> None:
        what = "usage" if suffix != "png" else self._page()
        dialog = QFileDialog(self._window, title, str(_documents()), f"*.{suffix}")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"tray-router-{what}-{datetime.now().astimezone():%Y-%m-%d}.{suffix}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save(Path(path), write))
        dialog.open()

    def save(self, path: Path, write: Callable[[Path], object]) -> None:
        """Writes a file and says so, or why not."""
        try:
            write(path)
        except OSError as error:
            self._say(f"{path} could not be written: {error.strerror or error}.")
        else:
            self._say(f"Saved as {path}.")

    def _say(self, text: str) -> None:
        self.notice.set_text(text)
        self._notice_ends.start()

    def write_csv(self, path: Path) -> None:
        """Writes the usage of the chosen period; raises OSError."""
        path.write_text(export.usage_csv(self._report()), encoding="utf-8", newline="")

    def write_json(self, path: Path) -> None:
        """Writes the usage of the chosen period; raises OSError."""
        path.write_text(export.usage_json(self._report(), self._state.period.value), encoding="utf-8")

    def write_picture(self, path: Path) -> None:
        """Writes what is seen, in the screen's own pixels; raises OSError."""
        if not self._window.grab().save(str(path), "PNG"):
            raise OSError(None, "the picture was refused")

    def _report(self) -> UsageReport:
        usage = self._state.usage
        return usage.report if usage is not None else UsageReport()


def _documents() -> Path:
    """Where people keep what they save: their documents, or their home where there is no such folder."""
    named = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return named if named.is_dir() else Path.home()
