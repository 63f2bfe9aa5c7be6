"""Does jobs over and over, each time with another call failing: `failing FOLDER STRIDE ERROR,… JOB…`.

With a stride of 3, every third call fails in turn. An error is a name such as ENOSPC, `half` for a write that does half
of its bytes, or `ENOSPC+` for one that lasts. Prints a line of JSON for each time: which call failed with what, what
was told, and what was wrong with what was left.
"""

import errno
import itertools
import json
import shutil
import sys
import traceback
from pathlib import Path

from disk.calls import HALF, failing
from disk.jobs import JOBS, Job
from netloom.errors import NetloomError


def attempt(job: Job, folder: Path, number: int, error: str) -> dict[str, object] | None:
    """What happened when that call failed; None if there is no such call."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    job.prepare(folder)
    before = contents(folder)
    code = HALF if error == "half" else getattr(errno, error.removesuffix("+"))
    said: list[str] = []
    told, done = "", False
    with failing(folder, number, code, lasting=error.endswith("+")) as outcome:
        try:
            job.act(folder, said.append)
            done = True
        except NetloomError as caught:
            told = str(caught)
        except Exception:
            told = traceback.format_exc()
    if not outcome.failed:
        return None if error != "half" or number > 200 else {}
    after = contents(folder)
    return {
        "call": f"{error} at {number}",
        "told": told,
        "done": done,
        "said": len(said),
        "fault": job.fault(folder, tuple(said)),
        "changed": sorted(path for path in before if after.get(path) != before[path]),
        "left": sorted(path for path in after if path.endswith(".tmp")),
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main(folder: Path, stride: int, errors: list[str], names: list[str]) -> None:
    for name in names:
        for start, error in enumerate(errors):
            for number in itertools.count(1 + start % stride, stride):
                happened = attempt(JOBS[name], folder, number, error)
                if happened is None:
                    break
                if happened:
                    print(json.dumps({"job": name, **happened}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(","), sys.argv[4:])
