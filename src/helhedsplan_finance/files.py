"""A plan as a file, and back. A file from outside is hostile until read: its size is bounded and nothing in it runs."""

import hashlib
import json
import os
import secrets
import signal
import stat
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from helhedsplan_finance.bounds import bound_json, bound_toml
from helhedsplan_finance.errors import PlanError, PlanFileError
from helhedsplan_finance.hedges import write_hedged
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.text import short
from helhedsplan_finance.toml_faults import toml_fault

P = TypeVar("P", bound=PlanData)

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_MOST_BYTES = 2_000_000  # a plan with 500 budget lines is about 150 kB


def read_plan(path: str | Path, model: type[P]) -> P:
    """Read a plan from a ``.toml`` or ``.json`` file.

    Raises :class:`PlanFileError` for a file that cannot be read, and :class:`PlanError`, with every fault, for a plan
    that cannot be used; both name the file.
    """
    path = Path(path)
    parse = _parser(path)
    text = read_text(path)
    if not text.strip():
        raise PlanFileError("file.empty", file=path)
    try:
        data = parse(text, path)
    except RecursionError:
        raise PlanFileError("file.nested", file=path) from None
    try:
        # A file has the keys of the format and no others; the plural names are for Python alone.
        return model.model_validate(data, by_alias=True, by_name=False)
    except PlanError as error:
        raise PlanError(error.faults, file=str(path), more=error.more) from None


def write_plan(plan: PlanData, path: str | Path) -> None:
    """Write a plan to a ``.toml`` or ``.json`` file, atomically; reading it gives the same plan.

    Raises :class:`PlanFileError` for a plan that is larger than a plan file may be.
    """
    path = Path(path)
    _parser(path)
    text = to_json(plan) if path.suffix.lower() == ".json" else to_toml(plan)
    content = text.encode("utf-8")
    if len(content) > _MOST_BYTES:
        raise PlanFileError("file.large_plan", file=path, most=f"{_MOST_BYTES // 1_000_000} MB")
    write_atomically(path, content)


def to_toml(plan: PlanData) -> str:
    """Return the plan as TOML in the order and form of the plan format."""
    import tomlkit

    document = tomlkit.document()
    for key, value in _written(plan).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            tables = tomlkit.aot()
            for one in value:
                table = tomlkit.table()
                for inner, part in one.items():
                    table.add(inner, _inline(part) if isinstance(part, dict) else part)
                tables.append(table)
            document.add(key, tables)
        else:
            document.add(key, value)
    return tomlkit.dumps(document)


def to_json(plan: PlanData) -> str:
    """Return the plan as JSON with the keys of the plan format; dates as ``2022-01-31``."""
    return json.dumps(_written(plan), ensure_ascii=False, indent=2, default=str) + "\n"


def plan_data(plan: PlanData) -> Any:
    """Return the plan as JSON data with the keys of the plan format."""
    return json.loads(to_json(plan))


def plan_hash(plan: PlanData) -> str:
    """Return a fingerprint of what the plan states, the same on every machine and whatever order its years stand in."""
    stated = json.dumps(_stated(plan), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(stated.encode("utf-8")).hexdigest()


def _stated(plan: PlanData) -> dict[str, Any]:
    """Return what the plan states, without what is left to its default."""
    data = plan.model_dump(by_alias=True, exclude_defaults=True)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


def _written(plan: PlanData) -> dict[str, Any]:
    """Return what the plan states with each hedge in the text of its amount, as people write it."""
    data = _stated(plan)
    _put_in_text(data, "total", "total_hedge", plan.total)
    for row, stream in zip(data.get("stream", ()), plan.streams, strict=False):
        if _put_in_text(row, "amount", "hedge", stream.amount) or "hedge" in row:
            row.pop("approx", None)
    for row, one in zip(data.get("beside", ()), plan.beside, strict=False):
        _put_in_text(row, "amount", "hedge", one.amount)
    return data


def _put_in_text(row: dict[str, Any], key: str, hedge: str, amount: Kroner | None) -> bool:
    """Write an amount and its hedge as one text, where one text can hold both."""
    if hedge not in row or amount is None or (text := write_hedged(amount, row[hedge])) is None:
        return False
    row[key] = text
    del row[hedge]
    return True


def _inline(by_year: dict[int, Any]) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    for year, value in by_year.items():
        table.add(str(year), value)
    return table


def _parser(path: Path) -> Callable[[str, Path], Any]:
    if path.is_dir():
        raise PlanFileError("file.folder", file=path)
    match path.suffix.lower():
        case ".toml":
            return parse_toml
        case ".json":
            return _parse_json
        case suffix:
            raise PlanFileError("file.kind", file=path, found=suffix or path.name)


def parse_toml(text: str, path: Path) -> Any:
    """Read TOML; raises :class:`PlanFileError` with the line, what stands there and what to write."""
    bound_toml(text, path)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise PlanFileError("file.nested", file=path) from None
    except tomllib.TOMLDecodeError as error:
        raise toml_fault(str(error), text, path) from None
    except ValueError:  # an integer of more digits than Python converts
        raise PlanFileError("file.number", file=path) from None


def _parse_json(text: str, path: Path) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise PlanFileError("file.json_twice", file=path, found=short(twice))
        return table

    def no_constant(name: str) -> None:
        raise PlanFileError("file.json_constant", file=path, found=name)

    bound_json(text, path)
    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=no_constant)
    except json.JSONDecodeError as error:
        raise PlanFileError("file.json", file=path, line=error.lineno, column=error.colno, why=error.msg) from None
    except ValueError:  # an integer of more digits than Python converts
        raise PlanFileError("file.number", file=path) from None


def read_bytes(path: Path, most: int) -> bytes:
    """Read a file of at most so many bytes; raises :class:`PlanFileError` for one that is missing or too large."""
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
    """Read a text file of bounded size as UTF-8; raises :class:`PlanFileError` with what is wrong with it."""
    raw = read_bytes(path, _MOST_BYTES)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PlanFileError("file.not_utf8", file=path, line=line) from None


def write_atomically(path: Path, content: bytes) -> None:
    """Write a whole file or nothing: into a temporary file beside it, then in its place.

    Of a symbolic link, the file that it leads to is written; a file that exists keeps its mode. In the main thread,
    signals wait until the file is in its place: only an end without warning (``kill -9``, no power) may leave the
    temporary file behind, a hidden one named ``.NAME.`` and eight hexadecimal digits.

    Raises :class:`PlanFileError` where the folder or file cannot be written, for instance while Excel has it open, or
    where the file is read-only.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode(target)
        if mode is not None and not (mode & _WRITABLE and os.access(target, os.W_OK)):
            raise PlanFileError("file.read_only", file=path)
        if target.exists() and not target.is_file() and not target.is_dir():  # a device or a pipe has no place to take
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
                temporary.chmod(mode)  # before anything is in it that others may not read
            file.write(content)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Hold the signals that end a process back until the block is left; only the main thread can.

    Blocking them would not do: another thread of the process, such as one of numpy's, would take them.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in _ENDING}
    ours = [number for number, handler in handlers.items() if handler is not None]  # None: one that is not Python's
    try:
        for number in ours:
            signal.signal(number, lambda found, _: came.append(found))
        yield
    finally:
        for number in ours:
            signal.signal(number, handlers[number])
        for number in dict.fromkeys(came):
            signal.raise_signal(number)


def _unwritable(error: OSError, path: Path) -> PlanFileError:
    if path.is_dir():
        return PlanFileError("file.is_folder", file=path)
    if path.parent.exists() and not path.parent.is_dir():
        return PlanFileError("file.not_folder", file=path.parent)
    return PlanFileError("file.unwritable", file=path, why=error.strerror)
