"""An immutable dict, for the values by year of a frozen plan."""

from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Frozen(dict[K, V]):
    """An immutable, hashable dict; JSON and TOML write it as a dict."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a plan is frozen: make a changed copy with model_copy(update={…})")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __copy__(self) -> "Frozen[K, V]":
        return self

    def __deepcopy__(self, memo: Any) -> "Frozen[K, V]":
        return self  # its values are immutable too

    def __reduce__(self) -> tuple[Any, ...]:
        return Frozen, (dict(self),)
