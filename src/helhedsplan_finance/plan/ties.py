"""The budget lines that a contribution is known to pay: those that it names, or the one line that it may pay."""

from collections.abc import Sequence

from helhedsplan_finance.plan.parts import CostLine, Stream


def posts_of(stream: Stream, lines: Sequence[CostLine]) -> tuple[CostLine, ...]:
    """Return the budget lines that a contribution is known to pay; none where it may pay several and names none."""
    named = {id_.casefold() for id_ in stream.pays}
    if named:
        return tuple(line for line in lines if line.id.casefold() in named)
    allowed = tuple(line for line in lines if line.art not in stream.excludes)
    return allowed if len(allowed) == 1 else ()


def sole_post(stream: Stream, lines: Sequence[CostLine]) -> CostLine | None:
    """Return the one budget line that a contribution pays; ``None`` where it may pay several, so no split is known."""
    posts = posts_of(stream, lines)
    return posts[0] if len(posts) == 1 else None
