"""A short-lived process that reads the price list: ``[[url, model], …]`` on standard input, prices on standard output.

Rules: uses what the genai-prices package brings and fetches nothing; each price is a list of steps, ``[tokens, input,
output]`` in US dollars per million, because some models cost more beyond a length; null for a model that is not in the
list. Main thread of its own process.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec

# Lengths at which prices change today (128 k, 200 k, 256 k, 272 k tokens), and one beyond them all.
PROMPT_SIZES = (32_768, 128_000, 200_000, 256_000, 272_000, 1_000_000)
_ANSWER_SIZE = 10_000
_PER_MILLION = 1_000_000

Steps = list[tuple[int, float, float]] | None


def steps_of(url: str, model: str) -> Steps:
    """The price of one model at one address; None when the list does not have it."""
    from genai_prices import Usage, calc_price

    def usd(prompt: int, answer: int) -> float:
        usage = Usage(input_tokens=prompt, output_tokens=answer)
        return float(_of_anybody(calc_price, usage, url, model).total_price)

    try:
        steps: list[tuple[int, float, float]] = []
        for size in PROMPT_SIZES:
            prompt = usd(size, 0)
            answer = usd(size, _ANSWER_SIZE) - prompt
            rates = (round(prompt / size * _PER_MILLION, 9), round(answer / _ANSWER_SIZE * _PER_MILLION, 9))
            if steps and steps[-1][1:] == rates:
                steps.pop()
            steps.append((size, *rates))
    except (LookupError, ValueError):
        return None
    return steps


def _of_anybody(calc_price: Any, usage: Any, url: str, model: str) -> Any:
    """By the service's address; a proxy of one's own is not in the list, but what stands behind it mostly is."""
    try:
        return calc_price(usage, model, provider_api_url=url)
    except LookupError:
        return calc_price(usage, model)


def main() -> int:
    """Answers one list of questions; returns 0."""
    questions = msgspec.json.decode(sys.stdin.buffer.read(), type=list[tuple[str, str]])
    answers = [steps_of(url, model) for url, model in questions]
    sys.stdout.buffer.write(msgspec.json.encode(answers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
