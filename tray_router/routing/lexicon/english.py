"""English words per concept. A star ends a stem; a space makes a phrase; every entry sits on word boundaries."""

from __future__ import annotations

from typing import Final

ENGLISH: Final[dict[str, str]] = {
    "order": "find, search, remove, delete, print, prints, display, list, show, get, set, make, build, change, move, copy, "
    "count, sort, rename, convert, add, create, run, check, compare, download, install, update, replace, extract, "
    "split, join, merge, kill, start, stop, restart, mount, archive, compress, return, append, recursively, save, "
    "send, open, close, fetch, exit, force, use, specify, enable, disable, go",
    "want": "i want, i need, i would like, i'd like, i'm trying, i am trying, help me, help with, i have a problem, "
    "having trouble, make a, make me, make an, let's, please, can you, could you, would you, will you, give me, "
    "show me, tell me, using only, using, suppose, assume, consider, let us",
    # --- what is to be done with text
    "translate": "translate, translates, translated, translating, translation, in english, into english, to english, "
    "into german, into french, into spanish, in spanish, in french, in german, how do you say, how do i say, "
    "how would you say, what does this say in",
    "summarise": "summari*, tl dr, tldr, tl;dr, in a nutshell, key points, key takeaways, main points, sum up, "
    "sum this up, the gist, give me the gist, condense, bullet points, action items, recap, key message, main idea, "
    "highlights",
    "rewrite": "rewrite, rephrase, reword, reformulate, paraphras*, proofread, proof read, shorten, polish, more formal, "
    "more polite, more professional, more concise, more friendly, friendlier, sound better, sounds better, "
    "sound more, simplify this, simplify the, simpler words, plain english, plain language, grammar, spelling, "
    "typos, spell check, punctuation, improve the wording, improve this text, improve the text, tone, "
    "make this sound, make it sound, make it shorter, make this shorter, expand on this, edit the following, "
    "correct the following, correct the sentence, correct my english, correct this sentence, capitalize, simplify",
    "reply": "reply, respond to this, respond to the, write back, answer this email, answer this mail, answer him, "
    "answer her, response to this email, answer politely, reply politely, decline, turn down, respond politely, "
    "respond to his, respond to her, respond to a customer",
    "textjob": "classify, categorize, categorise, extract, sentiment, positive or negative, key phrases, "
    "named entities, headline, genre, fill in the blank, complete the sentence, continue the story, "
    "synonym*, antonym*, paraphrase, part of speech, which category, identify the tone, who sent this, when is the, "
    "what does he want, what does she want, what do they want, main topic, what is this about, arrange the words, "
    "rearrange the words, find the odd, odd one out, rank the following, predict the sentiment, duplicate*",
    # --- what is to be written, told or chatted about
    "write": "write, compose, draft, generate, create, come up with, craft, make up, produce, prepare",
    "writing": "email, e mail, mail, letter, poem*, story, stories, blog, essay, tweet*, speech, article, song, lyrics, joke*, "
    "recipe*, slogan*, caption*, review, dialogue, dialog, character, resume, cv, cover letter, post, title, "
    "paragraph, haiku, limerick, sonnet, newsletter, press release, invitation, toast, bio, biography, screenplay, "
    "advertisement, tagline, motto, greeting, message, product description, plot, novel, fairy tale, rap, "
    "thank you note, apology, announcement, conversation, sentence, sentences, quote*, riddle, pun, chapter, "
    "narrative, description, podcast, meme, lesson plan, agenda, outline, obituary, testimonial, hashtag*, "
    "job posting, job description, presentation, flyer, brochure, questionnaire, survey questions, "
    "interview questions, animation script, movie script, video script, script for a video, script for a youtube, "
    "youtube video, short film, film script, sketch, chord progression, character card, tic tac, eulogy, monologue, "
    "business plan, punch line*, chronology, verse, stanza, proverb, memoir, travelogue, itinerary, vows, pitch, "
    "marketing, blurb, cover, fan fiction, scene",
    "suggest": "suggest*, recommend*, ideas, brainstorm, tips, advice, names for, gift, what should i, ways to, examples of, "
    "give me a list, things to do, list some, list the, list three, list five, list ten, give me some, "
    "give me five, give me three, give me ten, top ten, top five, favorite, favourite, what are some, "
    "which are the best, best way to, what should, where should, some good",
    "explain": "explain, describe, what does this mean, what does it mean, what is meant, elaborate, clarify, eli5, "
    "like i am five, like i'm five, like i'm 5, in simple terms, help me understand, meaning of, the meaning",
    "roleplay": "act as, act like, pretend, role play, roleplay, imagine you, imagine yourself, you are a, you are an, "
    "take on the role, assume the role, persona, picture yourself, play the role, as a pirate, in the style of, "
    "in the voice of, put yourself, i want you to act",
    "chat": "hello, hi, hey, thanks, thank you, good morning, good evening, good night, how are you, what's up, "
    "who are you, what are you, your name, are you, do you like, tell me a joke, tell me about, bye, goodbye, "
    "do you know, do you have, let's chat, nice to meet, you're welcome, what can you do, i love, i feel, i'm bored, "
    "who made you, who created you, are you a robot, are you real, okay",
    "factual": "who is, who was, who were, who wrote, who invented, who discovered, who won, when did, when was, when is, "
    "where is, where was, where are, where did, where do, where can i, what is a, what is an, what is the, "
    "what are the, what's the, what was, what year, which country, which city, which planet, which of these, "
    "capital, define, definition, what does, how old is, how tall, how long does, how far is, why do, why does, "
    "why is the, why are, name the, name a, name three, name five, tell me, what kind of, what type of, "
    "difference between, differences between, history of, famous, president, population, benefits of, causes of, "
    "what happened, is it true, did they, has there, have there, how did, how does, how do, why did, what type, "
    "what kind, what part, which part, what happens, what would happen, can a, does a, do you think, is a, "
    "are there, did the, does the, was the, is there, are you",
    "howto": "how to, how do i, how can i, how do you, how should i, how could i, steps to, what's the best way, "
    "what is the best way, best practice, best practices",
    "assistant": "turn on, turn off, set an alarm, set a timer, alarm, timer, remind me, reminder, play some, play the, "
    "playlist, weather, forecast, temperature outside, traffic, directions, my calendar, calendar, appointment, "
    "meeting, reservation, restaurant, book a, flight, hotel, uber, taxi, my account, my card, credit card, "
    "debit card, card, bank, atm, transfer, top up, pin, refund, charged, cash, exchange rate, my balance, balance, "
    "payment, bill, bills, credit score, credit limit, insurance, direct deposit, paycheck, pto, vacation, luggage, "
    "shopping list, to do list, todo list, my phone, call, volume, lights, thermostat, next song, oil change, tire, "
    "gas, gallon of gas, mpg, recipe, calories, ingredient*, cook, order, delivery, track my, package, visa, "
    "spending, transactions, verify my, identity, currency, fee, account, savings, checking, rent, wait time, "
    "what time is it, what's the date, timezone, flip a coin, roll a dice, spell, translate to, music, song, movie, "
    "money, travel, trip, buy, pay, restaurants, near me, nearby, routing number, w2, taxes, jump start, battery, "
    "schedule, day off, holiday*, rewards, points, apr, interest rate, loan, mortgage, expir*",
    # --- code
    "build": "implement, implements, implementing, implementation, program a, write code, write a program, write a function, "
    "write a query, write a method, write a class, write a test, write unit tests, write tests, create a function, "
    "create a script, create a class, create a program, create an api, create a website, create a web page, "
    "create a component, make a script, make a function, make a website, script that, program that, function that, "
    "query that, function to, script to, program to, query to, code to, code that, method to, method that, "
    "command to, bash command, shell command, one liner, oneliner, regex to, regex that, regular expression, "
    "convert this code, port this, return the, returns the, vectorize, scaffold, add a method, add a function, "
    "add a button, add error handling, add type hints, add docstrings, type hints, docstring, docstrings, build me, "
    "make me a, code up, landing page, bot for, write a regex, sql query, write a dockerfile, write a makefile, "
    "makefile for, dockerfile for, unit tests for, write tests for, workflow that, pipeline that, "
    "create an endpoint, rest endpoint, database schema, class for a, list comprehension, create a slider, "
    "app that, application that, extension that, plugin that, gui application, give me the code, android app, "
    "ios app, write an extension, chrome extension, chrome plugin, write a plugin, write an app, "
    "convert the following code, translate this code, in c++, solve this in, code a program, build an app, "
    "build a website, build a web, build a bot, build a cli, develop a program, develop a function, develop an app, "
    "develop a script, develop a python, develop a web, data model for, game in python, app in python, how to code, "
    "code the",
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
    "codenoun": "code, algorithm*, endpoint*, array, arrays, linked list, binary tree, binary search, hash map, hashmap, csv, "
    "subquery, schema, recursion, recursive*, for loop, while loop, nested loop, substring, substrings, pointer, "
    "pointers, struct, enum, repository, repo, git, dockerfile, makefile, middleware, callback, async, "
    "multithread*, parser, compiler, snippet, source code, pseudocode, codebase, backend, frontend, front end, "
    "back end, web app, webapp, web page, webpage, web scraper, scraper, crawler, cli, gui, ide, sdk, localhost, "
    "cron, cronjob, cron job, config file, environment variable, env, webhook*, oauth, tcp, udp, ssl, tls, ssh, "
    "ssh key, ip address, virtual machine, vm, data frame, neural network, machine learning model, data structure, "
    "data structures, data type, data types, object oriented, design pattern, dynamic programming, palindrome, "
    "fibonacci, ascii, unicode, utf 8, base64, datetime, uuid, lambda, decorator, iterator, package manager, "
    "unit tests, test case, test cases, mock, github actions, terraform, helm chart, stored procedure, foreign key, "
    "primary key, left join, inner join, group by, order by, where clause, graph traversal, bfs, dfs, o log n, "
    "garbage collect*, event loop, state machine, user input, keyboard input, command line, log file, log files, "
    "logfile, web server, load balancer, reverse proxy, microservice*, websocket*, dropdown, checkbox, textbox, "
    "navbar, excel formula, vba, google sheets, ci cd, pull request, bash script, python script, shell script, "
    "regex pattern, code snippet, windows service, gui application, chess program, abstract class, yield keyword, "
    "keyword do, borrow checker, garbage collection, autocommit, mutable, immutable, immutability, getter, setter, "
    "stdout, argv, int, null, boolean value, divs, div, flexbox, css grid, viewport, stylesheet, dom, http request, "
    "status code, post request, get request, request body, response body, header present, "
    "access control allow origin, module express, import error, duplicate lines, remove duplicates, unix timestamp, "
    "checkboxes, radio button, tabs, countdown timer, tic tac toe, snake game, todo app, to do app, login page, "
    "sign up form, landing page, web scraping, scraping, csv file, json file, xml file, text file, command, "
    "commands, "
    "int bool elements cookie checkbox widget encode decode parse parsing serialize deserialize base64 histogram heatmap csv socket tensor query string excel sheet scatter plot timestamp dictionaries, "
    "file encoding, singleton, linear search, deep copy, heap sort, debounce, random password, http post, "
    "file size, zip archive, iso date, post with headers, milliseconds, in chunks, plot histogram",
    "codeweak": "await, boolean, branch, button, byte, bytes, canvas, cell, chatbot, class, classes, commit, console, "
    "constructor, container, containers, database, databases, dependencies, dependency, dictionary, div, dns, "
    "firewall, formula, framework, function, functions, generator, graph, heap, hex, index, indexes, inheritance, "
    "interface, kernel, library, logs, loop, loops, macro, method, methods, module, node, nodes, pipeline, pixel, "
    "plugin, program, programs, promise, queries, query, queue, runtime, server, shell, sorting, spreadsheet, "
    "stack, string, strings, syntax, template, templates, terminal, thread, threads, timestamp, tuple*, url, "
    "variable, variables, website, workflow, web service, poetry, notebook, spring, eclipse, spark, unity, yarn, "
    "helm, apache, airflow, postman, maui, flutter, dax, snowflake, angular, rails, vite, maven, gradle, babel, "
    "spring, vagrant, unreal, requests, swagger, dart, elixir, ruby, groovy, cypher, prolog, pascal, app, "
    "application, extension, software, dataset, api key, sidebar, slider, webcam, toolbar, menu, window, script, "
    "parameter, parameters, programmer, developer, network traffic, cpu, gpu, fragment, event, component, int, "
    "bool, float, double, elements, cookie, timer, checkbox, label, widget, permutations, regression, distribution, "
    "clustering, scatter plot, histogram, heatmap, hash, encryption, decryption, encode, encoded, decode, parse, "
    "parsing, serialize, deserialize, query string, epoch, excel sheet, lists, path, email address, characters, "
    "line by line, zip, decimals, decimal, nested, dictionaries, attribute, argument, arguments, header, "
    "observable, progress bar, socket, packet, thread pool, logging, clipboard, base64, stream, streams, "
    "image processing, tensor, gradient, epoch, batch, csv, pdf, webpage",
    "proglang": "python, python3, javascript, typescript, java, c++, cpp, c#, csharp, golang, rustlang, kotlin, scala, haskell, "
    "perl, php, ruby on rails, matlab, fortran, cobol, lisp, clojure, erlang, ocaml, f#, objective c, bash, "
    "powershell, zsh, fish shell, batch file, batch script, vb net, visual basic, vba, assembly, x86, verilog, "
    "vhdl, systemverilog, solidity, in r, using r, in rust, using rust, rust, in go, using go, go code, go program, "
    "in swift, using swift, swiftui, in c, using c, c program, c code, c language, ansi c, embedded c, latex table, "
    "mysql, postgres, postgresql, sqlite, mongodb, oracle sql, t sql, tsql, pl sql, plsql, sql server, sparql, "
    "graphql, jq, awk, makefile, cmake, dockerfile, xpath, xslt, scss, tsx, jsx, opencl, cuda, glsl, hlsl, wasm, "
    "webassembly, gdscript, ruby code, in ruby, in lua, lua script, in scala, in perl, in pascal, in prolog, "
    "in dart, html, css, json, xml, yaml, toml, sql, regex, regexp, api, apis, npm, github, gitlab, jwt, cors, svg, "
    "dataframe, dataframes, rest api, psql, vimscript, nginx conf",
    "tech": "docker, docker compose, kubernetes, k8s, kubectl, ansible, terraform, jenkins, nginx, linux, ubuntu, debian, "
    "arch linux, fedora, centos, systemd, systemctl, crontab, react, react native, reactjs, vuejs, svelte, next js, "
    "nextjs, nodejs, node js, express js, expressjs, django, flask, fastapi, spring boot, springboot, laravel, "
    "dotnet, net core, asp net, wpf, xaml, winforms, pyqt, tkinter, godot, pandas, numpy, scipy, matplotlib, "
    "seaborn, pytorch, tensorflow, keras, sklearn, scikit learn, hugging face, huggingface, langchain, opencv, "
    "selenium, puppeteer, playwright, beautifulsoup, beautiful soup, scrapy, sqlalchemy, hibernate, jpa, junit, "
    "pytest, webpack, npm, pip, conda, cargo, homebrew, apt get, vim, neovim, emacs, vscode, vs code, "
    "visual studio, intellij, xcode, android studio, jupyter, colab, aws, lambda function, s3, ec2, azure, gcp, "
    "firebase, heroku, vercel, cloudflare, redis, kafka, rabbitmq, elasticsearch, clickhouse, pyspark, hadoop, dbt, "
    "bigquery, databricks, tailwind, bootstrap, jquery, d3 js, threejs, wordpress, shopify, raspberry pi, arduino, "
    "esp32, stm32, rtos, fpga, llvm, gcc, clang, gdb, valgrind, wireshark, nmap, iptables, openssl, ssh, rsync, "
    "ffmpeg, imagemagick, curl, wget, grep, tmux, git, github, gitlab, bitbucket, svn, prometheus, grafana, "
    "opentelemetry, rclone, nfs, zfs, btrfs, lvm, active directory, ldap, oauth2, keycloak, blazor, "
    "jetpack compose, android app, ios app, chrome extension, discord bot, telegram bot, roblox, minecraft plugin, "
    "power query, power bi, streamlit, gradio, gensim, word2vec, transformer model, stable diffusion api, "
    "openai api, rest assured, unity engine, jupyter notebook, vue js, react component, pygame, apache spark, "
    "apache server, qt designer, npm install, eslint, prettier, monorepo, tsconfig, venv, virtualenv, pyenv, nvm, "
    "xargs, tailwindcss, redux, prisma, nestjs, nuxt, deno, htmx, rollup, esbuild, mocha, cypress test, gunicorn, "
    "uvicorn, pydantic, mypy, pylint, flake8, pyinstaller, ggplot2, dplyr, shiny app, r shiny, plotly, xgboost, "
    "lightgbm, onnx, opengl, vulkan, directx, sdl, pysimplegui, kivy, electron app, tauri, cordova, xamarin, "
    "unity3d, godot engine, swiftui, coreml, core data, firestore, supabase, dynamodb, cassandra, neo4j, influxdb, "
    "mariadb, sqlite3, hive table, npcap, libpcap, winapi, win32, powershell script, regedit, wsl, vmware, proxmox, "
    "openwrt, homeassistant, home assistant yaml, mqtt, modbus, sap abap, abap, salesforce apex, gams, cocotb, "
    "luau, wireguard, openvpn, letsencrypt, certbot, traefik, haproxy, logstash, kibana, splunk, sentry, datadog, "
    "airflow dag, dbt model, spark sql, apache kafka, nats, grpc, protobuf, thrift, soap api, openid, saml, "
    "useeffect, usestate, autowired",
    "shelltask": "file, files, directory, directories, folder, folders, recursively, subdirector*, current directory, "
    "home directory, symlink, symbolic link*, hidden files, executable, permission, permissions, chmod, chown, "
    "processes, pid, kill the process, disk usage, disk space, free space, unmount, partition, gzip, tar, tarball, "
    "archive, unzip, zip file, extension, file name, filename, filenames, path, paths, newline, line number, "
    "line numbers, standard input, standard output, stdin, root user, sudo, hostname, port, ports, cpu usage, "
    "memory usage, bandwidth, network interface, interfaces, package, packages, daemon, environment variables, "
    "last modified, modified in, modified more than, older than, larger than, bigger than, ending with, ending in, "
    "starting with, whose name, named, case insensitive*, matching, remote host, remote server, localhost, md5, "
    "sha256, checksum, remove all, delete all, find all, search for, print the, display the, list all, "
    "count the number, rename, replace, append, hidden, lines that, empty directories, subdirectory, logged in, "
    "user name, domain name, session, a service, iso image, manual",
    "dbtask": "descending order, ascending order, descending, ascending, for each, distinct, the name and, names of all, "
    "the names of, names and ids, the ids, id of, the average, the maximum, the minimum, at least one, "
    "more than one, the number of, show the, show all, return all, find the name*, find the id*, find the number, "
    "list the name*, table with columns, columns, column, rows, row, records, record, sorted by, ordered by, "
    "how many different, of each, whose, did not, who have, who has, which have, top 10, top 5, most recent, "
    "joined, names and, ids and, average age, number of different, in descending order of, in ascending order of, "
    "in alphabetical order, maximum and, minimum and, average and, total number of, each of the",
    # --- reasoning
    "solve": "solve, solving, calculate, calculation, compute, simplify the expression, simplify the fraction, "
    "evaluate the expression, work out, find the value, find the sum, find the area, find the number of, "
    "find the probability, find all, determine the, derive, what is the value, what is the sum, what is the area, "
    "what is the probability, find x, for x, factorize, factorise, factor the, differentiate, integrate, estimate, "
    "approximate, the probability, probability of, tip on, the odds of",
    "prove": "prove, proves, proof, proofs, show that, disprove, theorem*, lemma, corollary, conjecture, iff, "
    "if and only if, verify the, irrational number*, is irrational, by contradiction, by induction, contradicts",
    "howmany": "how many, how much, how long will, how long would, how long did, how far, how fast, how often, how old, "
    "what percent, what percentage, what fraction, how many more, how much more, in total, altogether, "
    "what time will, at what time, how much does, how much did, how much will, how many are left, how long do, "
    "how long does it take, how long until, how long for, how much longer, how much of, how far apart, "
    "what is the total, what was the total, what is her, what is his, what is their",
    "quantity": "each, every, per day, per hour, per week, per month, per year, per person, per minute, per mile, total, twice, half, one third, two thirds, a third, a quarter, times as many, times as much, times more, dozen, "
    "double, triple, remaining, remain, left over, left, more than, less than, fewer, cost, costs, price, priced, "
    "spend, spends, spent, earn, earns, earned, paid, pays, sells, sold, bought, buys, gave, gives, discount, profit, "
    "average, percent, dollars, cents, euros, pounds, hours, minutes, seconds, days, weeks, months, years old, miles, "
    "km, kilometers, meters, feet, inches, gallons, liters, grams, kg, speed, rate, mph, km h, apples, oranges, "
    "candies, marbles, cookies, eggs, students, friends, age, ages, older than, younger than, equal, equally, shared",
    "mathnoun": "equation*, integer, integers, probability, probabilities, triangle*, trapezoid, parallelogram, polynomial*, "
    "derivative*, integral, integrals, prime, primes, remainder, divisible, divisor*, divided by, multiple of, "
    "multiples, perimeter, area of, radius, diameter, circumference, matrix, matrices, eigenvalue*, vector space, "
    "logarithm*, square root, cube root, quadratic, linear equation*, inequality, inequalities, modulo, arithmetic, "
    "geometric sequence, arithmetic sequence, nth term, function f, real number*, complex number*, "
    "positive integer*, natural number*, odd number*, even number*, odd or even, permutation*, expected value, "
    "variance, standard deviation, coin is, fair coin, two dice, dice are, a die, cards are drawn, at random, "
    "hypotenuse, perpendicular, midpoint, volume of, trigonometry, gcd, lcm, factorial, binomial, isomorphic, "
    "subgroup, abelian, homomorphism, field extension, bijection, kinetic energy, molar, molarity, enthalpy, "
    "half life, frictionless, compound interest, simple interest, present value, net present value, bayes, bayesian",
    "mathweak": "circle, rectangle, hexagon, polygon, ratio, fraction*, percentage, angle, angles, degrees, vertex, vertices, "
    "exponent*, sequence, digit, digits, combinations, coins, randomly, slope, coordinate*, cube, sphere, cylinder, "
    "cone, calculus, algebra, geometry, convergence, velocity, acceleration, resistor, voltage, wavelength, moles, "
    "equilibrium constant, joules, newtons, watts, kilogram*, mass of, capacitor, interest rate, rational number, "
    "maximum value, minimum value, smallest positive, largest possible, least value, greatest value, real root*, "
    "roots of, median, mean of, quotient, numerator, denominator, midpoint of, tangent, chord, isosceles, "
    "equilateral, diagonal, square units, square feet, per hour, consecutive, sum of, product of, difference of, "
    "common difference, arithmetic mean, integer solution*, ordered pair*, relatively prime, divides, factors of, "
    "nonzero, non zero, domain, range of, asymptote*, intercept*",
    "logic": "brain teaser, brainteaser, logic, logical, logically, syllogism, premise*, deduce, deduction, inference, "
    "follows that, knights and knaves, knight and knave, liar, liars, always lies, tells the truth, truth teller, "
    "true or false, necessarily, must be true, cannot be true, could be true, sitting next to, seated, left of, "
    "to the right of, to the left of, who owns, father of, mother of, taller than, shorter than, finished before, "
    "finished above, overtake, overtaken, logical fallacy, valid or invalid, valid argument, entail*, hypothesis, "
    "counterexample, which of the following, most likely, least likely, best explains, best describes, invalid, "
    "formal fallacy, strengthen, weaken, river crossing, monty hall, weighings, balance scale, jugs, fox, "
    "chicken and, boolean expression, not true and, facing north, turn left, turn right, clockwise, "
    "shuffled objects, the day before, yesterday was, days ago, days later, date today, "
    "paragraph describes a set of, can we conclude, can you conclude, what follows, does it follow, "
    "conclusion follow, which way do you face, each own, logical error, who owns, second to last, starts as, "
    "is the argument, deductively, relationship between, what could be the reasons, does not belong, right of, "
    "which book, at the end, a week ago, what date, what is the date, days from, who has the, which hand, "
    "how many ways, weigh the coins, handshakes, the date tomorrow, logic puzzle, logic riddle, swap balls, "
    "swap books, swap gifts, swap presents, prisoners and, knight, knave, how many brothers, how many sisters, "
    "have in common, starting point, white house, the fewest, shadow",
    "step": "step by step, show your work, show your reasoning, explain your reasoning, think carefully, reasoning, "
    "justify your answer, justify, think through, through your reasoning, chain of thought, explain your answer, "
    "let's think, reason through, work through",
    "weigh": "trade off*, tradeoff*, pros and cons, advantages and disadvantages, should we, which option, which is better, "
    "cost benefit, decide between, choose between, constraints, constraint, optimal, optimize the schedule, "
    "optimise the schedule, maximize, maximise, minimize, minimise, feasible, allocate, allocation, budget of, "
    "game theory, nash equilibrium, strategy, is it fair, loophole*, counterargument*, fermi, sensitivity analysis, "
    "break even, is it worth, worth it, bottleneck, second order, root causes, what are the odds, odds, how likely, "
    "probability that, chance of, chances of, chance that, weigh the, weigh up, weigh risks, cheaper, cheapest, "
    "better deal, more expensive, which plan, which offer, best order, given a budget, under these constraints, "
    "most cost effective, shift plan, pay off, what would you decide, argument valid, argument for holes, "
    "clause fair, fair to, contract clause, risks and benefits, costs and benefits, is this clause, should we sign, "
    "under constraints, with these constraints, at most, no more than, constraint that",
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
