"""A program in the place of an engine that does not do what an engine does: `python misbehaving_engine.py HOW NOTES`.

Each start and each request is noted as a line of the file NOTES. HOW is one of:

    well              answers everything by `problems`
    late SECONDS      answers after so long
    never             answers nothing
    rubbish           says much that makes no sense before each answer, and answers what was never asked
    wrong             answers by what does not fit
    dies NUMBER       ends on each request until it was started so many times, then does well
    stubborn          answers nothing, also when its stdin is closed
    floods COUNT      tells an event so often, with rubbish between, and then that a training is over
    ails NODE         trains for an epoch in which a block's units are dead, and never ends
    falls HOW         trains for an epoch and then ends by a signal, by `exit`, for lack of `memory`, or never: `hang`
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

HOW, NOTES = sys.argv[1:-1], Path(sys.argv[-1])


def say(id: object, **reply: object) -> None:
    sys.stdout.write(json.dumps({"id": id, "reply": reply}) + "\n")
    sys.stdout.flush()


def note(what: str) -> None:
    with NOTES.open("a") as notes:
        notes.write(what + "\n")


def flood(id: int, count: int) -> None:
    for step in range(1, count + 1):
        event = {"kind": "progress", "epoch": 1, "step": step, "loss": 0.5, "rows_per_second": 1.0}
        rubbish = "\x00 rubbish {\n" if step % 10 == 0 else ""
        sys.stdout.write(rubbish + json.dumps({"id": id, "reply": {"type": "event", "event": event}}) + "\n")


def tell_an_epoch(id: int) -> None:
    started = {"kind": "run_started", "run": str(NOTES.with_name("001")), "device": "cpu", "threads": 1, "seed": 0}
    sizes = {"epochs": 5, "steps": 2, "training_rows": 20, "validation_rows": 5, "test_rows": 5, "parameters": 3}
    figures = [{"name": "loss", "value": 0.5}, {"name": "validation_loss", "value": 0.6}]
    epoch = {"kind": "epoch_finished", "epoch": 1, "seconds": 0.1, "figures": figures, "best": True}
    say(id, type="event", event=started | sizes)
    say(id, type="event", event=epoch | {"learning_rate": 0.01})


def ail(id: int, node: str) -> None:
    block = {"node": node, "gradient_norm": 0.0125, "dead": 0.9, "trouble": "dead"}
    say(id, type="event", event={"kind": "health", "epoch": 2, "step": 1, "blocks": [block]})


def fall(how: str) -> None:
    match how:
        case "exit":
            os._exit(7)
        case "memory":
            raise MemoryError
        case "hang":
            time.sleep(600)
        case _:
            os.kill(os.getpid(), getattr(signal, how))


def answer(id: int, asked_type: str) -> None:
    match HOW:
        case ["late", seconds]:
            time.sleep(float(seconds))
            say(id, type="problems", problems=[])
        case ["rubbish"]:
            sys.stdout.write("hello\n\n\x00\x01\n[]\n" + "x" * 100_000 + "\n" + "[" * 10_000 + "\n")
            say(id + 1_000, type="problems", problems=[])
            say(None, type="done")
            say(id, type="problems", problems=[])
        case ["wrong"]:
            say(id, type="trained", run="", reason="finished", message="")
        case ["dies", number] if NOTES.read_text().count("started") < int(number):
            os._exit(3)
        case ["floods", count]:
            flood(id, int(count))
            say(id, type="trained", run="r", reason="finished", message="")
        case ["ails" | "falls" as what, how] if asked_type == "train":
            tell_an_epoch(id)
            ail(id, how) if what == "ails" else fall(how)
        case ["never" | "stubborn"]:
            pass
        case _:
            say(id, type="problems", problems=[])


note("started")
for line in sys.stdin:
    asked = json.loads(line)
    note(asked["request"]["type"])
    answer(asked["id"], asked["request"]["type"])
if HOW == ["stubborn"]:
    time.sleep(60)
