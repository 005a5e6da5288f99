"""``tray-router route --correct`` and ``--tune``: the user's corrections, and what can be learnt from them in the open.

Nothing is written to the settings without ``--write``; no machine is asked.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from tray_router.cli.context import CliContext
from tray_router.config.load import config_path
from tray_router.config.problems import listed, nearest
from tray_router.config.settings import Settings
from tray_router.daemon.compose import route_rules
from tray_router.errors import ConfigError, ExitCode, LedgerError, UsageError
from tray_router.model import Correction
from tray_router.routing import DEFAULT_ROUTES, Classifier, Question, RouteRules, first_route
from tray_router.routing.tune import YARDSTICK, AddKeyword, Outcome, Proposal, Tuning, tune
from tray_router.wire.control import AskCall

if TYPE_CHECKING:
    from rich.table import Table

SHOWN_CHARS = 60  # of a question, on one line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``route`` that correct and learn."""
    parser.add_argument("--correct", metavar="ROUTE", help="keep that the text belongs to this route")
    parser.add_argument("--tune", action="store_true", help="propose keywords and priors from what you corrected")
    parser.add_argument("--write", action="store_true", help="with --tune: write them into the settings file")


def is_meant(options: argparse.Namespace) -> bool:
    """Whether ``run`` is to take this command line.

    Raises:
        UsageError: the options do not go together.
    """
    if options.write and not options.tune:
        raise UsageError("--write goes with --tune.", "tray-router route --tune --write")
    if options.tune and (options.text is not None or options.batch is not None or options.correct is not None):
        raise UsageError("--tune takes neither a text nor another mode.", "tray-router route --tune")
    if options.correct is not None and (options.text is None or options.batch is not None):
        raise UsageError("--correct takes one text.", 'tray-router route --correct code "the text"')
    return bool(options.tune or options.correct is not None)


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Keeps a correction, or proposes what to learn from all of them.

    Raises:
        UsageError: there is no such route.
        ConfigError: the settings have problems, or there is no file to write to.
        LedgerError: the correction cannot be written.
    """
    return _tune(options, context) if options.tune else _correct(options, context)


def note_choice(call: AskCall, context: CliContext) -> None:
    """Keeps that a question was sent to another route than the program would have chosen; never stops anything."""
    wanted = call.override.route
    if not wanted or call.action:
        return
    try:
        settings = context.settings()
    except ConfigError:  # the daemon goes on by the settings from before, and so does the question
        return
    rules = _rules(settings)
    if wanted not in {route.name for route in rules}:
        return
    question = Question(call.instruction, call.content, has_image=bool(call.images))
    chosen = _chosen(question, rules, settings)
    if chosen != wanted:
        context.usage().corrected("", chosen, wanted)
        if settings.routing.learn and not call.is_private:
            _record(context, question, chosen, wanted)


# --- one correction ---------------------------------------------------------------------------------------


def _correct(options: argparse.Namespace, context: CliContext) -> int:
    settings = context.settings()
    rules = _rules(settings)
    wanted = _route_named(options.correct, [route.name for route in rules])
    question = Question(options.instruction, options.text, has_image=options.image)
    if not (question.instruction.strip() or question.content.strip()):
        raise UsageError("There is no text to correct.", 'tray-router route --correct code "the text"')
    chosen = _chosen(question, rules, settings)
    if not _record(context, question, chosen, wanted):
        raise LedgerError("The correction could not be written.", f"Look at {context.corrections().path.parent}.")
    if options.json:
        _print_json({"chosen": chosen, "wanted": wanted}, context.stdout)
    elif chosen == wanted:
        context.say(f"It goes to {wanted} already. Kept as an example that tuning must leave there.")
    else:
        context.say(f"Kept: {wanted}, not {chosen}. `tray-router route --tune` learns from it.")
    return ExitCode.OK


def _route_named(name: str, known: list[str]) -> str:
    if name in known:
        return name
    near = nearest(name, known)
    guess = f"Did you mean {near!r}? " if near else ""
    raise UsageError(f"There is no route {name!r}.", f"{guess}There are: {listed(known)}.")


def _rules(settings: Settings) -> tuple[RouteRules, ...]:
    return route_rules(settings.routes) or DEFAULT_ROUTES


def _chosen(question: Question, rules: tuple[RouteRules, ...], settings: Settings) -> str:
    found = Classifier(rules).classify(question)
    return first_route(found, rules, margin=settings.routing.cheap_first_margin).route


def _record(context: CliContext, question: Question, chosen: str, wanted: str) -> bool:
    return context.corrections().record(
        question.instruction, question.content, has_image=question.has_image, chosen=chosen, wanted=wanted
    )


# --- tuning -----------------------------------------------------------------------------------------------


def _tune(options: argparse.Namespace, context: CliContext) -> int:
    settings = context.settings()
    corrections, torn = context.corrections().read()
    margin = settings.routing.cheap_first_margin
    tuning = tune(corrections, _rules(settings), YARDSTICK, cheap_first_margin=margin)
    if not options.json:
        _show(tuning, torn, context.stdout)
    written: Path | None = None
    if options.write and tuning.proposals:
        written, backup = _write(tuning.proposals, context)
        context.say(f"Written to {written}; the file from before is kept as {backup}.")
        context.say("A running Tray Router takes it up by itself.")
    elif tuning.proposals and not options.json:
        context.say("Nothing is written yet: `tray-router route --tune --write` does it.")
    if options.json:
        _print_json(_as_json(tuning, torn, written), context.stdout)
    return ExitCode.OK


def _write(proposals: tuple[Proposal, ...], context: CliContext) -> tuple[Path, Path | None]:
    """Puts the proposals into the settings file; its path, and that of the file from before."""
    from tray_router.config.edit import edit_routes
    from tray_router.config.save import save_config

    path = context.config_file()
    if path is None:
        usual = config_path(context.explicit_config, os.environ)
        raise ConfigError(f"There is no config file at {usual} to write to.", "`tray-router init` writes one.")
    if not context.settings().routes:
        hint = "`tray-router init --force` writes down those that are in force; then tune again."
        raise ConfigError(f"The config file {path} has no routes of its own.", hint)
    keywords: dict[str, list[str]] = {}
    priors: dict[str, float] = {}
    for proposal in proposals:
        if isinstance(proposal, AddKeyword):
            keywords.setdefault(proposal.route, []).append(proposal.keyword)
        else:
            priors[proposal.route] = proposal.after
    text = edit_routes(path.read_bytes().decode("utf-8"), keywords, priors)
    return path, save_config(path, text, force=True)


def _show(tuning: Tuning, torn: int, out: TextIO) -> None:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    from tray_router.cli.tables import console_for

    console = console_for(out)
    if torn:
        lines = "One line" if torn == 1 else f"{torn} lines"
        console.print(f"{lines} of corrections.jsonl could not be read: left out")
    if not tuning.outcomes:
        console.print("There are no corrections yet. Ask a question again on another route, or say it here:")
        console.print('tray-router route --correct ROUTE "the text"', markup=False)
        return
    if tuning.proposals:
        table = Table("route", "change", "mends", box=SIMPLE)
        for proposal in tuning.proposals:
            table.add_row(Text(proposal.route), Text(_change(proposal)), str(proposal.mends))
        console.print(table)
    elif tuning.unresolved:
        console.print("No keyword and no prior would mend anything without breaking something.")
    console.print(_effects(tuning.outcomes))
    console.print(f"right: {tuning.before.right} -> {tuning.after.right} of {tuning.after.total}")


def _effects(outcomes: tuple[Outcome, ...]) -> Table:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table("question", "wanted", "before", "after", "", box=SIMPLE)
    table.columns[0].no_wrap = True
    for outcome in outcomes:
        is_new = outcome.is_right and outcome.before != outcome.after
        mark = "mended" if is_new else "" if outcome.is_right else "unresolved"
        wanted = outcome.correction.wanted
        row = (one_line(outcome.correction), wanted, outcome.before, outcome.after, mark)
        table.add_row(*map(Text, row))
    return table


def _change(proposal: Proposal) -> str:
    if isinstance(proposal, AddKeyword):
        return f"add keyword '{proposal.keyword}'"
    return f"prior {proposal.before:g} -> {proposal.after:g}"


def one_line(correction: Correction) -> str:
    """The beginning of a question on one line, without anything that a terminal would obey."""
    parts = (" ".join(part.split()) for part in (correction.instruction, correction.content))
    text = " | ".join(part for part in parts if part) or ("(a picture)" if correction.has_image else "")
    shown = "".join(char if char.isprintable() else "?" for char in text)
    return shown if len(shown) <= SHOWN_CHARS else f"{shown[: SHOWN_CHARS - 1]}…"


def _as_json(tuning: Tuning, torn: int, written: Path | None) -> dict[str, Any]:
    return {
        "proposals": [
            {"kind": "keyword", "route": p.route, "keyword": p.keyword, "mends": p.mends}
            if isinstance(p, AddKeyword)
            else {"kind": "prior", "route": p.route, "before": p.before, "after": p.after, "mends": p.mends}
            for p in tuning.proposals
        ],
        "before": tuning.before._asdict(),
        "after": tuning.after._asdict(),
        "corrections": [
            {"question": one_line(o.correction), "wanted": o.correction.wanted, "before": o.before, "after": o.after}
            for o in tuning.outcomes
        ],
        "unresolved": len(tuning.unresolved),
        "torn_lines": torn,
        "written_to": str(written) if written is not None else None,
    }


def _print_json(value: dict[str, Any], out: TextIO) -> None:
    out.write(msgspec.json.encode(value).decode() + "\n")
