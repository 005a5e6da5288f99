r"""Line patterns per kind of content: data for ``content``.

Rule: every pattern is tried at line starts only, and every repeat is bounded by the line, so that the cost stays
linear in the sample. Pure; any thread.
"""

from __future__ import annotations

import re
import string
from typing import Final


def lines(*alternatives: str) -> re.Pattern[str]:
    """Any of these at the beginning of a line, behind white space or quoting."""
    return re.compile(r"^[ \t>|]*(?:" + "|".join(alternatives) + ")", re.MULTILINE)


TRACE: Final = lines(
    r"Traceback \(most recent",
    r"! [A-Z][\w ]+[^\n]*\.$|l\.\d+ |(?:Overfull|Underfull) \\[hv]box",  # LaTeX
    r"(?:ORA|TNS|PLS)-\d{5}: |[45]\d\d[ -][45]\.\d{1,2}\.\d{1,2} ",  # Oracle, mail servers
    r"File \"[^\"\n]+\", line \d+",
    r"at (?:async |new )?[\w$.<>/\[\]` @#-]+ ?\([^)\n]*\)",  # Java, JavaScript, C#
    r"at (?:file|https?|node|webpack|/|[A-Z]:\\|[\w./-]+:\d+:\d+)",
    r"at [\w.$<>`]+\.[\w.$<>`]+\(",
    r"(?:Caused by|Suppressed): ",
    r"\.\.\. \d+ (?:more|common frames)",
    r"Exception in thread ",
    r"(?:[A-Za-z_$][\w$]*\.)+[A-Z][\w$]*(?:Exception|Error|Failure|Throwable)\b",
    r"(?:ERROR|ОШИБКА|FEHLER|ERREUR|ERRORE|ERRO|BŁĄD|HATA|エラー|错误|오류): .*\n(?:LINE|СТРОКА|ZEILE|LIGNE|LÍNEA|RIGA|"
    r"LINHA|LINIA|SATIR|行|第|줄) ?\d",  # PostgreSQL, in other languages
    r"Object reference not set|Index was out|Index was outside|Value cannot be null|The system cannot find|"
    r"Access is denied\.|.{1,60} is not recognized as an|Access violation|Stack overflow|No such file or directory|"
    r"Cannot find module|Module not found|ModuleNotFoundError|ImportError|exited with (?:code )?-?\d+|"
    r"Process exited|Exit code \d|Permission denied$",
    r"(?:E|W|N): \S[^\n]{0,200}/(?:var|etc|usr)/",  # apt, in any language
    r"(?:エラー|错误|오류|ошибка|Ошибка|помилка|hata|Hata|erreur|Erreur|Fehler|errore|Errore|błąd|Błąd|fout|Fout|erro|Erro|error|"
    r"Error): [^\n]*(?:\.\w{1,5}:\d|/\w+/|\w+\.\w+\(|0x)",
    r"(?:場所|位置|在|위치:|в|bei|à|en|em|a) [\w.<>`]+\.[\w<>`]+\(",  # .NET, in other languages
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
    r"(?:npm|yarn|pnpm) (?:ERR!|error)|ERROR: (?:Could not|No matching|Failed)|error: (?:could not|failed|"
    r"linker|cannot)",
    r"Segmentation fault|Aborted \(core|\*\*\* (?:Error|stack smashing)|SIG(?:SEGV|ABRT|KILL)|make(?:\[\d\])?: \*\*\*",
    r"(?:E +)?(?:AssertionError|assert )|FAILED [\w/]+\.py|Error in [\w.]+\(|Fatal Exception|FATAL EXCEPTION",
    r"(?:E|W): (?:Unable|Package|Could not|Failed|Sub-process|The (?:repository|package|list)|dpkg|Unmet|Release)",
    r"(?:docker|podman|kubectl|git|npm|pip3?|bash|-bash|zsh|sh|dash|fish|sudo|su|tar|cp|mv|rm|ls|cat|chmod|chown|mkdir|find|"
    r"grep|sed|awk|ssh|scp|rsync|curl|wget|make|cmake|gcc|g\+\+|clang|cc1|go|rustc|java|javac|node|mount|umount|psql|mysql|"
    r"mysqldump|mongod?|redis-cli|nginx|apache2|systemctl|dpkg|apt|apt-get|dnf|yum|pacman|brew|ffmpeg|gpg|openssl|"
    r"virtualenv|conda|terraform|ansible|helm|useradd|passwd|fsck|dd|nslookup|ping|ollama)(?:\[\d+\]|\.exe)?: "
    r"(?=[^\n]{0,160}(?:[Ee]rror|[Cc]annot|[Cc]ould|[Ff]ail|not |[Nn]o |denied|[Uu]nable|[Uu]nknown|invalid|refused|"
    r"already|missing|unexpected|permission|exist|fatal|timed out|unreachable))",
    r"(?:fatal|error|ERROR|Error): (?=[^\n]{0,160}(?:cannot|could not|couldn't|failed|"
    r"not (?:found|a|an|set|allowed)|no such|denied|unable|unknown|invalid|refused|missing|"
    r"unexpected|does not|expected|undefined|unrecognized|required))",
    r"e: file:|> Task .*FAILED|BUILD FAILED|FAILURE: |Error code: 0x|\[ERROR\] |ld: |collect2: |java\.lang\.|"
    r"org\.junit\.|junit\.framework",
    r"(?:fatal|panic|FATAL|errno|ERR!|mount error|dpkg|CRITICAL)(?:\([^)\n]{0,20}\)|\[\d+\])?: ?\S|CONFLICT \(|"
    r"Automatic merge failed|error: [a-z][\w-]+(?:-[\w-]+)+$|\+ (?:CategoryInfo|FullyQualifiedErrorId) *:|"
    r"(?:At line:|In Zeile:|Au caractère|En línea:|発生場所 行:|所在位置 行:)\d|"
    r"[\w.-]+ : [^\n]{0,160}\n[^\n]{0,20}:\d+ ",
)
TERMINAL: Final = lines(
    r"(?:[\w.-]{1,32}@)?[\w.-]{1,40}:[~/][^\n$#]{0,60}[#$] ?\S|[A-Za-z]:\\[^\n>]{0,80}> ?\S|PS [A-Z]:\\|"
    r"mysql> |\w+=[#>] |>>> \S|irb\(|In \[\d+\]:",  # prompts
    r"(?:Windows IP Configuration|Ethernet adapter |Wireless LAN adapter |Reply from [\d.]+:|Packet needs to be|"
    r"Pinging |PING \S+ \(|\d+ bytes from |Request timed out\.?$|--- \S+ ping statistics|traceroute to |"
    r"Tracing route to |\d+: (?:lo|eth|en|wl)\w*: <|(?:eth|en|wl)\w+: flags=|inet6? [\da-f]|link/ether |Server:\t|"
    r" *Active: (?:active|inactive|failed)| *Loaded: (?:loaded|not-found)|●|;; (?:ANSWER|QUESTION|->>HEADER)|"
    r"HTTP/[\d.]+ \d{3}|"
    r"[dlcb-](?:[r-][w-][xsStT-]){3}[.+@]? |total \d+$|total +used +free|Mem: +\d|Swap: +\d)",
    r"Chain \w+ \(policy |num +target |target +prot |\d+ +(?:ACCEPT|DROP|REJECT) |iptables: ",
    r"(?:Auf Branch|Sur la branche|En la rama|No ramo|Sul branch|Op branch|Na gałęzi|На ветке|На гілці|"
    r"Üzerinde bulunulan dal|位于分支|ブランチ |현재 브랜치) ?\S|{?[\w.]{3,60}\(\d+\)}: \S|"
    r"(?:On branch |Your branch |Changes not staged|Changes to be committed|Untracked files:|HEAD detached|"
    r"commit [0-9a-f]{7,40}|[*|/\\ ]{0,8}[0-9a-f]{7,12} (?:\([^)\n]{1,60}\) )?[A-Za-z]|Merge branch )",
    r"(?:ID# ATTRIBUTE_NAME| *\d+ [A-Z][A-Za-z]+_[A-Z][A-Za-z_]+ +0x| *(?:pool|state|scan|action|config|errors): |"
    r"NAME +STATE|[\w-]+ +(?:ONLINE|DEGRADED|FAULTED|UNAVAIL)\b|SMART |Disk /dev/|/dev/\w+ |Device +Boot|"
    r"md\d+ : active)",
    r"(?:[A-Z][A-Z0-9%#()/_-]{2,}(?: [A-Z]+)?(?: {2,}|\t+)){2,}[A-Z%#][\w%#()/_-]*|Filesystem +|USER +PID|PID +|"
    r"CONTAINER ID|Proto +|[\w.-]+ +\d+/\d+ +[A-Z][A-Za-z]+|[0-9a-f]{12} +[\w./:-]+ +\"",  # process tables
    r"(?:[GM]\d{1,3}(?: [A-Z]-?[\d.]+)+|G2[89])(?: *;.*)?$",  # what drives a 3D printer
    r"[\w.-]+ kernel: |EXT4-fs |usb \d+-\d|nvme\d|ata\d+[.:]|systemd\[\d|Out of memory: Killed|oom-kill|OOMKilled|"
    r"Permission denied \(|Connection (?:refused|closed by|reset by)|Host key verification failed|"
    r"[\w-]{1,24}(?:\(config[\w-]*\))?[#>] ?(?:do |show |conf|interface |no |ping |copy |write |exit|enable)[^\n]*$|"
    r"[EWI] \(\d+\) [\w-]+: |rst:0x|ets [A-Z][a-z]{2} |(?:Warning|Normal) +[A-Z]\w+ +\S+ +[\w-]+ +|"
    r"bash: |zsh: |sh: \d|-bash: |command not found|Segmentation fault|Killed$",
)
FOOD: Final = re.compile(
    r"(?<![\w-])\d+(?:[.,/]\d+)? ?(?:g|gr|kg|ml|cl|dl|l|EL|TL|tbsps?|tsps?|cups?|oz|lbs?|Prisen?|Msp|Bund|Zehen?|"
    r"cucchiai\w*|spicchi\w*|"
    r"c\. ?à ?[sc]|cuillères?|cucharad\w*|colher\w*|eetlepels?|theelepels?|łyżk\w*|łyżeczk\w*|szklan\w*|ст\. ?л|ч\. ?л|"
    r"г|мл|yemek kaşığı|çay kaşığı|su bardağı|克|毫升|勺|大さじ|小さじ|グラム|큰술|작은술|컵|चम्मच|कप|ملعقة|كوب|"
    r"غرام)(?![\w])"
)
CHORDS: Final = re.compile(
    r"^[ \t|]*(?:(?:Intro|Verse|Chorus|Bridge|Outro):? *)?"
    r"(?:[A-H][#b♯♭]?(?:maj|min|dim|sus|aug|add|m)?\d{0,2}(?:/[A-H][#b]?)?[ \t|]+){1,12}"
    r"[A-H][#b♯♭]?(?:maj|min|dim|sus|aug|add|m)?\d{0,2}(?:/[A-H][#b]?)?[ \t|x\d]*$",
    re.MULTILINE,
)
CRON_LINE: Final = re.compile(
    r"(?=[^\n]*\*)[\d*][\d*/,-]*(?: +[\d*][\d*/,-]*){4}$|"
    r"(?:@(?:reboot|daily|hourly|weekly|monthly)|(?:[\d*][\d*/,-]* +){5})\s*[\w/.]\S*"
)
LOG: Final = lines(
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[^a-z\n]{0,24}\[?[\w.:/-]*\]? ?[\[<(-]*"
    r"(?:INFO|WARN|ERROR|DEBUG|TRACE|FATAL|NOTICE|CRIT|info|warn|error|debug|notice|crit|LOG|E|W|I|D)\b",
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+|Z|[+-]\d\d)",
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d)? *[\]|]? *[\w./-]+(?:\[\d+\]|:\d+|=)",
    r"[^\W\d_]{3,4}\.? [ \d]\d \d\d:\d\d:\d\d [\w.-]+ [\w./@() -]+(?:\[\d+\])?:",
    r"\d{1,3}(?:\.\d{1,3}){3} \S+ \S+ \[\d\d/",
    r"\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}[ \d(]+[VDIWEF][ /]",
    r"[VDIWEF]/[\w.-]+ ?\( *\d+\)|[IWEF]\d{4} \d\d:\d\d:\d\d",
    r"\[ *\d+\.\d{4,}\] ",
    r"\d\d:\d\d(?::\d\d)? (?:[a-z][\w./-]*\[\d+\]|kernel|systemd|dockerd|cron|sshd|nginx|ollama)[:(\[]",
    r"\d{6} \d{6} \d+ (?:INFO|WARN|ERROR)",
    r"\[?(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL|CRITICAL|SEVERE|NOTICE)\]?(?:[:|\]]|\s+[\[\d\w.]+[\]:. -])",
    r"(?:time|ts|level|msg)=\S+ \w+=|\{\"(?:level|ts|time|timestamp|@timestamp|severity|msg)\":",
    r"\[\d\d:\d\d:\d\d(?:\.\d+)?\](?: \[[^\]\n]+\]|:)",
    r"\d\d:\d\d:\d\d[.,]\d{3,6} ",
    r"\[(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d",
    r"\d{8}-\d\d?:\d\d?:\d\d?|\d\d/\d\d/\d\d \d\d:\d\d:\d\d [A-Z]|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, [A-Z]|"
    r"\d{4}/\d\d/\d\d-?\d* \d\d:\d\d|"
    r"\d{10}(?:\.\d+)? +\d+ [\w.:]+ |- \d{10} \d{4}\.\d\d\.\d\d",
)
DIFF: Final = lines(
    r"diff --git |@@ -\d+(?:,\d+)? \+\d|\+\+\+ [\w/\"]|--- [ab/\"]|index [0-9a-f]{6,}\.\.|\*{3} \d+,\d+ \*{4}"
)
FORMULA: Final = re.compile(  # of a spreadsheet
    r"[ \t]*=[ {]?[^\W\d_a-z][^\W_a-z.]{1,24}(?:\.[^\W_a-z]+)*\(|\{ ?=|\{ ?MERGEFIELD "
)
SHEET_ERROR: Final = re.compile(
    r"#(?:¡?REF!|SPILL!|NAME\?|N/?A\b|VALUE!|DIV/0!|NUM!|NULL!|CALC!|WERT!|BEZUG!|NV\b|ÜBERLAUF!|NOM\?|VALEUR!|¡VALOR!|"
    r"VALOR!|¿NOMBRE\?|NOME\?|VALORE!|RIF!|WAARDE!|VERW!|NAAM\?|ARG!|ADR!|NAZWA\?|LICZBA!|ССЫЛКА!|ЗНАЧ!|ИМЯ\?|ДЕЛ/0!|"
    r"ПОСИЛАННЯ!|YOK\b|BAŞV!|DEĞER!|AD\?|SAYI/0!)"
)
ERROR_CODE: Final = re.compile(
    r"\b0x[0-9a-fA-F]{6,}\b|\b[A-Z]{2,}(?:_[A-Z0-9]{2,}){2,}\b|\b(?:ORA|TNS|PLS|SQLSTATE|ERR|KB|MSB|CS|TS|LNK)-?\d{4,}\b|"
    r"\(-\d{4,6}\)|\bHRESULT\b|\b[45]\d\d[ -][45]\.\d{1,2}\.\d{1,2}\b|"
    r"\b[Ee]rr(?:or|o|ore|eur)?\.? (?:code |n[o°.] ?)?\d{3,}\b|\berrno\b"
)
REGEX_SIGN: Final = re.compile(
    r"\\[dwsbDWSB](?![a-z])|\(\?[:=!<P]|\[\^?[^\]\s]{0,20}-[^\]\s]{1,20}\]|[\])\w]\{\d+(?:,\d*)?\}|^\^|\$$|\.[*+]|\)[*+?]"
)
SUM_LINE: Final = re.compile(
    r"^[^\n=]{0,60}\d[\d.,]*(?:[^=\n\d;(){}]{0,16}[x×*·÷]|[%²³]? ?[+:/−-]) ?\d[\d.,]*"
    r"[^\n=;(){}]{0,40}= ?[-−]?\d[^\n;{}]{0,60}$",
    re.MULTILINE,
)
SQL: Final = re.compile(
    r"^[ \t>(]*(?:SELECT\s[\s\S]{1,400}?\sFROM\s|INSERT (?:OVERWRITE |IGNORE )?INTO |"
    r"CREATE (?:OR REPLACE )?(?:TEMP\w* |"
    r"UNIQUE |EXTERNAL |MATERIALIZED )?(?:TABLE|VIEW|INDEX|PROCEDURE|FUNCTION|DATABASE|TRIGGER|SCHEMA|USER|TYPE) |"
    r"UPDATE [\w.\"`\[\]]+ (?:\w+ )?SET |DELETE FROM |ALTER TABLE |DROP (?:TABLE|VIEW|INDEX|DATABASE) |"
    r"WITH (?:RECURSIVE )?\w+ (?:\([^)\n]*\) )?AS ?\(|MERGE INTO |TRUNCATE TABLE |GRANT \w+ ON |"
    r"EXPLAIN (?:ANALYZE )?SELECT|"
    r"BEGIN TRANSACTION|DECLARE @?\w+ |EXEC(?:UTE)? \w+)",
    re.MULTILINE | re.IGNORECASE,
)
SHELL: Final = re.compile(
    r"^[ \t]*(?:(?:[\w.-]+@[\w.-]+[:~ ][^\n$#]*)?[$#%❯] (?=[\w./~-])|PS [A-Z]:\\|[A-Z]:\\[^\n>]*>)?(?:sudo +)?(?:"
    r"(?:apt|apt-get|yum|dnf|pacman|brew|snap|pip3?|npm|npx|yarn|pnpm|cargo|go|gem|composer|conda) +"
    r"(?:install|update|upgrade|remove|run|build|add|i|list|test|create|-\w)|"
    r"git +(?:add|commit|push|pull|clone|checkout|rebase|merge|log|diff|status|stash|reset|branch|fetch|init|"
    r"remote|tag|show|bisect|cherry-pick|switch|config)\b|"
    r"(?:docker(?:-compose)?|podman|kubectl|helm|terraform|systemctl|journalctl|ansible(?:-playbook)?|aws|"
    r"gcloud|az|vagrant) +[a-z-]+|"
    r"(?:ls|cd|cp|mv|rm|mkdir|chmod|chown|cat|head|tail|grep|egrep|rg|find|sed|awk|curl|wget|ssh|scp|rsync|tar|"
    r"zip|unzip|"
    r"ps|df|du|kill|killall|ping|netstat|ss|nmap|dig|mount|umount|dd|ln|touch|xargs|sort|cut|tr|wc|tee|ffmpeg|"
    r"openssl|python3?|node|"
    r"make|gcc|g\+\+|java|javac|mvn|gradle|ip|iptables|crontab|service|useradd|adduser|lsof|top|echo|export|"
    r"(?:Get|Set|New|Remove|Where|Select|Sort|ForEach|Start|Stop|Test|Invoke|Import|Export|Copy|Move|Rename|Write|Add)-[A-Z]\w+|"
    r"source|psql|mysql|redis-cli|jq|nc|watch) "
    r"+(?:-{1,2}[\w]|[\w.~*/-]*[./~*\"'$|>{][^\n]*$|[a-z]+(?: -| \||$)|\d+$))",
    re.MULTILINE,
)
SHELL_PROMPT: Final = re.compile(
    r"^[ \t]*(?:\$ [a-z./]|[\w-]+@[\w-]+:[~/][^\n]*[$#] |#!/|PS [A-Z]:\\|C:\\[^\n]*>)", re.MULTILINE
)
MARKUP: Final = lines(r"</?[a-zA-Z!?][\w:.-]*(?:\s[^<>\n]*)?/?>?", r"\{[%{#-]")
CONFIG: Final = lines(
    r"(?:- )?[\w./@\"'-]+:(?: *$| [\"'\[{&|>]| [\w./:@%-]+ *(?:#.*)?$)",  # YAML
    r"- [\w./-]+: [\w./:@\"'{\[-]+ *$",
    r"\[{1,2}[\w.:@ \"/-]+\]{1,2} *$",
    r"(?:export )?[A-Za-z_][\w.-]* ?= ?(?:[\"'\w/.:$@%{}<>+-]*|[\"'][^\n]*[\"']|\[[^\n]*\]?|\d+) *(?:[;#].*)?$",
    r"\"[^\"\n]+\": *(?:[\[{\"\d-]|true|false|null)",
    r"[\[\]{}],? *$",
    r"(?:FROM|RUN|CMD|COPY|ENTRYPOINT|WORKDIR|EXPOSE|ENV|ARG|ADD|HEALTHCHECK|LABEL|VOLUME) [\w\[./\"$@]",
    r"(?:server|location|upstream|http|events|resource|variable|provider|module|output|data|backend|frontend|"
    r"listen|host)"
    r" [^\n;{]*\{ *$",
    r"(?:listen|server_name|root|proxy_pass|location|include|worker_processes|ssl_\w+|access_log|error_log|bind|"
    r"RewriteEngine|RewriteRule|RewriteCond|Redirect|ProxyPass|AuthType|SetEnv|Header|Allow|Deny|AllowUsers|"
    r"Host|User|"
    r"HostName|IdentityFile|Port|PermitRootLogin|DocumentRoot|ServerName|Options|AllowOverride|Require|subnet|"
    r"interface|"
    r"ip address|hostname|set|alias|map|nnoremap|bindsym|exec)\s+[\w./:$@\"'~*-]+.*;? *$",
    r"(?:[\d*/,-]+ ){5}[\w/]",  # crontab
    r"(?:\$(?:TTL|ORIGIN)\b|[\w@.*-]*[ \t]+(?:\d+[ \t]+)?IN[ \t]+(?:SOA|NS|MX|A|AAAA|CNAME|TXT|SRV|PTR)\b)",  # DNS zone
    r"(?:switchport|spanning-tree|channel-group|router (?:ospf|bgp|eigrp)|access-list|no shutdown|line vty|vlan \d|"
    r"description|interface (?:range )?[A-Z][\w/.-]*\d) ?[^\n]{0,60}$|!$",  # switches and routers
    r"(?:[A-Z][a-z]+){2,}[ \t]+(?:yes|no|on|off|true|false|none|all|\d+|/\S+)[ \t]*$",  # sshd and the like
    r"Match (?:User|Group|Host|Address) \S|ForceCommand |PasswordAuthentication |AuthorizedKeys",
    r"/[\w-]+(?: [\w-]+)* (?:add|set|remove|print)\b[^\n]*\w=\S",  # RouterOS
    r"[!/]?[\w.*/-]{0,60}(?:\*\*?|\*\.\w{1,8}|\w/)$",  # .gitignore
    r"(?:UUID=|LABEL=|/dev/|//|[\w.-]+:/)\S+\s+/\S*\s+\w+",  # fstab
)
EQUATION_LINE: Final = re.compile(
    r"^(?=[^\n]*[=<>≤≥])(?=[^\n]*\d)[-+*/^()\[\]\t \d.,=<>≤≥²³√π·×÷−]*"
    r"(?:[a-zA-Z](?![a-zA-Z])[-+*/^()\[\]\t \d.,=<>≤≥²³√π·×÷−|]*)+$|"
    r"^P\([^)\n]{1,30}\) ?=",
    re.MULTILINE,
)
STATEMENT: Final = re.compile(r"^[ \t]*(?:while|for|if|elif|return|print|echo)\b[^\n]*[:;)\w]$", re.MULTILINE)
URL_LINE: Final = re.compile(r"^[ \t*•-]*(?:\d+[.)] )?(?:https?://|www\.)\S+\s*$", re.MULTILINE)
TABLE_LINE: Final = re.compile(
    r"^(?![ \t])[^\n|,;\t(){}]*(?:\|[^\n|]*\|[^\n|]*|,[^\n,]{0,30},[^\n,]{0,30}(?:,[^\n,]{0,30})*|\t[^\n\t]*\t[^\n]*|"
    r";[^\n;]{0,30};[^\n;]*)$",
    re.MULTILINE,
)
TABLE_RULE: Final = re.compile(r"^ *(?:[|+] ?:?-{2,}[-:| +]*|-{3,}(?: +-{2,})+ *)$", re.MULTILINE)
LATEX: Final = re.compile(
    r"\\(?:frac|sqrt|sum|int|begin|left|right|cdot|times|leq?|geq?|neq|pi|theta|alpha|beta|lambda|infty|mathbb|"
    r"mathrm|mathbf|text|"
    r"boxed|angle|triangle|overline|binom|lim|log|sin|cos|tan|ldots|dots|pmod|equiv|in|cup|cap|subset|to|"
    r"partial|nabla|circ|"
    r"sigma|mu|gamma|delta|epsilon|phi|omega|ket|forall|exists|quad|ln|vec|hat|bar|pm|operatorname)(?![a-z])|"
    r"\$[^$\n]{1,80}\$|\\\(|\\\["
)
EQUATION: Final = re.compile(
    r"\b[a-z][²³⁴ⁿ]|\blim\b|"
    r"(?:\b\d*[a-z](?:\^\d|²|³)?|\d|\)) ?[-+*/·×÷] ?(?:\d*[a-z]\b(?:\^\d|²)?|\d+[.,\d]*|\()[^\n=<>]{0,40}(?:=|<|>|≤|≥)|"
    r"\b[fgh]\([a-z0-9]\) ?=|\b\d*[a-z]\^\d|[∫∑∏√∞≤≥≠∈∀∃∂∇≡⊂∪∩]|\b[a-z] ?= ?-?\d+[.\d]*\b(?! *[;\"'])|"
    r"\d ?[+×÷*] ?\d|\d+ ?= ?\?",
    re.ASCII,  # Han letters are no part of a word: 函数f(x)=2x
)
NUMBER_ROW: Final = re.compile(r"\s*-?\d+(?:[./]\d+)?(?:\s*[,;]\s*(?:-?\d+(?:[./]\d+)?|[_?…]+)){3,}[\s,;.…?_]*$")
MATHS_SIGN: Final = re.compile(
    r"^[-+\d ]*[a-z](?: ?[-+*/] ?\d*[a-z])+ ?= ?-?\d+[.,]?$|\b[a-z]_\(?(?:n|\d)\b|[∫∑∏√∂∞²³]|\bd[xytu]\b|\^[\d({n]",
    re.MULTILINE,
)
EQUATION_SIGN: Final = re.compile(r"[=<>≤≥^∫∑∏√∞≠∈∀∃∂∇≡⊂∪∩×÷²³⁴ⁿ→]|\d ?[+*] ?\d")
NONPROSE: Final = dict.fromkeys(map(ord, f"{string.ascii_letters}{string.digits} \n\t\r.,'’-?!"))
LIST_ITEM: Final = re.compile(r"^ *- (?:[\w./:@=$-]+|\"[^\"\n]*\"|'[^'\n]*') *$", re.MULTILINE)
LATEX_SOURCE: Final = re.compile(
    r"\\(?:documentclass|usepackage|newcommand|renewcommand|section|begin\{(?:document|figure|table|itemize))|"
    r"@\w+\{|;$",
    re.MULTILINE,
)
PROGRAM_SIGN: Final = re.compile(
    r"[;{}#$&|@`\"]|==|!=|\+=|->|=>|::|\w\.\w+\(|\b[a-z]{2,}_|\b(?!sin|cos|tan|log|exp|sqrt|lim|max|min|gcd|lcm|"
    r"mod)\w{3,}\(|\w\[|/\w+/|//|\b(?:def|let|var|const|"
    r"int)\b|--\w"
)
SENTENCE_WORD: Final = re.compile(
    r"(?:^| )(?:the|a|an|is|are|of|and|to|that|my|this|with|it|how|as|der|die|das|und|ist|le|la|les|et|que|el|"
    r"los|il|di|che|de|het|een|und) ",
    re.IGNORECASE,
)
LATEX_COMMAND: Final = re.compile(LATEX.pattern.split("|\\$", 1)[0])
LICENCE: Final = re.compile(
    r"Licensed under the|Copyright (?:\([cC]\)|©|\d{4})|\"AS IS\"|Permission is hereby granted|General Public License|"
    r"[Rr]edistributions? (?:of source|and use)|SPDX-License"
)
HASH_COMMENT: Final = re.compile(r"^[ \t]*(?:#+|'+|;+|%+|!+|NB\.|⍝)(?: |$)", re.MULTILINE)
