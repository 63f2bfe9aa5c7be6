"""A program in the place of an engine that does not do what an engine does: `python misbehaving_engine.py HOW NOTES`.

Each start and each request is noted as a line of the file NOTES. HOW is one of:

    well              answers everything by `problems`
    late SECONDS      answers after so long
    never             answers nothing
    rubbish           says much that makes no sense before each answer, and answers what was never asked
    wrong             answers by what does not fit
    dies NUMBER       ends on each request until it was started so many times, then does well
    stubborn          answers nothing, also when its stdin is closed
    floods            tells 50,000 times that something happened, and then that a training is over
"""

import json
import os
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


def answer(id: int) -> None:
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
        case ["floods"]:
            event = {"kind": "progress", "epoch": 1, "step": 1, "loss": 0.5, "rows_per_second": 1.0}
            line = json.dumps({"id": id, "reply": {"type": "event", "event": event}}) + "\n"
            sys.stdout.write(line * 50_000)
            say(id, type="trained", run="r", reason="finished", message="")
        case ["never" | "stubborn"]:
            pass
        case _:
            say(id, type="problems", problems=[])


note("started")
for line in sys.stdin:
    asked = json.loads(line)
    note(asked["request"]["type"])
    answer(asked["id"])
if HOW == ["stubborn"]:
    time.sleep(60)
