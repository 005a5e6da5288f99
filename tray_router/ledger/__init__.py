"""Token usage on disk: one line per attempt, never the text of a prompt or an answer."""

from tray_router.ledger.usage import UsageLedger, UsageSummary, read_usage, summarise

__all__ = ["UsageLedger", "UsageSummary", "read_usage", "summarise"]
