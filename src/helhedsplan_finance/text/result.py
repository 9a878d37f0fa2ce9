"""Base classes of results: no truth value, text when printed, and a form for notebooks."""

from collections.abc import Callable, Collection
from typing import NoReturn

from helhedsplan_finance.text import Lang


class NoTruth:
    """A result without a truth value; its ``ok`` is the condition.

    Otherwise ``assert plan.check()`` would pass for every plan.
    """

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        name = type(self).__name__
        raise TypeError(f"a {name} is neither true nor false: ask for .ok, or write 'is not None'")


class Printed:
    """A result that prints as its Danish text."""

    __slots__ = ()

    def show(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.show("da")


class Displayed:
    """A result that a notebook shows as HTML and a terminal as plain text, both in Danish."""

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
        """Return both forms, or those asked for; never raises.

        ``include`` and ``exclude`` are MIME types such as ``"text/html"``, as IPython gives them; empty ones select
        nothing.
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
            except Exception:  # displaying a value must not stop a notebook
                if instead is not None:
                    bundle[kind] = instead()
        return bundle
