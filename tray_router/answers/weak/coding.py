"""Code that was asked for: missing, or left to be filled in.

Rule: stubs are fine where stubs are the point (protocols, abstract methods, skeletons asked for). Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import Parts, as_words

_LINE_CHARS = 400
_CODE_LINE = Pattern(
    r"^[ \t]*(?:(?-i:def |async def |class \w+\s*[(:{]|import \w|from \w[\w.]* import|function\b|const \w|let \w|var \w"
    r"|public |private |static |for \w+ in |while |return\b|fn |func |package |use \w+::|sudo |docker |git |kubectl "
    r"|npm |pip |apt |curl |awk |sed |grep |find |ls |cd |echo |cat |ps |tar |ssh |chmod |mkdir )"
    r"|#include|#!|\$ \w|@\w+|"
    r"select\b.+\bfrom\b|insert into|update \w+ set|delete from|create (?:table|index|view|or replace)|alter table"
    r"|with \w+ as|for \(|if \(|<\w+[^>]*>)"
    r"|[;{}][ \t]*$|^[ \t]*[\w.\[\]]+ = \S|\w\([^)\n]{0,200}\)[ \t]*$|\$\(|\s\|\s\w|=>|\w\.\w+\(|^\^.*\$$",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE = Pattern(r"`[^`\n]+`")
_COMMENT = Pattern(
    r"^[ \t]*(?:#(?!include|!|define|if|end|\[)|//|/\*|\*(?!\w)|--|<!--|;;|%|\"\"\"|''')\s*(.*?)\s*(?:\*/|-->|\"\"\""
    r"|''')?\s*$|^.*?\S\s+(?:#|//|/\*)\s+(.*?)\s*(?:\*/)?$|^[ \t]*\{/\*(.*?)\*/\}\s*$",
    limit=_LINE_CHARS,
)
_PLACEHOLDER = Pattern(
    r"\b(?:your|the|actual|additional|more) (?:\w+ ){0,3}(?:code|logic|implementation|solution|function body|query"
    r"|processing)(?: goes| comes)? here\b"
    r"|\b(?:code|logic|implementation|body|implement(?:ed)?|solution)(?: (?:goes|comes|would go|will go|to be added"
    r"|it|this|me|the \w+|your \w+))? here\b"
    r"|\b(?:rest|remainder) of (?:the |your |my )?(?:\w+ ){0,2}(?:code|function|class|file|implementation|methods?"
    r"|logic|component|script|program)\b"
    r"|\b(?:existing|previous|remaining|other|original|same) (?:code|methods?|functions?|logic|implementation"
    r"|content|imports?)\b(?=.{0,30}(?:here|remain|unchanged|same|as before|stays?|\.\.\.|$))"
    r"|\b(?:code|methods?|functions?|everything else) (?:remains?|stays?) (?:the same|unchanged)\b"
    r"|^\W*(?:todo|fixme)\W*(?:implement|add|write|complete|fill|finish|handle|your|replace|insert|put)?\b"
    r"|\b(?:implement|write|add|insert|put|place|fill in|complete) (?:your|the actual|the) (?:\w+ ){0,3}(?:code"
    r"|logic|implementation|function|method|solution|details?|functionality)\b"
    r"|\b(?:implement|add|insert|write|put) (?:\w+ ){0,4}(?:logic|implementation|functionality|code) (?:here|below)?"
    r"|\bnot (?:yet )?implemented\b|\b(?:code|implementation) omitted\b|\bomitted for brevity\b"
    r"|\b(?:add|insert|put|place|write|define) (?:your|the|any|more) (?:[\w-]+ ){1,4}here\b"
    r"|\bsame as (?:before|above)\b|^\W*implementation\W*$|^\W*your code\W*$|\bsimilar(?:ly)? for (?:the )?(?:other"
    r"|rest|remaining)\b|\band so on\b"
    r"|\b(?:ihr|dein|euer|hier) (?:code|kommt|steht|die logik|den code|implementier|folgt)\b|\bcode hier\b"
    r"|\bhier (?:ihren|deinen|den) code\b|\brestlicher? code\b|\brest des codes\b"
    r"|\bvotre code\b|\bton code\b|\bcode ici\b|\breste du code\b|\bà (?:compléter|implémenter)\b|\btu código\b"
    r"|\bsu código\b|\bcódigo aquí\b|\bresto del código\b|\bimplementar aquí\b"
    r"|\b(?:il )?tuo codice\b|\bcodice qui\b|\bresto del codice\b|\bseu código\b|\bcódigo aqui\b|\bresto do código\b"
    r"|\bjouw code\b|\bcode hier\b|\bваш код\b|\bтвой код\b|\bкод здесь\b|\bостальной код\b"
    r"|\btwój kod\b|\bkod tutaj\b|\breszta kodu\b|\bváš kód\b|\bkodunuz\b|你的代码|您的代码|在这里(?:编写|实现|添加"
    r"|写)|此处(?:添加|编写|实现)|其余代码|其他代码|剩余代码|代码保持不变|省略|待实现|实现逻辑"
    r"|ここに(?:コード|処理|実装)|残りのコード|実装してください|処理を(?:書|記述|実装)|여기에 (?:코드|구현|로직)"
    r"|나머지 코드|구현하세요|구현 필요",
    re.IGNORECASE,
    limit=_LINE_CHARS,
)
_UNIMPLEMENTED = Pattern(
    r"\b(?:todo|unimplemented)!\(|\bNotImplementedException\b|\bTODO\(\"|\"Not (?:yet )?implemented\b", re.IGNORECASE
)
_ELLIPSIS_LINE = Pattern(
    r"^[ \t]*(?:#|//|/\*|--|<!--)?\s*(?:\.{3,}|…)\s*(?:\*/|-->)?\s*$",
    limit=_LINE_CHARS,
)
_DEF = Pattern(r"^(\s*)(?:async\s+)?def\s+(\w+)\s*\(")
_TRIVIAL = Pattern(r"^[ \t]*(?:pass|\.\.\.|raise NotImplementedError\b.*|return None|return)\s*(?:#.*)?$")
_EMPTY_BODY = Pattern(
    r"(?:function\s{0,9}\w{0,60}\s{0,9}\([^)]{0,200}\)|=>"
    r"|\)\s{0,9}(?::\s{0,9}[\w<>\[\]]{1,60})?)\s{0,9}\{\s{0,99}(?:(?://|/\*)[^\n]{0,120}\s{0,99})?\}"
)
_STUB_SIGNS = (
    "Protocol", "ABC", "abstractmethod", "@overload", "interface ", "abstract ", "trait ", "extern ", "virtual ",
    "Exception)", "Error)", "TypedDict", "NotImplemented)",
)  # fmt: skip


def has_code(cut: Parts) -> bool:
    """Code of any form: a filled fence, inline code, lines that look like code, or a lone command."""
    if cut.code.strip():
        return True
    prose = cut.prose.strip()
    if _INLINE.search(prose) or _CODE_LINE.search(prose):
        return True
    is_lone = "\n" not in prose and len(prose.split()) <= 12 and not prose.endswith((".", ":", "!", "?", "。", "："))
    return is_lone and not cues.ACKNOWLEDGEMENTS.include(as_words(prose))


def lacks_code(question: Question, cut: Parts) -> bool:
    """Code was asked for and none came."""
    return question.asks_for_code and not has_code(cut)


def is_left_open(question: Question, cut: Parts) -> bool:
    """The code is there to be filled in: comments in place of code, or bodies that do nothing."""
    code = cut.code if cut.blocks else (cut.prose if _CODE_LINE.search(cut.prose) else "")
    if not code.strip() or question.asks(cues.SKELETON):
        return False
    if question.task != "code" and not question.asks_for_code:
        return False
    if not question.asks(cues.WRITE_VERBS, _CHANGES) and question.instruction:
        return False
    return _has_placeholder(question, code) or _does_nothing(code) or bool(_UNIMPLEMENTED.search(code))


_CHANGES = entries(
    """
    fix; optimi*; complete; finish; solve; debug; make; change; update; extend; translate; modify; improve; rewrite;
    use; add; behebe; ändere; ergänze; optimier*; corrige*; modifie*; ajoute*; optimise*; añade; modifica*; aggiungi;
    исправь; добавь; popraw; dodaj; 修复; 修改; 优化; 添加; 修正; 追加; 수정; 추가; implement*; how do i; how can i
    """
)


def _has_placeholder(question: Question, code: str) -> bool:
    asked = question.prompt
    lines = code.splitlines()
    significant = 0
    open_places = 0
    for line in lines:
        comment = _comment_of(line)
        if comment is None or not comment.strip(". …"):
            significant += bool(line.strip())
            open_places += (
                bool(_ELLIPSIS_LINE.match(line)) and line.strip() not in asked and not _is_stub_line(lines, line)
            )
            continue
        if _PLACEHOLDER.search(comment) and comment not in asked:
            open_places += 1
    return open_places > 0 and not (open_places == 1 and significant >= 40)  # one hook in a long program


def _is_stub_line(lines: list[str], line: str) -> bool:
    return any(sign in text for text in lines for sign in _STUB_SIGNS) or (
        line.strip() == "..." and any(text.lstrip().startswith((">>>", "[")) for text in lines)
    )


def _comment_of(line: str) -> str | None:
    found = _COMMENT.match(line)
    return next((group for group in found.groups() if group is not None), "") if found else None


def _does_nothing(code: str) -> bool:
    if any(sign in code for sign in _STUB_SIGNS):
        return False
    lines = [line for line in code.splitlines() if line.strip()]
    bodies = [
        _is_trivial_body(lines, at) for at, line in enumerate(lines) if _DEF.match(line) and "__init__" not in line
    ]
    if bodies:
        return all(bodies) or (len(bodies) >= 3 and sum(bodies) > len(bodies) / 2)
    bare = [line for line in lines if _comment_of(line) is None]
    if not bare:
        return (
            bool(lines)
            and all(_comment_of(line) is not None for line in lines)
            and len(lines) <= 6
            and any(_PLACEHOLDER.search(line) for line in lines)
        )
    return len(bare) <= 4 and bool(_EMPTY_BODY.search(code)) and not re.search(r"catch|noop|=> \{\}", code)


def _is_trivial_body(lines: list[str], at: int) -> bool:
    found = _DEF.match(lines[at])
    if found is None:
        return False
    one_line = lines[at].rstrip().endswith((": ...", ": pass"))
    if one_line:
        return True
    indent = len(found.group(1))
    body: list[str] = []
    start = at
    while start < len(lines) - 1 and not lines[start].rstrip().endswith(":"):
        start += 1
    for line in lines[start + 1 :]:
        if len(line) - len(line.lstrip()) <= indent:
            break
        body.append(line)
    statements = [line for line in _without_docstrings(body) if _comment_of(line) is None]
    return all(_TRIVIAL.match(line) for line in statements)


def _without_docstrings(body: list[str]) -> list[str]:
    kept: list[str] = []
    is_inside = False
    for line in body:
        quotes = line.count('"""') + line.count("'''")
        if is_inside or quotes:
            is_inside = is_inside != (quotes % 2 == 1)
            continue
        kept.append(line)
    return kept
