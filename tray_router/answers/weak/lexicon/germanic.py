"""German, Dutch and the Nordic languages. Data only; any thread."""

from tray_router.answers.weak.lexicon.phrases import Phrases, entries

GERMANIC = (
    Phrases(
        language="de",
        apology=entries(
            """
            tut mir leid*; leider; entschuldig*; bedaure; bedauere; verzeihung
            """
        ),
        cannot=entries(
            """
            ich kann…nicht; kann diese…nicht; kann ihnen…nicht; kann dir…nicht; kann ich…nicht; ich kann kein*;
            kann ich kein*; kann ich…kein*; ich kann…kein*; ich bin nicht in der lage; bin ich nicht in der lage;
            ich darf…nicht; darf ich…nicht; nicht möglich; ich bin nicht befugt; ich muss…ablehnen;
            ich bin leider nicht; ich habe keinen zugriff; habe ich keinen zugriff; habe ich keine; ich habe keine;
            nicht in der lage; bin nicht dazu in der lage; ich werde…nicht; ich möchte…nicht
            """
        ),
        serve=entries(
            """
            helfen; weiterhelfen; behilflich; anfrage; unterstützen; nachkommen; erfüllen; anliegen; aufgabe;
            assistieren; dienen; beantworten; bitte nicht; richtlinien; illegal*; unangemessen*; beleidigend*;
            personen zu identifizieren; hilfe anbieten
            """
        ),
        act=entries(
            """
            geben; bereitstellen; erstellen; schreiben; verfassen; generieren; antworten; anbieten; liefern;
            übersetzen; durchführen; zugreifen; machen; tun; sagen; empfehlen; bieten; erzeugen; meinung*; beurteilen;
            verarbeiten; echtzeit*; auskunft*; formulieren; ausführen; öffnen; beraten; vorhersagen; abrufen; erteilen
            """
        ),
        persona=entries(
            """
            als ki; ich bin ein ki*; als künstliche intelligenz; als sprachmodell; als großes sprachmodell;
            ich bin eine ki; als ein ki*; als eine ki*; ich bin ein sprachmodell; als ai; als textbasiert*;
            als virtueller*; ich bin nur eine ki; ich bin ein textbasiert*; als digitaler assistent; als assistent
            """
        ),
        give=entries(
            """
            bitte geben sie; bitte gib; bitte teilen sie; bitte teile; bitte fügen sie; bitte füge; bitte senden;
            bitte sende; bitte schicke*; stellen sie mir; stell mir; könnten sie; könntest du; kannst du mir;
            können sie mir; bitte lade; bitte laden; bitte stellen; schicken sie; schick mir; bitte nenne*;
            ich brauche; ich benötige; bitte zeig*; gib mir; geben sie mir; bitte hier einfügen; bitte poste*;
            bitte kopiere*; kopieren sie
            """
        ),
        material=entries(
            """
            text; texte; code; inhalt; datei; satz; artikel; dokument; nachricht; e mail; mail; abschnitt;
            informationen; details; frage; problem; den quelltext; daten; kontext; eingabe; fehlermeldung; aufgabe;
            wort; funktion; quellcode; skript
            """
        ),
        missing=entries(
            """
            ich sehe kein*; sehe ich kein*; kein text; keinen text; kein bild; keinen code; kein code; keine datei;
            keine nachricht; nicht angehängt; wurde nicht; haben sie vergessen; vergessen; nicht bereitgestellt; fehlt;
            kein inhalt; keinen inhalt; noch kein*; ich kann kein*; nicht mitgeschickt; nicht mitgegeben; keine bilder
            """
        ),
        image=entries(
            """
            bild; bilder; bildern; foto*; screenshot*; bildschirm*; grafik*; abbildung*; bildinhalt*
            """
        ),
        see=entries(
            """
            sehen; ansehen; anzeigen; betrachten; analysieren; erkennen; verarbeiten; öffnen; zugreifen; zugriff;
            anschauen; wahrnehmen; lesen; direkt; beschreiben; interpretieren
            """
        ),
        idle=entries(
            """
            wie kann ich ihnen helfen; wie kann ich dir helfen; wie kann ich ihnen heute; wie kann ich dir heute;
            wobei kann ich; womit kann ich; was kann ich für sie tun; was kann ich für dich tun;
            wie kann ich behilflich; wie kann ich ihnen behilflich; wie kann ich dir behilflich; was möchtest du;
            was möchten sie; ich bin bereit zu helfen
            """
        ),
    ),
    Phrases(
        language="nl",
        apology=entries("spijt me; sorry; helaas; excuses"),
        cannot=entries(
            """
            ik kan…niet; kan ik…niet; ik kan geen; kan ik geen; ik ben niet in staat; ik mag…niet; ik heb geen toegang;
            ik heb niet de mogelijkheid; ben ik niet in staat; kan ik…geen; ik kan…geen; ik zie geen
            """
        ),
        serve=entries(
            """
            helpen; verzoek; voldoen; assisteren; van dienst; ondersteunen; hulp; ongepast*; illegale; vraag niet;
            meehelpen
            """
        ),
        act=entries(
            """
            geven; schrijven; maken; genereren; beantwoorden; bieden; verstrekken; leveren; doen; vertalen; mening*;
            uitvoeren; verwerken; aanbieden; opstellen; zeggen
            """
        ),
        persona=entries(
            """
            als ai; als taalmodel; als een ai*; als kunstmatige intelligentie; ik ben een ai*; ik ben een taalmodel;
            als een taalmodel; als groot taalmodel
            """
        ),
        give=entries(
            """
            geef; deel; stuur; plak; kun je; kunt u; zou je; zou u; graag de; verstrek; ik heb…nodig; upload
            """
        ),
        material=entries(
            """
            tekst; code; inhoud; bestand; zin; artikel; document; bericht; informatie; details; vraag; mail; e mail;
            gegevens
            """
        ),
        missing=entries(
            """
            ik zie geen; geen tekst; geen afbeelding; geen code; niet bijgevoegd; ontbreekt; vergeten;
            niet meegestuurd; niet verstrekt
            """
        ),
        image=entries(
            """
            afbeelding*; foto*; beeld*; schermafbeelding*; plaatje*; screenshot*; scherm
            """
        ),
        see=entries(
            """
            zien; bekijken; analyseren; openen; verwerken; weergeven; lezen; interpreteren
            """
        ),
        idle=entries(
            """
            hoe kan ik je; hoe kan ik u; waarmee kan ik; wat kan ik voor; waar kan ik je; waar kan ik u
            """
        ),
    ),
    Phrases(
        language="sv",
        apology=entries("jag är ledsen; tyvärr; förlåt; beklagar; ursäkta"),
        cannot=entries(
            """
            jag kan inte; kan jag inte; jag är inte kapabel; jag har inte möjlighet; kan jag tyvärr inte;
            jag kan tyvärr inte; jag har inte tillgång; jag ser ingen
            """
        ),
        serve=entries(
            """
            hjälpa; hjälpa dig; begäran; förfrågan; bistå; uppfylla; assistera; detta
            """
        ),
        act=entries(
            """
            ge; skriva; skapa; svara; generera; tillhandahålla; utföra; göra; erbjuda
            """
        ),
        persona=entries(
            """
            som ai*; som en ai*; som språkmodell; som en språkmodell; jag är en ai*; jag är en språkmodell
            """
        ),
        give=entries(
            """
            vänligen; var god; skicka; klistra; kan du; ge mig; dela; ange
            """
        ),
        material=entries(
            """
            text*; kod*; innehåll*; fil*; mening*; artikel*; dokument*; meddelande*; information*; fråga*
            """
        ),
        missing=entries(
            """
            ser ingen; ingen text; ingen bild; saknas; glömt; ser inte någon
            """
        ),
        image=entries("bild*; foto*; skärm*"),
        see=entries("se; visa; analysera; öppna; bearbeta; läsa"),
        idle=entries("hur kan jag hjälpa; vad kan jag hjälpa; vad kan jag göra för"),
    ),
    Phrases(
        language="da",  # and Norwegian, which fails in nearly the same words
        apology=entries(
            """
            beklager; desværre; dessverre; undskyld; unnskyld; jeg er ked af
            """
        ),
        cannot=entries(
            """
            jeg kan ikke; kan jeg ikke; jeg kan desværre ikke; jeg kan dessverre ikke; jeg er ikke i stand;
            jeg har ikke adgang; jeg har ikke tilgang; kan jeg dessverre ikke; jeg ser ingen
            """
        ),
        serve=entries(
            """
            hjælpe; hjelpe; anmodning*; forespørsel*; assistere; bistå; opfylde; oppfylle; dette; med det
            """
        ),
        act=entries(
            """
            give; gi; skrive; lave; lage; svare; generere; udføre; utføre; tilbyde; gøre; gjøre
            """
        ),
        persona=entries(
            """
            som ai*; som en ai*; som kunstig; som sprogmodel; som språkmodell; som en sprogmodel; som en språkmodell;
            jeg er en ai*
            """
        ),
        give=entries(
            """
            venligst; vennligst; send; kan du; del med; indsæt; lim inn; giv mig; gi meg
            """
        ),
        material=entries(
            """
            tekst*; kode*; indhold*; innhold*; fil*; sætning*; setning*; artikel*; dokument*; besked*; melding*
            """
        ),
        missing=entries(
            """
            ser ingen; ingen tekst; intet billede; ikke noget billede; ingen bilde*; mangler; glemt
            """
        ),
        image=entries("billede*; bilde*; foto*; skærm*; skjerm*"),
        see=entries("se; vise; analysere; åbne; åpne; behandle; læse; lese"),
        idle=entries(
            """
            hvordan kan jeg hjælpe; hvordan kan jeg hjelpe; hvad kan jeg; hva kan jeg
            """
        ),
    ),
)
