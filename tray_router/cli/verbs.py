"""Commands of a command (``hosts pause``): each has a help of its own with a sentence about it. Main thread."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

# What ``ArgumentParser.add_subparsers`` returns; argparse gives it no public name.
Verbs = Any
HAS_VERBS = "has_verbs"  # a default of parsers that have some


def add_verbs(parser: argparse.ArgumentParser) -> Verbs:
    """Makes room for verbs; none is required."""
    parser.set_defaults(**{HAS_VERBS: True})
    return parser.add_subparsers(dest="verb", metavar="VERB")


def add_verb(verbs: Verbs, name: str, sentence: str) -> argparse.ArgumentParser:
    """A verb; ``sentence`` stands in the list of verbs, and in front of its own options."""
    made: argparse.ArgumentParser = verbs.add_parser(
        name, help=sentence, description=f"{sentence[:1].upper()}{sentence[1:]}."
    )
    return made


def examples(lines: Iterable[str]) -> str:
    """The end of a help text: what a person would type."""
    return "\n".join(("examples:", *(f"  {line}" for line in lines)))
