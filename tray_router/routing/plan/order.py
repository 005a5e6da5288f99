"""Who of those that could answer is asked first. PURE.

Rule: within a stage machines that are up come before those that may be, then the user's order of models holds, then the
machine comes that is expected to have answered clearly sooner (``plan.nearness``); among those that are not, the user's
order of machines decides, this computer first for quick work. Background work prefers what evicts nothing and what is
always on.
"""

from __future__ import annotations

from collections.abc import Iterable

from tray_router.model import Candidate, HostState
from tray_router.routing.plan.index import Place
from tray_router.routing.plan.nearness import groups, with_advantage, with_benefit_of_doubt
from tray_router.routing.plan.offers import Offer
from tray_router.routing.plan.outlook import ANSWER_TOKENS, Outlook
from tray_router.routing.plan.policy import Demand

Accepted = tuple[Offer, Place, Outlook, Candidate]

_STATE_RANK = {HostState.UP: 0, HostState.DEGRADED: 1, HostState.UNKNOWN: 1, HostState.STARTING: 2}


def in_order(accepted: list[Accepted], demand: Demand, now: float, *, is_quick: bool) -> list[Accepted]:
    """The same in the order in which to ask them.

    Args:
        now: monotonic seconds.
        is_quick: the question is of the kind that this computer should answer itself if it is as fast.
    """
    by_time = _groups(accepted, demand, now)

    def rank(number: int) -> tuple[float, ...]:
        offer, place, _, _ = entry = accepted[number]
        priority = place.status.priority
        return (
            *_rank_before_time(entry, demand),
            by_time[number],
            0 if offer.ref.host else priority,
            is_quick and not place.is_local,
            offer.order,
            priority,
            place.order,
        )

    return [accepted[number] for number in sorted(range(len(accepted)), key=rank)]


def _rank_before_time(entry: Accepted, demand: Demand) -> tuple[float, ...]:
    """What counts for more than who is sooner; the smaller comes first."""
    offer, place, outlook, _ = entry
    return (
        _STATE_RANK[place.status.state],
        demand.is_background and bool(outlook.victims),
        offer.place,
        demand.is_background and not place.status.always_on,
    )


def _groups(accepted: list[Accepted], demand: Demand, now: float) -> list[int]:
    """For each of them how many clearly sooner ones there are among those that nothing else sets apart."""
    lengths = _usual_lengths(accepted)
    alike: dict[tuple[float, ...], list[int]] = {}
    for number, entry in enumerate(accepted):
        alike.setdefault(_rank_before_time(entry, demand), []).append(number)
    found = [0] * len(accepted)
    for numbers in alike.values():
        if len(numbers) > 1:
            entries = [accepted[number] for number in numbers]
            times = [_time_s(outlook, demand, lengths[offer.place], now) for offer, _, outlook, _ in entries]
            known = [any(found.tokens_per_s for found in place.status.figures) for _, place, _, _ in entries]
            times = with_benefit_of_doubt(times, known, [outlook.is_warm for _, _, outlook, _ in entries])
            times = with_advantage(times, [outlook.used_at for _, _, outlook, _ in entries], now)
            for number, group in zip(numbers, groups(times), strict=True):
                found[number] = group
    return found


def _time_s(outlook: Outlook, demand: Demand, answer_tokens: float, now: float) -> float:
    """When the answer is expected to be whole, and what it costs those whose models have to go."""
    time_s = outlook.answer_s(demand.context_tokens, answer_tokens, now)
    return time_s + outlook.eviction_s(now) if outlook.victims else time_s


def _usual_lengths(accepted: Iterable[Accepted]) -> dict[int, float]:
    """Tokens of a usual answer by place in the list: machines are compared by the same length of answer."""
    lengths: dict[int, list[float]] = {}
    for offer, _, outlook, _ in accepted:
        known = lengths.setdefault(offer.place, [])
        if outlook.answer_tokens is not None:
            known.append(outlook.answer_tokens)
    return {at: sum(known) / len(known) if known else ANSWER_TOKENS for at, known in lengths.items()}
