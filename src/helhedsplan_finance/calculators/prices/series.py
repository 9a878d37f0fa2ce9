"""The records of a price series on file: a rate or a level for each year, each with its source.

A rate is ``samlet``: the expected rise of the level from the year before. The budget guidance splits it in two,
``niveaukorrektion`` (the correction of earlier estimates) and ``skoen`` (the rise of the year itself); where they are
stated they must add up: 0,5 % and 2,6 % are 3,1 %. An index such as those of a statistics office has a ``level``
instead.

A level is exact: where a mean of months has no finite decimals it is a fraction, ``"1371/13"``. A year that is not
complete is ``projected`` from the months that are published, and every rate that rests on it is marked. An index may be
``chained``: an older table's levels, multiplied by a ratio that is stated beside them.

A price of a real year rises by ``skoen``: nothing in it was estimated, so nothing is corrected. An amount that was
itself projected rises by ``samlet``. A series says which of them its ``rates`` are.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainValidator, model_validator

from helhedsplan_finance.errors import AmountError, FieldError
from helhedsplan_finance.plan.fields import Id, Line, Published, Year, check_line, read_number, read_rate
from helhedsplan_finance.plan.plan import Series
from helhedsplan_finance.rules.record import Seen, Source
from helhedsplan_finance.rules.record_fields import Bilingual, Day, Record
from helhedsplan_finance.text import LANGS, Message, Shown, Words, message, numbers

SAMLET = "-samlet"  # the suffix of a series for amounts that were projected

Rate = Annotated[Fraction, PlainValidator(read_rate)]
_FRACTION = re.compile(r"(\d{1,40})/([1-9]\d{0,39})", re.ASCII)


def _read_level(value: Any) -> Fraction:
    """Read an index figure as :func:`write_number` writes it: ``118,4``, or ``1371/13`` without finite decimals."""
    parts = _FRACTION.fullmatch(value.strip()) if isinstance(value, str) else None
    return Fraction(int(parts[1]), int(parts[2])) if parts is not None else read_number(value)


Level = Annotated[Fraction, PlainValidator(_read_level)]


class PartYear(Record):
    """A year whose level is projected, because fewer than its twelve ``months`` are published."""

    months: Annotated[int, Field(ge=1, le=11)]


class Chained(Record):
    """The chaining of an older table to a series: its levels are multiplied by ``ratio``.

    ``table`` is the older one. The ratio is the mean of the newer table over the mean of the older one, in the
    ``periods`` from ``first`` to ``last`` in which both have figures.
    """

    table: Line
    ratio: Level
    first: Line
    last: Line
    periods: Annotated[int, Field(ge=1)]

    def said(self) -> Message:
        """Return the chaining in words, the ratio with four decimals."""
        ratio = Words(*(numbers.number(self.ratio, lang, 4) for lang in LANGS))
        parts = {"table": self.table, "first": self.first, "last": self.last, "periods": self.periods}
        return message("prices.chained", ratio=ratio, **parts)


class YearRecord(Record):
    """The rate or level of one year, with its source."""

    year: Year
    niveaukorrektion: Rate | None = None
    skoen: Rate | None = None
    samlet: Rate | None = None
    level: Level | None = None
    projected: PartYear | None = None
    source: Line
    published: Published
    confidence: Seen | None = None
    verified: Day | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "YearRecord":
        if (self.samlet is None) == (self.level is None):
            raise FieldError("prices.rate_or_level")
        if self.level is not None and not self.level:
            raise FieldError("prices.level_zero")
        if self.projected is not None and self.level is None:
            raise FieldError("prices.projected_rate")
        parts = (self.niveaukorrektion, self.skoen)
        whole = None not in parts and sum(one or 0 for one in parts) == self.samlet
        if parts != (None, None) and not whole:
            first, second, samlet = map(_rate_or_dash, (*parts, self.samlet))
            raise FieldError("prices.parts", niveaukorrektion=first, skoen=second, samlet=samlet)
        return self


def _rate_or_dash(rate: Fraction | None) -> object:
    return rate if rate is not None else "–"


def _one_line(title: Shown) -> Shown:
    for lang in LANGS:
        check_line(title.show(lang))
    return title


class SeriesRecord(Record):
    """One series on file: its years, in their order, each once."""

    id: Id
    title: Annotated[Bilingual, AfterValidator(_one_line)]
    rate: Literal["skoen", "samlet"] = "skoen"
    chained: Chained | None = None
    years: Annotated[tuple[YearRecord, ...], Field(alias="year", strict=False)]

    @model_validator(mode="after")
    def _has_years_of_one_kind(self) -> "SeriesRecord":
        if not self.years:
            raise FieldError("prices.no_years")
        seen = [one.year for one in self.years]
        for year in seen:
            if seen.count(year) > 1:
                raise FieldError("prices.year_twice", year=year)
        if len({one.level is None for one in self.years}) > 1:
            raise FieldError("prices.mixed")
        if self.chained is not None and (self.years[0].level is None or not self.chained.ratio):
            raise FieldError("prices.chained_rate")
        if not self.rates:
            raise FieldError("prices.no_rate")
        for year, rate in self.rates.items():
            try:
                read_rate(rate)
            except AmountError:
                raise FieldError("prices.level_jump", year=year) from None
        return self

    @property
    def rates(self) -> Mapping[int, Fraction]:
        """Rise of a price from the year before, by year; of an index, only where the year before is known.

        That is the rise of the year itself where it is stated, unless the series is for amounts that were projected.
        Levels of 100 and 103 in two years give 3 % in the second.
        """
        by_year = {one.year: one for one in sorted(self.years, key=lambda one: one.year)}
        if self.years[0].level is None:
            rates = {year: one.samlet for year, one in by_year.items() if one.samlet is not None}
            own = {year: one.skoen for year, one in by_year.items() if one.skoen is not None}
            return rates | own if self.rate == "skoen" else rates
        levels = {year: one.level for year, one in by_year.items() if one.level is not None}
        return {year: levels[year] / levels[year - 1] - 1 for year in levels if year - 1 in levels}

    @property
    def part_years(self) -> Mapping[int, PartYear]:
        """Years whose level is projected, ascending."""
        by_year = sorted(self.years, key=lambda one: one.year)
        return {one.year: one.projected for one in by_year if one.projected is not None}

    @property
    def projected(self) -> tuple[int, ...]:
        """Years whose rate rests on a projected level, their own or that of the year before, ascending."""
        return tuple(year for year in self.rates if not self.part_years.keys().isdisjoint((year - 1, year)))

    @property
    def corrected(self) -> Mapping[int, YearRecord]:
        """Years that correct earlier estimates, ascending."""
        return {one.year: one for one in sorted(self.years, key=lambda one: one.year) if one.niveaukorrektion}

    def for_projected_amounts(self) -> "SeriesRecord":
        """Return the series for amounts that were themselves projected, with the suffix ``-samlet`` in its id."""
        title = Words(*(message("prices.title_samlet", title=self.title).show(lang) for lang in LANGS))
        return self.model_copy(update={"id": f"{self.id}{SAMLET}", "title": title, "rate": "samlet"})

    def carried_on(self, year: int) -> tuple[int, Fraction] | None:
        """Return the last known year and its rate for a later one; ``None`` where none is known.

        That is the rise of the year itself (``skoen``) where it is stated: a correction of the past is made once.
        """
        known = [one for one in self.rates if one < year]
        if not known:
            return None
        last = next(one for one in self.years if one.year == max(known))
        return last.year, last.skoen if last.skoen is not None else self.rates[last.year]

    def behind(self, years: Iterable[int]) -> tuple[YearRecord, ...]:
        """Return the records of the rates of some years; of an index, those of the years before too."""
        rests = {one for year in years for one in ((year,) if self.years[0].level is None else (year - 1, year))}
        return tuple(one for one in self.years if one.year in rests)


class SeriesFile(Record):
    """One file of series, with their sources."""

    name: str = Field(default="", alias="<file>")  # what messages call it
    sources: dict[str, Source] = Field(alias="source", default_factory=dict)
    series: tuple[SeriesRecord, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _has_series(self) -> "SeriesFile":
        if not self.series:
            raise FieldError("prices.no_series")
        return self


@dataclass(frozen=True, slots=True)
class Known:
    """A series that may be used: its record, its sources, and its file.

    ``held`` is the plan's own series, where it is from there.
    """

    record: SeriesRecord
    sources: Mapping[str, Source]
    origin: str
    held: Series | None = None
