"""Turkish, Greek, Romanian, Hungarian, Finnish. Data only; any thread."""

from tray_router.answers.weak.lexicon.phrases import Phrases, entries

EASTERN = (
    Phrases(
        language="tr",
        apology=entries("üzgünüm; özür dilerim; maalesef; ne yazık ki; kusura bakma*"),
        cannot=entries(
            """
            *olamam; *edemem; *yapamam; *veremem; *edemiyorum; *olamıyorum; mümkün değil; *yamam; *yemem; *yazamam;
            *amıyorum; *emiyorum; *yamıyorum; mümkün değildir; erişimim yok; *amam; *emem
            """
        ),
        serve=entries(
            """
            yardımcı; yardım; isteğ*; talebi*; talep*; bu konuda; uygunsuz; bunu
            """
        ),
        act=entries(
            """
            yaz*; oluştur*; ver*; cevap*; yanıt*; sağla*; üret*; yap*; sun*; çevir*
            """
        ),
        persona=entries(
            """
            bir yapay zeka; yapay zeka olarak; bir dil modeli; dil modeli olarak; bir ai
            """
        ),
        give=entries(
            """
            lütfen; paylaş*; gönder*; yapıştır*; sağlar mısın*; verir misin*
            """
        ),
        material=entries(
            """
            metin*; metni*; kod*; içeri*; dosya*; cümle*; makale*; belge*; mesaj*; bilgi*; soru*
            """
        ),
        missing=entries(
            """
            göremiyorum; bulunmuyor; eksik; unut*; sağlamadı*; yok; paylaşmadı*
            """
        ),
        image=entries("görsel*; görüntü*; resim*; resmi*; fotoğraf*; ekran*"),
        see=entries(
            """
            *göremiyorum*; *göremem*; görüntüle*; analiz*; aç*; işle*; oku*
            """
        ),
        idle=entries(
            """
            nasıl yardımcı olabilirim; size nasıl yardım*; sana nasıl yardım*; ne konuda yardım*
            """
        ),
    ),
    Phrases(
        language="el",
        apology=entries("λυπάμαι; δυστυχώς; συγγνώμη; ζητώ συγγνώμη; λυπάμαι*"),
        cannot=entries(
            """
            δεν μπορώ; δεν είμαι σε θέση; αδυνατώ; δεν έχω τη δυνατότητα; δεν βλέπω
            """
        ),
        serve=entries("βοηθήσω; αίτημα; εξυπηρετήσω; βοήθεια; με αυτό"),
        act=entries("παρέχω; γράψω; δημιουργήσω; απαντήσω; δώσω; παράσχω"),
        persona=entries("ως τεχνητή νοημοσύνη; ως γλωσσικό μοντέλο; ως μοντέλο"),
        give=entries("παρακαλώ; μπορείτε να; μπορείς να"),
        material=entries("κείμενο; κώδικα; περιεχόμενο; αρχείο"),
        missing=entries("δεν βλέπω; δεν έχετε; δεν παρείχατε; λείπει"),
        image=entries("εικόν*; φωτογραφ*"),
        see=entries("δω; αναλύσω; προβάλω; βλέπω"),
        idle=entries("πώς μπορώ να σας; πώς μπορώ να σε; πώς μπορώ να βοηθήσω"),
    ),
    Phrases(
        language="ro",
        apology=entries("îmi pare rău; ne pare rău; din păcate; scuze; îmi cer scuze"),
        cannot=entries(
            """
            nu pot; nu sunt capabil*; nu sunt în măsură; nu am posibilitatea; nu am acces; nu văd
            """
        ),
        serve=entries("ajut*; cerere*; solicit*; asist*; cu asta; cu acest*"),
        act=entries("oferi; scrie; crea; răspunde; genera; furniza; da"),
        persona=entries(
            """
            ca model; ca inteligență; ca ai; sunt un model; sunt o inteligență
            """
        ),
        give=entries("vă rog; te rog; puteți; poți"),
        material=entries("text*; cod*; conținut*; fișier*; document*; mesaj*"),
        missing=entries("nu văd; nu ați; nu ai furnizat; lipsește"),
        image=entries("imagin*; fotografi*; poz*"),
        see=entries("vedea; vizualiza; analiza; accesa"),
        idle=entries("cu ce vă pot; cu ce te pot; cum vă pot; cum te pot"),
    ),
    Phrases(
        language="hu",
        apology=entries("sajnálom; elnézést; sajnos; bocsánat*"),
        cannot=entries(
            """
            nem tudok; nem tudom; nem áll módomban; nem vagyok képes; nem segíthetek; nem látok; nem látom
            """
        ),
        serve=entries("segít*; kérés*; teljesít*; ebben"),
        act=entries("írni; adni; készíteni; válasz*; létrehozni; nyújtani"),
        persona=entries(
            """
            mint mesterséges; mesterséges intelligenciaként; nyelvi modellként; mint nyelvi
            """
        ),
        give=entries("kérem; kérlek; meg tudnád; ossza meg; oszd meg"),
        material=entries("szöveg*; kód*; tartal*; fájl*; mondat*; dokumentum*"),
        missing=entries("nem látok; nem adott meg; hiányzik; nem adtál meg"),
        image=entries("kép*; fotó*; képernyő*"),
        see=entries("látni; megtekinteni; elemezni; megnyitni"),
        idle=entries("miben segíthetek; hogyan segíthetek"),
    ),
    Phrases(
        language="fi",
        apology=entries("valitettavasti; pahoittelen; anteeksi; olen pahoillani"),
        cannot=entries(
            """
            en voi; en pysty; en kykene; en osaa; minulla ei ole mahdollisuutta; en näe
            """
        ),
        serve=entries("auttaa; pyyntö*; avustaa; toteuttaa; tässä"),
        act=entries("antaa; kirjoittaa; luoda; vastata; tarjota; tehdä"),
        persona=entries("tekoälynä; kielimallina; olen tekoäly*; olen kielimalli*"),
        give=entries("ole hyvä ja; voisitko; anna; jaa; lähetä"),
        material=entries(
            """
            teksti*; koodi*; sisältö*; tiedosto*; lause*; artikkeli*; viesti*
            """
        ),
        missing=entries("en näe; puuttuu; et ole"),
        image=entries("kuva*; kuvia*; kuvaa*; valokuv*"),
        see=entries("nähdä; katsoa; analysoida; avata; katsella; näe"),
        idle=entries("miten voin auttaa; kuinka voin auttaa"),
    ),
)
