"""What a prompt may ask for, as word lists in the languages that people ask in.

Rule: the same folded-phrase convention as ``lexicon``; a list says what it is for. Data only; any thread.
"""

from tray_router.answers.weak.lexicon.phrases import entries

TRANSLATE = entries(
    """
    was heißt; que veut dire; qué significa; cosa significa; o que significa; что значит; wat betekent; co znaczy;
    translat*; übersetz*; ins deutsche; ins englische; auf englisch; traduis; tradui*; traduc*; tradúc*; traduz*;
    traduire; tradurre; vertaal; vertalen; översätt*; oversett*; oversæt*; перевед*; переклад*; перевод*; przetłumacz*;
    přelož*; prelož*; çevir*; *çeviri*; dịch; terjemah*; 翻译; 翻譯; 訳し; に訳; 和訳; 英訳; 翻訳; 번역; ترجم; अनुवाद;
    แปล; μετάφρασ*; fordíts*; käännä; tradu; תרגם; 英語で言う; 英語で; 日本語で言う; 中国語で言う; 怎么说; 用英文;
    how do you say; wie sagt man; comment dit on; cómo se dice
    """
)
REWRITE = entries(
    """
    polite*; friendl*; höflich*; freundlich*; poli; cortés; educad*; cortese; вежлив*; grzeczn*; rewrite; rephrase*;
    paraphrase*; proofread*; correct; grammar*; spelling*; polish; improve; formal*; shorten; summar*; tl dr*; tldr;
    quote; extract; reword*; simplify; continue; complete; korrigier*; zusammenfass*; fass*; formulier*; verbesser*;
    umschreib*; kürz*; résum*; reformul*; corrig*; resum*; reescrib*; reformula*; riassum*; riscriv*; corregg*;
    samenvat*; herschrijf*; verbeter*; перефраз*; исправ*; сократ*; резюм*; podsumuj*; popraw*; streść*; shrň*; oprav;
    özetle*; düzelt*; 总结; 總結; 润色; 改写; 修改; 概括; 要約; 校正; 言い換え; 添削; 요약; 교정; 고쳐; tóm tắt;
    ringkas*; لخص; classify; sentiment*; what does it mean when; was bedeutet; transcribe; transcript*; read the text;
    repeat; cite
    """
)
PROOFREAD = entries(
    """
    proofread*; correct; grammar*; spelling*; polish; improve; korrigier*; corrig*; corregg*; verbeter*; исправ*;
    popraw*; oprav; düzelt*; 润色; 修改; 校正; 添削; 교정; 고쳐; repeat; extract; copy; wiederhol*; format; sort; lint;
    check; prüf*; répète; repite; 重复; transcribe; quote; verbesser*; echo; verbatim; exactly; fix; say; print;
    output; uppercase; lowercase; capitali*
    """
)
CORRESPONDENCE = entries(
    """
    mail*; email*; e mail*; reply*; letter; message; respond to; answer to; decline*; apology*; apologi*; excuse*;
    note to; tweet*; sms; text to; invitation*; rejection*; resign*; dialog*; story; scene; role play*; roleplay*;
    script; sketch; conversation; template; announcement*; turn down; say no; cancel*; antwort*; absag*; absage*;
    entschuldig*; brief; nachricht; ablehn*; mitteilung*; geschichte; courriel*; réponse*; répond*; lettre; excuses;
    refus*; histoire; correo*; carta; respuesta*; respond*; disculpa*; mensaje*; rechaz*; cuento; historia; risposta*;
    rispond*; lettera; messaggio; scus*; resposta*; respost*; mensagem; carta*; antwoord*; bericht; письмо*; ответ*;
    сообщен*; отказ*; извинен*; wiadomoś*; odpowied*; odpověd*; zprávu; e posta; mektup*; mesaj*; yanıt*; 邮件; 郵件;
    回复; 回覆; 信; 道歉; 拒绝; 对话; 故事; メール; 返信; 手紙; お詫び; 断; 会話; 메일; 답장; 편지; 사과; 거절; thư;
    surat*; balas*; رسالة; رد_; quote*; joke*; example of; examples of; support agent; chatbot*; status page
    """
)
POEM = entries(
    """
    poem*; lyric*; song*; refrain*; chant*; mantra*; villanelle*; haiku*; rhyme*; nursery*; prayer*; litany*; verse*;
    ballad*; hymn*; chorus*; rap; limerick*; pantoum*; gedicht*; lied; liedtext*; strophe*; reim*; poème*; chanson*;
    comptine*; poema*; canción*; copla*; poesia*; canzone*; filastrocca*; canção*; música; стих*; песн*; вірш*; пісн*;
    wiersz*; piosenk*; báse*; píseň*; písn*; şiir*; şarkı*; 诗; 歌; 詩; 시를; 노래; 가사; 동요; bài thơ; bài hát;
    puisi; lagu; قصيدة; أغنية; कविता; गीत; dikt*; sång*; sang; vers; cheer; blessing*; affirmation*; anaphora*;
    repetit*
    """
)
REPEAT = entries(
    """
    repeat*; times; over and over; again and again; test data; dummy; sample data; lorem; wiederhol*; mal; testdaten;
    répèt*; répét*; fois; repite; repet*; veces; volte; ripeti; vezes; keer; herhaal*; раз; повтор*; razy; powtórz*;
    krát; kez; kere; 重复; 重複; 遍; 次; 繰り返; 回; 번; 반복; digits of; same line*; same word*; transcribe*;
    pattern*; ascii*; banner*; binary; sequence*; fizzbuzz*
    """
)
LIMIT = entries(
    """
    at most; max; maximum; up to; no more than; or less; or fewer; under; limit*; within; short*; brief*; one word*;
    one sentence*; single; concise*; tokens; characters; only; just; yes or no; one line*; in a word; tl dr; tldr;
    quick*; first; exactly; höchstens; maximal; kurz*; nur; knapp*; in einem satz; ein wort; court*; bref*; brièvement;
    seulement; un mot; une phrase; moins de; breve*; corto; solo; una palabra; una frase; máximo; menos de; sólo;
    brevemente; una parola; massimo; al massimo; curto; curta; apenas; uma palavra; só; kort*; alleen; één woord;
    кратк*; коротк*; только; одним словом; не более; krótk*; tylko; jednym; stručn*; krátk*; kısa*; sadece; tek; 简短;
    简单; 简要; 一句话; 只; 不超过; 以内; 以內; 一个词; 一言; 短く; だけ; のみ; 以内で; 簡潔; 짧게; 한 단어; 한 문장;
    만_; 간단; 이내; ngắn; singkat*; hanya; باختصار; فقط; एक शब्द; संक्षेप; stop after; words; sentences; wörter*;
    worten; sätze*
    """
)
HARD_LIMIT = entries(
    """
    tokens; token; characters; stop after; zeichen; caractères; caracteres; as many; endless*; forever; keep going;
    don't stop; all the digits; until you; num predict; max tokens
    """
)
LONG_TEXT = entries(
    """
    lettre de motivation; bewerbungsschreiben; anschreiben; carta de presentación; lettera di presentazione;
    lettera di motivazione; carta de apresentação; essay*; article; blog post*; report; story; speech; press release;
    cover letter; tutorial; paragraphs; long text; chapter; aufsatz*; bericht; artikel; geschichte; rede; erörterung*;
    blogbeitrag*; dissertation; article de; rédaction; récit; discours; ensayo*; artículo; informe; relato; discurso;
    saggio; tema su; articolo; racconto; redação; artigo; opstel; verslag; эссе; сочинение; статью; доклад; esej;
    artykuł; makale; kompozisyon; 作文; 文章; 论文; 報告; 报告; エッセイ; 記事; レポート; 作文を; 에세이; 기사를;
    보고서; bài luận; bài văn; esai; artikel tentang; مقال; निबंध; uppsats*; stil om; tanulmány*; essee*
    """
)
IN_DETAIL = entries(
    """
    in detail*; detailed*; thorough*; step by step; comprehensive*; in depth; elaborate; at length; ausführlich*;
    detailliert*; schritt für schritt; im detail; en détail*; détaillé*; étape par étape; detallad*; en detalle;
    paso a paso; dettagli*; passo dopo passo; detalhad*; em detalhe*; passo a passo; uitgebreid*; stap voor stap;
    подробно; пошагово; детально; szczegółow*; krok po kroku; podrobn*; ayrıntılı*; adım adım; detaylı*; 详细; 詳細;
    详尽; 一步一步; 逐步; 詳しく; 자세히; 단계별; 상세; chi tiết; secara rinci; detail; بالتفصيل; विस्तार; utförlig*;
    grundigt; essay
    """
)
EXPLAIN = entries(
    """
    why; how does; how did; explain; describe; warum; wieso; erklär*; beschreib*; wie funktioniert; pourquoi;
    explique*; décri*; comment fonctionne; por qué; explica*; cómo funciona; perché; spiega*; descriv*; por que;
    descrev*; waarom; leg uit; beschrijf; почему; объясни*; опиши*; dlaczego; wyjaśnij*; opisz*; proč; vysvětl*; neden;
    açıkla*; 为什么; 為什麼; 解释; 描述; なぜ; 説明; 왜; 설명; tại sao; giải thích; mengapa; jelaskan; لماذا; اشرح;
    क्यों; prove that; derive; beweise; démontre*; demuestra*; compare; vergleiche
    """
)
SHORT_QUESTION = entries(
    """
    headline*; caption*; slogan*; tagline*; subject line; outline; opening; first line; one liner; how do you say;
    how do you spell; how do you write; how do you call; what do you call; how do you pronounce; in one; which;
    how do they call; how do we call; welche*; what is the word; title; name; true or false; caption
    """
)
WRITE_VERBS = entries(
    """
    rédige*; redact*; redig*; verfass*; compose; draft; write; implement; implementing; create; generate; build;
    code up; give me; show me; refactor; convert; port; rewrite; develop; make a; make me; need a; define; program a;
    add; produce; provide; complete the; schreib*; implementier*; erstell*; generier*; programmier*; gib mir; baue;
    zeig mir; refaktorier*; entwickle; brauche; écris; écrire; écrivez; crée; créer; créez; génère; générer;
    implémente*; donne moi; développe; programme; escrib*; crea; crear; genera; generar; implementa*; dame; haz;
    desarrolla; programa; scrivi; creare; dammi; realizza; escrev*; crie; gere; implemente*; faça; criar; schrijf;
    maak; genereer; geef me; напиши*; создай*; сгенерир*; реализуй*; сделай; напис*; створи*; napisz; stwórz;
    zaimplement*; wygeneruj; utwórz; napiš; vytvoř; naprogramuj; yaz; yazın; oluştur*; yazar mısın; 写; 寫; 编写; 編寫;
    实现; 實現; 生成; 给我; 创建; 書いて; 作成; 実装; 作って; 작성; 만들; 구현; 짜_; 짜줘; viết; tạo; tulis*; buat*;
    اكتب; أنشئ; लिख; बना; skriv; skapa; lav; lag; kirjoita; írj; scrie; γράψε
    """
)
CODE_NOUNS = entries(
    """
    function; function that; functions; script; program; regex*; regular expression*; sql; code; one liner*; class;
    method; snippet; unit test*; pytest; dockerfile; docker compose; html; css; react component; component; endpoint;
    bash; shell; powershell; python; javascript; typescript; rust; java; golang; in c; c++; makefile; cron; crontab;
    decorator; algorithm; query; github action*; jq; awk; sed; funktion*; skript*; programm; klasse; abfrage;
    regulären ausdruck; methode; fonction*; requête; classe; programme; función*; programa; clase; consulta; código;
    funzione*; programma; codice; função*; funcao; functie*; функци*; скрипт*; программ*; запрос*; класс*; код; функц*;
    funkcj*; skrypt*; zapytanie; kod; funkci; dotaz; fonksiyon*; betik*; sorgu*; kodu; 函数; 函數; 脚本; 代码; 代碼;
    程式; 程序; 正则; 查询; 查詢; 命令; 関数; スクリプト; コード; クエリ; プログラム; 正規表現; 함수; 스크립트; 코드;
    쿼리; 프로그램; 정규식; hàm; mã; kịch bản; fungsi; skrip; kode; دالة; كود; برنامج; सक्रिप्ट; फ़ंक्शन; कोड
    """
)
NOT_CODE_NOUNS = entries(
    """
    commit message*; docstring*; comment*; readme*; documentation*; changelog*; explanation*; summary*; description*;
    code review*; essay*; article; blog*; pseudo*;
    release note*; test test cases for; user stor*; in words; story; poem*; joke*; example of a; tv script;
    movie script; cover letter; plan; kommentar*; dokumentation; erklär*; beschreib*; zusammenfass*;
    résumé; expli*; commentaire*; comentario*; explic*; spieg*; объясн*; описан*; 注释; 说明; 解释; コメント; 説明;
    설명; speech; bug report; tagline*; slogan*; invitation*; video script; class schedule;
    class reunion*; social; without code; training program*; workout*; fitness*; no code; pros and cons; dress code;
    postal code; zip code; discount code; class trip; scene; monologue*; youtube; movie; film; podcast*; comedy*;
    theater*; theatre*; script writer*; screenplay*; radio; sales script; phone script; call script;
    programming problem; exercise program*; school class; my class; radio program*; loyalty program*; qr code;
    code of conduct; trace; output of
    """
)
# the same, unless a word for code comes before them: "a function that validates an email"
OTHER_NOUNS = entries(
    """
    question*; email*; mail; letter; name for; names for; title; list of; issue; report; plan; ideas; brief; nachricht
    """
)
SKELETON = entries(
    """
    skeleton*; stub*; template*; boilerplate*; outline*; scaffold*; abstract*; interface*; protocol*; placeholder*;
    fill in; fill it in; gerüst*; vorlage*; squelette*; esqueleto*; scheletro*; modèle; plantilla*; шаблон*; заготовк*;
    szkielet*; kostra; iskelet*; 骨架; 模板; 框架; スケルトン; 雛形; テンプレート; 뼈대; 템플릿; pyi; only the change*;
    changed lines; only what change*; diff; patch; todo*; exercise*; notimplemented*; not implemented;
    not yet implemented; signature*; header file; no op; do nothing; does nothing; empty; what is missing;
    nothing else; only show; show only; just the changed; just the; ellipsis*; übung*; schnittstelle*; abstrakt*;
    interfaz*; exception*; ausnahme*; mock*; fake; homework for; kata; structure; struktur*; pass statement; minimal;
    marker; sentinel
    """
)
ABOUT_MARKUP = entries(
    """
    template*; token*; chatml*; think tag*; tags; tag; special token*; prompt format*; chat format*; deepseek*;
    end of turn*; system prompt*; markup*; tokenizer*; modelfile*; fine tun*; finetun*; prompt injection*;
    instruct format*; xml; eos; bos; jinja*; llama*; mistral*; qwen*; vorlage*; modèle de chat*; plantilla*; 模板;
    标签; 标记; テンプレート; タグ; 템플릿; 태그; role; html
    """
)
ABOUT_ASSISTANTS = entries(
    """
    can you think*; can you feel*; can you write code; can you code; are you able; chatbot*; as an ai; language model*;
    llm*; are you; can you see; can you view; bist du; es tu; êtes vous; eres; sei un*; você é; ты; jesteś;
    who are you; your name; refus*; do you have; do you know; do you feel; what are you; wer bist du; qui es tu;
    quién eres; 你是; 你能看; あなたは; 너는; 당신은; can ai; sprachmodell*; hast du; kannst du bilder; yourself;
    can you read; can you open; can you access; your training; your knowledge; your favorite; your favourite;
    do you like; do you ever; your opinion
    """
)
MISSING_REFERENCE = entries(
    """
    this; these; my; the following; below; attached; that; the text; the code; the article; the email; the document;
    the file; the error; it; dies*; folgend*; mein*; den text; den code; angehängt*; das; ce; cette; ci dessous; mon;
    ma; le texte; ceci; este; esta; esto; mi; el texto; siguiente*; questo; questa; il mio; la mia; il testo; seguente;
    isto; isso; meu; minha; o texto; dit; deze; mijn; de tekst; это*; этот; мой; текст; следующ*; ten; to; mój; tekst;
    tento; můj; bu; şu; metni; 这; 這; 以下; 我的; 下面; この; これ; 以下の; 이_; 이것; 다음; 내_; này; sau; ini;
    berikut; هذا; هذه; यह; इस
    """
)
ACKNOWLEDGEMENTS = entries(
    """
    sure; sure thing; certainly; of course; absolutely; ok; okay; understood; got it; i understand; alright;
    no problem; gladly; gerne; natürlich; klar; verstanden; alles klar; sicher; bien sûr; d'accord; compris;
    avec plaisir; claro; por supuesto; entendido; vale; certo; certamente; capito; va bene; com certeza; natuurlijk;
    prima; begrepen; konечно; конечно; понял; хорошо; oczywiście; jasne; jistě; tabii; tabii ki; elbette; 当然; 好的;
    没问题; 明白了; 好; 当然可以; 承知しました; わかりました; 了解しました; はい; もちろんです; 네; 알겠습니다;
    물론입니다; tất nhiên; được; tentu; baik; sure i can help with that; sure i can help you with that;
    yes i can help with that; sure i'd be happy to help; i'd be happy to help; i'd be happy to help with that;
    i would be happy to help; certainly i can help with that; thank you; thanks for sharing; thank you for sharing;
    you're welcome; great question; that's a great question; i can help with that; let me think; hmm;
    let me help you with that; sure let me help you with that; of course i can help you with that; i will do my best;
    i'll do my best; let's get started; done
    """
)
