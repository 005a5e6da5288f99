"""The nouns of a plan: who could answer, who is passed over, one try, and its figures."""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model.cloud import CloudConsent


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model on a machine that could answer.

    Attributes:
        is_warm: the model is in the machine's memory now.
        is_degraded: not what the route asks for first, but better than no answer.
        note: why it is where it is in the order, plain words; may be empty.
        is_cloud: asking it leaves the user's network.
    """

    model: str
    host: str
    is_warm: bool = False
    is_degraded: bool = False
    note: str = ""
    is_cloud: bool = False

    def __str__(self) -> str:
        return f"{self.model}@{self.host}"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A model on a machine that cannot answer this question now, and why, in plain words.

    ``host`` is empty when no single machine is meant.
    """

    model: str
    host: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """Who is asked, in order. ``candidates`` may be empty; then ``rejections`` says why.

    Attributes:
        needs_text_of_image: nobody can see the image, but somebody could take the question if the image were a text.
        late: who was chosen and passed over, because the first word would come too late; None when nobody was.
        cloud: who outside the network could be asked, in order, if that is allowed and worth it; never in
            ``candidates``.
    """

    route: str
    candidates: tuple[Candidate, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0
    is_override: bool = False
    needs_text_of_image: bool = False
    late: Candidate | None = None
    cloud: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one candidate.

    Attributes:
        number: 1 for the first.
        num_ctx: context to ask for in tokens; equal to the loaded one where that suffices.
        connect_s, first_token_s, idle_s, total_s: limits in seconds.
        load_s: seconds beyond ``first_token_s`` in case a model that counts as loaded is not; 0 for one that does not.
        think: ask the model to think aloud first; None leaves it to the model.
        max_tokens: most tokens of the answer, its thinking included, where a cloud service is paid for each; None for
            no limit.
        cloud: what the user allowed for this question by hand.
    """

    number: int
    candidate: Candidate
    num_ctx: int
    connect_s: float
    first_token_s: float
    idle_s: float
    total_s: float
    think: bool | None = None
    load_s: float = 0.0
    max_tokens: int | None = None
    cloud: CloudConsent = CloudConsent.NONE


@dataclass(frozen=True, slots=True)
class AnswerStats:
    """Figures of one finished attempt; seconds and tokens, None where the server did not say.

    ``queue_s`` is what is left of the total after load, prompt and answer (Ollama contract, section 2).
    ``cost_usd`` is what a cloud service took for it; None for one's own machines.
    ``cached_tokens`` is the part of ``prompt_tokens`` that had been read for an earlier question.
    ``thinking_tokens`` is the part of ``answer_tokens`` that was reasoning, for servers that count it.
    """

    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    load_s: float | None = None
    queue_s: float | None = None
    prompt_s: float | None = None
    answer_s: float | None = None
    first_token_s: float | None = None
    total_s: float | None = None
    done_reason: str = ""
    cost_usd: float | None = None
    thinking_tokens: int | None = None
    cached_tokens: int | None = None

    @property
    def tokens_per_s(self) -> float | None:
        """Generation speed, or None when it cannot be known."""
        if not self.answer_tokens or not self.answer_s:
            return None
        return self.answer_tokens / self.answer_s
