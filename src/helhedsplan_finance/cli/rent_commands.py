"""The command ``rent``: the payment of each boligafdeling, and the rent effect per dwelling."""

from typing import Annotated

from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import PlanFile, option
from helhedsplan_finance.cli.output import read_plan


def rent(
    asked: Asked,
    plan: PlanFile,
    key: Annotated[str | None, option("cli.rent_key", "--key", metavar="KEY")] = None,
    cover: Annotated[str | None, option("cli.rent_covered", "--covered", metavar="AMOUNT")] = None,
    out: Annotated[list[str] | None, option("cli.rent_without", "--without", metavar="ID")] = None,
) -> Result:
    """Split the contribution of the housing side."""
    effect = read_plan(plan, asked.lang).rent(key=key, covered=cover)
    apart = effect.without(*out) if out else None
    answer = apart or effect

    def show() -> None:
        from helhedsplan_finance.cli.rent_view import print_rent

        print_rent(effect, apart, asked.lang)

    # The text includes the notes.
    return Result(
        answer.to_dict, show, asides=[note.show(asked.lang) for note in answer.notes] if asked.as_json else []
    )
