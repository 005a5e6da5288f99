"""Russian, Ukrainian, Polish, Czech with Slovak. Data only; any thread."""

from tray_router.answers.weak.lexicon.phrases import Phrases, entries

SLAVIC = (
    Phrases(
        language="ru",
        apology=entries(
            """
            извин*; к сожалению; прост*; сожале*; прошу прощения; мне жаль
            """
        ),
        cannot=entries(
            """
            я не могу; не могу; не в состоянии; не имею возможности; не способ*; не смогу; не умею; я не имею доступа;
            у меня нет доступа; у меня нет возможности; вынужден отказ*; не вижу
            """
        ),
        serve=entries(
            """
            помо*; запрос*; просьб*; вам с этим; тебе с этим; ответить на этот; ответить на ваш; обсужда*; недопустим*;
            оскорбит*; незаконн*; эту тему
            """
        ),
        act=entries(
            """
            предостав*; ответ*; созда*; генерир*; напис*; дать; выполн*; перев*; сказать; мнени*; предложить;
            реальном времени; рекоменд*; составить; обработ*
            """
        ),
        persona=entries(
            """
            как ии; как языковая модель; как искусственный интеллект; я языковая модель; я ии; я искусственный;
            являюсь языковой; как большая языковая; как модель; являясь; будучи; я всего лишь
            """
        ),
        give=entries(
            """
            предоставьте; пришлите; отправьте; вставьте; поделитесь; укажите; предоставь; пришли; загрузите;
            прикрепите; не могли бы вы; можете ли вы; введите; скопируйте; уточните
            """
        ),
        material=entries(
            """
            текст*; код*; содержан*; файл*; предложен*; стать*; документ*; сообщен*; информац*; вопрос*; письмо;
            данны*; контекст*; детал*
            """
        ),
        missing=entries(
            """
            не вижу; нет текста; не предоставил*; не прикре*; забыли; отсутству*; не указал*; не был; нет изображения;
            не приложи*
            """
        ),
        image=entries(
            """
            изображен*; картин*; фото*; скриншот*; снимок; снимк*; экран*
            """
        ),
        see=entries(
            """
            видеть; увидеть; просм*; анализир*; открыть; обраб*; прочитать; распозна*; смотреть
            """
        ),
        idle=entries(
            """
            чем могу помочь; чем я могу; как я могу помочь; как я могу вам; как я могу тебе; чем могу быть полез*
            """
        ),
    ),
    Phrases(
        language="uk",
        apology=entries("вибач*; на жаль; перепрош*; шкода"),
        cannot=entries(
            """
            не можу; не в змозі; не маю можливості; не здат*; не зможу; не маю доступу; не бачу
            """
        ),
        serve=entries("допомо*; запит*; прохан*; вам з цим; з цим; відповісти на це"),
        act=entries(
            """
            надати; відпов*; створ*; напис*; дати; викон*; перекла*; сказати; генерув*
            """
        ),
        persona=entries(
            """
            як ші; як мовна модель; як штучний інтелект; я мовна модель; я штучний
            """
        ),
        give=entries(
            """
            надайте; надішліть; вставте; поділіться; вкажіть; завантажте; чи не могли б
            """
        ),
        material=entries(
            """
            текст*; код*; вміст*; файл*; речен*; стат*; документ*; повідомлен*; інформац*; питан*
            """
        ),
        missing=entries("не бачу; немає; не надали; забули; відсут*"),
        image=entries("зображен*; картин*; фото*; знімок*; скріншот*"),
        see=entries("бачити; перегля*; аналізу*; відкри*; оброб*; прочит*"),
        idle=entries("чим можу допомогти; чим я можу; як я можу допомогти"),
    ),
    Phrases(
        language="pl",
        apology=entries("przykro mi; przepraszam; niestety; przepraszamy"),
        cannot=entries(
            """
            nie mogę; nie jestem w stanie; nie potrafię; nie mam możliwości; nie mam dostępu; nie będę w stanie;
            muszę odmówić; nie widzę
            """
        ),
        serve=entries(
            """
            pomóc; pomoc*; prośb*; spełnić; w tej sprawie; z tym; w tym; żądani*; asyst*; niestosown*; nielegal*;
            obraźliw*
            """
        ),
        act=entries(
            """
            podać; udzieli*; stworzyć; napisać; odpowied*; wygenerować; dostarczyć; wykonać; przetłumaczyć; powiedzieć;
            opini*; zrobić; tworzyć; generować
            """
        ),
        persona=entries(
            """
            jako ai; jako model; jako sztuczna inteligencja; jestem modelem; jestem sztuczną; jako duży model;
            jako asystent; jako model językowy
            """
        ),
        give=entries(
            """
            proszę podać; proszę o; podaj; prześlij; wklej; udostępnij; czy możesz; czy mógłbyś; proszę wkleić;
            proszę przesłać; załącz; proszę podaj; przekaż; proszę udostępni*
            """
        ),
        material=entries(
            """
            tekst*; kod*; treść; treści; plik*; zdani*; artykuł*; dokument*; wiadomoś*; informacj*; pytani*; fragment*;
            dane
            """
        ),
        missing=entries(
            """
            nie widzę; brak; nie podał*; nie został*; zapomniał*; nie załączył*; nie dostarczy*
            """
        ),
        image=entries("obraz*; zdjęci*; zrzut*; ekran*; grafik*; fotografi*"),
        see=entries(
            """
            zobaczyć; widzieć; wyświetl*; analiz*; przeanalizować; otworzyć; odczytać; przetwarzać; oglądać
            """
        ),
        idle=entries(
            """
            jak mogę pomóc; w czym mogę pomóc; jak mogę ci; w czym mogę ci; jak mogę państwu; co mogę dla
            """
        ),
    ),
    Phrases(
        language="cs",
        apology=entries(
            """
            omlouvám; je mi líto; bohužel; promiňte; prepáčte; ľutujem; je mi ľúto
            """
        ),
        cannot=entries(
            """
            nemohu; nemůžu; nejsem schop*; nejsem v stavu; nedokážu; nemám možnost; nemám přístup; nemôžem; nedokážem;
            nevidím
            """
        ),
        serve=entries(
            """
            pomoci; pomoct; pomôcť; požadav*; žádost*; vyhovět; s tím; s tímto; splnit; žiados*
            """
        ),
        act=entries(
            """
            poskyt*; vytvoř*; napsat; odpověd*; dát; generovat; přeložit; provést; napísať
            """
        ),
        persona=entries(
            """
            jako ai; jako jazykový model; jako umělá inteligence; jsem jazykový model; jsem umělá; ako jazykový model;
            ako ai
            """
        ),
        give=entries(
            """
            prosím poskyt*; poskytněte; pošlete; vložte; můžete; mohl byste; sdílejte; zadejte
            """
        ),
        material=entries(
            """
            text*; kód*; obsah*; soubor*; větu; článek; dokument*; zprávu; informac*; otázk*
            """
        ),
        missing=entries(
            """
            nevidím; žádný text; chybí; neposkytl*; zapomněl*; žádný obrázek
            """
        ),
        image=entries("obráz*; fotk*; snímek; snímk*; obraz*"),
        see=entries("vidět; zobraz*; analyz*; otevř*; zpracov*; přečíst; prohlí*"),
        idle=entries(
            """
            jak vám mohu; jak ti mohu; s čím vám; s čím mohu; jak ti můžu; jak vám můžu
            """
        ),
    ),
)
