"""German and Dutch words per concept; see ``english`` for the notation."""

from __future__ import annotations

from typing import Final

GERMAN: Final[dict[str, str]] = {
    "order": "zeige, zeig, liste, lösche, finde, suche, starte, stoppe, kopiere, verschiebe, benenne, entferne, "
    "installiere, aktualisiere, gib, öffne, beende, entpacke, zähle, sortiere, ersetze, komprimiere, führe, setze, "
    "ändere",
    "want": "bitte, ich möchte, ich will, ich brauche, hilf mir, kannst du, könntest du, können sie, gib mir, "
    "zeig mir, mach, mache",
    "translate": "übersetz*, auf deutsch, auf englisch, ins deutsche, ins englische, ins französische, "
    "ins spanische, auf französisch, auf spanisch, wie sagt man, was heißt, verdeutsch*",
    "summarise": "zusammenfass*, fasse zusammen, fass zusammen, fass das, fasse das, fasse den, fass den, "
    "fasse die, fasse diesen, fass diese*, kurzfassung, kernaussage*, stichpunkt*, in einem satz, in zwei sätzen, "
    "in drei sätzen, worum geht es, wichtigsten punkte",
    "rewrite": "umformulier*, formuliere, formulier, formuliere um, formuliere das, korrigier*, rechtschreib*, "
    "grammatik, höflicher, freundlicher, förmlicher, formeller, kürzer, kürze, verbessere den, verbessere diesen, "
    "schöner, besser klingen, tippfehler, umschreiben, schreib um, schreibe um, in einfacher sprache, sachlicher, "
    "gegenlesen",
    "reply": "antworte, antwort auf, beantworte, schreib zurück, schreibe zurück, antworten auf, absage, sag ab, "
    "höflich ab, zusage, eine antwort",
    "textjob": "klassifizier*, kategorisier*, extrahier*, überschrift, synonym*, stimmung, schlagwort*, "
    "schlagwörter, betreff, ergänze den satz, ordne zu",
    "write": "schreib, schreibe, schreiben sie, verfass*, entwirf, entwerfe, erstell*, erzeug*, formulier*, dichte, "
    "generier*, bereite vor, setze auf",
    "writing": "brief, e mail, email, mail, gedicht*, geschichte, aufsatz, rede, lied, witz*, rezept*, einladung*, "
    "glückwunsch*, geburtstag*, bewerbung*, anschreiben, lebenslauf, artikel, nachricht*, beitrag, werbetext, "
    "slogan, märchen, danksag*, dankeskarte, entschuldigung*, kündigung*, absatz, grüße, trinkspruch, whatsapp, "
    "anzeige",
    "suggest": "vorschlag*, vorschläge, schlag vor, schlage vor, empfiehl, empfehl*, ideen, tipps, rat, ratschl*, "
    "geschenk*, nenne, nenn mir, liste, was soll ich, beispiele für, gib mir",
    "explain": "erklär*, beschreib*, was bedeutet, bedeutet, erläuter*, verständlich",
    "roleplay": "stell dir vor, tu so als, spiele die rolle, du bist ein, du bist eine, als pirat, im stil von",
    "chat": "hallo, guten morgen, guten tag, guten abend, danke, wie geht, tschüss, wer bist du, was kannst du, "
    "erzähl*, bist du, magst du, langweilig, servus, moin",
    "factual": "wer ist, wer war, wer hat, wann wurde, wann war, wann ist, wann hat, wo liegt, wo ist, was ist, "
    "was sind, was war, welche stadt, welches land, welcher, welche, hauptstadt, wie heißt, warum ist, warum sind, "
    "warum haben, unterschied zwischen, woher, wozu, seit wann, wie alt ist, wie hoch ist",
    "origin": "wer hat, wer erfand, wer gründete, wer entwickelte, in welchem jahr, benannt nach, woher kommt der name",
    "howto": "wie kann ich, wie mache ich, wie kann man, wie geht das, wie bekomme ich, wie erstelle ich, "
    "wie lösche ich, wie installiere ich, wie richte ich, wie finde ich, wie lese ich, wie funktioniert, anleitung",
    "assistant": "wecker, timer, erinner*, termin*, wetter, konto, überweis*, kreditkarte, karte, licht, musik, "
    "spiel*, kalender, reservier*, flug, einkaufsliste, kontostand, rechnung",
    "build": "implementier*, programmier*, schreibe eine funktion, schreib eine funktion, schreibe ein skript, "
    "schreib ein skript, schreibe ein programm, schreibe code, die funktion soll, skript das, funktion die, "
    "programm das, abfrage die",
    "fixcode": "debugg*, refaktor*, kompilier*, fehlermeldung*, bug, absturz, stürzt ab, abgestürzt, "
    "laufzeitfehler, syntaxfehler, speicherleck, stacktrace, ausnahme, laufzeitkomplexität, code review",
    "trouble": "funktioniert nicht, geht nicht, läuft nicht, klappt nicht, fehler, warum ist, warum ist das, "
    "langsam, kaputt, schlägt fehl, was ist falsch, was stimmt nicht, was ist hier, stimmt hier nicht, behebe, "
    "reparier*, beheb*, warum bekomme ich, woran liegt, hängt",
    "codenoun": "code, quellcode, quelltext, skript*, programm, algorithmus, algorithmen, datenbank*, abfrage*, "
    "schleife*, variable*, zeichenkette*, array, schnittstelle*, befehl, kommandozeile, terminal, webseite, server, "
    "datei*, ordner, verzeichnis*, klasse, methode, tabelle, spalte*, zeile*, datenstruktur*, container, endpunkt*, "
    "bibliothek, compiler, unittest*, umgebungsvariable*, logdatei*, prozess*, konfiguration*, regulärer ausdruck, "
    "regulären ausdruck, regulärer, reguläre ausdrücke, regex, funktion, funktionen",
    "shelltask": "datei*, dateien, ordner, verzeichnis*, rekursiv, unterverzeichnis*, dateiname*, berechtigung*, "
    "zeige alle, lösche alle, finde alle, liste alle, pfad, ausgabe, befehl*, angegeben*, bestimmt*, zeige die, "
    "starte, aktualisier*, entfern*, pakete*, archiv, anzeigen",
    "dbtask": "absteigend, aufsteigend, spalten, datensätze, sortiert nach, kunden ohne, zeige die namen",
    "solve": "löse, lösen, berechn*, rechne, ausrechn*, bestimme, vereinfach*, ableitung, leite ab, wie groß ist, "
    "ermittle, schätze, wahrscheinlichkeit*",
    "prove": "beweis*, zeige dass, widerspruch, induktion, irrational, widerleg*",
    "howmany": "wie viel*, wieviel*, wie lange, wie weit, wie schnell, wie oft, insgesamt, wie alt, wie lang sind, "
    "wie hoch, wie groß",
    "quantity": "jede*, pro, insgesamt, doppelt*, dreimal, viermal, halb*, hälfte, drittel, viertel, restlich*, "
    "übrig, mehr als, weniger als, kostet, kosten, preis, euro, stunden, minuten, tage, wochen, jahre, kilometer, "
    "meter, gramm, liter, prozent, verdient, bezahlt, kauft, verkauft, dutzend, äpfel, schüler",
    "mathnoun": "gleichung*, primzahl*, wahrscheinlichkeit*, dreieck*, rechteck*, fläche*, umfang, ganze zahl*, "
    "natürliche zahl*, wurzel, integral, matrix, teilbar, rest bei, würfel*, gerade zahl*, ungerade*, polynom*, "
    "grenzwert, vektor*, radius, durchmesser",
    "mathweak": "kreis, winkel, bruch, summe, quadrat*, seiten",
    "logic": "rätsel, logik*, schlussfolger*, folgt daraus, lügner, wahr oder falsch, schwester*, bruder, brüder, "
    "größer als, kleiner als, älter als, jünger als, links von, rechts von, voraussetzung*",
    "step": "schritt für schritt, begründe, rechenweg, erkläre deinen",
    "weigh": "vor und nachteile, abwägen, wäge ab, abwägung*, entscheid*, lohnt sich, optimal*, planung, fair, "
    "budget, risiko, risiken, sollten wir, soll ich, szenari*, strategie, rechtlich, klausel, günstiger, "
    "welche option",
    "weak_reason": "analysier*, vergleich*, bewert*, beurteil*",
    "fw": "der, die, das, und, ist, ein, eine, einen, zu, den, dem, nicht, mit, auf, für, von, sich, auch, es, ich, "
    "wir, sie, er, im, als, nach, bei, wird, sind, hat, war, aber, oder, dass, wie, noch, nur, am, um, aus, wurde, "
    "über",
}

DUTCH: Final[dict[str, str]] = {
    "order": "toon, lijst, verwijder, zoek, vind, start, stop, kopieer, verplaats, hernoem, installeer, werk, open, "
    "tel, sorteer, vervang, pak, voer",
    "want": "alsjeblieft, ik wil, ik zoek, help me, kun je, kunt u, geef, maak",
    "translate": "vertaal, vertalen, vertaling, in het engels, naar het engels, naar het nederlands, hoe zeg je",
    "summarise": "vat samen, samenvat*, vat deze, vat dit, vat de, in één zin, kernpunten, in drie zinnen",
    "rewrite": "herschrijf, herformuleer, verbeter de, verbeter deze, verbeter dit, spelling*, grammatica, "
    "formeler, beleefder, korter, vriendelijker, corrigeer",
    "reply": "antwoord, beantwoord, antwoorden, reageer, wijs af, schrijf terug",
    "textjob": "classificeer, categoriseer, onderwerpregel, synoniem*, sentiment, haal uit",
    "write": "schrijf, opstellen, stel op, maak, genereer, bedenk, verzin",
    "writing": "brief, gedicht, verhaal, e mail, email, mail, mop, grap, recept*, uitnodiging, toespraak, bericht, "
    "bedankbrief*, sollicitatie*, slogan, liedje, essay, artikel, felicitatie*, blog",
    "suggest": "stel voor, ideeën, tips, raad aan, aanbevel*, cadeau*, noem, geef me, geef mij, suggest*, "
    "voorbeelden van",
    "explain": "leg uit, uitleg*, beschrijf, wat betekent, betekent",
    "roleplay": "doe alsof, stel je voor, speel de rol, jij bent een",
    "chat": "hallo, goedemorgen, goedenavond, bedankt, dank je, hoe gaat het, wie ben je, wat kun je, doei, vertel",
    "factual": "wie is, wie was, wie heeft, wanneer, waar ligt, waar is, wat is, wat zijn, wat was, welke, "
    "hoofdstad, hoe heet, waarom is, waarom zijn, verschil tussen",
    "origin": "wie heeft, wie bedacht, in welk jaar, genoemd naar, waar komt de naam",
    "howto": "hoe kan ik, hoe maak ik, hoe moet ik, hoe verwijder ik, hoe installeer ik, hoe krijg ik, hoe werkt, "
    "hoe lees ik, hoe vind ik, hoe doe ik, hoe kun je",
    "assistant": "wekker, herinner*, afspraak, weer, rekening, betaling, agenda, bankpas, lampen, muziek",
    "build": "implementeer, programmeer, schrijf een functie, schrijf een script, schrijf een programma, "
    "functie die, script dat, programma dat, query die",
    "fixcode": "debug*, foutmelding, compileer*, bug, crasht, crash, refactor*",
    "trouble": "werkt niet, doet het niet, fout, fouten, gaat hier mis, gaat er mis, mis, waarom krijg ik, traag, "
    "kapot, langzaam, los dit op, repareer",
    "codenoun": "code, functie, functies, script, programma, algoritme*, database, databank, lus, variabele*, "
    "array, opdrachtregel, bestand*, map, mappen, query, tabel, klasse, broncode, server, container, webpagina, "
    "branch",
    "shelltask": "bestand*, map, mappen, directory, recursief, toon alle, verwijder alle, zoek alle, weergeven, "
    "toon, specifiek*, lijst, pakket*, opgegeven, geef weer, verwijder",
    "dbtask": "aflopend, oplopend, kolom*, rijen",
    "solve": "los op, bereken*, reken, vereenvoudig, bepaal, afgeleide, schat, de kans",
    "prove": "bewijs*, toon aan, tegenspraak, irrationeel",
    "howmany": "hoeveel, hoe lang, hoe ver, hoe snel, hoe vaak, in totaal, hoe oud",
    "quantity": "elke, elk, totaal, dubbel*, helft, derde, kwart, kosten, kost, prijs, euro, uur, minuten, dagen, "
    "weken, jaar, kilometer, meter, gram, liter, procent, betaalt, koopt, verkoopt, keer zoveel, overblijven",
    "mathnoun": "vergelijking, priemgetal*, waarschijnlijkheid, driehoek, oppervlakte, omtrek, geheel getal, "
    "gehele getal*, wortel, integraal, matrix, deelbaar, even getal*, oneven",
    "mathweak": "kans, rechthoek, cirkel, hoek, breuk, som, dobbelste*",
    "logic": "raadsel, logica, logisch*, conclusie, leugenaar, waar of onwaar, zus, broer, ouder dan, groter dan, "
    "links van",
    "step": "stap voor stap, laat zien hoe, onderbouw",
    "weigh": "voor en nadelen, afweging*, weeg af, beslis*, optimaal, eerlijk, budget, risico*, moeten we, "
    "clausule, goedkoper, strategie, scenario*",
    "weak_reason": "analyseer, vergelijk, beoordeel, evalueer",
    "fw": "de, het, een, en, van, ik, je, dat, niet, zijn, op, te, met, voor, er, maar, ook, aan, om, hij, zij, "
    "wij, we, was, naar, bij, dan, nog, wel, heeft, deze, dit, uit, werd, worden, als, door, zich, kan",
}
