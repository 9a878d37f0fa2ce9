"""The published plans that travel with the library."""

from importlib.resources import files
from pathlib import Path

EXAMPLE = "amager-2022.toml"


def example_plan(name: str = EXAMPLE) -> bytes:
    """Return a published plan as a file: inside the package where it is installed, in ``data/`` in a working copy."""
    inside = files("helhedsplan_finance").joinpath("examples", name)
    if inside.is_file():
        return inside.read_bytes()
    return (Path(__file__).parents[3] / "data" / name).read_bytes()
