"""Read and write plan files. They are untrusted input: their size is bounded and nothing in them is executed."""

import hashlib
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from helhedsplan_finance.errors import PlanError, PlanFileError
from helhedsplan_finance.plan.bounds import bound_json, bound_toml, nested
from helhedsplan_finance.plan.foreign_files import foreign_by_name
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.toml_faults import toml_fault
from helhedsplan_finance.text import short
from helhedsplan_finance.values.disk import MOST_BYTES, read_text, write_atomically
from helhedsplan_finance.values.hedges import write_hedged
from helhedsplan_finance.values.money import Kroner

P = TypeVar("P", bound=PlanData)


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
    data = parse(text, path)
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
    if len(content) > MOST_BYTES:
        raise PlanFileError("file.large_plan", file=path, most=f"{MOST_BYTES // 1_000_000} MB")
    write_atomically(path, content)


def to_toml(plan: PlanData) -> str:
    """Return the plan as TOML in the order and form of the plan format."""
    import tomlkit

    document = tomlkit.document()
    for key, value in _written(plan).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            tables = tomlkit.aot()
            for row in value:
                table = tomlkit.table()
                for inner, part in row.items():
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
    """Return a hash of the stated plan, the same on every machine and for every order of its years."""
    stated = json.dumps(_stated(plan), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(stated.encode("utf-8")).hexdigest()


def _stated(plan: PlanData) -> dict[str, Any]:
    """Return the stated values of a plan, without defaults."""
    data = plan.model_dump(by_alias=True, exclude_defaults=True)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


def _written(plan: PlanData) -> dict[str, Any]:
    """Return the stated values of a plan, each hedge in the text of its amount."""
    data = _stated(plan)
    _put_in_text(data, "total", "total_hedge", plan.total)
    for row, stream in zip(data.get("stream", ()), plan.streams, strict=False):
        if _put_in_text(row, "amount", "hedge", stream.amount) or "hedge" in row:
            row.pop("approx", None)
    for row, beside in zip(data.get("beside", ()), plan.beside, strict=False):
        _put_in_text(row, "amount", "hedge", beside.amount)
    return data


def _put_in_text(row: dict[str, Any], key: str, hedge: str, amount: Kroner | None) -> bool:
    """Write an amount and its hedge as one text, where one text can express both."""
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
            raise foreign_by_name(path) or PlanFileError("file.kind", file=path, found=suffix or path.name)


def parse_toml(text: str, path: Path) -> Any:
    """Parse TOML; raises :class:`PlanFileError` with the line, its text and what to write instead."""
    bound_toml(text, path)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise nested(path) from None
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
