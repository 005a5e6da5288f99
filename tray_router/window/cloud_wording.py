"""What the popup says of decisions about the cloud. No Qt here; GUI thread."""

from __future__ import annotations

from tray_router.events import CloudNotice, CloudStep
from tray_router.model import Remedy, RemedyKind

SHOWN_FINDINGS = 6
_TITLES = {
    CloudStep.OFFERED: "A cloud service could answer",
    CloudStep.NOT_WORTH: "Stayed in your network",
    CloudStep.BLOCKED: "Nothing was sent",
    CloudStep.MASKED: "Left your network without its secrets",
}


def told(notice: CloudNotice) -> tuple[str, str, str, tuple[Remedy, ...]]:
    """Title, sentence, findings one per line, and the buttons."""
    findings = [f"{finding.kind}: {finding.place}" for finding in notice.findings[:SHOWN_FINDINGS]]
    more = len(notice.findings) - SHOWN_FINDINGS
    if more > 0:
        findings.append(f"and {more} more")
    return _TITLES[notice.step], notice.text, "\n".join(findings), _remedies(notice)


def _remedies(notice: CloudNotice) -> tuple[Remedy, ...]:
    if notice.step is not CloudStep.OFFERED:
        return ()
    kind = RemedyKind.ASK_CLOUD_WITH_IMAGES if notice.has_images else RemedyKind.ASK_CLOUD
    return (Remedy(kind, notice.price_words),)
