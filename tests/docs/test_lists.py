"""Lists in the documents are the program's own: ``make lists`` writes them."""

from pathlib import Path

import pytest

from places import ROOT
from tools.lists import DOCUMENTS, LISTS, drawn

pytestmark = pytest.mark.daily


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_lists_of_a_document_are_those_of_the_program(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert drawn(text) == text


def test_a_list_that_has_gone_stale_is_drawn_anew() -> None:
    stale = "Kilden er <!-- list: sources-da -->lbf eller stat<!-- end -->."
    fresh = "lbf, kommune, boligorganisation, boligafdeling eller ekstern"
    assert drawn(stale) == f"Kilden er <!-- list: sources-da -->{fresh}<!-- end -->."


def test_every_list_is_in_a_document() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert {name for name in LISTS if f"<!-- list: {name} -->" not in text} <= {"stages-da"}
