"""A finding of a rule for a plan, as a value: the exact figures and the record. It becomes text when it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from helhedsplan_finance.plan.plan import Waiver
from helhedsplan_finance.rules import finding_cure, finding_figures, finding_sentences
from helhedsplan_finance.rules.approximate import Rounding
from helhedsplan_finance.rules.last_known import LastKnown
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import PLAN, Citation, Outcome, Severity, Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import Lang, Message, Sentences, Shown, say
from helhedsplan_finance.values.money import Kroner


def result_word(outcome: Outcome, severity: Severity, lang: Lang) -> str:
    """Return the word for a result in every output, such as OK, FEJL or OBS; information has no verdict."""
    key = severity if outcome == "failed" or (outcome, severity) == ("passed", "info") else outcome
    return say(f"report.word_{key}", lang)


def _split_data(verdict: Verdict, limit: Limit) -> dict[str, Any]:
    """Return the range of a comparison while the split of some contributions is not published.

    An unknown end, where an amount is not stated, is ``None``.
    """
    money, ends = limit.measured.is_money, verdict.margins
    most = None if verdict.measured.missing else str(verdict.measured.most)
    stated = not verdict.measured.missing and (verdict.base is None or not verdict.base.missing)
    return {
        "streams": list(verdict.shared),
        "measured": [str(verdict.measured.value), most],
        "margin_ore": list(map(int, ends)) if ends is not None and money and stated else None,
    }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """A finding of a rule for a plan, or for one of its years.

    ``where`` is ``"plan"``, a year such as ``"2023"``, or a place in the plan. ``verdict`` has the exact figures, and
    is ``None`` where nothing was compared; ``limit`` and ``value`` are the record and the dated value that were used.
    ``projected`` marks a value carried past its last known day, ``projected_prices`` sums that depend on an unpublished
    price rate. ``rounding`` is whether approximate amounts could turn the verdict. ``said`` is the text of a check that
    compares no sums. ``last_known`` compares the figures of a rule without a verified value on its day with the last
    known limit; the outcome remains "unverified". ``also`` are the rules that a list shows in the same row, because
    they set the same limit.
    """

    rule: str
    title: Shown
    severity: Severity
    outcome: Outcome
    where: str = PLAN
    said: tuple[Shown, ...] = ()
    notes: tuple[Shown, ...] = ()
    advice: Message | None = None
    verdict: Verdict | None = None
    limit: Limit | None = None
    value: Value | None = None
    waiver: Waiver | None = None
    projected: bool = False
    projected_prices: bool = False
    rounding: Rounding | None = None
    last_known: LastKnown | None = None
    also: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict, compare=False)
    sums: Mapping[str, int] = field(default_factory=dict, compare=False)  # of a check without a limit on sums, in øre

    def __repr__(self) -> str:
        return f"<Finding {self.rule} ({self.where}): {self.outcome}, {self.severity}>"

    @property
    def message(self) -> Sentences:
        """The finding in sentences."""
        if self.verdict is None or self.limit is None or self.value is None:
            return Sentences((*self.said, *self.notes))
        return Sentences((*finding_sentences.sentence(self.limit, self.value, self.verdict, self.called), *self.notes))

    @property
    def cure(self) -> Message | None:
        """The smallest change that makes the rule hold, in kroner; ``None`` where there is none to name."""
        if self.advice is not None or self.verdict is None or self.limit is None or self.value is None:
            return self.advice
        return finding_cure.cure(self.limit, self.value, self.verdict, self.called)

    @property
    def source(self) -> Citation | None:
        """The citation of the value that was used."""
        return self.limit.citation(self.value) if self.limit is not None and self.value is not None else None

    @property
    def binds(self) -> bool:
        """Whether this is a binding rule that does not hold."""
        return self.outcome == "failed" and self.severity == "error"

    @property
    def only_open(self) -> bool:
        """Whether the rule fails only because an amount is not stated yet."""
        return (
            self.verdict is not None
            and self.limit is not None
            and finding_sentences.is_only_open(self.limit, self.verdict)
        )

    @property
    def compares(self) -> bool:
        """Whether the plan differs from the practice of another kommune, which is no limit for it."""
        return (
            self.compared is not None
            and self.limit is not None
            and finding_sentences.is_comparison(self.limit, self.compared)
        )

    @property
    def beyond(self) -> bool:
        """Whether an unverified rule is past its last known limit, without a dispensation."""
        return self.last_known is not None and self.last_known.beyond is True and self.waiver is None

    @property
    def would_bind(self) -> bool:
        """Whether this is a binding rule that is unverified and past its last known limit."""
        return self.last_known is not None and self.beyond and self.last_known.severity == "error"

    @property
    def compared(self) -> Verdict | None:
        """The exact figures: against the limit in force, or else against the last known one; ``None`` without any."""
        return self.last_known.verdict if self.last_known is not None else self.verdict

    @property
    def margin_ore(self) -> int | None:
        """The margin in øre, negative past the limit; ``None`` where no amount in kroner was compared."""
        if self.verdict is None or self.limit is None or self.verdict.outcome == "unverified":
            return None
        margin = self.verdict.margin
        return margin if isinstance(margin, int) and self.limit.measured.is_money else None

    def figures(self, lang: Lang) -> tuple[str, str, str]:
        """Return the measured figure, the limit and the margin, each as a table shows it; blank where unknown.

        For an unverified rule they are those of the last known limit, which is marked.
        """
        if self.last_known is not None:
            last = self.last_known
            measured, limit = finding_figures.brief(last.limit, last.value, last.verdict)
            return measured.show(lang), say("report.was_limit", lang, limit=limit), last.margin(lang)
        if self.verdict is None or self.limit is None or self.value is None:
            return "", "", ""
        measured, limit = finding_figures.brief(self.limit, self.value, self.verdict)
        margin = "" if self.margin_ore is None or self.compares else Kroner.from_ore(self.margin_ore).figure(lang)
        return measured.show(lang), limit.show(lang), margin

    def word(self, lang: Lang) -> str:
        """Return the word for the result."""
        return result_word(self.outcome, self.severity, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the finding as JSON data: shares as exact fractions, amounts in øre.

        ``projected``, ``projected_prices``, ``rounding``, ``split``, ``last_known`` and ``replaced_by`` are present
        only where they apply.
        """
        data: dict[str, Any] = {
            "rule": self.rule,
            "severity": self.severity,
            "outcome": self.outcome,
            "where": self.where,
            "measured": self._exact_measured(),
            "limit": self._exact_limit(),
            "margin_ore": self.margin_ore,
            "message": self.message.show(lang),
            "cure": self.cure.show(lang) if self.cure else None,
            "source": self.source.show(lang) if self.source else None,
        }
        if self.sums:
            data["sums"] = dict(self.sums)
        if self.projected:
            data["projected"] = True
        if self.projected_prices:
            data["projected_prices"] = True
        if self.rounding is not None:
            data["rounding"] = self.rounding.replace(" ", "_")
        compared = self.compared
        if compared is not None and self.limit is not None and compared.undecided:
            data["split"] = _split_data(compared, self.limit)
        if self.last_known is not None:
            data["last_known"] = self.last_known.to_dict()
        if self.limit is not None and self.limit.coming is not None:
            coming = self.limit.coming
            data["replaced_by"] = {"layer": coming.layer, "from": coming.value.first_day.isoformat()}
        return data

    def _exact_measured(self) -> str | None:
        verdict = self.compared
        if verdict is None or self.limit is None or verdict.outcome == "unverified":
            return None
        if not self.limit.rule.is_share:
            return str(verdict.value)
        return None if verdict.share is None else str(verdict.share)

    def _exact_limit(self) -> str | None:
        if self.verdict is None or self.limit is None or self.value is None:
            return None
        if self.limit.rule.is_share:
            return str(self.value.bound)
        stated = self.verdict.base is None or not self.verdict.base.missing
        return str(self.verdict.limit) if stated else None
