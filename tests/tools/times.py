"""A pytest plugin: the CPU seconds of each room of the tests, child processes included.

``make test-times`` runs both runs with it. CPU time does not depend on other work of the machine.
"""

import os
import resource
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

import pytest

_KEY = "cpu"
_SLOWEST = 12
_seconds: dict[str, float] = {}


def _cpu() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note the CPU time before a test and its fixtures."""
    item.stash[_started] = _cpu()
    return (yield)


_started = pytest.StashKey[float]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send the CPU time of a test with its last report, which travels from the worker to the controller."""
    report: pytest.TestReport = yield
    if call.when == "teardown":
        report.user_properties.append((_KEY, _cpu() - item.stash[_started]))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect the measurements of the workers."""
    if report.when == "teardown" and "PYTEST_XDIST_WORKER" not in os.environ:
        _seconds[report.nodeid] = float(dict(report.user_properties)[_KEY])  # type: ignore[arg-type]


def room_of(nodeid: str) -> str:
    """Return the folder that a test is in, under ``tests/``; files at its top are a room of their own."""
    file, *_ = nodeid.split("::")
    folders = file.split("/")[:-1]
    return folders[1] if len(folders) > 1 and folders[0] == "tests" else folders[0] if folders else "README"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table."""
    rooms, counts = Counter[str](), Counter[str]()
    for nodeid, seconds in _seconds.items():
        rooms[room_of(nodeid)] += seconds  # type: ignore[assignment]
        counts[room_of(nodeid)] += 1
    write = terminalreporter.write_line
    write("")
    write(f"{'room':<14}{'tests':>8}{'CPU s':>10}")
    for room, seconds in rooms.most_common():
        write(f"{room:<14}{counts[room]:>8}{seconds:>10.1f}")
    write(f"{'all':<14}{counts.total():>8}{sum(_seconds.values()):>10.1f}")
    write("")
    for nodeid, seconds in sorted(_seconds.items(), key=lambda pair: -pair[1])[:_SLOWEST]:
        write(f"{seconds:>8.1f}  {nodeid}")
