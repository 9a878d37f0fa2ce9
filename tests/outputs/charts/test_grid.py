"""The heat map of who pays which line: its figures, its words, and labels that do not overlap."""

from typing import Any

import pytest
from matplotlib.figure import Figure

import build
from helhedsplan_finance import Kroner, Plan
from outputs.charts.boxes import overlaps
from places import DATA

pytestmark = pytest.mark.daily


@pytest.fixture
def park() -> Plan:
    return Plan.from_file(DATA / "eksempelparken-2022.toml")


def crowded(lines: int, streams: int) -> Plan:
    """Return a plan of one year, each contribution with the same amount, all names long."""
    named = "et meget langt navn, som skal kunne læses"
    costs = [
        build.line(
            ("løn", "lokaler")[number % 2], 1_000 * streams, id=f"c{number}", activity=f"Linje {number} med {named}"
        )
        for number in range(lines)
    ]
    paid = [
        build.stream(
            ("lbf", "kommune", "ekstern")[number % 3],
            id=f"s{number}",
            name=f"Betaler {number} med {named}",
            amounts={"2022": 1_000 * lines},
        )
        for number in range(streams)
    ]
    return build.plan(*paid, costs=costs, end="2022-12-31")


def figures(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.texts[1:]]  # the first is the plan's name


def test_a_cell_shows_what_a_contribution_pays_of_a_line_in_thousands(park: Plan) -> None:
    axes, grid = park.plot.grid(), park.grid()
    for text in axes.texts[1:]:
        x, y = (round(place) for place in text.get_position())
        paid = grid.paid(grid.lines[y].id, grid.streams[x].id)
        assert abs(paid.ore - int(text.get_text().replace(".", "")) * 100_000) <= 50_000
    assert len(axes.texts[1:]) == len({place[:2] for place in grid.cells})


def test_the_title_says_whether_every_line_is_paid(park: Plan) -> None:
    assert park.plot.grid().get_title("left") == "Alle 13 budgetlinjer er finansieret af 7 bidrag"
    assert park.plot.grid(lang="en").get_title("left") == "All 13 lines are paid, by 7 contributions"
    fewer = park.model_copy(update={"streams": park.streams[1:]})
    assert fewer.plot.grid().get_title("left") == "6,9 mio. kr. af udgifterne er ikke finansieret"
    more = park.model_copy(update={"costs": park.costs[1:]})
    assert more.plot.grid().get_title("left") == "2.480.000 kr. er ikke fordelt på en budgetlinje"
    assert [label.get_text() for label in fewer.plot.grid().get_xticklabels()][-1] == "Ingen betaler"
    assert [label.get_text() for label in more.plot.grid().get_yticklabels()][-1] == "Uden linje"
    nothing = park.model_copy(update={"streams": ()})
    assert nothing.plot.grid().get_title("left") == "Ingen budgetlinjer er finansieret endnu"


@pytest.mark.parametrize(("lines", "streams"), [(1, 1), (13, 7), (40, 14)])
def test_no_label_overlaps_another(lines: int, streams: int) -> None:
    assert overlaps(crowded(lines, streams).plot.grid().figure) == []


def test_of_very_many_lines_the_arts_and_sources_are_drawn() -> None:
    axes = crowded(60, 30).plot.grid()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["løn", "lokaler"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Landsbyggefonden", "Kommunen", "Eksterne midler"]
    # 60 lines of 30.000 kr., half of them wages; each of the three sources pays a third.
    assert figures(axes) == ["300"] * 6


def test_it_draws_into_axes_that_are_given(park: Plan) -> None:
    axes = Figure().add_subplot()
    assert park.plot.grid(axes) is axes


def test_an_amount_below_half_a_thousand_is_not_shown_as_nothing() -> None:
    plan = crowded(1, 1)
    small = plan.model_copy(
        update={
            "costs": (plan.costs[0].model_copy(update={"unit_price": Kroner(20)}),),
            "streams": (plan.streams[0].model_copy(update={"amounts": {2022: Kroner(20)}}),),
        }
    )
    assert figures(small.plot.grid()) == ["<1"]
