"""Changes single options in the text of a config file: comments, order and layout stay as the user made them.

Rules: what comes out is read again and must say exactly what the old text said with the changes, or it is refused; a
file that this program wrote and nobody touched is written anew instead, so that everything stands in its place.
No I/O; any thread; ``save`` puts it on disk.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tray_router.config.load import LoadedSettings, parse_document, parse_settings
from tray_router.config.settings import Settings
from tray_router.config.write import render_config, toml_key
from tray_router.errors import ConfigError

_BY_HAND = "Write them into the file by hand."
_LIST_WIDTH = 90  # characters up to which a list stays on one line

OptionPath = tuple[str | int, ...]
Value = str | bool | int | float | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Change:
    """One option that gets another value.

    Attributes:
        path: as in ``problems.format_path``: ``("hosts", "mac", "url")``, ``("actions", 2, "prompt")``. Tables on the
            way that are missing are made; a number that is the length of its list appends to it.
        value: None removes the option, table or item.
    """

    path: OptionPath
    value: Value


def change_settings(text: str, changes: Iterable[Change]) -> tuple[str, LoadedSettings]:
    """The text with the changes, and what it says then.

    Args:
        text: a config file; empty for none.

    Raises:
        ConfigError: with the changes it would have problems (all of them are listed), or it cannot be edited without
            changing more than that.
    """
    wanted = tuple(changes)
    plain = _read(text)
    for change in wanted:
        _apply(plain, change)
    if not text.strip() or _is_our_own(text):
        result = _rendered(plain)
    else:
        result = _edited(text, wanted)
        aired = _aired(result, text)
        result = aired if _says(aired, plain) else result
        if not _says(result, plain):
            raise ConfigError("Editing the config file would change more than was wished.", _BY_HAND)
    return result, parse_document(result)


def removal_of_machine(settings: Settings, name: str) -> tuple[Change, ...]:
    """What removes a machine and everything that names it."""
    gone = f"@{name}"
    changes = [Change(("hosts", name), None)]
    for route, each in settings.routes.items():
        places = [index for index, text in enumerate(each.candidates) if text.endswith(gone)]
        changes += [Change(("routes", route, "candidates", index), None) for index in reversed(places)]
    for index, action in enumerate(settings.actions):
        if action.model.endswith(gone):
            changes.append(Change(("actions", index, "model"), None))
    return tuple(changes)


def rename_machine(text: str, old: str, new: str) -> tuple[str, LoadedSettings]:
    """The text with another name for a machine, also where it is named, and what it says then.

    Raises:
        ConfigError: as in ``change_settings``.
    """
    plain = _read(text)
    if new in plain.get("hosts", {}):
        raise ConfigError(f"Another machine is named {new} already.", "Choose another name.")
    references = _references(parse_settings(text), old, new)
    moves = [Change(("hosts", new, *path), value) for path, value in _leaves(plain.get("hosts", {}).get(old, {}))]
    changes = (*moves, *references, Change(("hosts", old), None))
    for change in changes:
        _apply(plain, change)
    header = re.compile(rf"^(\s*\[\s*hosts\s*\.\s*)(?:{re.escape(old)}|\"{re.escape(old)}\")(\s*[.\]])", re.MULTILINE)
    renamed = _edited(header.sub(rf"\g<1>{toml_key(new)}\g<2>", text), references)
    if _read(renamed) == plain:
        return renamed, parse_document(renamed)
    return change_settings(text, changes)


def _references(settings: Settings, old: str, new: str) -> list[Change]:
    found = []
    for route, each in settings.routes.items():
        for index, candidate in enumerate(each.candidates):
            if candidate.endswith(f"@{old}"):
                found.append(Change(("routes", route, "candidates", index), f"{candidate.removesuffix(old)}{new}"))
    for index, action in enumerate(settings.actions):
        if action.model.endswith(f"@{old}"):
            found.append(Change(("actions", index, "model"), f"{action.model.removesuffix(old)}{new}"))
    return found


# --- plain data -----------------------------------------------------------------------------------------


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except ValueError:
        parse_settings(text)  # says where, and what
        raise ConfigError("The config file cannot be read.", _BY_HAND) from None


def _says(text: str, plain: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n")) == plain
    except ValueError:
        return False


def _leaves(table: Mapping[str, Any], path: OptionPath = ()) -> list[tuple[OptionPath, Any]]:
    found: list[tuple[OptionPath, Any]] = []
    for key, value in table.items():
        found += _leaves(value, (*path, key)) if isinstance(value, dict) else [((*path, key), value)]
    return found


def _apply(plain: dict[str, Any], change: Change) -> None:
    *way, last = change.path
    here: Any = plain
    for number, part in enumerate(way):
        if not _has(here, part):
            if change.value is None:
                return
            _put(here, part, [] if isinstance(change.path[number + 1], int) else {})
        here = here[part]
    if change.value is not None:
        _put(here, last, _plain(change.value))
    elif _has(here, last):
        del here[last]


def _has(container: Any, part: str | int) -> bool:
    if isinstance(container, dict):
        return part in container
    if isinstance(container, list):
        return isinstance(part, int) and 0 <= part < len(container)
    raise ConfigError(f"{part!r} cannot be set in the config file as it is.", _BY_HAND)


def _put(container: Any, part: str | int, value: Any) -> None:
    if isinstance(container, list) and part == len(container):
        container.append(value)
    elif isinstance(container, dict) or _has(container, part):
        container[part] = value
    else:
        raise ConfigError(f"The list in the config file has no place {part}.", _BY_HAND)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return list(value) if isinstance(value, tuple) else copy.copy(value)


# --- text -----------------------------------------------------------------------------------------------


def _is_our_own(text: str) -> bool:
    """Exactly what would be written for what it says: nobody has added a word."""
    try:
        return render_config(parse_settings(text)) == text
    except ConfigError:
        return False


def _rendered(plain: dict[str, Any]) -> str:
    import tomlkit  # 25 ms that no other command needs

    return render_config(parse_settings(tomlkit.dumps(plain)))


def _edited(text: str, changes: Sequence[Change]) -> str:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    try:
        document: Any = tomlkit.parse(text.removeprefix(mark))
        for change in changes:
            _edit(document, change)
        result = mark + tomlkit.dumps(document)
    except (TOMLKitError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ConfigError("The config file cannot be edited without spoiling its layout.", _BY_HAND) from error
    if "\r\n" in text and "\n" not in text.replace("\r\n", ""):
        result = result.replace("\r\n", "\n").replace("\n", "\r\n")
    return result


def _aired(text: str, before: str) -> str:
    """With an empty line above each table header that is new, or that follows what is new."""
    old = before.splitlines()
    known = set(pairwise(old))
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        above = lines[-1].rstrip("\r\n") if lines else ""
        if bare.startswith("[") and above and (above, bare) not in known:
            lines.append(line[len(bare) :] or "\n")
        lines.append(line)
    return "".join(lines)


def _edit(document: Any, change: Change) -> None:
    import tomlkit

    *way, last = change.path
    here: Any = document
    for number, part in enumerate(way):
        if not _is_there(here, part):
            if change.value is None:
                return
            _insert(here, part, tomlkit.aot() if isinstance(change.path[number + 1], int) else _new_table(here))
        here = here[part]
    if change.value is not None:
        _insert(here, last, _item(change.value, here[last] if _is_there(here, last) else None))
    elif _is_there(here, last):
        del here[last]


def _is_there(container: Any, part: str | int) -> bool:
    return 0 <= part < len(container) if isinstance(part, int) else part in container


def _new_table(parent: Any) -> Any:
    import tomlkit
    from tomlkit.items import InlineTable

    if isinstance(parent, InlineTable):
        return tomlkit.inline_table()
    is_top = isinstance(parent, tomlkit.TOMLDocument)
    return tomlkit.table(is_super_table=is_top)


def _insert(container: Any, part: str | int, value: Any) -> None:
    """Replaces, appends, or puts an option right behind the last one: comments below belong to what follows."""
    from tomlkit.items import AbstractTable, AoT, Table

    if isinstance(part, int):
        if part < len(container):
            container[part] = value
        else:
            container.append(value)
        return
    own = [key for key in container if not isinstance(container[key], AbstractTable | AoT)]
    is_option = not isinstance(value, AbstractTable | AoT)
    if part in container or not own or not is_option or not isinstance(container, Table):
        container[part] = value
    else:
        container.value._insert_after(own[-1], part, value)


def _item(value: Any, present: Any) -> Any:
    import tomlkit

    plain = _plain(value)
    if not isinstance(plain, list):
        return tomlkit.item(plain)
    array = tomlkit.array()
    array.extend(plain)
    was_long = present is not None and "\n" in present.as_string()
    return array.multiline(was_long or len(array.as_string()) > _LIST_WIDTH)
