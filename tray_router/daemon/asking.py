"""What the settings make of popups, and of a question from the command line.

No I/O; ``request_of`` decodes images and belongs in a worker thread.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from tray_router.answers.actions import filled_in, gist, named
from tray_router.config.problems import nearest
from tray_router.config.settings import Settings
from tray_router.daemon.actions import actions_of, languages_of
from tray_router.desktop.selection.images import scaled_image
from tray_router.engine.content import content_language
from tray_router.engine.popup.sessions import PopupRules
from tray_router.errors import UsageError
from tray_router.model import Action, FleetSnapshot, HostState, Override, Request, canonical_model_name
from tray_router.wire.control import AskCall


def popup_rules(settings: Settings) -> PopupRules:
    """The part of the settings that popup sessions go by."""
    limits = settings.limits
    return PopupRules(
        actions=actions_of(settings),
        languages=languages_of(settings),
        max_text_chars=limits.max_text_chars,
        fit_image=lambda image: scaled_image(image, limits.max_image_px),
        confirm_reading_s=limits.confirm_reading_s,
        learns=settings.routing.learn,
    )


def request_of(call: AskCall, settings: Settings) -> Request:
    """The question of a call: with its action's prompt, and with its images no larger than the settings allow.

    What the call itself names (route, model, machine) goes before what its action names. Blocking.

    Raises:
        UsageError: there is no such action.
        CaptureError: an image cannot be decoded.
    """
    action = action_named(call.action, actions_of(settings)) if call.action else None
    images = tuple(scaled_image(image, settings.limits.max_image_px) for image in call.images)
    if action is None:
        return Request(
            _new_id(),
            call.instruction,
            call.content,
            images,
            override=call.override,
            is_background=call.is_background,
            is_private=call.is_private,
        )
    content = call.content or call.instruction
    prompt = filled_in(action, languages_of(settings)[0], content_language(content))
    return Request(
        _new_id(),
        instruction=prompt,
        content=content,
        images=images,
        override=_merged(call.override, action.override),
        action=action.name,
        is_background=call.is_background,
        gist=gist(action, prompt),
        is_private=call.is_private,
    )


def refuse_unknown_route(call: AskCall, routes: Collection[str]) -> None:
    """A mistyped ``--route`` is told, not answered by whoever is there.

    Args:
        call: the question as it was asked.
        routes: names of the routes in force; empty while the machines have not said yet what they have.

    Raises:
        UsageError: the call names a route that does not exist.
    """
    wanted = call.override.route
    if not wanted or not routes or wanted in routes:
        return
    near = nearest(wanted, routes)
    meant = f" Did you mean {near}?" if near else ""
    raise UsageError(f"There is no route {wanted!r}.", f"There are: {', '.join(routes)}.{meant}")


def refuse_unknown_place(call: AskCall, fleet: FleetSnapshot, *, has_cloud: bool) -> None:
    """A mistyped ``--host`` or ``--model`` is told with what was probably meant.

    Args:
        call: the question as it was asked.
        fleet: the machines as they are known.
        has_cloud: services outside may be named, too; then the dispatcher decides.

    Raises:
        UsageError: no machine has that name; or all machines are up, none has that model, and one of a like name is
            there. What a machine that is down has is not known.
    """
    wanted, names = call.override, [host.name for host in fleet.hosts]
    if has_cloud or not names:
        return
    if wanted.host and wanted.host not in names:
        near = nearest(wanted.host, names)
        meant = f" Did you mean {near}?" if near else ""
        raise UsageError(f"There is no machine {wanted.host!r}.", f"There are: {', '.join(names)}.{meant}")
    models = {model.name for host in fleet.hosts for model in host.models}
    is_installed = canonical_model_name(wanted.model) in map(canonical_model_name, models)
    if not wanted.model or is_installed or any(host.state is not HostState.UP for host in fleet.hosts):
        return
    near = nearest(wanted.model, sorted(models))
    if near:
        hint = f"Did you mean {near}? `tray-router hosts` lists the models of each machine."
        raise UsageError(f"No machine has the model {wanted.model!r}.", hint)


def action_named(name: str, actions: Mapping[str, Action]) -> Action:
    """By its name, upper and lower case alike, as the settings hold names to be unique.

    Raises:
        UsageError: there is no such action.
    """
    action = named(name, actions.values())
    if action is not None:
        return action
    hint = f"There are: {', '.join(actions)}." if actions else "Write one down as [[actions]] in the settings file."
    raise UsageError(f"There is no action named {name!r}.", hint)


def _merged(asked: Override, own: Override) -> Override:
    """A model that is asked for brings its own machine; a machine or route alone leaves the action's model in place."""
    if asked.model:
        return Override(asked.route or own.route, asked.model, asked.host, asked.cloud)
    return Override(asked.route or own.route, own.model, asked.host or own.host, asked.cloud)


def _new_id() -> str:
    return uuid.uuid4().hex[:12]
