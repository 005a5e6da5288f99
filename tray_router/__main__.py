"""One executable, two roles: the daemon and the command line. (The window is ``python -m tray_router.window``.)

Rule: ``trigger`` takes the shortest way, past every other import; see cli/trigger.py. The daemon without options
goes past argparse and the commands, which would stay in its memory.
"""

from __future__ import annotations

import sys

FAST_COMMAND = 2  # program name and "trigger"


def main() -> int:
    """The entry point of ``tray-router``."""
    arguments = sys.argv[1:]
    if len(arguments) == FAST_COMMAND and arguments[0] == "trigger" and not arguments[1].startswith("-"):
        from tray_router.cli import trigger
        from tray_router.desktop import paths

        return trigger.main(arguments[1:], paths.control_socket())
    if arguments in ([], ["run"]):
        from tray_router.cli.complaint import complaining

        return complaining(_run_daemon)
    from tray_router.cli.main import main as run_command

    return run_command(arguments)


def _run_daemon() -> int:
    from tray_router.daemon.app import run_daemon

    return run_daemon(None)


if __name__ == "__main__":
    sys.exit(main())
