"""What routing saved against asking the biggest model every time, from the ledger's own measurements.

Rule: the figure comes with its method in words, and there is no figure where something was never measured. No I/O;
any thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from tray_router.ledger.requests import is_same_model
from tray_router.ledger.spread import Spread, merged
from tray_router.ledger.tally import Cell, Key
from tray_router.model.usage import TimeSaved

MEASUREMENTS_NEEDED = 3
"""Answers of the biggest model without which its medians say too little."""


def biggest_speeds(cells: Mapping[Key, Cell], biggest_model: str) -> tuple[Spread, Spread]:
    """Seconds until the first token, and tokens per second, of all answers of the biggest model."""
    own = [cell for (_, model, _), cell in cells.items() if model and is_same_model(model, biggest_model)]
    return merged(cell.first_token for cell in own), merged(cell.speed for cell in own)


def time_saved(cells: Mapping[Key, Cell], biggest_model: str, first_token: Spread, speed: Spread) -> TimeSaved:
    """Compares every answer in ``cells`` with what the biggest model would have taken for as many tokens.

    Args:
        first_token, speed: the biggest model's, as ``biggest_speeds`` tells them; from a longer time if need be.
    """
    if not biggest_model:
        return TimeSaved(method="No figure: these lines do not say which model is the biggest.")
    first_token_s, tokens_per_s = first_token.quantile(0.5), speed.quantile(0.5)
    if first_token_s is None or tokens_per_s is None or min(len(first_token), len(speed)) < MEASUREMENTS_NEEDED:
        times = len(speed)
        seen = "was never measured" if times == 0 else f"was measured {times} time{'s' if times > 1 else ''} only"
        return TimeSaved(
            biggest_model=biggest_model,
            method=f"No figure: {biggest_model}, the biggest model, {seen} ({MEASUREMENTS_NEEDED} are needed).",
        )
    saved_s, compared = 0.0, 0
    for (_, model, _), cell in cells.items():
        if is_same_model(model, biggest_model):
            saved_s -= cell.earlier_s
        else:
            instead_s = cell.compared * first_token_s + cell.compared_tokens / tokens_per_s
            saved_s += instead_s - cell.compared_took_s - cell.earlier_s
            compared += cell.compared
    method = (
        f"For each of {compared} whole answers of smaller models: the time that {biggest_model} would have taken for "
        f"as many tokens ({first_token_s:.2f} s to the first, then {tokens_per_s:.1f} tokens/s, its own medians), "
        "minus what the question took. Attempts that led to the biggest model count as lost time. Makeshift answers, "
        "those of the cloud, and questions with pictures are left out."
    )
    return TimeSaved(saved_s, compared, biggest_model, tokens_per_s, first_token_s, method)
