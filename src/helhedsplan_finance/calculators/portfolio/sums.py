"""From ledger rows to sums: a column for each measure of each plan, and for each year where a rule is by year.

``_s0`` … are the sums of a plan, ``_o0`` … whether an amount in one is missing, ``_r0`` … whether the plan has any row
in it; for a year with a suffix such as ``y2022``. Columns that no rule uses are left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.portfolio.layers import Known, Rules, given_by
from helhedsplan_finance.calculators.portfolio.measure_columns import flag, impossible, may_be_split, ore_in, rows_of
from helhedsplan_finance.plan.plan import SOURCES
from helhedsplan_finance.rules.record import Measure

if TYPE_CHECKING:
    import narwhals as nw

SumOf = Callable[[Measure], "nw.Expr"]


@dataclass(frozen=True, slots=True)
class Sums:
    """The measures of some rules, each filter once, and the columns that they need."""

    known: Known
    measures: tuple[Measure, ...]
    yearly: tuple[int, ...]
    asked_open: tuple[int, ...]
    asked_rows: tuple[int, ...]
    shared: tuple[int, ...] = ()  # measures that a row may be in only in part

    @classmethod
    def of(cls, rules: Rules, known: Known) -> "Sums":
        """Return the measures of some rules, as far as the frame has the columns."""
        used = {_filter(one): one for held in rules.held() for one in held.measures()}
        readable = [one for one in used.values() if one.fact is None and known.can_read(one)]
        bare = cls(known, tuple(readable), (), (), ())
        limits = [held.limit for held in rules.held()]

        def numbers(asked: Iterable[Measure | None], *, sums: bool = True) -> tuple[int, ...]:
            there = [one for one in asked if one is not None and one.fact is None and known.can_read(one)]
            return tuple(sorted({bare.index(one) for one in there if not sums or one.take == "sum"}))

        in_years = [limit for limit in limits if limit.rule.per == "year"]
        by_year = [one for limit in in_years for one in (limit.measure, limit.of, limit.milder)]
        # In an equality a missing amount matters only in the base.
        sides = [one for limit in limits if limit.relation != "equal" for one in (limit.measure, limit.milder)]
        needed = [one for limit in limits for one in limit.needs]
        needed += [given_by(name) for limit in limits for name in limit.rule.applies.has if name in SOURCES]
        return cls(
            known,
            tuple(readable),
            numbers(by_year),
            numbers([*sides, *(limit.of for limit in limits)]),
            numbers(needed, sums=False),
            tuple(number for number, one in enumerate(readable) if may_be_split(one, known.givers)),
        )

    def index(self, measure: Measure) -> int:
        """Return the number of a measure's columns; measures with the same filter share them."""
        return next(number for number, one in enumerate(self.measures) if _filter(one) == _filter(measure))

    def rows(self) -> list["nw.Expr"]:
        """Return which rows are in each measure: in ``_in0`` … in full, and in ``_part0`` … in part.

        They are used several times, so :meth:`columns` and :meth:`year_columns` read them from columns.
        """
        full = [
            rows_of(one, "all", self.known.givers).alias(f"_in{number}") for number, one in enumerate(self.measures)
        ]
        shared = ((number, rows_of(self.measures[number], "some", self.known.givers)) for number in self.shared)
        return [*full, *(column.alias(f"_part{number}") for number, column in shared)]

    def columns(self, schema: Mapping[str, Any], years: Iterable[int]) -> list["nw.Expr"]:
        """Return the columns of each row to be summed; ``schema`` is that of the rows."""
        import narwhals as nw

        columns = [
            flag((nw.col("side") == "cost") & ~nw.col("year").is_null()).alias("_costs"),
            flag(impossible(schema)).alias("_impossible"),
        ]
        if self.known.says_projected:
            columns.append(flag(nw.col("projected")).alias("_projected"))
        for number, measure in enumerate(self.measures):
            inside = nw.col(f"_in{number}")
            part = nw.col(f"_part{number}") if number in self.shared else None
            if measure.take == "count":
                outside = 1 - flag(inside)
                columns += [nw.when(inside).then(nw.col("id")).alias(f"_s{number}"), outside.alias(f"_n{number}")]
            else:
                columns.append(ore_in(inside).alias(f"_s{number}"))
            if part is not None and measure.take == "count":
                outside = 1 - flag(part)
                columns += [nw.when(part).then(nw.col("id")).alias(f"_u{number}"), outside.alias(f"_v{number}")]
            elif part is not None:
                columns.append(ore_in(part).alias(f"_u{number}"))
            touched = inside | part if part is not None else inside
            if number in self.asked_open:
                columns.append(flag(touched & nw.col("ore").is_null()).alias(f"_o{number}"))
            if number in self.asked_rows:
                columns.append(flag(touched).alias(f"_r{number}"))
        for year in years:
            in_year = nw.col("year") == year
            columns += [] if self.known.has_periods else [flag(in_year).alias(f"_y{year}")]
            for name, column in self.year_columns(f"y{year}"):
                columns.append(ore_in(column & in_year).alias(name))
        return columns

    def year_columns(self, suffix: str) -> Iterator[tuple[str, "nw.Expr"]]:
        """Yield the name and the rows of each sum by year."""
        import narwhals as nw

        for one in self.yearly:
            yield f"_s{one}{suffix}", nw.col(f"_in{one}")
            if one in self.shared:
                yield f"_u{one}{suffix}", nw.col(f"_part{one}")

    def added(self, years: Iterable[int]) -> list["nw.Expr"]:
        """Return the aggregations of those columns for each plan."""
        import narwhals as nw

        counts = [number for number, one in enumerate(self.measures) if one.take == "count"]
        sums = [f"_s{number}" for number in range(len(self.measures)) if number not in counts]
        sums += [f"_u{number}" for number in self.shared if number not in counts]
        flags = ["_costs", "_impossible", *(f"_o{one}" for one in self.asked_open)]
        flags += ["_projected"] if self.known.says_projected else []
        flags += [*(f"_r{one}" for one in self.asked_rows), *(f"_n{one}" for one in counts)]
        flags += [f"_v{one}" for one in counts if one in self.shared]
        for year in years:
            flags += [] if self.known.has_periods else [f"_y{year}"]
            sums += [name for name, _ in self.year_columns(f"y{year}")]
        ids = [nw.col(f"_s{one}").n_unique() for one in counts]
        ids += [nw.col(f"_u{one}").n_unique() for one in counts if one in self.shared]
        return [nw.len().alias("_rows"), nw.col(*sums).sum(), nw.col(*flags).max(), *ids]

    def counted(self) -> list["nw.Expr"]:
        """Return the counts, without the null id of the rows outside."""
        import narwhals as nw

        numbers = [number for number, one in enumerate(self.measures) if one.take == "count"]
        named = [(f"_s{number}", f"_n{number}") for number in numbers]
        named += [(f"_u{number}", f"_v{number}") for number in numbers if number in self.shared]
        return [(nw.col(ids).cast(nw.Int64) - nw.col(outside).cast(nw.Int64)).alias(ids) for ids, outside in named]

    def sum_of(self, year: str = "") -> SumOf:
        """Return the column of a measure's sum: for the plan, for a year (``y2022``), or as a fact of the plan."""
        import narwhals as nw

        def column(measure: Measure) -> "nw.Expr":
            if measure.fact is not None:
                return nw.col(measure.fact)
            return nw.col(f"_s{self.index(measure)}" + (year if measure.take == "sum" else ""))

        return column

    def undecided(self, measure: Measure | None) -> bool:
        """Return whether the sum of a measure may depend on a split that is not published."""
        return measure is not None and measure.fact is None and self.index(measure) in self.shared

    def most_of(self, year: str = "") -> SumOf:
        """Return the column of a measure's sum with all that is :meth:`undecided`."""
        import narwhals as nw

        least = self.sum_of(year)

        def column(measure: Measure) -> "nw.Expr":
            if not self.undecided(measure):
                return least(measure)
            more = nw.col(f"_u{self.index(measure)}" + (year if measure.take == "sum" else ""))
            return least(measure) + more

        return column

    def is_known(self, measure: Measure | None) -> "nw.Expr":
        """Return whether no amount is missing in a measure."""
        import narwhals as nw

        if measure is None or (measure.fact is None and measure.take == "count"):
            return nw.lit(value=True)
        if measure.fact == "months":
            return ~nw.col("start").is_null() & ~nw.col("end").is_null()
        if measure.fact is not None:
            return ~nw.col(measure.fact).is_null()
        return nw.col(f"_o{self.index(measure)}") == 0

    def has_rows(self, measure: Measure) -> "nw.Expr":
        """Return whether a plan has any row in a measure."""
        import narwhals as nw

        return nw.col(f"_r{self.index(measure)}") > 0


def _filter(measure: Measure) -> tuple[object, ...]:
    both = ((column, tuple(words)) for part in (measure.where, measure.without) for column, words in part.items())
    return measure.take, measure.fact, len(measure.where), *both
