"""What the model says in its own name, and the small talk around it.

Rule: quotes, code and quoted lines are not the model's own words. Pure; any thread.
"""

from __future__ import annotations

import re

from tray_router.answers.weak.lexicon import LANGUAGES, contains, entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.text import is_one_quote, without_inline_code, without_quotes

HEAD_SENTENCES = 4

SHORT_WORDS = 60

LONG_WORDS = 120

LETTER_FORM = Pattern(
    r"^[ \t]*(?:\*\*)?(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|тема|temat|件名|主题|제목)\b\W*[:：]"
    r"|^[ \t]*(?:dear|hi|hello|hey|sehr geehrt|liebe[rs]?|hallo|bonjour|cher|chère|madame|monsieur|estimad|querid|hola"
    r"|gentile|caro|cara|ciao|prezad|olá|"
    r"beste|geachte|уважаем|здравствуй|привет|szanown|cześć|dzień dobry|vážen|dobrý den|ahoj|sayın|merhaba|kære|hej"
    r"|kjære|尊敬的|亲爱的|你好|您好)\b[^.!?\n]{0,50}[,!.:，：\n]"
    r"|(?:regards|sincerely|best|cheers|thanks|yours|grüße|grüßen|gruß|cordialement|saludo|saluti|abraço"
    r"|atenciosamente|groet|groeten|уважением|pozdrawiam|"
    r"poważaniem|pozdrav|saygıla|敬上|此致|よろしくお願い)[^\n]{0,30}\n?[^\n]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)

OFFERS = entries(
    """
    i can help; i can assist; i can offer; i can provide; i can try; i can summarize; i can suggest; i can discuss;
    i can also; i could; i'd be glad; is there anything else; is there something else; let me know; feel free;
    how can i; instead; i'd be happy; i would be happy; i'm here to; i am here to; please consult; i recommend;
    if you have; if you need; if you're; please contact; sorry; gibt es etwas anderes; wenn sie; bitte; si vous;
    n'hésitez; si tienes; si necesitas; 如果您; 如果你; 如有; 他に; 다른_
    """
)


def own_words(prose: str) -> str:
    """What the model says in its own name: quotes, inline code and quoted lines taken out, unless all is one quote."""
    bare = without_inline_code(prose)
    return bare.strip().strip("\"“”„«»「」'") if is_one_quote(bare) else without_quotes(bare)


def is_idle_line(words: str) -> bool:
    return any(contains(words, language.idle) for language in LANGUAGES)
