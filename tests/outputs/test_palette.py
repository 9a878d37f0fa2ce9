"""The colours of the sources: told apart in grey print and by colour-blind readers, and figures stand out on them."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from helhedsplan_finance.outputs.palette import COST, DEVIATES, FAILS, HOLDS, SOURCE_COLOURS, text_on

pytestmark = pytest.mark.daily

# How readers without red, green or blue receptors see linear light: Machado, Oliveira and Fernandes (2009), severity 1.
EYES = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
Vector = NDArray[np.float64]


def linear(colour: str) -> Vector:
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(light: Vector) -> Vector:
    """Return CIELAB: lightness from 0 to 100, and two axes of colour."""
    scaled = np.array(TO_XYZ) @ np.clip(light, 0, 1) / np.array([0.9505, 1.0, 1.089])
    curved = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * curved[1] - 16, 500 * (curved[0] - curved[1]), 200 * (curved[1] - curved[2])])


def contrast(one: str, other: str) -> float:
    light, dark = sorted((float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_colours_are_those_of_pages_that_are_already_printed() -> None:
    # A board lays this year's page beside last year's: another colour is another source to it.
    assert SOURCE_COLOURS == {
        "lbf": "#133C8B",
        "kommune": "#F5C835",
        "boligorganisation": "#1C9A5F",
        "boligafdeling": "#66B8EA",
        "ekstern": "#963472",
    }
    assert (COST, HOLDS, FAILS, DEVIATES) == ("#56606E", "#56606E", "#B3261E", "#A8641A")


@pytest.mark.parametrize("eye", EYES)
def test_no_two_sources_look_alike(eye: str) -> None:
    seen = {source: lab(np.array(EYES[eye]) @ linear(colour)) for source, colour in SOURCE_COLOURS.items()}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 15, (one, other)


def test_every_source_has_a_lightness_of_its_own_in_grey_print() -> None:
    lightness = {source: lab(linear(colour))[0] for source, colour in SOURCE_COLOURS.items()}
    for one, other in combinations(lightness, 2):
        assert abs(lightness[one] - lightness[other]) >= 10, (one, other)


@pytest.mark.parametrize("colour", [*SOURCE_COLOURS.values(), COST, FAILS])
def test_figures_stand_out_from_their_colour(colour: str) -> None:
    assert contrast(text_on(colour), colour) >= 4.5
