"""``tray-router completion bash|zsh|fish``: what makes a shell complete commands, verbs and options.

Rule: everything is read from the parsers themselves, so that nothing can be forgotten. Main thread.
"""

from __future__ import annotations

import argparse
import importlib
import shlex
from dataclasses import dataclass
from enum import StrEnum

from tray_router.cli.context import CliContext
from tray_router.errors import ExitCode

EXAMPLES = (
    "tray-router completion bash > ~/.local/share/bash-completion/completions/tray-router",
    "tray-router completion fish > ~/.config/fish/completions/tray-router.fish",
)


class Shell(StrEnum):
    """Shells that are known."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


@dataclass(frozen=True, slots=True)
class Words:
    """What may follow a command.

    Attributes:
        summary: what the command does.
        verbs: with what each one does; empty texts where the help has none.
        options: long ones, with their help.
    """

    summary: str
    verbs: dict[str, str]
    options: dict[str, str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For which shell."""
    parser.add_argument("shell", choices=[shell.value for shell in Shell], help="the shell that reads it")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Prints the script."""
    commands = all_words()
    match Shell(options.shell):
        case Shell.FISH:
            script = fish_script(commands)
        case Shell.ZSH:
            script = f"autoload -U +X compinit bashcompinit && compinit && bashcompinit\n{bash_script(commands)}"
        case _:
            script = bash_script(commands)
    context.stdout.write(script)
    return ExitCode.OK


def all_words() -> dict[str, Words]:
    """What may follow each command, by its parser."""
    from tray_router.cli.main import COMMANDS

    found = {}
    for name, (summary, module_name) in COMMANDS.items():
        parser = argparse.ArgumentParser(add_help=False)
        importlib.import_module(f"tray_router.cli.{module_name}_command").add_arguments(parser)
        found[name] = _words(summary, parser)
    return found


def _words(summary: str, parser: argparse.ArgumentParser) -> Words:
    verbs: dict[str, str] = {}
    options: dict[str, str] = {"--help": "show the help", "--config": "settings file"}
    for action in parser._actions:  # argparse has no public way to ask a parser what it takes
        if isinstance(action.choices, dict):
            for verb, inner in action.choices.items():
                verbs[verb] = (inner.description or "").rstrip(".")
                options |= _words("", inner).options
        elif not action.option_strings:
            verbs |= dict.fromkeys(map(str, action.choices or ()), "")
        options |= {
            name: action.help or ""
            for name in action.option_strings
            if name.startswith("--") and action.help != argparse.SUPPRESS
        }
    return Words(summary, verbs, options)


def bash_script(commands: dict[str, Words]) -> str:
    """A function for bash's ``complete``; where nothing fits, files are completed."""
    cases = "".join(
        f"    {name}) words={shlex.quote(' '.join((*words.verbs, *words.options)))} ;;\n"
        for name, words in commands.items()
    )
    return f"""_tray_router() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" command="" words index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "${{COMP_WORDS[index]}}" in
    --config) ((index++)) ;;
    -*) ;;
    *) command="${{COMP_WORDS[index]}}"; break ;;
    esac
  done
  case "$command" in
    "") words={shlex.quote(" ".join((*commands, "--help", "--version", "--config")))} ;;
{cases}    *) words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _tray_router tray-router
"""


def fish_script(commands: dict[str, Words]) -> str:
    """One line per command, verb and option."""
    lines = []
    for name, words in commands.items():
        lines.append(f"complete -c tray-router -n __fish_use_subcommand -xa {name} -d {_quoted(words.summary)}")
        after = f'complete -c tray-router -n "__fish_seen_subcommand_from {name}"'
        lines += [f"{after} -a {verb} -d {_quoted(said)}" for verb, said in words.verbs.items()]
        lines += [f"{after} -l {option[2:]} -d {_quoted(said)}" for option, said in words.options.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """For fish: single quotes, in which only these two signs mean something."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("%%", "%")
    return f"'{escaped}'"
