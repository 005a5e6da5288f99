"""The detectors of the detect-secrets project, over the texts of one question.

Rules: only what finds is used of it; its verification, which would try a key at its service, and its files are not. Its
import takes 0.1 s and some megabytes, so it happens when a question is about to leave the network for the first time.
Blocking: some milliseconds per thousand lines; a worker thread.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tray_router.answers.guard.entropy import is_published
from tray_router.answers.guard.finding import FoundValue

MAX_LINE_CHARS = 4_000  # longer lines are cut into pieces that overlap
_OVERLAP = 400
_MIN_ENTROPY_CHARS = 20  # shorter quoted strings of its entropy detectors are mostly names

_LEFT_OUT = frozenset({"ip_public"})  # modules: a public address is no secret
_ENTROPY = {"Base64HighEntropyString": 4.5, "HexHighEntropyString": 3.0}  # its own limits, bits per character
_GENES = frozenset("ACGTUN")  # sequences of bases look like the identifiers of AWS
_GUESSES = frozenset({"KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString"})


class DetectSecretsScanner:
    """Implements ``engine.ports.SecretScanner``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._detectors: list[Any] = []
        self._excuses: list[Callable[[str, str], bool]] = []

    def scan(self, texts: Iterable[str]) -> tuple[FoundValue, ...]:
        """Every secret in the texts, each value once."""
        with self._lock:
            if not self._detectors:
                self._load()
        found: dict[str, str] = {}
        for text in texts:
            for line in _pieces(text):
                for kind, value in self._in_line(line):
                    found.setdefault(value, kind)
        return tuple(FoundValue(kind, value) for value, kind in found.items())

    def _load(self) -> None:
        package = importlib.import_module("detect_secrets.plugins")
        base = importlib.import_module("detect_secrets.plugins.base").BasePlugin
        names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
        made = []
        for name in names:
            module = importlib.import_module(f"detect_secrets.plugins.{name}")
            for kind in vars(module).values():
                is_own = isinstance(kind, type) and issubclass(kind, base) and kind.__module__ == module.__name__
                if is_own and not inspect.isabstract(kind) and name not in _LEFT_OUT:
                    made.append(_made(kind))
        heuristic = importlib.import_module("detect_secrets.filters.heuristic")
        by_value = (
            heuristic.is_sequential_string,
            heuristic.is_potential_uuid,
            heuristic.is_templated_secret,
            heuristic.is_prefixed_with_dollar_sign,
            heuristic.is_not_alphanumeric_string,
        )
        self._excuses = [
            lambda value, _line: any(excuse(value) for excuse in by_value),
            lambda _value, line: bool(heuristic.is_indirect_reference(line)),
            heuristic.is_likely_id_string,
        ]
        self._detectors = made

    def _in_line(self, line: str) -> Iterator[tuple[str, str]]:
        for detector in self._detectors:
            name = type(detector).__name__
            for value in detector.analyze_string(line):
                if not isinstance(value, str) or not value.strip():
                    continue
                if _GENES.issuperset(value):
                    continue
                if name in _GUESSES and self._is_excused(detector, name, value, line):
                    continue
                yield str(detector.secret_type), value

    def _is_excused(self, detector: Any, name: str, value: str, line: str) -> bool:
        """What is guessed from entropy or a name nearby, and is none after all."""
        if name != "KeywordDetector":
            is_short = len(value) < _MIN_ENTROPY_CHARS
            if is_short or detector.calculate_shannon_entropy(value) <= detector.entropy_limit:
                return True
            if not any(char.isdigit() for char in value) or is_published(line, line.find(value)):
                return True
        return any(excuse(value, line) for excuse in self._excuses)


def _made(kind: Any) -> Any:
    limit = _ENTROPY.get(kind.__name__)
    return kind() if limit is None else kind(limit=limit)


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if len(line) <= MAX_LINE_CHARS:
            if line.strip():
                yield line
            continue
        for start in range(0, len(line), MAX_LINE_CHARS - _OVERLAP):
            yield line[start : start + MAX_LINE_CHARS]
