"""Conversations on disk, to be looked up again: SQLite with full-text search (docs/privacy.md)."""

from pathlib import Path

from tray_router.ledger.history.keeper import HistoryKeeper

__all__ = ["HISTORY_FOLDER", "HistoryKeeper", "history_path"]

HISTORY_FOLDER = "history"
_FILE_NAME = "history.sqlite3"


def history_path(data_folder: Path) -> Path:
    """The database in the folder of the person's data."""
    return data_folder / HISTORY_FOLDER / _FILE_NAME
