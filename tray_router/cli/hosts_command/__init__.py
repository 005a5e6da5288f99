"""``tray-router hosts``: the machines, and what their owner does with them: list, pause, resume, test, wake."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from tray_router.cli.context import CliContext
from tray_router.cli.hosts_command import listing, testing, waking
from tray_router.cli.verbs import add_verb, add_verbs
from tray_router.errors import ExitCode, UsageError
from tray_router.fleet.holds import parse_end
from tray_router.wire.control import Done, PauseCall

EXAMPLES = (
    "tray-router hosts",
    "tray-router hosts pause windows --for 2h",
    "tray-router hosts test http://192.168.1.20:11434",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One verb with its own arguments; none lists the machines."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    verbs = add_verbs(parser)
    listed = add_verb(verbs, "list", "the machines, their models, and how they are (the default)")
    listed.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    pausing = add_verb(verbs, "pause", "take a machine out: what runs on it ends as usual, the rest goes elsewhere")
    pausing.add_argument("host", metavar="NAME", help="the machine's name in the settings")
    length = pausing.add_mutually_exclusive_group()
    length.add_argument("--for", dest="length", metavar="TIME", help="30m, 2h, 1h30m, 'until 17:00' or tomorrow")
    length.add_argument("--until", metavar="TIME", help="17:00 or tomorrow")
    resuming = add_verb(verbs, "resume", "give a paused or rented machine back")
    resuming.add_argument("host", metavar="NAME", help="the machine's name in the settings")
    tested = add_verb(verbs, "test", "say step by step what works, from the name to one token")
    tested.add_argument("host", metavar="NAME|URL", help="a machine of the settings, or an address")
    tested.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    woken = add_verb(verbs, "wake", "send a Wake-on-LAN packet")
    woken.add_argument("host", metavar="NAME", help="a machine of the settings that has `wake`")
    for verb in verbs.choices.values():  # may stand behind the verb as well; said once, in the help of `hosts`
        verb.add_argument("--config", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Carries out the verb."""
    match options.verb:
        case "pause":
            return _pause(options, context)
        case "resume":
            return _say(context, PauseCall(options.host, is_paused=False))
        case "test":
            return testing.run(options.host, context, as_json=options.json)
        case "wake":
            return waking.run(options.host, context)
        case _:
            return listing.run(context, as_json=options.json)


def _pause(options: argparse.Namespace, context: CliContext) -> int:
    wanted, until = options.length or options.until, 0.0
    if wanted is not None:
        try:
            until = parse_end(wanted, datetime.now(UTC)).timestamp()
        except ValueError as error:
            raise UsageError("This is no time for a pause.", str(error)) from None
    return _say(context, PauseCall(options.host, is_paused=True, until=until))


def _say(context: CliContext, call: PauseCall) -> int:
    reply = context.daemon().call(call)
    if isinstance(reply, Done):
        context.say(reply.text)
    return ExitCode.OK
