"""How long to wait before the next look at a machine. No I/O and no clock: the times come in.

Rule: every change of a machine is shown within ``PollRhythm.news_within_s``, however idle the program is: the longest
pause plus the probe's own limit. Idleness and the battery therefore lengthen the pauses only up to ``idle_s``, and save
the rest by looking less often at what is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import HostState

PROBE_LIMIT_S = 2.0
"""What one liveness probe may take (``backends.ollama.client.PROBE_LIMIT_S``)."""
LIST_GAP_S = 1.0
LIST_PAUSE_MAX_S = 75.0
"""Less than ``backends.http.KEEPALIVE_S``: the look keeps the connection for questions open."""


@dataclass(frozen=True, slots=True)
class PollRhythm:
    """Seconds between probes.

    Attributes:
        alive_s: between liveness probes while the program is in use.
        idle_s: the same, once nothing was asked for ``idle_after_s`` (``battery_idle_after_s`` on battery).
        fast_s: the same, while the machine starts or has just changed, and while a popup is open.
        fast_for_s: how long after a change the fast rhythm lasts.
        loaded_s: between looks at what is in memory; ``loaded_idle_s`` when idle, which is short enough that the
            connection for questions stays open (``backends.http.KEEPALIVE_S``).
        installed_s: between looks at what is on disk.
    """

    alive_s: float = 2.0
    idle_s: float = 4.0
    idle_after_s: float = 600.0
    battery_idle_after_s: float = 60.0
    fast_s: float = 1.0
    fast_for_s: float = 5.0
    loaded_s: float = 20.0
    loaded_idle_s: float = 60.0
    installed_s: float = 120.0

    @property
    def news_within_s(self) -> float:
        """How long a change of a machine can stay unknown at most."""
        return max(self.alive_s, self.idle_s) + PROBE_LIMIT_S

    def is_idle(self, unused_s: float, *, is_on_battery: bool) -> bool:
        """Whether nobody has asked for anything for long enough."""
        return unused_s >= (self.battery_idle_after_s if is_on_battery else self.idle_after_s)

    def pause_s(self, state: HostState, since_change_s: float, *, is_idle: bool, is_watched: bool) -> float:
        """Seconds until the next liveness probe.

        Args:
            is_watched: a popup is open, so that the user may ask at any moment.
        """
        usual = self.idle_s if is_idle else self.alive_s
        is_fresh = since_change_s < self.fast_for_s and state is not HostState.PAUSED
        if state is HostState.STARTING or is_fresh or (is_watched and not is_idle):
            return min(usual, self.fast_s)
        return usual

    def is_installed_due(self, age_s: float, *, has_models: bool) -> bool:
        """Whether the models on disk should be listed again; soon where there was none, for one is being pulled."""
        return age_s >= (self.installed_s if has_models else min(self.loaded_s, self.installed_s))

    def is_loaded_due(self, age_s: float, *, is_idle: bool, machines: int) -> bool:
        """Whether what is in memory should be looked at again; of a large fleet, one machine per ``LIST_GAP_S``."""
        usual = self.loaded_idle_s if is_idle else self.loaded_s
        return age_s >= max(usual, min(machines * LIST_GAP_S, LIST_PAUSE_MAX_S))
