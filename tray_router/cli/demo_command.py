"""``tray-router demo``: the real program on three simulated machines.

With a display it starts in the tray; without one (or with ``--terminal``) it walks through the same in the terminal:
routes, answers, a machine that goes down, the fallback, status and usage.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import tempfile
import time
import uuid
from pathlib import Path

import msgspec

from tray_router import __version__
from tray_router.cli.ask_command import routed_line
from tray_router.cli.context import CliContext
from tray_router.cli.status_command import render as render_status
from tray_router.cli.usage_tables import render as render_usage
from tray_router.config.settings import Settings
from tray_router.daemon.compose import EngineParts, compose_engine
from tray_router.daemon.simulated import SimulatedFleetProcess
from tray_router.desktop.session import SessionKind, detect_session
from tray_router.errors import ExitCode
from tray_router.events import AnswerEvent, Completed, Failed, Routed, Token, Waiting
from tray_router.ledger import UsageLedger
from tray_router.model import HostState, Request
from tray_router.wire.control import Status

NOTICE_LIMIT_S = 10.0
DEMO_TRACEBACK = """Traceback (most recent call last):
  File "report.py", line 12, in <module>
    print(totals["march"])
KeyError: 'march'"""
DEMO_RIDDLE = "A bat and a ball cost 1.10 together. The bat costs 1.00 more than the ball. Prove what the ball costs."
EXAMPLES = ("tray-router demo", "tray-router demo --terminal")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to show it."""
    parser.add_argument("--terminal", action="store_true", help="walk through it in the terminal")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Starts the demo."""
    if not options.terminal and detect_session().kind is not SessionKind.NONE:
        from tray_router.daemon.app import run_daemon

        return run_daemon(context.explicit_config, is_simulated=True)
    asyncio.run(_walk(context))
    return ExitCode.OK


async def _walk(context: CliContext) -> None:
    fleet = SimulatedFleetProcess()
    with tempfile.TemporaryDirectory(prefix="tray-router-demo-") as folder:
        ledger = UsageLedger(Path(folder))
        hosts = await fleet.start()
        parts = compose_engine(msgspec.structs.replace(Settings(), hosts=hosts), ledger)
        parts.tracker.subscribe(parts.routes)
        try:
            await parts.poller.look_once()
            await _show(parts, fleet, context)
            _heading(context, "What it took (tray-router usage)")
            render_usage(ledger.report(), None, None, None, context.stdout)
        finally:
            await parts.poller.aclose()
            await parts.backend.aclose()
            await fleet.aclose()
    context.stdout.write("\nConnect your own machines: tray-router init --host NAME=http://ADDRESS:11434\n")


async def _show(parts: EngineParts, fleet: SimulatedFleetProcess, context: CliContext) -> None:
    _heading(context, "Three SIMULATED machines (tray-router status)")
    _status(parts, context)
    _heading(context, "A short question goes to the small model")
    await _ask(parts, context, Request(_id(), "Make this politer: send me the file now"))
    _heading(context, "A selected traceback goes to the coder")
    await _ask(parts, context, Request(_id(), content=DEMO_TRACEBACK))
    _heading(context, "A puzzle goes to the model that thinks first")
    await _ask(parts, context, Request(_id(), DEMO_RIDDLE))
    _heading(context, "A screenshot goes to a model that can see")
    await _ask(parts, context, Request(_id(), "What is on this screenshot?", images=(_screenshot(),)))
    _heading(context, "The windows machine goes down; the same traceback falls back")
    await fleet.tell({"host": "windows", "down": True})
    parts.poller.start()
    await _until_down(parts, "windows")
    await _ask(parts, context, Request(_id(), content=DEMO_TRACEBACK))
    _heading(context, "And the tray shows it")
    _status(parts, context)


async def _ask(parts: EngineParts, context: CliContext, request: Request) -> None:
    waited: set[str] = set()

    def show(event: AnswerEvent) -> None:
        match event:
            case Routed():
                context.stdout.write(f"  {routed_line(event)}\n\n")
                missed = next((each for each in event.rejections if "down" in each.reason), None)
                if missed is not None:
                    context.stdout.write(f"  (not {missed.model} on {missed.host}: {missed.reason})\n\n")
            case Waiting(reason=reason, model=model, host=host) if reason.value not in waited:
                waited.add(reason.value)
                context.stdout.write(f"  … {reason.value} {model} on {host}\n")
            case Token(text=text):
                context.stdout.write(text)
            case Failed(title=title, hint=hint):
                context.stdout.write(f"\n{title} {hint}\n")
            case Completed(stats=stats):
                speed = f", {stats.tokens_per_s:.0f} tokens/s" if stats.tokens_per_s else ""
                context.stdout.write(f"\n  [{stats.answer_tokens or 0} tokens{speed}]\n")
        context.stdout.flush()

    await parts.dispatcher.run(request, show)


async def _until_down(parts: EngineParts, host: str) -> None:
    """Waits until the poller has noticed, as the tray would."""
    deadline = time.monotonic() + NOTICE_LIMIT_S
    while time.monotonic() < deadline:
        record = parts.tracker.record(host)
        if record is not None and record.state is HostState.DOWN:
            return
        parts.poller.hurry(host)
        await asyncio.sleep(0.05)


def _status(parts: EngineParts, context: CliContext) -> None:
    status = Status(__version__, 0, 0.0, "", parts.tracker.snapshot(), is_simulated=True)
    render_status(status, context.stdout, is_running=False)


def _screenshot() -> bytes:
    """A small picture of a window with an error message, drawn here."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (420, 160), "#f5f5f5")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 419, 28), fill="#3465a4")
    draw.text((10, 8), "Backup", fill="white")
    draw.text((20, 60), "Error 28: no space left on device", fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _heading(context: CliContext, text: str) -> None:
    context.stdout.write(f"\n── {text} {'─' * max(0, 76 - len(text))}\n\n")


def _id() -> str:
    return uuid.uuid4().hex[:12]
