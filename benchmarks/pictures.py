"""How long charts and pages take, in a process that is warm. Prints; asserts nothing.

Run it from the root of the repository with ``python -m benchmarks.pictures``. The budget of a chart is 150 ms.
"""

from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.timing import print_steps

from helhedsplan_finance import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from helhedsplan_finance import Chart
    from helhedsplan_finance.outputs.charts.chart import Kind

DATA = Path(__file__).parent.parent / "data"
TARGET = 150
MOST, TURNS = 1.5, 9  # a chart as PDF takes at most so many times its PNG


def drawn(chart: "Chart") -> None:
    """Draw a chart into memory with its text, without writing a file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(chart.draw().figure).draw()  # type: ignore[arg-type, no-untyped-call]


def print_ratios(charts: "Sequence[Chart]") -> None:
    """Print the CPU time of each chart as PDF over that as PNG, the two drawn in turn."""
    print(f"\nPDF to PNG, at most {MOST}")
    for chart in charts:
        spent: dict[Kind, list[float]] = {"png": [], "pdf": []}
        for _ in range(TURNS):
            for kind, seconds in spent.items():
                begun = process_time()
                chart.render(kind)
                seconds.append(process_time() - begun)
        print(f"  {chart.key:<46}{median(spent['pdf']) / median(spent['png']):>10.2f}")
    print()


def main() -> None:
    """Print the tables."""
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    charts = plan.plot.charts()
    print(f"Eksempelparken: 13 lines, 7 contributions, 3 boligafdelinger. Target for drawing a chart: {TARGET} ms\n")
    print_steps("drawn", {chart.key: partial(drawn, chart) for chart in charts})
    for kind in ("png", "svg", "pdf"):
        print_steps(f"as {kind}", {chart.key: partial(chart.render, kind) for chart in charts})
    print_ratios(charts)
    pages = {name: plan.page(name) for name in ("residents", "board", "council", "fund")}
    making: dict[str, Callable[[], object]] = {f"{name}: made": partial(plan.page, name) for name in pages}
    making |= {f"{name}: as HTML": page.to_html for name, page in pages.items()}
    making |= {f"{name}: as PDF": page.to_pdf for name, page in pages.items()}
    print_steps("pages", making)


if __name__ == "__main__":
    main()
