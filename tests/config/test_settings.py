"""Every option is described, bounded and documented; every default passes its own bounds."""

from __future__ import annotations

import re

import msgspec
import pytest
from msgspec import inspect as mi

from tray_router.answers.attempts import Limits
from tray_router.config.collector import default_of, description
from tray_router.config.load import parse_document, parse_settings
from tray_router.config.route_settings import RouteSettings, default_route
from tray_router.config.settings import LimitSettings, PopupSettings, Settings, fields_of
from tray_router.config.write import toml_value
from tray_router.routing.first import DEFAULT_MARGIN
from tray_router.routing.rules import DEFAULT_ROUTES
from tray_router.wire.window import SetAppearance


def _sections():
    """Every section class with the heading that the documentation gives it."""
    info = mi.type_info(Settings)
    found = []

    def walk(kind, heading):
        kind = kind.type if isinstance(kind, mi.Metadata) else kind
        if isinstance(kind, mi.DictType):
            walk(kind.value_type, f"{heading}.<name>")
        elif isinstance(kind, mi.VarTupleType):
            walk(kind.item_type, f"[{heading}]")
        elif isinstance(kind, mi.StructType):
            found.append((heading, kind.cls))
            for field in kind.fields:
                walk(field.type, f"{heading}.{field.encode_name}")

    for field in info.fields:
        walk(field.type, field.encode_name)
    return found


SECTIONS = _sections()


def _options():
    return [(heading, field) for heading, section in SECTIONS for field in fields_of(section)]


def test_all_sections_are_found():
    assert [heading for heading, _ in SECTIONS] == [
        "hosts.<name>",
        "hosts.<name>.headers.<name>",
        "routes.<name>",
        "routing",
        "hotkeys",
        "[actions]",
        "popup",
        "limits",
        "fleet",
        "cloud",
        "cloud.prices.<name>",
        "cloud.endpoints.<name>",
        "cloud.endpoints.<name>.key",
        "ledger",
        "history",
        "tray",
        "log",
    ]


@pytest.mark.parametrize(("heading", "field"), _options(), ids=lambda part: getattr(part, "name", part))
def test_each_option_is_described_in_the_code_and_in_the_manual(heading, field, manual):
    assert description(field).endswith(".")
    rows = manual[f"[{heading}]"]
    assert field.encode_name in rows, f"docs/configuration.md lacks {heading}.{field.encode_name}"
    shown = rows[field.encode_name]
    if field.required:
        assert shown == "required"
    elif heading == "routes.<name>" and field.name in ("needs", "cost_rank", "fallback"):
        assert shown == "by name, see below"
    else:
        assert shown == f"`{toml_value(default_of(field))}`"


def test_the_manual_has_no_option_that_does_not_exist(manual):
    known = {f"[{heading}]": {field.encode_name for field in fields_of(section)} for heading, section in SECTIONS}
    assert {heading: set(rows) for heading, rows in manual.items()} == known


@pytest.fixture(scope="module")
def manual(request):
    """Default of each option in docs/configuration.md, by heading and name."""
    path = request.config.rootpath / "docs" / "configuration.md"
    tables: dict[str, dict[str, str]] = {}
    heading, is_option_table = "", False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.split("`")[1] if "`" in line else ""
        if not line.startswith("|"):
            is_option_table = False
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == "option":
            is_option_table = True
        elif is_option_table and cells[0].startswith("`"):
            tables.setdefault(heading, {})[cells[0].strip("`")] = cells[1]
    return tables


def test_the_examples_in_the_manual_can_be_used(request):
    text = (request.config.rootpath / "docs" / "configuration.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 3
    for example in examples:
        assert parse_document(example).notices == ()


def test_the_messages_in_the_manual_are_those_of_the_program(request, problems_of):
    text = (request.config.rootpath / "docs" / "configuration.md").read_text(encoding="utf-8")
    hosts = '[hosts.mac]\nurl = "mac"\nprioritty = 3\n[hosts.windows]\nurl = "win"\n'
    found = problems_of(f'{hosts}[routes.quick]\ncandidates = ["qwen3:4b@mca"]\n[popup]\ntheme = "drak"')
    assert len(found) == 3
    for problem in found.values():
        assert f"\n{problem}\n" in text


def test_defaults_pass_their_own_bounds():
    whole = msgspec.to_builtins(Settings())
    assert msgspec.convert(whole, Settings) == Settings()
    assert parse_settings("") == Settings()


def test_defaults_agree_with_those_of_the_rooms_that_take_them():
    limits, attempt = LimitSettings(), Limits()
    shared = {name for name in Limits.__slots__ if hasattr(limits, name)}
    assert {"connect_s", "idle_s", "total_s", "answer_tokens"} <= shared
    assert {name: getattr(limits, name) for name in shared} == {name: getattr(attempt, name) for name in shared}
    popup, appearance = PopupSettings(), SetAppearance()
    for name in ("theme", "width", "max_height", "font_points"):
        assert getattr(popup, name) == getattr(appearance, name)
    for rules in DEFAULT_ROUTES:
        assert default_route(rules.name).cost_rank == rules.cost_rank
    assert RouteSettings().prior == DEFAULT_ROUTES[0].prior
    assert Settings().routing.cheap_first_margin == DEFAULT_MARGIN


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        Settings().popup.width = 3  # type: ignore[misc]
