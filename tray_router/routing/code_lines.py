"""Which single lines read like source code, in whatever language.

Rule: cheap string tests before regular expressions, and only the first ``_LONGEST`` characters of a line: generated
files have lines of a megabyte. Pure; any thread.
"""

from __future__ import annotations

import re
from typing import Final

_FEWEST_SPACES: Final = 6  # in a sentence
_LONGEST: Final = 200  # characters of a line that are looked at

_WORD: Final = re.compile(r"[@#.$&%]?[a-zA-Z_][\w$]*[!?]?")
_KEYWORDS: Final = frozenset(
    "def class import from return yield raise throw print println printf puts echo public private protected "
    "internal static "
    "final abstract override virtual extern inline constexpr template typedef export default sealed partial "
    "unsafe pub mut "
    "const let var val dim my our local fn func fun function proc sub procedure lambda struct enum union "
    "interface trait impl "
    "type module namespace package using use require include data instance where deriving record signature "
    "defmodule defp "
    "defn begin end if else elif elsif elseif for foreach while until unless switch case match when do try "
    "catch except "
    "finally with async await new delete void int float double char bool string long unsigned auto set get "
    "call goto fi done "
    "esac then loop repeat integer real subroutine program mov add push pop jmp cmp lea xor ret syscall db dw "
    "dd resb section "
    "global ldr str bl bx nop hlt lda sta ldx #include #define #ifdef #ifndef #endif #pragma #import #if #else "
    "@override "
    "@interface @implementation @property @end".split()
)
_ENDS: Final = (
    ";", "{", "}", "):", "=>", "*/", "/>", "->", "\\", "),", "],", "},", "(", "[", "))", "||", "&&", " do",
    " then", " =", "|]", "*)",
    "-}", "]]", '"""', "'''", ",", "|",
)  # fmt: skip
_STARTS: Final = (
    "//", "/*", "*/", "* @", "#!", "#[", "--", ";;", "; ", "(*", "{-", "%", "@", "}", ")", "]", '"""', "'''", "<?",
    "<%", "REM ",
    "dnl ", ":-", "[<", "&&", "||", ">>>", "|>", "::", "#+", "!$",
)  # fmt: skip
_SIGNS: Final = (
    " = ", ":=", "==", "<=", ">=", "->", "=>", "::", "+=", "-=", "();", "</", "&&", "||", "!=", "<-", "|>", "$(",
    "<<", ">>", "++", "]=", ")=", '="',
    "='",
)  # fmt: skip
_CALL: Final = re.compile(r"[\w.:$@>-]{1,60}(?:<[\w, ]{0,40}>)?\([^\n]{0,120}\)[;,{ ]{0,3}$")
_FORM: Final = re.compile(
    r"(?!\((?:[^\W\d_]+,? ){2,}[^\W\d_]+\)$)"  # words in brackets: a remark
    r"\((?:[a-z][\w!?*/:<>=-]{1,30}|[-+*/=<>]{1,2}) [^\n]{0,120}\)|[.%]?[\w.$]{1,30}:$"
)
_ENGLISH: Final = frozenset(
    "if for while do when with from use return let end then begin set get call import require include data "
    "where print write "
    "read open close case type class record signature using new try real long short final abstract default "
    "native put add sub "
    "push real loop repeat match select begin until unless else our my local switch delete string auto function "
    "program".split()
)
_NOTATION: Final = re.compile("[²³₀-₉ₙₖᵢ√∈∉ℝℕℤ≤≥≠π∑∫°]")  # no programming language has these
_SUM: Final = re.compile(r"\d[^=\n]{0,40}[x×*·÷:/+−-] ?\(?\d[^=\n]{0,24}= ?[-−]?\d")  # a bill: "45 bags × 390 = 17,550"
_END: Final = re.compile(r"(?:end|End|END)(?: ?[A-Za-z]+)?[;.]?$")
_OPENERS: Final = re.compile(r"[(){}=:<>\[\];\"']")
_OPERATORS: Final = re.compile(r"[{}=<>\[\];]|\w\(|:$|\)$| then$| do$")

STRONG: Final = re.compile(
    r"^(?:(?:async )?def \w+ ?\(|from [\w.]+ import [\w*(]|import (?:\w[\w.]*|\"[^\"\n]+\");?$|#\s*include ?[<\"]|"
    r"using [\w.]+;|"
    r"package [\w.]+;?$|"
    r"(?:export )?(?:default )?(?:async )?function\*? \w*\(|(?:public|private|protected|internal) (?:static |"
    r"final |abstract |"
    r"sealed )*(?:class|interface|enum|record|struct|void|int|string|bool\w*)\b|class \w+(?:\([\w., ]*\))?:|"
    r"class \w+[^\n]{0,80}\{$|func (?:\([^)\n]{0,60}\) )?\w+\(|(?:pub )?fn \w+|(?:pub )?(?:struct|enum|trait|"
    r"impl)\b[^\n]{0,80}\{$|"
    r"(?:const|let|var) \w+ = |<\?php|#!/|\(def(?:un|n|ine|macro|var)? |module [\w.]+ (?:where|\()|defmodule |"
    r"program \w+$|"
    r"@\w+\n(?:def|class)|\w+ :: [\w\[\]() ]{1,60}->|template ?<|namespace \w+|typedef struct|SUBROUTINE |"
    r"IDENTIFICATION DIVISION|(?:\.section|\.globl|global _start|section \.\w+)\b|library\(\w+\)$|"
    r"local function |sub \w+ \{|"
    r"proc \w+ |\.PHONY|[\w.%/-]+:(?: [\w. %/-]+)?\n\t\S)",
    re.MULTILINE,
)

_COMMAND_NAME: Final = re.compile(r"(?:sudo )?\.?/?[a-z][a-z0-9_./+-]{0,60}(?: |$)")
_COMMAND_SIGN: Final = re.compile(
    r" --?[a-zA-Z0-9][\w-]*|[|<>] ?[\w./$]|&& | [\w.~-]{0,40}/[\w.*-]|\$\w|\*\.\w| \w{1,30}=\S| [\w-]{1,40}@[\w.-]"
)
_SENTENCE: Final = re.compile(r"(?:[^\W\d_]|\))[.!?,][\"')]*(?: |$)")
_SENTENCE_SIGN: Final = re.compile(
    r"[.,!?;:] [A-Za-z]|[?!.]$| (?:the|a|an|is|are|of|and|to|in|that|my|this|for|with|it|how|from|as) "
)


def is_code_line(row: str) -> bool:
    """One line that reads like a statement, a declaration or a comment of some programming language."""
    line = row[:_LONGEST].strip()
    if "=" in line and line[-1:] != ";" and (_SUM.search(line) or _NOTATION.search(line)):
        return False
    if line.startswith(_STARTS) or any(map(line.__contains__, _SIGNS)) or _END.match(line):
        return True
    if len(line) < _LONGEST and line.endswith(_ENDS) and not _is_listed(line):
        return True
    return _opens_with_keyword(line) or bool(_FORM.match(line) or (")" in line and _CALL.match(line)))


def _is_listed(line: str) -> bool:
    """Words of a list that ends its items with commas or semicolons."""
    return line[-1] in ",;" and (line.startswith(("- ", "– ", "• ")) or (line[-1] == "," and " " in line))


def _opens_with_keyword(line: str) -> bool:
    """A keyword in front; one that is an English word too needs a sign behind it."""
    word = _WORD.match(line)
    if not word or word[0].lower() not in _KEYWORDS:
        return False
    rest = line[word.end() :].strip()
    if word[0].lower() in _ENGLISH:
        return bool(_OPERATORS.search(rest))
    return rest.count(" ") <= 1 or bool(_OPENERS.search(rest))


def is_command(line: str) -> bool:
    """One line that starts with a lower-case name, carries a flag, pipe or path, and holds no sentence."""
    return bool(_COMMAND_NAME.match(line) and _COMMAND_SIGN.search(line) and not _SENTENCE_SIGN.search(line))


def is_prose_line(row: str) -> bool:
    """One line that reads like a sentence: many words, few signs, an end mark, no comment sign in front."""
    line = row[: 2 * _LONGEST].strip()
    if any(map(line.__contains__, _SIGNS)) or line.endswith((";", "{", "}")):
        return False
    if line.count(" ") < _FEWEST_SPACES or line.startswith((*_STARTS, "#", "*", "<", '"', "'")):
        return False
    return bool(_SENTENCE.search(line))
