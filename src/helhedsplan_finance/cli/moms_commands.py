"""The command ``moms``: the placement of a grant, and the costs of the lines by payer."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import Save, argument, option, out_plan
from helhedsplan_finance.cli.output import read_plan, refuse_over
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.text import Lang, Template, say
from helhedsplan_finance.values.days import read_day

if TYPE_CHECKING:
    from helhedsplan_finance.api import Plan
    from helhedsplan_finance.calculators.moms.comparison import PlacementComparison
    from helhedsplan_finance.calculators.moms.moms_lines import Restated
    from helhedsplan_finance.calculators.moms.placement import Holder

    Grants = tuple[tuple[str | None, PlacementComparison], ...]


def moms(
    asked: Asked,
    plan: Annotated[Path | None, argument("cli.moms_plan")] = None,
    grant: Annotated[str | None, option("cli.moms_grant", "--grant", metavar="AMOUNT")] = None,
    private: Annotated[bool | None, option("cli.moms_private", "--private/--public")] = None,
    taxed: Annotated[str | None, option("cli.moms_taxed", "--taxed", metavar="SHARE")] = None,
    bearer: Annotated[str | None, option("cli.moms_bearer", "--bearer", metavar="WHO")] = None,
    taxed_lines: Annotated[list[str] | None, option("cli.moms_taxed_lines", "--taxed-lines", metavar="ID|ART")] = None,
    out: Annotated[Path | None, out_plan("cli.moms_out")] = None,
    on: Annotated[str | None, option("cli.moms_on", "--on", metavar="DATE")] = None,
    fondsmoms_rate: Annotated[
        str | None, option("cli.moms_fondsmoms_rate", "--fondsmoms-rate", metavar="SHARE")
    ] = None,
    moms_rate: Annotated[str | None, option("cli.moms_rate", "--moms-rate", metavar="SHARE")] = None,
    save: Save = None,
) -> Result:
    """Compare the placements of a grant, and the costs of the lines by payer."""
    _refuse_without_plan(plan, grant, bearer, taxed_lines, out)
    read = read_plan(plan, asked.lang) if plan is not None else None
    day = _day(on) or (read.rules_date if read is not None else None)
    rates: dict[str, Any] = {"fondsmoms_rate": fondsmoms_rate, "moms_rate": moms_rate}
    grants = _grants(read, grant, private=private, taxed=taxed, on=day, **rates)
    lines = _lines(read, bearer, taxed_lines=taxed_lines or None, on=day, moms_rate=moms_rate)
    if out is not None:
        next(iter(lines.values())).plan.to_file(out)

    def document() -> Document:
        from helhedsplan_finance.calculators.moms.moms_document import moms_document

        return moms_document(read, grants, lines, asked.lang, day=day, asked=bearer is not None)

    return Result(
        lambda: _json(read, grants, lines, asked.lang),
        document,
        files=[out] if out is not None else [],
        asides=[f"{say('cli.written', asked.lang)} {out}"] if out is not None and asked.as_json else [],
        save=save or (),
        inputs=() if plan is None else (plan,),
    )


def _refuse_without_plan(
    plan: Path | None, grant: str | None, bearer: str | None, taxed_lines: list[str] | None, out: Path | None
) -> None:
    if plan is None:
        for name, value in (("bearer", bearer), ("taxed_lines", taxed_lines), ("out", out)):
            if value:
                raise CalculationError("moms.needs_plan", name=Template(f"option.name_{name}"))
        if grant is None:
            raise CalculationError("moms.nothing_asked")
    if out is not None and bearer is None:
        raise CalculationError("moms.needs_bearer", name=Template("option.name_out"))
    refuse_over(out, plan)


def _day(text: str | None) -> date | None:
    return None if text is None else read_day(text)


def _grants(read: "Plan | None", grant: str | None, **asked: Any) -> "Grants":
    """Return the comparisons by the id of their contribution; ``None`` is the grant of the command line."""
    from helhedsplan_finance.calculators.moms.comparison import compare_placements, placements_of

    if grant is None:
        return tuple(placements_of(read, **asked).items()) if read is not None else ()
    return ((None, compare_placements(grant, **asked)),)


def _lines(read: "Plan | None", bearer: str | None, **asked: Any) -> "dict[str, Restated[Plan]]":
    """Return the restated lines by payer: the given one, or else both."""
    from helhedsplan_finance.calculators.moms.moms_lines import restate_moms
    from helhedsplan_finance.calculators.moms.placement import HOLDERS

    if read is None or (not read.costs and bearer is None):
        return {}
    bearers = HOLDERS if bearer is None else (cast("Holder", bearer),)
    return {one: restate_moms(read, one, **asked) for one in bearers}


def _json(
    read: "Plan | None",
    grants: "Grants",
    lines: "dict[str, Restated[Plan]]",
    lang: Lang,
) -> dict[str, Any]:
    return {
        "plan": None if read is None else read.name,
        "grants": [{"stream": id_, **one.to_dict(lang)} for id_, one in grants],
        "lines": {bearer: one.to_dict(lang) for bearer, one in lines.items()},
    }
