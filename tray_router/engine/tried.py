"""What one question has tried on its way through its candidates. Owned by one task in the engine's loop.

Rule: a model on a machine is one candidate, however its name is written; a machine that was lost is lost for all of its
models.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tray_router.errors import BackendError, FailureKind
from tray_router.model import Candidate, canonical_model_name


@dataclass(slots=True)
class Tried:
    """What one question has tried, and what it has ahead.

    Attributes:
        ahead: candidates to ask, the next first.
        failed: how each one failed last, by model and machine.
        candidates: those of ``failed``.
        overtaken: machines whose connection took so long that another one was asked first.
        lost: machines that could not be reached.
        asked_though_down: machines that are asked although they count as down.
        is_lenient: models that rest are asked, too.
    """

    ahead: list[Candidate]
    failed: dict[tuple[str, str], FailureKind] = field(default_factory=dict)
    candidates: dict[tuple[str, str], Candidate] = field(default_factory=dict)
    overtaken: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    asked_though_down: set[str] = field(default_factory=set)
    is_lenient: bool = False

    def is_new(self, candidate: Candidate) -> bool:
        """Whether it has not failed, nor any other model of its machine in a way that is about the machine."""
        return _key(candidate) not in self.failed and candidate.host not in self.lost

    def note_failure(self, candidate: Candidate, error: BackendError) -> None:
        """It was asked and did not answer."""
        self.failed[_key(candidate)] = error.kind
        self.candidates[_key(candidate)] = candidate
        if error.kind.is_about_host:
            self.lost.add(candidate.host)

    def forget_failure(self, candidate: Candidate) -> None:
        """It may be asked once more."""
        self.lost.discard(candidate.host)
        del self.failed[_key(candidate)]

    def note_overtaken(self, candidate: Candidate, winner: str) -> None:
        """The winner's candidate is next; the slow machine comes last, and not a third time."""
        first = next((c for c in self.ahead if c.host == winner), None)
        if first is not None:
            self.ahead.remove(first)
            self.ahead.insert(0, first)
        if candidate.host not in self.overtaken:
            self.overtaken.add(candidate.host)
            self.ahead.append(candidate)


def _key(candidate: Candidate) -> tuple[str, str]:
    return canonical_model_name(candidate.model), candidate.host
