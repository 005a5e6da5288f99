"""French, Spanish, Italian and Portuguese. Data only; any thread."""

from tray_router.answers.weak.lexicon.phrases import Phrases, entries

ROMANCE = (
    Phrases(
        language="fr",
        apology=entries(
            """
            désolé*; je m'excuse; je regrette; malheureusement; navré*; toutes mes excuses; excusez
            """
        ),
        cannot=entries(
            """
            je ne peux; ne pas pouvoir; de ne pouvoir; je ne suis pas en mesure; je ne suis pas capable; je ne saurais;
            m'est impossible; je ne dispose pas; je n'ai pas accès; je n'ai pas la capacité; je ne suis pas autorisé*;
            je refuse; je n'ai pas la possibilité; je ne suis pas programmé*; je n'ai pas d'*; je dois refuser;
            je ne vois
            """
        ),
        serve=entries(
            """
            aider; demande; assister; satisfaire; assistance; aide; requête; faire cela; faire ça; répondre à cette;
            répondre à votre; répondre à ta; inapproprié*; illégal*; offensant*; identifier des personnes
            """
        ),
        act=entries(
            """
            fournir; répondre; créer; générer; écrire; donner; rédiger; traiter; offrir; produire; traduire; accéder;
            exprimer; prédire; temps réel; opinion*; exécuter; recommander; effectuer; consulter; proposer; dire
            """
        ),
        persona=entries(
            """
            en tant qu'ia; en tant que modèle; en tant qu'intelligence; en tant qu'assistant; je suis une ia;
            je suis un modèle; en tant que grand modèle; en tant qu'un; je suis une intelligence
            """
        ),
        give=entries(
            """
            veuillez fournir; veuillez partager; veuillez coller; veuillez me; pourriez vous; pouvez vous;
            merci de fournir; fournissez; peux tu; pourrais tu; envoyez moi; envoie moi; donnez moi; donne moi;
            partagez; collez; veuillez joindre; veuillez télécharger; merci de me; s'il vous plaît fournir;
            veuillez indiquer; j'ai besoin d*
            """
        ),
        material=entries(
            """
            texte; code; contenu; article; document; phrase; passage; message; fichier; informations; détails;
            question; mail; e mail; le problème; données; contexte
            """
        ),
        missing=entries(
            """
            je ne vois pas; je ne vois aucun*; aucun texte; aucune image; aucun code; vous n'avez pas; tu n'as pas;
            n'a pas été; avez oublié; as oublié; pas joint; aucun fichier; pas d'image; aucun contenu
            """
        ),
        image=entries(
            """
            image*; photo*; capture*; l'image; d'image*; l'écran; graphique*; visuel*; d'images
            """
        ),
        see=entries(
            """
            voir; visualiser; analyser; afficher; accéder; traiter; ouvrir; consulter; interpréter; regarder; décrire;
            lire
            """
        ),
        idle=entries(
            """
            comment puis je vous aider; comment puis je t'aider; que puis je faire pour; en quoi puis je;
            comment je peux vous aider; comment je peux t'aider; comment puis je vous assister
            """
        ),
    ),
    Phrases(
        language="es",
        apology=entries(
            """
            lo siento; lamento; disculpa*; lamentablemente; perdón; desafortunadamente; perdona
            """
        ),
        cannot=entries(
            """
            no puedo; no poder; no soy capaz; no me es posible; no tengo la capacidad; no estoy en condiciones;
            no tengo acceso; no estoy autorizad*; no estoy programad*; no podré; no me está permitido; me es imposible;
            debo rechazar; no estoy diseñad*; no cuento con; no tengo; no veo
            """
        ),
        serve=entries(
            """
            ayudar*; asistir*; solicitud; petición; cumplir; con eso; con esto; hacer eso; hacer esto; atender; ayuda;
            inapropiad*; ilegal*; ofensiv*; identificar a; complacer*; responder a esa; responder a esta;
            responder esa; responder esta
            """
        ),
        act=entries(
            """
            proporcionar*; responder*; crear; generar; escribir; dar; darte; ofrecer*; redactar; producir; traducir;
            acceder; realizar; opinion*; tiempo real; predecir; recomendar*; ejecutar; brindar*; hacer; decir*;
            procesar
            """
        ),
        persona=entries(
            """
            como modelo de lenguaje; como una ia; como ia; como inteligencia artificial; soy una ia; soy un modelo;
            como un modelo; como asistente; soy una inteligencia; como una inteligencia
            """
        ),
        give=entries(
            """
            por favor proporcion*; por favor comparte; por favor compart*; por favor pega; por favor pegue; podrías;
            podría; puedes proporcion*; proporcióname; proporcióneme; envíame; envíeme; por favor envía*;
            por favor adjunt*; por favor sub*; necesito que me; dame; por favor dame; puedes compartir; puedes pegar;
            necesito el; por favor incluy*; por favor ingresa
            """
        ),
        material=entries(
            """
            texto; código; contenido; artículo; documento; frase; oración; mensaje; archivo; información; detalles;
            pregunta; correo; problema; datos; contexto; párrafo
            """
        ),
        missing=entries(
            """
            no veo ningun*; no veo ningún; no has proporcionado; no ha proporcionado; no se ha; no proporcionaste;
            falta; olvidaste; no hay ningun*; no hay ningún; no adjuntaste; no has incluido; no has compartido;
            no veo la; no veo el; ninguna imagen; no incluiste
            """
        ),
        image=entries(
            """
            imagen*; imágenes; foto*; captura*; pantalla; gráfico*; visual*
            """
        ),
        see=entries(
            """
            ver; visualizar; analizar; mostrar; acceder; procesar; abrir; interpretar; describir; leer; directamente
            """
        ),
        idle=entries(
            """
            en qué puedo ayudar*; cómo puedo ayudar*; qué puedo hacer por; en que puedo ayudar*; en qué puedo asistir*;
            cómo te puedo ayudar; en qué te puedo ayudar; cómo puedo asistir*; en qué le puedo
            """
        ),
    ),
    Phrases(
        language="it",
        apology=entries(
            """
            mi dispiace; spiacente; purtroppo; mi scuso; scusa*; sono desolat*
            """
        ),
        cannot=entries(
            """
            non posso; non poter*; non sono in grado; non riesco; non ho la capacità; non mi è possibile;
            non ho accesso; non ho la possibilità; devo rifiutare; non sono autorizzat*; non sono programmat*;
            non vedo
            """
        ),
        serve=entries(
            """
            aiutar*; assister*; richiesta; soddisfare; esaudire; assistenza; aiuto; fare questo; farlo; inappropriat*;
            illegal*; offensiv*; rispondere a questa; rispondere alla; essere d'aiuto
            """
        ),
        act=entries(
            """
            fornir*; rispondere; creare; generare; scrivere; dare; darti; offrir*; produrre; tradurre; accedere;
            esprimere; prevedere; tempo reale; opinion*; eseguire; elaborare; consigliare
            """
        ),
        persona=entries(
            """
            come modello linguistico; come ia; in quanto ia; come intelligenza artificiale; sono un'ia;
            sono un modello; in quanto modello; in quanto intelligenza; come un'intelligenza; come assistente;
            in quanto assistente; come modello di
            """
        ),
        give=entries(
            """
            fornisci*; per favore fornis*; si prega di fornire; potresti; potrebbe; puoi fornir*; condividi; incolla;
            inviami; mandami; per favore invia*; allega; carica; dammi; ho bisogno d*; puoi incollare;
            puoi condividere; per favore incolla
            """
        ),
        material=entries(
            """
            testo; codice; contenuto; articolo; documento; frase; messaggio; file; informazioni; dettagli; domanda;
            email; e mail; mail; problema; dati; brano
            """
        ),
        missing=entries(
            """
            non vedo; non hai fornito; non ha fornito; non è stato fornito; nessun testo; nessuna immagine; manca;
            hai dimenticato; non hai incluso; non hai allegato; nessun codice; non è stata
            """
        ),
        image=entries(
            """
            immagin*; l'immagine; un'immagine; foto*; schermata; screenshot*; grafico*; dell'immagine
            """
        ),
        see=entries(
            """
            vedere; visualizzare; analizzare; accedere; elaborare; aprire; interpretare; leggere; descrivere; guardare
            """
        ),
        idle=entries(
            """
            come posso aiutar*; come posso esserti; come posso esserle; cosa posso fare per; in cosa posso;
            come posso assister*
            """
        ),
    ),
    Phrases(
        language="pt",
        apology=entries(
            """
            desculp*; sinto muito; lamento; infelizmente; peço desculpa*; perdão
            """
        ),
        cannot=entries(
            """
            não posso; não poder; não consigo; não sou capaz; não tenho a capacidade; não me é possível;
            não tenho acesso; não estou autorizad*; não fui programad*; não poderei; não tenho capacidade;
            não estou apt*; não é possível; devo recusar; não tenho permissão; não vejo
            """
        ),
        serve=entries(
            """
            ajud*; auxili*; solicitação; pedido; atender; cumprir; com isso; com isto; fazer isso; fazer isto; assist*;
            inadequad*; ilegal*; inapropriad*; ofensiv*; responder a essa; responder a esta
            """
        ),
        act=entries(
            """
            fornecer; responder; criar; gerar; escrever; dar; oferecer; produzir; traduzir; acessar; aceder; realizar;
            opini*; tempo real; prever; recomendar; executar; processar; dizer
            """
        ),
        persona=entries(
            """
            como modelo de linguagem; como um modelo; como uma ia; como ia; como inteligência artificial; sou uma ia;
            sou um modelo; como uma inteligência; como assistente; sou uma inteligência
            """
        ),
        give=entries(
            """
            por favor forneça; forneça; por favor compartilhe; por favor partilhe; por favor cole; poderia;
            pode fornecer; pode compartilhar; envie; por favor envie; por favor anexe; me envie; você pode; podes;
            preciso que; por favor inclua; compartilhe; cole o; preciso do
            """
        ),
        material=entries(
            """
            texto; código; conteúdo; artigo; documento; frase; mensagem; arquivo; ficheiro; informações; detalhes;
            pergunta; e mail; email; problema; dados; contexto
            """
        ),
        missing=entries(
            """
            não vejo; você não forneceu; não foi fornecid*; não forneceu; falta; esqueceu; nenhum texto;
            nenhuma imagem; não há nenhum*; não anexou; não incluiu; não há imagem; nenhum código
            """
        ),
        image=entries(
            """
            imagem; imagens; foto*; captura*; ecrã; tela; gráfico*; visua*
            """
        ),
        see=entries(
            """
            ver; visualizar; analisar; acessar; processar; abrir; interpretar; descrever; ler; enxergar; diretamente
            """
        ),
        idle=entries(
            """
            como posso ajud*; em que posso ajud*; como posso te ajud*; como posso auxiliar*; o que posso fazer por;
            em que posso te; como posso lhe ajud*; em que posso auxiliar*; no que posso ajud*
            """
        ),
    ),
)
