"""What languages look like: their commonest words, and how each is called in the others. Data only; any thread."""

# common function words and question words, parted by spaces
STOPWORDS: dict[str, str] = {
    "en": (
        "a an explain the of and to in is that it for was on are with as be this have from or by not but what "
        "all were we when your can said there each which she do how their if will up other about out many then "
        "them these so some her would make like has him into it's you i my me they at because been does than "
        "more most also should could after before where who why its i'm don't"
    ),
    "de": (
        "warum was wer wo erkläre erklär schreib schreibe wann welche welcher welches gegenüber nenne bitte beim "
        "ins der die und das nicht ist von mit sich auf für ein dem den des eine im auch es an werden aus er hat "
        "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor "
        "zur bis mehr durch man sein wurde sei ich du wir ihr mein kann wenn weil diese dieser dieses keine als "
        "zu ja sehr gibt sowie"
    ),
    "fr": (
        "pourquoi comment quelle quel quels quelles explique quoi quand écris donne moi bonjour ne le la les de "
        "des et en un une est que qui dans pour pas sur au avec ce il elle se par plus sont du nous vous je tu "
        "mais ou où comme on cette ces son ses leur aux être fait été aussi tout d'une c'est qu'il l'on votre "
        "mon ma n'est avez j'ai très peut sans"
    ),
    "es": (
        "qué cuál cuándo explica escribe cómo dime haz hazme tradúceme el la los las de del y que en un una es "
        "por con para no se su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre "
        "también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso había "
        "ante ellos son está yo tú mi puede ser"
    ),
    "it": (
        "perché cosa quale quali spiega scrivi spiegami qual il lo la i gli le di e che in un una è per con non "
        "si da del della dei delle al alla sono come più ma anche nel nella questo questa ha o se ci su mi "
        "quando molto essere dal dalla cui suo sua hanno può tra ogni dove ho io tu era degli ai"
    ),
    "pt": (
        "qual quais porquê explique escreva diga faça o a os as de do da dos das e que em um uma é por com para "
        "não se seu sua ao no na nos nas como mais mas foi ele ela ou ser quando muito há também já está eu só "
        "pelo pela até isso entre era depois sem mesmo aos ter seus quem são você pode porque esta este"
    ),
    "nl": (
        "waarom hoe welke schrijf leg wie de het een en van ik te dat die in is niet hij aan met op voor zijn er "
        "maar om ook als dan bij nog uit wat naar door over hun ze je we deze heeft kan wordt of tot mijn geen "
        "worden dit was omdat u hebben meer wel zou moet"
    ),
    "sv": (
        "varför vilken skriv förklara och att det i en jag som är på för inte med den har till av om men de ett "
        "var så kan från vi när eller du man ska hur sig också mycket detta där nu bara över efter vad blir"
    ),
    "da": (
        "hvorfor hvilken skriv forklar og at det i en jeg som er på for ikke med den har til af om men de et var "
        "så kan fra vi når eller du man skal hvordan sig også meget dette der nu kun over efter hvad bliver ud"
    ),
    "no": (
        "hvorfor hvilken skriv forklar og at det i en jeg som er på for ikke med den har til av om men de et var "
        "så kan fra vi når eller du man skal hvordan seg også mye dette der nå bare over etter hva blir ut fordi"
    ),
    "pl": (
        "dlaczego jaki jaka jakie napisz wyjaśnij co kto gdzie kiedy ile i w na z do się nie to że jest o jak za "
        "po od przez są dla tak ale czy oraz być może tylko jego jej ich ten ta te który która które już przed "
        "pod bardzo gdy można ze przy jako lub ponieważ"
    ),
    "cs": (
        "proč jaký jaká jaké napiš vysvětli co kdo kde kdy a v na se je to že z do s o i jako za k pro ale by po "
        "jsou jeho od který která které při tak jen nebo byl byla také až není může své si jsem aby než ve ze "
        "protože když"
    ),
    "tr": (
        "neden nedir nasıl yaz açıkla kim nerede hangi bir ve bu için de da ile olarak çok daha ne en gibi olan "
        "var ben o sonra kadar değil ama ise mi her şey ya bunu veya olduğu olduğunu tarafından iki arasında "
        "göre"
    ),
    "vi": (
        "tại sao hãy viết gì và của là có cho không được một các trong với những người này để đã khi từ như cũng "
        "đến về tôi bạn ở ra nhiều thì hay nó vì sẽ"
    ),
    "id": (
        "mengapa bagaimana apa jelaskan tulis siapa yang dan di itu dengan untuk tidak ini dari dalam akan pada "
        "juga saya ke karena ada mereka oleh lebih telah anda bisa adalah sebagai dapat atau seperti kita kami "
        "sudah harus jika"
    ),
    "ro": (
        "ce cum scrie explică și de la în a cu nu este pe o un care din că mai sunt pentru se prin ca fi sau "
        "după dar său iar dacă fost când acest această"
    ),
    "hu": (
        "miért hogyan írj mi magyarázd a az és hogy nem is egy ez van de meg csak ha már mint vagy el volt még "
        "azt ki lehet ezt kell minden után aki amely mert azonban"
    ),
    "fi": (
        "miksi miten kirjoita mikä ja on ei se että hän oli mutta ovat kun niin myös joka tai jos ole voi mitä "
        "sen sekä mukaan olla kuin siitä vain koska"
    ),
    "ru": (
        "и в не на что с по это как но из у за то от к для а так же он она они мы вы я или если чтобы был была "
        "при также который"
    ),
    "uk": (
        "і в не на що з по це як але із у за то від до для а так він вона вони ми ви я або якщо щоб був була при "
        "також який та є"
    ),
    "bg": (
        "и в не на че с по това как но от у за то към да а така той тя те ние вие аз или ако е са се при също който ще"
    ),
}

# names and stems of names, parted by commas
NAMES: dict[str, str] = {
    "en": (
        "english, englisch, anglais, inglés, ingles, inglese, inglês, engels, английск, англійськ, angielsk, "
        "anglick, angličtin, ingilizce, 英语, 英文, 英語, 영어, tiếng anh, inggris, إنجليزي, الإنجليزية, अंग्रेज, "
        "engelska, engelsk"
    ),
    "de": (
        "german, deutsch, allemand, alemán, aleman, tedesco, alemão, duits, немецк, німецьк, niemieck, německ, "
        "němčin, almanca, 德语, 德文, ドイツ語, 독일어, tiếng đức, jerman, الألمانية, tyska, tysk"
    ),
    "fr": (
        "french, französisch, français, francés, frances, francese, francês, frans, французск, francusk, "
        "francouz, fransızca, 法语, 法文, フランス語, 프랑스어, tiếng pháp, prancis, الفرنسية, franska, fransk"
    ),
    "es": (
        "spanish, spanisch, espagnol, español, espanol, spagnolo, espanhol, spaans, испанск, hiszpańsk, španěl, "
        "ispanyolca, 西班牙语, 西班牙文, スペイン語, 스페인어, spanyol, spanska, spansk"
    ),
    "it": (
        "italian, italienisch, italien, italiano, italiaans, итальянск, włosk, italsk, italštin, italyanca, "
        "意大利语, イタリア語, 이탈리아어"
    ),
    "pt": "portug, 葡萄牙语, ポルトガル語, 포르투갈어, португальск",
    "nl": "dutch, niederländisch, holländisch, néerlandais, holandés, olandese, nederlands, голландск, 荷兰语",
    "sv": "swedish, schwedisch, suédois, sueco, svenska",
    "da": "danish, dänisch, danois, danés, dansk",
    "no": "norwegian, norwegisch, norvégien, noruego, norsk",
    "pl": "polish, polnisch, polonais, polaco, polacco, polsk, польск, 波兰语, ポーランド語",
    "cs": "czech, tschechisch, tchèque, checo, česk, češtin",
    "tr": "turkish, türkisch, turc, turco, türkçe, турецк, 土耳其语, トルコ語",
    "vi": "vietnam, tiếng việt, 越南语, ベトナム語",
    "id": "indones, 印尼",
    "ro": "romanian, rumänisch, roumain, rumano, română",
    "hu": "hungarian, ungarisch, hongrois, húngaro, magyar",
    "fi": "finnish, finnisch, finnois, finlandés, suomeksi, suomen",
    "ru": "russian, russisch, russe, ruso, russo, русск, російськ, rosyjsk, rusk, rusça, 俄语, ロシア語, 러시아어",
    "uk": "ukrain, украинск, українськ",
    "zh": (
        "chinese, chinesisch, chinois, chino, cinese, chinês, chinees, mandarin, китайск, chińsk, čínsk, çince, "
        "中文, 汉语, 漢語, 中国語, 중국어, hanzi, pinyin"
    ),
    "ja": (
        "japanese, japanisch, japonais, japonés, giapponese, japonês, japans, японск, japońsk, japonsk, japonca, "
        "日语, 日文, 日本語, 일본어, kanji, hiragana, anime"
    ),
    "ko": "korean, koreanisch, coréen, coreano, корейск, koreańsk, korece, 韩语, 韓語, 韓国語, 한국어, hangul",
    "ar": "arabic, arabisch, arabe, árabe, arabo, арабск, arabsk, arapça, 阿拉伯语, アラビア語, العربية, عربي",
    "he": "hebrew, hebräisch, hébreu, hebreo, עברית",
    "hi": "hindi, हिंदी, हिन्दी, 印地语",
    "th": "thai, 泰语, タイ語, ไทย",
    "el": "greek, griechisch, grec, griego, greco, ελληνικ",
    "fa": "persian, farsi, persisch, فارسی",
    "la": "latin",
}
