"""What the user gets to read when something fails: a title, a hint and an exit code, never a bare exception.

Rule: imports next to nothing, because the daemon starts through it (see ``tray_router.__main__``). Main thread.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable

from tray_router.errors import ConfigError, ExitCode, TrayRouterError

DEBUG_VARIABLE = "TRAY_ROUTER_DEBUG"


def complaining(action: Callable[[], int]) -> int:
    """Runs ``action``; what it raises is told on standard error.

    Returns:
        Its exit code, or that of the error (``errors.ExitCode``).
    """
    if not os.environ.get(DEBUG_VARIABLE):
        logging.getLogger().addHandler(logging.NullHandler())  # the daemon replaces it; others speak for themselves
    try:
        return action()
    except ConfigError as error:
        lines = [error.title, *(f"  {problem}" for problem in error.problems), error.hint]
        return _complain(lines, error.exit_code)
    except TrayRouterError as error:
        return _complain([error.title, error.hint], error.exit_code)
    except KeyboardInterrupt:
        return ExitCode.CANCELLED
    except BrokenPipeError:  # the reader of our output has gone, e.g. `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        hint = f"Set {DEBUG_VARIABLE}=1 to see where, and please report it."
        return _complain([f"Tray Router met an unexpected error ({type(error).__name__}).", hint], ExitCode.UNEXPECTED)


def _complain(lines: list[str], code: ExitCode) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines if line))
    return int(code)
