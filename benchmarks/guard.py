"""The guard: how many planted secrets it misses, how often it is wrong about ordinary questions, how long it takes.

    python benchmarks/guard.py [--seeds 10] [--prompts FILE …]

Secrets are made from seeds (``tests/answers/guard/planted.py``); ordinary questions are those of the routing tests,
or JSON lines with ``instruction`` and ``content``, or ``text``. Every alarm over an ordinary question counts as false,
also where somebody really pasted a password.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from tests.answers.guard.planted import planted  # noqa: E402
from tray_router.answers.guard.finding import Inspection, inspect, mask  # noqa: E402
from tray_router.answers.guard.own import OwnWords  # noqa: E402
from tray_router.backends.secrets import DetectSecretsScanner  # noqa: E402
from tray_router.model import Message, Role  # noqa: E402

PER_SEED = 200
REPEATS = 5
WINDOW = 12  # that many letters of a secret in a row are a leak


def main() -> int:
    """Measures and prints; 1 when a secret of the first seed was missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10, help="how many times two hundred secrets")
    parser.add_argument("--prompts", type=Path, nargs="*", default=[CHECKOUT / "tests/routing/prompts.jsonl"])
    options = parser.parse_args()
    started = time.perf_counter()
    scanner = DetectSecretsScanner()
    scanner.scan(["nothing"])
    print(f"loading detect-secrets: {(time.perf_counter() - started) * 1000:.0f} ms, once")
    missed = [sum(_leaks(scanner, secret.text, secret.secret) for secret in planted(PER_SEED, seed))
              for seed in range(6, 6 + options.seeds)]  # fmt: skip
    print(f"planted: {sum(missed)} of {PER_SEED * options.seeds:,} missed ({missed[0]} of the first {PER_SEED})")
    for path in options.prompts:
        texts = [_text(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
        alarms = sum(not _look(scanner, text).is_clean for text in texts)
        print(f"{path.name}: {alarms} alarms in {len(texts):,} ordinary questions ({alarms / len(texts):.2%})")
    code = (CHECKOUT / "tray_router" / "engine" / "dispatch.py").read_text(encoding="utf-8") * 20
    for length in (2_000, 20_000, 200_000):
        took = statistics.median(_seconds(scanner, code[:length]) for _ in range(REPEATS))
        print(f"{length:>7,} characters of code: {took * 1000:.1f} ms")
    return 1 if missed[0] else 0


def _look(scanner: DetectSecretsScanner, text: str) -> Inspection:
    return inspect((Message(Role.USER, text),), OwnWords(), scanner.scan([text]))


def _leaks(scanner: DetectSecretsScanner, text: str, secret: str) -> bool:
    (masked,), _ = mask((Message(Role.USER, text),), _look(scanner, text))
    pieces = (secret[at : at + WINDOW] for at in range(max(1, len(secret) - WINDOW + 1)))
    return any(piece in masked.content for piece in pieces)


def _text(prompt: dict[str, str]) -> str:
    return prompt.get("text") or f"{prompt.get('instruction', '')}\n{prompt.get('content', '')}"


def _seconds(scanner: DetectSecretsScanner, text: str) -> float:
    started = time.perf_counter()
    _look(scanner, text)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
