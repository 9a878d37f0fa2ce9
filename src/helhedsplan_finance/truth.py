"""Results have no truth value: ``assert plan.check()`` would pass for every plan, whatever the report says."""

from typing import NoReturn


class NoTruth:
    """A result that has to be asked for its ``ok``; as a condition of its own it is refused."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        name = type(self).__name__
        raise TypeError(f"a {name} is neither true nor false: ask for .ok, or write 'is not None'")
