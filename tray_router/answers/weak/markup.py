"""Template and thinking markup that leaked into the text.

Rule: markup in code or in quotes is shown on purpose, and so is markup that the prompt speaks of. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import parts, without_inline_code, without_quotes

THINKING = (
    "<think>",
    "</think>",
    "<thinking>",
    "</thinking>",
    "<thought>",
    "</thought>",
    "<reasoning>",
    "</reasoning>",
    "<|thinking|>",
    "◁think▷",
    "◁/think▷",
    "<reflection>",
    "</reflection>",
    "<scratchpad>",
    "<|begin_of_thought|>",
    "<|end_of_thought|>",
    "<|begin_of_solution|>",
)
CONTROL = Pattern(
    r"<[|｜]\s?[\w▁ .-]{1,40}\s?[|｜]>|\[/?INST\]|<</?SYS>>|</?(?:start_of_turn|end_of_turn|bos|eos|pad|unk|sep"
    r"|mask)>|\[/?(?:ASSISTANT|SYSTEM_PROMPT|AVAILABLE_TOOLS|"
    r"TOOL_CALLS|TOOL_RESULTS|TOOL_REQUEST)\]|</?tool_call>|<0x[0-9A-F]{2}>|\[(?:BOS|EOS|CLS|SEP|PAD|UNK|MASK)\]"
    r"|<unused\d+>|<image_soft_token>|<\|im_(?:start|end)\|?>?"
    r"|<end_of_utterance>|<fake_token_around_image>|<(?:start|end)_of_image>|</?answer>[ \t]*$|</?response>[ \t]*$"
    r"|<ctrl\d+>|<0xEA>"
)
_CONTROL_START = Pattern(r"^[ \t]*(?:<s>(?!.*</s>.*\w)|<(?:answer|response|output)>)", re.DOTALL)
_CONTROL_END = Pattern(r"</s>\s*$|<\|[\w ]{0,20}$|<(?:/?(?:think|start_of|end_of)\w*)?\|?$")
_HEADINGS = Pattern(
    r"^[ \t]*#{2,3} ?(?:response|instruction|input|output|human|assistant|user|system|answer|question|end"
    r"|task)\s*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_STRONG_HEADING = Pattern(
    r"^[ \t]*#{2,3} ?(?:response|instruction|human|assistant|user|system|end)[ \t]*[:：]", re.IGNORECASE | re.MULTILINE
)
_TURN = Pattern(
    r"^[ \t]*(?:\*\*)?(user|human|usr|assistant|ai|bot|system|benutzer|utilisateur|usuario|用户|助手"
    r"|ユーザー)(?:\*\*)?\s*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_ROLE_LINE = Pattern(r"(?:\A|\n)(?:assistant|user|system|model)\s*\n", re.IGNORECASE)
_ROLES_ASKED = entries("*user:*; *human:*; *assistant:*; *bot:*; *ai:*; 用户; *benutzer:*")


def leaks_markup(question: Question, answer: str) -> bool:
    """Whether markup of the model's own template or thinking stands in the text."""
    cut = parts(answer)
    shown = without_quotes(without_inline_code(cut.prose))
    folded = shown.casefold()
    is_about = question.asks(cues.ABOUT_MARKUP)
    prompt = question.prompt.casefold()
    if any(tag in folded and tag not in prompt for tag in THINKING) and not is_about:
        return True
    if not is_about and any(found.group().strip().casefold() not in prompt for found in CONTROL.finditer(shown)):
        return True
    last = answer.rstrip()[-60:]
    if (
        any(found.end() == len(last) and found.group().casefold() not in prompt for found in CONTROL.finditer(last))
        and not is_about
    ):
        return True
    if (
        (_CONTROL_START.search(shown[:3000]) or _CONTROL_END.search(shown.rstrip()[-60:]))
        and not is_about
        and "</s>" not in prompt
        and "<s>" not in prompt
    ):
        return True
    return not is_about and _leaks_turns(question, shown, prompt)


def leaks_control(question: Question, line: str) -> bool:
    """Whether an unfinished line of prose already holds a control token that is not shown on purpose."""
    found = CONTROL.search(line)
    if found is None or question.asks(cues.ABOUT_MARKUP):
        return False
    is_shown = any(mark in line[: found.start()] for mark in _SHOWING)
    return not is_shown and found.group().strip().casefold() not in question.prompt.casefold()


_SHOWING = ("`", '"', "'", "“", "„", "«", "»", "‘", "’", "「", "『", ">")


def _leaks_turns(question: Question, shown: str, prompt: str) -> bool:
    heading = _STRONG_HEADING.search(shown)
    if (
        heading
        and "### " not in prompt
        and not re.search(r"#{2,3} ?request", shown, re.IGNORECASE)
        and " api " not in question.words
    ):
        return True
    headings = {found.group().strip("# :\n").casefold() for found in _HEADINGS.finditer(shown)}
    if len(headings) >= 2 and "### " not in prompt and headings & {"instruction", "input", "response"}:
        return True
    if any(role in prompt.replace(" :", ":") for role in _ROLES_ASKED) or question.asks(cues.CORRESPONDENCE):
        return False
    turns = {found.group(1).casefold() for found in _TURN.finditer(shown)}
    has_user = bool(turns & {"user", "human", "usr", "benutzer", "utilisateur", "usuario", "用户", "ユーザー"})
    if (
        has_user
        and (len(turns) >= 2 or bool(re.search(r"\n[ \t]*(?:user|human)[ \t]*:", shown, re.IGNORECASE)))
        and not question.asks(_DIALOGUE)
    ):
        return True
    return bool(_ROLE_LINE.search(shown[:200])) and shown.lstrip().casefold().startswith(
        ("assistant\n", "user\n", "system\n", "model\n")
    )


_DIALOGUE = entries(
    """
    interview*; dialog*; chat*; conversation*; talk; debate*; q a; faq*; role*; permission*; table*; unterhaltung*;
    gespräch*; 对话; 会話; 대화; users; user story; log; transcript*
    """
)
