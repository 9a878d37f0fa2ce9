"""The command ``rent``: the payment of each boligafdeling, and the rent effect per dwelling."""

from typing import Annotated

from helhedsplan_finance.cli.answer_charts import chart_of_rent
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import PlanFile, Save, option
from helhedsplan_finance.cli.output import read_plan
from helhedsplan_finance.document.blocks import Document


def rent(
    asked: Asked,
    plan: PlanFile,
    key: Annotated[str | None, option("cli.rent_key", "--key", metavar="KEY", words="key")] = None,
    cover: Annotated[str | None, option("cli.rent_covered", "--covered", metavar="AMOUNT")] = None,
    out: Annotated[list[str] | None, option("cli.rent_without", "--without", metavar="ID")] = None,
    save: Save = None,
) -> Result:
    """Split the contribution of the housing side."""
    effect = read_plan(plan, asked.lang).rent(key=key, covered=cover)
    apart = effect.without(*out) if out else None
    answer = apart or effect

    def document() -> Document:
        from helhedsplan_finance.calculators.rent.rent_document import rent_document

        return rent_document(effect, asked.lang, apart=apart)

    # The text includes the notes.
    notes = [note.show(asked.lang) for note in answer.notes] if asked.as_json else []
    return Result(
        lambda: answer.to_dict(asked.lang),
        document,
        asides=notes,
        save=save or (),
        inputs=(plan,),
        chart=lambda: chart_of_rent(answer),
    )
