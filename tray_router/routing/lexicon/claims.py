"""Words of two concepts that all languages share one table for: asking whether something is right, and dates.

Rule: as in the other tables. ``inference`` holds what arguments are made of; it is looked for only where a claim is
to be judged, so that words which mean something else in a neighbouring language do no harm.
"""

from __future__ import annotations

from typing import Final

CLAIMS: Final[dict[str, str]] = {
    "verify": "who is right, which of them is right, who is wrong, wer hat recht, qui a raison, quién tiene razón, "
    "chi ha ragione, quem tem razão, wie heeft gelijk, kto ma rację, кто прав, хто правий, kim haklı, 누가 맞, "
    "कौन सही, is this correct, is that correct, is it correct, is this right, is that right, is this true, "
    "is it true, is that true, does this follow, does that follow, does it add up, does this hold, right or wrong, "
    "correct or not, is this valid, is it valid, is this sound, does this make sense, stimmt das, stimmt es, "
    "stimmt die, stimmt diese, ist das richtig, ist das korrekt, ist das wahr, ist das logisch, ist der schluss, "
    "folgt das, est ce correct, est ce exact, est ce vrai, est ce juste, c'est juste, c'est vrai, c'est correct, "
    "le raisonnement est, es correcto, es correcta, es cierto, es verdad, es válido, tiene sentido, è corretto, "
    "è giusto, è vero, è valido, è logico, está correto, está certo, é verdade, é válido, faz sentido, klopt dit, "
    "klopt dat, klopt het, is dit juist, is dit waar, is dat juist, czy to prawda, czy to się zgadza, zgadza się, "
    "czy to poprawne, czy to logiczne, верно ли, это верно, правильно ли, это правильно, это правда, чи правильно, "
    "це правильно, чи це правда, це правда, чи це вірно, doğru mu, bu doğru mu, mantıklı mı, 맞아, 맞나요, 맞습니까, "
    "맞는지, 옳은가요, 타당한가, सही है, क्या यह सही, क्या यह सच, ठीक है क्या",
    "inference": "if, then, therefore, hence, thus, implies, all, every, some, none, only, wenn, folglich, alle, "
    "jeder, jede, kein, keine, also hat, also ist, also sind, also war, si, donc, tous, toutes, aucun, entonces, "
    "todos, todas, ningún, algunos, se, quindi, dunque, tutti, tutte, nessun, então, portanto, nenhum, als, dus, "
    "elke, geen, jeśli, jeżeli, więc, zatem, wszystkie, wszyscy, każdy, żaden, если, значит, следовательно, все, "
    "каждый, ни один, якщо, отже, всі, усі, кожен, eğer, bütün, tüm, her, dolayısıyla, o halde, 만약, 따라서, 모든, "
    "그러므로, यदि, अगर, इसलिए, सभी, हर, अतः",
    "logic": "wrongly labelled, wrongly labeled, labels are wrong, labels are all wrong, puzzle*, riddle*, "
    "exactly one of, only one of them, etichette sono sbagliate, étiquettes sont fausses, etiquetas están mal, "
    "etiquetas estão erradas, falsch beschriftet, etiketten zijn, etykiety są, rätsel, énigme, acertijo, enigma, "
    "indovinello, raadsel, zagadk*, загадк*, quel est le classement, le classement, orden de llegada, "
    "ordem de chegada, ordine di arrivo, reihenfolge kamen, kolejność na mecie, genau einer, genau eine, un seul des, "
    "une seule des, solo uno de, solo una de, apenas um dos, solo uno dei, slechts een van, tylko jedna z, "
    "tylko jeden z, ровно один из, ровно одна из, лише один з, лише одна з, sadece biri, yalnızca biri, "
    "always tell the truth, always tells the truth, always lie, sometimes lies, stand in a row, sit in a row, "
    "ritter und schurken, lügt immer, lügen immer, die wahrheit sagen, immer die wahrheit, in einer reihe, "
    "chevaliers et, toujours mentir, mentent toujours, toujours la vérité, ment toujours, siempre mienten, "
    "siempre miente, siempre la verdad, caballeros y, sempre mentem, sempre mente, sempre a verdade, mentono sempre, "
    "sempre la verità, cavalieri e furfanti, altijd liegen, liegt altijd, altijd de waarheid, ridders en, schurk*, "
    "zawsze kłamie, zawsze kłamią, zawsze mówi prawdę, zawsze mówią prawdę, рыцар*, лжец*, всегда лжет, всегда лжёт, "
    "всегда врёт, всегда говорит правду, завжди бреше, завжди каже правду, брехун*, лицар*, her zaman yalan, "
    "hep yalan, her zaman doğru, 항상 거짓말*, 항상 진실*, हमेशा झूठ, हमेशा सच, in quanti modi, de cuántas maneras, "
    "de cuántas formas, de combien de façons, de combien de manières, auf wie viele arten, "
    "wie viele möglichkeiten gibt, de quantas maneiras, de quantas formas, op hoeveel manieren, na ile sposobów, "
    "сколькими способами, скількома способами, kaç farklı şekilde, 몇 가지 방법, कितने तरीकों, what day is it, "
    "what day was it, day after tomorrow, day before yesterday, vorgestern, übermorgen",
    "mathnoun": "of mass, frictionless, friction, inclined plane, pulley, pendulum, projectile, spring constant, "
    "final speed, initial velocity, moment of inertia, uniform rod, uniform ladder, smooth wall, at an angle of, "
    "electric field, magnetic field, resistors, focal length, buoyancy, conservation of energy, "
    "conservation of momentum, false positive, test positive, der masse, reibung*, beschleunigung*, "
    "anfangsgeschwindigkeit, schiefe ebene, pendel, stromkreis, frottement*, accélération, plan incliné, "
    "vitesse initiale, rozamiento, aceleración, plano inclinado, velocidad inicial, atrito, aceleração, "
    "velocidade inicial, attrito, accelerazione, piano inclinato, velocità iniziale, wrijving, versnelling, "
    "beginsnelheid, hellend vlak, tarcie, tarcia, przyspieszeni*, prędkość początkow*, równia pochyła, трени*, "
    "ускорени*, начальн* скорост*, наклонн* плоскост*, масс*, тертя, прискорен*, початков* швидк*, маси, sürtünme*, "
    "ivme*, ilk hız*, eğik düzlem*, 질량*, 가속도*, 마찰*, 속력*, द्रव्यमान*, त्वरण*, घर्षण*, वेग*, लाभ प्रतिशत, "
    "हानि प्रतिशत, क्रय मूल्य, विक्रय मूल्य, चक्रवृद्धि ब्याज, साधारण ब्याज, छूट देता, greatest volume, "
    "largest volume, greatest area, largest area, incircle, circumcircle, altitude from, foot of the altitude, "
    "side of length, a square sheet, mixture, solution of, podzieln*, trzycyfrow*, dwucyfrow*, делится на, делящ*, "
    "двузначн*, трехзначн*, ділиться на, двоцифров*, трицифров*, teilbar*, zweistellig*, dreistellig*, divisible*, "
    "divisibil*, divisíve*, deelbaar, bölünen, ratio of, im verhältnis, dans le rapport, en proporción, w stosunku, "
    "в отношении, у відношенні, consecutivos, consecutivi, aufeinanderfolgend*, consécutifs, kolejnych liczb",
    "codenoun": "регулярное выражение, регулярные выражения, регулярку, регулярний вираз, wyrażenie regularne, "
    "expression régulière, expression rationnelle, expresión regular, espressione regolare, expressão regular, "
    "regulärer ausdruck, regulären ausdruck, reguliere expressie, düzenli ifade, 정규식*, 정규표현식*, column a, "
    "column b, column c, column d, cell a1, spalte a, spalte b, colonne a, colonne b, columna a, columna b, "
    "with a formula, google sheets, spreadsheet formula, exit code, exits with code, container",
    "everyday-code": "promo code, discount code, voucher code, dress code, postal code, zip code, area code, "
    "door code, gate code, code of conduct, code promo, code postal, code d'entrée, código promocional, "
    "código postal, codice sconto, codice postale, código de desconto, rabattcode, gutscheincode, türcode, "
    "kortingscode, kod rabatowy, kod pocztowy, промокод*, indirim kodu, posta kodu, summer class, yoga class, "
    "first class, business class, world class",
    "calendar": "mon, tue, tues, thu, thur, thurs, fri, mo, di, mi, fr, lun, mer, jeu, ven, mié, jue, vie, seg, ter, "
    "qua, qui, sex, mar, gio, wo, vr, pn, wt, śr, czw, pt, sb, пн, вт, ср, чт, пт, сб, вс, нд, pzt, sal, çar, per, "
    "cum, 월, 화, 수, 목, 금, सोम, मंगल, बुध, गुरु, शुक्र, week, weekend, morning, afternoon, evening, early shift, "
    "late shift, woche, wochenende, vormittag*, nachmittag*, semana, semaine, settimana, недел*, тиждень, тижні, "
    "monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, april, june, july, august, "
    "september, october, november, december, o'clock, tomorrow, tonight, mañana, domani, demain, amanhã, morgen, "
    "jutro, завтра, yarın, citas, appuntamenti, rendez vous, agenda, kalender*, calendario, calendrier, afspraken, "
    "spotkania, randevu*, montag*, dienstag*, mittwoch*, donnerstag*, freitag*, samstag*, sonntag*, januar, februar, "
    "juni, juli, oktober, dezember, uhr, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, janvier, février, "
    "avril, juin, juillet, août, septembre, octobre, novembre, décembre, lunes, martes, miércoles, jueves, viernes, "
    "sábado, domingo, enero, febrero, abril, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, lunedì, "
    "martedì, mercoledì, giovedì, venerdì, sabato, domenica, gennaio, febbraio, aprile, giugno, luglio, settembre, "
    "ottobre, dicembre, segunda feira, terça feira, quarta feira, quinta feira, sexta feira, janeiro, fevereiro, "
    "junho, julho, setembro, outubro, dezembro, maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, "
    "poniedziałek, wtorek, środa, środę, czwartek, piątek, sobota, sobotę, niedziela, niedzielę, stycznia, lutego, "
    "kwietnia, czerwca, lipca, sierpnia, września, października, listopada, grudnia, понедельник*, вторник*, среду, "
    "четверг*, пятниц*, суббот*, воскресень*, января, февраля, апреля, июня, июля, августа, сентября, октября, "
    "ноября, декабря, понеділ*, вівторок, середу, четвер, п'ятниц*, субот*, неділ*, січня, лютого, квітня, червня, "
    "липня, серпня, вересня, жовтня, листопада, грудня, pazartesi, salı, çarşamba, perşembe, cuma, cumartesi, ocak, "
    "şubat, nisan, haziran, temmuz, ağustos, eylül, ekim, kasım, aralık, 월요일*, 화요일*, 수요일*, 목요일*, 금요일*, "
    "토요일*, 일요일*, 내일*, सोमवार*, मंगलवार*, बुधवार*, गुरुवार*, शुक्रवार*, शनिवार*, रविवार*",
}
CLAIMS_BY_SCRIPT: Final[dict[str, dict[str, str]]] = {
    "han": {
        "verify": "谁对, 谁说得对, 有问题吗, 有没有道理, 对吗, 对不对, 正确吗, 是否正确, 成立吗, 是否成立, 合理吗, "
        "算得对, 这样说对",
        "solve": "求出, 求两, 求原, 求该, 试求, 应用题, 原来各, 各是多少, 各有多少",
        "mathnoun": "质量为, 加速度, 摩擦, 斜面, 初速度, 电阻, 浓度, 盐水, 利润率, 进价, 售价, 时速, 相遇, 追及, "
        "工程问题",
        "logic": "只有一句是真, 只有一人, 只有一个人, 只有一句, 都贴错",
        "inference": "如果, 所以, 因此, 所有, 那么, 凡是, 都是, 只有, 有些",
        "calendar": "周一, 周二, 周三, 周四, 周五, 周六, 周日, 星期一, 星期二, 星期三, 星期四, 星期五, 星期六, "
        "星期天, 明天, 点钟",
    },
    "kana": {
        "verify": "どちらが正しい, 誰が正しい, 正しいですか, 合っていますか, 合ってる, 正しいか, 成り立ちますか, "
        "本当ですか",
        "mathnoun": "質量, 加速度, 摩擦, 斜面, 初速, 食塩水, 濃度, 時速, 分速, 速さ, 定価, 原価, 仕入れ値, つるかめ",
        "solve": "求めよ, 求めなさい, 求めてください, 計算しなさい, それぞれ何, 何個ずつ, 何個買",
        "howmany": "何%, 何％, 何グラム, 何g, 何cm, 何km, 何通り",
        "inference": "もし, したがって, すべて, だから, ならば, ので, どの",
        "calendar": "曜日, 明日, 来週, 午前, 午後",
    },
    "arabic": {
        "verify": "من على حق, من المصيب, هل هذا صحيح, هل هو صحيح, صحيح؟, هل الاستنتاج",
        "inference": "اذا, اذن, كل, لذلك, بالتالي",
        "calendar": "الاثنين, الثلاثاء, الاربعاء, الخميس, الجمعة, السبت, الاحد, غدا",
    },
}
