"""What is missing in a plan and the room of each contribution, as figures and sentences, whatever shows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.text import Message, Shown, message
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.text.shown import Listed
from helhedsplan_finance.values.hedges import Reach
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class Room:
    """The most that one contribution may still give under its tightest limit; ``more`` is ``None`` without a limit.

    ``usual`` marks a limit of usual practice, which does not bind, ``rest`` one that reserves the rest for others.
    """

    stream: Stream
    more: Kroner | None
    limit: Shown | None = None
    rule: str | None = None
    usual: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """The most that several contributions may still give together under a limit that they share."""

    streams: tuple[Stream, ...]
    more: Kroner
    limit: Shown
    rule: str
    usual: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class GapData(NoTruth):
    """What is missing, and the room of each contribution; :class:`.Gap` shows them."""

    plan: PlanData
    total: Kroner | None
    by_year: dict[int, Kroner]
    room: tuple[Room, ...]
    unverified: tuple[Shown, ...] = ()
    reach: Reach = field(default_factory=Reach)
    together: tuple[Together, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is missing and nothing is too much, in all and in any year; false where it is not known."""
        return self.total == Kroner() and not any(self.by_year.values())

    @property
    def projected_prices(self) -> bool:
        """Whether the costs rest on a rate of prices that is not published."""
        return has_projected_prices(self.plan)

    def sentences(self) -> Iterator[Message]:
        """Yield what is missing, and the room of each contribution."""
        if self.total is None:
            yield message("financing.gap_unknown")
            return
        off = [message("financing.gap_of_year", year=year, amount=one) for year, one in self.by_year.items() if one]
        if not self.total:
            yield message("financing.gap_years" if off else "financing.gap_closed", years=off)
            return
        key = "financing.gap_missing" if self.total > Kroner() else "financing.gap_over"
        yield message(key, amount=abs(self.total))
        if off:
            yield message("financing.gap_by_year", years=off)
        yield from self._range()
        if self.projected_prices:
            yield message("prices.leaning")
        if self.total > Kroner():
            shared = {(stream.id, one.rule) for one in self.together for stream in one.streams}
            yield from (_room_sentence(room) for room in self.room if (room.stream.id, room.rule) not in shared)
            yield from map(_together_sentence, self.together)
            if joint := [one.stream.name for one in self.room if len(one.stream.givers) > 1]:
                yield message("financing.joint", names=joint)
            if self.unverified:
                yield message("financing.unverified", names=self.unverified)

    @property
    def ends(self) -> tuple[Kroner | None, Kroner | None]:
        """Range of the gap, by the ranges of amounts that are not exact; ``None`` is an open end."""
        if self.total is None:
            return None, None
        low, high = (None if end is None else self.total + Kroner.from_ore(to_int(end)) for end in self.reach)
        return low, high

    def _range(self) -> Iterator[Message]:
        if self.reach.is_nothing:
            return
        low, high = self.ends
        if low is not None and high is not None:
            yield message("financing.gap_range", low=low, high=high)
        elif low is not None:
            yield message("financing.gap_range_up", low=low)
        elif high is not None:
            yield message("financing.gap_range_down", high=high)


def _room_sentence(room: Room) -> Message:
    name = room.stream.name
    if room.more is None or room.limit is None:
        return message("financing.room_free", name=name)
    if not room.more:
        return message("financing.room_none", name=name, limit=room.limit)
    key = "financing.room_usual" if room.usual else "financing.room_rest" if room.rest else "financing.room"
    return message(key, name=name, more=room.more, limit=room.limit)


def _together_sentence(one: Together) -> Message:
    names = [stream.name for stream in one.streams]
    key = "financing.together"
    key = "financing.together_usual" if one.usual else "financing.together_rest" if one.rest else key
    return message(key, names=Listed(names), more=one.more, limit=one.limit)
