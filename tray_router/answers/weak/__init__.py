"""Is an answer weak, and why: the reasons for which it is asked again once on the next bigger capable model.

Rule: pure functions of what was asked and what came; precise before complete, since asking again costs a person's time.
"""

from tray_router.answers.weak.reasons import WeakReason
from tray_router.answers.weak.streaming import StreamingCheck
from tray_router.answers.weak.verdict import AnswerUnderTest, weak_reasons

__all__ = ["AnswerUnderTest", "StreamingCheck", "WeakReason", "weak_reasons"]
