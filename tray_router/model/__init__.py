"""The nouns that all rooms share, in the order in which a key press meets them.

Rule: frozen data only, no behaviour beyond what can be derived from the fields, no dependency. The two codecs
in ``wire`` turn these into JSON; nothing here knows about that.
"""

from __future__ import annotations

from tray_router.model.action import Action, Output, is_same_name
from tray_router.model.cloud import (
    CloudConsent,
    CloudMode,
    Finding,
    GuardMode,
    LocalAbility,
    Spent,
    dollars,
)
from tray_router.model.machine import (
    Capability,
    FleetSnapshot,
    HostActivity,
    HostState,
    HostStatus,
    InstalledModel,
    LoadedModel,
    ModelFigures,
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
    SCREEN_PARTS,
    Capture,
    CaptureOrigin,
    Classification,
    Correction,
    FeatureHit,
    Message,
    Override,
    Request,
    Role,
    ScreenPart,
    Trigger,
    TriggerAction,
    TriggerSource,
)
from tray_router.model.remedy import Remedy, RemedyKind
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
    "SCREEN_PARTS",
    "Action",
    "AnswerStats",
    "Attempt",
    "Candidate",
    "Capability",
    "Capture",
    "CaptureOrigin",
    "Classification",
    "CloudConsent",
    "CloudMode",
    "Correction",
    "FeatureHit",
    "Finding",
    "FleetSnapshot",
    "GuardMode",
    "HostActivity",
    "HostState",
    "HostStatus",
    "InstalledModel",
    "LoadedModel",
    "LocalAbility",
    "Message",
    "ModelFigures",
    "Output",
    "Override",
    "Quantiles",
    "RecentAttempt",
    "Rejection",
    "Remedy",
    "RemedyKind",
    "Request",
    "Role",
    "RouteHealth",
    "RoutePlan",
    "ScreenPart",
    "Spent",
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
    "dollars",
    "is_same_name",
    "longest_context",
]
