"""Run the notebooks as Jupyter would, without Jupyter: ``python tests/notebook_runner.py`` writes what they show.

A cell's printed text and the value of its last expression are its outputs, in every form that the value offers. The
same notebook gives the same outputs with the same releases of the libraries, so a change in one can be read.
"""

import ast
import base64
import contextlib
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HOW = "python tests/notebook_runner.py"

_MAGIC = "%matplotlib inline"  # it only says that figures are pictures, as they are here anyway
_DPI = 84  # a chart is 9 inches wide; larger pictures make the files heavy
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
Cell = dict[str, Any]
Output = dict[str, Any]


def read(path: Path) -> dict[str, Any]:
    """Return a notebook as JSON data."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code_cells(notebook: dict[str, Any]) -> list[Cell]:
    """Return the cells that run."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source_of(cell: Cell) -> str:
    """Return a cell's Python, without the one magic that notebooks may have."""
    return "\n".join(line for line in "".join(cell["source"]).splitlines() if line.strip() != _MAGIC)


def run(path: Path) -> list[list[Output]]:
    """Run a notebook in the folder that it stands in, and return the outputs of each of its code cells."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.chdir(path.parent):
        return [_run_cell(source_of(cell), names, number) for number, cell in enumerate(code_cells(read(path)), 1)]


def text_of(outputs: list[Output]) -> list[str]:
    """Return what outputs say as plain text, without pictures: a figure's text is its size."""
    shown = (one.get("data", {"text/plain": one.get("text", "")}) for one in outputs)
    return ["".join(data["text/plain"]) for data in shown if "image/png" not in data]


def write(path: Path) -> None:
    """Run a notebook and write its outputs into it; what an editor left in its metadata goes."""
    notebook, found = read(path), run(path)
    for number, (cell, outputs) in enumerate(zip(code_cells(notebook), found, strict=True), 1):
        cell |= {"execution_count": number, "metadata": {}, "outputs": outputs}
    whole = {"cells": notebook["cells"], "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _run_cell(source: str, names: dict[str, Any], number: int) -> list[Output]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"<cell {number}>", "exec"), names)  # noqa: S102 - our own notebook
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"<cell {number}>", "eval"), names)  # noqa: S307
    outputs: list[Output] = []
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None and not source.rstrip().endswith(";"):
        data = {kind: one if kind == "image/png" else _lines(one) for kind, one in sorted(_forms(value).items())}
        outputs.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return outputs


def _forms(value: Any) -> dict[str, str]:
    """Return a value in each form that it offers to a notebook."""
    forms: dict[str, str] = dict(value._repr_mimebundle_()) if hasattr(value, "_repr_mimebundle_") else {}
    if isinstance(value, Figure):
        held = io.BytesIO()
        value.savefig(held, format="png", dpi=_DPI, bbox_inches="tight", metadata={"Software": None})
        forms["image/png"] = base64.b64encode(held.getvalue()).decode("ascii")
    elif hasattr(value, "_repr_html_") and (html := value._repr_html_()) is not None:
        forms.setdefault("text/html", html)
    forms.setdefault("text/plain", repr(value))
    forms["text/plain"] = re.sub(r" at 0x[0-9a-f]+", "", forms["text/plain"])  # where it lay in memory is no output
    return forms


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


if __name__ == "__main__":
    for named in map(Path, sys.argv[1:] or NOTEBOOKS):
        write(named.resolve())
        print(f"{named.name}: {named.stat().st_size // 1000} kB")  # noqa: T201
