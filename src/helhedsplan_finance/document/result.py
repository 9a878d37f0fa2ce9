"""What every result can do with its document: print, show itself in a notebook, and become HTML, Markdown or data."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, NoReturn

from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.text import Lang

if TYPE_CHECKING:
    import pandas as pd


class NoTruth:
    """A result without a truth value; its ``ok`` is the condition.

    Otherwise ``assert plan.check()`` would pass for every plan.
    """

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        name = type(self).__name__
        raise TypeError(f"a {name} is neither true nor false: ask for .ok, or write 'is not None'")


class Displayed:
    """A result that is shown by its document; it prints as its Danish text.

    A class states :meth:`document`; what it has as exact data of its own replaces :meth:`to_dict` and :meth:`to_frame`.
    """

    __slots__ = ()

    def document(self, lang: Lang = "da") -> Document:
        """Return the result as a document of blocks, which each medium renders."""
        raise NotImplementedError

    def show(self, lang: Lang = "da") -> str:
        """Return the result as plain text of 80 columns."""
        from helhedsplan_finance.document.terminal import text_of

        return text_of(self.document(lang))

    def to_html(self, lang: Lang = "da") -> str:
        """Return the result as a self-contained HTML fragment, all text escaped."""
        from helhedsplan_finance.document.fragment import fragment_of

        return fragment_of(self.document(lang))

    def to_markdown(self, lang: Lang = "da") -> str:
        """Return the result as Markdown, all text escaped."""
        from helhedsplan_finance.document.markdown import markdown_of

        return markdown_of(self.document(lang))

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the result as JSON data: money as øre, other figures as exact fractions, ``null`` where unknown."""
        from helhedsplan_finance.document.document_data import data_of

        return data_of(self.document(lang))

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return the tables of the result as one DataFrame, as :func:`.frame_of_tables` does.

        Raises :class:`MissingExtraError` without pandas.
        """
        from helhedsplan_finance.document.document_data import frame_of_tables

        return frame_of_tables(self.document(lang))

    def __str__(self) -> str:
        return self.show("da")

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
