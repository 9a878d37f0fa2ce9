"""Saving a chart: the same plan gives the same bytes, and a file is written whole or not at all."""

import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from helhedsplan_finance.charts.financing import draw_financing
from helhedsplan_finance.charts.grid import draw_grid
from helhedsplan_finance.files import write_atomically
from helhedsplan_finance.funding_grid import MOST_CELLS, FundingGrid, cells_of
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.text import Lang, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def save_charts(plan: PlanData, folder: str | Path, *, lang: Lang = "da") -> tuple[Path, ...]:
    """Write every chart of a plan as PNG and SVG into a folder, and return the files."""
    drawn = {say("chart.file_financing", lang): draw_financing(plan, lang=lang)}
    if 0 < cells_of(plan) <= MOST_CELLS:
        drawn[say("chart.file_grid", lang)] = draw_grid(FundingGrid.of(plan), lang=lang)
    written = []
    for name, axes in drawn.items():
        for kind in ("png", "svg"):
            path = Path(folder) / f"{name}.{kind}"
            write_atomically(path, render(axes.figure, kind))  # type: ignore[arg-type]  # its own figure, no subfigure
            written.append(path)
    return tuple(written)


def render(figure: "Figure", kind: str) -> bytes:
    """Return a figure as the bytes of a PNG or SVG file, without the date and random ids that matplotlib puts in."""
    from matplotlib import rc_context

    held = BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with rc_context({"svg.hashsalt": "helhedsplan-finance"}), warnings.catch_warnings():
        # A name may hold signs that the font lacks; they are drawn as boxes, and that is no news to the user.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(held, format=kind, metadata=metadata)
    return held.getvalue()
