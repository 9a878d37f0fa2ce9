"""Saving the charts of a plan: the same plan gives the same bytes, and files are written atomically."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.outputs.charts.chart import KINDS, Chart, Kind
from helhedsplan_finance.outputs.charts.plot import Plot
from helhedsplan_finance.outputs.charts.waterfall_chart import waterfall_chart
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, say, short
from helhedsplan_finance.values.disk import write_atomically


@dataclass(frozen=True, slots=True)
class Saved:
    """A chart that was written, and its files."""

    chart: Chart
    paths: tuple[Path, ...]


def save_charts(
    plan: PlanData,
    folder: str | Path,
    *,
    lang: Lang = "da",
    kinds: Iterable[str] = ("png", "svg"),
    base: PlanData | None = None,
    report: Report | None = None,
) -> tuple[Saved, ...]:
    """Write every chart that a plan has data for into a folder, each as files of ``kinds``: png, svg, pdf.

    With ``base``, an earlier version of the plan, the changes since are among them; ``report`` is a check with
    other rules. The alt text is inside each file. Raises :class:`CalculationError` for another kind of file.
    """
    wanted = [_kind(kind) for kind in dict.fromkeys(kinds)]
    saved = []
    later = [waterfall_chart((base, plan))] if base is not None else []
    for chart in (*Plot(plan, report).charts(), *later):
        name = say(f"chart.file_{chart.key}", lang)
        paths = tuple(Path(folder) / f"{name}.{kind}" for kind in wanted)
        pictures = chart.render_each(wanted, lang)
        for path, kind in zip(paths, wanted, strict=True):
            write_atomically(path, pictures[kind])
        saved.append(Saved(chart, paths))
    return tuple(saved)


def _kind(found: str) -> Kind:
    for kind in KINDS:
        if found.lower() == kind:
            return kind
    raise CalculationError("chart.kind", found=short(found), known=list(KINDS))
