"""``tray-router trigger [ask|region|…] [--action NAME]``: the way in where the desktop owns the shortcuts.

Rule: 60 ms from start to end, so this module imports nothing but the standard library's socket and json; the message
is ``wire.control.TriggerCall`` written by hand (tests hold the two together).
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import time
from pathlib import Path

ACTIONS = ("ask", "region", "prompt", "window", "screen", "repeat")
ACTION_OPTION = "--action"
ANSWER_LIMIT_S = 5.0
DAEMON_EXIT_CODE = 4
USAGE_EXIT_CODE = 2


def main(arguments: list[str], socket_path: Path) -> int:
    """Sends one trigger to the daemon.

    Args:
        arguments: what to trigger, ``--action NAME``, or both.

    Returns:
        0, 2 for a wrong action, 4 when no daemon answers, else the code that the daemon names.
    """
    words, name = _parsed(arguments)
    if len(words) != 1 or words[0] not in ACTIONS:
        hint = "tray-router trigger ask, tray-router trigger --action NAME"
        return _complain(f"Say what to trigger: {', '.join(ACTIONS)}.", hint, USAGE_EXIT_CODE)
    call: dict[str, object] = {"type": "trigger-call", "action": words[0], "at": time.monotonic()}
    if name:
        call["name"] = name
    try:
        reply = exchange(socket_path, json.dumps(call).encode())
    except OSError:
        return _complain("Tray Router is not running.", "Start it with `tray-router`.", DAEMON_EXIT_CODE)
    except (ValueError, RecursionError):
        return _complain("The daemon's reply does not fit.", "Restart Tray Router.", DAEMON_EXIT_CODE)
    if reply.get("type") == "done":
        return 0
    return _complain(
        str(reply.get("title", "The daemon refused.")),
        str(reply.get("hint", "")),
        _exit_code(reply),
    )


def _parsed(arguments: list[str]) -> tuple[list[str], str]:
    """What to trigger, and the name of the action that is meant; an action alone is about the selected text."""
    if ACTION_OPTION not in arguments[:-1]:
        return arguments, ""
    at = arguments.index(ACTION_OPTION)
    return arguments[:at] + arguments[at + 2 :] or ["ask"], arguments[at + 1]


def _exit_code(reply: dict[str, object]) -> int:
    code = reply.get("exit_code")
    return code if isinstance(code, int) and not isinstance(code, bool) else DAEMON_EXIT_CODE


def exchange(socket_path: Path, payload: bytes) -> dict[str, object]:
    """Sends one framed message and reads one framed reply.

    Raises:
        OSError: nobody listens, or not in time.
        ValueError: the reply is no JSON object.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(ANSWER_LIMIT_S)
        connection.connect(str(socket_path))
        connection.sendall(struct.pack(">I", len(payload)) + payload)
        (length,) = struct.unpack(">I", _exactly(connection, 4))
        reply = json.loads(_exactly(connection, length))
    if not isinstance(reply, dict):
        raise ValueError("not an object")
    return reply


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ConnectionError("the daemon hung up")
        data += piece
    return data


def _complain(title: str, hint: str, code: int) -> int:
    sys.stderr.write(f"{title}\n{hint}\n" if hint else f"{title}\n")
    return code
