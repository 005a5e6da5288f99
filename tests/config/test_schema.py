"""The JSON Schema says what the loader checks."""

from __future__ import annotations

import json

from tray_router.config.schema import json_schema
from tray_router.config.settings import Settings, fields_of


def test_it_is_plain_json_with_every_section_described():
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"].startswith("https://json-schema.org/")
    properties = schema["$defs"]["Settings"]["properties"]
    assert set(properties) == {field.encode_name for field in fields_of(Settings)}


def test_every_option_has_a_description_and_no_others_are_allowed():
    for name, definition in json_schema()["$defs"].items():
        if definition.get("type") != "object":
            continue
        assert definition["additionalProperties"] is False, name
        for option in definition["properties"].values():
            assert option.get("description"), (name, option)


def test_bounds_choices_and_sources_are_in_it():
    definitions = json_schema()["$defs"]
    width = definitions["PopupSettings"]["properties"]["width"]
    assert (width["minimum"], width["maximum"], width["default"]) == (280, 4000, 560)
    assert definitions["Theme"]["enum"] == ["auto", "dark", "light"]
    assert definitions["HeaderSource"]["minProperties"] == definitions["HeaderSource"]["maxProperties"] == 1
    assert definitions["HostSettings"]["required"] == ["url"]
