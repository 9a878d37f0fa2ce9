"""What results have in common: no truth value, their words where they are printed, and a form for notebooks."""

from collections.abc import Callable, Collection
from typing import NoReturn

from helhedsplan_finance.text import Lang


class NoTruth:
    """A result that has to be asked for its ``ok``; as a condition of its own it is refused.

    ``assert plan.check()`` would else pass for every plan, whatever the report says.
    """

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        name = type(self).__name__
        raise TypeError(f"a {name} is neither true nor false: ask for .ok, or write 'is not None'")


class Printed:
    """Prints as its words in Danish."""

    __slots__ = ()

    def show(self, lang: Lang) -> str:
        """Return the words in ``lang``."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.show("da")


class Displayed:
    """Is shown by a notebook as HTML, and by a terminal as plain text, both in Danish."""

    __slots__ = ()

    def show(self, lang: Lang = "da") -> str:
        """Return the value as plain text."""
        raise NotImplementedError

    def to_html(self, lang: Lang = "da") -> str:
        """Return the value as HTML."""
        raise NotImplementedError

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """Return both forms, or those that are asked for; it never raises.

        ``include`` and ``exclude`` are kinds such as ``"text/html"``, as IPython gives them: empty ones choose nothing.
        """
        forms: dict[str, tuple[Callable[[], str], Callable[[], str] | None]] = {
            "text/plain": (self.show, lambda: repr(self)),
            "text/html": (self.to_html, None),
        }
        bundle = {}
        for kind, (make, instead) in forms.items():
            if (include and kind not in include) or (exclude and kind in exclude):
                continue
            try:
                bundle[kind] = str(make())
            except Exception:  # a notebook that shows a value must go on, whatever the value was made of
                if instead is not None:
                    bundle[kind] = instead()
        return bundle
