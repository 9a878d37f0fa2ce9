"""The command ``scenario``: a plan beside other plans, or beside itself with one change; sensitivity and simulation."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helhedsplan_finance.api import Plan
from helhedsplan_finance.cli.answer_charts import chart_of_scenario, chart_of_sensitivity
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import (
    PlanFile,
    Policies,
    ProjectRules,
    Save,
    argument,
    option,
    out_plan,
    single_pairs,
)
from helhedsplan_finance.cli.output import read_plan, refuse_over
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.text import Lang, Template, numbers, say, short

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.scenario.compare import Comparison
    from helhedsplan_finance.calculators.scenario.distributions import Distribution

_DRAWS, _SEED = 100_000, 20261122
_FEWEST, _MOST = 2, 3  # bounds of a distribution: an interval, or one with its likeliest value


def scenario(
    asked: Asked,
    plan: PlanFile,
    others: Annotated[list[Path] | None, argument("cli.scenario_others", "OTHER …")] = None,
    change: Annotated[list[str] | None, option("cli.scenario_set", "--set", metavar="KEY=VALUE")] = None,
    cut: Annotated[list[str] | None, option("cli.scenario_cut", "--cut", metavar="ID=SHARE")] = None,
    without: Annotated[list[str] | None, option("cli.scenario_without", "--without", metavar="ID")] = None,
    net_grant: Annotated[bool, typer.Option("--net-grant", help="cli.scenario_net_grant")] = False,
    price: Annotated[list[str] | None, option("cli.scenario_price", "--price", metavar="NAME=RISE")] = None,
    shift_years: Annotated[int, option("cli.scenario_shift", "--shift-years", metavar="N")] = 0,
    out: Annotated[Path | None, out_plan("cli.scenario_out")] = None,
    by: Annotated[str | None, option("cli.scenario_sensitivity", "--sensitivity", metavar="SHARE")] = None,
    uncertain: Annotated[list[str] | None, option("cli.scenario_uncertain", "--uncertain", metavar="ID=…")] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="cli.scenario_draws")] = _DRAWS,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="cli.scenario_seed")] = _SEED,
    policy: Policies = None,
    project_rules: ProjectRules = False,
    save: Save = None,
) -> Result:
    """Compare a plan with other plans, and with itself after a change."""
    refuse_over(out, plan, *(others or ()), *(policy or ()))
    if net_grant and not (cut or without):
        raise CalculationError("cli.scenario_net_alone")
    changed = bool(change or cut or without or price or shift_years)
    for name, given in (("sensitivity", by), ("uncertain", uncertain)):
        if given and (changed or others or out is not None or (by and uncertain)):
            raise CalculationError("cli.scenario_as_it_is", option=Template(f"option.name_{name}"))
    if out is not None and not changed:
        raise CalculationError("cli.scenario_nothing_changed")
    base = read_plan(plan, asked.lang)
    if by:
        return replace(_sensitivity(asked, base, by), save=save or (), inputs=(plan,))
    if uncertain:
        return replace(_simulation(asked, base, uncertain, draws, seed), save=save or (), inputs=(plan,))
    from helhedsplan_finance.calculators.scenario.compare import compare

    beside = {path: read_plan(path, asked.lang, beside=True) for path in others or ()}
    plans, alternatives = list(beside.values()), _told_apart(base, beside)
    if changed:
        stated = (change or [], single_pairs(price, "løn=3 %"), shift_years)
        fails = single_pairs([*(cut or ()), *(f"{id_}=100 %" for id_ in without or ())], "kommune=10 %")
        other, title = _changed(base, *stated, fails, net_grant=net_grant, lang=asked.lang)
        plans.append(other)
        alternatives.append(with_values(other, name=title))
        if out is not None:
            other.to_file(out)
    found = compare(base, *alternatives, policies=policy or (), project_rules=project_rules)
    files = [out] if out is not None else []
    return Result(
        lambda: {**_json(found, base, plans, asked.lang), "files": [str(path) for path in files]},
        lambda: found.document(asked.lang),
        files=files,
        save=save or (),
        inputs=(plan, *(others or ()), *(policy or ())),
        chart=lambda: chart_of_scenario(found),
    )


def _json(found: "Comparison", base: Plan, plans: list[Plan], lang: Lang) -> dict[str, Any]:
    """Return the comparison as JSON data; each alternative has its changes row by row, as ``diff`` has.

    A plan keeps its own name there, where the alternative has one by which it is told apart.
    """
    from helhedsplan_finance.calculators.scenario.plan_diff import changes_data
    from helhedsplan_finance.calculators.scenario.row_changes import name_change

    data = found.to_dict(lang)
    for one, other, plan in zip(data["alternatives"], found.others, plans, strict=True):
        one["diff"] = list(changes_data((*name_change(base, plan), *other.rows), lang))
    return data


def _told_apart(base: Plan, others: dict[Path, Plan]) -> list[Plan]:
    """Return the plans; where several have one name, each with the name of its file behind it."""
    names = [base.name, *(plan.name for plan in others.values())]
    return [
        plan if names.count(plan.name) == 1 else with_values(plan, name=f"{plan.name} ({path.name})")
        for path, plan in others.items()
    ]


def _changed(
    plan: Plan,
    written: list[str],
    rises: dict[str, str],
    shift_years: int,
    fails: dict[str, str],
    *,
    net_grant: bool,
    lang: Lang,
) -> tuple[Plan, str]:
    """Return the plan after all changes, in the order of their arguments, and what they are in words."""
    from helhedsplan_finance.calculators.derived.next_period import rise_factor
    from helhedsplan_finance.calculators.scenario.fails import source_fails
    from helhedsplan_finance.calculators.scenario.input_names import share_of, stream_of
    from helhedsplan_finance.calculators.scenario.overlay import Scenario
    from helhedsplan_finance.calculators.scenario.written_changes import read_changes

    prices = {name: rise_factor(rise) for name, rise in rises.items()}
    changed = Scenario("", read_changes(plan, written), prices=prices, shift_years=shift_years).on(plan)
    words = [*written, *(f"{name} {rise}" for name, rise in rises.items())]
    if shift_years:
        words.append(say("cli.scenario_shifted", lang, by=f"{shift_years:+}"))
    for id_, share in fails.items():
        name, part = stream_of(changed, id_).name, share_of(share)
        changed = source_fails(changed, id_, share=part, net_grant=net_grant).on(changed)
        key = "scenario.fails_all" if part == 1 else "scenario.fails_part"
        words.append(say(key, lang, name=name, share=numbers.limit_percent(part, lang)))
    title = "; ".join(words)
    return changed, say("scenario.fails_net", lang, what=title) if net_grant else title


def _sensitivity(asked: Asked, plan: Plan, by: str) -> Result:
    from helhedsplan_finance.calculators.scenario.sensitivity import sensitivity

    found = sensitivity(plan, by=by)
    chart = lambda: chart_of_sensitivity(found)  # noqa: E731 - drawn for --save alone
    return Result(lambda: found.to_dict(asked.lang), lambda: found.document(asked.lang), chart=chart)


def _simulation(asked: Asked, plan: Plan, uncertain: list[str], draws: int, seed: int) -> Result:
    from helhedsplan_finance.calculators.scenario.simulate import simulate

    inputs = {key: _distribution(key, text) for key, text in single_pairs(uncertain, "lbf=80 %").items()}
    found = simulate(plan, inputs, draws=draws, seed=seed)
    return Result(lambda: found.to_dict(asked.lang), lambda: found.document(asked.lang))


def _distribution(key: str, text: str) -> "Distribution":
    """Read a chance (``80 %``), an interval (``3 mio.; 5 mio.``), or one with its likeliest value in the middle."""
    from helhedsplan_finance.calculators.scenario.distributions import Chance, Triangular, Uniform

    bounds = [part.strip() for part in text.split(";")]
    if len(bounds) == 1:
        return Chance(text)
    if len(bounds) == _FEWEST:
        return Uniform(*bounds)
    if len(bounds) == _MOST:
        return Triangular(*bounds)
    raise CalculationError("cli.scenario_no_distribution", key=short(key), found=short(text))
