"""A day's 38 questions as real text, with what the right model answers: 30 quick, 5 code, 2 about images, 1 hard one.

The mix is the owner's measured day (issue 4, "Must hold"). The order is that of a day: quick ones all along, the rest
between them. All texts are made up for this benchmark; none is in the classifier's training data.
"""

from __future__ import annotations

from dataclasses import dataclass

QUICK, CODE, VISION, REASONING = "quick", "code", "vision", "reasoning"


@dataclass(frozen=True, slots=True)
class DayPrompt:
    """One question.

    Attributes:
        route: where it belongs.
        answer: what the right model says, before it goes on to its usual length.
        seconds: how long the right model takes (the owner's measured times).
    """

    route: str
    instruction: str
    content: str
    answer: str
    seconds: float

    @property
    def has_image(self) -> bool:
        return self.route == VISION


def _quick(instruction: str, content: str, answer: str) -> DayPrompt:
    return DayPrompt(QUICK, instruction, content, answer, 0.3)


_BEFORE_NOON = (
    _quick("Translate into German", "The parcel will arrive on Thursday.", "Das Paket kommt am Donnerstag an."),
    _quick("", "What is the capital of Mongolia?", "The capital of Mongolia is Ulaanbaatar."),
    _quick(
        "Make this friendlier",
        "Send me the invoice today.",
        "Could you please send me the invoice today? Thank you very much!",
    ),
    _quick("How many grams are in an ounce?", "", "One ounce is about 28.35 grams."),
    DayPrompt(
        CODE,
        "Why does this fail?",
        "Traceback (most recent call last):\n"
        '  File "report.py", line 12, in <module>\n'
        "    total += row['amount']\n"
        "TypeError: unsupported operand type(s) for +=: 'int' and 'str'",
        "The amount is read as text, so it has to be converted first:\n\n"
        "```python\ntotal += float(row['amount'])\n```\n\n"
        "The csv module returns every field as a string.",
        8.0,
    ),
    _quick(
        "Summarise",
        "Dear all, the meeting on Monday moves to room 4 because the projector in room 2 is broken. Please bring the "
        "figures of last quarter. Lunch is at noon as usual.",
        "Monday's meeting moves to room 4; bring last quarter's figures. Lunch stays at noon.",
    ),
    _quick("", "Give me a synonym for 'stubborn'", "A good synonym is 'obstinate'."),
    _quick(
        "Fix the spelling",
        "Their going to recieve the packige tommorow.",
        "They're going to receive the package tomorrow.",
    ),
    _quick("Translate to English", "Können wir das auf nächste Woche verschieben?", "Can we move that to next week?"),
    _quick(
        "",
        "Write a short out of office note until 3 March",
        "Thank you for your message. I am out of the office until 3 March and will answer after that.",
    ),
    DayPrompt(
        VISION,
        "What does the red line in this chart show?",
        "",
        "The red line rises from the lower left to the upper right: the values grow steadily over the whole period.",
        4.0,
    ),
    _quick("What time is it in Tokyo when it is noon in Paris?", "", "It is 8 pm in Tokyo (7 pm in summer)."),
    _quick(
        "Turn this into bullet points",
        "We need milk, two loaves of bread and some apples for Saturday.",
        "For Saturday:\n\n- milk\n- two loaves of bread\n- some apples",
    ),
    DayPrompt(
        CODE,
        "",
        "Write a bash script that renames every .jpeg in a folder to .jpg",
        "This renames them and leaves everything else alone:\n\n"
        '```bash\n#!/bin/bash\nfor file in "${1:-.}"/*.jpeg; do\n    [ -e "$file" ] || continue\n'
        '    mv -n -- "$file" "${file%.jpeg}.jpg"\ndone\n```\n\n'
        "Existing files are never overwritten.",
        9.0,
    ),
    _quick("", "Who wrote The Old Man and the Sea?", "Ernest Hemingway wrote it; it appeared in 1952."),
    _quick(
        "Shorten to one sentence",
        "Our shop will stay closed during the renovation of the ground floor, which is expected to take two weeks from "
        "the first of June, but you can still order online and collect at the side entrance.",
        "The shop is closed for two weeks from 1 June, but online orders can be collected at the side entrance.",
    ),
    _quick("Suggest a title for a talk about composting at home", "", "“From Peel to Soil: Composting at Home”"),
    _quick("", "What does 'ad hoc' mean?", "'Ad hoc' means made or done for one particular purpose."),
)

_AFTERNOON = (
    DayPrompt(
        CODE,
        "Explain what this query returns and make it faster",
        "SELECT c.name, COUNT(*) FROM customers c JOIN orders o ON o.customer_id = c.id\n"
        "WHERE YEAR(o.created_at) = 2025 GROUP BY c.name ORDER BY 2 DESC LIMIT 10;",
        "It returns the ten customers with the most orders in 2025. A range lets the index work:\n\n"
        "```sql\nSELECT c.name, COUNT(*) AS orders\nFROM customers c\nJOIN orders o ON o.customer_id = c.id\n"
        "WHERE o.created_at >= '2025-01-01' AND o.created_at < '2026-01-01'\nGROUP BY c.id, c.name\n"
        "ORDER BY orders DESC\nLIMIT 10;\n```\n\n"
        "An index on (created_at, customer_id) helps most.",
        12.0,
    ),
    _quick("Translate into French", "Where is the nearest station?", "Où est la gare la plus proche ?"),
    _quick("", "How do I say thank you in Japanese?", "You say “arigatō gozaimasu”."),
    _quick(
        "Reply politely that I cannot come",
        "Hi, are you joining us for dinner on Friday? Best, Ines",
        "Hi Ines, thank you for asking! Unfortunately I cannot make it on Friday. Have a lovely evening!",
    ),
    _quick("", "Convert 72 Fahrenheit to Celsius", "72 °F is about 22.2 °C."),
    _quick("What is a good gift for a gardener?", "", "A pair of sturdy pruning shears makes a good gift."),
    DayPrompt(
        REASONING,
        "",
        "Three friends share a taxi. Ann gets out after a third of the way, Bea after two thirds, Cem at the end. The "
        "ride costs 54 euros. They want to split each stretch evenly among those still in the car. How much does each "
        "pay? Show your reasoning step by step.",
        "Each third costs 18 euros. On the first stretch three people pay 6 euros each; on the second two people pay 9 "
        "euros each; on the last Cem pays 18 euros alone. So Ann pays 6, Bea 15 and Cem 33 euros, which is 54 in all.",
        7.0,
    ),
    _quick(
        "Make this more formal",
        "hey, can u send the doc again? cant find it",
        "Could you please send me the document again? I am unable to find it.",
    ),
    _quick("", "Which planet has the most moons?", "Saturn has the most known moons."),
    _quick("Pick a name for a grey kitten", "", "“Misty” would suit a grey kitten well."),
    DayPrompt(
        CODE,
        "Add type hints",
        "def group(items, key):\n    found = {}\n    for item in items:\n        found.setdefault(key(item), [])"
        ".append(item)\n    return found",
        "With two type variables the relation between key and values is kept:\n\n"
        "```python\nfrom collections.abc import Callable, Hashable, Iterable\nfrom typing import TypeVar\n\n"
        'T = TypeVar("T")\nK = TypeVar("K", bound=Hashable)\n\n\n'
        "def group(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:\n"
        "    found: dict[K, list[T]] = {}\n    for item in items:\n"
        "        found.setdefault(key(item), []).append(item)\n    return found\n```",
        10.0,
    ),
    _quick(
        "Summarise in one line",
        "The town council decided on Tuesday evening to plant two hundred lime trees along the river and to close the "
        "road there to cars on Sundays, starting in April.",
        "From April the riverside gets 200 lime trees and is free of cars on Sundays.",
    ),
    _quick("", "What is the plural of 'octopus'?", "The usual plural is 'octopuses'."),
    _quick(
        "Translate into Spanish", "I would like to book a table for four.", "Quisiera reservar una mesa para cuatro."
    ),
    DayPrompt(
        VISION,
        "Describe this picture for somebody who cannot see it",
        "",
        "The picture shows a white area with a thin red line that climbs from the lower left to the upper right.",
        13.0,
    ),
    _quick("", "Recommend a light lunch with lentils", "Try a lentil salad with tomatoes, feta and lemon."),
    _quick("Is it 'affect' or 'effect' in 'the rain will ... the match'?", "", "It is 'affect': the verb is needed."),
    DayPrompt(
        CODE,
        "",
        "How do I center a div vertically and horizontally with flexbox?",
        "Make the parent a flex container and centre on both axes:\n\n"
        "```css\n.parent {\n  display: flex;\n  justify-content: center;\n  align-items: center;\n"
        "  min-height: 100vh;\n}\n```\n\nThe child needs no rules of its own.",
        11.0,
    ),
    _quick(
        "Write a birthday wish for my neighbour Olga",
        "",
        "Dear Olga, happy birthday! May the new year bring you health, sunshine and many good moments.",
    ),
    _quick("", "When did the Berlin Wall fall?", "The Berlin Wall fell on 9 November 1989."),
)

DAY: tuple[DayPrompt, ...] = _BEFORE_NOON + _AFTERNOON

# How models go on that have more to say; each sentence its own, so that nothing repeats.
MORE = (
    "Here is why this works and what to look out for.",
    "The first point is the order in which things happen, because each step needs the one before it.",
    "If something unexpected turns up, look at the input before you look anywhere else.",
    "Most difficulties come from values that are empty or of another kind than assumed.",
    "It helps to try the smallest example that still shows the effect.",
    "Once that is clear, the larger case follows in the same way.",
    "Keep in mind that other people may read this later and will be grateful for plain names.",
    "There are other ways to reach the same result, but they are longer and no easier to follow.",
    "For a handful of items the difference in speed cannot be measured.",
    "With many thousands of them, the version above stays within a few milliseconds.",
    "Should the requirements change, only the middle part has to be touched.",
    "Nothing outside the shown lines needs to be adapted for it.",
    "A short test with two or three typical values is worth the minute that it takes.",
    "Try one case at the edge as well, such as an empty list or a single entry.",
    "That covers what the question asked for.",
    "If you tell me more about where it is used, I can fit it to that place.",
    "The same idea carries over to neighbouring tasks with little effort.",
    "Finally, write down what you decided and why; in half a year it will be welcome.",
)
