"""Several answers to one plan: what one changed is taken, what two changed apart is a conflict, in any order."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from asking import refusal
from cli.running import run
from helhedsplan_finance import (
    CalculationError,
    Kroner,
    Plan,
    merge_answers,
)
from helhedsplan_finance.calculators.derived.answer_facts import BY_YEAR
from helhedsplan_finance.calculators.derived.merged_answers import Conflict
from helhedsplan_finance.plan.file import plan_data
from runs import repeated

pytestmark = pytest.mark.daily

BASE = build.plan(
    build.stream("lbf", amounts={"2022": 300, "2023": 300}),
    build.stream("kommune", 200, id="kommune"),
    build.stream("boligorganisation"),
    costs=[build.line("løn", 400, quantity={"2022": 1, "2023": 1})],
    end="2023-12-31",
    note="grundlag",
)


def changed(*steps: Callable[[dict[str, Any]], None], base: Plan = BASE) -> Plan:
    """Return the base after some changes to its data."""
    data = plan_data(base)
    for step in steps:
        step(data)
    return Plan.model_validate(data)


def at(owner: str, id_: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    """Return the change of some values of a row; ``None`` takes a value away."""

    def step(data: dict[str, Any]) -> None:
        row = next(row for row in data[owner] if row["id"] == id_)
        for key, value in values.items():
            row[key] = row[key] | value if isinstance(value, dict) and isinstance(row.get(key), dict) else value
            if value is None:
                del row[key]

    return step


def added(owner: str, row: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    return lambda data: data[owner].append(row)


def without(owner: str, id_: str) -> Callable[[dict[str, Any]], None]:
    return lambda data: data.update({owner: [row for row in data[owner] if row["id"] != id_]})


def merged(prefer: str | None = None, **answers: Plan) -> Plan:
    found = merge_answers(BASE, answers, prefer=prefer)
    assert found.plan is not None, found.show()
    return found.plan


def conflicts(**answers: Plan) -> list[str]:
    found = merge_answers(BASE, answers)
    assert (found.plan, found.ok) == (None, False)
    return [one.show("da") for one in found.conflicts]


def test_the_answers_of_three_that_change_different_values_all_count() -> None:
    one = changed(at("stream", "lbf", amounts={"2022": 310}))
    two = changed(at("stream", "lbf", amounts={"2023": 320}), at("stream", "kommune", status="tilsagn"))
    three = changed(at("stream", "boligorganisation", amount=50))
    plan = merged(A=one, B=two, C=three)
    assert {stream.id: (stream.amount, stream.amounts, stream.status) for stream in plan.streams} == {
        "lbf": (None, {2022: Kroner(310), 2023: Kroner(320)}, None),
        "kommune": (Kroner(200), None, "tilsagn"),
        "boligorganisation": (Kroner(50), None, None),
    }
    assert [change.show("da") for change in merge_answers(BASE, {"A": one, "B": two}).changes] == [
        "Kilder › lbf › 2022: 300 → 310",
        "Kilder › lbf › 2023: 300 → 320",
        "Kilder › kommune › Status: (tom) → tilsagn",
    ]


def test_two_that_change_a_value_alike_agree() -> None:
    alike = changed(at("stream", "kommune", amount=250))
    assert merged(A=alike, B=alike, C=BASE) == alike


def test_two_that_change_a_value_differently_are_a_conflict_that_names_both() -> None:
    one, two = (changed(at("stream", "lbf", amounts={"2022": amount})) for amount in (310, 320))
    assert conflicts(A=one, B=two, C=BASE) == ["Bidrag › lbf › 2022: A: 310; B: 320"]
    assert merged(prefer="B", A=one, B=two, C=BASE) == two


@pytest.mark.parametrize(
    ("owner", "id_", "values", "expected"),
    [
        ("stream", "kommune", [{"amount": 210}, {"amount": 1_220}], "Bidrag › kommune › Beløb: A: 210; B: 1.220"),
        ("stream", "kommune", [{"spread": "even"}, {"spread": {"2022": 1}}], "Bidrag › kommune › Fordelt efter: A: e"),
        ("cost", "løn", [{"quantity": {"2023": n}} for n in (2, 3)], "Budgetlinje › løn › Antal 2023: A: 2; B: 3"),
        ("cost", "løn", [{"unit_price": n} for n in (410, 1_420)], "Budgetlinje › løn › Enhedspris: A: 410; B: 1.420"),
        ("", "", [{"key": "m2"}, {"key": "equal"}], "Nøgle: A: m2; B: equal"),
        ("", "", [{"end": "2024-12-31"}, {"end": "2024-06-30"}], "Sidste dag: A: 2024-12-31; B: 2024-06-30"),
    ],
)
def test_a_conflict_is_placed_in_the_words_of_the_workbook(
    owner: str, id_: str, values: list[dict[str, Any]], expected: str
) -> None:
    one, two = (
        changed(at(owner, id_, **value)) if owner else changed(lambda data, value=value: data.update(value))  # type: ignore[misc]
        for value in values
    )
    (found,) = conflicts(A=one, B=two)
    assert found.startswith(expected)


def test_every_value_of_a_plan_file_has_a_title() -> None:
    own: list[tuple[str, ...]] = [(field.alias or name,) for name, field in Plan.model_fields.items()]
    of_rows: list[tuple[str, ...]] = [
        (owner, "a", key, "2023") if key in BY_YEAR else (owner, "a", key)
        for owner, part in build.ROWS.items()
        for key in part.model_fields
    ]
    places = [*(place for place in own if place[0] not in build.ROWS), *of_rows]
    assert [place for place in places if not Conflict(place, {}).place("da")] == []


def test_a_preferred_answer_that_did_not_change_the_value_settles_nothing() -> None:
    one, two = (changed(at("stream", "lbf", amounts={"2022": amount})) for amount in (310, 320))
    assert merge_answers(BASE, {"A": one, "B": two, "C": BASE}, prefer="C").plan is None


def test_a_total_that_one_answer_states_by_year_is_compared_by_year() -> None:
    # 200 kr. over two whole years are 100 in each; A changes 2022 and B 2023, and both state the years.
    one = changed(at("stream", "kommune", amount=None, amounts={"2022": 110, "2023": 100}))
    two = changed(at("stream", "kommune", amount=None, amounts={"2022": 100, "2023": 130}))
    plan = merged(A=one, B=two)
    assert plan.streams[1].amounts == {2022: Kroner(110), 2023: Kroner(130)}


def test_a_row_that_one_deleted_is_gone_unless_another_changed_it() -> None:
    gone = changed(without("stream", "boligorganisation"))
    kept = changed(at("stream", "boligorganisation", amount=50))
    assert merged(A=gone, B=BASE) == gone
    assert conflicts(A=gone, B=kept) == ["Bidrag › boligorganisation: A: slettet; B: ændret"]
    assert merged(prefer="A", A=gone, B=kept) == gone
    assert merged(prefer="B", A=gone, B=kept) == kept


def test_added_rows_stay_apart_and_equal_ones_are_one() -> None:
    fund = {"id": "fond", "source": "ekstern", "name": "Fonden", "amount": 10}
    other = fund | {"amount": 20}
    plan = merged(A=changed(added("stream", fund)), B=changed(added("stream", other)), C=changed(added("stream", fund)))
    assert [(stream.id, stream.amount) for stream in plan.streams[3:]] == [("fond", Kroner(10)), ("fond-2", Kroner(20))]


def test_what_refers_to_an_added_row_follows_its_new_id() -> None:
    line = {"id": "lokaler", "art": "lokaler", "quantity": {"2022": 1}, "unit_price": 5}
    rooms = {
        "id": "rum",
        "source": "kommune",
        "name": "Rum",
        "kind": "in-kind",
        "amounts": {"2022": 6},
        "pays": ["lokaler"],
    }
    one = changed(added("cost", line))
    two = changed(added("cost", line | {"unit_price": 6}), added("stream", rooms))
    plan = merged(A=one, B=two)
    prices = {cost.id: cost.unit_price for cost in plan.costs}
    assert prices[plan.streams[-1].pays[0]] == Kroner(6)


def test_notes_are_joined() -> None:
    one, two = (BASE.model_copy(update={"note": note}) for note in ("fra A", "fra B"))
    assert merged(A=two, B=one).note == "fra A\nfra B"


def test_an_answer_that_is_not_there_is_named() -> None:
    with pytest.raises(CalculationError) as raised:
        merge_answers(BASE, {"Brabrand": BASE, "Kommunen": BASE}, prefer="Braband")
    assert raised.value.show("da") == (
        "der er intet svar, der hedder 'Braband'; mente du 'Brabrand'? Svarene er Brabrand, Kommunen"
    )


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["lbf 2022", "lbf 2023", "kommune", "price", "note", "name", "status"]), st.integers(1, 3)
    ),
    max_size=4,
)


def edited(edits: list[tuple[str, int]]) -> Plan:
    def step(data: dict[str, Any]) -> None:
        for what, number in edits:
            lbf, kommune = data["stream"][:2]
            match what:
                case "lbf 2022" | "lbf 2023":
                    lbf["amounts"][what[-4:]] = 1_000 + number
                case "kommune":
                    kommune["amount"] = 2_000 + number
                case "price":
                    data["cost"][0]["unit_price"] = 3_000 + number
                case "status":
                    kommune["status"] = ("søgt", "tilsagn", "afslag")[number - 1]
                case _:
                    data[what] = f"{what} {number}"

    return changed(step)


@given(edits=st.tuples(EDITS, EDITS, EDITS))
@repeated(200, daily=40)
def test_every_edit_of_one_hand_is_taken_every_conflict_is_named_and_order_is_nothing(
    edits: tuple[list[tuple[str, int]], ...],
) -> None:
    answers = {name: edited(own) for name, own in zip("ABC", edits, strict=True)}
    last = [dict(own) for own in edits]  # the last edit of a value counts
    values = {what: {own[what] for own in last if what in own} for what in {what for own in last for what in own}}
    found = merge_answers(BASE, answers)
    assert found.ok == all(len(numbers) == 1 for what, numbers in values.items() if what != "note")
    if found.plan is not None:
        agreed = [(what, numbers.pop()) for what, numbers in values.items() if what != "note"]
        assert found.plan.model_copy(update={"note": None}) == edited(agreed).model_copy(update={"note": None})
    else:
        assert len(found.conflicts) == sum(len(numbers) > 1 for what, numbers in values.items() if what != "note")
    for order in permutations(answers):
        again = merge_answers(BASE, {name: answers[name] for name in order})
        assert (again.plan, again.to_dict()) == (found.plan, found.to_dict())


def test_read_merges_workbooks_and_says_what_they_disagree_on(tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.xlsx" for name in ("base", "Brabrand", "Kommunen", "Uenig")}
    BASE.to_excel(files["base"])
    changed(at("stream", "lbf", amounts={"2022": 310})).to_excel(files["Brabrand"])
    changed(at("stream", "lbf", amounts={"2023": 320})).to_excel(files["Kommunen"])
    changed(at("stream", "lbf", amounts={"2022": 999})).to_excel(files["Uenig"])
    base, out = str(files["base"]), tmp_path / "ny.toml"

    done = run("read", str(files["Brabrand"]), str(files["Kommunen"]), "--base", base, "-o", str(out))
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "Svarene passer sammen; ændret i alt: 2")
    assert Plan.from_file(out).streams[0].amounts == {2022: Kroner(310), 2023: Kroner(320)}

    again = tmp_path / "uenig.toml"
    refused = run("read", str(files["Brabrand"]), str(files["Uenig"]), "--base", base, "-o", str(again))
    assert refused.exit_code == 1
    assert "Bidrag › lbf › 2022: Brabrand: 310; Uenig: 999" in refused.stdout
    assert not again.exists()
    settled = run(
        "read", str(files["Brabrand"]), str(files["Uenig"]), "--base", base, "--prefer", "Uenig", "-o", str(again)
    )
    assert settled.exit_code == 0
    assert Plan.from_file(again).streams[0].amounts == {2022: Kroner(999), 2023: Kroner(300)}


def test_several_answers_without_their_base_or_given_twice_are_refused(tmp_path: Path) -> None:
    book = tmp_path / "svar.xlsx"
    BASE.to_excel(book)
    assert "giv den med --oprindelig" in run("read", str(book), str(book)).stderr
    assert "to gange" in run("read", str(book), str(book), "--base", str(book)).stderr


def test_a_merged_plan_that_contradicts_itself_is_refused() -> None:
    line = {"id": "lokaler", "art": "lokaler", "quantity": {"2022": 1}, "unit_price": 5}
    base = changed(added("cost", line))
    tied = changed(at("stream", "kommune", pays=["lokaler"]), base=base)
    gone = changed(without("cost", "lokaler"), base=base)
    assert "lokaler" in refusal(lambda: merge_answers(base, {"A": tied, "B": gone}))
