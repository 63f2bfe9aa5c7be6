"""Does jobs, each in a folder of its own, and writes down their calls: `recording FOLDER JOB…`."""

import os
import sys
from pathlib import Path

from disk.calls import recorded
from disk.jobs import JOBS, Job


def record(job: Job, folder: Path, log: Path) -> None:
    folder.mkdir(parents=True)
    job.prepare(folder)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT)
    for path in filter(Path.is_file, folder.rglob("*")):
        os.write(handle, f"there\t{path.stat().st_ino}\t{path}\t{path.read_bytes().hex()}\n".encode())
    with recorded(folder, handle):
        job.act(folder, lambda word: os.write(handle, f"said\t{word}\n".encode()))
    os.close(handle)


def main(folder: Path, names: list[str]) -> None:
    for name in names:
        record(JOBS[name], folder / name, folder / f"{name}.log")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
