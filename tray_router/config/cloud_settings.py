"""``[cloud]``: services that speak OpenAI's protocol, what they may cost, and what must not go to them.

Rule: as in ``config.settings``; off until it is configured. No I/O; any thread.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from msgspec import Meta, field

from tray_router.config.sections import HeaderSource, Section, Text
from tray_router.model import CloudMode, GuardMode

Dollars = Annotated[float, Meta(ge=0, le=100_000)]


class EndpointKind(StrEnum):
    """Whether an endpoint is part of the user's own network."""

    AUTO = "auto"  # by its address
    CLOUD = "cloud"
    LOCAL = "local"


class EndpointSettings(Section, frozen=True):
    """One server that speaks OpenAI's protocol: a cloud service, or one's own vLLM, llama.cpp or LiteLLM."""

    expected: ClassVar[str] = 'a table with at least url = "https://…/v1" and models = ["…"]'

    url: Annotated[
        str,
        Meta(description="Base address with the version, e.g. https://api.openai.com/v1.", max_length=2000),
    ]
    key: Annotated[
        HeaderSource,
        Meta(description='Where the API key lies: { env = "NAME" } or { keyring = "service/user" }; {} for none.'),
    ] = field(default_factory=HeaderSource)
    kind: Annotated[
        EndpointKind,
        Meta(description="Whether asking it leaves your network: auto decides by the address, else cloud or local."),
    ] = EndpointKind.AUTO
    models: Annotated[tuple[Text, ...], Meta(description="Its models in the order in which to ask them.")] = ()
    vision: Annotated[tuple[Text, ...], Meta(description="Those of its models that can see images.")] = ()
    routes: Annotated[
        tuple[Text, ...], Meta(description="Routes whose questions may go to it when it is a cloud; empty for all.")
    ] = ()
    max_tokens: Annotated[int, Meta(ge=64, le=200_000, description="Most tokens of one answer.")] = 4096


class PriceSettings(Section, frozen=True):
    """What a model costs, where the built-in price list does not know it or is wrong."""

    expected: ClassVar[str] = "a table with input and output, US dollars per million tokens"

    input: Annotated[Dollars, Meta(description="US dollars per million tokens of the question.")]
    output: Annotated[Dollars, Meta(description="US dollars per million tokens of the answer.")]


class CloudSettings(Section, frozen=True):
    """Cloud services and their bounds."""

    mode: Annotated[
        CloudMode,
        Meta(
            description="When a cloud service may be asked: never, ask (you are shown the price first) or auto (when "
            "your own machines cannot do it well and it is worth its price)."
        ),
    ] = CloudMode.NEVER
    budget_per_request: Annotated[Dollars, Meta(description="US dollars that one answer may cost at most.")] = 0.05
    budget_per_day: Annotated[Dollars, Meta(description="US dollars per local day.")] = 0.5
    budget_per_month: Annotated[Dollars, Meta(description="US dollars per month.")] = 5.0
    images: Annotated[
        bool, Meta(description="Images may go to a cloud; if false, only those of a question for which you say so.")
    ] = False
    guard: Annotated[
        GuardMode,
        Meta(
            description="What happens to a question that holds a secret or one of your own words: block stops it, mask "
            "replaces them by placeholders, off looks for nothing."
        ),
    ] = GuardMode.BLOCK
    own_words: Annotated[
        tuple[Annotated[Text, Meta(min_length=1)], ...],
        Meta(description="Words that must never leave your network: names of people, projects, machines."),
    ] = ()
    patterns: Annotated[
        tuple[Annotated[Text, Meta(min_length=1)], ...],
        Meta(description="Regular expressions for what must never leave your network."),
    ] = ()
    prices: Annotated[
        dict[str, PriceSettings], Meta(description="Prices of your own by model, before the built-in list.")
    ] = field(default_factory=dict)
    endpoints: Annotated[
        dict[str, EndpointSettings], Meta(description="Servers that speak OpenAI's protocol, by name.")
    ] = field(default_factory=dict)
