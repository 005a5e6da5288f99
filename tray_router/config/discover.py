"""Which addresses to look at when the settings name no machine: OLLAMA_HOST, then this machine.

Rules: those of Ollama's own client for OLLAMA_HOST (contract, section 7); an address that cannot be read is noted,
not guessed at. PURE: the environment comes in, nobody is asked.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from tray_router.config.addresses import OLLAMA_PORT, Address, parse_address
from tray_router.config.problems import show_value
from tray_router.errors import ConfigProblem

HOST_VARIABLE = "OLLAMA_HOST"
LOCAL_URL = f"http://127.0.0.1:{OLLAMA_PORT}"
LOCAL_NAME = "local"
_ODD_NAME_CHARS = re.compile(r"[^\w.-]+")
_IS_NUMERIC = re.compile(r"[\d.]+")


def local_host_urls(environ: Mapping[str, str]) -> dict[str, str]:
    """Names and base URLs to look at, in the order in which to prefer them; never empty."""
    urls: dict[str, str] = {}
    address = _named_address(environ)
    if address is not None:
        urls[host_name(address.url, urls)] = address.url
    if address is None or not (address.is_local and address.url.endswith(f":{OLLAMA_PORT}")):
        urls[host_name(LOCAL_URL, urls)] = LOCAL_URL
    return urls


def host_variable_problem(environ: Mapping[str, str]) -> ConfigProblem | None:
    """What is wrong with OLLAMA_HOST, or None when it is good or not set."""
    try:
        _parse_variable(environ)
    except ValueError as error:
        shown = show_value(environ[HOST_VARIABLE], ("hosts", HOST_VARIABLE, "url"))
        return ConfigProblem(HOST_VARIABLE, shown, str(error))
    return None


def host_name(url: str, taken: Container[str] = ()) -> str:
    """A short name for the machine at ``url``: ``local``, the first part of its name, or its IP address.

    Args:
        url: what people write as an address, see ``addresses.parse_address``.
        taken: names that are in use; a number is added until the name is free.

    Raises:
        ValueError: ``url`` is no address.
    """
    address = parse_address(url)
    name = LOCAL_NAME
    if not address.is_local:
        machine = address.machine
        short = machine if _IS_NUMERIC.fullmatch(machine) else machine.split(".", 1)[0]
        name = _ODD_NAME_CHARS.sub("-", short).strip("-._")[:60] or "host"
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _named_address(environ: Mapping[str, str]) -> Address | None:
    try:
        return _parse_variable(environ)
    except ValueError:
        return None


def _parse_variable(environ: Mapping[str, str]) -> Address | None:
    """OLLAMA_HOST may stand in quotes, and may be only a port (``:11435``)."""
    written = environ.get(HOST_VARIABLE, "").strip().strip("\"'").strip()
    if not written:
        return None
    return parse_address(f"127.0.0.1{written}" if written.startswith(":") else written)
