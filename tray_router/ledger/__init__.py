"""What is kept on disk: token usage, a line per attempt and never a text; and the corrections of the routing."""

from tray_router.ledger.corrections import CorrectionLog
from tray_router.ledger.usage import UsageLedger, UsageSummary, read_usage, summarise

__all__ = ["CorrectionLog", "UsageLedger", "UsageSummary", "read_usage", "summarise"]
