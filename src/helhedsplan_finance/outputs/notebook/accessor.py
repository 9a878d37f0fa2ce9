"""``frame.helhedsplan``: the sums of a ledger's frame, by the measures that the rules use.

pandas is always installed here: the accessor is reached through one of its frames.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.portfolio.measure_columns import MOST, WORDS, impossible, rows_of
from helhedsplan_finance.calculators.portfolio.plan_frames import read_rows
from helhedsplan_finance.errors import FrameError
from helhedsplan_finance.plan.fields import MOST_PLAN_ORE
from helhedsplan_finance.plan.givers import GIVER_WORDS, SOURCES
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.text import Lang, short
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

_NEEDED = ("side", "source", "kind", "status", "indsatsomraade", "art", "year", "ore")
_TOTAL, _PLAN = "total", "plan"


class LedgerAccessor:
    """The sums of a ledger's frame, such as :meth:`Plan.to_frame` returns, in whole øre (``Int64``).

    They are those of the rules: a refused contribution (``afslag``) counts for nothing, and a figure is missing while
    an amount in it is not stated, never zero. A cost that is stated for the period as a whole is in ``total`` alone,
    and its amount in a year is missing. :meth:`counts` says which rows are in the sums.

    A frame of many plans has a column ``plan`` with the key of each, and its sums are by plan: the plan is the first
    level of the index, and an open amount blanks the sums of its own plan alone. A year in which a plan has no row is
    zero. Without the column the sums are of all rows together.

    Every method validates the frame and raises :class:`FrameError` for one that is no ledger: a column that
    is missing, øre that are not integers, an unknown word. (Not at creation: pandas creates accessors of any frame.)

    >>> from helhedsplan_finance import Plan
    >>> frame = Plan.from_file("data/amager-2022.toml").to_frame()
    >>> frame.helhedsplan.by_source()["total"].to_dict()
    {'lbf': 1900000000, 'kommune': 450000000, 'boligorganisation': 450000000, 'ekstern': 300000000}
    """

    def __init__(self, frame: "pd.DataFrame") -> None:
        self._frame = frame

    def by_source(self) -> "pd.DataFrame":
        """Return what each source gives: sources down, years across, then ``total``."""
        return self._by("financing", "source", GIVER_WORDS)

    def by_art(self) -> "pd.DataFrame":
        """Return what each art costs: arts down, years across, then ``total``; a frame without lines has no art."""
        return self._by("total", "art")

    def by_indsatsomraade(self) -> "pd.DataFrame":
        """Return what each indsatsområde costs: down, years across, then ``total``; a missing label is kept."""
        return self._by("total", "indsatsomraade")

    def balance(self) -> "pd.DataFrame":
        """Return ``costs``, ``financing`` and ``difference`` (costs - financing): years down, then ``total``."""
        import pandas as pd

        rows = self._rows()
        years = _years(rows)
        by_plan = {key: _balance(part, years) for key, part in _plans(rows)}
        if _PLAN not in rows:
            return by_plan[None]
        return pd.concat([*by_plan.values()], keys=[*by_plan], names=[_PLAN]) if by_plan else _balance(rows, years)

    def counts(self) -> "pd.Series[bool]":
        """Return for each row whether it is in the sums: every cost, and every contribution that is not refused.

        >>> from helhedsplan_finance import Plan
        >>> frame = Plan.from_file("data/amager-2022.toml").to_frame()
        >>> counted = frame[frame.helhedsplan.counts()]
        >>> int(counted.loc[counted["side"] == "financing", "ore"].sum())
        3100000000
        """
        import narwhals as nw

        rows = nw.from_native(self._rows(), eager_only=True)
        either = rows_of(measures()["total"]) | rows_of(measures()["financing"])
        counted: pd.Series[bool] = rows.select(either.alias("counts")).to_native()["counts"].astype(bool)
        return counted.set_axis(self._frame.index)

    def kroner(self) -> "pd.Series[Any]":
        """Return ``ore`` in kroner, each an exact ``Decimal``, ``None`` where missing; for display, and for export."""
        import pandas as pd

        amounts = [None if pd.isna(ore) else Kroner.from_ore(int(ore)).kroner for ore in self._rows()["ore"]]
        return pd.Series(amounts, index=self._frame.index, name="kroner", dtype="object")

    def styled(self, lang: Lang = "da") -> "Styler":
        """Return the frame as :func:`.ledger_styler` shows it; raises :class:`MissingExtraError` without Jinja2."""
        from helhedsplan_finance.outputs.notebook.styler import ledger_styler

        self._rows()
        return ledger_styler(self._frame, lang)

    def _by(self, measure: str, column: str, order: Sequence[str] = ()) -> "pd.DataFrame":
        """Return the sums of a measure by the words of a column, those of ``order`` first, and by plan."""
        import pandas as pd

        rows = self._rows()
        years = _years(rows)
        labels, groups = [], []
        for key, part in _plans(rows):
            inside = _in(part, measure)
            codes, named = pd.factorize(inside[column], use_na_sentinel=False)
            words: list[Any] = list(named)
            place = {word: number for number, word in enumerate(order)}
            for code in sorted(range(len(words)), key=lambda code: place.get(words[code], len(place))):
                labels.append((key, words[code]))
                groups.append(_sums(inside[codes == code], years))
        columns = pd.Index([*years, _TOTAL], name="year", dtype="object")
        index: pd.Index[Any] = pd.Index([word for _, word in labels], name=column, dtype="object")
        if _PLAN in rows:
            index = pd.MultiIndex.from_arrays([[key for key, _ in labels], index], names=[_PLAN, column])
        return pd.DataFrame(groups, index=index, columns=columns, dtype="Int64")

    def _rows(self) -> "pd.DataFrame":
        """Return the validated columns of the ledger."""
        frame = self._frame
        labels = list(frame.columns)
        if missing := [name for name in _NEEDED if name not in labels]:
            raise FrameError("frame.missing", names=missing, found=[short(label) for label in labels])
        if twice := [name for name in (*_NEEDED, _PLAN) if labels.count(name) > 1]:
            raise FrameError("frame.same_columns", names=twice)
        columns = [*_NEEDED, *(name for name in (_PLAN,) if name in labels)]
        rows: pd.DataFrame = read_rows(frame[columns], _NEEDED).to_native()
        _refuse_impossible(rows)
        return rows


def _refuse_impossible(rows: "pd.DataFrame") -> None:
    """Raise :class:`FrameError` for an impossible row, by the checks for frames of many plans."""
    import narwhals as nw

    read = nw.from_native(rows, eager_only=True)
    wrong = read.filter(impossible(read.schema)).head(1).rows(named=True)
    for row in wrong:
        for column in ("side", "source", "status", "kind"):
            needed = column == "side" or (column == "source" and row["side"] == "financing")
            found = row[column] if isinstance(row[column], str) else None
            if (found is None and needed) or (found is not None and found not in WORDS[column]):
                words = SOURCES if column == "source" else WORDS[column]
                raise FrameError("frame.unknown_word", column=column, found=short(found or ""), known=words)
        raise FrameError("frame.beyond", found=short(row["ore"]), most=MOST_PLAN_ORE)
    largest = max(map(int, rows["ore"].dropna().unique()), default=0)
    if largest * len(rows) > MOST:
        raise FrameError("frame.too_much", rows=len(read))


def _in(rows: "pd.DataFrame", measure: str) -> "pd.DataFrame":
    """Return the rows that are in a measure of the rules."""
    import narwhals as nw

    inside: pd.DataFrame = nw.from_native(rows).filter(rows_of(measures()[measure])).to_native()
    return inside


def _plans(rows: "pd.DataFrame") -> "list[tuple[Any, pd.DataFrame]]":
    """Return the rows of each plan with its key, in the order of the frame; all rows without a column ``plan``."""
    if _PLAN not in rows:
        return [(None, rows)]
    return list(rows.groupby(_PLAN, sort=False, dropna=False))


def _balance(rows: "pd.DataFrame", years: Sequence[int]) -> "pd.DataFrame":
    import pandas as pd

    sums = {name: _sums(_in(rows, measure), years) for name, measure in (("costs", "total"), ("financing",) * 2)}
    frame = pd.DataFrame(sums, index=pd.Index([*years, _TOTAL], name="year", dtype="object"), dtype="Int64")
    return frame.assign(difference=frame["costs"] - frame["financing"])


def _years(rows: "pd.DataFrame") -> list[int]:
    return sorted(int(year) for year in rows["year"].dropna().unique())


def _sums(rows: "pd.DataFrame", years: Sequence[int]) -> list[int | None]:
    """Return the sum of each year, and of all; ``None`` where unknown."""
    ore, year = rows["ore"], rows["year"]
    if ore.isna().any():
        return [None] * (len(years) + 1)
    total = int(ore.sum())
    if year.isna().any():
        return [*[None] * len(years), total]
    by_year = ore.groupby(year).sum()
    return [*(int(by_year.get(one, 0)) for one in years), total]
