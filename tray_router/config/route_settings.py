"""The settings of the routes, and what the built-in ones are given where the file says nothing.

Rule: as in ``config.settings``. No I/O; any thread.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from tray_router.config.sections import Section, Text
from tray_router.model import Capability


class RouteSettings(Section, frozen=True):
    """One route: who is asked, in order, and what leads a question here."""

    expected: ClassVar[str] = 'a table with candidates = ["model@host", …]'

    candidates: Annotated[
        tuple[Text, ...],
        Meta(description='Models in the order in which to ask them: "model@host", or "model" for every machine.'),
    ] = ()
    needs: Annotated[
        tuple[Capability, ...], Meta(description='What its models must be able to do, e.g. ["vision"].')
    ] = ()
    keywords: Annotated[
        tuple[Annotated[Text, Meta(min_length=1)], ...],
        Meta(description="Words that speak for this route, beside the built-in ones."),
    ] = ()
    patterns: Annotated[
        tuple[Annotated[Text, Meta(min_length=1)], ...],
        Meta(description="Regular expressions that speak for this route."),
    ] = ()
    prior: Annotated[float, Meta(ge=-10, le=10, description="Points that this route gets before anything is read.")] = (
        0.0
    )
    cost_rank: Annotated[
        int, Meta(ge=0, le=100, description="When in doubt, the route with the lower rank answers first.")
    ] = 1
    fallback: Annotated[
        tuple[Text, ...], Meta(description="Routes whose candidates are asked when none of its own is available.")
    ] = ("quick",)
    think: Annotated[
        Literal["auto"] | bool,
        Meta(description='Let its models think aloud: true, false, or "auto" to leave it to the model.'),
    ] = "auto"


class RoutingSettings(Section, frozen=True):
    """How a question finds its route, beyond what the routes say themselves."""

    continuity: Annotated[bool, Meta(description="Follow-ups stay with the route of their conversation.")] = True
    cheap_first_margin: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            description="When the best two routes are closer than this, the cheaper one answers first; 0 switches "
            "it off.",
        ),
    ] = 0.2
    retry_weak: Annotated[bool, Meta(description="A weak answer is asked again once, of a bigger model.")] = True
    preload: Annotated[
        bool, Meta(description="The likely model is loaded while you type or drag, where it evicts nothing in use.")
    ] = True
    learn: Annotated[
        bool,
        Meta(description="Corrections are kept, with the beginning of their text, for `tray-router route --tune`."),
    ] = True


QUICK, VISION, CODE, REASONING = "quick", "vision", "code", "reasoning"

# What the four routes that the classifier knows are given where the file says nothing; others get the class defaults.
_BUILT_IN_ROUTES: dict[str, RouteSettings] = {
    QUICK: RouteSettings(cost_rank=0, fallback=()),
    VISION: RouteSettings(cost_rank=1, needs=(Capability.VISION,)),
    REASONING: RouteSettings(cost_rank=2),
    CODE: RouteSettings(cost_rank=3),
}
BUILT_IN_ROUTE_NAMES = tuple(_BUILT_IN_ROUTES)


def default_route(name: str, *, has_quick: bool = True) -> RouteSettings:
    """The route of that name as it is when the file gives it no option.

    Args:
        has_quick: the settings have a ``quick`` route to fall back on.
    """
    route = _BUILT_IN_ROUTES.get(name, RouteSettings())
    return route if has_quick else msgspec.structs.replace(route, fallback=())
