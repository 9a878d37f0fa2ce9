"""Bounded reads of untrusted files, and atomic writes."""

import os
import secrets
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helhedsplan_finance.errors import PlanFileError

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
MOST_BYTES = 4_000_000  # a plan with 500 budget lines is about 150 kB


def read_bytes(path: Path, most: int) -> bytes:
    """Read a file of at most ``most`` bytes; raises :class:`PlanFileError` for one that is missing or too large."""
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise PlanFileError("file.missing", file=path) from None
    except OSError as error:
        raise PlanFileError("file.unreadable", file=path, why=error.strerror) from None
    if len(raw) > most:
        raise PlanFileError("file.large", file=path, most=f"{most // 1_000_000} MB")
    return raw


def read_text(path: Path) -> str:
    """Read a text file of bounded size as UTF-8; raises :class:`PlanFileError` with the fault."""
    raw = read_bytes(path, MOST_BYTES)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PlanFileError("file.not_utf8", file=path, line=line) from None


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file atomically: into a temporary file beside it, which then replaces it.

    A symbolic link is followed; an existing file keeps its mode. In the main thread, signals wait until the file is
    replaced: only an abrupt end (``kill -9``, no power) may leave the temporary file behind, a hidden one named
    ``.NAME.`` and eight hexadecimal digits.

    Raises :class:`PlanFileError` where the folder or file cannot be written, for instance while Excel has it open, or
    where the file is read-only.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(target)
        if mode is not None and not (mode & _WRITABLE and os.access(target, os.W_OK)):
            raise PlanFileError("file.read_only", file=path)
        if target.exists() and not target.is_file() and not target.is_dir():  # a device or a pipe cannot be replaced
            target.write_bytes(content)
            return
        with _signals_wait():
            _replace(target, content, mode)
    except OSError as error:
        raise _unwritable(error, path) from None


def _mode(target: Path) -> int | None:
    """Return the permissions of a file; ``None`` where there is no file yet."""
    return stat.S_IMODE(target.stat().st_mode) if target.is_file() else None


def _replace(target: Path, content: bytes, mode: int | None) -> None:
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            if mode is not None:
                temporary.chmod(mode)  # before it has content that others may not read
            file.write(content)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Defer the signals that end a process until the block is left; only the main thread can.

    A signal mask is not enough: another thread of the process, such as one of numpy's, would take the signal.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in _ENDING}
    python = [number for number, handler in handlers.items() if handler is not None]  # None: not set from Python
    try:
        for number in python:
            signal.signal(number, lambda found, _: came.append(found))
        yield
    finally:
        for number in python:
            signal.signal(number, handlers[number])
        for number in dict.fromkeys(came):
            signal.raise_signal(number)


def _unwritable(error: OSError, path: Path) -> PlanFileError:
    if path.is_dir():
        return PlanFileError("file.is_folder", file=path)
    if path.parent.exists() and not path.parent.is_dir():
        return PlanFileError("file.not_folder", file=path.parent)
    return PlanFileError("file.unwritable", file=path, why=error.strerror)
