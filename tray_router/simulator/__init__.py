"""A simulated Ollama fleet on loopback: for the demo, for tests and for benchmarks.

Rule: it is honest. Its version and the first line of its default answers say that it is simulated; what it does
beyond that is what the real server was observed to do (Ollama contract). Nothing here reaches beyond loopback.
"""

from tray_router.simulator.answers import (
    Weakness,
    default_answer,
    fixed_answer,
    long_answer,
    weak_answer,
)
from tray_router.simulator.faults import Cloud, Ending, Faults, Front, LoadFailure, RequestFaults
from tray_router.simulator.fleet import FleetThread, SimulatedFleet, demo_fleet, start_in_thread
from tray_router.simulator.host import SimulatedHost
from tray_router.simulator.request_log import Outcome, RequestLog, RequestRecord
from tray_router.simulator.script import Answer, AnswerScript, Question, Turn
from tray_router.simulator.settings import PromptPath, SimulatedHostSettings, SimulatedModel

__all__ = [
    "Answer",
    "AnswerScript",
    "Cloud",
    "Ending",
    "Faults",
    "FleetThread",
    "Front",
    "LoadFailure",
    "Outcome",
    "PromptPath",
    "Question",
    "RequestFaults",
    "RequestLog",
    "RequestRecord",
    "SimulatedFleet",
    "SimulatedHost",
    "SimulatedHostSettings",
    "SimulatedModel",
    "Turn",
    "Weakness",
    "default_answer",
    "demo_fleet",
    "fixed_answer",
    "long_answer",
    "start_in_thread",
    "weak_answer",
]
