"""Renders settings as a commented config.toml.

Rules: what is read back equals what was rendered; an option at its default stands there as a comment; whatever comes
from a machine (names of models) is escaped, so that it cannot become an option. PURE; ``save`` puts it on disk.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec import inspect as mi

from tray_router.answers.actions import BUILT_IN_ACTIONS
from tray_router.config.action_settings import ActionSettings
from tray_router.config.cloud_settings import CloudSettings, EndpointSettings
from tray_router.config.collector import choices, default_of, description
from tray_router.config.propose import Proposal, Skipped
from tray_router.config.route_settings import QUICK, RouteSettings, default_route
from tray_router.config.settings import (
    HostSettings,
    Settings,
    fields_of,
)

LINE_WIDTH = 110
MAX_SKIPPED_SHOWN = 20
_INDENT = "    "
_LAST_ASCII_CONTROL = 0x1F
_LAST_16_BIT = 0xFFFF

_HEAD = """\
# Settings of Tray Router. A line that begins with "# name = value" shows a default: take the "# " away to change it.
# Saved changes are picked up while it runs; a mistake is reported and the settings from before stay in use.
"""
_HOST_EXAMPLE = ("[hosts.gpu-pc]", 'url = "http://192.168.1.20:11434"', "priority = 1")
_ROUTE_EXAMPLE = ("[routes.translate]", 'candidates = ["qwen3:4b"]', 'keywords = ["translate", "übersetze"]')
_ENDPOINT_EXAMPLE = (
    "[cloud.endpoints.openrouter]",
    'url = "https://openrouter.ai/api/v1"',
    'key = { env = "OPENROUTER_API_KEY" }',
    'models = ["openai/gpt-4o-mini"]',
)
_ACTION_EXAMPLE = ("[[actions]]", 'name = "Politer"', 'prompt = "Make this politer: {text}"', 'output = "copy"')


def render_config(
    settings: Settings,
    reasons: Mapping[str, str] | None = None,
    skipped: Iterable[Skipped] = (),
    remarks: Mapping[str, str] | None = None,
) -> str:
    """The text of a config file that says exactly these settings.

    Args:
        reasons: a sentence per route, shown above it.
        skipped: models that no route uses, named in a comment.
        remarks: a sentence for some of the machines, shown above them.
    """
    blocks = [_HEAD.rstrip()]
    blocks += _host_blocks(settings, remarks or {})
    blocks += _route_blocks(settings, reasons or {}, tuple(skipped))
    blocks.append(_section("routing", settings.routing, _about("routing")))
    blocks.append(_section("hotkeys", settings.hotkeys, _about("hotkeys")))
    blocks += _action_blocks(settings)
    blocks += [_section(name, getattr(settings, name), _about(name)) for name in ("popup", "limits", "fleet")]
    blocks += _cloud_blocks(settings.cloud)
    blocks += [_section(name, getattr(settings, name), _about(name)) for name in ("ledger", "history", "tray", "log")]
    return "\n\n".join(blocks) + "\n"


def render_proposal(proposal: Proposal, settings: Settings, remarks: Mapping[str, str] | None = None) -> str:
    """The text of a config file for ``settings``, which hold the proposed routes, with the reasons for each."""
    return render_config(settings, proposal.reasons, proposal.skipped, remarks)


# --- sections -------------------------------------------------------------------------------------------


def _host_blocks(settings: Settings, remarks: Mapping[str, str]) -> list[str]:
    intro = [
        *_title("Machines"),
        *_comment('One table per machine; "model@name" refers to it by its name. Without any, this machine is used.'),
        *_explained(HostSettings),
    ]
    if not settings.hosts:
        intro += _example(_HOST_EXAMPLE)
    blocks = ["\n".join(intro)]
    for name, host in settings.hosts.items():
        blocks.append(_table(f"[hosts.{toml_key(name)}]", host, _comment(remarks.get(name, ""))))
    return blocks


def _route_blocks(settings: Settings, reasons: Mapping[str, str], skipped: tuple[Skipped, ...]) -> list[str]:
    intro = [
        *_title("Routes"),
        *_comment(
            "One table per route: quick, vision, code, reasoning, and any of your own. If there is none at all, they "
            "are proposed from what the machines have, anew at each change."
        ),
        *_explained(RouteSettings),
        *_example(_ROUTE_EXAMPLE),
        *_unused(skipped),
    ]
    blocks = ["\n".join(intro)]
    for name, route in settings.routes.items():
        default = default_route(name, has_quick=QUICK in settings.routes)
        above = _comment(reasons.get(name, ""))
        blocks.append(_table(f"[routes.{toml_key(name)}]", route, above, default))
    return blocks


def _action_blocks(settings: Settings) -> list[str]:
    intro = [
        *_title("Actions"),
        *_comment(
            "Prompts of your own, each perhaps with a chord. A table with the name of a built-in action changes that "
            f"one: {', '.join(BUILT_IN_ACTIONS)}."
        ),
        *_explained(ActionSettings),
    ]
    if not settings.actions:
        intro += _example(_ACTION_EXAMPLE)
    return ["\n".join(intro), *(_table("[[actions]]", action, ()) for action in settings.actions)]


def _cloud_blocks(cloud: CloudSettings) -> list[str]:
    """The section, then a table per price and endpoint."""
    main = _section("cloud", cloud, _about("cloud"), but=("prices", "endpoints"))
    intro = [*_comment("One table per server that speaks OpenAI's protocol:"), *_explained(EndpointSettings)]
    if not cloud.endpoints:
        intro += _example(_ENDPOINT_EXAMPLE)
    blocks = [main, "\n".join(intro)]
    for kind, tables in (("prices", cloud.prices), ("endpoints", cloud.endpoints)):
        blocks += [_table(f"[cloud.{kind}.{toml_key(name)}]", table, ()) for name, table in tables.items()]
    return blocks


def _section(name: str, section: Struct, about: str, but: Collection[str] = ()) -> str:
    lines = [*_title(name.capitalize()), *_comment(about), f"[{name}]"]
    for field in fields_of(type(section)):
        if field.name in but:
            continue
        lines += _comment(_describe(field))
        lines.append(_option(field, section, default_of(field)))
    return "\n".join(lines)


def _table(header: str, table: Struct, above: Iterable[str], default: Struct | None = None) -> str:
    options = [
        _option(field, table, getattr(default, field.name) if default is not None else default_of(field))
        for field in fields_of(type(table))
    ]
    return "\n".join([*above, header, *options])


def _option(field: mi.Field, table: Struct, default: Any) -> str:
    value = getattr(table, field.name)
    line = f"{field.encode_name} = {toml_value(value)}"
    if value == default:
        return f"# {line}"
    return line if len(line) <= LINE_WIDTH or not isinstance(value, tuple) else _long_list(field.encode_name, value)


def _long_list(name: str, values: tuple[Any, ...]) -> str:
    return "\n".join([f"{name} = [", *(f"{_INDENT}{toml_value(value)}," for value in values), "]"])


# --- comments -------------------------------------------------------------------------------------------


def _title(text: str) -> list[str]:
    return [f"# ---- {text} {'-' * (LINE_WIDTH - len(text) - 8)}"]


def _comment(text: str, indent: str = "") -> list[str]:
    """Comment lines; line breaks and control characters in ``text`` cannot end the comment."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return [f"# {line}" for line in textwrap.wrap(plain, LINE_WIDTH - 2, subsequent_indent=indent)]


def _explained(section: type[Struct]) -> Iterator[str]:
    for field in fields_of(section):
        pad = " " * 14
        yield from _comment(f"  {field.encode_name:<11} {_describe(field)}", indent=pad)


def _describe(field: mi.Field) -> str:
    text = description(field)
    words = choices(field.type)
    is_told = all(word in text for word in words) or words == ("true", "false")
    return text if is_told else f"{text} One of: {', '.join(words)}."


def _example(lines: Iterable[str]) -> list[str]:
    return ["# For example:", *(f"#{_INDENT}{line}" for line in lines)]


def _unused(skipped: tuple[Skipped, ...]) -> Iterator[str]:
    if not skipped:
        return
    yield "# Installed but not used:"
    for model in skipped[:MAX_SKIPPED_SHOWN]:
        yield from _comment(f"  {model.model} on {model.host}: {model.reason}.", indent=_INDENT)
    if len(skipped) > MAX_SKIPPED_SHOWN:
        yield f"#   and {len(skipped) - MAX_SKIPPED_SHOWN} more."


def _about(section: str) -> str:
    return next(description(field) for field in fields_of(Settings) if field.name == section)


# --- TOML -----------------------------------------------------------------------------------------------


def toml_value(value: Any) -> str:
    """One TOML value on one line."""
    if isinstance(value, tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    if isinstance(value, dict):
        return _inline_table(value.items())
    if isinstance(value, Struct):
        given = ((f.encode_name, getattr(value, f.name)) for f in fields_of(type(value)))
        return _inline_table((name, item) for name, item in given if item != "")
    return _toml_scalar(value)


def _toml_scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_text(str(value.value) if isinstance(value, Enum) else value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"No TOML form for {type(value).__name__}")


def _inline_table(pairs: Iterable[tuple[str, Any]]) -> str:
    inner = ", ".join(f"{toml_key(key)} = {toml_value(value)}" for key, value in pairs)
    return f"{{ {inner} }}" if inner else "{}"


def toml_key(name: str) -> str:
    """The name as a TOML key: bare where that is allowed, else quoted."""
    is_bare = name.isascii() and name and all(char.isalnum() or char in "-_" for char in name)
    return name if is_bare else toml_text(name)


def toml_text(text: str) -> str:
    """A TOML string on one line; the literal form where backslashes would have to be doubled."""
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char)
    if short:
        return short
    return f"\\u{ord(char):04x}" if ord(char) <= _LAST_16_BIT else f"\\U{ord(char):08x}"
