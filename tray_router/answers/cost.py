"""What an answer of a cloud service will cost: expected, and at the very worst.

Rules: prices come in as data; a bound is a bound. No tokenizer makes more tokens than the text has bytes (byte-level
BPE and its relatives never split a byte), so bytes are the worst case of a prompt, and ``max_tokens``, which is sent,
that of the answer. What a service says it took is believed only where it can be true. PURE.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tray_router.model import Message

TOKENS_PER_MESSAGE = 16  # role and separators; no chat format takes more than about ten
IMAGE_TOKENS = 1_200  # expected of one scaled to 1,500 px (Ollama contract, section 6: about 1,024 with Qwen-VL)
WORST_IMAGE_TOKENS = 6_000  # of the services' own rules for 1,500 px, the dearest but the next
MINI_IMAGE_TOKENS = 50_000  # gpt-4o-mini counts images thirty times over, to charge the price of its big sister
MIN_ANSWER_TOKENS = 256  # below this an answer is cut before it says anything
_USD_PER_MILLION = 1e6
_MOST_CHARS_PER_TOKEN = 40  # averages above this do not occur; whoever reports them counts wrongly

_EXPECTED_ANSWER = {"quick": 300, "vision": 400, "code": 1_000, "reasoning": 2_000}
_EXPECTED_OTHER = 600


@dataclass(frozen=True, slots=True)
class PriceStep:
    """US dollars per million tokens for prompts of up to ``up_to_tokens``."""

    up_to_tokens: int
    input_usd: float
    output_usd: float


@dataclass(frozen=True, slots=True)
class Price:
    """Of one model. ``steps`` rise with the length of the prompt; the last holds for everything longer."""

    steps: tuple[PriceStep, ...]

    @classmethod
    def flat(cls, input_usd: float, output_usd: float) -> Price:
        """One price for every length, in US dollars per million tokens."""
        return cls((PriceStep(0, input_usd, output_usd),))

    def usd(self, prompt_tokens: int, answer_tokens: int) -> float:
        """US dollars for one answer."""
        step = next((s for s in self.steps[:-1] if prompt_tokens <= s.up_to_tokens), self.steps[-1])
        return (prompt_tokens * step.input_usd + answer_tokens * step.output_usd) / _USD_PER_MILLION

    def most_usd(self, prompt_tokens: int, answer_tokens: int) -> float:
        """The same when the prompt may also be shorter than given."""
        reached = [s for i, s in enumerate(self.steps) if i == 0 or prompt_tokens > self.steps[i - 1].up_to_tokens]
        return max((prompt_tokens * s.input_usd + answer_tokens * s.output_usd) / _USD_PER_MILLION for s in reached)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one answer may cost.

    Attributes:
        expected_usd: to be shown and weighed.
        worst_usd: to be reserved; the price of ``worst_prompt_tokens`` and ``max_tokens``.
        max_tokens: the bound on the answer to send; 0 when the budget has no room for an answer.
    """

    expected_usd: float
    worst_usd: float
    max_tokens: int
    worst_prompt_tokens: int


def worst_prompt_tokens(messages: Iterable[Message], model: str) -> int:
    """A number of tokens that no service can count for these messages."""
    image = MINI_IMAGE_TOKENS if "4o-mini" in model else WORST_IMAGE_TOKENS
    return TOKENS_PER_MESSAGE + sum(
        len(m.content.encode("utf-8", "surrogatepass")) + TOKENS_PER_MESSAGE + image * len(m.images) for m in messages
    )


def expected_answer_tokens(route: str, *, thinks: bool = False) -> int:
    """How long answers of a route mostly are; a model that thinks first takes about three times as much."""
    return _EXPECTED_ANSWER.get(route, _EXPECTED_OTHER) * (3 if thinks else 1)


def estimate(
    price: Price,
    messages: Sequence[Message],
    prompt_tokens: int,
    route: str,
    model: str,
    *,
    ceiling: int,
    budget_usd: float,
) -> Estimate:
    """What an answer would cost, within ``budget_usd``.

    Args:
        prompt_tokens: expected of the whole conversation.
        ceiling: most tokens of an answer that the settings allow.
        budget_usd: what this answer may cost at most.
    """
    worst_prompt = worst_prompt_tokens(messages, model)
    expected_prompt = min(prompt_tokens + IMAGE_TOKENS * sum(len(m.images) for m in messages), worst_prompt)
    most = _affordable(price, worst_prompt, ceiling, budget_usd)
    max_tokens = most if most >= min(MIN_ANSWER_TOKENS, ceiling) else 0
    answer = min(expected_answer_tokens(route), max_tokens or ceiling)
    return Estimate(
        expected_usd=price.usd(expected_prompt, answer),
        worst_usd=price.most_usd(worst_prompt, max_tokens or ceiling),
        max_tokens=max_tokens,
        worst_prompt_tokens=worst_prompt,
    )


def _affordable(price: Price, prompt_tokens: int, ceiling: int, budget_usd: float) -> int:
    """The longest answer, up to ``ceiling``, whose worst price is within the budget; found by halving."""
    if price.most_usd(prompt_tokens, ceiling) <= budget_usd:
        return ceiling
    low, high = 0, ceiling
    while low < high:
        middle = (low + high + 1) // 2
        if price.most_usd(prompt_tokens, middle) <= budget_usd:
            low = middle
        else:
            high = middle - 1
    return low if price.most_usd(prompt_tokens, low) <= budget_usd else 0


def settled_usd(
    price: Price | None,
    estimated: Estimate,
    *,
    prompt_tokens: int | None,
    answer_tokens: int | None,
    reported_usd: float | None,
    answer_chars: int,
) -> float:
    """What a whole answer counts as spent.

    The service's own sum of money counts first. Its tokens count if they can be true: neither more than was sent and
    allowed, nor so few that the answer could not be made of them. Else the worst case counts.

    Args:
        price: None when nobody knows it; then ``estimated.worst_usd`` is what was set aside.
        reported_usd: what the service says that it took.
        answer_chars: how much came, thinking included.
    """
    if reported_usd is not None and reported_usd > 0:
        return min(reported_usd, 10 * estimated.worst_usd)  # beyond that it is no price
    if price is None or prompt_tokens is None or answer_tokens is None:
        return estimated.worst_usd
    is_too_few = answer_tokens * _MOST_CHARS_PER_TOKEN < answer_chars
    is_too_many = prompt_tokens > estimated.worst_prompt_tokens or answer_tokens > max(estimated.max_tokens, 1)
    if is_too_few or is_too_many:
        return estimated.worst_usd
    return min(price.usd(prompt_tokens, answer_tokens), estimated.worst_usd)
