"""Python reads this at its start, where this folder is on PYTHONPATH: `python -m netloom` is handed to a process that
has loaded all of it, and forks. What was started stays, passes signals on, and ends as the fork does: see `forks.py`.
"""

import os
import sys


def _hand_over(address: str, arguments: list[str]) -> None:
    import json
    import signal
    import socket

    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        asked = {"arguments": arguments, "environment": dict(os.environ), "folder": os.getcwd()}
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda number, _: server.sendall(bytes([number])))
        content = json.dumps(asked).encode()
        socket.send_fds(server, [len(content).to_bytes(4, "big")], [0, 1, 2])
        server.sendall(content)
        for number in (0, 1, 2):
            os.close(number)
        told = server.recv(4, socket.MSG_WAITALL)
    status = int.from_bytes(told, "big", signed=True) if told else 1
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


def _wanted() -> list[str] | None:
    """The arguments, if it is Netloom that is to be run, with all the memory that there is: a fork brings its own."""
    words = [word for word in sys.orig_argv[1:] if word != "-P"]
    return words[2:] if words[:2] == ["-m", "netloom"] and "--memory-limit" not in words else None


if (_address := os.environ.get("NETLOOM_FORKS")) and (_found := _wanted()) is not None:
    _hand_over(_address, _found)
