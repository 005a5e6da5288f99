"""What all calls of one simulated machine share: its models, its memory, its faults.

Rule: mutable state of a machine is here and in what this holds, nowhere else. Runs in the loop's thread.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tray_router.model import canonical_model_name
from tray_router.simulator.answers import default_answer
from tray_router.simulator.faults import Faults
from tray_router.simulator.scheduler import Runner, Scheduler
from tray_router.simulator.script import Answer, AnswerScript, Question
from tray_router.simulator.settings import SimulatedHostSettings, SimulatedModel

_NAME = re.compile(r"(?:[\w.-]+(?::\d+)?/)?(?:[\w-][\w.-]*/)?\w[\w.-]*(?::\w[\w.-]*)?")


def is_valid_name(name: str) -> bool:
    """Whether Ollama can read the name: ``[host/][namespace/]model[:tag]``."""
    return _NAME.fullmatch(name) is not None


def is_cloud_name(name: str) -> bool:
    """Names that Ollama passes on to its cloud even when they are not listed (contract, section 7)."""
    lowered = name.lower()
    return lowered.endswith((":cloud", "-cloud"))


@dataclass(eq=False)
class Machine:
    """State of one machine. ``answers`` may be replaced while it runs."""

    settings: SimulatedHostSettings
    faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(self.settings)
        self.answers: AnswerScript = self.settings.answers or default_answer
        self._models = {model.canonical_name: model for model in self.settings.models}
        self._changed = asyncio.Event()
        self.chat_numbers = itertools.count(1)

    @property
    def models(self) -> tuple[SimulatedModel, ...]:
        """On disk, the newest first."""
        return tuple(sorted(self._models.values(), key=lambda model: model.modified_at, reverse=True))

    def install(self, model: SimulatedModel) -> None:
        """Put a model on the disk, or replace the one of that name."""
        self._models[model.canonical_name] = model

    def remove(self, name: str) -> None:
        """Take a model from the disk and out of memory. Raises KeyError when it is not there."""
        model = self._models.pop(canonical_model_name(name))
        self.scheduler.expire(model)

    def find(self, name: str) -> SimulatedModel | None:
        """The model of that name, in any case, with or without ``:latest`` or ``:local``."""
        return self._models.get(canonical_model_name(name.removesuffix(":local")))

    def answer(self, model: SimulatedModel, question: Question) -> Answer:
        """What the asked model says."""
        return (model.answers or self.answers)(question)

    def listed_runners(self) -> Iterable[Runner]:
        """What ``/api/ps`` may know now, those that expire last first."""
        old_enough = asyncio.get_running_loop().time() - self.faults.ps_lag_s
        known = (runner for runner in self.scheduler.runners if runner.loaded_at <= old_enough)
        return sorted(known, key=lambda runner: runner.expires_at, reverse=True)

    def notify(self) -> None:
        """Have everyone who waits for a fault to end look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_while(self, holds: Callable[[], bool]) -> None:
        """Return as soon as ``holds()`` is false; it is asked again after every change of the faults."""
        while holds():
            await self._changed.wait()
