"""English words per concept. A star ends a stem; a space makes a phrase; every entry sits on word boundaries."""

from __future__ import annotations

from typing import Final

ENGLISH: Final[dict[str, str]] = {
    # --- what is to be done with text
    "translate": "translate, translates, translated, translating, translation, in english, into english, to english, "
    "into german, into french, into spanish, in spanish, in french, in german, how do you say, how do i say, "
    "how would you say, what does this say in",
    "summarise": "summari*, tl dr, tldr, tl;dr, in a nutshell, key points, key takeaways, main points, sum up, "
    "sum this up, the gist, give me the gist, condense, bullet points, action items, recap, key message, main idea, "
    "highlights",
    "rewrite": "rewrite, rephrase, reword, reformulate, paraphras*, proofread, proof read, shorten, polish, "
    "more formal, more polite, more professional, more concise, more friendly, friendlier, sound better, "
    "sounds better, sound more, simplify this, simplify the, simpler words, plain english, plain language, grammar, "
    "spelling, typos, spell check, punctuation, improve the wording, improve this text, improve the text, tone, "
    "make this sound, make it sound, make it shorter, make this shorter, expand on this, edit the following, "
    "correct the following, correct the sentence, correct my english, correct this sentence, capitalize",
    "reply": "reply, respond to this, respond to the, write back, answer this email, answer this mail, answer him, "
    "answer her, response to this email, answer politely, reply politely, decline, turn down, respond politely, "
    "respond to his, respond to her, respond to a customer",
    "textjob": "classify, categorize, categorise, extract, sentiment, positive or negative, keywords, key phrases, "
    "named entities, tag, label, headline, genre, fill in the blank, complete the sentence, continue the story, "
    "synonym*, antonym*, paraphrase, part of speech, which category, identify the tone, who sent this, when is the, "
    "what does he want, what does she want, what do they want, main topic, what is this about, arrange the words, "
    "rearrange the words, find the odd, odd one out, rank the following, predict the sentiment, duplicate*",
    # --- what is to be written, told or chatted about
    "write": "write, compose, draft, generate, create, come up with, craft, make up, produce, prepare",
    "writing": "email, e mail, mail, letter, poem*, story, stories, blog, essay, tweet*, speech, article, song, lyrics, "
    "joke*, recipe*, slogan*, caption*, review, dialogue, dialog, character, resume, cv, cover letter, post, title, "
    "paragraph, haiku, limerick, sonnet, newsletter, press release, invitation, toast, bio, biography, screenplay, "
    "advertisement, ad, tagline, motto, greeting, message, product description, plot, novel, fairy tale, rap, "
    "thank you note, apology, announcement, conversation, sentence, sentences, quote*, riddle, pun, chapter, "
    "narrative, description, podcast, meme, lesson plan, agenda, outline, obituary, testimonial, hashtag*, "
    "job posting, job description, presentation, flyer, brochure, questionnaire, survey questions, interview questions",
    "suggest": "suggest*, recommend*, ideas, brainstorm, tips, advice, names for, gift, what should i, ways to, "
    "examples of, give me a list, things to do, list some, list the, list three, list five, list ten, give me some, "
    "give me five, give me three, give me ten, top ten, top five, favorite, favourite",
    "explain": "explain, describe, what does this mean, what does it mean, what is meant, elaborate, clarify, eli5, "
    "like i am five, like i'm five, like i'm 5, in simple terms, help me understand, meaning of, the meaning",
    "roleplay": "act as, act like, pretend, role play, roleplay, imagine you, imagine yourself, you are a, you are an, "
    "take on the role, assume the role, persona, picture yourself, play the role, as a pirate, in the style of, "
    "in the voice of, put yourself, i want you to act",
    "chat": "hello, hi, hey, thanks, thank you, good morning, good evening, good night, how are you, what's up, "
    "who are you, what are you, your name, are you, do you like, tell me a joke, tell me about, bye, goodbye, "
    "do you know, do you have, let's chat, nice to meet, you're welcome, what can you do, i love, i feel, i'm bored, "
    "who made you, who created you, are you a robot, are you real, okay, yes, no, sure, maybe",
    "factual": "who is, who was, who were, who wrote, who invented, who discovered, who won, when did, when was, "
    "when is, where is, where was, where are, where did, where do, where can i, what is a, what is an, what is the, "
    "what are the, what's the, what was, what year, which country, which city, which planet, which of these, capital, "
    "define, definition, what does, how old is, how tall, how long does, how far is, why do, why does, why is the, "
    "why are, name the, name a, name three, name five, tell me, who, what kind of, what type of, difference between, "
    "differences between, history of, famous, president, population, benefits of, causes of, what happened",
    "howto": "how to, how do i, how can i, how do you, how should i, how could i, can i, is it possible, steps to, "
    "what's the best way, what is the best way, best practice, best practices",
    "assistant": "turn on, turn off, set an alarm, set a timer, alarm, timer, remind me, reminder, play some, play the, "
    "playlist, weather, forecast, temperature outside, traffic, directions, my calendar, calendar, appointment, "
    "meeting, reservation, restaurant, book a, flight, hotel, uber, taxi, my account, my card, credit card, "
    "debit card, card, bank, atm, transfer, top up, pin, refund, charged, cash, exchange rate, my balance, balance, "
    "payment, bill, bills, credit score, credit limit, insurance, direct deposit, paycheck, pto, vacation, luggage, "
    "shopping list, to do list, todo list, my phone, call, text, volume, lights, thermostat, next song, oil change, "
    "tire, gas, gallon of gas, mpg, recipe, calories, ingredient*, cook, order, delivery, track my, package, visa, "
    "spending, transactions, statement, verify my, identity, currency, fee, account, savings, checking, rent, "
    "wait time, set, what time is it, what's the date, timezone, flip a coin, roll a dice, spell, translate to, "
    "music, song, movie, app, money, travel, trip, buy, pay, restaurants, near me, nearby, routing number, w2, taxes, "
    "jump start, battery, schedule, day off, holiday*, rewards, points, apr, interest rate, loan, mortgage, expir*",
    # --- code
    "build": "implement, implements, implementing, implementation, develop a, program a, code a, build a, write code, "
    "write a program, write a function, write a script, write a query, write a method, write a class, write a test, "
    "write unit tests, write tests, create a function, create a script, create a class, create a program, "
    "create a table, create an api, create a website, create a web page, create a component, make a script, "
    "make a function, make a program, make a website, script that, program that, function that, query that, "
    "function to, script to, program to, query to, code to, code that, method to, method that, command to, "
    "bash command, shell command, one liner, oneliner, regex to, regex that, regular expression, convert this code, "
    "port this, return the, returns the, vectorize, scaffold, add a method, add a function, add a button, "
    "add error handling, add type hints, add docstrings, type hints, docstring, docstrings",
    "fixcode": "debug*, refactor*, compile, compiles, compiler, compiling, deploy, deploys, deployment, unit test*, "
    "stack trace, stacktrace, backtrace, traceback, segfault, segmentation fault, null pointer, nullpointer*, "
    "memory leak, race condition, deadlock, code review, review this code, review my code, review this function, "
    "review this pull request, pull request, merge conflict*, lint, linter, profiling, profiler, benchmark*, "
    "breakpoint*, exception, exceptions, bug, bugs, crash, crashes, crashed, crashing, core dump, error message, "
    "error code, error log, runtime error, syntax error, type error, undefined, nullable, stderr, stdout, "
    "time complexity, space complexity, big o, big oh, thread safe, root cause, vulnerab*, sql injection, exploit*",
    "trouble": "does not work, doesn't work, doesnt work, not working, isn't working, is not working, fails, failed, "
    "failing, error, errors, slow, broken, why is this, why does this, why do i get, i get this error, i get an error, "
    "i'm getting, what's wrong, what is wrong, throws, won't start, hangs, freezes, stuck, timed out, times out, "
    "timeout, what causes, fix this, fix it, fix the, this fails, keeps failing, wrong with this, out of memory",
    "codenoun": "code, function, functions, script, scripts, program, programs, algorithm*, regex, regexp, api, apis, "
    "rest api, endpoint*, variable, variables, array, arrays, linked list, binary tree, binary search, hash map, "
    "hashmap, dictionary, tuple*, json, xml, yaml, toml, html, css, csv, sql, query, queries, subquery, database, "
    "databases, schema, method, methods, class, classes, constructor, interface, inheritance, recursion, recursive*, "
    "loop, loops, for loop, while loop, nested loop, boolean, integers, string, strings, substring, substrings, "
    "pointer, pointers, struct, enum, module, library, framework, dependency, dependencies, repository, repo, commit, "
    "branch, git, github, gitlab, container, containers, dockerfile, makefile, middleware, callback, promise, async, "
    "await, thread, threads, multithread*, parser, compiler, syntax, snippet, source code, pseudocode, codebase, "
    "backend, frontend, front end, back end, web app, webapp, web page, webpage, website, web scraper, scraper, "
    "crawler, chatbot, cli, gui, ide, sdk, server, localhost, cron, cronjob, cron job, config file, environment "
    "variable, env, webhook*, oauth, jwt, cors, http, https, url, tcp, udp, dns, ssl, tls, ssh, ssh key, ip address, "
    "firewall, virtual machine, vm, kernel, dataframe, dataframes, data frame, neural network, machine learning model, "
    "data structure, data structures, data type, data types, object oriented, design pattern, dynamic programming, "
    "sorting, palindrome, fibonacci, byte, bytes, hex, ascii, unicode, utf 8, base64, timestamp, datetime, uuid, "
    "lambda, decorator, iterator, generator, template, templates, package manager, plugin, unit tests, test case, "
    "test cases, mock, ci, pipeline, workflow, github actions, terraform, helm chart, stored procedure, foreign key, "
    "primary key, left join, inner join, group by, order by, where clause, index, indexes, matrix, stack, queue, heap, "
    "node, nodes, graph traversal, bfs, dfs, o n, o 1, o log n, runtime, garbage collect*, event loop, state machine, "
    "user input, keyboard input, command line, terminal, console, shell, log file, log files, logs, logfile, "
    "web server, load balancer, reverse proxy, microservice*, websocket*, svg, pixel, canvas, button, dropdown, "
    "checkbox, textbox, div, navbar, spreadsheet, excel formula, formula, macro, vba, google sheets, cell",
    "proglang": "python, python3, javascript, typescript, java, c++, cpp, c#, csharp, golang, rustlang, kotlin, "
    "scala, haskell, perl, php, ruby, ruby on rails, matlab, fortran, cobol, lisp, clojure, elixir, erlang, ocaml, "
    "f#, objective c, dart, lua, bash, powershell, zsh, fish shell, batch file, batch script, vb net, visual basic, "
    "vba, assembly, x86, verilog, vhdl, systemverilog, solidity, prolog, groovy, delphi, pascal, julia lang, in r, "
    "using r, in rust, using rust, rust, in go, using go, go code, go program, in swift, using swift, swiftui, in c, "
    "using c, c program, c code, c language, ansi c, embedded c, latex table, mysql, postgres, postgresql, sqlite, "
    "mongodb, oracle sql, t sql, tsql, pl sql, plsql, sql server, sparql, cypher, graphql, jq, awk, sed, makefile, "
    "cmake, dockerfile, xpath, xslt, scss, sass, vue, tsx, jsx, opencl, cuda, glsl, hlsl, wasm, webassembly, gdscript",
    "tech": "docker, docker compose, kubernetes, k8s, kubectl, helm, ansible, terraform, jenkins, nginx, apache, "
    "linux, ubuntu, debian, arch linux, fedora, centos, systemd, systemctl, crontab, react, react native, reactjs, "
    "angular, vuejs, svelte, next js, nextjs, nodejs, node js, express js, expressjs, django, flask, fastapi, spring, "
    "spring boot, springboot, laravel, rails, dotnet, net core, asp net, wpf, xaml, winforms, qt, pyqt, tkinter, "
    "unity, unreal, godot, pandas, numpy, scipy, matplotlib, seaborn, pytorch, tensorflow, keras, sklearn, "
    "scikit learn, hugging face, huggingface, langchain, opencv, selenium, puppeteer, playwright, beautifulsoup, "
    "beautiful soup, scrapy, requests library, sqlalchemy, hibernate, jpa, junit, pytest, jest, webpack, vite, babel, "
    "npm, yarn, pip, conda, poetry, maven, gradle, cargo, homebrew, apt get, vim, neovim, emacs, vscode, vs code, "
    "visual studio, intellij, eclipse, xcode, android studio, jupyter, notebook, colab, aws, lambda function, s3, "
    "ec2, azure, gcp, firebase, heroku, vercel, cloudflare, redis, kafka, rabbitmq, elasticsearch, clickhouse, "
    "spark, pyspark, hadoop, airflow, dbt, snowflake, bigquery, databricks, tailwind, bootstrap, jquery, d3 js, "
    "three js, threejs, wordpress, shopify, raspberry pi, arduino, esp32, stm32, rtos, fpga, llvm, gcc, clang, gdb, "
    "valgrind, wireshark, nmap, iptables, openssl, ssh, rsync, ffmpeg, imagemagick, curl, wget, grep, tmux, git, "
    "github, gitlab, bitbucket, svn, prometheus, grafana, opentelemetry, rclone, samba, nfs, zfs, btrfs, lvm, "
    "active directory, ldap, oauth2, keycloak, blazor, maui, flutter, jetpack compose, android app, ios app, "
    "chrome extension, discord bot, telegram bot, roblox, minecraft plugin, power query, power bi, dax, streamlit, "
    "gradio, gensim, word2vec, transformer model, stable diffusion api, openai api, rest assured, postman, swagger",
    "shelltask": "file, files, directory, directories, folder, folders, recursively, subdirector*, current directory, "
    "home directory, symlink, symbolic link*, hidden files, executable, permission, permissions, chmod, chown, process, "
    "processes, pid, kill the process, disk usage, disk space, free space, mount, unmount, partition, gzip, tar, "
    "tarball, archive, unzip, zip file, extension, file name, filename, filenames, path, paths, newline, line number, "
    "line numbers, standard input, standard output, stdin, root user, sudo, hostname, port, ports, cpu usage, "
    "memory usage, bandwidth, network interface, interfaces, package, packages, daemon, service, environment variables, "
    "last modified, modified in, modified more than, older than, larger than, bigger than, ending with, ending in, "
    "starting with, whose name, named, case insensitive*, matching, remote host, remote server, localhost, md5, sha256, "
    "checksum, remove all, delete all, find all, search for, print the, display the, list all, count the number, "
    "rename, replace, append",
    "dbtask": "descending order, ascending order, descending, ascending, for each, distinct, the name and, names of all, "
    "the names of, names and ids, the ids, id of, the average, the maximum, the minimum, at least one, "
    "more than one, the number of, show the, show all, return all, find the name*, find the id*, find the number, "
    "list the name*, table with columns, columns, column, rows, row, records, record, sorted by, ordered by, "
    "how many different, of each, whose, did not, who have, who has, which have, top 10, top 5, most recent, joined",
    # --- reasoning
    "solve": "solve, solving, calculate, calculation, compute, simplify, evaluate the expression, work out, "
    "find the value, find the sum, find the area, find the number of, find the probability, find all, determine the, "
    "derive, what is the value, what is the sum, what is the area, what is the probability, find x, for x, "
    "factorize, factorise, factor the, differentiate, integrate, estimate, approximate",
    "prove": "prove, proves, proof, proofs, show that, disprove, contradiction, induction, theorem*, lemma, corollary, "
    "conjecture, irrational, iff, if and only if, verify the",
    "howmany": "how many, how much, how long will, how long would, how long did, how far, how fast, how often, "
    "how old, what percent, what percentage, what fraction, how many more, how much more, in total, altogether, "
    "what time will, at what time, how much does, how much did, how much will, how many are left",
    "quantity": "each, every, per, total, twice, half, third, quarter, times as many, times as much, times more, dozen, "
    "double, triple, remaining, remain, left over, left, more than, less than, fewer, cost, costs, price, priced, "
    "spend, spends, spent, earn, earns, earned, paid, pays, sells, sold, bought, buys, gave, gives, discount, profit, "
    "average, percent, dollars, cents, euros, pounds, hours, minutes, seconds, days, weeks, months, years old, miles, "
    "km, kilometers, meters, feet, inches, gallons, liters, grams, kg, speed, rate, mph, km h, apples, oranges, "
    "candies, marbles, cookies, eggs, students, friends, age, ages, older than, younger than, equal, equally, shared",
    "mathnoun": "equation*, integer, integers, probability, probabilities, triangle*, circle, rectangle, hexagon, "
    "polygon, trapezoid, parallelogram, polynomial*, derivative*, integral, integrals, prime, primes, remainder, "
    "divisible, divisor*, divided by, multiple of, multiples, ratio, fraction*, percentage, perimeter, area of, radius, "
    "diameter, circumference, angle, angles, degrees, vertex, vertices, matrix, matrices, eigenvalue*, vector space, "
    "logarithm*, exponent*, square root, cube root, quadratic, linear equation*, inequality, inequalities, modulo, "
    "arithmetic, geometric sequence, arithmetic sequence, nth term, sequence, function f, real number*, "
    "complex number*, positive integer*, natural number*, rational, odd, even, digit, digits, permutation*, "
    "combinations, expected value, variance, standard deviation, coin, coins, dice, die, cards are drawn, "
    "at random, randomly, hypotenuse, perpendicular, parallel, slope, midpoint, coordinate*, volume of, cube, sphere, "
    "cylinder, cone, calculus, algebra, geometry, trigonometry, sin, cos, tan, mod, gcd, lcm, factorial, binomial, "
    "convergence, limit, limits, isomorphic, subgroup, abelian, topology, homomorphism, ring, field extension, bijection, "
    "velocity, acceleration, momentum, kinetic energy, resistor, voltage, wavelength, molar, molarity, moles, "
    "equilibrium constant, enthalpy, half life, joules, newtons, watts, kilogram*, mass of, frictionless, capacitor, "
    "interest rate, compound interest, simple interest, present value, net present value, bayes, bayesian",
    "logic": "puzzle, riddle, brain teaser, brainteaser, logic, logical, logically, syllogism, premise*, conclusion, "
    "deduce, deduction, infer, inference, follows that, knights and knaves, knight and knave, liar, liars, always lies, "
    "tells the truth, truth teller, true or false, false, necessarily, must be true, cannot be true, could be true, "
    "sitting next to, seated, sits, stands in a row, left of, to the right of, to the left of, who owns, "
    "sister, brother, father of, mother of, siblings, uncle, taller than, shorter than, finished before, "
    "finished above, in the race, overtake, overtaken, logical fallacy, valid or invalid, valid argument, "
    "contradict*, entail*, implies, hypothesis, counterexample, which of the following, most likely, least likely, "
    "best explains, best describes, valid, invalid, formal fallacy, assumption*, strengthen, weaken, "
    "river crossing, monty hall, prisoners, hat, hats, weighings, balance scale, jugs, fox, chicken and, "
    "boolean expression, not true and, facing north, turn left, turn right, clockwise, swap, swaps, shuffled objects, "
    "the day before, today is, yesterday was, days ago, days later, date today, paragraph describes a set of",
    "step": "step by step, show your work, show your reasoning, explain your reasoning, think carefully, reasoning, "
    "justify your answer, justify, think through, through your reasoning, chain of thought, explain your answer, "
    "let's think, reason through, work through",
    "weigh": "trade off*, tradeoff*, pros and cons, advantages and disadvantages, weigh, should we, should i, which option, "
    "which is better, cost benefit, decision, decide, decide between, choose between, constraints, constraint, "
    "optimal, optimize the schedule, optimise the schedule, maximize, maximise, minimize, minimise, feasible, "
    "allocate, allocation, budget of, scenario*, game theory, nash equilibrium, strategy, is it fair, fair, unfair, "
    "loophole*, implications, consequences, assess, argue, argument, counterargument*, fermi, sensitivity analysis, "
    "break even, is it worth, worth it, risk, risks, plan for, prioritize, prioritise, bottleneck, second order, "
    "root causes, what are the odds, odds, how likely, probability that, chance of, chances of, chance that, "
    "legally, clause, contract, ethical dilemma, policy",
    "weak_reason": "analyze, analyse, analysis, compare, comparison, contrast, evaluate, evaluation, reason, strategy, "
    "discuss, critique, investigate, examine",
    # --- words that only say "this is running prose"
    "fw": "the, a, an, of, and, to, in, is, was, that, it, for, on, with, as, at, by, this, be, are, were, from, or, "
    "have, has, had, not, but, his, her, he, she, they, you, we, i, my, your, our, will, would, can, could, which, "
    "their, there, been, one, all, so, if, when, who, what, more, about, up, out, into, than, them, then, some, me",
}

# The keyword lists that the idea came with (docs/routing.md). Each is a feature of its own, with the points that
# it earned on real prompts: "analyze" and its like were right for reasoning only one time in five.
SEED_KEYWORDS: Final[dict[str, tuple[str, ...]]] = {
    "vision": ("image", "screenshot", "picture", "see this", "what's on"),
    "code": (
        "function", "class", "debug", "refactor", "implement", "write code", "python", "javascript", "typescript",
        "api endpoint", "sql", "regex",
    ),
    "reasoning": ("prove", "solve", "calculate", "math", "logic", "reason", "analyze", "compare", "evaluate"),
}  # fmt: skip
