"""``ask --action``, and the limits that hold for ``ask`` without a daemon, against simulated machines."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Run
from tray_router.simulator import FleetThread

MORE = """
[[actions]]
name = "Translate"
prompt = "Into English, please: {text}"
model = "qwen3:4b@windows"

[[actions]]
name = "Explain"
prompt = "Explain {this}."
route = "code"

[limits]
max_image_px = 200
num_ctx_max = 8192
"""


@pytest.fixture
def actions(config: Path) -> Path:
    config.write_text(config.read_text() + MORE)
    return config


def saved(path: Path, size: tuple[int, int], kind: str = "PNG") -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", size, "orange").save(sink, kind)
    path.write_bytes(sink.getvalue())
    return sink.getvalue()


@pytest.mark.parametrize(("words", "stdin"), [(("Guten Tag",), b""), ((), b"Guten Tag\n")])
def test_an_action_takes_an_argument_or_standard_input(
    run: Run, actions: Path, fleet: FleetThread, words: tuple[str, ...], stdin: bytes
) -> None:
    done = run("--config", str(actions), "ask", "--action", "translate", *words, stdin=stdin)
    assert done.code == 0, done.err
    (record,) = fleet["windows"].requests.questions
    assert record.prompt.strip() == "Into English, please: Guten Tag"


def test_a_prompt_without_a_place_for_the_text_has_it_behind(run: Run, actions: Path, fleet: FleetThread) -> None:
    done = run("--config", str(actions), "ask", "--action", "Explain", stdin=b"x = 1")
    assert done.code == 0, done.err
    (record,) = fleet["windows"].requests.questions
    assert record.prompt == 'Explain {this}.\n\n"""\nx = 1\n"""'
    assert "code → windows" in done.err


def test_a_built_in_action_needs_no_settings(run: Run, config: Path, fleet: FleetThread) -> None:
    done = run("--config", str(config), "ask", "--action", "Summarise", stdin=b"A long story about a short cat.")
    assert done.code == 0, done.err
    sent = [record.prompt for host in fleet.hosts.values() for record in host.requests.questions]
    assert len(sent) == 1
    assert sent[0].startswith("Summarise this. ")
    assert sent[0].endswith('"""\nA long story about a short cat.\n"""')
    assert "quick → " in done.err


def test_the_command_line_goes_before_the_action(run: Run, actions: Path, fleet: FleetThread) -> None:
    done = run("--config", str(actions), "ask", "--action", "Translate", "--model", "qwen3:4b@mac", "Hallo")
    assert done.code == 0, done.err
    assert [record.prompt for record in fleet["mac"].requests.questions] == ["Into English, please: Hallo"]


@pytest.mark.parametrize(
    ("words", "stdin", "complaint"),
    [
        (("--action", "Transalte", "x"), b"", "There are: answer, Explain, summarise, fix,"),
        (("--action", "Translate", "x"), b"y", "An action takes one text."),
        (("--action", "Translate"), b"", "There is nothing to ask."),
    ],
)
def test_wrong_use_of_actions_is_two_sentences(
    run: Run, actions: Path, fleet: FleetThread, words: tuple[str, ...], stdin: bytes, complaint: str
) -> None:
    done = run("--config", str(actions), "ask", *words, stdin=stdin)
    assert done.code == 2
    assert complaint in done.err
    assert len(done.err.strip().splitlines()) == 2
    assert not any(host.requests.questions for host in fleet.hosts.values())


def test_images_above_the_limit_are_scaled_down_and_others_sent_as_they_are(
    run: Run, actions: Path, fleet: FleetThread, tmp_path: Path
) -> None:
    small = saved(tmp_path / "small.png", (200, 120))
    saved(tmp_path / "large.jpg", (900, 450), "JPEG")
    saved(tmp_path / "other.webp", (50, 20), "WEBP")
    names = ("small.png", "large.jpg", "other.webp")
    images = [word for name in names for word in ("--image", str(tmp_path / name))]
    done = run("--config", str(actions), "ask", "What is it?", *images)
    assert done.code == 0, done.err
    (record,) = fleet["mac"].requests.questions
    assert record.images[0] == small
    pictures = [Image.open(io.BytesIO(data)) for data in record.images]
    assert [(picture.format, picture.size) for picture in pictures] == [
        ("PNG", (200, 120)),
        ("JPEG", (200, 100)),
        ("PNG", (50, 20)),
    ]


def test_a_text_that_fits_nowhere_is_refused_with_its_numbers(run: Run, actions: Path, fleet: FleetThread) -> None:
    done = run("--config", str(actions), "ask", "Summarise.", stdin=b"word " * 20_000)
    assert done.code == 3
    title = done.err.strip().splitlines()[-2]
    assert title.startswith("The text needs about 33,")
    assert title.endswith("takes 8,192.")
    assert "raise limits.num_ctx_max" in done.err
    assert not any(host.requests.questions for host in fleet.hosts.values())


def test_status_tells_what_is_unusual_in_the_settings(run: Run, config: Path, fleet: FleetThread) -> None:
    url = fleet.urls["ubuntu"].replace("127.0.0.1", "0.0.0.0")
    config.write_text(config.read_text() + f'[hosts.nas]\nurl = "{url}"\n')
    done = run("--config", str(config), "status")
    assert done.code == 0, done.err
    flat = " ".join(done.out.split())
    assert f'hosts.nas.url = "{url}": is an address to listen on' in flat
