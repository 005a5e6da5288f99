"""``tray-router ask``: a question from the arguments, standard input or image files; the answer on standard output.

With a running daemon the question goes through it (its machines are known and warm); without one, or with
``--config``, this process asks by itself.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from tray_router.cli import standalone, tuning
from tray_router.cli.context import CliContext
from tray_router.cli.sources import read_sources
from tray_router.errors import DaemonError, ExitCode, UsageError
from tray_router.events import (
    ANSWER_EVENT_TYPES,
    AnswerEvent,
    Cancelled,
    CloudNotice,
    CloudStep,
    Completed,
    Failed,
    Restarted,
    Routed,
    Token,
    Waiting,
    is_terminal,
)
from tray_router.model import CloudConsent, Override, Rejection
from tray_router.routing.plan import ModelRef
from tray_router.wire.codec import Codec
from tray_router.wire.control import AskCall

EVENTS = Codec(ANSWER_EVENT_TYPES)
EXAMPLES = (
    "tray-router ask why is the sky blue",
    'git diff | tray-router ask "write a commit message" --quiet',
    'tray-router ask "what is wrong here?" --file error.log --file app.py',
    'tray-router ask "what does this say?" --image screenshot.png',
    "tray-router ask --action translate < letter.txt",
    'tray-router ask "plan my week" --model deepseek-r1:8b@windows',
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to ask, where, and how to print it."""
    parser.add_argument("question", nargs="*", help="the question; standard input is what it is about")
    parser.add_argument(
        "--file",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="ask about a text or a picture; several are allowed",
    )
    parser.add_argument(
        "--image", type=Path, action="append", default=[], metavar="FILE", help="the same, for pictures only"
    )
    parser.add_argument(
        "--action", default="", metavar="NAME", help="apply an action of the settings to the text or standard input"
    )
    parser.add_argument("--route", default="", help="take this route")
    parser.add_argument("--model", default="", metavar="MODEL[@HOST]", help="take this model")
    parser.add_argument("--host", default="", help="take this machine")
    parser.add_argument(
        "--background", action="store_true", help="nobody waits for it: prefer the machines that are always on"
    )
    parser.add_argument(
        "--cloud", action="store_true", help="ask a cloud service of the settings; the text leaves your network"
    )
    parser.add_argument("--cloud-images", action="store_true", help="the same, and the pictures leave, too")
    parser.add_argument("--private", action="store_true", help="keep nothing of its text")
    parser.add_argument("--json", action="store_true", help="print AnswerEvents, one JSON object per line")
    parser.add_argument("--standalone", action="store_true", help="do not go through a running daemon")
    parser.add_argument("-q", "--quiet", action="store_true", help="print the answer and nothing else")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Asks and prints.

    Raises:
        UsageError: nothing to ask, or two texts for one action.
        CaptureError: a file or standard input cannot be read.
    """
    question = " ".join(options.question)
    read = read_sources(options.file, options.image, context, is_patient=options.quiet or not question)
    call = AskCall(
        instruction=question,
        content=read.text,
        images=read.images,
        override=_override(options),
        action=options.action,
        is_background=options.background,
        is_private=options.private or context.is_private(),
    )
    if call.action and call.instruction.strip() and call.content.strip():
        raise UsageError("An action takes one text.", "Give it as an argument, a file or on standard input.")
    if not (call.instruction.strip() or call.content.strip() or call.images):
        raise UsageError("There is nothing to ask.", 'Say it: tray-router ask "why is the sky blue?"')
    printer = _JsonPrinter(context) if options.json else _TextPrinter(context, is_quiet=options.quiet)
    try:
        if options.standalone or options.config is not None or not _ask_daemon(call, context, printer):
            standalone.answer(context.settings(), context.usage(), call, printer.show, context.history_keeper())
    except asyncio.CancelledError:
        if printer.has_reader:
            raise
    if not printer.has_reader:
        raise BrokenPipeError
    tuning.note_choice(call, context)
    return printer.exit_code


def _ask_daemon(call: AskCall, context: CliContext, printer: _Printer) -> bool:
    """False when no daemon runs."""
    client = context.daemon()
    if not client.is_running():
        return False
    for event in client.stream(call):
        if not isinstance(event, ANSWER_EVENT_TYPES):
            continue
        printer.show(event)
        if is_terminal(event):
            return True
    raise DaemonError("The daemon hung up in the middle of an answer.", "Look into its log.")


class _Printer:
    """Shows events as they come and remembers how it ended."""

    def __init__(self, context: CliContext) -> None:
        self._context = context
        self.has_reader = True
        self.exit_code: int = ExitCode.UNEXPECTED

    def show(self, event: AnswerEvent) -> None:
        """Shows one event."""
        match event:
            case Completed():
                self.exit_code = ExitCode.OK
            case Failed(exit_code=code):
                self.exit_code = code
            case Cancelled():
                self.exit_code = ExitCode.CANCELLED

    def write(self, text: str) -> None:
        """Prints a piece of the answer at once.

        Raises:
            asyncio.CancelledError: nobody reads any more, as with ``| head``: the question is stopped.
        """
        if not self.has_reader:
            return
        try:
            self._context.stdout.write(text)
            self._context.stdout.flush()
        except BrokenPipeError:
            self.has_reader = False
            raise asyncio.CancelledError from None


class _JsonPrinter(_Printer):
    def show(self, event: AnswerEvent) -> None:
        super().show(event)
        self.write(EVENTS.encode(event).decode() + "\n")


class _TextPrinter(_Printer):
    def __init__(self, context: CliContext, *, is_quiet: bool) -> None:
        super().__init__(context)
        self._is_quiet = is_quiet
        self._ends_line = True
        self._waited_for = ""
        self._blocked = ""
        self._routed_to = ""
        self._told_rejections = 0

    def show(self, event: AnswerEvent) -> None:
        super().show(event)
        if self._blocked and not isinstance(event, Failed):  # a failure says it itself
            self._context.say(self._blocked)
        self._blocked = ""
        match event:
            case Token(text=text):
                self.write(text)
                self._ends_line = text.endswith("\n")
            case Failed(title=title, hint=hint, rejections=passed_over):
                self._end_line()
                if self._routed_to and not self._is_quiet:
                    self._say_why([each for each in passed_over if each.reason != title.rstrip(".")])
                self._context.say(f"{title}\n{hint}".strip())
            case _ if not self._is_quiet:
                self._comment(event)
        if is_terminal(event):
            self._end_line()

    def _comment(self, event: AnswerEvent) -> None:
        match event:
            case Routed():
                self._routed(event)
            case Waiting(reason=reason, model=model, host=host, position=place):
                words = f"… {reason.value} {model} on {host}".strip() + (f", place {place}" if place else "")
                if words != self._waited_for:
                    self._waited_for = words
                    self._context.say(words)
            case Restarted(reason=why):
                self._end_line()
                self._context.say(f"Asked again: {why}")
            case CloudNotice(step=CloudStep.BLOCKED, text=text):
                self._blocked = text
            case CloudNotice(step=step, text=text):
                self._end_line()
                self._context.say(f"{text} Say yes with --cloud." if step is CloudStep.OFFERED else text)
            case Completed(notice=notice) if notice:
                self._end_line()
                self._context.say(notice)

    def _routed(self, event: Routed) -> None:
        """Why somebody is asked after the first, and the machine and model where they are others than before."""
        if event.attempt > 1:
            self._say_why(event.rejections)
        self._told_rejections = len(event.rejections)
        line = routed_line(event)
        if line != self._routed_to:
            self._routed_to = line
            self._context.say(line)

    def _say_why(self, rejections: Sequence[Rejection]) -> None:
        for each in rejections[self._told_rejections :]:
            self._context.say(f"… {each.model} on {each.host}: {each.reason}")

    def _end_line(self) -> None:
        if not self._ends_line:
            self.write("\n")
            self._ends_line = True


def routed_line(event: Routed) -> str:
    """``code → windows / qwen3-coder:30b · Python traceback · 94 %`` with its marks."""
    why = f" · {', '.join(event.reasons)}" if event.reasons else ""
    marks = [
        word
        for word, is_set in (
            ("degraded", event.is_degraded),
            ("simulated", event.is_simulated),
            ("left your network", event.is_cloud),
        )
        if is_set
    ]
    marked = f" [{', '.join(marks)}]" if marks else ""
    return f"{event.route} → {event.host} / {event.model}{why} · {event.confidence:.0%}{marked}"


def _override(options: argparse.Namespace) -> Override:
    ref = ModelRef.parse(options.model)
    consent = CloudConsent.TEXT if options.cloud else CloudConsent.NONE
    if options.cloud_images:
        consent = CloudConsent.WITH_IMAGES
    return Override(route=options.route, model=ref.model, host=options.host or ref.host, cloud=consent)
