"""``tray-router hosts wake NAME``: sends the packet itself, with or without a daemon."""

from __future__ import annotations

from tray_router.cli.context import CliContext
from tray_router.config.problems import listed
from tray_router.daemon.compose import wake_targets
from tray_router.desktop.wake import send_wake_packet
from tray_router.errors import ExitCode, UsageError


def run(wanted: str, context: CliContext) -> int:
    """Sends the packet.

    Raises:
        UsageError: there is no such machine, or it has no ``wake``.
        DesktopError: it cannot be sent.
    """
    settings = context.settings()
    if wanted not in settings.hosts:
        known = (
            f"There are: {listed(settings.hosts)}." if settings.hosts else "`tray-router init` writes machines down."
        )
        raise UsageError(f"The settings name no machine {wanted!r}.", known)
    target = wake_targets(settings).get(wanted)
    if target is None:
        hint = f'Write its MAC address down: wake = "aa:bb:cc:dd:ee:ff" under [hosts.{wanted}].'
        raise UsageError(f"It is not known how to wake {wanted}.", hint)
    addresses = send_wake_packet(target)
    context.say(
        f"A wake packet for {wanted} went to {' and '.join(addresses)}. `tray-router status` says when it is up."
    )
    return ExitCode.OK
