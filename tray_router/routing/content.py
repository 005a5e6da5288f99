r"""What pasted content is: traceback, log, diff, code, SQL, shell, config, table, mail, chat, maths, URLs or prose.

Rule: structure decides, not vocabulary. Each kind has line patterns that are tried at line starts only, and counts as
found by the share of lines that fit it; a few marks ("Traceback (most recent call last)") suffice alone. Pure; any
thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class ContentKind(StrEnum):
    """Kinds of pasted content, in the order in which they win when several fit."""

    TRACEBACK = "traceback"
    DIFF = "diff"
    LOG = "log"
    SQL = "sql"
    MAIL = "mail"
    CHAT = "chat"
    SHELL = "shell"
    MARKUP = "markup"
    CONFIG = "config"
    CODE = "code"
    MATHS = "maths"
    URLS = "urls"
    TABLE = "table"
    PROSE = "prose"
    NONE = "none"


CODE_KINDS: Final = frozenset(
    {
        ContentKind.TRACEBACK, ContentKind.DIFF, ContentKind.LOG, ContentKind.SQL, ContentKind.SHELL,
        ContentKind.MARKUP, ContentKind.CONFIG, ContentKind.CODE,
    }
)  # fmt: skip


def _lines(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"^[ \t>|]*(?:" + "|".join(alternatives) + ")", re.MULTILINE)


_TRACE = _lines(
    r"Traceback \(most recent",
    r"File \"[^\"\n]+\", line \d+",
    r"at (?:async |new )?[\w$.<>/\[\]` @#-]+ ?\([^)\n]*\)",  # Java, JavaScript, C#
    r"at (?:file|https?|node|webpack|/|[A-Z]:\\|[\w./-]+:\d+:\d+)",
    r"at [\w.$<>`]+\.[\w.$<>`]+\(",
    r"(?:Caused by|Suppressed): ",
    r"\.\.\. \d+ (?:more|common frames)",
    r"Exception in thread ",
    r"(?:[a-z_$][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Failure|Throwable)\b",
    r"(?:Uncaught |Unhandled )?(?:[A-Z][\w.]*)?(?:Exception|Error|Warning|Exit|Interrupt)(?::| \(|$)",
    r"(?:Unhandled|Uncaught) (?:exception|Exception|promise|\w+Error)",
    r"thread '[^']*' (?:\(\d+\) )?panicked at",
    r"goroutine \d+ \[",
    r"panic: ",
    r"#\d+ +(?:0x[0-9a-fA-F]+ in |[\w:~<>]+ ?\(|/)",  # gdb, PHP
    r"(?:from )?[\w./-]+\.rb:\d+:in ",
    r"PHP (?:Fatal|Parse|Warning|Notice)|(?:Fatal|Parse) error: ",
    r"Stack trace:|stack backtrace:|Backtrace:|Call Stack|Thread \d+ (?:Crashed|\")",
    r"\d+ +[\w.]+ +0x[0-9a-fA-F]{6,}",  # macOS, Swift
    r"\d+: +0x[0-9a-f]+ - |\d+: (?:std|core|rust_begin|alloc|\w+)::",
    r"(?:error|warning)\[[A-Z]\d+\]: ",
    r"[\w./\\-]+\.[a-z]{1,4}[:(]\d+(?:[:,]\d+)?\)?: (?:fatal )?(?:error|warning|note|undefined|TS)",
    r"(?:npm|yarn|pnpm) (?:ERR!|error)|ERROR: (?:Could not|No matching|Failed)|error: (?:could not|failed|linker|cannot)",
    r"Segmentation fault|Aborted \(core|\*\*\* (?:Error|stack smashing)|SIG(?:SEGV|ABRT|KILL)|make(?:\[\d\])?: \*\*\*",
    r"(?:E +)?(?:AssertionError|assert )|FAILED [\w/]+\.py|Error in [\w.]+\(|Fatal Exception|FATAL EXCEPTION",
    r"java\.lang\.|org\.junit\.|junit\.framework",
)
_LOG = _lines(
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[^a-z\n]{0,24}\[?[\w.:/-]*\]? ?[\[<(-]*"
    r"(?:INFO|WARN|ERROR|DEBUG|TRACE|FATAL|NOTICE|CRIT|info|warn|error|debug|notice|crit|LOG|E|W|I|D)\b",
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+|Z|[+-]\d\d)",
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)? *[\]|]? *[\w./-]+(?:\[\d+\]|:\d+|=)",
    r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]+ [\w./@() -]+(?:\[\d+\])?:",
    r"\d{1,3}(?:\.\d{1,3}){3} \S+ \S+ \[\d\d/",
    r"\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}[ \d(]+[VDIWEF][ /]",
    r"[VDIWEF]/[\w.-]+ ?\( *\d+\)|[IWEF]\d{4} \d\d:\d\d:\d\d",
    r"\[ *\d+\.\d{4,}\] ",
    r"\d{6} \d{6} \d+ (?:INFO|WARN|ERROR)",
    r"\[?(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL|CRITICAL|SEVERE|NOTICE)\]?(?:[:|\]]|\s+[\[\d\w.]+[\]:. -])",
    r"(?:time|ts|level|msg)=\S+ \w+=|\{\"(?:level|ts|time|timestamp|@timestamp|severity|msg)\":",
    r"\[\d\d:\d\d:\d\d(?:\.\d+)?\](?: \[[^\]\n]+\]|:)",
    r"\d\d:\d\d:\d\d[.,]\d{3} ",
    r"\[(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d",
    r"\d{10}(?:\.\d+)? +\d+ [\w.:]+ |- \d{10} \d{4}\.\d\d\.\d\d",
)
_DIFF = _lines(r"diff --git |@@ -\d+(?:,\d+)? \+\d|\+\+\+ [\w/\"]|--- [ab/\"]|index [0-9a-f]{6,}\.\.|\*{3} \d+,\d+ \*{4}")
_DIFF_LINE = re.compile(r"^[+-](?![+-]{2})[ \t\w}{#/@\"'(]", re.MULTILINE)
_SQL = re.compile(
    r"^[ \t>(]*(?:SELECT\s[\s\S]{1,400}?\sFROM\s|INSERT (?:OVERWRITE |IGNORE )?INTO |CREATE (?:OR REPLACE )?(?:TEMP\w* |"
    r"UNIQUE |EXTERNAL |MATERIALIZED )?(?:TABLE|VIEW|INDEX|PROCEDURE|FUNCTION|DATABASE|TRIGGER|SCHEMA|USER|TYPE) |"
    r"UPDATE [\w.\"`\[\]]+ (?:\w+ )?SET |DELETE FROM |ALTER TABLE |DROP (?:TABLE|VIEW|INDEX|DATABASE) |"
    r"WITH (?:RECURSIVE )?\w+ (?:\([^)\n]*\) )?AS ?\(|MERGE INTO |TRUNCATE TABLE |GRANT \w+ ON |EXPLAIN (?:ANALYZE )?SELECT|"
    r"BEGIN TRANSACTION|DECLARE @?\w+ |EXEC(?:UTE)? \w+)",
    re.MULTILINE | re.IGNORECASE,
)
_SHELL = re.compile(
    r"^[ \t]*(?:(?:[\w.-]+@[\w.-]+[:~ ][^\n$#]*)?[$#%❯] (?=[\w./~-])|PS [A-Z]:\\|[A-Z]:\\[^\n>]*>)?(?:sudo +)?(?:"
    r"(?:apt|apt-get|yum|dnf|pacman|brew|snap|pip3?|npm|npx|yarn|pnpm|cargo|go|gem|composer|conda) +"
    r"(?:install|update|upgrade|remove|run|build|add|i|list|test|create|-\w)|"
    r"git +(?:add|commit|push|pull|clone|checkout|rebase|merge|log|diff|status|stash|reset|branch|fetch|init|remote|tag|show|bisect|cherry-pick|switch|config)\b|"
    r"(?:docker(?:-compose)?|podman|kubectl|helm|terraform|systemctl|journalctl|ansible(?:-playbook)?|aws|gcloud|az|vagrant) +[a-z-]+|"
    r"(?:ls|cd|cp|mv|rm|mkdir|chmod|chown|cat|head|tail|grep|egrep|rg|find|sed|awk|curl|wget|ssh|scp|rsync|tar|zip|unzip|"
    r"ps|df|du|kill|killall|ping|netstat|ss|nmap|dig|mount|umount|dd|ln|touch|xargs|sort|cut|tr|wc|tee|ffmpeg|openssl|python3?|node|"
    r"make|gcc|g\+\+|java|javac|mvn|gradle|ip|iptables|crontab|service|useradd|adduser|lsof|top|echo|export|source|psql|mysql|redis-cli|jq|nc|watch) "
    r"+(?:-{1,2}[\w]|[\w.~*/-]*[./~*\"'$|>{][^\n]*$|[a-z]+(?: -| \||$)|\d+$))",
    re.MULTILINE,
)
_SHELL_PROMPT = re.compile(r"^[ \t]*(?:\$ [a-z./]|[\w-]+@[\w-]+:[~/][^\n]*[$#] |#!/|PS [A-Z]:\\|C:\\[^\n]*>)", re.MULTILINE)
_MARKUP = _lines(r"</?[a-zA-Z!?][\w:.-]*(?:\s[^<>\n]*)?/?>?", r"\{[%{#-]")
_CONFIG = _lines(
    r"(?:- )?[\w./@\"'-]+:(?: *$| [\"'\[{&|>]| [\w./:@%-]+ *(?:#.*)?$)",  # YAML
    r"- (?:[\w./-]+: |[\w./:@=-]+ *$|\"[^\"\n]*\" *$)",
    r"\[{1,2}[\w.:@ \"/-]+\]{1,2} *$",
    r"(?:export )?[A-Za-z_][\w.-]* ?= ?(?:[\"'\w/.:$@%{}<>+-]*|[\"'][^\n]*[\"']|\[[^\n]*\]?|\d+) *(?:[;#].*)?$",
    r"\"[^\"\n]+\": *(?:[\[{\"\d-]|true|false|null)",
    r"[\[\]{}],? *$",
    r"(?:FROM|RUN|CMD|COPY|ENTRYPOINT|WORKDIR|EXPOSE|ENV|ARG|ADD|HEALTHCHECK|LABEL|VOLUME) [\w\[./\"$@]",
    r"(?:server|location|upstream|http|events|resource|variable|provider|module|output|data|backend|frontend|listen|host)"
    r" [^\n;{]*\{ *$",
    r"(?:listen|server_name|root|proxy_pass|location|include|worker_processes|ssl_\w+|access_log|error_log|bind|Host|User|"
    r"HostName|IdentityFile|Port|PermitRootLogin|DocumentRoot|ServerName|Options|AllowOverride|Require|subnet|interface|"
    r"ip address|hostname|set|alias|map|nnoremap|bindsym|exec)\s+[\w./:$@\"'~*-]+.*;? *$",
    r"(?:[\d*/,-]+ ){5}[\w/]",  # crontab
)
_CODE = _lines(
    r"(?:async )?def \w+\s?[(\[:]?|class \w+\s*[(:{<]|class \w+(?: (?:extends|implements|<) \w+)? *\{?$|from [\w.]+ import |"
    r"import (?:[\w.*{}\"'<(,]+ ?(?:as \w+|from [\"']|;|$|,|\()|static )|#\s*(?:include|define|ifdef|ifndef|pragma|import)\b",
    r"(?:public|private|protected|internal|static|final|abstract|override|virtual|extern|inline|constexpr|template|typedef|"
    r"export|default|open|sealed|partial|unsafe|pub|mut|const|let|var|val|dim|my|our|local|fn|func|fun|function|proc|sub|"
    r"procedure|lambda|struct|enum|union|interface|trait|impl|type|module|namespace|package|using|use|require|"
    r"include|data|instance|where|deriving|object|record|signature|defmodule|defp?|defn|begin)\b(?=[^\n]*[=(){};:<>\[\]\"]|"
    r" +[\w.:]+ *$)",
    r"(?:if|for|while|switch|foreach|until|unless|elif|elseif|catch|with|when|case|match|try)\b *(?:\(|[^\n]*[:{]\s*$|[^\n]* (?:then|do)\s*$|\[)",
    r"(?:return|yield|raise|throw|print|printf|puts|echo|console\.log|System\.out|std::|cout|println!?|fmt\.)\b[ (!<]?"
    r"[^\n]*[();\"\[\]=.]",
    r"\} *(?:else|catch|finally|while)?[ \w(){};,]*$|\)+[;,{]* *$|end[;.]?$|else:?$|fi$|done$|esac$|\]\)?;?$",
    r"(?://|/\*|\*/|--\[\[|;;|\(\*|\{-|REM |%[ %]|@\w+[(\n ]|#\[|#!|<\?php|\"\"\"|''')",
    r"[\w.$@*&\[\]>'\"()-]+ *(?:[-+*/|&^%:]?=|:=|<-|=>|->|<<|\|>|\+\+)[^\n]*",
    r"[\w.:$@>-]+(?:<[\w, ]*>)?\([^\n]*\)[;,{ ]*(?:=>)?[ {]*$",
    r"\([\w!?*+/:<>=-]+(?: |\)|$)",  # Lisp
    r"[.%@]?[\w.$]+:\s*(?:;.*)?$|[a-z]{2,5}[lwqb]?\s+[%$@*\[]?[\w$%@\[\]()+*-]+(?:, *[^\n]+)(?:;.*)?$",  # assembly
    r"[^\n]*[;{]\s*(?://[^\n]*)?$",
    r"[#.]?[\w-]+(?:[ ,>:.#][\w.#:>-]+)* *\{",  # CSS
)
_MAIL_HEADER = _lines(
    r"(?:From|To|Cc|Bcc|Subject|Sent|Date|Reply-To|Message-ID|Return-Path|Received|MIME-Version|Delivered-To|Von|An|Betreff|"
    r"Gesendet|Datum|De|À|Objet|Envoyé|Para|Asunto|Enviado|Assunto|Da|Oggetto|Inviato|Van|Aan|Onderwerp|Od|Do|Temat|От|Кому|"
    r"Тема|Від|Кому|Kimden|Kime|Konu|发件人|收件人|主题|差出人|宛先|件名|보낸 사람|받는 사람|제목|من|إلى|الموضوع|विषय|प्रेषक)\s?[:：]\s?\S"
)
_GREETING = _lines(
    r"(?:Hi|Hello|Hey|Dear|Greetings|Good (?:morning|afternoon|evening)|Hallo|Guten (?:Tag|Morgen)|Sehr geehrte\w*|Liebe[r]?|"
    r"Moin|Bonjour|Bonsoir|Salut|Cher|Chère|Madame|Monsieur|Hola|Buenos días|Buenas|Estimad[oa]s?|Querid[oa]|Olá|Oi|Bom dia|"
    r"Boa tarde|Prezad[oa]s?|Car[oa]|Ciao|Buongiorno|Salve|Gentile|Egregio|Spett|Beste|Geachte|Dag|Goedemorgen|Cześć|Dzień dobry|"
    r"Szanown[iay]|Drog[ia]|Witam|Здравствуйте|Привет|Добрый день|Уважаем\w+|Дорог\w+|Вітаю|Добрий день|Доброго дня|Шановн\w+|"
    r"Привіт|Merhaba|Sayın|Selam|Değerli)\b[^\n.?!:]{0,40}[,!.]?\s*(?:\n|$)",
    r"(?:Hi|Hello|Dear|Hey|Hallo|Bonjour|Hola|Olá|Ciao|Beste|Cześć|Привет|Здравствуйте|Merhaba) [^\n,.]{1,30}[,!] ?",
    r"(?:您好|你好|尊敬的|亲爱的|お世話になって|拝啓|こんにちは|안녕하세요|مرحبا|السلام عليكم|السيد|عزيزي|नमस्ते|प्रिय|आदरणीय)",
    r"[^\n]{1,20}(?:様|さん|先生|님)[、,:：]?\s*$",
)
_SIGN_OFF = _lines(
    r"(?:(?:Best|Kind|Warm|Many)?(?: ?regards|est wishes| thanks)|Best|Regards|Cheers|Thanks(?: again| a lot)?|Thank you|Sincerely|"
    r"Yours (?:sincerely|faithfully|truly)|Love|Cordially|Mit freundlichen Grüßen|Viele Grüße|Liebe Grüße|Beste Grüße|Gruß|VG|LG|MfG|"
    r"Cordialement|Bien à vous|Merci d'avance|Bises|Saludos|Atentamente|Un saludo|Gracias|Atenciosamente|Abraços?|Obrigad[oa]|"
    r"Cordiali saluti|Distinti saluti|Saluti|Grazie|Met vriendelijke groet\w*|Groet\w*|Pozdrawiam|Z poważaniem|Pozdrowienia|"
    r"С уважением|Спасибо|З повагою|Дякую|Saygılarımla|Teşekkürler|İyi çalışmalar|此致|敬礼|よろしくお願い|敬具|감사합니다|"
    r"مع التحية|شكرا|तुम्हारा|धन्यवाद|सादर|भवदीय)\s*[,!.。]?\s*(?:$|\n|[A-Z][a-z]+ *$)"
)
_MAIL_MARK: Final = re.compile(
    r"^On .{5,80} wrote:|^-{2,} ?(?:Original Message|Forwarded message|Ursprüngliche)|^Am .{5,60} schrieb|^Le .{5,60} a écrit|"
    r"^El .{5,60} escribió|^Sent from my |^-- ?$|^Von meinem .{3,20} gesendet|\bunsubscribe\b",
    re.MULTILINE,
)
_CHAT = re.compile(
    r"^(?:\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\]?[ ,-]* )?(?:<?@?[^\W\d_][\w' .-]{0,22}>?|[+*-])"
    r" ?(?:\(\d{1,2}:\d\d\))?[:：] ?\S+",
    re.MULTILINE,
)
_URL_LINE = re.compile(r"^[ \t*•-]*(?:\d+[.)] )?(?:https?://|www\.)\S+\s*$", re.MULTILINE)
_TABLE_LINE = re.compile(r"^[^\n|,;\t]*(?:\|[^\n|]*\|[^\n|]*|,[^\n,]{0,30},[^\n,]{0,30}(?:,[^\n,]{0,30})*|\t[^\n\t]*\t[^\n]*|;[^\n;]{0,30};[^\n;]*)$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^ *[|+]?[ :]?-{2,}[-:| +]*$", re.MULTILINE)
_LATEX = re.compile(
    r"\\(?:frac|sqrt|sum|int|begin|left|right|cdot|times|leq?|geq?|neq|pi|theta|alpha|beta|lambda|infty|mathbb|mathrm|mathbf|text|"
    r"boxed|angle|triangle|overline|binom|lim|log|sin|cos|tan|ldots|dots|pmod|equiv|in|cup|cap|subset|to|partial|nabla|circ|"
    r"sigma|mu|gamma|delta|epsilon|phi|omega|ket|forall|exists|quad|ln|vec|hat|bar|pm|operatorname)(?![a-z])|"
    r"\$[^$\n]{1,80}\$|\\\(|\\\["
)
_EQUATION = re.compile(
    r"(?:\b\d*[a-z](?:\^\d|²|³)?|\d|\)) ?[-+*/·×÷] ?(?:\d*[a-z]\b(?:\^\d|²)?|\d+[.,\d]*|\()[^\n=<>]{0,40}(?:=|<|>|≤|≥)|"
    r"\b[fgh]\([a-z0-9]\) ?=|\b\d*[a-z]\^\d|[∫∑∏√∞≤≥≠∈∀∃∂∇≡⊂∪∩]|\b[a-z] ?= ?-?\d+[.\d]*\b(?! *[;\"'])|\d ?[+×÷*] ?\d|\d+ ?= ?\?"
)
_NONPROSE: Final = dict.fromkeys(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n\t\r.,'’-?!"))


@dataclass(frozen=True, slots=True)
class Structure:
    """What the structure of one text says.

    Attributes:
        kind: the best fitting kind; PROSE or NONE when no structure was found.
        strength: 0..1, how sure the structure is on its own.
        shares: share of lines (0..1) that fit each kind that was tried.
        symbols: share of characters that prose does not use.
        lines: number of non-blank lines looked at.
    """

    kind: ContentKind
    strength: float
    symbols: float
    lines: int
    shares: dict[ContentKind, float] = field(default_factory=dict)


_EMPTY: Final = Structure(ContentKind.NONE, 0.0, 0.0, 0)


def structure_of(text: str) -> Structure:
    """Finds the kind of one bounded sample (see ``split.sample``)."""
    if not text:
        return _EMPTY
    rows = [row for row in text.split("\n") if row and not row.isspace()]
    count = len(rows)
    symbols = _symbol_share(text)
    shares: dict[ContentKind, float] = {}

    def share(kind: ContentKind, pattern: re.Pattern[str]) -> float:
        shares[kind] = min(1.0, len(pattern.findall(text)) / count)
        return shares[kind]

    def found(kind: ContentKind, strength: float) -> Structure:
        return Structure(kind, min(1.0, strength), symbols, count, shares)

    trace = share(ContentKind.TRACEBACK, _TRACE)
    if trace >= 0.3 or (trace and ("Traceback (most" in text or trace * count >= 3)):
        return found(ContentKind.TRACEBACK, 0.6 + trace)
    if "@@ -" in text or "diff --git" in text or "\n+++ " in text:
        diff = share(ContentKind.DIFF, _DIFF)
        if diff:
            return found(ContentKind.DIFF, 0.7 + diff)
    log = share(ContentKind.LOG, _LOG)
    if log >= 0.4:
        return found(ContentKind.LOG, 0.4 + log * 0.6)
    mail = _mail_strength(text, count)
    if mail >= 0.6:
        return found(ContentKind.MAIL, mail)
    if _SQL.search(text):
        return found(ContentKind.SQL, 0.9)
    shell = share(ContentKind.SHELL, _SHELL)
    if shell >= 0.5 or (shell and _SHELL_PROMPT.search(text)):
        return found(ContentKind.SHELL, 0.5 + shell * 0.5)
    return _by_line_shape(text, count, symbols, shares, mail)


def _by_line_shape(
    text: str, count: int, symbols: float, shares: dict[ContentKind, float], mail: float
) -> Structure:
    """The kinds that need most of their lines to fit."""

    def share(kind: ContentKind, pattern: re.Pattern[str]) -> float:
        shares[kind] = min(1.0, len(pattern.findall(text)) / count)
        return shares[kind]

    def found(kind: ContentKind, strength: float) -> Structure:
        return Structure(kind, min(1.0, strength), symbols, count, shares)

    markup = share(ContentKind.MARKUP, _MARKUP) if "<" in text or "{%" in text or "{{" in text else 0.0
    if markup >= 0.5:
        return found(ContentKind.MARKUP, 0.4 + markup * 0.6)
    code = share(ContentKind.CODE, _CODE)
    config = share(ContentKind.CONFIG, _CONFIG)
    latex = len(_LATEX.findall(text)) if "\\" in text or "$" in text else 0
    if latex >= 2 and code < 0.5:
        return found(ContentKind.MATHS, 0.5 + latex / 20)
    if count > 1 and share(ContentKind.URLS, _URL_LINE) >= 0.6:
        return found(ContentKind.URLS, 0.8)
    chat = share(ContentKind.CHAT, _CHAT) if count > 1 else 0.0
    if chat >= 0.7 and symbols < 0.05 and code < 0.5 and config < 0.6:
        return found(ContentKind.CHAT, 0.3 + chat * 0.4)
    if config >= 0.6 and config >= code and (count > 1 or symbols > 0.08):
        return found(ContentKind.CONFIG, 0.3 + config * 0.7)
    if code >= 0.5 and (count > 1 or symbols > 0.06):
        return found(ContentKind.CODE, 0.2 + code * 0.6 + min(0.2, symbols))
    if count > 2 and (_TABLE_RULE.search(text) or share(ContentKind.TABLE, _TABLE_LINE) >= 0.8):
        return found(ContentKind.TABLE, 0.7)
    if code >= 0.25 and symbols > 0.09:
        return found(ContentKind.CODE, 0.2 + code)
    if mail >= 0.4:
        return found(ContentKind.MAIL, mail)
    if _EQUATION.search(text) and symbols > 0.05 and len(text) < 200:
        return found(ContentKind.MATHS, 0.5)
    if symbols < 0.05:
        return found(ContentKind.PROSE, 0.5 if len(text) < 200 else 0.7)
    return found(ContentKind.NONE, 0.0)


def _symbol_share(text: str) -> float:
    """Share of the ASCII characters that running prose does not use; letters of other scripts are prose."""
    ascii_part = text if text.isascii() else text.encode("ascii", "ignore").decode("ascii")
    if not ascii_part:
        return 0.0
    return len(ascii_part.translate(_NONPROSE)) / max(len(text), 1)


def _mail_strength(text: str, count: int) -> float:
    """0..1: headers, quoting, a greeting line and a sign-off."""
    headers = len(_MAIL_HEADER.findall(text))
    strength = min(0.9, 0.35 * headers) if headers else 0.0
    if count > 1:
        strength += 0.45 * bool(_GREETING.match(text)) + 0.35 * bool(_SIGN_OFF.search(text, max(0, len(text) - 200)))
    return min(1.0, strength + 0.4 * bool(_MAIL_MARK.search(text)))


def equation_marks(text: str) -> int:
    """How many pieces of mathematical notation a text holds."""
    return len(_EQUATION.findall(text))


def latex_marks(text: str) -> int:
    """How many LaTeX commands or dollar formulas a text holds."""
    return len(_LATEX.findall(text)) if "\\" in text or "$" in text else 0
