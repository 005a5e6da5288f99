"""From text to concepts: folding, tokens, and one look-up table for the words of all languages.

Rule: one pass over the tokens, dictionary look-ups only, so that the cost does not grow with the number of words
known. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from tray_router.routing.lexicon import PIECE_SCRIPTS, SEED_KEYWORDS, WORD_SCRIPTS, entries
from tray_router.routing.phrases import Phrases, Pieces

# Accents are often left out when typing; both sides are folded to the bare letter before they are compared.
_PLAIN: Final = {
    "a": "áàâãäåāăą", "c": "çćčĉ", "d": "ďđ", "e": "éèêëēęěė", "g": "ğģ", "i": "íìîïīıįİ", "l": "łľ",
    "n": "ñńňņ", "o": "óòôõöøōő", "r": "řŕ", "s": "śšşș", "t": "ťțţ", "u": "úùûüūůűų", "y": "ýÿ", "z": "źżž",
    "ss": "ß", "ae": "æ", "oe": "œ", "е": "ё", "'": "’ʼ`´", "ا": "أإآ", "ي": "ى", "": "\u200e\u200f\u200d\u00ad\u0640",
}  # fmt: skip
_FOLD: Final = str.maketrans(
    {accented: plain for plain, letters in _PLAIN.items() for accented in letters}
    | {
        accented.upper(): plain
        for plain, letters in _PLAIN.items()
        for accented in letters
        if len(accented.upper()) == 1
    }
)
# Latin letters and all other letters form separate tokens, so that Korean `HTML로` and Turkish `Python'da` yield
# "html" and "python". Other scripts are written by exclusion because ``\w`` leaves out the vowel signs of Hindi; Han
# and kana have no tokens at all: `使用PHP语言` must yield "php".
_TOKEN: Final = re.compile(
    r"c\+\+|[cf]#|[a-z][a-z0-9_]*|[^\x00-\xbf\u060c\u061b\u061f\u0964\u0965\u2000-\u206f\u3000-\u30ff\u3400-\u9fff\uff00-\uff65]+"
)
_LETTER: Final = {
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "hangul": re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "han": re.compile("[\u3400-\u9fff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
}
_ADDRESS: Final = re.compile(r"\w{2,9}://[^\s\"'<>]*|\b[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{1,60}")
_STEM_KEY: Final = 3  # letters under which stems are filed; Korean and Hindi have stems of one and two

_LONG_KEYS: Final = (_STEM_KEY,)
_SHORT_KEYS: Final = (3, 2, 1)
_LAST_EUROPEAN: Final = "\u0900"  # first letter of the Indian scripts, behind the European ones
_LONGEST_OPEN_PHRASE: Final = 5  # words


def fold(text: str) -> str:
    """Lower case without accents, addresses or links: the form in which all words are compared."""
    if "://" in text or "@" in text:
        text = _ADDRESS.sub(" ", text)
    return (text if text.isascii() else text.translate(_FOLD)).lower()


def tokens_of(folded: str) -> list[str]:
    """The words of a folded text in scripts that have words."""
    return _TOKEN.findall(folded)


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept found in a text: how often, and at which token first (a large index for substrings)."""

    count: int
    first: int


class Lexicon:
    """All words of all languages, ready to be looked up.

    Forty thousand entries in two to three megabytes: concept tuples are shared, of phrases only hashes are kept, and
    what is written in other letters than Latin ones is read in when the first text comes, in some milliseconds.

    Args:
        read: concept and entry for each entry of a script.
    """

    def __init__(self, read: Callable[[str], Iterable[tuple[str, str]]] = entries) -> None:
        self._read = read
        self._words: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        self._stem_sizes: dict[str, tuple[int, ...]] = {}  # lengths of the stems that start with these letters
        self._phrases = Phrases()
        self._phrase_sizes: dict[str, tuple[int, ...]] = {}  # numbers of words of the phrases that start with a word
        # phrases whose last word is a stem, by their first word, and the concept of each
        self._open_phrases: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._pieces: dict[str, Pieces] = {}  # by script
        self._unread = dict.fromkeys(WORD_SCRIPTS)
        self._read_words("latin")
        for keywords in SEED_KEYWORDS.values():
            for keyword in keywords:
                self._add(keyword, f"word:{keyword}", {})
        self._phrases.sort()

    def _add(self, entry: str, concept: str, shared: dict[Any, Any]) -> None:
        parts = _TOKEN.findall(entry.rstrip("*"))
        if not parts:
            return
        joined, first, is_open = " ".join(parts), parts[0], entry.endswith("*")
        if len(parts) > 1 and is_open:
            phrases, concepts = self._open_phrases.get(first, ((), ()))
            self._open_phrases[first] = ((*phrases, joined), (*concepts, concept))
        elif len(parts) > 1:
            self._phrases.add(joined, concept)
            _append(self._phrase_sizes, first, len(parts), shared)
        elif is_open:
            _append(self._stems, joined, concept, shared)
            _append(self._stem_sizes, joined[:_STEM_KEY], len(joined), shared)
        else:
            _append(self._words, joined, concept, shared)

    def mentions(self, folded: str) -> tuple[dict[str, Mention], list[str]]:
        """Every concept in a folded text, and the text's tokens."""
        tokens = tokens_of(folded)
        is_ascii = folded.isascii()
        if self._unread and not is_ascii:
            for script in [script for script in self._unread if _LETTER[script].search(folded)]:
                self._read_words(script)
                self._phrases.sort()
        counts: dict[str, int] = {}
        firsts: dict[str, int] = {}
        words, stems, stem_sizes = self._words, self._stems, self._stem_sizes
        phrase_sizes, open_phrases = self._phrase_sizes, self._open_phrases
        phrases, may_begin, last = self._phrases.concepts_of, self._phrases.may_begin, len(tokens) - 1
        for index, token in enumerate(tokens):
            found = words.get(token, ())
            length = len(token)
            for key_size in _SHORT_KEYS if token[0] > _LAST_EUROPEAN else _LONG_KEYS:
                for size in stem_sizes.get(token[:key_size], ()):
                    if size <= length and (more := stems.get(token[:size])):
                        found += more
            if index < last and token in phrase_sizes and may_begin(token, tokens[index + 1]):
                for size in phrase_sizes[token]:
                    found += phrases(" ".join(tokens[index : index + size]))
            if token in open_phrases:
                found += self._open_at(tokens, index)
            for concept in found:
                counts[concept] = counts.get(concept, 0) + 1
                firsts.setdefault(concept, index)
        if not is_ascii:
            self._find_pieces(folded, counts, firsts)
        return {concept: Mention(count, firsts[concept]) for concept, count in counts.items()}, tokens

    def _read_words(self, script: str) -> None:
        del self._unread[script]
        shared: dict[Any, Any] = {}
        for concept, entry in self._read(script):
            self._add(fold(entry), concept, shared)

    def _open_at(self, tokens: list[str], index: int) -> tuple[str, ...]:
        """Concepts of the phrases with an open end that stand at ``index``."""
        here = " ".join(tokens[index : index + _LONGEST_OPEN_PHRASE])
        phrases, concepts = self._open_phrases[tokens[index]]
        if not here.startswith(phrases):
            return ()
        return tuple(concept for phrase, concept in zip(phrases, concepts, strict=True) if here.startswith(phrase))

    def _find_pieces(self, folded: str, counts: dict[str, int], firsts: dict[str, int]) -> None:
        """Adds the concepts of the text's script; kana before Han, since Japanese uses both."""
        script = next((script for script in PIECE_SCRIPTS if _LETTER[script].search(folded)), "")
        if not script:
            return
        if script not in self._pieces:
            self._pieces[script] = Pieces((fold(entry), concept) for concept, entry in self._read(script))
        for concept, place in self._pieces[script].found_in(folded):
            counts[concept] = counts.get(concept, 0) + 1
            firsts[concept] = min(firsts.get(concept, len(folded)), place)


def _append(table: dict[str, tuple[Any, ...]], key: str, value: Any, shared: dict[Any, Any]) -> None:
    """Adds a value to the tuple of a key, once; equal tuples are kept once."""
    present = table.get(key, ())
    if value not in present:
        longer = (*present, value)
        table[shared.setdefault(key, key)] = shared.setdefault(longer, longer)
