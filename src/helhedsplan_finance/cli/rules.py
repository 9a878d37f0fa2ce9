"""``helhedsplan rules``: what the rules are, where they come from, and whether the library of them is in order."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from helhedsplan_finance.cli.output import BROKEN, Language, help_of, print_json, refusing
from helhedsplan_finance.cli.view import plain_table
from helhedsplan_finance.errors import UnknownRuleError
from helhedsplan_finance.rules.audit import audit
from helhedsplan_finance.rules.choose import limits_of
from helhedsplan_finance.rules.explanation import rule_sentence, value_data, value_lines
from helhedsplan_finance.rules.fields import ALWAYS
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.load import shipped
from helhedsplan_finance.rules.model import Value
from helhedsplan_finance.rules.policy import read_policy
from helhedsplan_finance.text import Lang, say


def build_rules(lang: Lang) -> typer.Typer:
    """Make the group of commands, its help in ``lang``."""
    app = typer.Typer(help=help_of("rules", lang), invoke_without_command=True)
    default = Language(lang)
    Policies: TypeAlias = Annotated[
        list[Path] | None,
        typer.Option("--policy", metavar="FILE.toml", help=say("cli.policy", lang), show_default=False),
    ]
    Lang_: TypeAlias = Annotated[Language, typer.Option("--lang", help=say("cli.lang", lang))]
    Json: TypeAlias = Annotated[bool, typer.Option("--json", help=say("cli.json", lang))]
    plan_option = typer.Option("--plan", metavar="PLAN", help=say("cli.explain_plan", lang), show_default=False)
    cases_option = typer.Option("--cases", metavar="DIR", help=say("cli.cases", lang), show_default=False)

    @app.callback()
    def group(context: typer.Context, language: Lang_ = default, as_json: Json = False) -> None:
        if context.invoked_subcommand is not None:
            if as_json or language is not default:
                raise typer.BadParameter(say("cli.after", lang, command=context.invoked_subcommand))
        else:
            with refusing(language.lang):
                _list((), language.lang, as_json=as_json)

    @app.command(name="list", help=help_of("rules_list", lang))
    def list_rules(policy: Policies = None, language: Lang_ = default, as_json: Json = False) -> None:
        with refusing(language.lang):
            _list(policy or (), language.lang, as_json=as_json)

    @app.command(help=help_of("rules_show", lang))
    def show(
        rule: Annotated[str, typer.Argument(metavar="ID", help=say("cli.rule_id", lang), show_default=False)],
        plan: Annotated[Path | None, plan_option] = None,
        policy: Policies = None,
        project_rules: Annotated[bool, typer.Option("--project-rules", help=say("cli.project_rules", lang))] = False,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        with refusing(language.lang):
            if plan is not None:
                _explain(rule, plan, policy or (), language.lang, project=project_rules, as_json=as_json)
            else:
                _show(rule, policy or (), language.lang, as_json=as_json)

    @app.command(name="audit", help=help_of("rules_audit", lang))
    def audit_rules(
        months: Annotated[int, typer.Option("--months", min=1, max=600, help=say("cli.months", lang))] = 12,
        cases: Annotated[list[Path] | None, cases_option] = None,
        policy: Policies = None,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        with refusing(language.lang):
            today = datetime.now(UTC).date()
            found = audit(policies=policy or (), cases=cases, today=today, months=months)
            if as_json:
                print_json({"ok": found.ok, **found.to_dict(language.lang)})
            else:
                typer.echo(found.show(language.lang))
        raise typer.Exit(0 if found.ok else BROKEN)

    return app


def _limits(policies: "list[Path] | tuple[Path, ...]") -> Iterator[Limit]:
    """Yield every rule that ships, and those of some policies, as they stand today."""
    today = datetime.now(UTC).date()
    for file in (*shipped(), *map(read_policy, policies)):
        yield from limits_of(file, today)


def _data(limit: Limit, lang: Lang) -> dict[str, Any]:
    rule = limit.rule
    return {
        "rule": rule.id,
        "title": rule.title.show(lang),
        "sentence": rule.sentence.show(lang),
        "layer": limit.layer,
        "file": limit.origin,
        "severity": rule.severity,
        "measure": rule.measure,
        "relation": rule.relation,
        "of": rule.of,
        "check": rule.check,
        "per": rule.per,
        "clock": rule.clock,
        "applies": rule.applies.model_dump(exclude_defaults=True),
        "values": [value_data(value, limit.sources[value.source], lang) for value in rule.values],
    }


def _list(policies: "list[Path] | tuple[Path, ...]", lang: Lang, *, as_json: bool) -> None:
    limits = list(_limits(policies))
    if as_json:
        print_json({"rules": [_data(limit, lang) for limit in limits]})
        return
    table = plain_table()
    table.add_column(say("cli.rule", lang), ratio=3, overflow="fold")
    table.add_column(say("cli.demand", lang), ratio=2, overflow="fold")
    table.add_column(say("cli.in_force", lang), no_wrap=True)
    table.add_column(say("cli.source_key", lang), ratio=2, overflow="fold")
    for limit in limits:
        weight = say(f"report.severity_{limit.rule.severity}", lang)
        name = Text.assemble((limit.rule.id, "bold"), f"\n{limit.rule.title.show(lang)}\n", (weight, "dim"))
        for number, value in enumerate(limit.rule.values):
            cited = f"{value.source} [{value.confidence}]"
            table.add_row(name if number == 0 else "", _demand(limit, value, lang), _span(value, lang), Text(cited))
    console = Console(highlight=False)
    console.print(table)
    console.print(Text(say("cli.rules_more", lang), style="dim"))


def _demand(limit: Limit, value: Value, lang: Lang) -> Text:
    from helhedsplan_finance.rules.explain import relation_and_bound

    return Text(relation_and_bound(limit, value).show(lang))


def _span(value: Value, lang: Lang) -> Text:
    known = value.last_known_day
    last = say("cli.without_end", lang) if known is None else known.isoformat()
    last = say("cli.known_until", lang, day=last) if known is not None and value.last_day is None else last
    return Text(f"{value.from_text if value.from_text != ALWAYS else value.since(lang)} –\n{last}")


def _show(rule: str, policies: "list[Path] | tuple[Path, ...]", lang: Lang, *, as_json: bool) -> None:
    limits = list(_limits(policies))
    same = [limit for limit in limits if limit.rule.id == rule]
    if not same:
        raise UnknownRuleError.near(rule, (limit.rule.id for limit in limits))
    if as_json:
        print_json({"rules": [_data(limit, lang) for limit in same]})
        return
    console = Console(highlight=False)
    for number, limit in enumerate(same):
        if number:
            console.print()
        layer, weight = (say(f"report.layer_{limit.layer}", lang), say(f"report.severity_{limit.rule.severity}", lang))
        console.print(Text.assemble((limit.rule.title.show(lang), "bold"), f" · {limit.rule.id} · {layer} · {weight}"))
        for value in sorted(limit.rule.values, key=lambda value: value.first_day):
            console.print()
            console.print(Text(rule_sentence(limit, value, lang)))
            for line in value_lines(value, limit.sources[value.source], lang):
                console.print(Padding(Text(line), (0, 0, 0, 4)))


def _explain(
    rule: str, plan: Path, policies: "list[Path] | tuple[Path, ...]", lang: Lang, *, project: bool, as_json: bool
) -> None:
    from helhedsplan_finance.api import Plan

    explanation = Plan.from_file(plan).check(policies=policies, project_rules=project).explain(rule)
    if as_json:
        print_json(explanation.to_dict(lang))
    else:
        console = Console(highlight=False)
        for line in explanation.show(lang).splitlines():
            indent = len(line) - len(line.lstrip())
            console.print(Padding(Text(line.lstrip()), (0, 0, 0, indent)))
