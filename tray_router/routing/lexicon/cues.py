"""Words that mean something only in company: a verb of checking beside a word for figures, or for an argument.

Rule: as in the other tables. ``check`` together with ``sums`` is a calculation to be verified, wherever the two stand
in the instruction ("check the reporter's maths"); ``enough`` asks whether something will do, which figures answer;
``routine`` is what chores are made of that a machine could do;
``failure`` is what programs say in all languages when something went wrong; ``scam`` asks whether somebody can be
trusted, which needs no proof.
"""

from __future__ import annotations

from typing import Final

CUES: Final[dict[str, str]] = {
    "check": "check, checks, checked, checking, recheck, double check, verify, verifies, validate, confirm, "
    "audit, look over, go over, sanity check, right, correct, wrong, mistake, mistakes, error, errors, off, hold, "
    "holds, agree, prüf*, überprüf*, nachprüf*, kontrollier*, check mal, stimmt, stimmen, richtig, falsch, fehler, "
    "vérifi*, contrôl*, juste, justes, faux, erreur, erreurs, exact, revis*, comprueb*, comprob*, verific*, repas*, "
    "bien, mal, correct*, errores, confer*, confir*, cert*, errad*, erro, erros, controll*, rivedi, ricontroll*, "
    "giust*, sbagliat*, errore, errori, tornano, controleer*, nakijk*, kijk na, klopt, kloppen, fout, fouten, goed, "
    "sprawdz*, sprawdź*, skontroluj, zweryfikuj, zgadza*, dobrze, źle, błąd, błędy, проверь*, провер*, сверь*, "
    "верн*, правильн*, ошиб*, сход*, перевір*, звір*, вірн*, помилк*, сходи*, kontrol*, doğru*, yanlış*, hata*, "
    "확인*, 검토*, 점검*, 맞는*, 맞아*, 맞나*, 틀린*, 틀렸*, जाँच*, जांच*, चेक, सही, गलत, ग़लत, गलती",
    "sums": "maths, math, sums, arithmetic, calculation, calculations, calculated, numbers, figures, "
    "percentages, percentage, percent, totals, total, computation, estimate, budget, invoice, bill, quote, "
    "statement, spreadsheet total, vat, rechnung, rechnungen, zahlen, summe, summen, prozent*, betrag, beträge, "
    "berechnung*, kalkulation*, abrechnung*, kostenvoranschlag, calcul, calculs, chiffres, compte, comptes, somme, "
    "sommes, pourcentage*, facture, devis, montant*, cuentas, cálculo, cálculos, números, cifras, suma, sumas, "
    "porcentaje*, factura, presupuesto, importe*, contas, conta, soma, somas, porcentage*, percentage*, fatura, "
    "orçamento, valores, conti, conto, calcolo, calcoli, numeri, cifre, somma, percentual*, fattura, preventivo, "
    "importo, importi, berekening*, cijfers, getallen, som, sommen, optelling, factuur, offerte, bedrag*, "
    "obliczeni*, rachunk*, rachunek, wylicze*, liczby, sumę, procent*, faktur*, kosztorys*, kwot*, расчет*, "
    "вычислен*, цифр*, числа, сумм*, процент*, счет, смет*, подсчет*, розрахун*, обчислен*, цифри, сум*, відсотк*, "
    "рахун*, кошторис*, hesap*, hesab*, rakam*, sayılar*, toplam*, yüzde*, fatura*, teklif*, 계산*, 숫자*, 합계*, "
    "총액*, 퍼센트*, 견적*, 청구서*, 금액*, हिसाब*, गणना*, संख्या*, आँकड़*, आंकड़*, कुल, जोड़, प्रतिशत, बिल",
    "chat": "haha, hahaha, hahahaha, ahaha, lol, lmao, rofl, lolz, hehe, so me, so true, relatable, jaja, "
    "jajaja, jajajaja, kkk, kkkk, kkkkk, rsrs, mdr, ptdr, xd, ахах*, хаха*, ахаха*, жиза, жизненно, ржу, поржал*, "
    "random ben, aynen, ㅋㅋ*, ㅎㅎ*, 공감*, हाहा*, हा हा, mast hai, so funny, made my day",
    "enough": "enough, suffice, suffices, last until, last me, last us, run out, do we have time, have time for, "
    "reicht, reichen, ausreichend, genug, langt, kommen wir hin, kommt das hin, suffit, suffira, assez, suffisant, "
    "tiendra, tient jusqu, alcanza, alcanzan, alcanzará, llega para, suficiente, llegamos, bastará, chega para, "
    "dá para, chega pra, vai dar, vai faltar, basta per, mi basta, ci basta, bastano, basterà, abbastanza, "
    "sufficiente, arriviamo, genoeg, volstaat, haal ik, halen we, toereikend, starczy, wystarczy, wystarczająco, "
    "хватит, хватает, достаточно, вистачить, вистачає, досить, достатньо, yeter mi, yetecek, yeterli, yetişir, "
    "yetişiriz, 충분*, 모자라*, 남을까*, काफी, काफ़ी, पर्याप्त, kafi hai, kaafi",
    "routine": "whenever, every time, each time, as soon as a new, a button, push of a button, press a button, "
    "one click, in bulk, bulk, in one go, all at once, in a batch, by hand, manually, without me having to, "
    "turns red, turn red, goes red, becomes red, turns yellow, turn yellow, highlighted, highlight the, colour the, "
    "color the, dupes, dedupe, duplicates, duplicate, unique values, unique ones, keep in sync, ping me, "
    "text me when, tell me when, auf knopfdruck, per knopfdruck, ein knopf, jedes mal wenn, immer wenn, sobald, "
    "alleine macht, alleine machen, rot wird, rot werden, wird rot, gelb wird, hervorheb*, dubletten, duplikate, "
    "doppelte, eindeutige, in einem rutsch, alle auf einmal, händisch, von hand, per hand, bescheid sagt, "
    "à chaque fois, chaque fois, à chaque nouveau, à chaque nouvelle, dès qu'un, dès qu'une, toute seule, tout seul, "
    "toutes seules, d'un clic, en un clic, un bouton, devienne rouge, passe en rouge, se mette en rouge, "
    "en surbrillance, doublons, d'un coup, en masse, par lot, à la main, cada vez que, se ponga en rojo, "
    "ponga en rojo, se pinte, un botón, de un clic, con un clic, recibir un aviso, a mano, manualmente, duplicados, "
    "repetidos, duplicadas, de golpe, de una vez, toda vez que, sempre que, um botão, fique vermelho, "
    "fique vermelha, ficasse, fique amarela, à mão, na mão, em lote, em massa, ogni volta che, appena arriva, "
    "un pulsante, con un click, diventi rosso, diventi rossa, diventa rosso, si colori, doppioni, duplicati, "
    "in blocco, in un colpo, tutti insieme, elke keer dat, telkens als, zodra er, met één klik, een knop, "
    "rood wordt, rood worden, dubbele, dubbelen, unieke, in één keer, met de hand, handmatig, za każdym razem, "
    "jednym kliknięciem, przycisk*, na czerwono, podświetl*, duplikat*, unikaln*, hurtem, hurtowo, naraz, ręcznie, "
    "каждый раз, как только, одной кнопкой, кнопк*, красным, краснел*, подсвечив*, дубли, дубликат*, уникальн*, "
    "массово, вручную, руками, щоразу, як тільки, однією кнопкою, червоним, підсвіч*, дублі, дублікат*, унікальн*, "
    "масово, вручну, her seferinde, tek tıkla, düğme*, buton*, kırmızı olsun, kırmızıya, yinelenen*, mükerrer*, "
    "benzersiz*, topluca, toplu halde, elle, 버튼*, 매번, 빨갛게, 빨간색으로, 중복*, 일괄*, 한꺼번에, 수동으로, "
    "손으로, 일일이, हर बार, बटन, डुप्लिकेट*, हाथ से, मैन्युअल*, एक साथ, har baar, haath se, button se",
    "failure": "access denied, permission denied, not found, no such file, cannot open, could not, "
    "connection refused, timed out, out of memory, zugriff verweigert, nicht gefunden, nicht finden, fehlgeschlagen, "
    "ungültig*, keine berechtigung, kein speicherplatz, nicht verfügbar, konnte nicht, unbekannter fehler, "
    "accès refusé, introuvable, échec, espace insuffisant, connexion refusée, non valide, impossible de, "
    "délai dépassé, no hay espacio, conexión rechazada, acceso denegado, permiso denegado, no se encuentra, "
    "no se encontró, no se pudo, no se puede, error de, fallo de, fallo al, no válido, acesso negado, "
    "permissão negada, não encontrado, não foi possível, falha ao, falha na, conexão recusada, inválidos, inválido, "
    "connessione rifiutata, accesso negato, permesso negato, impossibile trovare, impossibile connett*, "
    "impossibile aprire, non trovato, spazio insufficiente, errore di, errore durante, toegang geweigerd, "
    "verbinding geweigerd, niet gevonden, mislukt, kan niet worden, onvoldoende ruimte, odmowa dostępu, nie można, "
    "nie znaleziono, niepowodzenie, nieprawidłow*, nie powiodło, odrzucono, отказано в доступе, не найден*, "
    "не удалось, недостаточно места, нет доступа, недопустим*, соединение разорвано, время ожидания, відмовлено, "
    "не знайдено, не вдалося, недостатньо місця, немає доступу, неприпустим*, erişim engellendi, erişim reddedildi, "
    "bulunamadı, başarısız*, geçersiz, bağlantı reddedildi, yetersiz alan, 거부*, 찾을 수 없*, 실패*, 오류*, "
    "권한이*, 시간 초과*, त्रुटि, नहीं मिला, नहीं मिली, विफल, अस्वीकृत, अनुमति नहीं, पहले से उपयोग",
    "no-code": "no code, without code, not code, not the code, don't need code, no programming, in words only, "
    "kein code, keinen code, ohne code, nicht den code, pas de code, sans code, pas le code, sin código, no código, "
    "no el código, sem código, não o código, senza codice, non il codice, niente codice, geen code, zonder code, "
    "bez kodu, nie kod, без кода, не код, без коду, kod olmadan, kodsuz, kod yazma, kod istemiyorum, 코드 없이, "
    "코드 말고, 코드는 필요*, बिना कोड, कोड नहीं",
    "scam": "scam, scams, scammy, phishing, phish, spam, fake, legit, legitimate, hoax, trustworthy, "
    "can i trust, suspicious, dodgy, genuine, betrug, betrugsmasche, seriös, abzocke, fake shop, vertrauenswürdig, "
    "echt oder, arnaque, hameçonnage, fiable, estafa, timo, fraude, golpe, confiável, confiavel, burla, truffa, "
    "affidabile, bufala, oplichting, oplichterij, betrouwbaar, nep, nepmail, oszustwo, oszustw*, wiarygodn*, "
    "podejrzan*, мошенни*, развод, фишинг*, обман, лохотрон, шахра*, шахрай*, фішинг*, dolandırıcı*, sahte, "
    "güvenilir*, 사기*, 피싱*, 스팸*, 믿을 만*, 믿어도*, धोखा*, फ्रॉड, ठगी, फर्जी, नकली",
}
CUES_BY_SCRIPT: Final[dict[str, dict[str, str]]] = {
    "han": {
        "chat": "哈哈, 笑死, 太真实, 真实",
        "routine": "点一下就, 按钮, 每次, 每当, 变红, 标红, 去重, 重复项, 重复的, 批量, 一次性, 手动, 手工",
        "enough": "够吗, 够不够, 够用, 足够, 来得及, 撑到, 够",
        "failure": "错误, 拒绝访问, 找不到, 失败, 无法, 被拒绝, 权限不足, 空间不足, 超时, 未找到",
        "no-code": "不要代码, 不用代码, 不需要代码, 不写代码",
        "check": "检查, 核对, 核实, 对吗, 对不对, 有没有错, 正确, 错",
        "sums": "计算, 数字, 金额, 总数, 合计, 百分比, 账, 报价, 发票, 数据",
        "scam": "诈骗, 骗子, 骗局, 钓鱼, 靠谱, 可信, 是真的吗, 假的",
    },
    "kana": {
        "chat": "笑, 草, ww, わかる",
        "routine": "ボタン, たびに, 毎回, 赤く, 重複, ダブり, 一括, まとめて変, 手動, 手作業, 手で",
        "enough": "足り, 間に合, 十分, もちます, もつ",
        "failure": "エラー, 拒否, 見つかりません, 失敗, できませんでした, 権限がありません, 不足, 応答なし, "
        "無効な",
        "no-code": "コードは不要, コードなし, コードはいらない, コード抜き",
        "check": "確認, チェック, 合って, 正しい, 間違, 検証",
        "sums": "計算, 数字, 金額, 合計, パーセント, 割合, 見積, 請求",
        "scam": "詐欺, フィッシング, 怪しい, 信用でき, 迷惑メール, 偽物",
    },
    "arabic": {
        "chat": "ههه, هههه, والله",
        "routine": "كل مرة, بضغطة, زر, بالاحمر, المكرر, دفعة واحدة, يدوي, بيدي, باليد",
        "enough": "يكفي, تكفي, كافي, كاف, سنصل, هل نلحق",
        "failure": "خطا, رفض, تعذر, فشل, غير موجود, غير صالح, لم يتم العثور, لا توجد مساحة, انتهت المهلة",
        "no-code": "بدون كود, بلا كود, لا اريد كود, من غير كود, بدون شيفرة",
        "check": "تحقق, راجع, تاكد, افحص, صحيح, خطا, غلط, صح",
        "sums": "حساب, الارقام, المجموع, النسب, الفاتورة, المبلغ, المبالغ, الاجمالي",
        "scam": "احتيال, نصب, نصاب, تصيد, مزيف, موثوق, مشبوه",
    },
}
