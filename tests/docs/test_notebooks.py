"""The notebooks run, every figure that they state is asserted in them, and what they show is what they would show."""

import ast
import json
import re
from pathlib import Path

import pytest

from notebook_runner import HOW, NOTEBOOKS, Output, code_cells, read, run, source_of, text_of
from places import ROOT
from shared import once

pytestmark = pytest.mark.daily

_LARGEST = 400_000  # bytes: what a code host still shows
_FEWEST_ASSERTS = 5

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture
def outputs(path: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[Output]]:
    """Run a notebook once, whichever of its tests and of the processes comes first."""
    return once(tmp_path_factory, path.stem, lambda: run(path))


@pytest.mark.deep
@each
def test_a_notebook_runs_from_top_to_bottom_and_shows_what_is_stored_in_it(
    path: Path, outputs: list[list[Output]]
) -> None:
    cells = code_cells(read(path))
    for number, (cell, found) in enumerate(zip(cells, outputs, strict=True), 1):
        shown = text_of(cell["outputs"])
        assert text_of(found) == shown, f"code cell {number} shows something else; write it anew: {HOW}"


@pytest.mark.deep
@each
def test_every_chart_of_a_notebook_is_stored_as_a_picture(path: Path, outputs: list[list[Output]]) -> None:
    def kinds(shown: list[Output]) -> list[list[str]]:
        return [sorted(one.get("data", {})) for one in shown]

    assert [kinds(cell["outputs"]) for cell in code_cells(read(path))] == [kinds(one) for one in outputs]


@each
def test_a_notebook_asserts_its_figures(path: Path) -> None:
    nodes = (node for cell in code_cells(read(path)) for node in ast.walk(ast.parse(source_of(cell))))
    assert sum(isinstance(node, ast.Assert) for node in nodes) >= _FEWEST_ASSERTS


@each
def test_a_notebook_was_run_whole_and_without_errors(path: Path) -> None:
    cells = code_cells(read(path))
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert {one["output_type"] for cell in cells for one in cell["outputs"]} <= {"stream", "execute_result"}


@each
def test_a_notebook_names_the_usual_kernel_and_is_small(path: Path) -> None:
    notebook = read(path)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    assert path.stat().st_size < _LARGEST


@each
def test_a_notebook_names_no_place_on_a_machine_and_fetches_nothing(path: Path) -> None:
    notebook = read(path)
    for cell in code_cells(notebook):
        for one in cell["outputs"]:
            one.get("data", {}).pop("image/png", None)  # letters of a picture mean nothing
    words = json.dumps(notebook, ensure_ascii=False)
    assert re.findall(r"""(?<![\w.<)/])/\w[\w.-]*/[\w.-]+|[A-Za-z]:\\\\+\w|file:|https?://""", words) == []


@each
def test_what_a_notebook_links_to_is_there(path: Path) -> None:
    texts = ("".join(cell["source"]) for cell in read(path)["cells"] if cell["cell_type"] == "markdown")
    for target in (one for text in texts for one in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)):
        assert (path.parent / target).exists(), target


def test_there_are_six_notebooks_numbered_in_order() -> None:
    numbers = [path.name[:2] for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    assert numbers == ["01", "02", "03", "04", "05", "06"]
