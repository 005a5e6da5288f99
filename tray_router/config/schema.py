"""The JSON Schema of config.toml, for editors that complete and check TOML. No I/O; any thread."""

from __future__ import annotations

from typing import Any

import msgspec

from tray_router.config.settings import Settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema as plain JSON values, with the description, bounds and default of every option.

    What one option says about another (a host that a candidate names) is beyond a schema; ``load`` checks it.
    """
    schema: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Settings)))
    source = schema["$defs"]["HeaderSource"]
    source["minProperties"] = source["maxProperties"] = 1  # env or keyring
    return {"$schema": DIALECT, "title": "Tray Router settings", **schema}
