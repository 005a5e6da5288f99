"""One executable, two roles: the daemon and the command line. (The window is ``python -m tray_router.window``.)

Rule: ``trigger`` takes the shortest way, past every other import; see cli/trigger.py. The daemon without options
goes past argparse and the commands, which would stay in its memory.
"""

from __future__ import annotations

import sys

FAST_COMMAND = 2  # "trigger" and what
CONFIG_ALONE = 2  # "--config" and which
ACTION_OPTION = "--action"
DAEMON_COMMANDS = frozenset({"run", "demo"})


def main() -> int:
    """The entry point of ``tray-router``."""
    arguments = sys.argv[1:]
    if is_plain_trigger(arguments):
        from tray_router.cli import trigger
        from tray_router.desktop import paths

        return trigger.main(arguments[1:], paths.control_socket())
    if may_become_daemon(arguments):
        from tray_router.daemon.lean_start import leave_out_openssl

        leave_out_openssl()
    if arguments in ([], ["run"]):
        from tray_router.cli.complaint import complaining

        return complaining(_run_daemon)
    from tray_router.cli.main import main as run_command

    return run_command(arguments)


def may_become_daemon(arguments: list[str]) -> bool:
    """Whether this runs the daemon, as no command does; a question with such a word in it does no harm."""
    names_no_command = not arguments or (arguments[0].startswith("--config") and len(arguments) <= CONFIG_ALONE)
    return names_no_command or not DAEMON_COMMANDS.isdisjoint(arguments)


def is_plain_trigger(arguments: list[str]) -> bool:
    """Whether this is ``trigger`` without options of its own but ``--action NAME``."""
    if arguments[:1] != ["trigger"] or len(arguments) < FAST_COMMAND:
        return False
    return not any(word.startswith("-") and word != ACTION_OPTION for word in arguments[1:])


def _run_daemon() -> int:
    from tray_router.daemon.app import run_daemon

    return run_daemon(None)


if __name__ == "__main__":
    sys.exit(main())
