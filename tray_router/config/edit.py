"""Changes routes in the text of a config file, and nothing else: comments, order and layout stay as the user made them.

Rule: what comes out is read again and must say exactly what the old text said with the changes, or it is refused.
No I/O; any thread; ``save`` puts it on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.errors import ConfigError

if TYPE_CHECKING:
    from tomlkit.items import Item

_BY_HAND = "Write them into the file by hand."


def edit_routes(text: str, keywords: Mapping[str, Sequence[str]], priors: Mapping[str, float]) -> str:
    """The text with more keywords and other priors.

    Args:
        text: a config file without problems.
        keywords: by route, those to add behind the present ones.
        priors: by route, the new one.

    Raises:
        ConfigError: the text has problems, lacks one of the routes, or cannot be edited without changing more.
    """
    wanted = _changed(parse_settings(text), keywords, priors)
    import tomlkit  # 25 ms that no other command needs
    from tomlkit.exceptions import TOMLKitError

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    try:
        document: Any = tomlkit.parse(text.removeprefix(mark))
        for name in {**keywords, **priors}:
            table = document["routes"][name]
            for word in keywords.get(name, ()):
                _add_keyword(table, word)
            if name in priors:
                _set(table, "prior", tomlkit.item(_plain(priors[name])))
        result = mark + tomlkit.dumps(document)
    except (TOMLKitError, ValueError) as error:
        raise ConfigError("The config file cannot be edited without spoiling its layout.", _BY_HAND) from error
    if "\r\n" in text and "\n" not in text.replace("\r\n", ""):
        result = result.replace("\r\n", "\n").replace("\n", "\r\n")
    if parse_settings(result) != wanted:
        raise ConfigError("Editing the config file would change more than the routes named.", _BY_HAND)
    return result


def _changed(settings: Settings, keywords: Mapping[str, Sequence[str]], priors: Mapping[str, float]) -> Settings:
    routes = dict(settings.routes)
    for name in {**keywords, **priors}:
        if name not in routes:
            raise ConfigError(f"The config file has no route {name!r}.", "`tray-router init` writes routes.")
        route = routes[name]
        routes[name] = msgspec.structs.replace(
            route,
            keywords=(*route.keywords, *keywords.get(name, ())),
            prior=priors.get(name, route.prior),
        )
    return msgspec.structs.replace(settings, routes=routes)


def _add_keyword(table: Any, word: str) -> None:
    import tomlkit

    if "keywords" in table:
        table["keywords"].append(word)
    else:
        _set(table, "keywords", tomlkit.item([word]))


def _set(table: Any, name: str, value: Item) -> None:
    """Replaces an option, or puts it right behind the last one: comments below that belong to what follows."""
    from tomlkit.items import Table

    keys = list(table)
    own = [key for key in keys if not isinstance(table[key], Table)]
    if name in keys or not own or not isinstance(table, Table):
        table[name] = value
    else:
        table.value._insert_after(own[-1], name, value)


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number
