"""``tray-router cloud``: what may leave the network, what it costs, what was spent; whether services and guard work.

``test`` asks a service for its list of models, which holds nothing of yours but the key; ``guard`` asks nobody.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

import msgspec

from tray_router.answers.cost import Price
from tray_router.cli.context import CliContext
from tray_router.cli.verbs import add_verb, add_verbs
from tray_router.config.checks.cloud import is_cloud_endpoint
from tray_router.config.cloud_settings import CloudSettings
from tray_router.daemon.cloud import CloudParts
from tray_router.engine.ports import SpendingUnavailableError
from tray_router.errors import BackendError, ExitCode, UsageError
from tray_router.model import CloudMode, Message, Role, dollars

MAX_GUARDED_BYTES = 4 * 1024 * 1024
EXAMPLES = ("tray-router cloud", "tray-router cloud test openrouter", "tray-router cloud guard < notes.txt")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One verb; none shows how everything is."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    verbs = add_verbs(parser)
    shown = add_verb(verbs, "status", "mode, budgets, services and prices (the default)")
    shown.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    tested = add_verb(verbs, "test", "look whether a service answers, takes the key and has the models")
    tested.add_argument("endpoint", metavar="NAME", help="a name under [cloud.endpoints]")
    guarded = add_verb(verbs, "guard", "show what the guard finds in a text; nothing is sent")
    guarded.add_argument("text", nargs="?", default="", help="the text; else standard input")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Carries out the verb.

    Raises:
        UsageError: no such endpoint, or no text.
    """
    cloud = context.settings().cloud
    match options.verb:
        case "test":
            return _test(options.endpoint, cloud, context)
        case "guard":
            return _guard(options.text, cloud, context)
        case _:
            return _status(cloud, context, as_json=options.json)


# --- status ---------------------------------------------------------------------------------------------


def _status(cloud: CloudSettings, context: CliContext, *, as_json: bool) -> int:
    parts = CloudParts(cloud)
    parts.prices.load()
    facts = _facts(cloud, parts)
    if as_json:
        context.stdout.write(msgspec.json.encode(facts).decode() + "\n")
        return ExitCode.OK
    for line in _lines(facts):
        context.stdout.write(f"{line}\n")
    return ExitCode.OK


def _facts(cloud: CloudSettings, parts: CloudParts) -> dict[str, Any]:
    try:
        spent = parts.book.spent()
    except SpendingUnavailableError:
        spent = None
    problems = {problem.path: problem.message for problem in parts.problems}
    return {
        "mode": cloud.mode.value,
        "guard": cloud.guard.value,
        "images": cloud.images,
        "budget_usd": {
            "per_request": cloud.budget_per_request,
            "per_day": cloud.budget_per_day,
            "per_month": cloud.budget_per_month,
        },
        "spent_usd": {
            "today": spent.today_usd if spent else None,
            "month": spent.month_usd if spent else None,
        },
        "endpoints": [
            {
                "name": name,
                "url": endpoint.url,
                "leaves_network": is_cloud_endpoint(endpoint),
                "problem": problems.get(f"cloud.endpoints.{name}.key", ""),
                "models": [
                    {
                        "name": model,
                        "sees": model in endpoint.vision,
                        **_price(parts.prices.find(name, model), is_free=not is_cloud_endpoint(endpoint)),
                    }
                    for model in endpoint.models
                ],
            }
            for name, endpoint in cloud.endpoints.items()
        ],
    }


def _price(price: Price | None, *, is_free: bool) -> dict[str, float | None]:
    """US dollars per million tokens, of short prompts."""
    if is_free:
        return {"input_usd": 0.0, "output_usd": 0.0}
    if price is None:
        return {"input_usd": None, "output_usd": None}
    first = price.steps[0]
    return {"input_usd": first.input_usd, "output_usd": first.output_usd}


def _lines(facts: dict[str, Any]) -> list[str]:
    budget, spent = facts["budget_usd"], facts["spent_usd"]
    modes = {
        CloudMode.NEVER: "never: nothing leaves your network",
        CloudMode.ASK: "ask: you are shown the price first",
        CloudMode.AUTO: "auto: what your machines cannot do well and is worth its price",
    }
    lines = [
        f"mode     {modes[CloudMode(facts['mode'])]}",
        f"guard    {facts['guard']}; images {'may leave' if facts['images'] else 'stay, unless you say so'}",
        f"today    {_of(spent['today'], budget['per_day'])}",
        f"month    {_of(spent['month'], budget['per_month'])}",
        f"answer   at most {dollars(budget['per_request'])}",
    ]
    if not facts["endpoints"]:
        return [*lines, "", "There are no [cloud.endpoints] in the settings; docs/cloud.md shows some."]
    for endpoint in facts["endpoints"]:
        where = "leaves your network" if endpoint["leaves_network"] else "in your network"
        lines += ["", f"{endpoint['name']}  {endpoint['url']}  ({where})"]
        if endpoint["problem"]:
            lines.append(f"  not used: {endpoint['problem']}")
        for model in endpoint["models"]:
            sees = ", sees images" if model["sees"] else ""
            lines.append(f"  {model['name']}: {_price_words(model)}{sees}")
    return lines


def _of(spent: float | None, most: float) -> str:
    return f"{dollars(spent)} of {dollars(most)}" if spent is not None else f"cannot be read; of {dollars(most)}"


def _price_words(model: dict[str, Any]) -> str:
    if model["input_usd"] is None:
        return "price not known, so never without your yes; write it under [cloud.prices]"
    if not model["input_usd"] and not model["output_usd"]:
        return "costs nothing"
    return f"${model['input_usd']:g} in, ${model['output_usd']:g} out per million tokens"


# --- test -----------------------------------------------------------------------------------------------


def _test(name: str, cloud: CloudSettings, context: CliContext) -> int:
    endpoint = cloud.endpoints.get(name)
    if endpoint is None:
        known = ", ".join(cloud.endpoints)
        hint = f"There are: {known}." if known else "The settings have none; docs/cloud.md shows some."
        raise UsageError(f"There is no endpoint named {name!r}.", hint)
    from tray_router.backends.openai import OpenAIBackend
    from tray_router.daemon.cloud import openai_endpoint

    made, wrong = openai_endpoint(name, endpoint)
    if made is None:
        context.say(f"The key cannot be read: {wrong}")
        return ExitCode.BAD_INPUT
    try:
        listed = asyncio.run(_listed(OpenAIBackend([made]), name))
    except BackendError as error:
        context.say(f"{error.title}\n{error.hint}".strip())
        return ExitCode.NO_ANSWER
    context.stdout.write(f"{name} answers and lists {len(listed)} models.\n")
    missing = [model for model in endpoint.models if model not in listed]
    for model in endpoint.models:
        context.stdout.write(f"  {model}: {'not in its list' if model in missing else 'there'}\n")
    return ExitCode.NO_ANSWER if len(missing) == len(endpoint.models) else ExitCode.OK


async def _listed(backend: Any, name: str) -> dict[str, int | None]:
    try:
        listed: dict[str, int | None] = await backend.listed_models(name)
        return listed
    finally:
        await backend.aclose()


# --- guard ----------------------------------------------------------------------------------------------


def _guard(text: str, cloud: CloudSettings, context: CliContext) -> int:
    from tray_router.answers.guard.finding import inspect
    from tray_router.backends.secrets import DetectSecretsScanner

    if not text and sys.stdin is not None and not sys.stdin.isatty():
        text = sys.stdin.buffer.read(MAX_GUARDED_BYTES).decode("utf-8", "replace")
    if not text.strip():
        raise UsageError("There is no text to look at.", "tray-router cloud guard < FILE")
    messages = (Message(Role.USER, text),)
    own = CloudParts(cloud).terms.own
    inspection = inspect(messages, own, DetectSecretsScanner().scan([text]))
    if inspection.is_clean:
        context.stdout.write("Nothing found: this text could leave.\n")
        return ExitCode.OK
    for finding in inspection.findings:
        place = finding.place.removeprefix("your question, ")
        context.stdout.write(f"{place}: {finding.kind}, {finding.length} characters\n")
    return ExitCode.OK
