"""A chart as a value: its title, its alt text, and the function that draws it.

The title states the message, the alt text holds the figures. Drawing touches only
the axes that it is given.
"""

import re
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Literal, cast

from helhedsplan_finance.errors import CalculationError, MissingExtraError
from helhedsplan_finance.outputs.charts.fonts import use_cut_fonts
from helhedsplan_finance.outputs.charts.space import Around, Space, own_axes, shrink
from helhedsplan_finance.outputs.charts.svg_axes import SvgAxes
from helhedsplan_finance.outputs.palette import INK
from helhedsplan_finance.text import Lang, Message, Shown, short, show, visible
from helhedsplan_finance.values.quietly import quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Kind = Literal["png", "svg", "pdf"]
KINDS: tuple[Kind, ...] = ("png", "svg", "pdf")
_RANDOM_ID = re.compile(rb'\bid="([A-Za-z]+[0-9a-f]{10})"')
_USED_ID = re.compile(rb'(?<=[#"])[A-Za-z]+[0-9a-f]{10}(?=[")])')
_COMPRESSION = 3  # of PNG: half the time of the usual 6, for files a little larger


@dataclass(frozen=True, slots=True, repr=False)
class Chart:
    """One chart of a plan, before it is drawn.

    ``key`` names it in the catalogue and in file names, ``about`` is the plan's name, ``title`` the message, ``data``
    the figures in words, ``note`` the caveats. ``space`` is its size, ``paint`` draws it.
    """

    key: str
    about: str | Message
    title: Shown
    data: Shown
    space: Space
    paint: "Callable[[Axes, Lang], None]"
    note: Shown | None = None

    def __repr__(self) -> str:
        return f"<Chart {self.key}: {self.titled('da')!r}>"

    def _repr_mimebundle_(
        self, include: "Collection[str] | None" = None, exclude: "Collection[str] | None" = None
    ) -> dict[str, str | bytes]:
        """Return the picture for a notebook, and its alt text for a terminal."""
        forms: dict[str, Callable[[], str | bytes]] = {"text/plain": self.alt, "image/png": partial(self.render, "png")}
        chosen = [kind for kind in forms if (not include or kind in include) and kind not in (exclude or ())]
        return {kind: forms[kind]() for kind in chosen}

    def alt(self, lang: Lang = "da") -> str:
        """Return the alt text: the subject, the message and the figures."""
        parts = (self._plan_name(lang), self.titled(lang), self.data.show(lang))
        return " ".join(f"{part.rstrip('.')}." for part in parts if part)

    def draw(self, ax: "Axes | None" = None, *, lang: Lang = "da") -> "Axes":
        """Draw into ``ax``, or without one into a figure of its own, and return the axes.

        No global style is touched, and pyplot is not used: save it with ``ax.figure.savefig(...)``.
        """
        if ax is None:
            ax = own_axes(self.space, self._around(lang, self._inches))
        else:
            shrink(ax, self.space, lambda inches: self._around(lang, inches))
        self.paint(ax, lang)
        return ax

    def render(self, kind: Kind, lang: Lang = "da") -> bytes:
        """Return the picture as the bytes of a file, its alt text inside; the same chart gives the same bytes.

        ``kind`` is ``png``, ``svg`` or ``pdf``. Raises :class:`CalculationError` for another, and
        :class:`MissingExtraError` for one that needs matplotlib where there is none; SVG is drawn without it.
        """
        if kind not in KINDS:
            raise CalculationError("chart.kind", found=short(kind), known=list(KINDS))
        return self.render_each((kind,), lang)[kind]

    def render_each(self, kinds: "Collection[Kind]", lang: Lang = "da") -> dict[Kind, bytes]:
        """Return the picture in several kinds, drawn once: the bytes are those that :meth:`render` gives for each."""
        if not has_matplotlib():
            if set(kinds) - {"svg"}:
                raise MissingExtraError("extra.matplotlib")
            return {"svg": self._drawn_here(lang)}
        figure: Figure = self.draw(lang=lang).figure  # type: ignore[assignment]  # its own figure, no subfigure
        title, alt = self.titled(lang), self.alt(lang)
        # PDF comes last: it gives the words of the figure other fonts.
        return {kind: rendered(figure, kind, title, alt) for kind in KINDS if kind in kinds}

    def _drawn_here(self, lang: Lang) -> bytes:
        """Return the picture as SVG, drawn without matplotlib."""
        ax = SvgAxes(self.space, self._around(lang, self._inches), self.titled(lang))
        self.paint(cast("Axes", ax), lang)
        return ax.svg(self.titled(lang), self.alt(lang))

    @property
    def _inches(self) -> float:
        """The width of the words around a chart of its own size."""
        return self.space.left + self.space.width + self.space.right - 0.4

    def titled(self, lang: Lang = "da") -> str:
        """Return the title: the message of the chart as a sentence."""
        words = self.title.show(lang)
        return words[:1].upper() + words[1:]

    def _plan_name(self, lang: Lang) -> str:
        return visible(show(self.about, lang))

    def _around(self, lang: Lang, inches: float) -> Around:
        return Around.of(
            self.titled(lang), self._plan_name(lang), self.note.show(lang) if self.note is not None else "", inches
        )


def has_matplotlib() -> bool:
    """Return whether matplotlib can be imported; a browser has none."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        return False
    return True


def text(ax: "Axes", words: str, at: tuple[float, float], **settings: object) -> None:
    """Write literal text into axes: a dollar sign in a name starts no formula."""
    ax.annotate(words, at, **{"color": INK, "parse_math": False, "annotation_clip": False, **settings})  # type: ignore[arg-type]


def rendered(figure: "Figure", kind: Kind, title: str, alt: str) -> bytes:
    """Return a figure made by the library as the bytes of a file, without matplotlib's date and random ids.

    No setting of matplotlib changes, but for the font type of a PDF while it is written: there is no argument for it.
    """
    from matplotlib import rc_context

    metadata: dict[str, str | None] = {
        "png": {"Title": title, "Description": alt, "Software": None},
        "svg": {"Title": title, "Description": alt, "Date": None},
        "pdf": {"Title": title, "Subject": alt, "CreationDate": None, "Creator": None, "Producer": None},
    }[kind]
    buffer = BytesIO()
    if kind == "pdf":
        use_cut_fonts(figure)
    # A name may hold characters that the font lacks; they are drawn as boxes, and the warning is of no use.
    with quietly("Glyph .* missing from font"):
        match kind:
            case "png":
                figure.savefig(buffer, format=kind, metadata=metadata, pil_kwargs={"compress_level": _COMPRESSION})
            case "svg":
                figure.savefig(buffer, format=kind, metadata=metadata)
            case "pdf":
                with rc_context({"pdf.fonttype": 42}):
                    figure.savefig(buffer, format=kind, metadata=metadata)
    return _same_ids(buffer.getvalue(), title) if kind == "svg" else buffer.getvalue()


def _same_ids(svg: bytes, title: str) -> bytes:
    """Return a picture with its random ids replaced by ones derived from its title and their order."""
    ids = dict.fromkeys(_RANDOM_ID.findall(svg))
    salt = sha256(title.encode("utf-8", "replace")).hexdigest()[:6].encode("ascii")
    replacements = {one: b"%s%s%04d" % (one[:-10], salt, number) for number, one in enumerate(ids)}
    return _USED_ID.sub(lambda match: replacements.get(match[0], match[0]), svg)
