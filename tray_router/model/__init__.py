"""The nouns that all rooms share, in the order in which a key press meets them.

Rule: frozen data only, no behaviour beyond what can be derived from the fields, no dependency. The two codecs
in ``wire`` turn these into JSON; nothing here knows about that.
"""

from __future__ import annotations

from tray_router.model.machine import (
    Capability,
    FleetSnapshot,
    HostActivity,
    HostState,
    HostStatus,
    InstalledModel,
    LoadedModel,
    RouteHealth,
    canonical_model_name,
    longest_context,
)
from tray_router.model.plan import (
    AnswerStats,
    Attempt,
    Candidate,
    Rejection,
    RoutePlan,
)
from tray_router.model.question import (
    Action,
    Capture,
    CaptureOrigin,
    Classification,
    Correction,
    FeatureHit,
    Message,
    Override,
    Request,
    Role,
    Trigger,
    TriggerAction,
    TriggerSource,
)
from tray_router.model.usage import (
    Quantiles,
    RecentAttempt,
    TimeSaved,
    Today,
    UsageFigures,
    UsageGroup,
    UsageReport,
    UsageRow,
)

__all__ = [
    "Action",
    "AnswerStats",
    "Attempt",
    "Candidate",
    "Capability",
    "Capture",
    "CaptureOrigin",
    "Classification",
    "Correction",
    "FeatureHit",
    "FleetSnapshot",
    "HostActivity",
    "HostState",
    "HostStatus",
    "InstalledModel",
    "LoadedModel",
    "Message",
    "Override",
    "Quantiles",
    "RecentAttempt",
    "Rejection",
    "Request",
    "Role",
    "RouteHealth",
    "RoutePlan",
    "TimeSaved",
    "Today",
    "Trigger",
    "TriggerAction",
    "TriggerSource",
    "UsageFigures",
    "UsageGroup",
    "UsageReport",
    "UsageRow",
    "canonical_model_name",
    "longest_context",
]
