"""Read untrusted workbooks in processes with bounds on memory and time, each forked from one that is warm.

Run as a program, it imports the library, reads one workbook, and then reads each file that a line of standard input
names in a child of its own; for each it answers with the child's exit code and what the child wrote to standard error.
Where there is no ``fork`` each file is read in a new process.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

REFUSED = 2
_MEMORY = 1_000_000_000  # bytes on top of what the warm process has; in all less than 2 GB
_CPU_SECONDS = 5
_SECONDS = 60


class Ended(NamedTuple):
    """How the process that read a workbook ended."""

    code: int
    errors: str
    seconds: float = 0.0  # of CPU
    megabytes: float = 0.0  # on top of what the warm process has


class Reader:
    """A warm process that reads each file in a child."""

    def __init__(self, warm_with: Path) -> None:
        """Start the process, which reads a workbook that is in order."""
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(warm_with)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()

    def read(self, book: Path) -> Ended:
        """Return how a child ended that read a workbook."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{book}\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))


def _read(book: str) -> int:
    from helhedsplan_finance import InputError, read_workbook

    try:
        read_workbook(book)
    except InputError:
        return REFUSED
    return 0


def _in_a_child(book: str) -> Ended:
    came, errors = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.dup2(errors, 2)
            _bound()
            code = _read(book)
        except BaseException as error:  # a child never returns into the loop of its parent
            os.write(2, repr(error).encode())
        finally:
            os._exit(code)
    os.close(errors)
    with os.fdopen(came, encoding="utf-8", errors="replace") as said:
        text = said.read()
    _, status, used = os.wait4(child, 0)
    megabytes = max(0, used.ru_maxrss - _resident()) / 1_024
    return Ended(os.waitstatus_to_exitcode(status), text, used.ru_utime + used.ru_stime, megabytes)


def _resident() -> int:
    """Return the kilobytes that this process holds now; a child begins with as many."""
    import resource

    return (
        int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() // 1_024 if _STATM else 0
    )


def _bound() -> None:
    import resource
    import signal

    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize() if _STATM else 10**9
    most = min(used + _MEMORY, 2_000_000_000)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    signal.alarm(_SECONDS)


_STATM = Path("/proc/self/statm").exists()


def _in_a_new_process(book: str) -> Ended:
    ran = subprocess.run(
        [sys.executable, __file__, "--one", book], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    return Ended(ran.returncode, ran.stderr)


def main() -> None:
    """Answer the lines of standard input."""
    if sys.argv[1] == "--one":
        sys.exit(_read(sys.argv[2]))
    assert _read(sys.argv[1]) == 0
    read = _in_a_child if hasattr(os, "fork") else _in_a_new_process
    for line in sys.stdin:
        print(json.dumps(read(line.rstrip("\n"))), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
