"""What is offered beside a failure."""

from __future__ import annotations

import pytest

from tray_router.answers.remedies import of_hint, remedies
from tray_router.errors import BackendError, ConfigError, DaemonError, FailureKind, RoutingError, TrayRouterError
from tray_router.model import Remedy, RemedyKind

RETRY, SETTINGS = Remedy(RemedyKind.RETRY), Remedy(RemedyKind.OPEN_SETTINGS)


@pytest.mark.parametrize(
    ("error", "paused", "expected"),
    [
        (RoutingError("No machine."), (), (RETRY,)),
        (RoutingError("No machine."), ("mac", "nas"), (Remedy(RemedyKind.RESUME_HOST, "mac"), RETRY)),
        (BackendError(FailureKind.SILENT, "Silent."), (), (RETRY,)),
        (BackendError(FailureKind.BAD_IMAGE, "No picture."), (), ()),
        (BackendError(FailureKind.GUARDED, "Not sent."), (), (SETTINGS,)),
        (BackendError(FailureKind.OVER_BUDGET, "Not asked."), (), (SETTINGS,)),
        (ConfigError("A header has no value."), (), (SETTINGS,)),
        (
            DaemonError("Not running.", "Start it with `tray-router run`."),
            (),
            (Remedy(RemedyKind.COPY_COMMAND, "tray-router run"),),
        ),
        (TrayRouterError("Unexpected."), (), ()),
    ],
)
def test_what_is_offered(error: TrayRouterError, paused: tuple[str, ...], expected: tuple[Remedy, ...]) -> None:
    assert remedies(error, paused) == expected


@pytest.mark.parametrize(
    ("hint", "command"),
    [
        ("Install one, e.g. `ollama pull qwen3:4b`, and try again.", "ollama pull qwen3:4b"),
        ("`tray-router status` says more; so does `ollama ps`.", "tray-router status"),
        ("Put it into `routes.vision` first.", ""),
        ("An `ollama` without a verb.", ""),
        ("`ollama pull\nrm -rf` over two lines", ""),
        ("", ""),
    ],
)
def test_only_commands_are_offered_for_copying(hint: str, command: str) -> None:
    assert of_hint(hint) == ((Remedy(RemedyKind.COPY_COMMAND, command),) if command else ())
