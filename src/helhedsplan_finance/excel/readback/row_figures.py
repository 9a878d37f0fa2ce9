"""The figures that the formulas of input rows give, from the plan that was read: the years of a line, and totals."""

from collections.abc import Iterable

from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.readback.input_rows import Read
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.schema import DAEKNING, KILDER, POSTER
from helhedsplan_finance.values.money import Kroner


def row_figures(plan: PlanData, read: Read) -> dict[tuple[str, int, str], float]:
    """Return the figures in kroner by table, row of the table from 0, and id of the column."""
    figures: dict[tuple[str, int, str], float] = {}

    def total(table: str, row: int, amounts: Iterable[Kroner]) -> None:
        figures[table, row, Column("total").name_in(table)] = sum(amounts, Kroner()).ore / 100

    for row, line in zip(read.rows.get("cost", ()), plan.costs, strict=False):
        by_year = cost_by_year(line, plan)
        for year, amount in by_year.items():
            figures[POSTER, row, Column(year=year).name_in(POSTER)] = amount.ore / 100
        total(POSTER, row, by_year.values())
    for row, stream in zip(read.rows.get("stream", ()), plan.streams, strict=False):
        if not stream.is_open:
            total(KILDER, row, stream_by_year(stream, plan.period).values())
    for row, cover in zip(read.rows.get("cover", ()), plan.covers, strict=False):
        total(DAEKNING, row, cover.amounts.values())
    return figures
