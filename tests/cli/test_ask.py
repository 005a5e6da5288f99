"""``ask`` without a daemon, against simulated machines over real sockets."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Run
from tray_router.simulator import FleetThread


def test_the_answer_goes_to_standard_output_and_the_route_to_standard_error(run: Run, config: Path) -> None:
    done = run("--config", str(config), "ask", "What is the capital of France?")
    assert done.code == 0, done.err
    assert done.out.startswith("*Simulated answer* from **qwen3:4b** on **mac**")
    assert "quick → mac / qwen3:4b" in done.err
    assert "simulated" in done.err


def test_standard_input_is_what_the_question_is_about(run: Run, config: Path, fleet: FleetThread) -> None:
    done = run("--config", str(config), "ask", "What does it do?", stdin=b"def f(x):\n    return x + 1\n")
    assert done.code == 0, done.err
    (record,) = fleet["windows"].requests.questions
    assert "What does it do?" in record.prompt
    assert "return x + 1" in record.prompt


def test_json_prints_one_event_a_line_and_exactly_one_end(run: Run, config: Path) -> None:
    done = run("--config", str(config), "ask", "--json", "Say hello.")
    events = [json.loads(line) for line in done.out.splitlines()]
    kinds = [event["type"] for event in events]
    assert kinds[0] == "routed"
    assert kinds[-1] == "completed"
    assert sum(kind in {"completed", "failed", "cancelled"} for kind in kinds) == 1
    text = "".join(event["text"] for event in events if event["type"] == "token")
    assert "qwen3:4b" in text


def test_an_image_goes_to_a_model_that_sees_it_byte_for_byte(
    run: Run, config: Path, fleet: FleetThread, tmp_path: Path
) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    picture = tmp_path / "picture.png"
    picture.write_bytes(buffer.getvalue())
    done = run("--config", str(config), "ask", "--image", str(picture), "What is this?")
    assert done.code == 0, done.err
    (record,) = fleet["mac"].requests.questions
    assert record.model == "granite3.2-vision:2b"
    assert record.images == (buffer.getvalue(),)


def test_why_another_machine_is_asked_is_said_once_and_the_same_one_is_not_named_again(
    run: Run, config: Path, fleet: FleetThread
) -> None:
    fleet["mac"].faults.queue_full = True
    done = run("--config", str(config), "ask", "Say hello.")
    assert done.code == 0, done.err
    lines = done.err.splitlines()
    assert lines[1] == "… qwen3:4b on mac: mac has too many requests waiting"
    assert lines[2].startswith("quick → ")
    assert done.err.count("quick → mac / qwen3:4b") == 1
    pinned = run("--config", str(config), "ask", "--model", "qwen3:4b@mac", "Say hello.")
    assert pinned.code == 3
    assert pinned.err.count("quick → mac / qwen3:4b") == 1


def test_a_route_that_does_not_exist_is_refused_and_nobody_is_asked(run: Run, config: Path, fleet: FleetThread) -> None:
    done = run("--config", str(config), "ask", "--route", "quik", "hello")
    assert done.code == 2
    assert done.err == "There is no route 'quik'.\nThere are: quick, code, reasoning, vision. Did you mean quick?\n"
    assert not fleet["mac"].requests.questions


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--host", "nope"), "There is no machine 'nope'.\nThere are: mac, windows.\n"),
        (
            ("--model", "qwen3:4b@windoes"),
            "There is no machine 'windoes'.\nThere are: mac, windows. Did you mean windows?\n",
        ),
        (("--model", "qwen3-code:30b"), "No machine has the model 'qwen3-code:30b'.\nDid you mean qwen3-coder:30b?"),
    ],
)
def test_a_mistyped_place_is_told_with_what_was_meant(
    run: Run, config: Path, fleet: FleetThread, arguments: tuple[str, ...], told: str
) -> None:
    done = run("--config", str(config), "ask", *arguments, "hello")
    assert done.code == 2
    assert done.err.startswith(told)
    assert not any(host.requests.questions for host in fleet.hosts.values())


def test_a_model_that_nobody_has_is_told(run: Run, config: Path) -> None:
    done = run("--config", str(config), "ask", "--model", "frobnicator", "hello")
    assert done.code == 3
    assert done.err.startswith("frobnicator cannot be asked. No machine has this model.\n`tray-router hosts` lists")


@pytest.mark.parametrize(
    ("arguments", "model", "host"),
    [
        (("--route", "code"), "qwen3-coder:30b", "windows"),
        (("--model", "deepseek-r1:8b@windows"), "deepseek-r1:8b", "windows"),
        (("--model", "qwen3:4b", "--host", "windows"), "qwen3:4b", "windows"),
        (("--host", "windows"), "qwen3:4b", "windows"),
    ],
)
def test_the_user_can_choose(
    run: Run, config: Path, fleet: FleetThread, arguments: tuple[str, ...], model: str, host: str
) -> None:
    done = run("--config", str(config), "ask", *arguments, "Say hello.")
    assert done.code == 0, done.err
    assert [record.model for record in fleet[host].requests.questions] == [model]


def test_what_nobody_waits_for_goes_to_the_machine_that_is_always_on(
    run: Run, config: Path, fleet: FleetThread
) -> None:
    text = config.read_text().replace('["qwen3:4b@mac"]', '["qwen3:4b@mac", "qwen3:4b@windows"]')
    config.write_text(text.replace("[hosts.windows]", "[hosts.windows]\nalways_on = true"))
    for option, host in (("--quiet", "mac"), ("--background", "windows")):
        done = run("--config", str(config), "ask", option, "Say hello.")
        assert done.code == 0, done.err
        assert len(fleet[host].requests.questions) == 1, option


def asked(fleet: FleetThread) -> str:
    """The one question that the machines got."""
    (record,) = [record for host in fleet.hosts.values() for record in host.requests.questions]
    return record.prompt


def test_a_question_needs_no_quotes_and_options_may_stand_in_it(run: Run, config: Path, fleet: FleetThread) -> None:
    assert run("--config", str(config), "ask", "why", "is", "-q", "the", "sky", "blue").code == 0
    assert asked(fleet) == "why is the sky blue"


def test_files_and_standard_input_are_what_the_question_is_about(
    run: Run, config: Path, fleet: FleetThread, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.log", tmp_path / "b.txt"
    first.write_text("disk full\n")
    second.write_text("all well\n")
    options = ("ask", "-q", "which one is bad?", "--file", str(first), "--file", str(second))
    assert run("--config", str(config), *options, stdin=b"from the pipe").code == 0
    text = asked(fleet)
    for wanted in ("which one is bad?", "a.log:\ndisk full", "b.txt:\nall well", "from the pipe"):
        assert wanted in text


def test_one_text_file_goes_as_it_is_and_a_picture_as_a_picture(
    run: Run, config: Path, fleet: FleetThread, tmp_path: Path
) -> None:
    text, picture = tmp_path / "a.log", tmp_path / "p.png"
    text.write_text("disk full\n")
    Image.new("RGB", (40, 30), "red").save(picture, "PNG")
    assert run("--config", str(config), "ask", "-q", "--action", "summarise", "--file", str(text)).code == 0
    assert "a.log" not in asked(fleet)
    fleet["mac"].requests.clear()
    assert run("--config", str(config), "ask", "-q", "what is it?", "--file", str(picture)).code == 0
    (record,) = fleet["mac"].requests.questions
    assert record.images == (picture.read_bytes(),)


@pytest.mark.parametrize(("content", "why"), [(b"\0\1\2", "neither text nor an image"), (None, "no such file")])
def test_a_file_that_cannot_be_taken_is_an_error(
    run: Run, config: Path, fleet: FleetThread, tmp_path: Path, content: bytes | None, why: str
) -> None:
    path = tmp_path / "x (1).bin"
    if content is not None:
        path.write_bytes(content)
    done = run("--config", str(config), "ask", "hi", "--file", str(path))
    assert done.code == 5
    assert done.err.startswith(f"{path} cannot be taken: {why}")
    assert not fleet["mac"].requests.questions


def test_a_pipe_that_stays_open_is_told_of(config: Path, tmp_path: Path) -> None:
    """A real process, whose standard input is held open by this test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tray_router", "--config", str(config), "ask", "hello"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd()), "XDG_DATA_HOME": str(tmp_path)},
    )
    try:
        assert process.stderr is not None
        assert b"Waiting for the end of standard input" in process.stderr.readline()
        _, told = process.communicate(timeout=20)
        assert process.returncode == 0, told
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("option", ["-q", "--json"])
def test_a_reader_that_leaves_stops_the_question(config: Path, tmp_path: Path, option: str) -> None:
    """A real process; what it asked counts as stopped, not as failed."""
    env = {**os.environ, "PYTHONPATH": str(Path.cwd()), "XDG_DATA_HOME": str(tmp_path)}
    program = f"{sys.executable} -m tray_router"
    line = f"{program} --config {config} ask {option} 'Write a long poem' | head -c 5; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr
    told = json.loads(subprocess.check_output([*program.split(), "usage", "--json"], env=env))["figures"]
    assert (told["failed"], told["requests"]) == (0, 1)


def test_nothing_to_ask_is_said(run: Run, config: Path) -> None:
    done = run("--config", str(config), "ask")
    assert done.code == 2
    assert "nothing to ask" in done.err


def test_a_file_that_is_no_image_is_said(run: Run, config: Path, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"not a picture")
    done = run("--config", str(config), "ask", "--image", str(tmp_path / "x.png"), "what?")
    assert done.code == 5
    missing = run("--config", str(config), "ask", "--image", str(tmp_path / "none.png"), "what?")
    assert missing.code == 5
    assert "none.png" in missing.err


def test_no_machine_up_is_one_sentence_with_the_next_step(
    run: Run, config: Path, fleet: FleetThread, expect_log: Callable[[str], None]
) -> None:
    expect_log("unknown -> down")
    for host in fleet.hosts.values():
        host.faults.down = True
    done = run("--config", str(config), "ask", "Say hello.")
    for host in fleet.hosts.values():
        host.faults.down = False
    assert done.code == 3
    assert "None of your machines can be reached: mac, windows.\nStart Ollama on one of them" in done.err
    assert done.err.count("… qwen3:4b on mac: Nothing listens at") == 1


def test_without_any_ollama_the_demo_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tray_router.config.discover.LOCAL_URL", "http://127.0.0.1:9")
    done = run("ask", "Say hello.")
    assert done.code == 3
    assert "tray-router demo" in done.err
