"""The known name that is suggested for an unknown one: a slip of the keyboard, an inflected word, a compound."""

from typing import get_args

import pytest

from helhedsplan_finance.errors import nearest
from helhedsplan_finance.plan.plan import Art

pytestmark = pytest.mark.daily

ARTS = get_args(Art)
LINES = ("konsulent", "lokaleleje", "beboeraktiviteter", "projektleder")


@pytest.mark.parametrize(
    ("found", "known", "meant"),
    [
        ("lønninger", ARTS, "løn"),
        ("LØNUDGIFT", ARTS, "løn"),
        ("projektlederløn", ARTS, "løn"),
        ("aktivitet", ARTS, "aktiviteter"),
        ("kontorlokaler", ARTS, "lokaler"),
        ("konsulenterne", LINES, "konsulent"),
        ("aktiviteter", LINES, "beboeraktiviteter"),
        ("projektledelse", LINES, "projektleder"),
        ("lbf-insats", ("lbf", "lbf-indsats"), "lbf-indsats"),  # a slip, not an inflected "lbf"
        ("komune", ("kommunal", "kommune"), "kommune"),
    ],
)
def test_the_nearest_name_is_the_one_that_is_meant(found: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(found, known) == meant


def test_a_name_below_the_cutoff_is_not_suggested() -> None:
    assert nearest("xyz", ARTS, cutoff=0.6) is None
    assert nearest("løn", (), cutoff=0) is None
