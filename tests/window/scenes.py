"""Everything the popup can show, as the messages that make it show that."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

from PIL import Image, ImageDraw

from tray_router.answers.actions import BUILT_IN_ACTIONS
from tray_router.events import (
    Cancelled,
    CloudNotice,
    CloudStep,
    Completed,
    Failed,
    Restarted,
    Routed,
    Thinking,
    Token,
    Waiting,
    WaitReason,
)
from tray_router.model import (
    AnswerStats,
    Candidate,
    CaptureOrigin,
    FeatureHit,
    Finding,
    Output,
    Rejection,
    Remedy,
    RemedyKind,
    RouteHealth,
)
from tray_router.wire.actions import ActionChip, OfferWriteBack
from tray_router.wire.window import BeginAnswer, Explained, SetAppearance, ShowPopup, ShowProblem

ACTIONS = tuple(ActionChip(action.name, action.label) for action in BUILT_IN_ACTIONS.values())
SESSION = "scene"
REQUEST = "request-1"

TRACEBACK = """Traceback (most recent call last):
  File "/srv/app/report.py", line 42, in <module>
    total = prices[item] * amount
            ~~~~~~^^^^^^
KeyError: 'apples'
"""

ANSWER = """The dictionary has no key `'apples'`. Python raises **KeyError** when a missing key is *indexed*; \
see the [manual](https://docs.python.org/3/library/stdtypes.html).

```python
def price_of(table: dict[str, float], item: str) -> float:
    # unknown items cost nothing
    return table.get(item, 0.0) * len("apples")
```

Three ways to handle it:

1. Use `dict.get` with a default
2. Check with `in` first
   - cheap
   - easy to read
3. Catch the exception

| Way | Time | Notes |
|:----|-----:|-------|
| `get` | 38 ns | simplest |
| `in` | 51 ns | two look-ups |

> A missing key is often a sign that the data changed.

---

Want me to look at where `prices` is filled?
"""

GERMAN = (
    "Die Fehlermeldung bedeutet, dass der Schlüssel im Wörterbuch fehlt. Überprüfen Sie die Rechtschreibung; "
    "häufig sind Groß- und Kleinschreibung schuld. Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen "
    "sind davon nicht betroffen.\n\n- **Größe** prüfen\n- Straße, Maß und Fuß übernehmen\n"
)
CJK = (
    "键错误表示字典里没有这个键。请先检查拼写，再用 `dict.get` 取默认值。\n\n"
    "1. 日本語のテキストも折り返します。\n2. 한국어 문장도 보입니다.\n"
)

MATHEMATICS = r"""The roots of $ax^2 + bx + c = 0$ are, for $a \neq 0$,

$$x_{1,2} = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}$$

so the *discriminant* \(D = b^2 - 4ac\) decides:

- $D > 0$: two real roots, for instance with $a = 1$
- $D < 0$: two in $\mathbb{C}$

\[
\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}
\]

| $n$ | $\sum_{k=1}^n k$ |
|----:|----:|
| 10 | 55 |

The book costs $5 and the pen $6; $\frac{1}{$ is no formula.
"""

_LONG_PART = (
    "Each of the **prices** is looked up by its `item`, and a missing one ends the whole report; with a default the "
    "report goes on, and what is missing can be listed at its end. "
)
LONG_ANSWER = "".join(  # 5,000 words
    f"## Part {number}\n\n"
    + _LONG_PART * 4
    + "\n\n- one thing\n- another thing\n\n```python\nx = prices.get(item)\n```\n\n"
    for number in range(1, 37)
)


def appearance(theme: str, **more: int) -> SetAppearance:
    """The look that a scene is shown in, with the actions that every popup has."""
    return SetAppearance(theme=theme, actions=ACTIONS, **more)


def show(
    text: str = TRACEBACK,
    *,
    images: tuple[bytes, ...] = (),
    origin: CaptureOrigin = CaptureOrigin.SELECTION,
    application: str = "Firefox",
    notice: str = "",
    will_send: bool = True,
) -> ShowPopup:
    return ShowPopup(SESSION, text, images, origin, application, notice, will_send)


def begin(question: str = "Why does this fail?", request: str = REQUEST, action: str = "") -> BeginAnswer:
    return BeginAnswer(SESSION, request, question, action)


def routed(request: str = REQUEST, **marks: bool) -> Routed:
    reasons = ("Python traceback", "stack frames")
    passed_over = (Rejection("qwen3-coder:30b", "mac-studio", "asleep for 12 min"),)
    degraded = marks.get("is_degraded", False)
    return Routed(
        request, "code", "qwen3-coder:30b", "windows", 0.94, reasons, passed_over if degraded else (), 1, **marks
    )


def hits(feature: str, reason: str = "", **points: float) -> tuple[FeatureHit, ...]:
    return tuple(FeatureHit(feature, route, given, reason) for route, given in points.items())


def explained(request: str = REQUEST) -> Explained:
    """What the daemon says of ``routed``: three routes, four candidates, two passed over."""
    return Explained(
        request,
        route="code",
        confidence=0.94,
        features=(
            *hits("is-traceback", "Python traceback", quick=-1.0, code=1.5, reasoning=-0.5),
            *hits("is-code-like", "reads like source code", quick=-2.0, code=4.0, reasoning=-2.0),
            *hits("frames", "stack frames", code=1.0),
            *hits("short", quick=0.5, code=0.5, reasoning=-1.0),
        ),
        scores=(("code", 6.0), ("quick", -0.5), ("reasoning", -4.5)),
        candidates=(
            Candidate("qwen3-coder:30b", "windows", is_warm=True),
            Candidate("qwen3-coder:30b", "ubuntu"),
            Candidate("qwen3:4b", "mac", is_degraded=True, note="from the quick route"),
            Candidate("gemma3:12b", "ubuntu", is_degraded=True, note="not in the settings"),
        ),
        rejections=(
            Rejection("qwen3-coder:30b", "mac-studio", "the machine is down (no route to the host)"),
            Rejection("starcoder2:7b", "", "no machine has this model"),
        ),
        routes=(
            RouteHealth("quick", "qwen3:4b", "mac"),
            RouteHealth("code", "qwen3-coder:30b", "windows"),
            RouteHealth("reasoning", "deepseek-r1:8b", "windows"),
        ),
    )


def answered(text: str = ANSWER, request: str = REQUEST, question: str = "Why does this fail?") -> list[object]:
    stats = AnswerStats(answer_tokens=412, answer_s=10.8, total_s=12.1)
    return [
        begin(question, request),
        explained(request),
        routed(request),
        Token(request, text),
        Completed(request, stats),
    ]


def picture(width: int, height: int) -> bytes:
    image = Image.new("RGB", (width, height), "#1f3a5f")
    draw = ImageDraw.Draw(image)
    for step in range(0, width, max(width // 24, 1)):
        draw.line(
            (step, 0, width - step, height), fill=(255 - 255 * step // width, 180, 90), width=max(width // 200, 1)
        )
    sink = io.BytesIO()
    image.save(sink, "PNG")
    return sink.getvalue()


def _waiting(reason: WaitReason, waited_s: float) -> Waiting:
    return Waiting(REQUEST, reason, "qwen3-coder:30b", "windows", waited_s)


def _failed() -> list[object]:
    passed_over = (
        Rejection("", "mac-studio", "does not answer (asleep, or a firewall drops the packets)"),
        Rejection("qwen3:4b", "nas", "cannot see images"),
    )
    failure = Failed(
        REQUEST,
        "No machine can take this question.",
        "Wake mac-studio, or install a vision model on nas: `ollama pull qwen2.5vl:3b`.",
        rejections=passed_over,
        remedies=(Remedy(RemedyKind.COPY_COMMAND, "ollama pull qwen2.5vl:3b"), Remedy(RemedyKind.RETRY)),
    )
    return [show(), begin(), failure]


def _restarted() -> list[object]:
    first = "The key is missing because the dictionary was filled from an old"
    return [
        show(),
        begin(),
        routed(),
        Token(REQUEST, first),
        Restarted(REQUEST, "windows went away in the middle of the answer"),
        routed(is_degraded=True),
        Token(REQUEST, "The dictionary `prices` has no entry for `'apples'`."),
        Completed(REQUEST, AnswerStats(answer_tokens=14, answer_s=0.9, total_s=1.4)),
    ]


def _thought() -> list[object]:
    return [
        show(),
        begin(),
        routed(),
        Thinking(REQUEST, "The user shows a traceback. The key 'apples' is missing, so the fix is a default."),
        Token(REQUEST, "Use `prices.get(item, 0)`."),
        Completed(REQUEST, AnswerStats(answer_tokens=9, answer_s=0.4, total_s=4.9)),
    ]


def _cloud_offered() -> list[object]:
    why = "the local answer is weak; it leaves your network only when you say so"
    text = f"gpt-4o at openai could answer for about $0.02: {why}."
    offer = CloudNotice(REQUEST, CloudStep.OFFERED, text, "gpt-4o", "openai", 0.02, "about $0.02")
    stats = AnswerStats(answer_tokens=14, answer_s=0.9, total_s=1.4)
    answer = Token(REQUEST, "I am sorry, but I cannot help with that.")
    notice = "This answer may be weak: it refused."
    return [show(), begin(), routed(), answer, offer, Completed(REQUEST, stats, notice)]


def _cloud_masked() -> list[object]:
    found = (
        Finding("AWS access key", "your question, line 3", 20),
        Finding("private key", "an earlier question, line 1", 412),
    )
    text = "Sent without AWS access key (your question, line 3) and 1 more: placeholders left instead."
    masked = CloudNotice(REQUEST, CloudStep.MASKED, text, "gpt-4o", "openai", findings=found)
    stats = AnswerStats(answer_tokens=9, answer_s=0.4, total_s=4.9, cost_usd=0.0121)
    answer = Token(REQUEST, "Use `prices.get(item, 0)`: the key `'apples'` is not in the dictionary.")
    return [show(), begin(), routed(is_cloud=True), masked, answer, Completed(REQUEST, stats)]


WRONG = (
    "Dear Mr Brown,\n\nI has recieved you're letter from the 3rd of March and want to thanks you for it. We was very "
    "happy to here that the delivery have arrived in time.\n\nKind regards"
)
RIGHT = (
    "Dear Mr Brown,\n\nI have received your letter of 3 March and want to thank you for it. We were very happy to hear "
    "that the delivery arrived in time.\n\nKind regards"
)


def _write_back_asked() -> list[object]:
    """An answer that would take the place of the selected text, word by word."""
    offer = OfferWriteBack(REQUEST, RIGHT, WRONG, (Output.REPLACE, Output.INSERT), Output.REPLACE)
    return [show(WRONG, application="Gedit"), *answered(RIGHT, question="Fix"), offer]


SCENES: dict[str, Callable[[], list[object]]] = {
    "write-back-asked": _write_back_asked,
    "cloud-offered": _cloud_offered,
    "cloud-masked": _cloud_masked,
    "captured": lambda: [show()],
    "captured-long": lambda: [show("Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 80)],
    "captured-image": lambda: [
        show("", images=(picture(2560, 1440),), origin=CaptureOrigin.REGION, application="", will_send=False)
    ],
    "prompt-empty": lambda: [show("", origin=CaptureOrigin.NOTHING, application="", will_send=False)],
    "notice": lambda: [
        show(
            "",
            origin=CaptureOrigin.NOTHING,
            application="",
            notice="Nothing is selected, and the clipboard is empty.",
            will_send=False,
        )
    ],
    "waiting": lambda: [show(), begin(), routed(), _waiting(WaitReason.LOADING, 3.0)],
    "streaming": lambda: [show(), begin("Explain", action="explain"), routed(), Token(REQUEST, ANSWER[:520])],
    "line-waits": lambda: [show(), begin("Explain", action="explain"), routed(), Token(REQUEST, ANSWER[:140])],
    "finished": lambda: [show(), *answered()],
    "marks": lambda: [
        show(),
        begin(),
        routed(is_degraded=True, is_simulated=True, is_cloud=True),
        Token(REQUEST, "This is a *made-up* answer."),
        Completed(REQUEST, AnswerStats(answer_tokens=6, answer_s=0.2, total_s=0.6)),
    ],
    "thought": _thought,
    "restarted": _restarted,
    "failed": _failed,
    "failed-partly": lambda: [
        show(),
        begin(),
        routed(),
        Token(REQUEST, "The key is missing because"),
        Failed(
            REQUEST, "windows went away in the middle of the answer.", "Press Ctrl+R to ask again.", has_partial=True
        ),
    ],
    "stopped": lambda: [show(), begin(), routed(), Token(REQUEST, "The key is"), Cancelled(REQUEST)],
    "problem": lambda: [
        ShowProblem(
            "The settings have a mistake.",
            "Open tray-router.toml, line 12: unknown host 'nass'.",
            (Remedy(RemedyKind.OPEN_SETTINGS),),
        )
    ],
    "german": lambda: [show("Größe und Maß der Straße"), *answered(GERMAN, question="Was bedeutet das?")],
    "cjk": lambda: [show("字典里没有这个键: 'apples'"), *answered(CJK, question="这是什么意思？")],
    "formulas": lambda: [show("x^2 - 5x + 6 = 0", application="Editor"), *answered(MATHEMATICS)],
    "long-answer": lambda: [show(), *answered(LONG_ANSWER)],
    "explained": lambda: [show(), *answered("Use `prices.get(item, 0)`.")],
    "explained-while-waiting": lambda: [show(), begin(), explained(), routed(), _waiting(WaitReason.LOADING, 3.0)],
    "elsewhere": lambda: [show(), *answered()],
    "elsewhere-while-streaming": lambda: [show(), begin(), explained(), routed(), Token(REQUEST, ANSWER[:520])],
    "asked-again": lambda: [
        show(),
        *answered("The key `'apples'` is missing.", question=""),
        begin("", "request-2"),
        replace(explained("request-2"), route="reasoning", confidence=1.0),
        Routed("request-2", "reasoning", "deepseek-r1:8b", "windows", 1.0, ("you chose it",)),
        Token("request-2", "Nothing was ever stored under `'apples'`; look at where `prices` is filled."),
        Completed("request-2", AnswerStats(answer_tokens=31, answer_s=2.8, total_s=3.4)),
    ],
    "follow-up": lambda: [
        show(),
        *answered("Use `prices.get(item, 0)`."),
        *answered("Then the total is simply **0** for unknown items.", "request-2", "And if the item is unknown?"),
    ],
}

TYPED = {"line-waits": "And in a loop over many items?"}  # once the scene stands, before its key
KEYS = {
    "line-waits": "Return",
    "explained": "ctrl+i",
    "explained-while-waiting": "ctrl+i",
    "elsewhere": "ctrl+k",
    "elsewhere-while-streaming": "ctrl+k",
}  # pressed once the scene stands
MENU_SCENES = ("elsewhere", "elsewhere-while-streaming")  # they show more than the popup's own window
