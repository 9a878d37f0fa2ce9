"""The series that ship with the package and those of the user's files, read strictly; nothing in a file is executed."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from helhedsplan_finance.calculators.prices.series import Known, SeriesFile
from helhedsplan_finance.errors import Fault, PlanFileError, RuleLibraryError, SeriesError
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.plan.file import parse_toml
from helhedsplan_finance.text import message, short
from helhedsplan_finance.values.disk import read_text

SHIPPED = "finanslov"
SeriesGiven = str | Path | SeriesFile
_EXAMPLES = {
    "id": 'id = "løn-kl"',
    "title": 'title = { da = "Løn, KL", en = "Wages, KL" }',
    "series": "[[series]]",
    "year": "[[series.year]]: year = 2026",
    "samlet": 'samlet = "3,1 %"',
    "source": 'source = "kl"',
    "published": "published = 2026-06-15",
    "where": 'where = "kl.dk"',
}


@cache
def shipped() -> SeriesFile:
    """Return the file of series that ships."""
    text = files(__package__).joinpath("data", f"{SHIPPED}.toml").read_text(encoding="utf-8")
    try:
        return _file(tomllib.loads(text), SHIPPED)
    except SeriesError as error:
        raise RuleLibraryError("library.faulty", faults=error.show("da")) from None


def read_series(path: str | Path) -> SeriesFile:
    """Read a file of series from ``.toml``.

    Raises :class:`PlanFileError` for a file that cannot be read, and :class:`SeriesError`, with every fault, for series
    that cannot be used; both name the file.
    """
    path = Path(path)
    if path.suffix.lower() != ".toml":
        raise PlanFileError("prices.file_kind", file=path, found=path.suffix or path.name)
    text = read_text(path)
    if not text.strip():
        raise PlanFileError("file.empty", file=path)
    return series_in(text, str(path))


def series_in(text: str, name: str) -> SeriesFile:
    """Read the text of a file of series; raises as :func:`read_series` does, by the name that is given."""
    return _file(parse_toml(text, Path(name)), name)


def known_series(given: Iterable[SeriesGiven] = ()) -> dict[str, Known]:
    """Return every series by its id in lower case; those of the files given take the place of those that ship."""
    return {**_of([shipped()]), **given_series(given)}


def given_series(given: Iterable[SeriesGiven]) -> dict[str, Known]:
    """Return the series of some files by their id in lower case; a later file takes precedence."""
    return _of([one if isinstance(one, SeriesFile) else read_series(one) for one in given])


def with_projected(known: Mapping[str, Known]) -> dict[str, Known]:
    """Return some series, and for each that corrects earlier estimates one more for amounts that were projected."""
    more = {}
    for one in known.values():
        if one.record.corrected and one.record.rate == "skoen":
            record = one.record.for_projected_amounts()
            more[record.id.casefold()] = Known(record, one.sources, one.origin)
    return {**more, **known}


def _of(files_: Iterable[SeriesFile]) -> dict[str, Known]:
    return {record.id.casefold(): Known(record, file.sources, file.name) for file in files_ for record in file.series}


def _file(data: Any, name: str) -> SeriesFile:
    try:
        read = SeriesFile.model_validate(data)
    except ValidationError as error:
        raise SeriesError(*faults_of(error, data, SeriesFile, _EXAMPLES)._replace(file=name)) from None
    if faults := list(_faults(read, read.sources)):
        raise SeriesError(faults, file=name)
    return read.model_copy(update={"name": name})


def _faults(read: SeriesFile, sources: Mapping[str, object]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, one in enumerate(read.series):
        at = f"series {number + 1} '{one.id}'"
        if one.id.casefold() in seen:
            yield Fault(at, message("prices.series_twice", id=one.id))
        seen.add(one.id.casefold())
        for record in one.years:
            if record.source not in sources:
                fault = message("prices.no_source", source=short(record.source), known=tuple(sources))
                yield Fault(f"{at} › {record.year} › source", fault)
