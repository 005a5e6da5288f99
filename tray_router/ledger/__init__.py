"""What is kept on disk: token usage, a line per attempt and never a text; the corrections; the history."""

from tray_router.ledger.corrections import CorrectionLog
from tray_router.ledger.lines import day_files
from tray_router.ledger.report import usage_report
from tray_router.ledger.usage import UsageLedger

__all__ = ["CorrectionLog", "UsageLedger", "day_files", "usage_report"]
