"""Runs a Python module as a program, and ends it when the process that started it ends, however that ended.

    python -m bot.demo.leash MODULE ARGUMENTS...

The leash is the pipe at standard input: the parent holds the other end, and the kernel closes it even after `kill -9`.
(Linux could send a signal instead, `PR_SET_PDEATHSIG`, but it does so when the parent's *thread* ends.)
"""

import os
import runpy
import signal
import sys
import threading
import time

PATIENCE = 10.0
"""Seconds that a program has for an orderly end."""


def run_on_leash() -> None:
    """Run the module named by the first argument, with the rest as its own arguments."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module = sys.argv.pop(1)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    # os.read, not sys.stdin: a thread that holds sys.stdin's lock would abort the interpreter at its own end.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


if __name__ == "__main__":
    run_on_leash()
