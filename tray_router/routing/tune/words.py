"""Words and phrases of a question that could become a keyword of a route.

Rule: only what a person would write down as a keyword: no stop words, no numbers, nothing that looks like a key or an
address. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from tray_router.routing.words import Lexicon, fold

LONGEST_PHRASE: Final = 3  # words
SHORTEST_WORD: Final = 3  # letters; two in scripts whose characters say more
LONGEST_WORD: Final = 24  # letters; longer ones are names of things or keys, and meet nobody twice
MOST_DIGITS: Final = 2  # "s3" and "k8s" are words, "a81f09c2" is not
SEARCHED_CHARS: Final = 2_000  # of each part

_ADDRESS: Final = re.compile(r"\w{2,9}://\S+|\S+@\S+|(?:[\w.~-]*/){2,}\S*")
# Marks of vowels belong to a word in Devanagari, but not to \w; an apostrophe or a hyphen inside it does too.
_WORD: Final = re.compile(r"[^\W\d_](?:[\w\u0300-\u036f\u0900-\u0903\u093a-\u094f]|['’-](?=\w))*")
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Katakana or Chinese characters, without those that only join others.
_JOINING: Final = "这那个的了是在和有也我你您他她它们很着都就与吗呢吧啊请把被对从到给为怎么样什哪谁"
_RUN: Final = re.compile(rf"[\u30a0-\u30ff]{{2,}}|(?:(?![{_JOINING}])[\u3400-\u9fff]){{2,}}")
_WHOLE_RUN: Final = 4  # Chinese characters up to which a run may be one word; of longer ones, pairs are tried

_STOP_WORDS: Final = frozenset(
    fold(word)
    for word in (
        "about after again all also am and another any are aren't as ask because been before being between both "
        "but can can't cannot come could did didn't do does doesn't doing don't done down each either else even "
        "ever every few find first for from full get give given gives giving go going good got great had has have "
        "having he help her here hers him his how however if into is isn't it it's its just keep kind know last "
        "later least less let let's like little long look made make makes making many may maybe me mean might "
        "mine more most much must my need needs never new next no none nor not now off often old once one only "
        "other our out over own part per please put quite rather really right same say says see seem she should "
        "show since so some someone something still such take tell than thank thanks that that's the their them "
        "then there there's these they thing things think this those though three through too try two under until "
        "up upon use used uses using very want wants was wasn't way we well were what what's when where whether "
        "which while who whom whose why will with within without won't work would yes yet you your yours today "
        "tomorrow yesterday morning evening week weeks month months year years day days time monday tuesday "
        "wednesday thursday friday saturday sunday following above below aber als an auch auf aus bei bin bis "
        "bitte da damit danke dann das dass dein deine dem den der des die dies diese diesem diesen dieser dieses "
        "dir doch du ein eine einem einen einer eines er es etwas euch für gestern hat hatte heute hier ich ihm "
        "ihn ihr ihre im in ist ja jetzt kann kannst kein keine können könntest mach mache mal man mehr mein "
        "meine mich mir mit morgen muss nach nicht noch nun nur ob oder ohne schon sein seine sich sie sind soll "
        "über um und uns unser unter vom von vor war warum wenn wer werden wie wieder wir wird wo zu zum zur au "
        "aux avec ce cela ces cet cette ceci comment dans de donc elle en est et être fait il ils je la le les "
        "leur lui ma mais mes moi mon ne nos notre nous on ou où par pas peux plus pour pouvez pourquoi quand que "
        "quel quelle qui quoi sa se ses si son sont sur ta te tes toi ton tu un une vos votre vous al como con "
        "cuando del desde donde el ella entre era eres esta este esto estos hay las lo los mi mis muy o para pero "
        "por porque puede puedes qué quien ser sin sobre su sus también tus una uno y ya yo che chi ci cosa dal "
        "dei della di gli ha ho i io lei loro mio nel nella noi non perché più può puoi quale quando questa "
        "questo sei sono sua suo ti tra voi ao com dos ela ele em essa esse está eu foi isso isto mas meu minha "
        "não na nas os pela pelo pode quem seu são também tem uma você"
    ).split()
)


def words_of(text: str) -> Iterator[str]:
    """Single words, in the order of the text, lower case; a word may come more than once."""
    for word, _, _ in _spans(_plain(text)):
        yield from _pieces(word)


def phrases_of(text: str) -> Iterator[str]:
    """Two or three words that stand side by side, neither beginning nor ending with a stop word."""
    plain = _plain(text)
    spans = list(_spans(plain))
    for index, (first, _, _) in enumerate(spans):
        if is_stop_word(first) or _EAST_ASIAN.search(first):
            continue
        phrase = first
        for (_, _, end), (word, start, _) in pairwise(spans[index : index + LONGEST_PHRASE]):
            if plain[end:start].strip(" \t\n") or _EAST_ASIAN.search(word):
                break
            phrase = f"{phrase} {word}"
            if not is_stop_word(word):
                yield phrase


@lru_cache(maxsize=4_096)
def is_stop_word(word: str) -> bool:
    """Whether a word says nothing about what is asked."""
    folded = fold(word)
    mentions, tokens = _lexicon().mentions(folded)
    return folded in _STOP_WORDS or ("fw" in mentions and mentions["fw"].count >= len(tokens))


@lru_cache(maxsize=4_096)
def is_known(words: str) -> bool:
    """Whether the built-in words know it already, so that another meaning would fight with theirs."""
    return bool(_lexicon().mentions(fold(words))[0])


def _spans(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _WORD.finditer(plain):
        yield match[0].lower(), match.start(), match.end()


def _plain(text: str) -> str:
    """The searched part without addresses and paths; of the same length, so that places stay where they are."""
    return _ADDRESS.sub(lambda match: "\x00" * len(match[0]), text[:SEARCHED_CHARS])


def _pieces(word: str) -> Iterator[str]:
    if not _EAST_ASIAN.search(word):
        is_word = SHORTEST_WORD <= len(word) <= LONGEST_WORD and sum(map(str.isdigit, word)) <= MOST_DIGITS
        if is_word and not is_stop_word(word):
            yield word
        return
    for run in _RUN.findall(word):
        if len(run) <= _WHOLE_RUN or run[0] < "\u3400":
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon()
