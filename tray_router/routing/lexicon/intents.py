"""What people want done with what they have selected, in all languages.

Rule: as in the other tables. ``constraint`` is looked for in the content only: it is what puzzles, rosters and orders
of work are made of. ``rightness`` counts only where there is something to be checked.
"""

from __future__ import annotations

from typing import Final

INTENTS: Final[dict[str, str]] = {
    # an application whose rules, formulas or settings are wanted
    "office": "a column that, second column, third column, new column, extra column, another column, a cell that, "
    "notepad++, search and replace, find and replace, excel, google sheet, google sheets, google docs, sheets, "
    "spreadsheet, spreadsheets, libreoffice, openoffice, libre office, in calc, outlook, thunderbird, in gmail, "
    "gmail filter, mail filter, mail rule, in word, word document, powerpoint, onenote, sharepoint, power automate, "
    "apps script, google apps script, pivot, pivot table, pivot tables, conditional formatting, mail merge, vlookup, "
    "xlookup, countif, countifs, sumif, sumifs, sverweis, data validation, this column, that column, the column, "
    "column a, column b, column c, column d, cell, cells, my sheet, the sheet, this sheet, workbook, worksheet, "
    "autofill, airtable, notion database, zapier, ifttt, in teams, in jira, in confluence, in obsidian, in latex, "
    "word macro, in indesign, in photoshop, in acrobat, tabellenkalkulation, tabellenblatt, arbeitsmappe, zelle, "
    "zellen, bedingte formatierung, serienbrief, pivottabelle, in spalte, die spalte, filterregel, tableur, "
    "feuille de calcul, classeur, cellule, cellules, mise en forme conditionnelle, publipostage, hoja de cálculo, "
    "hojas de cálculo, celda, celdas, formato condicional, tabla dinámica, la hoja, mi hoja, planilha, planilhas, "
    "folha de cálculo, célula, células, formatação condicional, tabela dinâmica, foglio di calcolo, foglio excel, "
    "celle, cella, formattazione condizionale, tabella pivot, rekenblad, spreadsheetje, werkblad, cel, cellen, "
    "voorwaardelijke opmaak, draaitabel, arkusz, arkuszu, arkusza, w excelu, komórka, komórce, komórki, komórek, "
    "formatowanie warunkowe, tabela przestawna, korespondencja seryjna, эксел*, экселе, в ворде, в аутлук*, "
    "гугл таблиц*, google таблиц*, электронн* таблиц*, ячейк*, ячеек, сводн* таблиц*, условное форматирование, "
    "в таблице, ексел*, електронн* таблиц*, клітинк*, комірк*, комірок, зведен* таблиц*, умовне форматування, "
    "в таблиці, excelde, excel'de, e tablo*, elektronik tablo*, hücre*, sütun*, koşullu biçimlendirme, 엑셀*, "
    "스프레드시트*, 구글시트*, 구글 시트*, 시트*, 셀*, 피벗*, 조건부 서식, 아웃룩*, एक्सेल*, शीट, गूगल शीट, कॉलम, "
    "सेल में",
    "macro": "with one command, in one command, single command, mit einem befehl, en une commande, con un comando, "
    "con un solo comando, com um comando, con un unico comando, met één commando, jednym poleceniem, одной командой, "
    "однією командою, tek komutla, 명령어 하나*, एक कमांड, scriptje, as a script, als skript, als script, en script, "
    "como script, come script, jako skrypt, в виде скрипта, у вигляді скрипта, macro, macros, vba, makro, makros, "
    "makra, macro's, макрос*, makroyu, makrosu, 매크로*, मैक्रो, applescript, apple script, autohotkey, "
    "apple shortcuts, automator, tampermonkey, userscript, bookmarklet, task scheduler, scheduled task, launchd, "
    "launch agent, aufgabenplanung, planificateur de tâches, планировщик* заданий, планувальник*, batch file, "
    "bat file, .bat, shell alias, docker compose file, skrypt*, script shell, скрипт*, betik*, 스크립트*, स्क्रिप्ट",
    "formula": "formula, formulas, formel, formeln, formule, formules, fórmula, fórmulas, formuła, formułę, formuły, "
    "формул*, formül*, 수식*, 함수*, फॉर्मूला, फ़ॉर्मूला, सूत्र",
    "automate": "apne aap, khud se ho jaye, notify me when, mail me when, e mail me when, alert me when, "
    "warn me when, every morning by mail, prévienne par mail, me prévienne, avísame cuando, me avise quando, "
    "avvisami quando, mi avvisi, waarschuw me als, powiadom mnie, присылало мне, щоранку, her sabah mail, automate, "
    "runs by itself, run by itself, run itself, does it by itself, do it by itself, fa da sé, da sé, faccia da sé, "
    "todo solo, lo haga sola, lo haga solo, faça sozinho, fasse tout seul, se fasse, vanzelf gaat, samo robi, "
    "żeby samo, чтобы само, чтоб само, сам это делал, сам це робив, само робило, щоб само, kendi kendine, tek tuşla, "
    "benim yerime, 알아서 되, automated, automatically, automation, automatic, by itself, on its own, "
    "without doing it by hand, by hand every, every time by hand, one click, with one click, double click, "
    "run at night, at boot, on startup, every night at, a little program, a small program, a thing that, "
    "something that goes through, automatisch, automatisier*, von selbst, von allein, automatique, automatiquement, "
    "automatiser, tout seul, automático, automática, automáticamente, automatizar, automatize, automatiza, solo sin, "
    "automaticamente, sozinho, automatico, automatizzare, da solo, automatiseren, vanzelf, automatycznie, "
    "zautomatyz*, automatyzac*, samo się, автоматич*, автоматизир*, автоматизац*, сам собой, само собой, "
    "автоматизув*, сама собою, otomatik*, kendiliğinden, 자동*, 알아서, अपने आप, ऑटोमैटिक, स्वचालित, automatic ho",
    "setting": "what should i type, what exactly do i type, what exactly do i have to add, what do i have to add, "
    "what do i add, qué comando, qué comando pongo, qué pongo, quelle commande, welchen befehl, quale comando, "
    "que comando, welk commando, jaką komendę, какую команду, что вбивать, мне вбивать, яку команду, hangi komut*, "
    "어떤 명령*, कौन सी कमांड, set that up, set it up for, what do i change, what do i have to change, "
    "what must i change, was muss ich ändern, was muss ich umstellen, que dois je changer, qué tengo que cambiar, "
    "o que tenho de mudar, cosa devo cambiare, wat moet ik veranderen, wat moet ik laten intypen, co mam zmienić, "
    "co zmienić, что исправить, что поменять, що вписати, що змінити, neyi değiştir*, 어디를 뭘로, 뭘로 바꿔, "
    "바꿔야 돼, क्या बदल*, kya badal*, setting, settings, is there a way to turn, turn this off, turn it off, "
    "switch this off, how do i set, where do i set, how do i enable, how do i disable, where do i enter, "
    "what do i enter, what do i put, what do i type, what must i type, what do i have to enter, "
    "what do i have to type, how do i configure, set up, set this up, set it up, configure, config for, einstellung*, "
    "wie stelle ich, wo stelle ich, einstellen, einrichten, konfigurier*, was muss ich eingeben, "
    "was muss ich eintippen, réglage, réglages, paramètre, paramètres, paramétrer, configurer, que dois je taper, "
    "que dois je mettre, ajuste, ajustes, configurar, configuro, cómo configuro, qué tengo que poner, qué escribo, "
    "configuração, definições, o que tenho de escrever, impostazione, impostazioni, impostare, configurare, "
    "cosa devo scrivere, instelling*, instellen, hoe stel ik, wat moet ik typen, wat moet ik invullen, ustawienie, "
    "ustawić, ustawienia, skonfigurować, co mam wpisać, co wpisać, настрои*, настройк*, настроить, что вводить, "
    "что набрать, что прописать, налаштув*, що вводити, що прописати, ayar, ayarı, ayarla*, ayarlar*, ne yazmam, "
    "설정*, 어떻게 입력, सेटिंग*, सेट कैसे, सेट करूँ, क्या टाइप",
    # is it right, who is right, where is the mistake in the thinking
    "verify": "reconcile, where does the difference, where do the difference, does this balance, "
    "do the books balance, why is there a difference, woher kommt die differenz, d'où vient la différence, "
    "de dónde sale la diferencia, de onde vem a diferença, da dove viene la differenza, waar komt het verschil, "
    "skąd różnica, откуда разница, звідки різниця, fark nereden, check the numbers, check these numbers, "
    "check his numbers, check her numbers, check the figures, check the sums, check the sum, check the total, "
    "check the totals, check her math, check his math, check her maths, check his maths, check their math, "
    "check our math, check my working, check my work, check my solution, check my answer, check my arithmetic, "
    "check the arithmetic, check the invoice, check this invoice, check the bill, check whether this adds, "
    "are the numbers right, are the figures right, are these numbers right, is the sum right, is the math right, "
    "is the maths right, is my math right, is his math right, did i calculate, did he calculate, did she calculate, "
    "did they calculate, did they charge, did i do this right, did i get this right, did i make a mistake, "
    "calculated correctly, add up correctly, does the math, do the numbers, do these numbers, does that add up, "
    "does it all add up, can this be right, can that be right, can that be true, can this be true, is he right, "
    "is she right, are they right, am i right, is my answer right, is my solution right, plausible, "
    "make sense numerically, stimmt die rechnung, stimmt der betrag, stimmen die zahlen, stimmt die summe, "
    "kann das stimmen, kann das sein, rechne nach, nachrechnen, rechne das nach, richtig gerechnet, falsch gerechnet, "
    "richtig berechnet, hat er recht, hat sie recht, habe ich richtig, geht die rechnung auf, prüf die zahlen, "
    "prüfe die rechnung, vérifie le calcul, vérifie les calculs, vérifie mon calcul, vérifie ses calculs, "
    "vérifier le calcul, le calcul est juste, le compte est bon, calcul correct, bien calculé, il a raison, "
    "elle a raison, est ce que ça colle, les chiffres sont, ça peut être vrai, revisa las cuentas, "
    "revisa los números, comprueba el cálculo, comprueba los cálculos, salen las cuentas, está bien calculado, "
    "bien calculado, tiene razón, cuadran, cuadra, puede ser cierto, confere a conta, confere as contas, "
    "confira as contas, confira o cálculo, verifica as contas, as contas batem, bate certo, tem razão, "
    "está bem calculado, calculou certo, pode ser verdade, controlla i conti, verifica i conti, controlla il calcolo, "
    "tornano i conti, il conto è giusto, ha ragione, è calcolato bene, può essere vero, controleer de berekening, "
    "klopt de berekening, klopt de rekening, klopt deze, kloppen deze, kloppen de, kan dit kloppen, kan dat kloppen, "
    "heeft hij gelijk, heeft zij gelijk, reken na, nagerekend, narekenen, goed berekend, sprawdź obliczenia, "
    "sprawdź rachunek, sprawdź wyliczenia, dobrze policzył*, dobrze policzone, czy dobrze, ma rację, zgadza się suma, "
    "czy to możliwe, проверь расчет*, проверь расчёт*, правильно посчита*, правильно ли посчита*, верно посчита*, "
    "правильно рассчита*, сходится, сходятся, он прав, она права, может ли такое, перевір розрахун*, "
    "правильно порахува*, правильно порахован*, сходиться, він правий, вона права, чи може таке, doğru hesapla*, "
    "hesap doğru, hesabı kontrol, hesapları kontrol, haklı mı, tutuyor mu, doğru olabilir mi, 계산이 맞*, 계산 맞*, "
    "맞게 계산*, 검산*, 말이 맞*, 맞는 말*, हिसाब सही, हिसाब ठीक, हिसाब जाँच*, गणना सही, सही जोड़*, हिसाब चेक, "
    "hisab sahi",
    "rightness": "check my, check his, check her, check their, check our, double check, verify my, verify the, "
    "prüf mein*, kontrollier*, vérifie mon, vérifie ma, revisa mi, comprueba mi, confere meu, confere minha, "
    "controlla il mio, controlla la mia, controleer mijn, sprawdź mój, sprawdź moje, проверь мо*, проверь, "
    "перевір мо*, перевір, kontrol et, 확인해*, जाँच*, जांच*, right, correct, correctly, wrong, true, false, mistake, "
    "mistakes, mistaken, error, miscalculated, miscounted, overcharge, overcharged, undercharged, cheated, add up, "
    "adds up, plausible, realistic, fair, honest, exaggerated, really, richtig, falsch, korrekt, stimmt, stimmen, "
    "fehler, verrechnet, verzählt, betrogen, realistisch, wirklich, wahr, juste, faux, fausse, exact, vrai, vraiment, "
    "erreur, trompé, trompés, réaliste, arnaqué, correcto, correcta, cierto, bien, mal, equivocado, equivocada, "
    "se equivocó, se ha equivocado, verdad, de verdad, realista, engañan, errado, errada, errou, erro, certo, certa, "
    "enganou, verdade, mesmo, fecha, bate, giusto, giusta, sbagliato, sbagliata, sbaglia, errore, vero, davvero, "
    "realistico, torna, tornano, juist, goed, fout, klopt, kloppen, vergist, waar, echt, opgelicht, dobrze, źle, "
    "błąd, pomylił, pomyliła, pomyłka, prawda, naprawdę, zgadza, realne, wynika, верно, неверно, правильно, "
    "неправильно, ошибка, ошибся, ошиблась, ошиблись, правда, действительно, обманули, сходится, вірно, невірно, "
    "помилка, помилився, помилилась, помилились, справді, обдурили, doğru, yanlış, hata, hatalı, yanılıyor, "
    "gerçekten, tutuyor, kandırıldım, 맞아*, 맞나*, 맞는*, 맞습*, 틀렸*, 틀린*, 틀리*, 잘못*, 정말*, 진짜*, 제대로, "
    "सही, ग़लत, गलत, गलती, ग़लती, सच, सचमुच, ठीक, sahi, galat",
    "flaw": "who is right, who's right, which of them is right, which of us is right, one of them is wrong, "
    "weak spot, weak point, holes in, poke holes, wer hat recht, wer hat hier recht, wer von beiden, "
    "wer liegt richtig, schwachstelle, qui a raison, lequel a raison, laquelle a raison, point faible, "
    "quién tiene razón, cuál de los dos, punto débil, quem tem razão, quem está certo, quem tá certo, ponto fraco, "
    "chi ha ragione, chi dei due, punto debole, wie heeft gelijk, wie heeft er, wie van de twee, zwakke plek, "
    "kto ma rację, kto tu ma rację, słaby punkt, кто прав, кто тут прав, кто из них прав, слабое место, хто правий, "
    "хто має рацію, хто тут, слабке місце, kim haklı, kim doğru söyl*, hangisi haklı, zayıf nokta, 누가 맞*, "
    "누구 말이 맞*, 누가 옳*, 약점*, कौन सही, किसकी बात सही, kaun sahi, clause fair, is this clause, "
    "contract clause, fair to the, is it fair, is this fair, loophole*, argument, arguments, argumentation, fallacy, "
    "fallacies, fallacious, contradict*, contradiction*, consistent, inconsistent, consistency, hold up, holds up, "
    "hold water, holds water, non sequitur, circular reasoning, all be true, both be true, logically, does a follow, "
    "follow from, follows from, follow from the rest, who's lying, who is lying, is lying, jump to conclusion, "
    "error in reasoning, flaw in, wrong with this reasoning, wrong with his reasoning, wrong with her reasoning, "
    "this conclusion, the conclusion, his conclusion, correlation, causation, does that prove, does this prove, "
    "widersprech*, widersprich*, widerspruch*, widersprüch*, trugschluss*, fehlschluss*, denkfehler*, "
    "schlussfolgerung*, logikfehler*, wer lügt, schlüssig, raisonnement, raisonnements, contradictoire*, "
    "se contredi*, sophisme*, faille*, qui ment, cohérent*, conclusion tient, razonamiento*, falacia*, "
    "se contradice*, contradicen, contradictori*, quién miente, coherente*, la conclusión, raciocínio*, falácia*, "
    "contradiz*, contradições, contraditóri*, quem mente, quem está mentindo, a conclusão, ragionamento, "
    "ragionamenti, fallacia, contraddi*, chi mente, coerente, la conclusione, redenering*, drogreden*, denkfout*, "
    "tegenstrijdig*, spreken elkaar tegen, wie liegt, de conclusie, rozumowani*, sprzeczn*, błąd logiczny, "
    "błąd w rozumowaniu, kto kłamie, wniosek, рассужден*, противореч*, логическ*, логично, кто врет, кто врёт, "
    "кто лжет, вывод верен, ошибка в рассуж*, міркуван*, супереч*, логічн*, хто бреше, хто каже неправду, висновок, "
    "mantık*, çelişki*, çeliş*, safsata, kim yalan, akıl yürüt*, sonucu çıkar*, 논리*, 모순*, 누가 거짓말*, "
    "거짓말을 하, 오류를 찾, 결론*, तर्क*, विरोधाभास*, कौन झूठ, झूठ बोल, निष्कर्ष",
    # plans in which everything must fit
    "arrange": "who does what, which task, which job, seating, seating who sits where, sits where, who sits, "
    "who can take, who can do which, who goes where, who gets which, who works when, rota, roster, shift schedule, "
    "duty schedule, timetable, a schedule that, schedule that works, plan that works, a plan that, plan where, "
    "plan my day, plan our, plan the route, everything fits, fits in, does it fit, does this fit, will it fit, "
    "will everything fit, in which order, in what order, which order, best order, what order, at the latest, "
    "latest time, latest possible, earliest, earliest possible, make it in time, do we make it, will we make it, "
    "can we make it, be done by, finished by, everyone's wishes, all the wishes, all conditions, all constraints, "
    "all rules, find a combination, which combination, which combo, combination that, assign, assignment of, "
    "distribute, allocate, divide up, who with whom, pair up, pairing*, find a date, find a time, find a slot, "
    "a slot, common slot, which days work, when can we all, shortest route, shortest way, fewest, least number, "
    "minimum number, as few as, fair split, split fairly, split this, split it, split the, sort this out, "
    "work this out, figure out who, find out who, who did it, who has the, who has which, knapsack, sitzordnung, "
    "sitzplan, tischordnung, wer sitzt, wer kann wann, wer wann, wer macht was, dienstplan, einsatzplan, schichtplan, "
    "einen plan der, aufgeht, passt das, passt alles, geht das auf, geht sich das aus, in welcher reihenfolge, "
    "reihenfolge, spätestens, frühestens, schaffen wir, schaffe ich, rechtzeitig, ausgeht, alle wünsche, "
    "alle bedingungen, teile auf, aufteilen, aufteilung, kombination, einteilung, plan de table, qui s'assoit, "
    "qui peut quand, planning, emploi du temps, dans quel ordre, au plus tard, au plus tôt, on y arrive, à temps, "
    "est ce faisable, répartir, répartis, répartition, toutes les contraintes, quelle combinaison, quién se sienta, "
    "cómo los siento, quién puede, quién hace, un horario, turnos, en qué orden, a más tardar, como muy tarde, "
    "llegamos a tiempo, da tiempo, repartir, reparto, reparte, combinación, se cumplan, cumpla todas, quem senta, "
    "sentar todos, sentar toda, escala, em que ordem, o mais tardar, a tempo, dá tempo, divisão, combinação, "
    "cumpra todas, quem pode, chi si siede, chi può, i turni, un piano che, in che ordine, in quale ordine, "
    "al più tardi, in tempo, ce la facciamo, suddivi*, combinazione, tutte le condizioni, wie zit waar, "
    "wie zit naast, wie kan wanneer, rooster, indeling, in welke volgorde, volgorde, uiterlijk, op tijd, redden we, "
    "past alles, past dit, kan dat allemaal, verdeel, verdelen, combinatie, kto kiedy, kto gdzie, kto może, "
    "kto siedzi, grafik, plan który, harmonogram, w jakiej kolejności, kolejność, najpóźniej, najwcześniej, zdążymy, "
    "czy da się pogodzić, podziel, rozdziel, rozsadź, wszystkie warunki, кто когда, кто где, кто куда, рассад*, "
    "расписани*, график дежурств, график, в каком порядке, не позднее, самое позднее, успеем, успею, распредели*, "
    "раздели*, все условия, хто коли, хто де, розсад*, розклад*, графік, в якому порядку, у якому порядку, "
    "найпізніше, встигнемо, встигну, розподіли*, розділи*, всі умови, kim nerede, kim nereye, kim hangi, "
    "kim ne zaman, oturma planı, nöbet, çizelge, hangi sırayla, hangi sırada, en geç, en erken, yetişir mi, "
    "yetişebilir, sığar mı, paylaştır*, dağıt*, kombinasyon, tüm koşullar, 누가 어디, 누가 언제, 누가 무슨, 좌석*, "
    "자리 배치, 근무표*, 시간표*, 당번*, 어떤 순서*, 무슨 순서*, 순서로, 늦어도, 가능한가*, 가능할까*, 나눠*, 나누*, "
    "배정*, 배분*, 조건을 모두, कौन कहाँ, कौन किस, कौन कब, सबकी शर्त, शर्तें पूरी, किस क्रम, समय सारणी, देर से देर, "
    "बाँट*, बांट*, kaun kis, kaun kab",
    # is it worth it, who pays what
    "weigh": "in the long run, which one wins, long term, making money, lose money, losing money, make a profit, "
    "auf dauer, langfristig, à la longue, sur la durée, a la larga, no longo prazo, alla lunga, op de lange termijn, "
    "na dłuższą metę, в долгосрочной, у довгостроковій, uzun vadede, kaun sa sasta, kaunsa sasta, sasta padega, "
    "mehenga padega, kaunsi better, kaun sa better, kaunsa better, who owes, owes whom, owe each, do i owe, "
    "does each, each of us pay, each pay, everyone pay, settle up, pays for itself, pay for itself, pay itself back, "
    "break even, payback, pay off, pays off, worth switching, is it cheaper, come out cheaper, works out cheaper, "
    "save by, how much would i save, do i save, better off, which one costs, lohnt sich, lohnt es sich, rentiert, "
    "rechnet sich, amortisier*, günstiger, billiger, teurer, besser dran, wer schuldet, wer zahlt, zahlt jeder, "
    "was ist besser, welches angebot, welcher tarif, welche variante, was kommt billiger, vaut le coup, "
    "vaut il mieux, rentable, rentabilis*, moins cher, plus cher, plus avantageux, qui doit, combien chacun, "
    "quelle offre, quel forfait, vale la pena, merece la pena, conviene, compensa, sale más, más barato, más caro, "
    "sale a cuenta, quién debe, cada uno, qué oferta, qué tarifa, qué opción, vale a pena, compensa mais, "
    "mais barato, mais caro, sai mais, quem deve, cada um, qual proposta, qual plano, conviene di più, "
    "più conveniente, costa meno, meno caro, ne vale, chi deve, ciascuno, quale offerta, quale piano, loont het, "
    "de moeite waard, voordeliger, duurder, terugverdien*, wie betaalt, ieder, welk aanbod, welke aanbieding, "
    "opłaca się, opłacalne, bardziej się opłaca, taniej, tańsz*, drożej, droższ*, kto komu, każdy zapłaci, "
    "która oferta, co się bardziej, выгодн*, дешевле, дороже, окупится, окупаемост*, стоит ли, кто кому, кто сколько, "
    "какой тариф, какое предложение, вигідн*, дешевш*, дорожч*, окупиться, чи варто, хто кому, хто скільки, "
    "який тариф, яка пропозиція, kârlı, karlı, değer mi, hesaplı, daha ucuz, daha pahalı, amorti, kim kime, "
    "kişi başı, hangi teklif, hangisi daha, 이득*, 더 싸*, 더 저렴*, 저렴한*, 유리*, 손해*, 본전*, 누가 누구*, "
    "어느 쪽*, 어느 것*, 어떤 게 더*, फायदेमंद, फायदा, फ़ायदा, सस्ता पड़*, महंगा पड़*, किसको कितना, कौन सा सस्ता",
    # help with an exercise
    "step": "how do i even start, how do i start, where do i start, how to start, help me with part, help me with b, "
    "what did i do wrong, where did i go wrong, where is my mistake, i lost a factor, book says, the book says, "
    "answer key, answers say, wie fange ich an, wie gehe ich, was habe ich falsch, wo ist mein fehler, laut lösung, "
    "comment commencer, par où commencer, où est mon erreur, le corrigé, cómo empiezo, por dónde empiezo, "
    "dónde está mi error, según el libro, como começo, por onde começo, onde errei, come inizio, da dove comincio, "
    "dove ho sbagliato, hoe begin ik, hoe pak ik, wat doe ik fout, od czego zacząć, gdzie mam błąd, z czego zacząć, "
    "с чего начать, где ошибка, где я ошиб*, в ответах, з чого почати, де помилка, де я помил*, у відповідях, "
    "nereden başla*, nerede hata, 어떻게 풀*, 풀이 과정*, 어디서 틀*, कैसे हल, कहाँ गलती, कैसे शुरू",
    "sequence": "white to move, black to move, mate in, checkmate, endgame, weiß am zug, schwarz am zug, matt in, "
    "mat en, ход белых, мат в, next number, number comes next, what comes next in, continue the sequence, next term, "
    "missing number, nächste zahl, nombre suivant, siguiente número, próximo número, prossimo numero, volgende getal, "
    "kolejna liczba, следующее число, наступне число, sonraki sayı, 다음 숫자*, 다음 수*, अगली संख्या",
    "reply": "freundlich antworten, höflich antworten, kurz antworten, answer kindly, answer nicely, jawab likho, "
    "jawab do, jawaab likho, reply likho, reply kar do, tell him, tell her, tell them, tell the customer, "
    "tell the client, write him, write her, write them, let him know, let her know, let them know, message back, "
    "text back, text him, text her, say no, say yes, accept politely, schreib ihm, schreib ihr, schreib ihnen, "
    "schreibe ihm, schreibe ihr, sag ihm, sag ihr, antworte ihm, antworte ihr, nett zurück, kurz zurück, dis lui, "
    "dites lui, réponds lui, réponds leur, écris lui, dile, diles, escríbele, contéstale, respóndele, diz lhe, "
    "responde lhe, responde a ele, responde a ela, fala pra ele, fala pra ela, escreve pra, digli, dille, "
    "rispondigli, rispondile, scrivigli, scrivile, schrijf hem, schrijf haar, schrijf terug, zeg hem, zeg haar, "
    "antwoord hem, napisz mu, napisz jej, napisz im, odpisz, odpowiedz mu, odpowiedz jej, напиши ему, напиши ей, "
    "ответь ему, ответь ей, скажи ему, скажи ей, отпиши, напиши йому, напиши їй, відпиши, відповідай йому, "
    "скажи йому, скажи їй, ona yaz, ona cevap, cevap yaz, ona söyle, yanıt yaz, 답장*, 답해*, 그에게, 그분께, "
    "उसे लिख*, उसको लिख*, उन्हें लिख*, उसे बताओ, उसे बता दो, usko bol, usko likh",
    "rewrite": "does this sound, does it sound, sound arrogant, sound rude, too harsh, too blunt, more official, "
    "less stiff, klingt das, zu hart, zu schroff, offizieller, weniger steif, plus officiel, ça sonne, trop sec, "
    "moins sec, más oficial, suena, demasiado duro, mais oficial, soa, più ufficiale, suona, troppo brusco, "
    "klinkt dit, klinkt het, officiëler, te bot, bardziej oficjaln*, brzmi, за официальн*, официальнее, помягче, "
    "звучит, офіційніше, м'якше, звучить, daha resmi, kulağa, 더 공식*, 더 부드럽*, 들리*, ज़्यादा औपचारिक, "
    "ज्यादा औपचारिक",
    # texts that are never made of code
    "piece": "teaser, title and, headline for, welcome text, text for the, short paragraph, paragraph for, "
    "a paragraph, absatz für, kurzen absatz, kurzer absatz, un paragraphe, petit paragraphe, un párrafo, "
    "um parágrafo, un paragrafo, een alinea, akapit, короткий абзац, абзац для, абзац у, paragraf*, 문단*, अनुच्छेद*, "
    "flavour text, flavor text, lore, backstory, little story, bedtime story, story to, joke to, punchline, "
    "opening line, toast, poem*, haiku, limerick, joke*, song, lyrics, rap, tweet*, toot, blog post, newsletter, "
    "press release, press statement, speech, invitation, letter, email, e mail, mail, greeting, thank you note, "
    "apology, handout, flyer, announcement, out of office, notice for, sign for, sarcastic, funny, human title, "
    "catchy, status update, gedicht*, rede, brief, mail an, rundmail, aushang, entschuldigung*, pressemitteilung, "
    "einladung*, werbespruch, lustig*, poème, lettre, discours, mot d'excuse, petit mot, communiqué, slogan, blague, "
    "mail à, affiche, poema, carta, correo, discurso, nota de prensa, chiste, cartel, aviso para, convite, "
    "comunicado, piada, poesia, lettera, comunicato, biglietto, battuta, mail a, gedicht, persbericht, briefje, "
    "mailtje, grapje, wiersz, list do, przemówienie, komunikat, maila do, żart, стих*, письмо, поздравлени*, "
    "объявлени*, пресс релиз, шутк*, вірш*, лист до, привітанн*, оголошенн*, жарт*, şiir*, mektup*, konuşma metni, "
    "duyuru*, espri*, mail yaz, 시를, 편지*, 안내문*, 공지문*, 사과문*, 메일*, कविता*, पत्र*, सूचना*, मेल लिख",
    # for somebody who does not know the subject
    "layperson": "to grandma, to grandpa, to my grandma, to an old, oma erklären, meiner oma, der oma, "
    "ohne fachchinesisch, à ma grand mère, à mamie, a mi abuela, à minha avó, alla nonna, aan oma, babci, бабушке, "
    "бабусі, дідусю, anneanneme, babaanneme, 할머니*, दादी को, नानी को, simple words, simpler words, no tech talk, "
    "without technical details, without the technical, no technical, non technical person, to my mum, to my mom, "
    "to my dad, to my grandmother, to my wife, to my husband, to the boss, to my colleague, to our customer, "
    "to the customer, to a customer, to customers, to the client, to a client, to a child, to a kid, for a child, "
    "for kids, for children, for non, for everybody, normal people, like a normal, ohne technische, "
    "ohne fachbegriffe, ohne fachjargon, für laien, für meine mutter, für meine chefin, für meinen chef, "
    "für die chefin, für den chef, einem laien, für kinder, für den kunden, sans jargon, sans le jargon, "
    "sans détails techniques, sans termes techniques, pour mon chef, pour ma chef, pour le client, à un enfant, "
    "à ma mère, mots simples, sin tecnicismos, sin detalles técnicos, para mi jefe, para mi jefa, para el cliente, "
    "palabras sencillas, a mi madre, sem termos técnicos, sem detalhes técnicos, para o chefe, para o meu chefe, "
    "para a minha chefe, para o cliente, palavras simples, senza termini tecnici, senza dettagli tecnici, "
    "per il capo, per il mio capo, per il cliente, parole semplici, zonder technische, zonder jargon, voor mijn baas, "
    "voor de klant, voor een leek, aan mijn moeder, bez żargonu, bez szczegółów technicznych, bez technicznych, "
    "dla szefa, dla szefowej, dla klienta, prostymi słowami, без технических, без терминов, для начальник*, "
    "для клиента, простыми словами, маме, без технічних, без термінів, для керівник*, для клієнта, простими словами, "
    "мамі, teknik olmayan, teknik detay*, teknik terim*, patronuma, müdüre, müşteriye, basitçe, 기술 용어*, "
    "전문 용어*, 전문용어*, 쉬운 말*, 비전문가*, 고객에게, 상사에게, बिना तकनीकी, आसान शब्दों, सरल शब्दों, बॉस को, "
    "ग्राहक को, माँ को",
    # what puzzles, rosters and schedules are made of; looked for in the content only
    "constraint": "cannot, can't, can not, must, must not, mustn't, may not, only, only if, unless, except, exactly, "
    "at least, at most, either, neither, nor, not next to, next to, opposite, not before, not after, directly after, "
    "directly before, right after, right before, immediately, as soon as, not together, not with, same day, "
    "different, available, not available, free on, doesn't want, does not want, won't, wants to, needs to, prefer*, "
    "earliest, latest, no more than, not more than, always, never, if, then, lies, truth, kann nicht, kann nur, muss, "
    "müssen, darf nicht, dürfen nicht, darf, nur, außer, genau, mindestens, höchstens, entweder, weder, noch, neben, "
    "nicht neben, nicht vor, erst nach, direkt nach, direkt vor, gegenüber, sobald, will nicht, wenn, immer, nie, "
    "egal, frühestens, spätestens, ne peut pas, ne peuvent pas, ne veut pas, doit, doivent, seulement, uniquement, "
    "sauf, exactement, au moins, au plus, soit, ni, à côté, pas avant, pas après, juste après, juste avant, en face, "
    "si, toujours, jamais, no puede, no pueden, no quiere, debe, deben, tiene que, solo, sólo, salvo, excepto, "
    "exactamente, al menos, como máximo, junto a, al lado de, antes de, después de, justo, enfrente, siempre, nunca, "
    "não pode, não podem, não quer, deve, devem, tem de, tem que, só, apenas, exceto, exatamente, pelo menos, "
    "no máximo, ao lado, depois de, em frente, sempre, non può, non possono, non vuole, devono, soltanto, tranne, "
    "esattamente, almeno, al massimo, accanto, prima di, dopo, di fronte, mai, kan niet, kan alleen, moet, moeten, "
    "mag niet, alleen, behalve, precies, minstens, hoogstens, naast, niet voor, pas na, tegenover, zodra, wil niet, "
    "altijd, nooit, nie może, nie mogą, nie chce, musi, muszą, tylko, oprócz, dokładnie, co najmniej, najwyżej, obok, "
    "przed, po, naprzeciwko, zawsze, nigdy, не может, не могут, не хочет, должен, должна, должны, только, кроме, "
    "ровно, хотя бы, не менее, не более, рядом, сразу после, напротив, всегда, никогда, не може, не можуть, не хоче, "
    "мусить, повинен, повинна, повинні, лише, тільки, окрім, рівно, щонайменше, не менше, не більше, поруч, "
    "одразу після, навпроти, завжди, ніколи, olamaz, edemez, gelemez, istemiyor, zorunda, gerek*, gerekiyor, sadece, "
    "yalnızca, hariç, tam olarak, en az, en fazla, yanında, yanına, yanyana, hemen sonra, karşısında, her zaman, "
    "asla, 못*, 안 되*, 안 돼*, 해야*, 반드시, 만 가능*, 제외*, 정확히, 적어도, 최소*, 최대*, 옆에*, 바로 다음*, "
    "맞은편*, 항상, 절대, 불가*, 희망*, नहीं आ, नहीं जा, नहीं कर, नहीं बैठ, केवल, सिर्फ, सिर्फ़, ठीक, कम से कम, "
    "ज़्यादा से ज़्यादा, बगल में, के बाद, से पहले, चाहिए, चाहती, चाहता, हमेशा, कभी नहीं",
}
INTENTS_BY_SCRIPT: Final[dict[str, dict[str, str]]] = {
    "han": {
        "office": "excel, 表格里, 表格中, 单元格, 工作表, 电子表格, 数据透视, 条件格式, 邮件合并, outlook, 这一列, "
        "那一列, a列, b列, c列, d列, wps",
        "macro": "宏, vba, 脚本, 批处理, 计划任务, 快捷指令, 双击运行",
        "formula": "公式, 函数",
        "automate": "自动, 一键, 点一下",
        "setting": "设置, 怎么设, 配置, 在哪里改, 要输入什么",
        "verify": "算得对, 算对了, 算错, 核对, 验算, 检查一下计算, 他说得对, 她说得对, 数字对, 账对, 会不会算, 可能吗",
        "flaw": "谁对, 谁说得对, 谁有道理, 哪个说得对, 逻辑, 矛盾, 谬误, 推理, 推论, 谁在说谎, 谁说谎, 谁撒谎, "
        "结论, 站得住, 漏洞, 自相",
        "reply": "告诉他, 告诉她, 跟他说, 跟她说, 回他, 回她, 回一下, 答复他",
        "arrange": "谁做什么, 谁负责, 排班, 座位, 排座, 怎么坐, 怎么排, 怎么安排, 时间表, 顺序, 最晚, 最迟, 来得及, "
        "能不能满足, 满足所有, 可行, 分配, 怎么分, 平分, 分摊, 组合, 谁去, 谁坐",
        "weigh": "划算, 更便宜, 哪个便宜, 更省, 值得, 回本, 谁欠谁, 每人该, 每个人该, 各付, 哪种方案, 哪个方案, 哪个更",
        "step": "怎么做, 怎么解, 解法, 哪里错, 算清楚",
        "rightness": "对吗, 对不对, 正确, 错, 真的, 有误, 准确, 算对, 属实",
        "sequence": "下一个数, 数列",
        "piece": "邮件, 公告, 通知, 道歉信, 诗, 口号, 请假, 广告语, 笑话",
        "layperson": "通俗, 大白话, 不要术语, 不用术语, 不懂技术, 给老板, 给领导, 给客户, 给妈妈, 简单的话",
        "constraint": "不能, 不可以, 必须, 只能, 只有, 除了, 正好, 恰好, 至少, 最多, 要么, 旁边, 挨着, 相邻, 之前, "
        "之后, 对面, 希望, 总是, 从不, 没空, 不想, 如果",
    },
    "kana": {
        "office": "excel, エクセル, スプレッドシート, セル, シート, ピボット, 条件付き書式, 差し込み, outlook, "
        "アウトルック, a列, b列, c列, d列, 列に",
        "macro": "マクロ, vba, スクリプト, バッチ, タスクスケジューラ, ショートカットアプリ",
        "formula": "数式, 関数",
        "automate": "自動, 自動化, ワンクリック, 手作業",
        "setting": "設定, どこで変え, 何を入力, 入力すれば",
        "verify": "計算が合って, 計算合って, 計算は正しい, 検算, 確かめて, 合ってますか, 合っています, 間違いない, "
        "正しく計算, 本当に",
        "flaw": "誰が正しい, どちらが正しい, どっちが正しい, 論理, 矛盾, 推論, 詭弁, 誰が嘘, 嘘をつ, 結論, 筋が通",
        "reply": "返信, 返事, 断って, 伝えて",
        "arrange": "誰がどの, 誰が何, だれがどの, どの係, 当番, シフト, 座席, 席順, 時間割, 順番, 遅くとも, 間に合い, "
        "間に合う, 満たす, 可能です, 可能か, 割り当て, 分担, 分け, 組み合わせ, 作れます, どうやって座",
        "weigh": "お得, 得です, 安い, 安く, 元が取れ, 割り勘, いくら払, 誰が誰に, どちらが得, どっちが得",
        "step": "解き方, どう解, どこが間違, 途中の式",
        "rightness": "正しい, 間違, 合って, 本当, おかしく, 誤り",
        "sequence": "次の数, 数列",
        "piece": "メール, お知らせ, お詫び, 詩, 俳句, スローガン, 挨拶文, 案内文",
        "layperson": "専門用語, わかりやすく, 分かりやすく, やさしく, 素人, 上司に, お客様に, 子供に, 母に",
        "constraint": "できない, できません, 不可, ない日, なければ, 必ず, だけ, のみ, 以外, ちょうど, 少なくとも, "
        "以上, 以下, 隣, 向かい, 翌日, 前日, 希望, 以降, までに, 避け, いつも, もし",
    },
    "arabic": {
        "office": "اكسل, إكسل, جداول جوجل, خلية, خلايا, عمود, العمود, اوتلوك, الجدول",
        "macro": "ماكرو, سكربت, سكريبت, برنامج نصي",
        "formula": "صيغة, دالة, معادلة اكسل",
        "automate": "تلقائي, اوتوماتيك, لوحده, أتمتة, اتمتة",
        "setting": "اعداد, إعداد, ضبط, اضبط, ماذا اكتب, ماذا ادخل",
        "verify": "الحساب صحيح, احسبها صح, تحقق من الحساب, راجع الحساب, هل الارقام, هل المجموع, كلامه صحيح, "
        "كلامها صحيح, معه حق, معها حق, حسبها صح",
        "flaw": "من على حق, من معه الحق, من منهم, مين صح, منطق, تناقض, متناقض, مغالطة, الحجة, استنتاج, من يكذب, "
        "الاستدلال",
        "reply": "اكتب له, اكتب لها, رد عليه, رد عليها, قل له, قولي له, اكتب رد, رد لطيف, رد مهذب, جاوبه",
        "arrange": "من ياخذ, جدول مناوب, من يجلس, ترتيب الجلوس, باي ترتيب, ما الترتيب, اقصى موعد, في الوقت, هل يمكن, "
        "هل يكفي, وزع, توزيع, قسم, تقسيم, كل الشروط, جميع الشروط, خطة",
        "weigh": "اوفر, ارخص, اغلى, يستحق, مجدي, من يدين, كل واحد, اي عرض, افضل عرض",
        "step": "كيف ابدا, كيف احل, اين الخطا, وين الغلط",
        "rightness": "صحيح, خطا, غلط, صح, فعلا, حقا",
        "sequence": "العدد التالي, الرقم التالي",
        "piece": "رسالة, ايميل, بريد, اعتذار, اعلان, قصيدة, شعار, نكتة",
        "layperson": "بدون تفاصيل تقنية, بدون مصطلحات, بكلمات بسيطة, للمدير, للعميل, للزبون, لامي",
        "constraint": "لا يستطيع, لا تستطيع, لا يمكن, يجب, فقط, الا, بالضبط, على الاقل, على الاكثر, بجانب, قبل, بعد, "
        "مقابل, يريد, تريد, دائما, ابدا, اذا",
    },
}
