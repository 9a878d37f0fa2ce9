"""Findings that turn, and why: because of another plan, or of other rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from helhedsplan_finance.rules.finding import Finding, result_word
from helhedsplan_finance.rules.record import PLAN, Outcome, Severity
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, Shown, say

Cause = Literal["plan", "rules"]
_ABSENT: Outcome = "not_applicable"


@dataclass(frozen=True, slots=True, repr=False)
class Turn:
    """A finding whose result changed. ``before`` or ``after`` is ``None`` where the report has no such finding.

    ``cause`` is ``None`` where each plan was checked by its own rules, so that either may be the cause.
    """

    cause: Cause | None
    rule: str
    where: str
    before: Finding | None
    after: Finding | None

    def __repr__(self) -> str:
        return f"<Turn of {self.rule} ({self.where}), {self.cause}: {self.show('en')}>"

    @property
    def title(self) -> Shown:
        """Title of the rule."""
        return self._stated.title

    def words(self, lang: Lang) -> tuple[str, str]:
        """Return the word for the result before and after, such as ``FEJL`` and ``OK``.

        Two equal words are followed by the severity, which then differs.
        """
        results = [_result(one) or (_ABSENT, self._stated.severity) for one in (self.before, self.after)]
        words = [result_word(*one, lang) for one in results]
        if words[0] == words[1]:
            words = [
                f"{word} ({say(f'report.severity_{one[1]}', lang)})" for word, one in zip(words, results, strict=True)
            ]
        return words[0], words[1]

    def show(self, lang: Lang) -> str:
        """Return the turn in one line: ``Kommunens andel: FEJL → OK``."""
        before, after = self.words(lang)
        return say("scenario.turn", lang, title=self.named(lang), before=before, after=after)

    def named(self, lang: Lang) -> str:
        """Return the title of the rule, and the year or the row where it is not of the whole plan."""
        return self.title.show(lang) + ("" if self.where == PLAN else f" ({self.where})")

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the turn as JSON data; ``null`` where the report has no such finding."""
        data: dict[str, Any] = {"cause": self.cause, "rule": self.rule, "where": self.where, "says": self.show(lang)}
        for name, finding in (("before", self.before), ("after", self.after)):
            data[name] = {"outcome": finding.outcome, "severity": finding.severity} if finding is not None else None
        return data

    @property
    def _stated(self) -> Finding:
        """Finding to take the title from: the later one, unless the rule does not apply to the plan there."""
        both = [one for one in (self.after, self.before) if one is not None]
        return next((one for one in both if one.outcome != _ABSENT), both[0])


def turns_between(first: Report, second: Report, cause: Cause | None) -> Iterator[Turn]:
    """Yield the findings whose result differs between two reports, in the order of the second.

    A rule without a finding does not apply to the plan, so that a finding "not applicable" is no turn.
    """
    before, after = _by_place(first), _by_place(second)
    for key in dict.fromkeys([*after, *before]):
        one, other = before.get(key), after.get(key)
        if _result(one) != _result(other):
            yield Turn(cause, key[0], key[1], one, other)


def _by_place(report: Report) -> dict[tuple[str, str, int], Finding]:
    seen: Counter[tuple[str, str]] = Counter()
    by_place = {}
    for finding in report.findings:
        place = finding.rule, finding.where
        seen[place] += 1
        by_place[*place, seen[place]] = finding
    return by_place


def _result(finding: Finding | None) -> tuple[Outcome, Severity] | None:
    """Return the outcome and severity to compare; ``None`` where the rule does not apply to the plan.

    Information has no verdict: it reads the same whether it passed or failed.
    """
    if finding is None or finding.outcome == _ABSENT:
        return None
    read_alike = finding.severity == "info" and finding.outcome == "passed"
    return "failed" if read_alike else finding.outcome, finding.severity
