"""The commands ``merge`` and ``next``: plans that are made from plans."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from helhedsplan_finance.api import Plan
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import PlanFile, Save, argument, option, out_plan, single_pairs
from helhedsplan_finance.cli.output import read_plan, refuse_over, refuse_twice
from helhedsplan_finance.document.blocks import Document, Heading
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.file import plan_data

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.derived.merge import Merged


def merge(
    asked: Asked,
    plans: Annotated[list[Path], argument("cli.merge_plans", "PLAN PLAN …")],
    out: Annotated[Path | None, out_plan("cli.merge_out")] = None,
    name: Annotated[str | None, option("cli.merge_name", "--name", metavar="TEXT")] = None,
    shared: Annotated[list[str] | None, option("cli.merge_shared", "--shared", metavar="ID")] = None,
    save: Save = None,
) -> Result:
    """Make one plan of several."""
    if len(plans) == 1:
        raise CalculationError("cli.merge_alone")
    refuse_twice(plans)
    refuse_over(out, *plans)
    steps = _merged([read_plan(path, asked.lang, beside=True) for path in plans], name, shared or [])
    plan = steps[-1][1].plan
    if out is not None:
        plan.to_file(out)

    def document() -> Document:
        shown = plan.document(asked.lang)
        notes = (one.document(asked.lang) for _, one in steps)
        return replace(
            shown, blocks=(*shown.blocks, *(block for one in notes for block in (Heading(one.title), *one.blocks)))
        )

    files = [out] if out is not None else []
    return Result(
        lambda: {
            "plan": plan.name,
            "notes": [{"added": added, "message": note.show(asked.lang)} for added, one in steps for note in one.notes],
            "files": [str(path) for path in files],
            "data": plan_data(plan),
        },
        document,
        files=files,
        save=save or (),
        inputs=plans,
    )


def _merged(plans: list[Plan], name: str | None, shared: list[str]) -> "list[tuple[str, Merged[Plan]]]":
    """Return each step of the merge with the name of the plan that it added.

    An id in ``shared`` counts once in each step where both have it; one that no step has is refused in the last.
    """
    from helhedsplan_finance.calculators.derived.merge import merge as merge_two

    steps: list[tuple[str, Merged[Plan]]] = []
    so_far, left = plans[0], set(shared)
    for at, plan in enumerate(plans[1:], start=2):
        is_last = at == len(plans)
        both = _ids(so_far) & _ids(plan)
        once = [id_ for id_ in shared if id_ in both or (is_last and id_ in left)]
        merged = merge_two(so_far, plan, name=name if is_last else None, shared=once)
        steps.append((plan.name, merged))
        so_far, left = merged.plan, left - both
    return steps


def _ids(plan: Plan) -> set[str]:
    return {one.id for one in plan.streams} | {one.id for one in plan.costs}


def next_(
    asked: Asked,
    plan: PlanFile,
    out: Annotated[Path | None, out_plan("cli.next_out")] = None,
    name: Annotated[str | None, option("cli.next_name", "--name", metavar="TEXT")] = None,
    index: Annotated[list[str] | None, option("cli.next_index", "--index", metavar="NAME=RISE")] = None,
    level: Annotated[str | None, option("cli.next_level", "--level", metavar="RISE")] = None,
    save: Save = None,
) -> Result:
    """Make the plan of the next period."""
    from helhedsplan_finance.calculators.derived.next_period import next_period

    refuse_over(out, plan)
    indices = single_pairs(index, "løn=3,1 %")
    following = next_period(read_plan(plan, asked.lang), name=name, indices=indices, level=level)
    if out is not None:
        following.to_file(out)
    files = [out] if out is not None else []
    return Result(
        lambda: {"plan": following.name, "files": [str(path) for path in files], "data": plan_data(following)},
        lambda: following.document(asked.lang),
        files=files,
        save=save or (),
        inputs=(plan,),
    )
