"""French, Spanish, Portuguese and Italian words per concept; see ``english`` for the notation."""

from __future__ import annotations

from typing import Final

FRENCH: Final[dict[str, str]] = {
    "order": "affiche, afficher, liste, lister, supprime, supprimer, trouve, trouver, cherche, rechercher, copie, "
    "copier, déplace, déplacer, renomme, renommer, installe, installer, démarre, démarrer, arrête, compte, compter, "
    "trie, trier, remplace, remplacer, extraire, exécuter, lancer, mettre",
    "how": "comment",
    "want": "s'il te plaît, s'il vous plaît, je veux, je voudrais, aide moi, peux tu, pouvez vous, montre, fais",
    "translate": "tradui*, traduction, en anglais, en français, en espagnol, en allemand, comment dit on",
    "summarise": "résum*, en une phrase, en deux phrases, points clés, points essentiels, synthèse, synthétise",
    "rewrite": "reformul*, corrige, corrigez, corriger les, orthographe, grammaire, plus formel, plus poli, "
    "plus court, réécri*, raccourci*, améliore le texte, améliore ce texte, ton plus, fautes, rends ce texte, "
    "simplifie ce",
    "reply": "réponds, répondez, répondre à, réponse à, une réponse, refuse poliment, décline",
    "textjob": "classe ces, classe les, classer, catégorise*, extrais, extraire, sentiment, synonyme*, objet du mail",
    "write": "écris, écrivez, écrire, rédige*, compose, crée, créer, créez, génère*, invente, prépare",
    "writing": "lettre, poème*, histoire, e mail, email, mail, courriel, blague*, recette*, invitation, discours, "
    "message*, article, chanson, dissertation, conte, slogan, anniversaire, motivation, cv, remerciement*, excuses, "
    "texte, paragraphe, résiliation, abonnement, annonce",
    "suggest": "suggère*, suggérez, suggestion*, propose, proposez, recommand*, idées, conseils, conseil, cadeau*, "
    "donne moi, donnez moi, cite, citez, exemples de",
    "explain": "explique*, expliquer, décris, décrire, que signifie, signifie, veut dire",
    "roleplay": "imagine que tu, fais comme si, joue le rôle, tu es un, tu es une, dans le style de",
    "chat": "bonjour, salut, merci, bonsoir, comment ça va, ça va, qui es tu, que peux tu, raconte, au revoir",
    "factual": "qui est, qui était, qui a, quand, où se trouve, où est, qu'est ce que, qu'est ce qu'un, quel est, "
    "quelle est, quels sont, quelles sont, quelle, capitale, pourquoi les, pourquoi le, différence entre, dans quel, "
    "combien d'habitants",
    "origin": "qui a inventé, qui a créé, qui a fondé, qui a développé, en quelle année, d'où vient le nom",
    "howto": "comment faire, comment puis je, comment je, comment trier, comment supprimer, comment créer, "
    "comment lire, comment installer, comment obtenir, comment on",
    "assistant": "réveil, minuteur, rappelle moi, rendez vous, météo, mon compte, virement, carte bancaire, ma carte, "
    "réserve, vol, facture, calendrier",
    "build": "implémente*, programme un, code un, code une, écris une fonction, écris un script, écris un programme, "
    "fonction qui, script qui, programme qui, requête qui, script bash",
    "fixcode": "débogue*, déboguer, débug*, refactor*, compil*, message d'erreur, bug, plante, exception, "
    "fuite mémoire",
    "trouble": "ne marche pas, ne fonctionne pas, marche pas, fonctionne pas, erreur*, lent, lente, ça plante, "
    "plante, échoue, quel est le problème, qu'est ce qui ne va pas, ne va pas, répare, pourquoi j'ai, pourquoi ce code",
    "codenoun": "code, code source, fonction, fonctions, script, programme, algorithme*, base de données, requête*, "
    "boucle*, variable*, tableau, chaîne de caractères, chaîne, dictionnaire, expression régulière, terminal, "
    "ligne de commande, fichier*, dossier*, répertoire*, classe, serveur, conteneur*, page web, site web, colonne*, "
    "commit",
    "shelltask": "fichier*, dossier*, répertoire*, récursivement, affiche*, afficher, lister, supprimer, supprime, "
    "liste tous, trouve tous, chemin, paquet*, processus, exécute*, lance, commande, droits, permission*, spécifié*, "
    "spécifique*",
    "dbtask": "ordre décroissant, ordre croissant, colonnes, lignes, enregistrements, clients sans",
    "solve": "résous, résoudre, résolvez, calcule*, calculer, simplifie, dérivée, détermine*, trouve la valeur, "
    "estime, probabilité*",
    "prove": "démontre*, démontrer, prouve*, prouver, montre que, montrer que, contradiction, récurrence, irrationnel*",
    "howmany": "combien, quelle distance, à quelle vitesse, en tout, au total, combien de temps, quel âge, "
    "quelle heure",
    "quantity": "chaque, chacun*, total, double, triple, moitié, tiers, quart, reste, restant*, coûte*, prix, euros, "
    "dollars, heures, minutes, jours, semaines, kilomètres, km, mètres, litres, grammes, pour cent, achète, vend, "
    "gagne, paie, dépense, fois plus, douzaine*, pommes, élèves, par jour, par semaine, par heure",
    "mathnoun": "équation*, nombre premier, nombres premiers, probabilité*, triangle*, aire, périmètre, entier*, "
    "racine carrée, racine, intégrale, matrice*, divisible, polynôme*, vecteur*, deux dés, un dé",
    "mathweak": "rectangle*, cercle, fraction*, somme, dés, impair*, suite, limite, rayon",
    "logic": "énigme, logique, devinette, conclusion, déduis, déduire, menteur*, vrai ou faux, soeur*, sœur*, frère*, "
    "plus âgé que, plus grand que, à gauche de, à droite de, prémisse*",
    "step": "étape par étape, justifie, justifier, montre les étapes, raisonnement",
    "weigh": "avantages et inconvénients, pour et le contre, pèse, compromis, décision, optimal*, équitable, budget, "
    "risque*, devrions nous, clause, scénario*, stratégie, rentable, vaut il mieux, moins cher, décide, décider, "
    "décidons",
    "weak_reason": "analyse*, compare*, comparer, évalue*",
    "fw": "le, la, les, un, une, des, de, du, et, est, en, que, qui, dans, pour, pas, sur, au, aux, avec, il, elle, "
    "nous, vous, je, ce, cette, ces, se, son, sa, ses, par, plus, ont, sont, été, mais, ou, d, l, ne, leur, leurs, y",
}

SPANISH: Final[dict[str, str]] = {
    "order": "muestra, mostrar, lista, listar, elimina, eliminar, borra, borrar, busca, buscar, encuentra, encontrar, "
    "copia, copiar, mueve, mover, renombra, instala, instalar, inicia, iniciar, detener, cuenta, contar, ordena, "
    "ordenar, reemplaza, extraer, ejecuta, ejecutar, actualiza, actualizar",
    "how": "cómo",
    "want": "por favor, quiero, necesito, ayúdame, puedes, podrías, muéstrame, haz",
    "translate": "traduc*, traduce*, traduzca, tradúcelo, traduzc*, al inglés, al español, en inglés, al francés, "
    "cómo se dice",
    "summarise": "resum*, en una frase, en dos frases, en pocas palabras, puntos clave, ideas principales, sintetiza",
    "rewrite": "reescrib*, reformul*, corrige, corregir, ortografía, gramática, más formal, más corto, más amable, "
    "parafrase*, mejora este texto, mejora el texto, acorta, errores gramaticales",
    "reply": "responde a, contesta, respóndele, contéstale, responder a, una respuesta, responde con, responde, "
    "rechaza",
    "textjob": "clasifica*, categoriza, extrae, sentimiento, sinónimo*, asunto",
    "write": "escribe, escriba, escribir, redacta*, crea, crear, cree, genera, generar, compón, inventa, haz, hazme",
    "writing": "carta, poema*, cuento, historia, correo, email, chiste*, receta*, invitación, discurso, mensaje*, "
    "artículo, canción, ensayo, eslogan, cumpleaños, tarjeta, disculpa*, agradecimiento, texto, párrafo, felicitación",
    "suggest": "sugier*, suger*, recomienda*, recomend*, propón, ideas, consejos, consejo, regalo*, dame, enumera, "
    "menciona, ejemplos de, nombra",
    "explain": "explica*, explícame, describe, qué significa, significa, quiere decir",
    "roleplay": "imagina que eres, actúa como, finge, haz de cuenta, eres un, eres una, al estilo de",
    "chat": "hola, gracias, buenos días, buenas tardes, buenas noches, cómo estás, quién eres, qué puedes, adiós, "
    "cuéntame",
    "factual": "quién es, quién fue, quién pintó, quién escribió, quién, cuándo, dónde está, dónde, qué es, qué son, "
    "cuál es, cuáles son, cuál, capital, por qué los, por qué el, diferencia entre, en qué año, qué país, qué",
    "origin": "quién inventó, quién creó, quién fundó, quién desarrolló, en qué año, de dónde viene el nombre",
    "howto": "cómo puedo, cómo hago, cómo se hace, cómo hacer, cómo elimino, cómo crear, cómo instalar, cómo leer, "
    "cómo ordenar",
    "assistant": "alarma, temporizador, recuérdame, cita, clima, mi cuenta, transferencia, tarjeta de crédito, "
    "mi tarjeta, reserva, vuelo, factura, calendario",
    "build": "implementa*, programa un, programa una, codifica, escribe una función, escribe un script, "
    "crea una función, escribe un programa, función que, script que, programa que, consulta que, consulta sql",
    "fixcode": "depura*, refactoriza*, compila*, mensaje de error, excepción, bug, fuga de memoria",
    "trouble": "no funciona, error, errores, lento, lenta, falla, fallo, por qué mi, por qué este, por qué esto, "
    "no termina, qué está mal, está mal, arregla, no anda, no compila, cuál es el problema",
    "codenoun": "código, codigo fuente, función, funciones, script, programa, algoritmo*, base de datos, consulta*, "
    "bucle*, arreglo, cadena, cadenas, diccionario, expresión regular, terminal, línea de comandos, archivo*, "
    "fichero*, carpeta*, directorio*, clase, servidor, contenedor*, página web, sitio web, columna*, matriz, commit",
    "shelltask": "archivo*, fichero*, carpeta*, directorio*, recursivamente, muestra, mostrar, lista todos, listar, "
    "elimina*, borra*, busca todos, encuentra todos, ruta, paquete*, especific*, específic*, proceso*, ejecuta*, "
    "inicia, comando, permisos",
    "dbtask": "orden descendente, orden ascendente, columnas, filas, registros, clientes sin, muestre",
    "solve": "resuelv*, resolver, calcul*, simplifica, derivada, determina, halla, hallar, encuentra el valor, "
    "estima, probabilidad*",
    "prove": "demuestra*, demostrar, prueba que, probar que, contradicción, inducción, irracional*",
    "howmany": "cuánto*, cuánta*, qué distancia, a qué velocidad, en total, qué edad, cuánto tiempo",
    "quantity": "cada, total, doble, triple, mitad, tercio, cuarto, resto, restante*, quedan, cuesta*, costo, precio, "
    "euros, dólares, pesos, horas, minutos, días, semanas, años, kilómetros, km, metros, litros, gramos, por ciento, "
    "compra, vende, gana, paga, gasta, veces más, docena*, manzanas, por día, por semana, por hora, tarda, tardan",
    "mathnoun": "ecuación, ecuaciones, número primo, números primos, probabilidad*, triángulo*, perímetro, entero*, "
    "raíz cuadrada, raíz, integral, matriz, divisible, polinomio*, el área, área de",
    "mathweak": "rectángulo*, círculo, ángulo*, fracción, fracciones, suma, dado, dados, par, impar*, límite, "
    "vector*, radio",
    "logic": "acertijo, lógica, lógico, adivinanza, conclusión, deduce, deducir, mentiroso*, verdadero o falso, "
    "hermana*, hermano*, mayor que, menor que, a la izquierda de, a la derecha de, premisa*",
    "step": "paso a paso, justifica, muestra los pasos, razonamiento",
    "weigh": "ventajas y desventajas, pros y contras, sopesa, decisión, óptim*, justo, presupuesto, riesgo*, "
    "deberíamos, cláusula, escenario*, estrategia, conviene, más barato, decidir, decide",
    "weak_reason": "analiza*, compara*, evalúa*, evalua*",
    "fw": "el, la, los, las, un, una, unos, de, del, y, es, en, que, por, para, con, no, se, su, sus, al, lo, como, "
    "más, pero, o, este, esta, fue, son, ha, han, muy, ya, también, hasta, desde, donde, cuando, le, les, a",
}

PORTUGUESE: Final[dict[str, str]] = {
    "order": "mostra, mostrar, lista, listar, exibe, exibir, remove, remover, apaga, apagar, busca, buscar, encontra, "
    "encontrar, copia, copiar, move, mover, renomeia, instala, instalar, inicia, iniciar, parar, conta, contar, "
    "ordena, ordenar, substitui, extrai, extrair, executa, executar, atualiza, atualizar",
    "want": "por favor, quero, preciso, me ajude, você pode, poderia, mostre, faça",
    "translate": "tradu*, para o inglês, em inglês, para o português, como se diz",
    "summarise": "resum*, em uma frase, em duas frases, numa frase, pontos principais, sintetize",
    "rewrite": "reescrev*, reformul*, corrija, corrige, corrigir, ortografia, gramática, mais formal, mais curto, "
    "mais educado, parafrase*, melhore este texto, melhore o texto, erros de português",
    "reply": "responda, responde, resposta para, uma resposta, responder a, recuse",
    "textjob": "classifi*, categoriz*, extraia, extrai, sentimento, sinônimo*, sinónimo*, assunto",
    "write": "escreva, escreve, escrever, redija, redigir, crie, criar, cria, gere, gerar, invente, elabore, faça, faz",
    "writing": "carta, poema*, história, e mail, email, mensagem, mensagens, piada*, receita*, convite, discurso, "
    "artigo, canção, música, redação, conto, slogan, aniversário, desculpas, agradecimento, texto, parágrafo",
    "suggest": "sugira, sugir*, sugest*, recomend*, ideias, dicas, conselho*, presente*, me dê, dê me, liste, cite, "
    "exemplos de",
    "explain": "descreva, descreve, o que significa, significa, quer dizer, explique, explica, explicar, explicação",
    "roleplay": "imagine que você, aja como, finja, você é um, você é uma, no estilo de",
    "chat": "olá, oi, obrigado, obrigada, bom dia, boa tarde, boa noite, tudo bem, como vai, quem é você, tchau, conte",
    "factual": "quem é, quem foi, quem descobriu, quem escreveu, quem, quando, onde fica, onde está, o que é, "
    "o que são, qual é, qual, quais são, quais, capital, por que os, por que o, diferença entre, em que ano",
    "origin": "quem inventou, quem criou, quem fundou, quem desenvolveu, em que ano, de onde vem o nome",
    "howto": "como posso, como faço, como fazer, como se faz, como eu, como criar, como instalar, como remover, "
    "como ler, como desfazer, como funciona",
    "assistant": "alarme, lembrete, me lembre, consulta médica, clima, minha conta, transferência, cartão de crédito, "
    "meu cartão, reserva, voo, fatura, calendário, pix",
    "build": "programe, codifique, escreva uma função, escreva um script, crie uma função, escreva um programa, "
    "função que, script que, programa que, consulta que, consulta sql, implemente, implementar, implementa",
    "fixcode": "depur*, refator*, compil*, mensagem de erro, exceção, bug, vazamento de memória",
    "trouble": "não funciona, erro, erros, lento, lenta, falha, por que meu, por que minha, por que isso, "
    "por que este, o que está errado, está errado, errado, conserte, arrume, qual é o problema, não compila, travando",
    "codenoun": "código, código fonte, função, funções, script, programa, algoritmo*, banco de dados, consulta*, "
    "laço, loop, variável, variáveis, vetor, lista ligada, dicionário, expressão regular, linha de comando, arquivo*, "
    "ficheiro*, na pasta, da pasta, a pasta, uma pasta, pasta de, pasta do, pasta com, pastas, diretório*, classe, "
    "servidor, contêiner*, página web, site, coluna*, commit",
    "shelltask": "arquivo*, ficheiro*, na pasta, da pasta, a pasta, uma pasta, pasta de, pasta do, pasta com, pastas, "
    "diretório*, recursivamente, mostra*, exib*, lista todos, listar, apag*, encontre todos, caminho, pacote*, "
    "específic*, especific*, processo*, inici*, comando, permissões, remova, remover, remove todos, executar, "
    "execute o, executa",
    "dbtask": "ordem decrescente, ordem crescente, colunas, linhas, registros, clientes sem",
    "solve": "simplifique, derivada, determine, encontre o valor, estime, calcule, calcular, calcula, resolva, "
    "resolver, resolve a, probabilidade*",
    "prove": "prove que, prove a, provar que, prova que, demonstr*, contradição, indução, irracional*",
    "howmany": "quanto*, quanta*, que distância, a que velocidade, no total, ao todo, que idade, quanto tempo",
    "quantity": "cada, total, dobro, triplo, metade, terço, quarto, resto, restante*, sobra*, custa*, custo, preço, "
    "reais, euros, dólares, horas, minutos, dias, semanas, anos, quilômetros, km, metros, litros, gramas, por cento, "
    "compra, comprou, vende, ganha, paga, gasta, vezes mais, dúzia*, maçãs, por dia, por semana, por hora, juntos",
    "mathnoun": "equação, equações, número primo, números primos, probabilidade*, triângulo*, ângulo*, perímetro, "
    "inteiro*, raiz quadrada, raiz, fração, frações, integral, matriz, divisível, polinômio*, a área, área de",
    "mathweak": "retângulo*, círculo, soma, dado, dados, par, ímpar*, limite, vetor*, raio, idade",
    "logic": "enigma, lógica, lógico, charada, conclusão, deduza, mentiroso*, verdadeiro ou falso, irmã*, irmão*, "
    "maior que, menor que, mais velho, à esquerda, à direita, premissa*",
    "step": "passo a passo, justifique, mostre os passos, raciocínio",
    "weigh": "vantagens e desvantagens, prós e contras, pondere, decisão, ótim*, justo, orçamento, risco*, "
    "deveríamos, cláusula, cenário*, estratégia, compensa, mais barato, vale a pena, decidir, decida",
    "weak_reason": "analise, analisa*, compare, compara*, avali*",
    "fw": "o, a, os, as, um, uma, de, do, da, dos, das, e, é, em, no, na, nos, nas, que, por, para, com, não, se, "
    "seu, sua, ao, como, mais, mas, ou, este, esta, foi, são, muito, já, também, até, desde, onde, eu, você, nós, "
    "pelo, pela",
}

ITALIAN: Final[dict[str, str]] = {
    "order": "mostra, mostrare, elenca, elencare, elimina, eliminare, rimuovi, rimuovere, cerca, cercare, trova, "
    "trovare, copia, copiare, sposta, spostare, rinomina, installa, installare, avvia, avviare, ferma, fermare, "
    "conta, contare, ordina, sostituisci, estrai, esegui, eseguire, aggiorna, visualizza",
    "want": "per favore, voglio, vorrei, ho bisogno, aiutami, puoi, potresti, mostrami, fai",
    "translate": "traduc*, traduzione, tradurre, in inglese, in italiano, in francese, in spagnolo, in tedesco, "
    "come si dice",
    "summarise": "riassum*, riassunto, riepilog*, in una frase, in due frasi, punti chiave, sintesi, sintetizza",
    "rewrite": "riscriv*, riformul*, correggi, correggere, ortografia, grammatica, più formale, più breve, più corto, "
    "parafras*, migliora questo testo, migliora il testo, accorcia, più gentile",
    "reply": "rispondi, rispondere a, risposta a, una risposta, declina, rifiuta",
    "textjob": "classifica queste, classificare, categorizza, estrai, estrarre, sentimento, sinonim*, "
    "oggetto della mail",
    "write": "scriv*, redigi, crea, creare, genera, generare, componi, inventa, prepara, fammi, stendi",
    "writing": "lettera, poesia*, storia, racconto, e mail, email, mail, barzelletta, ricetta, ricette, invito, "
    "discorso, messaggio, messaggi, articolo, canzone, saggio, tema, slogan, compleanno, auguri, scuse, "
    "ringraziamento, testo, paragrafo, favola",
    "suggest": "suggerisci*, suggeri*, consigli, consiglia*, proponi, idee, regalo, regali, dammi, elenca, elenco, "
    "nomina, esempi di",
    "explain": "spiega*, spiegami, descrivi, cosa significa, significa, vuol dire",
    "roleplay": "immagina di essere, fingi, comportati come, sei un, sei una, nello stile di",
    "chat": "ciao, grazie, buongiorno, buonasera, come stai, chi sei, cosa puoi, cosa sai, raccontami, arrivederci, "
    "salve",
    "factual": "chi è, chi era, chi ha, chi fu, quando, dove si trova, dov'è, cos'è, che cos'è, cosa sono, qual è, "
    "quali sono, quale, quali, capitale, perché i, perché il, differenza tra, in che anno",
    "origin": "chi ha inventato, chi ha creato, chi ha fondato, chi inventò, in che anno, in quale anno",
    "howto": "come posso, come faccio, come si fa, come fare, come si, come creare, come installare, come leggere, "
    "come eliminare, come funziona",
    "assistant": "sveglia, promemoria, ricordami, appuntamento, meteo, mio conto, bonifico, carta di credito, "
    "mia carta, prenota, volo, bolletta, calendario",
    "build": "implementa*, programma un, codifica, scrivi una funzione, scrivi uno script, scrivi un programma, "
    "crea una funzione, funzione che, script che, programma che, query che",
    "fixcode": "debug*, refactor*, compila*, messaggio di errore, eccezione, bug, crash, perdita di memoria",
    "trouble": "non funziona, non va, errore, errori, lento, lenta, fallisce, perché il mio, perché questo, "
    "perché non, cosa c'è che non va, sbagliato, correggi questo, ripara, sistema questo, qual è il problema, "
    "non compila, si blocca",
    "codenoun": "codice, codice sorgente, funzione, funzioni, script, programma, algoritm*, base di dati, ciclo, "
    "variabile, variabili, array, stringa, stringhe, dizionario, espressione regolare, terminale, riga di comando, "
    "cartella, cartelle, classe, server, pagina web, sito web, colonna, colonne",
    "shelltask": "file, cartella, cartelle, directory, ricorsivamente, mostra*, visualizza*, elenca tutti, elimina*, "
    "rimuovi, rinomina, trova tutti, percorso, pacchett*, processo, processi, esegui, avvia, comando, permessi, "
    "specifica, specifico, specificat*",
    "dbtask": "ordine decrescente, ordine crescente, colonne, righe, record, clienti senza",
    "solve": "risolvi, risolvere, calcol*, semplifica, derivata, determina, trova il valore, stima, probabilità",
    "prove": "dimostra*, dimostrare, prova che, contraddizione, induzione, irrazional*",
    "howmany": "quanto*, quanta, quante, quanti, che distanza, a che velocità, in totale, in tutto, quanto tempo, "
    "che età",
    "quantity": "ogni, ciascun*, totale, doppio, triplo, metà, terzo, quarto, resto, restant*, rimangono, rimasti, "
    "costa, costo, prezzo, euro, dollari, ore, minuti, giorni, settimane, anni, chilometri, km, metri, litri, grammi, "
    "per cento, compra, vende, guadagna, paga, spende, volte, dozzina, dozzine, mele, al giorno, all'ora, insieme",
    "mathnoun": "equazione, equazioni, numero primo, numeri primi, probabilità, triangol*, perimetro, interi, intero, "
    "radice quadrata, radice, integrale, matrice, divisibile, polinomi*, vettor*, l'area, area del",
    "mathweak": "rettangol*, cerchio, angol*, frazion*, somma, dado, dadi, pari, dispari, limite, raggio",
    "logic": "indovinello, logica, logico, enigma, rompicapo, conclusione, deduci, bugiard*, vero o falso, sorella, "
    "sorelle, fratello, fratelli, più vecchio di, più alto di, a sinistra di, a destra di, premess*",
    "step": "passo passo, passo dopo passo, giustifica, mostra i passaggi, ragionamento",
    "weigh": "vantaggi e svantaggi, pro e contro, soppesa, compromess*, decisione, ottimal*, equo, equa, budget, "
    "risch*, dovremmo, clausola, scenar*, strategia, conviene, più economico, vale la pena, decidere, decidi",
    "weak_reason": "analizza*, confronta*, valuta*",
    "fw": "il, lo, la, i, gli, le, un, uno, una, di, del, della, dei, e, è, in, che, per, con, non, si, su, al, alla, "
    "come, più, ma, o, questo, questa, sono, ha, hanno, anche, da, dal, nel, nella, era, molto, suo, sua, ci, mi, ti",
}
