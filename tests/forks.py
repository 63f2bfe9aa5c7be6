"""A process that has loaded all that engines and commands need, and forks for each that is started.

Loading torch, polars and onnxruntime takes some seconds of a core; tests start hundreds of processes. Within
`quick_starts` each `python -m netloom` is a fork instead (`forked/sitecustomize.py` asks for it), which has the pipes,
the environment and the folder of what was started. Whoever tests how processes start, load or hang does without it.
"""

import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HERE = Path(__file__).parent
ADDRESS = "NETLOOM_FORKS"


@contextmanager
def quick_starts(folder: Path) -> Iterator[None]:
    """From now on forks are started; the process that they come from is, as soon as the first is wanted."""
    paths = [str(HERE / "forked"), *filter(None, [os.environ.get("PYTHONPATH")])]
    wanted, over = os.pipe()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "forks"))
        server.listen(100)
        before = {name: os.environ.get(name) for name in (ADDRESS, "PYTHONPATH")}
        os.environ |= {ADDRESS: str(folder / "forks"), "PYTHONPATH": os.pathsep.join(paths)}
        waiting = threading.Thread(target=_start_once_wanted, args=(server, wanted), daemon=True)
        waiting.start()
        try:
            yield
        finally:
            os.close(over)  # it ends, or is not started any more
            waiting.join()
            os.close(wanted)
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


def _start_once_wanted(server: socket.socket, wanted: int) -> None:
    ready, _, _ = select.select([server, wanted], [], [])
    if server not in ready:
        return
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    environment.pop(ADDRESS, None)
    command = [sys.executable, __file__, str(server.fileno())]
    subprocess.Popen(command, stdin=wanted, pass_fds=[server.fileno()], env=environment).wait()
    server.close()  # so that nobody waits for it, should it have died


class Forks:
    """Serves one socket, in one thread: a fork takes no other along."""

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self._clients: dict[int, socket.socket] = {}  # by the process that was forked for each

    def serve(self) -> None:
        """Fork for whoever asks, until stdin is closed."""
        reads, writes = os.pipe()
        os.set_blocking(writes, False)
        signal.set_wakeup_fd(writes)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        while True:
            ready, _, _ = select.select([0, reads, self._server, *self._clients.values()], [], [])
            if 0 in ready:
                return
            if reads in ready:
                os.read(reads, 1000)
            if self._server in ready:
                self._accept()
            for process, client in [*self._clients.items()]:
                if client in ready:
                    self._pass_on(process, client)
            self._tell_ends()

    def _accept(self) -> None:
        client, _ = self._server.accept()
        content, pipes, _, _ = socket.recv_fds(client, 4, 3)
        length = int.from_bytes(content, "big")
        asked = client.recv(length, socket.MSG_WAITALL)
        process = os.fork() if len(asked) == length else None  # else who asked has gone meanwhile
        if process == 0:
            for each in (self._server, client, *self._clients.values()):
                each.close()
            _become(pipes, **json.loads(asked))
        for pipe in pipes:
            os.close(pipe)
        if process is None:
            client.close()
        else:
            self._clients[process] = client

    def _pass_on(self, process: int, client: socket.socket) -> None:
        """A signal that it was sent; once it is gone, its fork goes as well."""
        number = client.recv(1)
        with suppress(ProcessLookupError):
            os.kill(process, number[0] if number else signal.SIGKILL)
        if not number:
            client.close()
            del self._clients[process]

    def _tell_ends(self) -> None:
        with suppress(ChildProcessError):
            while True:
                process, status = os.waitpid(-1, os.WNOHANG)
                if not process:
                    return
                if client := self._clients.pop(process, None):
                    with client, suppress(OSError):
                        client.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))


def _become(pipes: list[int], arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be the process that was started; it never returns."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
            os.close(pipe)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.argv = ["netloom", *arguments]
        runpy.run_module("netloom", run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        status = 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def load() -> None:
    """Load what engines and commands load. Nothing may start a thread here."""
    import torch

    import netloom.cli
    import netloom.evaluation
    import netloom.exporting.formats
    import netloom.prediction  # noqa: F401  # what is loaded here is loaded in all forks
    from netloom.engine.warming import warm

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    warm("data")
    warm("training")
    torch.set_num_threads(threads)


if __name__ == "__main__":
    load()
    Forks(socket.socket(fileno=int(sys.argv[1]))).serve()
