r"""Line patterns of mails and chats: data for ``content``.

Rule: as in ``line_patterns``. Pure; any thread.
"""

from __future__ import annotations

import re
from typing import Final

from tray_router.routing.line_patterns import lines

MAIL_HEADER: Final = lines(
    r"(?:From|To|Cc|Bcc|Subject|Sent|Date|Reply-To|Message-ID|Return-Path|Received|MIME-Version|Delivered-To|"
    r"Von|An|Betreff|"
    r"Gesendet|Datum|De|À|Objet|Envoyé|Para|Asunto|Enviado|Assunto|Da|Oggetto|Inviato|Van|Aan|Onderwerp|Od|Do|"
    r"Temat|От|Кому|"
    r"Тема|Від|Кому|Kimden|Kime|Konu|发件人|收件人|主题|差出人|宛先|件名|보낸 사람|받는 사람|제목|من|إلى|الموضوع|विषय|"
    r"प्रेषक)\s?[:：]\s?\S"
)
GREETING: Final = lines(
    r"(?:Hi|Hello|Hey|Dear|Greetings|Good (?:morning|afternoon|evening)|Hallo|Guten (?:Tag|Morgen)|"
    r"Sehr geehrte\w*|Liebe[r]?|"
    r"Moin|Bonjour|Bonsoir|Salut|Cher|Chère|Madame|Monsieur|Hola|Buenos días|Buenas|Estimad[oa]s?|Querid[oa]|"
    r"Olá|Oi|Bom dia|"
    r"Boa tarde|Prezad[oa]s?|Car[oa]|Ciao|Buongiorno|Salve|Gentile|Egregio|Spett|Beste|Geachte|Dag|Goedemorgen|"
    r"Cześć|Dzień dobry|"
    r"Szanown[iay]|Drog[ia]|Witam|Здравствуйте|Привет|Добрый день|Уважаем\w+|Дорог\w+|Вітаю|Добрий день|"
    r"Доброго дня|Шановн\w+|"
    r"Привіт|Merhaba|Sayın|Selam|Değerli)\b[^\n.?!:]{0,40}[,!.]?\s*(?:\n|$)",
    r"(?:Hi|Hello|Dear|Hey|Hallo|Bonjour|Hola|Olá|Ciao|Beste|Cześć|Привет|Здравствуйте|Merhaba) [^\n,.]{1,30}[,!] ?",
    r"(?:您好|你好|尊敬的|亲爱的|お世話になって|拝啓|こんにちは|안녕하세요|مرحبا|السلام عليكم|السيد|عزيزي|नमस्ते|प्रिय|"
    r"आदरणीय)",
    r"[^\n]{1,20}(?:様|さん|先生|님)[、,:：]?\s*$",
)
SIGN_OFF: Final = lines(
    r"(?:(?:Best|Kind|Warm|Many)?(?: ?regards|est wishes| thanks)|Best|Regards|Cheers|Thanks(?: again| a lot)?|"
    r"Thank you|Sincerely|"
    r"Yours (?:sincerely|faithfully|truly)|Love|Cordially|Mit freundlichen Grüßen|Viele Grüße|Liebe Grüße|"
    r"Beste Grüße|Gruß|VG|LG|MfG|"
    r"Cordialement|Bien à vous|Merci d'avance|Bises|Saludos|Atentamente|Un saludo|Gracias|Atenciosamente|"
    r"Abraços?|Obrigad[oa]|"
    r"Cordiali saluti|Distinti saluti|Saluti|Grazie|Met vriendelijke groet\w*|Groet\w*|Pozdrawiam|Z poważaniem|"
    r"Pozdrowienia|"
    r"С уважением|Спасибо|З повагою|Дякую|Saygılarımla|Teşekkürler|İyi çalışmalar|此致|敬礼|よろしくお願い|敬具|"
    r"감사합니다|"
    r""
    r"مع التحية|شكرا|तुम्हारा|धन्यवाद|सादर|भवदीय)\s*[,!.。]?\s*(?:$|\n|[A-Z][a-z]+ *$)"
)
MAIL_MARK: Final = re.compile(
    r"^On (?:.{5,80}|.{5,60}\n.{1,60}) ?wrote:|^(?:>+ ?.*\n){2,}|^[-–—]{1,2} ?[A-Z][a-z]+(?: [A-Z][a-z]+)?$|"
    r"^_{20,}$|^To (?:be removed|unsubscribe)|"
    r"[Cc]lick (?:here|on the link)|^-{2,} ?(?:Original Message|Forwarded message|Ursprüngliche)|"
    r"^Am .{5,60} schrieb|^Le .{5,60} a écrit|"
    r"^El .{5,60} escribió|^Sent from my |^-- ?$|^Von meinem .{3,20} gesendet",
    re.MULTILINE,
)
CHAT: Final = re.compile(  # groups: time stamp, speaker in angle brackets, speaker before a colon
    r"^(\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? )?\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\]?[ ,-]* )?"
    r"(?:<([@+~]?[\w.-]{2,20})> |(@?[^\W\d_][\w' .\U0001f300-\U0001faff-]{0,22}|[+*-])"
    r" ?(?:\(\d{1,2}:\d\d\))?[:：] ?)\S+",
    re.MULTILINE,
)
SPEAKER_LINE: Final = re.compile(r"^[^\W\d_][\w' .-]{1,24},? \[?\d{1,2}:\d\d(?: ?[AP]M)?\]?$", re.MULTILINE)
